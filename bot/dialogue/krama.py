"""Javanese: heard only where it is clear, and said back in krama, never in mirrored ngoko."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Final

from bot.dialogue.lexicon import INDONESIAN, JAVANESE, words

_FOLDER = Path(__file__).parent
#: What shows Javanese when the message is not all greeting: so many words, of so many in all.
_CLEAR_WORDS, _CLEAR_SHARE = 3, 3
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_SEEN = 2_000


def _krama() -> dict[str, str]:
    with (_FOLDER / "krama.toml").open("rb") as opened:
        table = tomllib.load(opened)["words"]
    return {said: polite for polite, row in table.items() for said in row.split()}


#: What is typed, and the polite word for it.
KRAMA: Final = _krama()
#: Words that only Javanese has, as far as people's spelling goes.
_MARKS: Final = JAVANESE | words(
    """sing seng kabeh akeh ngarepe mburi banyune dalane omahku wedi arep tenan maneh
    durung wes wis iki kuwi sampun wonten ingkang kulo kula mboten dereng saking dhateng kalih
    tiyang sanget margi pejah risak toya griya dangu kathah nyuwun tulung dipun matur"""
)


def heard(text: str, read: str) -> str:
    """The language to answer in, and to remember; `read` is what the reading took it for."""
    if clear(text):
        return "jv"
    return "" if read == "jv" else read


def clear(text: str) -> bool:
    """Is this Javanese, rather than Indonesian with a few Javanese words in it?"""
    said = [word.lower() for word in _WORD.findall(text[:_SEEN])]
    marks = sum(word in _MARKS for word in said)
    others = sum(word in INDONESIAN and word not in _MARKS for word in said)
    return marks >= _CLEAR_WORDS and marks * _CLEAR_SHARE >= len(said) and marks > others


def polite(word: str) -> str | None:
    """The krama for what was typed; None where the word is not known, or already polite."""
    return KRAMA.get(word)
