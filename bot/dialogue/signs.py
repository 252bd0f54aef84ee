"""What a reader senses between the words: language, fear, danger, an accused, anger, a question."""

from __future__ import annotations

import re
from typing import Final

from bot.dialogue.found import Found, found
from bot.dialogue.lexicon import (
    ENGLISH,
    INDONESIAN,
    INSULTS,
    JAVANESE,
    MISDEEDS,
    OFFICIALS,
    words,
)
from bot.dialogue.patterns import DANGERS, PRESSING, SURE, Match, Sight, end
from bot.dialogue.tokens import Tokens


def language(said: frozenset[str]) -> str:
    """id, en or jv, or "" where the words do not tell."""
    scores = {
        "en": len(said & ENGLISH),
        "jv": 2 * len(said & JAVANESE),
        "id": len(said & INDONESIAN),
    }
    best = max(scores, key=lambda tongue: scores[tongue])
    return best if scores[best] > (1 if best == "en" else 0) and _alone(scores, best) else ""


def fear(said: frozenset[str], plain: str) -> bool:
    """Afraid of being found out, not of the dark."""
    if said & _HIDING:
        return True
    return bool(said & _FEARING) and _AFRAID.search(plain) is not None


def reported(all_words: tuple[str, ...], said: frozenset[str]) -> bool:
    """Is somebody of the office said to have done wrong: "petugas minta", "dibentak petugas"?"""
    if not (said & OFFICIALS and said & MISDEEDS):
        return False
    return any(_accused(all_words, at) for at, word in enumerate(all_words) if word in OFFICIALS)


def threat(said: frozenset[str], plain: str) -> bool:
    return bool(said & _THREATENING) and _THREAT.search(plain) is not None


def emergency(tokens: Tokens, sight: Sight, ago: int | None) -> Found | None:
    """Danger to life or limb now, and its words; what is told of another day is over."""
    if (ago and not _lasts(sight, ago)) or _repairs(sight) or _thanks(sight):
        return None
    for match in DANGERS.matches(sight):
        if not any(idle(match, sight) for idle in _IDLE):
            return found(tokens, match.first, end(tokens, match), 0.9)
    return None


def urgent(tokens: Tokens, sight: Sight) -> tuple[str, Found] | None:
    """Why this should be read first, in one word for officers, and the words that say it."""
    matches = [match for match in PRESSING.matches(sight) if not _unreal(match, sight)]
    if not matches:
        return None
    best = min(matches, key=lambda match: REASONS.index(match.pattern.means))
    return best.pattern.means, found(tokens, best.first, end(tokens, best), 0.8)


REASONS: Final = ("ancaman", "makanan", "air", "obat", "bahaya", "tenggat")


def insult(said: frozenset[str]) -> bool:
    return bool(said & INSULTS)


def progress(said: frozenset[str], plain: str) -> bool:
    """Does it ask how far a case has come, rather than tell something new?"""
    return bool(said & _WONDERING) and _PROGRESS.search(plain) is not None


def correction(first: tuple[str, ...]) -> bool:
    """Does it begin by taking something back: "bukan, yang di kelurahan"?"""
    return bool(first) and (first[0] in _TAKING_BACK or first[:2] in _TAKING_BACK_PAIRS)


def _accused(all_words: tuple[str, ...], at: int) -> bool:
    behind, before = all_words[at + 1 : at + 6], all_words[max(0, at - 3) : at]
    return not MISDEEDS.isdisjoint(behind) or not _DONE_TO.isdisjoint(before)


def _lasts(sight: Sight, ago: int) -> bool:
    """Does what began before today go on, and is help asked for?"""
    return ago <= _LONGEST and "HELP" in sight and bool(sight.keys() & {"STILL", "NOTYET"})


def _thanks(sight: Sight) -> bool:
    return "tolong" not in sight and any(at <= _OPENING for at in sight.get("THANKED", ()))


#: Who begins with thanks, within so many words, is out of danger.
_OPENING = 3


def _repairs(sight: Sight) -> bool:
    """Who asks for a repair tells of a danger that stays, unless it is happening right now."""
    return "REPAIR" in sight and not sight.keys() & {"STRICTNOW", "CALL"}


def _defective(match: Match, sight: Sight) -> bool:
    """Where people have fallen because something is broken, the thing is reported."""
    return match.pattern.weight < SURE and bool(sight.keys() & {"DEFECT"})


def _supposed(match: Match, sight: Sight) -> bool:
    """Feared, remembered, or what might happen: "takut kebakaran", "waktu rumah saya terbakar"."""
    first, last = match.first, match.last
    if any(at <= 1 for at in sight.get("INQUIRING", ())):
        return not sight.keys() & {"STRICTNOW", "tolong"}
    near = range(first - 4, min(first + 3, last) + 1)
    thought = any(at in near or at == last + 1 for at in sight.get("HYPO", ()))
    return thought or any(first - 2 <= at < first for at in sight.get("FEAR", ()))


