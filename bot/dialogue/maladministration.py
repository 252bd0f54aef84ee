"""Which of the twelve forms of maladministration the words suggest; an officer decides.

Only what an officer or an office did counts; a broken road or a dry tap alone is none. What is
said for each form stands in rules/maladministration.toml; beside it goes what all the words of
the message suggest together, and the likelier of the two holds.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from bot.dialogue import opinion
from bot.dialogue.found import Found, found
from bot.dialogue.patterns import FAULTS, SURE, Match, Sight, end
from bot.dialogue.tokens import Tokens

#: Where the words suggest several equally, the first of these: the narrower before the wider.
FORMS: Final = (
    "pengabaian_kewajiban_hukum",
    "permintaan_imbalan",
    "konflik_kepentingan",
    "diskriminasi",
    "berpihak",
    "perbuatan_melawan_hukum",
    "penyalahgunaan_wewenang",
    "tidak_patut",
    "tidak_kompeten",
    "penyimpangan_prosedur",
    "penundaan_berlarut",
    "tidak_memberikan_pelayanan",
)
_RANK: Final = {form: rank for rank, form in enumerate(FORMS)}
_CONFIDENCE: Final = {SURE: 0.8, 2.0: 0.6, 1.0: 0.4}
#: What a pattern adds to the share of its form, and of none where no pattern is there.
_TRUST: Final = {0.8: 0.36, 0.6: 0.26, 0.4: 0.16, 0.0: 0.1}
#: Surmised from all words together, and from none of them alone.
SURMISED: Final = 0.3


def suggested(tokens: Tokens, sight: Sight, leans: Mapping[str, float]) -> tuple[str, Found] | None:
    """The form, and the words that suggest it."""
    told = _told(tokens, sight)
    if not leans:
        return told
    form, sure = (told[0], told[1].confidence) if told else ("", 0.0)
    shares = dict(leans)
    if sure == _CONFIDENCE[SURE]:
        shares[""] /= 2
    shares[form] = shares.get(form, 0.0) + _TRUST[sure]
    likeliest = max(shares, key=shares.__getitem__)
    if likeliest == form:
        return told
    if not likeliest:
        return None
    at = opinion.telling(opinion.FORMS, tokens, likeliest)
    return likeliest, found(tokens, at, at, SURMISED)


def _told(tokens: Tokens, sight: Sight) -> tuple[str, Found] | None:
    """By the words that stand near one another."""
    matches = FAULTS.matches(sight)
    if not matches:
        return None
    best = min(matches, key=_order)
    sure = _CONFIDENCE[best.pattern.weight]
    return best.pattern.means, found(tokens, best.first, end(tokens, best), sure)


def _order(match: Match) -> tuple[float, int, int, int]:
    """The surest, the narrowest form, the pattern that says most, its nearest words."""
    pattern = match.pattern
    said = len(pattern.steps)
    return -pattern.weight, _RANK[pattern.means], -said, match.last - match.first
