"""A reading as a plain mapping, for those who tune the words and for measuring."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from types import MappingProxyType
from typing import Any, Final

from bot.casework.words import Slot
from bot.dialogue import answers, tokens, words
from bot.dialogue.answers import SMALL
from bot.dialogue.found import Found
from bot.dialogue.lexicon import (
    ANNOUNCING,
    COMMON,
    ENGLISH,
    GREETINGS,
    INSULTED,
    INSULTS,
    MISDEEDS,
    QUESTIONS,
    WEAK_WRONGS,
    WRONGS,
)
from bot.dialogue.lexicon import words as listed
from bot.dialogue.praise import thanks
from bot.dialogue.questions import yes_or_no
from bot.dialogue.reading import Gist, Reading, Short
from bot.dialogue.reading import told as reading_of
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
    text: str,
    services: tuple[str, ...],
    now: datetime,
    *,
    zone: str = "Asia/Jakarta",
    own: Mapping[str, str] = MappingProxyType({}),
    localities: tuple[str, ...] = (),
    tariffs: Mapping[str, int] = MappingProxyType({}),
) -> dict[str, Any]:
    """Everything that a reading of one message tells, as JSON knows it."""
    cut = tokens.cut(text, own)
    reading = reading_of(cut, services, now, zone=zone, localities=localities, tariffs=tariffs)
    told = _told(cut, reading, local(now, zone).date())
    kind, confidence = _kind(told, text)
    slots = told.slots if kind != "spam" else {}
    hits = _hits(told, kind)
    urgent = reading.urgent or ("bahaya" if kind == "emergency" else "")
    urgent = "" if kind in _CALM else urgent
    return {
        "kind": kind,
        "maladministration": (reading.maladministration or None) if kind == "complaint" else None,
        "service": _value(slots, Slot.SERVICE),
        "place": _value(slots, Slot.PLACE),
        "when_text": _value(slots, Slot.TIME),
        "when": reading.when.first.isoformat() if reading.when and Slot.TIME in slots else None,
        "urgent": bool(urgent),
        "urgent_reason": urgent,
        "missing": _missing(told) if kind == "complaint" else [],
        "language": reading.language or _tongue(told),
        "confidence": confidence,
        "confidences": {name: hit.confidence for name, hit in hits.items()},
        "spans": {name: [hit.start, hit.end] for name, hit in hits.items()},
    }


def _told(cut: Tokens, reading: Reading, today: date) -> _Told:
    slots = dict(reading.slots)
    later = reading.when is not None and reading.when.first > today
    asked = reading.gist is Gist.INFORMATION and _OPENING.search(" ".join(cut.words))
    if later or asked or reading.gist is Gist.ASPIRATION:
        slots.pop(Slot.TIME, None)
    return _Told(cut, frozenset(cut.words), reading, slots)


_CALM: Final = frozenset({"spam", "thanks", "aspiration"})
#: The days and hours asked for are the office's own.
_OPENING: Final = re.compile(r"\b(?:buka|tutup|jadwal|jam pelayanan|open)\b.{0,60} ?\?")


def _tongue(told: _Told) -> str | None:
    """Where no word decides, one that English has not will do."""
    return None if told.said.isdisjoint(_INDONESIAN) else "id"


_INDONESIAN: Final = COMMON - ENGLISH - listed("rt rw hp online website internet wa")


def _value(slots: Mapping[Slot, Found], slot: Slot) -> str | None:
    hit = slots.get(slot)
    return hit.value if hit is not None else None


def _kind(told: _Told, text: str) -> tuple[str, float]:
    """What the sender mainly wants, and how sure that is."""
    reading = told.reading
    if words.spot(text) is not None:
        return "command", 0.95
    if reading.emergency:
        return "emergency", 0.9
    if _hawks(told):
        return "spam", 0.85
    if reading.short is not Short.NOTHING:
        return "answer", 0.9
    if reading.gist is Gist.UNCLEAR:
        asks = told.said & _WONDERING or "?" in told.said
        return ("information", 0.5) if asks else ("complaint", 0.5)
    if reading.gist is Gist.INFORMATION and _tells_of_a_wrong(told):
        return "complaint", 0.5
    if answers.curt(told.cut, reading):
        return "answer", 0.6
    if answers.knows_not(told.cut, reading) and "?" not in told.said:
        return "answer", 0.6
    if reading.gist is Gist.COMPLAINT and answers.facts(told.cut, reading):
        return "answer", 0.6
    if reading.gist is Gist.COMPLAINT and _praises(told):
        return "thanks", 0.6
    return _KINDS[reading.gist], _sureness(told)


def _hawks(told: _Told) -> bool:
    """Is it spam, unless the whole message speaks against it?"""
    leans = told.reading.leans
    if told.reading.reported_party or leans.get("spam", 1.0) < _UNLIKELY:
        return False
    return spam(told.cut, told.said, " ".join(told.cut.words))


_UNLIKELY: Final = 0.02
_WONDERING: Final = listed("tanya bertanya ask question apa")
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


def _tells_of_a_wrong(told: _Told) -> bool:
    """What looks like a question about the rules says that somebody broke them."""
    suspected = told.reading.maladministration not in ("", "permintaan_imbalan")
    asks = not told.said.isdisjoint(QUESTIONS) or yes_or_no(told.cut.words)
    return suspected and "?" not in told.said and not asks


def _praises(told: _Told) -> bool:
    """Praise alone thanks, too."""
    thanked = thanks(frozenset(told.cut.words[:3])) and "sebelumnya" not in told.said
    praise = thanked or "alhamdulillah" in told.said or not told.said.isdisjoint(_PRAISING)
    return praise and told.said.isdisjoint(_BLAMING)


_PRAISING: Final = listed(
    "becik baik ramah bagus mantap hebat keren memuaskan sigap cekatan top puas"
)
_BUT: Final = listed(
    "tetapi padahal namun but mohon tolong harap kurang bukan kalau wajib harus baiknya"
)


_BLAMING: Final = WRONGS | WEAK_WRONGS | MISDEEDS | _BUT


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
    if reading.urgent or (reading.maladministration and _deed(told)):
        return True
    said = told.said if told.said.isdisjoint(_SERVING) else told.said - _OF_SERVICE
    if not said.isdisjoint(_WRONG_DEEDS):
        return reading.known > 1
    return _told_words(told) >= (_A_STORY if said.isdisjoint(_LACKING) else _A_DEED)


def _deed(told: _Told) -> bool:
    """Is it told what was done wrong, and not only that it was bad?"""
    by = told.reading.suggested_by
    return by is None or by.confidence >= _SURELY or _told_words(told) >= _A_DEED


_SURELY: Final = 0.8


def _told_words(told: _Told) -> int:
    """How many words are left when all that is polite, vague or of another slot is taken away."""
    hits = [hit for slot, hit in told.slots.items() if slot not in _TELLING]
    return sum(
        word[0].isalpha() and word not in _EMPTY and not any(h.start <= at < h.end for h in hits)
        for word, at in zip(told.cut.words, told.cut.starts, strict=True)
    )


_A_DEED, _A_STORY = 2, 3
#: Who names the service and what is to be done there tells a part of what went wrong.
_TELLING: Final = frozenset({Slot.SERVICE, Slot.REQUEST})
#: Anger that names no deed.
_VAGUE: Final = listed(
    """kecewa mengecewakan buruk jelek parah komplain keluhan mengeluh protes melaporkan mengadukan
    laporkan lapor kok malah kenapa mengapa percuma minta meminta bad mohon tolong harap segera
    ditindaklanjuti tindaklanjuti ditindak dibantu bantuannya perhatian tanggapan respon laporan
    emosi jiwa kesal marah kapok sangat sekali berat emang memang pelayanan kantor instansi semua
    kerja tuntaskan beresin bereskan urus please help becus gunanya capek lelah bosan begini
    begitu"""
)


#: What tells no deed, however often it is said.
_EMPTY: Final = (
    SMALL | _VAGUE | ANNOUNCING | GREETINGS | INSULTS | INSULTED | QUESTIONS
    | listed("tidak belum terus lagi banget ada")
)  # fmt: skip
#: A service that is "hancur" says as little; a road that is says all.
_SERVING: Final = listed("pelayanan kerja kinerja layanan kerjaan kerjanya")
_OF_SERVICE: Final = listed("hancur rusak kacau ancur amburadul berantakan bobrok")
_WRONG_DEEDS: Final = (WRONGS | MISDEEDS) - _VAGUE
_LACKING: Final = WEAK_WRONGS - _VAGUE


def _hits(told: _Told, kind: str) -> dict[str, Found]:
    """Everything that was read out of certain words."""
    hits = {_NAMES.get(slot, slot.value): hit for slot, hit in told.slots.items()}
    if kind == "complaint" and told.reading.suggested_by is not None:
        hits["maladministration"] = told.reading.suggested_by
    if kind != "spam" and told.reading.urged_by is not None:
        hits["urgent"] = told.reading.urged_by
    return hits


_NAMES: Final = {Slot.TIME: "when_text"}
