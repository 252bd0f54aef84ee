"""Which words may be the name of a place, by what stands around them."""

from __future__ import annotations

from bot.dialogue.found import FUNCTION, made, proper
from bot.dialogue.lexicon import (
    BODIES,
    LOCALES,
    MISDEEDS,
    NAMING,
    ROOTS,
    TOWNS,
    WRONGS,
)
from bot.dialogue.placewords import (
    BEHIND,
    COUNTED,
    DAYS,
    KNOWN,
    LED,
    NAMED,
    NEVER,
    NUMBER_WORDS,
    NUMBERED,
    OLD_AND_NEW,
    PLAIN,
    ROMAN,
    SAYING,
    TELLING,
    TITLES,
    WAYS,
)
from bot.dialogue.tokens import Tokens

_MOST_UNKNOWN = 4
_NO_NAMES = FUNCTION | MISDEEDS
#: What is never part of a name, even with a capital; Batu Bolong is one.
_SMALL = FUNCTION - WRONGS
_SURE = BEHIND - SAYING


def is_name(tokens: Tokens, at: int, start: int) -> bool:
    word, before = tokens.words[at], tokens.words[at - 1]
    if word in NEVER or not word[0].isalpha():
        return False
    noun = is_noun(tokens, at - 1) or before in BODIES or before in LED
    noun = noun or tokens.typed[at - 1] in TITLES or before == "."
    if before[:1].isdigit() and tokens.words[max(0, at - 2)] not in TELLING:
        of_houses = tokens.words[max(0, at - 2)] in ("rt", "rw") and tokens.words[start] != "rumah"
        if of_houses and tokens.typed[at] in NAMING and word not in NUMBERED:
            return at + 1 < len(tokens.words) and proper(tokens, at + 1)
        return word in TOWNS or ((tokens.capital(at) or of_houses) and proper(tokens, at))
    if tokens.capital(at):
        roman = not noun and tokens.typed[at] in ROMAN  # Cempaka Baru IV
        return roman or _capital_name(tokens, at, noun)
    if not noun and tokens.capital(at - 1) and tokens.words[at - 1] not in LOCALES:
        return tokens.words[at] in TOWNS
    if word in TOWNS:
        return True
    if noun:
        return _first_name(tokens, at)
    if tokens.typed[at] in BEHIND:
        return not _counts(tokens, at) and _fits(tokens, at)
    return proper(tokens, at) and _room(tokens, at)


def numbered(tokens: Tokens, at: int, start: int) -> bool:
    """SD Mekarsari 1, Jalan Mawar 3; not "pasar baru 2 hari"."""
    after = tokens.words[at + 1] if at + 1 < len(tokens.words) else ""
    if after in COUNTED or len(tokens.words[at]) > 3 or at - 1 == start:
        return False
    if tokens.words[at - 1] == "perumnas":
        return True
    return not tokens.words[at].endswith("x") and is_name(tokens, at - 1, start)


def titled(tokens: Tokens, at: int) -> bool:
    """jalan H. Mansyur, RSUD dr. Soetomo, jl kh hasyim ashari."""
    if tokens.words[at] == ".":
        at -= 1
    before = at > 0 and (is_noun(tokens, at - 1) or tokens.typed[at - 1] in TITLES)
    if not before or tokens.typed[at].strip(".") not in TITLES:
        return False
    behind = at + 1 + (at + 1 < len(tokens.words) and tokens.words[at + 1] == ".")
    if behind >= len(tokens.words):
        return False
    return proper(tokens, behind) or tokens.typed[behind].strip(".") in TITLES


def is_noun(tokens: Tokens, at: int) -> bool:
    """Does this name a kind of place? "Griya" is a house in Java and a name elsewhere."""
    word, typed = tokens.words[at], tokens.typed[at]
    return word in LOCALES and (word == typed or typed not in NAMING)


def follows(tokens: Tokens, at: int) -> bool:
    return tokens.words[at] in TOWNS or (tokens.capital(at) and proper(tokens, at))


def _capital_name(tokens: Tokens, at: int, noun: bool) -> bool:
    """With a capital nearly every word may be part of a name."""
    word = tokens.words[at]
    if word in _SMALL and tokens.typed[at] not in NAMING:
        return False
    if proper(tokens, at) or tokens.typed[at] in NAMING:
        return not _counts(tokens, at)
    return (noun or tokens.capital(at - 1)) and word not in MISDEEDS


def _first_name(tokens: Tokens, at: int) -> bool:
    """Right behind the noun: an unknown word, or one that places are often called by."""
    word, before = tokens.words[at], tokens.words[at - 1]
    typed = tokens.typed[at]
    if typed in NAMING and before in NAMED and not (typed in PLAIN and before in WAYS):
        return not _counts(tokens, at)
    if proper(tokens, at):
        return True
    if word in ROOTS and word not in _NO_NAMES:  # tpu karet bivak
        led = before in NAMED or before == "tpu"
        return led and at + 1 < len(tokens.words) and len(word) > 3 and proper(tokens, at + 1)
    one = word.startswith("se") or not made(word)  # Selayang is no kite
    return word.isalpha() and len(word) > 2 and word not in KNOWN and one


def _fits(tokens: Tokens, at: int) -> bool:
    """In small letters "lama" and "besar" tell more often how it was than what it is called."""
    if at + 1 < len(tokens.words) and tokens.typed[at + 1] in _SURE:
        return True  # mangga besar raya
    return tokens.typed[at] not in SAYING or tokens.words[at - 1] in OLD_AND_NEW


def _counts(tokens: Tokens, at: int) -> bool:
    """ "pasar minggu lalu", "jalan dua kali", "desa X dalam keadaan": no name at all."""
    after = tokens.words[at + 1] if at + 1 < len(tokens.words) else ""
    word = tokens.words[at]
    if word in DAYS:
        return after in ("lalu", "kemarin", "ini", "yang", "pagi", "siang", "sore", "malam")
    if word == "dalam":
        return after in ("keadaan", "kondisi", "waktu", "rangka", "hal")
    return after in COUNTED and word in NUMBER_WORDS


def _room(tokens: Tokens, at: int) -> bool:
    """At most four unknown words in a row: more are no name but another tongue."""
    first = at
    while first > at - _MOST_UNKNOWN and first > 0 and proper(tokens, first - 1):
        first -= 1
    return at - first < _MOST_UNKNOWN
