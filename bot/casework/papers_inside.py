"""Papers inside: how a case is looked at and ended, kind by kind."""

from __future__ import annotations

from typing import Final

from bot.casework import catalogue
from bot.casework.paper_fields import (
    AFTER,
    DECIDER,
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
from bot.casework.papers import Field, Paper, PaperKind, Shape
from bot.casework.words import Clock, Event, State

REVIEW: Final = Paper(
    PaperKind.REVIEW, "look", "Penelaahan", "Tulis penelaahan",
    "Masalahnya, golongannya, dan bobotnya. Semuanya dugaan sampai diputus.",
    (
        text("problem", "Pokok masalah", "Satu atau dua kalimat, tanpa menuduh.", required=True),
        pick("weight", "Bobot", catalogue.WEIGHTS, required=True),
        pick("ground", "Dasar pengaduan", catalogue.GROUNDS),
        tick("prohibitions", "Larangan yang diduga dilanggar", catalogue.PROHIBITIONS, more=True),
        pick("maladministration", "Dugaan maladministrasi", catalogue.MALADMINISTRATION),
        tick("conduct", "Perilaku yang diduga tidak dipenuhi", catalogue.CONDUCT, more=True),
        Field("category", "Golongan", Shape.SERVICE, "Menurut daftar layanan kantor."),
        pick("class", "Golongan SP4N", catalogue.CLASSES, more=True),
        pick("element", "Unsur survei yang dikeluhkan", catalogue.ELEMENTS, more=True),
        pick("urgency", "Kemendesakan", catalogue.URGENCY),
        line("why_urgent", "Mengapa mendesak", more=True),
        pick("authority", "Wewenang", catalogue.AUTHORITY, more=True),
        pick("reported_kind", "Pihak yang diadukan", catalogue.REPORTED),
        pick("complainant", "Pelapor", catalogue.COMPLAINANTS, more=True),
        line("spokesperson", "Juru bicara kelompok", more=True),
        pick("proxy", "Melapor untuk siapa", catalogue.PROXIES,
              "Surat kuasa yang belum ada tidak menghentikan laporan.", more=True),
        tick("also", "Sudah dilaporkan juga ke", catalogue.ALSO, more=True),
        Field("loss", "Kerugian, rupiah", Shape.RUPIAH, more=True),
        line("loss_other", "Kerugian lain", "Hari kerja, kesehatan, nama baik.", more=True),
        pick("claim", "Minta ganti rugi", (("no", "Tidak"), ("yes", "Ya")), more=True),
        pick("selection", "Seleksi", catalogue.SELECTION),
        text("why", "Alasan seleksi", lines=2, more=True),
    ),
    WORK, STAFF, "perpres76-8", form=2,
)  # fmt: skip
SUBSTANCE: Final = Paper(
    PaperKind.SUBSTANCE, "look", "Periksa substansi", "Bandingkan dengan standar",
    "Standar pelayanan yang diumumkan, di samping yang dialami pelapor.",
    (
        line("service", "Layanan", required=True),
        Field("days_stated", "Hari menurut standar", Shape.COUNT),
        Field("days_actual", "Hari yang dialami", Shape.COUNT),
        Field("fee_stated", "Biaya menurut standar, rupiah", Shape.RUPIAH, "Gratis ditulis 0."),
        Field("fee_actual", "Biaya yang diminta, rupiah", Shape.RUPIAH),
        tick("components", "Komponen yang diduga dilanggar", catalogue.COMPONENTS),
        pick("within", "Bila tidak ada", (("yes", "Standarnya dipenuhi"),)),
        text("note", "Keterangan", lines=2),
    ),
    WORK, STAFF, "permenpanrb15", form=2,
)  # fmt: skip
EVIDENCE: Final = Paper(
    PaperKind.EVIDENCE, "look", "Evaluasi bukti", "Nilai satu bukti",
    "Satu lembar untuk satu bukti, dengan alasannya.",
    (
        Field("file", "Lampiran", Shape.FILE),
        line("what", "Atau bukti lain", "Misalnya kuitansi yang diperlihatkan di loket."),
        pick("verdict", "Penilaian", catalogue.VERDICTS, required=True),
        text("why", "Alasan", lines=2, required=True),
    ),
    WORK, STAFF, "perpres76-8", several=True, form=2,
)  # fmt: skip
CLARIFICATION: Final = Paper(
    PaperKind.CLARIFICATION, "look", "Klarifikasi", "Minta penjelasan",
    "Kepada pelapor pertanyaannya dikirim; kepada unit ia menunggu di sini sampai dijawab.",
    (
        pick("whom", "Kepada", catalogue.ASKED, required=True),
        unit(),
        line("to", "Atau nama jabatan", "Kosongkan bila kepada pelapor."),
        text("question", "Pertanyaan", "Satu hal, dengan bahasa sehari-hari.", required=True,
              sent=True),
        due(),
    ),
    WORK, STAFF, "perpres76-8",
    answer=(text("answer", "Jawabannya", required=True), past("answered_on", "Tanggal dijawab")),
    asks="Catat jawabannya", span=working(5), within=Clock.C, several=True, form=2,
)  # fmt: skip
STATEMENT: Final = Paper(
    PaperKind.STATEMENT, "look", "Pernyataan pihak yang diadukan", "Catat pernyataan",
    "Yang diadukan dianggap tidak bersalah sampai terbukti, dan berhak didengar.",
    (
        line("author", "Siapa yang menyatakan", "Hanya dibaca petugas.", required=True),
        past("given_on", "Tanggal", required=True),
        text("statement", "Pernyataannya", "Dengan kata-katanya sendiri.", 5, required=True),
        Field("file", "Berkasnya", Shape.FILE),
    ),
    WORK, STAFF, "perpres76-16", several=True, form=4,
)  # fmt: skip
PRIORITY: Final = Paper(
    PaperKind.PRIORITY, "look", "Ubah urutan", "Ubah urutan",
    "Menggantikan urutan yang dihitung. Alasannya dilihat atasan.",
    (pick("level", "Urutan", catalogue.PRIORITIES, required=True), why()),
    WORK, STAFF, "uu25-37",
)  # fmt: skip
RECOMMENDATION: Final = Paper(
    PaperKind.RECOMMENDATION, "end", "Saran penyelesaian", "Sampaikan saran penyelesaian",
    "Saran disimpan di berkas; pelapor hanya diberi tahu bahwa saran sudah disampaikan.",
    (
        unit(),
        line("to", "Disampaikan kepada", "Nama jabatan atau unit."),
        text("text", "Saran penyelesaian", "Hanya dibaca petugas.", 4, required=True),
        due("Dijawab sampai", "Kosong berarti lima hari kerja."),
    ),
    frozenset({State.UNDER_REVIEW}), OFFICER, "perpres76-11", Event.RECOMMEND,
    answer=(
        pick("verdict", "Jawaban pejabat", catalogue.ACCEPTANCE, required=True),
        why(), text("answer", "Isi jawabannya", lines=2),
    ),
    asks="Catat jawaban pejabat", span=working(5), within=Clock.C, blocks=True, several=True,
    form=4,
)  # fmt: skip
DECISION: Final = Paper(
    PaperKind.DECISION, "end", "Keputusan", "Putuskan",
    "Hasil dikirim kepada pelapor, disusun dari isian ini, bersama cara mengajukan keberatan.",
    (
        pick("outcome", "Hasil", catalogue.OUTCOMES, required=True),
        text("text", "Yang ditemukan",
             "Satu kalimat cukup. Pembukanya, menurut hasil, ditulis Sahut.", 4,
             required=True, sent=True),
        pick("cause", "Penyebab", catalogue.CAUSES, "Dihitung dalam laporan tahunan.",
              required=True),
        text("reason", "Alasan", "Diperlukan bila tidak terbukti atau tidak diperiksa.", 2,
              sent=True),
        text("done", "Yang sudah dilakukan", lines=2, sent=True),
        text("prevention", "Supaya tidak terulang", lines=2, sent=True),
        pick("apology", "Permintaan maaf", catalogue.APOLOGY, sent=True),
        Field("compensation", "Ganti rugi, rupiah", Shape.RUPIAH, sent=True, more=True),
        Field("pay_by", "Dibayar sampai", Shape.DAY, sent=True, more=True),
        line("unheard", "Mengapa belum didengar",
             "Bila yang diadukan belum memberi pernyataan. Hanya dibaca petugas."),
    ),
    frozenset({State.IN_RESOLUTION}), DECIDER, "uu25-50", Event.DECIDE, form=4,
)  # fmt: skip
FOLLOW_UP: Final = Paper(
    PaperKind.FOLLOW_UP, "end", "Tindak lanjut", "Catat tindak lanjut",
    "Laporan tidak diarsipkan selama ada tindak lanjut yang belum selesai.",
    (
        pick("kind", "Jenis", catalogue.FOLLOW_UPS, required=True),
        unit(),
        line("to", "Dilaksanakan oleh", "Nama jabatan atau unit."),
        text("text", "Yang harus dilakukan", lines=2, required=True),
        due("Selesai sampai"),
    ),
    WORK | AFTER, STAFF, "uu25-36",
    answer=(
        pick("verdict", "Pelaksanaan", catalogue.DONE, required=True),
        text("proof", "Laporan dan bukti", "Siapa, kapan, berkas yang mana.", 2, required=True),
        why(),
    ),
    asks="Laporkan pelaksanaan", span=calendar(30), blocks=True, several=True, form=4,
)  # fmt: skip
OBJECTION: Final = Paper(
    PaperKind.OBJECTION, "end", "Keberatan", "Catat keberatan",
    "Pakai ini bila pelapor menyampaikan keberatan lewat telepon atau di loket.",
    (text("text", "Isi keberatan", "Dengan kata-kata pelapor.", required=True),),
    frozenset({State.DELIVERED}), OFFICER, "uu25-37", Event.OBJECT,
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
