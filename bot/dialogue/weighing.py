"""What the patterns say and what all words together suggest, weighed against each other.

A pattern is believed unless the whole message speaks clearly against it; where no pattern is there,
the whole message must speak clearly for itself. Of a few words nothing is surmised: there the
shares are empty.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from bot.dialogue import opinion
from bot.dialogue.found import Found, found
from bot.dialogue.kinds import Gist
from bot.dialogue.patterns import Sight
from bot.dialogue.tokens import Tokens

Shares = Mapping[str, float]

#: Below the first a pattern is not believed, above the second none is needed.
_DANGER: Final = (0.03, 0.6)
_URGENT: Final = (0.005, 0.6)
#: What is surmised, and told by no words of its own.
SURMISED: Final = 0.4
#: What the rules add to the share of the kind that they chose; a suggestion says that it is one.
_RULED: Final = {
    Gist.COMPLAINT: 0.65,
    Gist.INFORMATION: 0.7,
    Gist.ASPIRATION: 1.0,
    Gist.THANKS: 0.9,
}


def gist(ruled: Gist, leans: Shares) -> Gist:
    """The kind of a story, by the rules and by all its words; small talk is left to the rules."""
    if ruled not in _RULED:
        return ruled
    return max(_RULED, key=lambda one: leans.get(one.value, 0.0) + _RULED[one] * (one is ruled))


def danger(
    tokens: Tokens, sight: Sight, told: Found | None, leans: Shares, over: bool
) -> Found | None:
    """Danger to life now; what is over is surmised by nobody."""
    if not leans:
        return told
    share = leans.get("emergency", 0.0)
    if told is not None:
        return told if share >= _DANGER[0] else None
    if share <= _DANGER[1] or over or _compared(sight):
        return None
    at = opinion.telling(opinion.KINDS, tokens, "emergency")
    return found(tokens, at, at, SURMISED)


def _compared(sight: Sight) -> bool:
    """ "seperti rampok": what it is only likened to has not happened."""
    alike = sight.get("LIKE", ())
    return any(0 < at - like < 3 for like in alike for at in sight.get("HARM", ()))


def urgent(
    tokens: Tokens, sight: Sight, told: tuple[str, Found] | None, leans: Shares
) -> tuple[str, Found] | None:
    """Why it cannot wait, in one word, and the words that say it."""
    if not leans:
        return told
    share = leans.get("urgent", 0.0)
    if told is not None:
        return told if share >= _URGENT[0] or told[0] == _FEARED else None
    if share <= _URGENT[1] or _compared(sight):
        return None
    at = opinion.telling(opinion.URGENT, tokens, "urgent")
    return _reason(sight), found(tokens, at, at, SURMISED)


#: Whoever is threatened, or fears it, is believed.
_FEARED: Final = "ancaman"


def _reason(sight: Sight) -> str:
    return next((reason for reason, signs in _REASONS if sight.keys() & signs), "bahaya")


_REASONS: Final = (
    ("ancaman", frozenset({"THREAT", "RETALIATED", "WITHDRAW", "SEVERE"})),
    ("obat", frozenset({"CURE", "NEEDCARE", "ILL"})),
    ("air", frozenset({"WATER"})),
    ("makanan", frozenset({"FOOD", "STARVE"})),
    ("tenggat", frozenset({"SOON", "DEADLINE", "OCCASION"})),
)


def threat(threatens: bool, endangered: bool, plain: str) -> tuple[bool, bool]:
    """Whether the writer threatens, and whether somebody is in danger."""
    if not (threatens or endangered):
        return False, False
    if _OWN_LIFE.search(plain) or _WRITER.search(plain):
        return False, True
    return threatens, endangered and not (threatens and at_us(plain))


def at_us(plain: str) -> bool:
    return _OFFICE.search(plain) is not None


_OWN_LIFE = re.compile(
    r"\b(?:bunuh diri|gantung diri|(?:mengakhiri|akhiri) hidup|kill myself|suicide)\b"
)
#: "Suami saya mau bunuh saya": who writes is in danger, and threatens nobody.
_WRITER = re.compile(
    r"\b(?:mau|akan|ingin|hendak|mengancam|ancam)(?: \S+){0,2} (?:mem)?(?:bunuh|bacok|tusuk|bakar"
    r"|habisi) (?:saya|kami|aku|anak|istri|suami|ibu|ayah|keluarga|me\b|us\b)"
    r"|\b(?:saya|kami|anak|istri|ibu|ayah|keluarga)(?: \S+){0,3} (?:dibunuh|dibacok|ditusuk"
    r"|dibakar|dihabisi)\b"
)
_OFFICE = re.compile(
    r"\b(?:kalian|kamu|kau|lu|lo|kantor|petugas|pegawai|lurah|camat|kepala|office|officers?|you)\b"
)
