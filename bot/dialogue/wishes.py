"""What the writer asks for, and which service it is about."""

from __future__ import annotations

from functools import lru_cache
from itertools import pairwise

from bot.dialogue.found import Found, breaks, found
from bot.dialogue.lexicon import CAPITALS, FILLERS, SERVICES, words
from bot.dialogue.tokens import Tokens
from bot.dialogue.tokens import cut as cut_tokens

_ASKS = words("tolong mohon minta harap please berharap nyuwun harapan permintaan")
_HOPES = words("supaya agar biar semoga")
_ENDS = frozenset(".!?;\n")
#: "petugas minta uang" and "disuruh minta surat" tell of a request, they make none.
_OWN_BEFORE = FILLERS | words(
    """saya kami mau ingin cuma hanya dan jadi makanya sekarang hanya tetapi untuk itu karena i
    sekeluarga warga"""
)
_EMPTY_AFTER = words("ada maaf uang duit tip rokok jatah setoran bayaran imbalan izin ijin")
_NAMED_ASKS = words("harapan permintaan")
_FILLING = FILLERS | words("tolong mohon minta harap dengan sangat hormat bantuan bantu agar untuk")
_MOST = 30


def request(tokens: Tokens) -> Found | None:
    """The first clause that asks for something, to the end of its sentence."""
    for at, word in enumerate(tokens.words):
        if word in _ASKS and _asks(tokens.words, at) and (hit := _clause(tokens, at, 0.8)):
            return hit
    for at, word in enumerate(tokens.words):
        if word in _HOPES and (hit := _clause(tokens, at, 0.5)):
            return hit
    return None


def service(tokens: Tokens, catalogue: tuple[str, ...]) -> Found | None:
    """The office's own services first, then those that every office knows."""
    own = _catalogue(catalogue)
    best: Found | None = None
    for at, word in enumerate(tokens.words):
        pair = f"{word}-{tokens.words[at + 1]}" if at + 1 < len(tokens.words) else ""
        name, last = _named(own, word, pair, at)
        if name:
            return Found(name, tokens.starts[at], tokens.ends[last], 0.9)
        name, last = _named(SERVICES, word, pair, at)
        if name and (best is None or last > at):
            best = best if best and best.confidence > 0.7 else _hit(tokens, name, at, last)
    return best or _told_together(tokens)


def _told_together(tokens: Tokens) -> Found | None:
    """ "jalan depan SD bolong" and "air di RT 3 mati": the thing here, what ails it there."""
    said = frozenset(tokens.words)
    for mark, (ails, name) in _TOGETHER.items():
        if mark in said and not (ails and said.isdisjoint(ails)):
            return _hit(tokens, name, at := tokens.words.index(mark), at)
    return None


_TOGETHER = {
    "air": (
        words("mati keruh bau kuning macet ngalir mengalir keluar bocor kotor kecil"),
        "Air bersih",
    ),
    "jalan": (
        words("rusak bolong berlubang lubang ambles amblas hancur becek licin retak gelap diaspal"),
        "Jalan",
    ),
    "dukcapil": (frozenset[str](), "Kependudukan"),
    "disdukcapil": (frozenset[str](), "Kependudukan"),
}


def _hit(tokens: Tokens, name: str, at: int, last: int) -> Found:
    return Found(name, tokens.starts[at], tokens.ends[last], 0.8 if last > at else 0.7)


def _named(table: dict[str, str], word: str, pair: str, at: int) -> tuple[str, int]:
    if pair and pair in table:
        return table[pair], at + 1
    return table.get(word, ""), at


@lru_cache(maxsize=64)
def _catalogue(names: tuple[str, ...]) -> dict[str, str]:
    """What marks each service of the office: its abbreviation, or its first two words."""
    marks: dict[str, str] = {}
    for name in names:
        spoken = [word for word in cut_tokens(name).words if word.isalnum()]
        for mark in _marks(spoken):
            marks.setdefault(mark, name)
    return marks


def _marks(spoken: list[str]) -> list[str]:
    short = [word for word in spoken if word in CAPITALS]
    content = [word for word in spoken if word not in _LINKING]
    pairs = [f"{a}-{b}" for a, b in pairwise(content)]
    known = [word for word in spoken if word in SERVICES]
    return short + pairs + known + (spoken if len(spoken) == 1 else [])


_LINKING = words("dan di untuk atau bagi dari ke yang pada")


def _asks(words: tuple[str, ...], at: int) -> bool:
    before = words[at - 1] if at else ""
    after = words[at + 1] if at + 1 < len(words) else ""
    if after in _EMPTY_AFTER:
        return False
    if words[at] == "tolong" and before == "minta":
        return False  # "minta" has spoken for both
    if words[at] in _NAMED_ASKS:
        return after in ("saya", "kami", ":", "adalah")
    return words[at] != "minta" or before in _OWN_BEFORE or breaks(words, at - 1)


def _clause(tokens: Tokens, at: int, confidence: float) -> Found | None:
    last, told = at, 0
    while last + 1 < len(tokens.words) and last - at < _MOST:
        word = tokens.words[last + 1]
        if word in _ENDS or (word == "," and told > 1):
            break
        told += word not in _FILLING and word != ","
        last += 1
    return found(tokens, at, last, confidence) if told else None
