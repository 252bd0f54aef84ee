"""Words by what they tell a reader: who greets, who asks, what went wrong, what is no name.

The words stand in data files, one for Indonesian, one for chat spelling, one for each region. An
office may add a file of its own in the form of a region's.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

_FOLDER = Path(__file__).with_name("lexica")


def words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def regional(file: Path) -> dict[str, str]:
    """The words of a region, or of an office: what is said, and the Indonesian word for it."""
    return _meanings(_read(file).get("words", {}))


def _read(file: Path) -> dict[str, Any]:
    with file.open("rb") as opened:
        return tomllib.load(opened)


def _meanings(table: Mapping[str, str]) -> dict[str, str]:
    return {said: meant for meant, row in table.items() for said in row.lower().split()}


_INDONESIA = _read(_FOLDER / "indonesia.toml")
_CHAT = _read(_FOLDER / "chat.toml")
_JAWA = _read(_FOLDER / "jawa.toml")
_KAMUS = _read(_FOLDER / "kamus.toml")


def _listed(name: str) -> frozenset[str]:
    return words(_INDONESIA["words"][name])


FILLERS: Final = _listed("fillers")
GREETINGS: Final = _listed("greetings")
THANKS: Final = _listed("thanks")
THANKS_MARKS: Final = _listed("thanks_marks")
PRAISE: Final = _listed("praise")
ANNOUNCING: Final = _listed("announcing")
INSULTS: Final = _listed("insults")
INSULTED: Final = _listed("insulted")
ACKNOWLEDGING: Final = _listed("acknowledging")
QUESTIONS: Final = _listed("questions")
ASKING: Final = _listed("asking")
SUGGESTING: Final = _listed("suggesting")
WRONGS: Final = _listed("wrongs")
WEAK_WRONGS: Final = _listed("weak_wrongs")
FIRST_PERSON: Final = _listed("first_person")
OFFICIALS: Final = _listed("officials")
MISDEEDS: Final = _listed("misdeeds")
PREPOSITIONS: Final = _listed("prepositions")
PLACE_NOUNS: Final = _listed("place_nouns")
ADDRESS_NOUNS: Final = _listed("address_nouns")
NAMES: Final = _listed("names")
ENGLISH: Final = _listed("english")
INDONESIAN: Final = _listed("indonesian")
JAVANESE: Final = words(_JAWA["language"]["marks"])
_SAID = (
    FILLERS | THANKS | ANNOUNCING | WRONGS | WEAK_WRONGS | QUESTIONS | ASKING | SUGGESTING
    | OFFICIALS | MISDEEDS | INSULTS
)  # fmt: skip
#: Frequent words that are neither a name nor the proper part of a place.
COMMON: Final = _SAID | _listed("common") | _listed("plain")

#: A word, or two joined by a hyphen, and the service that it marks.
SERVICES: Final[dict[str, str]] = {
    mark: service for service, row in _INDONESIA["services"].items() for mark in row.split()
}

#: A house or a uniform, and the service that it stands for where nothing else is told.
INSTITUTIONS: Final[dict[str, str]] = {
    mark: service for service, row in _KAMUS["institutions"].items() for mark in row.split()
}

#: Chat spelling and what it stands for.
SPELLING: Final = _meanings(_CHAT["spelling"])
#: Shown in capitals, or with a capital first letter, whatever the citizen typed.
CAPITALS: Final = words(_CHAT["written"]["capitals"])
PROPER: Final = words(_CHAT["written"]["proper"])

#: What is said in the regions.
REGIONAL: Final[dict[str, str]] = {
    said: meant
    for file in sorted(_FOLDER.glob("*.toml"))
    if file.stem not in ("indonesia", "chat", "kamus")
    for said, meant in regional(file).items()
}

#: Words from which others are made; towns and islands; ordinary words that name a street or market.
ROOTS: Final = words(_KAMUS["words"]["roots"]) - frozenset(SPELLING) - frozenset(REGIONAL)
TOWNS: Final = words(_KAMUS["words"]["regions"]) - frozenset(REGIONAL)
NAMING: Final = words(_KAMUS["words"]["naming"])
#: What begins a place: things that have names, and offices of which there are many.
LOCALES: Final = PLACE_NOUNS | words(_KAMUS["places"]["nouns"])
BODIES: Final = words(_KAMUS["places"]["bodies"])
#: Where people write, which is no place.
CHANNELS: Final = words(_KAMUS["places"]["channels"])

_ELSEWHERE = (
    GREETINGS | PRAISE | INSULTED | ACKNOWLEDGING | FIRST_PERSON | PREPOSITIONS | PLACE_NOUNS
    | ADDRESS_NOUNS | NAMES | ENGLISH | INDONESIAN | CAPITALS | PROPER | frozenset(SERVICES)
    | ROOTS | TOWNS | BODIES | (NAMING - frozenset(REGIONAL))
)  # fmt: skip
#: Every word that is read as it stands.
KNOWN: Final = COMMON | _ELSEWHERE | {word for full in SPELLING.values() for word in full.split()}
#: What a misspelt word may have been meant for: words that tell something.
TELLING: Final = frozenset(
    word
    for word in WRONGS | MISDEEDS | OFFICIALS | frozenset(SERVICES) | PLACE_NOUNS | PROPER
    if word.isalpha() and len(word) > 4
)
