"""Manners: insults in a citizen's words are folded: the officer reads the substance first."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from markupsafe import Markup

from bot import pages
from bot.dialogue import tokens
from bot.dialogue.lexicon import INSULTS, words

#: Animals, smell and size are no insult in what such a report tells of.
_ANIMALS: Final = words("anjing babi monyet tai taik gila edan setan kampret")
_OF_ANIMALS: Final = words(
    """liar kandang kotoran ternak bau bangkai gigit menggigit digigit peliharaan rabies galak
    daging potong dipotong orang rumah sakit jiwa got sungai pasien gonggong menggonggong tetangga
    seekor ekor"""
)
_FOLD: Final = Markup(
    '<label class="rude"><input type="checkbox" class="sr"><span>{}</span><b>{}</b></label>'
)
#: The first one says how it is opened; the rest of a message is for reading.
_FIRST: Final = "kata kasar dilipat, ketuk untuk membaca"
_NEXT: Final = "kata kasar"


def folded(text: str) -> Markup:
    """The text as it is shown, each insult behind a word that opens it."""
    parts: list[Markup] = []
    at = 0
    for start, end in _insults(text):
        said = _NEXT if parts else _FIRST
        parts += [_before(text[at:start]), _FOLD.format(said, pages.shown(text[start:end]))]
        at = end
    return Markup("").join([*parts, pages.shown(text[at:])])


def _before(text: str) -> Markup:
    """What stands before a fold keeps the end of its line."""
    return pages.shown(text) + (Markup("<br>") if text.endswith("\n") else Markup())


def _insults(text: str) -> Iterator[tuple[int, int]]:
    """From the first to the last letter of each run of insults."""
    cut = tokens.cut(text)
    said = frozenset(cut.words)
    if said.isdisjoint(INSULTS):
        return
    rude = INSULTS - _ANIMALS if not said.isdisjoint(_OF_ANIMALS) else INSULTS
    begun: int | None = None
    for at, word in enumerate(cut.words):
        if word not in rude:
            continue
        begun = at if begun is None else begun
        if at + 1 == len(cut.words) or cut.words[at + 1] not in rude:
            yield cut.starts[begun], cut.ends[at]
            begun = None
