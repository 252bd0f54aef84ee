"""Words: what the command says to operators, in their language, one file for each."""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

LANGUAGES = ("id", "en")
_FOLDER = Path(__file__).with_name("texts")


@dataclass(frozen=True, slots=True)
class Words:
    """Call it with a key: words("run.ready", url=...) is the sentence, filled in."""

    language: str
    book: Mapping[str, str] = field(repr=False)

    @classmethod
    def load(cls, language: str) -> Words:
        """Read one language; one we do not have is answered in Indonesian."""
        known = language if language in LANGUAGES else LANGUAGES[0]
        with (_FOLDER / f"{known}.toml").open("rb") as file:
            return cls(known, dict(_flat(tomllib.load(file), "")))

    def __call__(self, key: str, **params: object) -> str:
        return self.book[key].format_map(params)

    def has(self, key: str) -> bool:
        return key in self.book


def wanted(argv: Sequence[str]) -> str:
    """The language asked for, found before the help texts are put together."""
    match = re.search(r"(?:^|\s)--lang[ =](\w+)", " ".join(argv))
    return match[1] if match else os.environ.get("SAHUT_LANG", LANGUAGES[0])


def _flat(table: Mapping[str, Any], above: str) -> Iterator[tuple[str, str]]:
    for name, value in table.items():
        key = f"{above}.{name}" if above else name
        if isinstance(value, Mapping):
            yield from _flat(value, key)
        else:
            yield key, str(value).strip("\n")
