"""The words in which people tell the time of what happened, and what a phrase of them leads to."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.dialogue.almanac import When
from bot.dialogue.lexicon import words

FULL, GOOD, VAGUE, LEAST = 3, 2, 1, 0
#: Said before a time and part of it.
LEADS = words(
    """sejak dari mulai semenjak hari tanggal sudah selama sekitar kira-kira hampir lebih kurang
    since for about almost over kurang terhitung from bulan tahun su ti until nearly"""
)
#: Between "sudah" and what is counted.
ALMOST = words("mau ada masuk jalan mo sampai genap than dari")
SINCE = words("sejak dari mulai semenjak terhitung since from pada tahun tanggal on ti")
LASTING = words(
    """sudah selama hampir lebih kurang sejak sekitar ada dari kira-kira for since about su mau
    masuk over almost nearly ti than"""
)
#: Said before a feast: what happened around it.
AROUND_FEASTS = words("setelah sebelum habis sesudah menjelang")
#: What is counted behind these has not happened, or happens again and again.
NEVER_BEFORE = words(
    """awal akhir pertengahan setiap tiap sampai tinggal untuk besok depan per jam pukul rt rw no
    nomor katanya kata janji
    janjinya dijanjikan paling maksimal minimal umur usia dalam butuh perlu every each in
    sisa data dtks anggaran angkatan ajaran pajak buka tutupnya masa berlaku
    kontrak garansi cuma hanya libur cuti maks kelas semester denda hukuman penjara jaraknya
    pasar stasiun terminal"""
)
#: So many months of it, not so many months ago.
OF_SO_MANY = words(
    """waktu rapel gaji honor insentif upah tunggakan nunggak sewa iuran rekening pensiun siltap
    masih"""
)
NEVER_BEHIND = words(
    """depan besok lagi kerja sekali juta ribu kg meter persen orang next to mendatang kedepan usia
    umur"""
)
AGO = words("lalu kemarin silam terakhir ini ago lamanya belakangan lewat kebelakang")
PARTS = words("pagi siang sore malam subuh petang magrib dini morning afternoon evening night")
#: Behind a time and part of it, whatever it is.
TAIL = words(
    """lebih lalu kemarin lamanya tadi berturut-turut berturutan silam berselang terakhir"""
)
COUNTS = {
    "satu": 1, "dua": 2, "tiga": 3, "empat": 4, "lima": 5, "enam": 6, "tujuh": 7, "delapan": 8,
    "sembilan": 9, "sepuluh": 10, "sebelas": 11, "beberapa": 3, "setengah": 0.5,
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "nine": 9, "ten": 10, "several": 3, "a": 1, "couple": 2, "few": 3, "belasan": 12, "puluhan": 20,
}  # fmt: skip
#: One word that counts and names what it counts.
WHOLE = {
    "sehari": (1, "day"), "seminggu": (1, "week"), "sepekan": (1, "week"), "sebulan": (1, "month"),
    "setahun": (1, "year"), "semingguan": (1, "week"), "sebulanan": (1, "month"),
    "setahunan": (1, "year"), "berhari-hari": (3, "day"), "berminggu-minggu": (2, "week"),
    "berbulan-bulan": (2, "month"), "bertahun-tahun": (2, "year"), "mingguan": (1, "week"),
    "bulanan": (1, "month"), "tahunan": (1, "year"), "sejam": (0, "day"), "seharian": (0, "day"),
}  # fmt: skip
#: These are a time only behind "sudah" or before "lalu": iuran bulanan, libur sehari.
ONLY_LASTING = words("sehari mingguan bulanan tahunan sejam")
DAYS_BACK = {
    "kemarin": 1, "yesterday": 1, "wingi": 1, "semalam": 1, "barusan": 0, "kemarin-kemarin": 3,
    "today": 0,
}  # fmt: skip
JUST = words("tadi baru last this akhir-akhir belakangan baru-baru belum")
NEAR = {"awal", "akhir", "pertengahan"}
YEAR = re.compile(r"(?:19|20)\d\d")


@dataclass(frozen=True, slots=True)
class Hit:
    """`end` is one past the last word; `kind` says what it can be told together with."""

    end: int
    when: When
    weight: int = GOOD
    #: "day", "weekday", "date", "number" (of a day), "week", "month", "clock", or "".
    kind: str = ""


def after(words: tuple[str, ...], at: int) -> str:
    return words[at] if at < len(words) else ""


def past(words: tuple[str, ...], at: int) -> int:
    """One past "lalu" or "yang lalu", or 0."""
    start = at + (after(words, at) in ("yang", "di"))
    if after(words, start) not in AGO:
        return 0
    return start + 1 + (after(words, start + 1) == "ini")
