"""The example street, read from its file: people, what they wrote, and what to try."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import time
from pathlib import Path
from typing import Any, Literal

_HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with a phone; `address` is the provider's id, `credit` pays for short messages."""

    id: str
    name: str
    channel: str
    address: str
    credit: int = 10_000


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that a phone does, or a deed of an officer with this person's case.

    subject: of a mail; one without answers the last letter.
    """

    text: str = ""
    subject: str = ""
    photo: str = ""
    voice: str = ""
    tap: str = ""
    place: bool = False
    deed: str = ""
    to: str = ""


@dataclass(frozen=True, slots=True)
class Story:
    """What one person did, so many days ago at this hour."""

    person: str
    days: int
    at: time
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Idea:
    """A message to try."""

    channel: str
    title: str
    text: str
    subject: str = ""


@dataclass(frozen=True, slots=True)
class Sample:
    """A file that every phone has in its gallery."""

    name: str
    title: str
    kind: Literal["photo", "voice"]
    mime: str
    data: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Street:
    """Everything the demo starts with."""

    people: tuple[Person, ...]
    stories: tuple[Story, ...]
    ideas: tuple[Idea, ...]
    #: By file name.
    gallery: Mapping[str, Sample]

    def person(self, name: str) -> Person:
        return next(one for one in self.people if one.id == name)


def load() -> Street:
    """Read people, stories and samples."""
    given = tomllib.loads((_HERE / "street.toml").read_text(encoding="utf-8"))
    return Street(
        tuple(Person(**one) for one in given["people"]),
        tuple(_story(one) for one in given["stories"]),
        tuple(Idea(**one) for one in given["ideas"]),
        {name: _sample(name, *told) for name, told in _GALLERY.items()},
    )


_GALLERY: Mapping[str, tuple[str, Literal["photo", "voice"], str]] = {
    "lampu.jpg": ("Foto lampu jalan", "photo", "image/jpeg"),
    "jalan.jpg": ("Foto jalan berlubang", "photo", "image/jpeg"),
    "selokan.jpg": ("Foto selokan mampet", "photo", "image/jpeg"),
    "sampah.jpg": ("Foto tumpukan sampah", "photo", "image/jpeg"),
    "selokan.ogg": ("Pesan suara: selokan, 13 detik", "voice", "audio/ogg; codecs=opus"),
    "beras.ogg": ("Pesan suara: bantuan beras, 12 detik", "voice", "audio/ogg; codecs=opus"),
}


def _story(given: dict[str, Any]) -> Story:
    hour, minute = given["at"].split(".")
    steps = tuple(Step(**one) for one in given["steps"])
    return Story(given["person"], given["days"], time(int(hour), int(minute)), steps)


def _sample(name: str, title: str, kind: Literal["photo", "voice"], mime: str) -> Sample:
    return Sample(name, title, kind, mime, (_HERE / "samples" / name).read_bytes())
