"""Every sentence we send, read once from one file per language, and how dates are written."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

#: A text may have another wording for a costly line, a letter, or a page that shows the case.
FORMS = ("chat", "sms", "letter", "page")
LANGUAGES = ("id", "en", "jv")
DEFAULT = "id"

_FOLDER = Path(__file__).with_name("texts")
_ZONES = {25_200: "WIB", 28_800: "WITA", 32_400: "WIT"}


@dataclass(frozen=True, slots=True)
class Wording:
    """One text: with stars around what is bold, and without."""

    marked: str
    plain: str


@dataclass(frozen=True, slots=True)
class Texts:
    """The words of all languages; a language we do not have is answered in Indonesian."""

    wordings: Mapping[str, Mapping[tuple[str, str], Wording]] = field(repr=False)

    @classmethod
    def load(cls, folder: Path = _FOLDER) -> Texts:
        """Read the files; done once, at the start."""
        return cls({language: _read(folder / f"{language}.toml") for language in LANGUAGES})

    def say(
        self,
        language: str,
        key: str,
        /,
        *,
        form: str = "chat",
        bold: bool = False,
        **params: object,
    ) -> str:
        """The sentence of this key, filled in. `bold` keeps the stars."""
        book = self.wordings.get(language) or self.wordings[DEFAULT]
        wording = book.get((key, form)) or book[key, "chat"]
        return (wording.marked if bold else wording.plain).format_map(params)

    def has(self, key: str, language: str = DEFAULT) -> bool:
        return (key, "chat") in self.wordings[language]

    def day(self, language: str, day: date, *, year: bool = True) -> str:
        """Kamis, 8 Januari 2026; without the year Kamis 8 Januari."""
        names: dict[str, Any] = {
            "weekday": self.say(language, f"weekday.{day.isoweekday()}"),
            "day": day.day,
            "month": self.say(language, f"month.{day.month}"),
            "year": day.year,
        }
        return self.say(language, "date.full" if year else "date.short", **names)

    def moment(self, language: str, moment: datetime, zone: str) -> str:
        """Kamis, 8 Januari 2026, pukul 09.14 WIB."""
        return self.say(
            language,
            "date.moment",
            day=self.day(language, local(moment, zone).date()),
            time=self.time(language, moment, zone),
        )

    def time(self, language: str, moment: datetime, zone: str) -> str:
        """09.14 WIB, at the office's own hour."""
        there = local(moment, zone)
        clock = self.say(
            language, "date.time", hour=f"{there.hour:02}", minute=f"{there.minute:02}"
        )
        return f"{clock} {_zone_name(there)}".strip()


def local(moment: datetime, zone: str) -> datetime:
    return moment.astimezone(_zone(zone))


@lru_cache(maxsize=16)
def _zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)


def _zone_name(there: datetime) -> str:
    offset = there.utcoffset()
    seconds = int(offset.total_seconds()) if offset is not None else 0
    return _ZONES.get(seconds, there.tzname() or "")


def _read(file: Path) -> dict[tuple[str, str], Wording]:
    with file.open("rb") as opened:
        flat = _flat(tomllib.load(opened), "")
        return {key: _wording(text) for key, text in flat}


def _flat(table: Mapping[str, object], above: str) -> Iterator[tuple[tuple[str, str], str]]:
    """[receipt] thanks = ... is receipt.thanks; [receipt.thanks] sms = ... another form of it."""
    for name, value in table.items():
        key = f"{above}.{name}" if above else name
        if isinstance(value, Mapping):
            yield from _flat(value, key)
        elif name in FORMS and above:
            yield (above, name), str(value)
        else:
            yield (key, "chat"), str(value)


def _wording(text: str) -> Wording:
    trimmed = text.strip()
    return Wording(trimmed, trimmed.replace("*", ""))
