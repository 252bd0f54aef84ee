"""What a reader senses between the words: language, fear, danger, an accused, anger, a question."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Final

from bot.dialogue.lexicon import (
    ENGLISH,
    INDONESIAN,
    INSULTS,
    JAVANESE,
    MISDEEDS,
    OFFICIALS,
    words,
)

Words = Collection[str]


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


def emergency(said: frozenset[str], plain: str, dated: bool) -> bool:
    """Danger to life or limb now; what is told with a date is over."""
    if dated or not said & _ALARMING:
        return False
    return _EMERGENCY.search(plain) is not None


def urgent(said: frozenset[str], plain: str) -> str:
    """Why this should be read first, in one word for officers, or ""."""
    if not said & _PRESSING:
        return ""
    return next((reason for reason, sign in _URGENT.items() if sign.search(plain)), "")


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
_ALARMING = words(
    """kebakaran terbakar tenggelam kecelakaan berdarah pingsan sekarat melahirkan bunuh ditikam
    dibacok dirampok perampokan kritis napas nafas sesak tertimbun terjebak kejang hanyut keracunan
    kesetrum tersetrum meledak ledakan fire drowning unconscious bleeding overdosis darurat memukuli
    terjepit parang golok celurit loncat lompat
    dipukuli dikeroyok disekap diculik tawuran gantung bocor tersambar serangan hilang"""
)
_EMERGENCY = re.compile(
    r"\b(?:ada |lagi |sedang |terjadi )?kebakaran\b(?! (?:tahun|bulan|minggu|dulu))"
    r"|\b(?:rumah|pasar|gudang|warung|ruko|kos)(?: \S+){0,3} terbakar"
    r"|\b(?:mobil|rumah|motor|bus|truk)(?: \S+){0,3} tertimbun"
    r"|\b(?:anak|orang|warga|korban|nenek|kakek|ibu|bapak)(?: \S+){0,3} (?:tenggelam"
    r"|terjepit|hanyut|pingsan|kesetrum|tersetrum"
    r"|tertimbun|sekarat|keracunan|terjebak|kejang)"
    r"|\bkecelakaan\b(?: \S+){0,12} (?:berdarah|luka|parah|meninggal"
    r"|sekarang|tolong)|\b(?:tidak|sesak|susah) (?:ber)?na[pf]as|\b(?:mau|akan|sedang) melahirkan"
    r"|\b(?:mau|ingin|akan) bunuh diri|\b(?:ditikam|dibacok|dirampok|perampokan)\b"
    r"|\b(?:kondisi|pasien|keadaan)(?: \S+){0,2} kritis|\bhouse(?: \S+){0,2} on fire|\bon fire\b"
    r"|\b(?:is|are) (?:drowning|bleeding|unconscious)|\bdarurat\b(?: \S+){0,3} (?:tolong|sekarang)"
    r"|\b(?:ledakan|meledak|overdosis)\b"
    r"|\bgas(?: \S+){0,3} bocor"
    r"|\b(?:memukuli|dipukuli|dikeroyok|disekap)\b(?: \S+){0,6} (?:sekarang|tolong)"
    r"|\b(?:mau|akan|ingin) (?:loncat|lompat) dari\b"
    r"|\b(?:serangan jantung|gantung diri)\b|\b(?:sedang|lagi) tawuran\b"
    r"|\b(?:marah|mengamuk|bawa|membawa)\b(?: \S+){0,2} (?:parang|golok|celurit)"
)
_PRESSING = words(
    """beras makan lapar kelaparan air obat insulin darah kabel tiang longsor jembatan roboh banjir
    mengancam diancam ancaman ancam dipukul besok terakhir tenggat operasi kritis darurat
    sekarat bayi ambruk
    listrik setrum kesetrum rujukan food water medicine threatened deadline dialisis oksigen
    kebakaran dipecat dicoret dikeluarkan diusir napas nafas"""
)
_URGENT: Final = {
    "ancaman": re.compile(
        r"\b(?:diancam|ancaman|mengancam|ancam|dipukul|dipukuli|threatened)\b"
        r"|\b(?:dipecat|dicoret|dikeluarkan|diusir)\b(?: \S+){0,6} (?:lapor|melapor|laporkan"
        r"|melaporkan"
        r"|laporin|mengadu)\b"
    ),
    "makanan": re.compile(
        r"\b(?:beras|makanan|sembako)(?: \S+){0,3} (?:tinggal|habis|tidak ada)|\b(?:kelaparan"
        r"|belum makan|tidak makan|tidak bisa makan)\b|\bno food\b"
    ),
    "air": re.compile(
        r"\bair(?: \S+){0,8} (?:mati|tidak (?:mengalir|keluar|ngalir|ada)|habis)|\btidak ada air\b"
        r"|\bmati air\b|\bno water\b"
    ),
    "obat": re.compile(
        r"\b(?:obat|insulin|oksigen|darah)(?: \S+){0,3} (?:habis|kosong|tidak ada)|\bcuci darah\b"
        r"|\bdialisis\b|\b(?:operasi|rujukan)(?: \S+){0,4} (?:ditolak|besok|ditunda)|\bkritis\b"
        r"|\balat bantu na[pf]as\b"
    ),
    "bahaya": re.compile(
        r"\bkabel(?: \S+){0,4} (?:putus|jatuh|menjuntai|terkelupas|menjulur)|\b(?:tiang|jembatan"
        r"|tembok|pohon|atap)(?: \S+){0,9} (?:roboh|ambruk|putus|tumbang|miring)|\blongsor\b"
        r"|\bkesetrum\b|\bbanjir(?: \S+){0,4} (?:masuk|setinggi|naik)|\bkebakaran\b"
    ),
    "tenggat": re.compile(
        r"\b(?:besok|hari ini|lusa)(?: \S+){0,3} (?:terakhir|tutup|batas|tenggat|ditutup)"
        r"|\b(?:terakhir|tenggat|batas\w*)(?: \S+){0,3} (?:besok|hari ini|lusa)|\bdeadline\b"
    ),
}
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
