"""Papers outside: what goes to and comes from others, and what is owed to the citizen."""

from __future__ import annotations

from typing import Final

from bot.casework import catalogue
from bot.casework import paper_fields as ask
from bot.casework.papers import Paper, PaperKind
from bot.casework.words import Actor, Clock, Event, State

REFERRAL: Final = Paper(
    PaperKind.REFERRAL, "out", "Penyaluran", "Salurkan ke instansi lain",
    "Untuk laporan yang menjadi wewenang instansi lain. Tenggat di kantor ini berhenti.",
    (
        ask.line("to", "Instansi yang berwenang", required=True, sent=True),
        ask.text("text", "Alasan", "Ditulis dengan bahasa sehari-hari.", required=True, sent=True),
        ask.line("contact", "Alamat atau telepon instansi", sent=True),
        ask.line("letter", "Nomor surat", sent=True),
        ask.past("dated", "Tanggal surat", more=True),
        ask.pick("by", "Dikirim lewat", catalogue.SENT_BY, more=True),
    ),
    frozenset({State.RECEIVED, State.UNDER_REVIEW}), ask.OFFICER, "perpres76-2", Event.REFER,
    answer=(
        ask.text("answer", "Tanda terima atau jawabannya", lines=2, required=True),
        ask.past("answered_on", "Tanggal"),
    ),
    asks="Catat jawaban instansi", span=ask.working(14), blocks=True, several=True, form=3,
)  # fmt: skip
HAND_OVER: Final = Paper(
    PaperKind.HAND_OVER, "out", "Serah terima antarunit", "Serahkan ke unit lain",
    "Laporan tetap di tangan penanggung jawabnya sampai unit itu menerimanya.",
    (
        ask.unit(),
        ask.line("to", "Atau nama unit"),
        ask.text("text", "Alasan", lines=2, required=True),
        ask.due("Diterima sampai"),
    ),
    ask.WORK, ask.STAFF, "perpres76-8",
    answer=(ask.pick("verdict", "Jawaban unit", catalogue.HANDED, required=True), ask.why()),
    asks="Catat jawaban unit", span=ask.working(1), most=ask.working(3), within=Clock.C,
    several=True,
)  # fmt: skip
OUTSIDE: Final = Paper(
    PaperKind.OUTSIDE, "out", "Surat dari luar", "Catat surat dari luar",
    "Ombudsman, DPR, DPRD, SP4N, media, atau pengawas: suratnya, dan yang diminta dari kita.",
    (
        ask.pick("body", "Dari", catalogue.BODIES, required=True),
        ask.line("letter", "Nomor surat", required=True),
        ask.past("dated", "Tanggal surat"),
        ask.pick("stage", "Tahap", catalogue.STAGES),
        ask.text("text", "Yang diminta", lines=2, required=True),
        ask.due("Tenggat surat", "Tenggatnya sendiri, di samping tenggat laporan.", required=True),
    ),
    ask.EVER, ask.STAFF, "uu25-36",
    answer=(
        ask.text("answer", "Jawaban kantor", lines=2, required=True),
        ask.line("letter", "Nomor surat jawaban"),
        ask.past("answered_on", "Tanggal dikirim", required=True),
        ask.line("proof", "Bukti pengiriman", required=True),
    ),
    asks="Catat jawaban kantor", blocks=True, several=True,
)  # fmt: skip
SP4N: Final = Paper(
    PaperKind.SP4N, "out", "SP4N-LAPOR!", "Catat nomor SP4N",
    "Nomor pelacakan, supaya laporan ini dihitung satu kali.",
    (
        ask.line("tracking", "Nomor pelacakan", "Misalnya 1916449.", required=True),
        ask.pick("way", "Arah", catalogue.SP4N, required=True),
        ask.past("dated", "Tanggal"),
        ask.line("status", "Status di sana", "Dikirim kepada pelapor.", sent=True),
    ),
    ask.EVER, ask.STAFF, "perpres76-18",
)  # fmt: skip
ATTEMPT: Final = Paper(
    PaperKind.ATTEMPT, "care", "Usaha menghubungi", "Catat usaha menghubungi",
    "Telepon, kanal lain, atau kunjungan: siapa, kapan, hasilnya.",
    (
        ask.pick("way", "Cara", catalogue.ATTEMPTS, required=True),
        ask.past("dated", "Tanggal", required=True),
        ask.line("who", "Oleh siapa", required=True),
        ask.pick("result", "Hasil", catalogue.REACHED, required=True),
        ask.text("note", "Keterangan", lines=2),
    ),
    ask.EVER, ask.STAFF, "perpres76-8", several=True,
)  # fmt: skip
DOCUMENT: Final = Paper(
    PaperKind.DOCUMENT, "care", "Permintaan dokumen", "Catat permintaan dokumen",
    "Dokumen di kantor ini yang diperlukan pelapor sebagai bukti.",
    (
        ask.line("what", "Dokumen", required=True),
        ask.text("text", "Untuk apa", lines=2),
        ask.due("Dijawab sampai"),
    ),
    ask.EVER, ask.STAFF, "uu25-42-45",
    answer=(
        ask.pick("verdict", "Jawaban", catalogue.GRANTED, required=True),
        ask.why(), ask.past("answered_on", "Tanggal"),
    ),
    asks="Catat jawabannya", span=ask.working(5), most=ask.working(10), blocks=True, several=True,
)  # fmt: skip
PROTECTION: Final = Paper(
    PaperKind.PROTECTION, "care", "Perlindungan", "Catat perlindungan",
    "Apa yang mengancam, apa yang disepakati, dan kapan ditinjau lagi.",
    (
        ask.pick("wish", "Atas kehendak siapa", catalogue.ON_WHOSE_WISH, required=True),
        ask.text("risk", "Yang dikhawatirkan", lines=2, required=True),
        ask.tick("measures", "Yang disepakati", catalogue.MEASURES),
        ask.text("other", "Langkah lain", lines=2, more=True),
        ask.line("contact", "Petugas yang dihubungi pelapor", required=True),
        ask.due("Ditinjau sampai"),
    ),
    ask.EVER, ask.STAFF, "perpres76-15",
    answer=(
        ask.pick("verdict", "Hasil tinjauan", catalogue.STILL_NEEDED, required=True),
        ask.text("answer", "Keadaannya sekarang", lines=2, required=True),
    ),
    asks="Catat tinjauan", span=ask.calendar(14), most=ask.calendar(30), blocks=True, several=True,
)  # fmt: skip
#: Written when a case is sealed; it goes to the body above, and nobody in the office reads it.
ABOVE: Final = Paper(
    PaperKind.ABOVE, "out", "Surat kepada lembaga di atas", "",
    "Ditulis otomatis oleh Sahut.",
    (
        ask.line("to", "Kepada", required=True),
        ask.line("letter", "Nomor surat", required=True),
        ask.past("dated", "Tanggal surat", required=True),
        ask.text("text", "Isi surat", required=True),
    ),
    ask.EVER, frozenset({Actor.SYSTEM}), "uu25-41",
    answer=(
        ask.text("answer", "Tanda terima atau jawaban lembaga", lines=2, required=True),
        ask.past("answered_on", "Tanggal"),
    ),
    asks="Catat tanda terima", span=ask.working(14), blocks=True, several=True, form=3,
)  # fmt: skip
ALL: Final = (REFERRAL, HAND_OVER, OUTSIDE, SP4N, ATTEMPT, DOCUMENT, PROTECTION, ABOVE)
