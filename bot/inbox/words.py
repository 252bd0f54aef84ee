"""Words: what officers read on the screen for the values of casework and for what is sent."""

from __future__ import annotations

from typing import Final

from bot.casework.words import Clock, Event, Kind, Protection, Slot, Step
from bot.roles import Role

KINDS: Final[dict[str, str]] = {
    Kind.COMPLAINT: "Pengaduan",
    Kind.INFORMATION: "Permintaan informasi",
    Kind.ASPIRATION: "Usul",
    Kind.THANKS: "Ucapan terima kasih",
}
PROTECTIONS: Final[dict[Protection, str]] = {
    Protection.OPEN: "Nama boleh dibaca petugas pengaduan.",
    Protection.UNSETTLED: "Nama ditutup: pelapor belum memilih apakah namanya boleh dibaca.",
    Protection.RAHASIA: "Rahasia: nama, nomor, dan suara asli hanya dibuka {custodian}.",
    Protection.ANONIM: "Tanpa nama: pelapor meminta namanya tidak dicatat.",
}
SLOTS: Final[dict[Slot, str]] = {
    Slot.DESCRIPTION: "Yang terjadi",
    Slot.SERVICE: "Layanan",
    Slot.PLACE: "Tempat",
    Slot.TIME: "Waktu",
    Slot.REQUEST: "Harapan pelapor",
    Slot.NAME: "Nama",
    Slot.ADDRESS: "Alamat",
}
#: What a statutory notice asks for, as the first draft of it.
MISSING: Final[dict[Slot, str]] = {
    Slot.DESCRIPTION: "cerita singkat tentang apa yang terjadi",
    Slot.SERVICE: "layanan yang dimaksud",
    Slot.REQUEST: "penyelesaian yang diharapkan",
    Slot.NAME: "nama Bapak/Ibu",
    Slot.ADDRESS: "alamat tempat tinggal",
}
ALARMS: Final[dict[str, str]] = {
    "human": "minta berbicara dengan petugas",
    "pressure": "ada tekanan terhadap pelapor",
    "threat": "ada kata ancaman",
    "emergency": "darurat, nyawa atau keselamatan",
    "link": "dibuka dari alamat lain",
    "suspect": "perlu dicek, kolom jebakan terisi",
    "junk": "dari folder spam, jawabannya menunggu",
    "unreached": "kabar tidak sampai, perlu ditelepon",
    "overdue": "tenggat terlewat",
    "call": "perlu ditelepon, laporannya belum lengkap",
    "complete": "semua sudah ada, tinggal dinyatakan lengkap",
    "withdrawal": "batas pelapor lewat, boleh dianggap dicabut",
    "answer": "batas pelapor lewat, diakhiri dengan jawaban",
    "reply": "pesan pelapor belum dibaca",
    "untold": "pelapor belum tentu tahu apa yang kurang, perlu ditelepon",
    "owed": "jawaban yang ditunggu belum datang",
    "parted": "gabungannya berakhir tanpa jawaban, kini tersendiri lagi",
}
#: What somebody else owed us an answer to.
OWED: Final = "owed"
#: Worth a look, and nothing that presses.
CALM: Final = frozenset(
    {
        "suspect", "junk", "unreached", "call", "complete", "withdrawal", "answer", "reply",
        "untold", "owed", "parted",
    }
)  # fmt: skip
CHANNELS: Final[dict[str, str]] = {
    "telegram": "Telegram",
    "whatsapp": "WhatsApp",
    "web": "Halaman web",
    "email": "Email",
    "sms": "SMS",
    "counter": "Loket",
}
ROLES: Final[dict[Role, str]] = {
    Role.OFFICER: "Petugas",
    Role.HEAD: "Pejabat pemutus",
    Role.UNIT: "Wakil unit",
    Role.LIAISON: "Penghubung SP4N",
    Role.PPID: "PPID",
    Role.CUSTODIAN: "Pemegang rahasia",
    Role.INSPECTOR: "Pemeriksa",
    Role.ASSESSOR: "Penilai",
    Role.ADMIN: "Pengelola",
}
#: What a clock is waiting for, after its date.
CLOCKS: Final[dict[Clock, str]] = {
    Clock.F: "batas melapor",
    Clock.V: "kabar pertama",
    Clock.A: "jawaban lengkap atau belum",
    Clock.B: "dilengkapi pelapor",
    Clock.C: "keputusan",
    Clock.D: "penyampaian hasil",
    Clock.R: "tanggapan pelapor",
    Clock.I: "jawaban informasi",
    Clock.J: "jawaban PPID",
}
#: To whom a missed date was passed on.
ABOVE: Final[dict[str, str]] = {
    "superior": "atasan langsung",
    "responsible": "penanggung jawab kantor",
}
#: What an officer is warned of while a clock still runs.
WARNINGS: Final[dict[Step, str]] = {
    Step.HALF: "separuh waktu sudah lewat",
    Step.FIFTH: "empat perlima waktu sudah lewat",
    Step.LAST: "hari kerja terakhir sebelum batas",
}
#: "Rina ..." or "Pelapor ...", as the case's story tells it.
DONE: Final[dict[Event, str]] = {
    Event.REGISTER: "mendaftarkan laporan ini",
    Event.DECLARE_INCOMPLETE: "menyatakan laporan belum lengkap",
    Event.DECLARE_COMPLETE: "menyatakan laporan lengkap",
    Event.TAKE: "mulai menelaah",
    Event.REFER: "menyalurkan ke instansi lain",
    Event.RECLASSIFY: "mengubah jenis laporan",
    Event.JOIN: "menggabungkan dengan laporan lain",
    Event.PART: "memisahkan laporan ini dari gabungannya",
    Event.RECOMMEND: "menyampaikan saran penyelesaian",
    Event.DECIDE: "memutuskan",
    Event.DELIVER: "mencatat hasil sudah tersampaikan",
    Event.OBJECT: "menyampaikan keberatan",
    Event.REVIEW_AGAIN: "memulai telaah ulang",
    Event.CLOSE: "menutup laporan",
    Event.ARCHIVE: "mengarsipkan laporan",
    Event.WITHDRAW: "mencabut laporan",
    Event.DEEM_WITHDRAWN: "menyatakan laporan dianggap dicabut",
    Event.RESUME: "melanjutkan laporan",
    Event.ANSWER: "menjawab dan menyelesaikan",
    Event.TO_COMPLAINT: "menjadikan pengaduan",
    Event.TO_QUESTION: "menjadikan pertanyaan",
    Event.TO_PPID: "meneruskan ke PPID",
    Event.EXTEND: "memperpanjang waktu jawaban",
    Event.FAST_REPAIR: "menyerahkan untuk langsung diperbaiki",
    Event.REPAIRED: "mengabarkan sudah diperbaiki",
    Event.ACCEPT_REPAIR: "menyatakan sudah beres",
    Event.REFUSE_REPAIR: "menyatakan belum beres",
    Event.REMIND: "mengingatkan pelapor",
    Event.APOLOGISE: "meminta maaf karena terlambat",
    Event.ESCALATE: "meneruskan keterlambatan kepada atasan",
    Event.PROPOSE: "mengusulkan akhir laporan",
    Event.COUNT_ANEW: "menghitung ulang tenggat",
    Event.NOTIFY: "memberi tahu pelapor tentang kelengkapan laporan",
    Event.CONFIRM: "membenarkan isi laporan",
    Event.FILL: "melengkapi isi laporan",
    Event.PROTECT: "menutup nama pelapor",
    Event.NAME_PARTY: "mencatat pihak terlapor",
    Event.SEAL_ABOVE: "menyegel laporan untuk pejabat di atas kantor ini",
    Event.OPEN_IDENTITY: "membuka identitas pelapor",
    Event.UNPROTECT: "membuka nama untuk petugas",
    Event.PRESSURE: "menandai ada tekanan",
    Event.ASK_HUMAN: "meminta petugas",
    Event.ASSIST: "mencatat bantuan yang diperlukan pelapor",
    Event.ASSIGN: "memegang laporan ini",
    Event.REFILE: "mendaftarkan lagi dengan nomor baru",
    Event.REPLY: "membalas",
    Event.NOTE: "menulis catatan",
    Event.FILE_PAPER: "menulis",
    Event.ANSWER_PAPER: "mencatat jawaban atas",
    Event.MOVE_MESSAGE: "memindahkan pesan",
    Event.SPLIT_MESSAGE: "memecah pesan menjadi laporan sendiri",
    Event.NEW_KEY: "membuat kunci baru",
    Event.LINK: "menautkan alamat lain",
    Event.UNLINK: "melepas tautan",
    Event.MOVE_NEWS: "memilih tujuan kabar",
    Event.ALLOW_FALLBACK: "membolehkan alamat cadangan",
    Event.FORBID_FALLBACK: "menutup alamat cadangan",
    Event.ERASE: "menghapus data pelapor",
    Event.RATE: "memberi nilai",
}
#: How far a message of ours has come: (mark, words).
TICKS: Final[dict[str, tuple[str, str]]] = {
    "queued": ("clock", "menunggu dikirim"),
    "sending": ("clock", "sedang dikirim"),
    "unknown": ("clock", "terkirim, menunggu kepastian dari penyedia"),
    "accepted": ("one", "diterima penyedia"),
    "sent": ("one", "terkirim"),
    "delivered": ("two", "sampai"),
    "read": ("read", "dibaca"),
    "failed": ("bad", "belum sampai"),
    "held": ("clock", "menunggu pelapor menulis lagi"),
    "cancelled": ("bad", "dibatalkan"),
    "diverted": ("clock", "dialihkan ke alamat cadangan"),
}
#: Why a file of a citizen is not here, by the attachment's state and reason.
FILES: Final[dict[str, str]] = {
    "waiting": "sedang diambil dari penyedia",
    "held": "",
    "stored": "",
    "refused": "tidak disimpan",
    "expired": "sudah tidak ada pada penyedia",
    "failed": "tidak dapat diambil dari penyedia",
}
REASONS: Final[dict[str, str]] = {
    "too_large": "lebih besar dari batas kantor ini",
    "forbidden_type": "jenisnya dapat menjalankan program",
    "account_removed": "kanalnya sudah tidak dipakai",
}
ATTACHMENTS: Final[dict[str, str]] = {
    "image": "Foto",
    "video": "Video",
    "audio": "Rekaman",
    "voice": "Pesan suara",
    "document": "Dokumen",
    "sticker": "Stiker",
    "location": "Lokasi",
    "contact": "Kontak",
    "source": "Email asli",
}
#: What an inbound event was taken for, where it is not simply a citizen's message.
TAKEN_FOR: Final[dict[str, str]] = {
    "auto_reply": "balasan otomatis",
    "bounce": "pemberitahuan gagal antar",
    "list": "milis",
    "report": "laporan otomatis dari penyedia surel",
    "system": "pemberitahuan penyedia",
    "blocked": "pelapor menutup percakapan dengan kita",
    "unblocked": "pelapor membuka lagi percakapan dengan kita",
    "moved": "pelapor berganti nomor",
}
#: Promises that an office should weigh before it sends them.
HASTY: Final = ("pasti", "janji", "berjanji", "dijanjikan", "segera", "secepatnya")
