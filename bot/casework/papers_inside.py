"""Papers inside: how a case is looked at and ended, kind by kind."""

from __future__ import annotations

from typing import Final

from bot.casework import catalogue
from bot.casework import paper_fields as ask
from bot.casework.papers import Field, Paper, PaperKind, Shape
from bot.casework.words import Clock, Event, State

REVIEW: Final = Paper(
    PaperKind.REVIEW, "look", "Penelaahan", "Tulis penelaahan",
    "Masalahnya, golongannya, dan bobotnya. Semuanya dugaan sampai diputus.",
    (
        ask.text("problem", "Pokok masalah", "Satu atau dua kalimat, tanpa menuduh.",
                 required=True),
        ask.pick("weight", "Bobot", catalogue.WEIGHTS, required=True),
        ask.pick("ground", "Dasar pengaduan", catalogue.GROUNDS),
        ask.tick("prohibitions", "Larangan yang diduga dilanggar", catalogue.PROHIBITIONS,
                 more=True),
        ask.pick("maladministration", "Dugaan maladministrasi", catalogue.MALADMINISTRATION),
        ask.tick("conduct", "Perilaku yang diduga tidak dipenuhi", catalogue.CONDUCT, more=True),
        Field("category", "Golongan", Shape.SERVICE, "Menurut daftar layanan kantor."),
        ask.pick("class", "Golongan SP4N", catalogue.CLASSES, more=True),
        ask.pick("element", "Unsur survei yang dikeluhkan", catalogue.ELEMENTS, more=True),
        ask.pick("urgency", "Kemendesakan", catalogue.URGENCY),
        ask.line("why_urgent", "Mengapa mendesak", more=True),
        ask.pick("authority", "Wewenang", catalogue.AUTHORITY, more=True),
        ask.pick("reported_kind", "Pihak yang diadukan", catalogue.REPORTED),
        ask.pick("complainant", "Pelapor", catalogue.COMPLAINANTS, more=True),
        ask.line("spokesperson", "Juru bicara kelompok", more=True),
        ask.pick("proxy", "Melapor untuk siapa", catalogue.PROXIES,
              "Surat kuasa yang belum ada tidak menghentikan laporan.", more=True),
        ask.tick("also", "Sudah dilaporkan juga ke", catalogue.ALSO, more=True),
        Field("loss", "Kerugian, rupiah", Shape.RUPIAH, more=True),
        ask.line("loss_other", "Kerugian lain", "Hari kerja, kesehatan, nama baik.", more=True),
        ask.pick("claim", "Minta ganti rugi", (("no", "Tidak"), ("yes", "Ya")), more=True),
        ask.pick("selection", "Seleksi", catalogue.SELECTION),
        ask.text("why", "Alasan seleksi", lines=2, more=True),
    ),
    ask.WORK, ask.STAFF, "perpres76-8", form=2,
)  # fmt: skip
SUBSTANCE: Final = Paper(
    PaperKind.SUBSTANCE, "look", "Periksa substansi", "Bandingkan dengan standar",
    "Standar pelayanan yang diumumkan, di samping yang dialami pelapor.",
    (
        ask.line("service", "Layanan", required=True),
        Field("days_stated", "Hari kerja menurut standar", Shape.COUNT),
        Field("days_actual", "Hari kerja yang dialami", Shape.COUNT, beside=True),
        Field("fee_stated", "Rupiah menurut standar", Shape.RUPIAH, "Gratis ditulis 0."),
        Field("fee_actual", "Rupiah yang diminta", Shape.RUPIAH, beside=True),
        ask.tick("components", "Komponen yang diduga dilanggar", catalogue.COMPONENTS),
        Field("published", "Standar yang diumumkan waktu itu", Shape.KEPT),
        ask.pick("within", "Bila tidak ada", (("yes", "Standarnya dipenuhi"),)),
        ask.text("note", "Keterangan", lines=2),
    ),
    ask.WORK, ask.STAFF, "permenpanrb15", form=2,
)  # fmt: skip
EVIDENCE: Final = Paper(
    PaperKind.EVIDENCE, "look", "Evaluasi bukti", "Nilai satu bukti",
    "Satu lembar untuk satu bukti, dengan alasannya.",
    (
        Field("file", "Lampiran", Shape.FILE),
        ask.line("what", "Atau bukti lain", "Misalnya kuitansi yang diperlihatkan di loket."),
        ask.pick("verdict", "Penilaian", catalogue.VERDICTS, required=True),
        ask.text("why", "Alasan", lines=2, required=True),
    ),
    ask.WORK, ask.STAFF, "perpres76-8", several=True, form=2,
)  # fmt: skip
CLARIFICATION: Final = Paper(
    PaperKind.CLARIFICATION, "look", "Klarifikasi", "Minta penjelasan",
    "Kepada pelapor pertanyaannya dikirim; kepada unit ia menunggu di sini sampai dijawab.",
    (
        ask.pick("whom", "Kepada", catalogue.ASKED, required=True),
        ask.unit(),
        ask.line("to", "Atau nama jabatan", "Kosongkan bila kepada pelapor."),
        ask.text("question", "Pertanyaan", "Satu hal, dengan bahasa sehari-hari.", required=True,
              sent=True),
        ask.due(),
    ),
    ask.WORK, ask.STAFF, "perpres76-8",
    answer=(
        ask.text("answer", "Jawabannya", required=True),
        ask.past("answered_on", "Tanggal dijawab"),
    ),
    asks="Catat jawabannya", span=ask.working(5), within=Clock.C, several=True, form=2,
)  # fmt: skip
STATEMENT: Final = Paper(
    PaperKind.STATEMENT, "look", "Pernyataan pihak yang diadukan", "Catat pernyataan",
    "Yang diadukan dianggap tidak bersalah sampai terbukti, dan berhak didengar.",
    (
        ask.line("author", "Siapa yang menyatakan", "Hanya dibaca petugas.", required=True),
        ask.past("given_on", "Tanggal", required=True),
        ask.text("statement", "Pernyataannya", "Dengan kata-katanya sendiri.", 5, required=True),
        Field("file", "Berkasnya", Shape.FILE),
    ),
    ask.WORK, ask.STAFF, "perpres76-16", several=True, form=4,
)  # fmt: skip
PRIORITY: Final = Paper(
    PaperKind.PRIORITY, "look", "Ubah urutan", "Ubah urutan",
    "Menggantikan urutan yang dihitung. Alasannya dilihat atasan.",
    (ask.pick("level", "Urutan", catalogue.PRIORITIES, required=True), ask.why()),
    ask.WORK, ask.STAFF, "uu25-37",
)  # fmt: skip
RECOMMENDATION: Final = Paper(
    PaperKind.RECOMMENDATION, "end", "Saran penyelesaian", "Sampaikan saran penyelesaian",
    "Saran disimpan di berkas; pelapor hanya diberi tahu bahwa saran sudah disampaikan.",
    (
        ask.unit(),
        ask.line("to", "Disampaikan kepada", "Nama jabatan atau unit."),
        ask.text("text", "Saran penyelesaian", "Hanya dibaca petugas.", 4, required=True),
        ask.due("Dijawab sampai", "Kosong berarti lima hari kerja."),
    ),
    frozenset({State.UNDER_REVIEW}), ask.OFFICER, "perpres76-11", Event.RECOMMEND,
    answer=(
        ask.pick("verdict", "Jawaban pejabat", catalogue.ACCEPTANCE, required=True),
        ask.why(), ask.text("answer", "Isi jawabannya", lines=2),
    ),
    asks="Catat jawaban pejabat", span=ask.working(5), within=Clock.C, blocks=True, several=True,
    form=4,
)  # fmt: skip
DECISION: Final = Paper(
    PaperKind.DECISION, "end", "Keputusan", "Putuskan",
    "Hasil dikirim kepada pelapor, disusun dari isian ini, bersama cara mengajukan keberatan.",
    (
        ask.pick("outcome", "Hasil", catalogue.OUTCOMES, required=True),
        ask.text("text", "Yang ditemukan",
             "Satu kalimat cukup. Pembukanya, menurut hasil, ditulis Sahut.", 4,
             required=True, sent=True),
        ask.pick("cause", "Penyebab", catalogue.CAUSES, "Dihitung dalam laporan tahunan.",
              required=True),
        ask.text("reason", "Alasan", "Diperlukan bila tidak terbukti atau tidak diperiksa.", 2,
              sent=True),
        ask.text("done", "Yang sudah dilakukan", lines=2, sent=True),
        ask.text("prevention", "Supaya tidak terulang", lines=2, sent=True),
        ask.pick("apology", "Permintaan maaf", catalogue.APOLOGY, sent=True),
        Field("compensation", "Ganti rugi, rupiah", Shape.RUPIAH, sent=True, more=True),
        Field("pay_by", "Dibayar sampai", Shape.DAY, sent=True, more=True),
        ask.line("unheard", "Mengapa belum didengar",
             "Bila yang diadukan belum memberi pernyataan. Hanya dibaca petugas."),
    ),
    frozenset({State.IN_RESOLUTION}), ask.DECIDER, "uu25-50", Event.DECIDE, form=4,
)  # fmt: skip
FOLLOW_UP: Final = Paper(
    PaperKind.FOLLOW_UP, "end", "Tindak lanjut", "Catat tindak lanjut",
    "Laporan tidak diarsipkan selama ada tindak lanjut yang belum selesai.",
    (
        ask.pick("kind", "Jenis", catalogue.FOLLOW_UPS, required=True),
        ask.unit(),
        ask.line("to", "Dilaksanakan oleh", "Nama jabatan atau unit."),
        ask.text("text", "Yang harus dilakukan", lines=2, required=True),
        ask.due("Selesai sampai"),
    ),
    ask.WORK | ask.AFTER, ask.STAFF, "uu25-36",
    answer=(
        ask.pick("verdict", "Pelaksanaan", catalogue.DONE, required=True),
        ask.text("proof", "Laporan dan bukti", "Siapa, kapan, berkas yang mana.", 2, required=True),
        ask.why(),
    ),
    asks="Laporkan pelaksanaan", span=ask.calendar(30), blocks=True, several=True, form=4,
)  # fmt: skip
OBJECTION: Final = Paper(
    PaperKind.OBJECTION, "end", "Keberatan", "Catat keberatan",
    "Pakai ini bila pelapor menyampaikan keberatan lewat telepon atau di loket.",
    (ask.text("text", "Isi keberatan", "Dengan kata-kata pelapor.", required=True),),
    frozenset({State.DELIVERED}), ask.OFFICER, "uu25-37", Event.OBJECT,
)  # fmt: skip
ALL: Final = (
    REVIEW,
    SUBSTANCE,
    EVIDENCE,
    CLARIFICATION,
    STATEMENT,
    PRIORITY,
    RECOMMENDATION,
    DECISION,
    FOLLOW_UP,
    OBJECTION,
)
