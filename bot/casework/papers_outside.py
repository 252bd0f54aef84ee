"""Papers outside: what goes to and comes from others, and what is owed to the citizen."""

from __future__ import annotations

from typing import Final

from bot.casework import catalogue
from bot.casework.paper_fields import (
    EVER,
    OFFICER,
    STAFF,
    WORK,
    calendar,
    due,
    line,
    past,
    pick,
    text,
    tick,
    unit,
    why,
    working,
)
from bot.casework.papers import Paper, PaperKind
from bot.casework.words import Clock, Event, State

REFERRAL: Final = Paper(
    PaperKind.REFERRAL, "out", "Penyaluran", "Salurkan ke instansi lain",
    "Untuk laporan yang menjadi wewenang instansi lain. Tenggat di kantor ini berhenti.",
    (
        line("to", "Instansi yang berwenang", required=True, sent=True),
        text("text", "Alasan", "Ditulis dengan bahasa sehari-hari.", required=True, sent=True),
        line("contact", "Alamat atau telepon instansi", sent=True),
        line("letter", "Nomor surat", sent=True),
        past("dated", "Tanggal surat", more=True),
        pick("by", "Dikirim lewat", catalogue.SENT_BY, more=True),
    ),
    frozenset({State.RECEIVED, State.UNDER_REVIEW}), OFFICER, "perpres76-2", Event.REFER,
    answer=(
        text("answer", "Tanda terima atau jawabannya", lines=2, required=True),
        past("answered_on", "Tanggal"),
    ),
    asks="Catat jawaban instansi", span=working(14), blocks=True, several=True, form=3,
)  # fmt: skip
HAND_OVER: Final = Paper(
    PaperKind.HAND_OVER, "out", "Serah terima antarunit", "Serahkan ke unit lain",
    "Laporan tetap di tangan penanggung jawabnya sampai unit itu menerimanya.",
    (
        unit(),
        line("to", "Atau nama unit"),
        text("text", "Alasan", lines=2, required=True),
        due("Diterima sampai"),
    ),
    WORK, STAFF, "perpres76-8",
    answer=(pick("verdict", "Jawaban unit", catalogue.HANDED, required=True), why()),
    asks="Catat jawaban unit", span=working(1), most=working(3), within=Clock.C, several=True,
)  # fmt: skip
OUTSIDE: Final = Paper(
    PaperKind.OUTSIDE, "out", "Surat dari luar", "Catat surat dari luar",
    "Ombudsman, DPR, DPRD, SP4N, media, atau pengawas: suratnya, dan yang diminta dari kita.",
    (
        pick("body", "Dari", catalogue.BODIES, required=True),
        line("letter", "Nomor surat", required=True),
        past("dated", "Tanggal surat"),
        pick("stage", "Tahap", catalogue.STAGES),
        text("text", "Yang diminta", lines=2, required=True),
        due("Tenggat surat", "Tenggatnya sendiri, di samping tenggat laporan.", required=True),
    ),
    EVER, STAFF, "uu25-36",
    answer=(
        text("answer", "Jawaban kantor", lines=2, required=True),
        line("letter", "Nomor surat jawaban"),
        past("answered_on", "Tanggal dikirim", required=True),
        line("proof", "Bukti pengiriman", required=True),
    ),
    asks="Catat jawaban kantor", blocks=True, several=True,
)  # fmt: skip
SP4N: Final = Paper(
    PaperKind.SP4N, "out", "SP4N-LAPOR!", "Catat nomor SP4N",
    "Nomor pelacakan, supaya laporan ini dihitung satu kali.",
    (
        line("tracking", "Nomor pelacakan", "Misalnya 1916449.", required=True),
        pick("way", "Arah", catalogue.SP4N, required=True),
        past("dated", "Tanggal"),
        line("status", "Status di sana", "Dikirim kepada pelapor.", sent=True),
    ),
    EVER, STAFF, "perpres76-18",
)  # fmt: skip
ATTEMPT: Final = Paper(
    PaperKind.ATTEMPT, "care", "Usaha menghubungi", "Catat usaha menghubungi",
    "Telepon, kanal lain, atau kunjungan: siapa, kapan, hasilnya.",
    (
        pick("way", "Cara", catalogue.ATTEMPTS, required=True),
        past("dated", "Tanggal", required=True),
        line("who", "Oleh siapa", required=True),
        pick("result", "Hasil", catalogue.REACHED, required=True),
        text("note", "Keterangan", lines=2),
    ),
    EVER, STAFF, "perpres76-8", several=True,
)  # fmt: skip
DOCUMENT: Final = Paper(
    PaperKind.DOCUMENT, "care", "Permintaan dokumen", "Catat permintaan dokumen",
    "Dokumen di kantor ini yang diperlukan pelapor sebagai bukti.",
    (
        line("what", "Dokumen", required=True),
        text("text", "Untuk apa", lines=2),
        due("Dijawab sampai"),
    ),
    EVER, STAFF, "uu25-42-45",
    answer=(
        pick("verdict", "Jawaban", catalogue.GRANTED, required=True),
        why(), past("answered_on", "Tanggal"),
    ),
    asks="Catat jawabannya", span=working(5), most=working(10), blocks=True, several=True,
)  # fmt: skip
PROTECTION: Final = Paper(
    PaperKind.PROTECTION, "care", "Perlindungan", "Catat perlindungan",
    "Apa yang mengancam, apa yang disepakati, dan kapan ditinjau lagi.",
    (
        pick("wish", "Atas kehendak siapa", catalogue.ON_WHOSE_WISH, required=True),
        text("risk", "Yang dikhawatirkan", lines=2, required=True),
        tick("measures", "Yang disepakati", catalogue.MEASURES),
        text("other", "Langkah lain", lines=2, more=True),
        line("contact", "Petugas yang dihubungi pelapor", required=True),
        due("Ditinjau sampai"),
    ),
    EVER, STAFF, "perpres76-15",
    answer=(
        pick("verdict", "Hasil tinjauan", catalogue.STILL_NEEDED, required=True),
        text("answer", "Keadaannya sekarang", lines=2, required=True),
    ),
    asks="Catat tinjauan", span=calendar(14), most=calendar(30), blocks=True, several=True,
)  # fmt: skip
ALL: Final = (REFERRAL, HAND_OVER, OUTSIDE, SP4N, ATTEMPT, DOCUMENT, PROTECTION)