def _figured(match: Match, sight: Sight) -> bool:
    """Compared, or an idiom: "serasa tenggelam", "kebakaran jenggot"."""
    first, last = match.first, match.last
    alike = any(first - 2 <= at <= last + 1 for at in sight.get("LIKE", ()))
    return alike or any(first < at <= last + 2 for at in sight.get("FIGURED", ()))


def _unreal(match: Match, sight: Sight) -> bool:
    return _figured(match, sight) or _relieved(match, sight)


def _own_threat(match: Match, sight: Sight) -> bool:
    """ "saya bakar kantor itu" threatens; who threatens himself is in danger."""
    if not _THREATS & set(match.pattern.steps):
        return False
    mine = (*sight.get("saya", ()), *sight.get("kami", ()))
    return any(match.first - 3 <= at < match.first for at in mine)


_THREATS: Final = frozenset({"BURN"})


def _relieved(match: Match, sight: Sight) -> bool:
    """What is given or asked for the victims comes after the danger, unless it is happening."""
    if "RELIEF" not in sight or sight.keys() & {"STRICTNOW", "CALL"}:
        return False
    return any(match.first - 3 <= at <= match.last for at in sight["RELIEF"])


def _again(match: Match, sight: Sight) -> bool:
    """What happens every day is no emergency, unless it is happening now."""
    first, last = match.first, match.last
    if sight.keys() & {"STRICTNOW", "CALL"}:
        return False
    return any(first - 10 <= at <= last + 4 for at in sight.get("CHRONIC", ()))


#: Why words of danger tell of none now.
_IDLE: Final = (_supposed, _figured, _own_threat, _again, _defective, _relieved)
#: So many days after it began, an emergency can still go on.
_LONGEST = 3
#: Done to the writer: here the officer stands behind the deed.
_DONE_TO = frozenset(word for word in MISDEEDS if word.startswith("di"))


def _alone(scores: dict[str, int], best: str) -> bool:
    return all(score < scores[best] for tongue, score in scores.items() if tongue != best)


_HIDING = words("ketahuan rahasiakan dirahasiakan merahasiakan anonymous confidential retaliation")
_FEARING = words(
    "takut kuatir khawatir diancam ancam mengancam afraid scared nama baca membaca wedi"
)
_AFRAID = re.compile(
    r"\btakut\b(?: \S+){0,4} (?:lapor|melapor|dipecat|dibalas|dipersulit|dimarahi|diancam|dicari"
    r"|nama|dikeluarkan|diusir|dendam|ketahuan|diapa-apakan)"
    r"|\b(?:saya|kami|jadi|tetapi|lapor|melapor)(?: \S+){0,2} (?:takut|kuatir|khawatir|wedi)\b"
    r"|\b(?:saya|kami|keluarga|anak)(?: \S+){0,3} diancam|\bjangan (?:sebut|tulis|kasih|sampai)"
    r"(?: \S+){0,2} nama\b|\btanpa (?:sebut |menyebut )?nama\b|\bsiapa yang (?:mem)?baca\b"
    r"|\byang (?:mem)?baca(?: ini)? siapa\b|\bi(?: \S+){0,3} (?:afraid|scared)"
)
_THREATENING = words(
    "bunuh bakar hancurkan habisi bacok kubunuh kubakar datangi awas kill bom tusuk"
)
_THREAT = re.compile(
    r"\b(?:saya|ku|kita|kami)(?: \S+){0,2} (?:bunuh|bakar|habisi|bacok|bom|tusuk|hancurkan)"
    r"|\bku(?:bunuh|bakar)|\bawas (?:kau|kamu|kalian|lu|lo)\b|\bi(?: will|'ll) kill"
)
_WONDERING = words(
    """kapan bagaimana sampai kabar kabarnya berapa perkembangan kelanjutan kelanjutannya
    tindak progres progress hasil hasilnya jawaban tanggapan ditanggapi diproses status update when
    news ditindaklanjuti lanjutannya"""
)
_PROGRESS = re.compile(
    r"\bkapan(?: \S+){0,4} (?:selesai|diperbaiki|beres|jadi|ditindak|ditanggapi|dijawab|diproses"
    r"|dikerjakan|datang)|\bsampai (?:mana|di mana)\b|\b(?:ada|belum ada|apa) (?:kabar|jawaban"
    r"|tanggapan|perkembangan|hasil)|\b(?:kabar|perkembangan|kelanjutan|progres\w*|hasil|status"
    r"|update)(?:nya)?(?: \S+){0,2} (?:bagaimana|laporan|pengaduan|aduan)|\b(?:laporan|aduan"
    r"|pengaduan)(?: \S+){0,3} (?:bagaimana|sudah sampai|kapan|diproses)|\bbagaimana"
    r"(?: \S+){0,2} (?:laporan|kabar|kelanjutan|perkembangan|aduan|pengaduan|hasil)"
    r"|\bberapa (?:hari"
    r"|lama) lagi\b|\bsudah diproses\b|\b(?:any|what) (?:news|progress|update)"
)
_TAKING_BACK = words("bukan salah keliru ralat koreksi maksudnya maksudku correction wrong")
_TAKING_BACK_PAIRS = frozenset({("maksud", "saya"), ("eh", "bukan"), ("eh", "salah"), ("no", ",")})
