"""A reading as a plain mapping, for those who tune the words and for measuring."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from bot.casework.words import Slot
from bot.dialogue import tokens, words
from bot.dialogue.found import Found, proper
from bot.dialogue.lexicon import (
    ADDRESS_NOUNS,
    ANNOUNCING,
    COMMON,
    ENGLISH,
    FILLERS,
    FIRST_PERSON,
    GREETINGS,
    INSULTED,
    INSULTS,
    MISDEEDS,
    QUESTIONS,
    THANKS_MARKS,
    WEAK_WRONGS,
    WRONGS,
)
from bot.dialogue.lexicon import words as listed
from bot.dialogue.reading import Gist, Reading, Short, read
from bot.dialogue.spam import spam
from bot.dialogue.texts import local
from bot.dialogue.tokens import Tokens


@dataclass(frozen=True, slots=True)
class _Told:
    cut: Tokens = field(repr=False)
    said: frozenset[str]
    reading: Reading
    #: What happened, or began, not later than it was told.
    slots: Mapping[Slot, Found] = field(repr=False)


def report(
    text: str, services: tuple[str, ...], now: datetime, *, zone: str = "Asia/Jakarta"
) -> dict[str, Any]:
    """Everything that a reading of one message tells, as JSON knows it."""
    told = _told(text, services, now, zone)
    kind, confidence = _kind(told, text)
    reading, slots = told.reading, told.slots if kind != "spam" else {}
    urgent = reading.urgent or ("bahaya" if kind == "emergency" else "")
    return {
        "kind": kind,
        "maladministration": (reading.maladministration or None) if kind == "complaint" else None,
        "service": _value(slots, Slot.SERVICE),
        "place": _value(slots, Slot.PLACE),
        "when_text": _value(slots, Slot.TIME),
        "when": reading.when.first.isoformat() if reading.when and Slot.TIME in slots else None,
        "urgent": bool(urgent) and kind != "spam",
        "urgent_reason": urgent if kind != "spam" else "",
        "missing": _missing(told) if kind == "complaint" else [],
        "language": reading.language or _tongue(told),
        "confidence": confidence,
        "spans": _spans(told, kind),
    }


def _told(text: str, services: tuple[str, ...], now: datetime, zone: str) -> _Told:
    reading = read(text, services, now, zone=zone)
    cut = tokens.cut(text)
    slots = dict(reading.slots)
    later = reading.when is not None and reading.when.first > local(now, zone).date()
    if later or _OPENING.search(" ".join(cut.words)) or reading.gist is Gist.ASPIRATION:
        slots.pop(Slot.TIME, None)
    return _Told(cut, frozenset(cut.words), reading, slots)


#: The days and hours asked for are the office's own.
_OPENING: Final = re.compile(r"\b(?:buka|tutup|jadwal|jam pelayanan|open)\b.{0,60} ?\?")


def _tongue(told: _Told) -> str | None:
    """Where no word decides, one that English has not will do."""
    return "id" if told.said & COMMON - ENGLISH - _SHARED else None


_SHARED: Final = listed("rt rw hp online website internet wa")


def _value(slots: Mapping[Slot, Found], slot: Slot) -> str | None:
    hit = slots.get(slot)
    return hit.value if hit is not None else None


def _kind(told: _Told, text: str) -> tuple[str, float]:
    """What the sender mainly wants, and how sure that is."""
    reading = told.reading
    if words.spot(text) is not None:
        return "command", 0.95
    if spam(told.cut, told.said, " ".join(told.cut.words)):
        return "spam", 0.85
    if reading.emergency:
        return "emergency", 0.9
    if reading.short is not Short.NOTHING:
        return "answer", 0.9
    if reading.gist is Gist.UNCLEAR:
        return ("information", 0.5) if told.said & _WONDERING else ("complaint", 0.5)
    if reading.gist is Gist.INFORMATION and _tells_of_a_wrong(told):
        return "complaint", 0.5
    if reading.gist is Gist.COMPLAINT and (_answers(told) or _knows_not(told)):
        return "answer", 0.6
    if reading.gist is Gist.COMPLAINT and _praises(told):
        return "thanks", 0.6
    return _KINDS[reading.gist], _sureness(told)


_WONDERING: Final = listed("tanya bertanya ask question")
_KINDS: Final = {
    Gist.COMPLAINT: "complaint",
    Gist.INFORMATION: "information",
    Gist.ASPIRATION: "aspiration",
    Gist.THANKS: "thanks",
    Gist.GREETING: "greeting",
    Gist.ACKNOWLEDGED: "answer",
    Gist.NOTHING: "answer",
}


def _sureness(told: _Told) -> float:
    """A complaint is also what everything else is taken for."""
    reading = told.reading
    if reading.gist is not Gist.COMPLAINT:
        return 0.8
    return 0.9 if reading.wrong or reading.maladministration or reading.urgent else 0.6


def _answers(told: _Told) -> bool:
    """Nothing but a name, an address, a place or a time answers what was asked before."""
    reading = told.reading
    if reading.known > _LONGEST_ANSWER or Slot.REQUEST in told.slots or reading.fear:
        return False
    if not told.said.isdisjoint((WRONGS | WEAK_WRONGS | MISDEEDS) - _NUMBER):
        return False
    if told.cut.words[0] in ADDRESS_NOUNS and reading.known <= _AN_ADDRESS:
        return True
    hits = [hit for slot, hit in told.reading.slots.items() if slot in _FACTS]
    return all(_is_fact(told.cut, at, hits) for at in range(len(told.cut.words)))


def _knows_not(told: _Told) -> bool:
    return told.reading.known <= _SHORT and _UNKNOWN.match(" ".join(told.cut.words)) is not None


_SHORT = 7
_UNKNOWN: Final = re.compile(r"(?:saya |kami )?(?:(?:tidak|kurang) (?:tahu|ingat|paham)|lupa)\b")


def _tells_of_a_wrong(told: _Told) -> bool:
    """What looks like a question about the rules says that somebody broke them."""
    suspected = told.reading.maladministration not in ("", "permintaan_imbalan")
    return suspected and "?" not in told.said and told.said.isdisjoint(QUESTIONS)


def _praises(told: _Told) -> bool:
    """Praise alone thanks, too."""
    blames = WRONGS | WEAK_WRONGS | MISDEEDS
    thanks = not THANKS_MARKS.isdisjoint(told.cut.words[:3]) and "sebelumnya" not in told.said
    praise = thanks or "alhamdulillah" in told.said or not told.said.isdisjoint(_PRAISING)
    return praise and told.said.isdisjoint(blames | _BUT)


_PRAISING: Final = listed("baik ramah bagus mantap hebat keren memuaskan sigap cekatan top puas")
_BUT: Final = listed("tetapi padahal namun cuma but mohon tolong harap kurang bukan")
_LONGEST_ANSWER = 20
_NUMBER: Final = listed("no")
_AN_ADDRESS = 12
_FACTS: Final = frozenset({Slot.NAME, Slot.ADDRESS, Slot.PLACE, Slot.TIME})
_SMALL: Final = (
    FILLERS
    | FIRST_PERSON
    | listed(
        """nama alamat dan di dari itu ini my name is am and warga
        tinggal kejadian lokasi namaku from at"""
    )
)


def _is_fact(cut: Tokens, at: int, hits: list[Found]) -> bool:
    word, start = cut.words[at], cut.starts[at]
    if not word[0].isalpha() or word in _SMALL or proper(cut, at):
        return True
    return any(hit.start <= start < hit.end for hit in hits)


def _missing(told: _Told) -> list[str]:
    """What is still to be asked, in the order of the law."""
    slots = told.slots
    there = {
        "identity": Slot.NAME in slots and Slot.ADDRESS in slots,
        "service": Slot.SERVICE in slots,
        "description": _described(told),
        "request": Slot.REQUEST in slots,
        "place": Slot.PLACE in slots,
        "time": Slot.TIME in slots,
    }
    return [name for name, told_of in there.items() if not told_of]


def _described(told: _Told) -> bool:
    """Can one tell what went wrong?"""
    reading = told.reading
    if reading.gist is Gist.UNCLEAR:
        return False
    if reading.maladministration or reading.urgent:
        return True
    if told.said & (WRONGS | WEAK_WRONGS | MISDEEDS) - _VAGUE:
        return reading.known > 1
    return _told_words(told) >= _A_STORY


def _told_words(told: _Told) -> int:
    """How many words are left when all that is polite, vague or of another slot is taken away."""
    hits = [hit for slot, hit in told.slots.items() if slot is not Slot.SERVICE]
    small = _SMALL | _VAGUE | ANNOUNCING | GREETINGS | INSULTS | INSULTED
    return sum(
        word[0].isalpha() and word not in small and not any(h.start <= at < h.end for h in hits)
        for word, at in zip(told.cut.words, told.cut.starts, strict=True)
    )


_A_STORY = 4
#: Anger that names no deed.
_VAGUE: Final = listed(
    """kecewa mengecewakan buruk jelek parah komplain keluhan mengeluh protes melaporkan mengadukan
    laporkan lapor kok malah kenapa mengapa percuma minta meminta bad"""
)


def _spans(told: _Told, kind: str) -> dict[str, list[int]]:
    hits = {_NAMES.get(slot, slot.value): hit for slot, hit in told.slots.items()}
    if kind == "complaint" and told.reading.suggested_by is not None:
        hits["maladministration"] = told.reading.suggested_by
    return {name: [hit.start, hit.end] for name, hit in hits.items()}


_NAMES: Final = {Slot.TIME: "when_text"}
