"""Settings: every key an operator may write, with its meaning, one table per section."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from bot.casework.offices import OfficeKind
from bot.casework.remedies import Role
from bot.casework.words import Clock
from channels.settings import Setting


@dataclass(frozen=True, slots=True)
class OfficeSettings:
    name: str
    short_name: str
    kind: str
    region: str
    province: str
    zone: str
    address: str
    phone: str
    hours: str
    officer: str
    on_duty: str
    services: tuple[str, ...]
    places: tuple[str, ...]
    words: str


@dataclass(frozen=True, slots=True)
class Responsible:
    name: str
    title: str
    address: str
    email: str


@dataclass(frozen=True, slots=True)
class Custodian:
    name: str
    body: str
    contact: str


@dataclass(frozen=True, slots=True)
class AboveHead:
    """Who takes a report against the head, the deciders or the complaints unit itself."""

    name: str
    body: str
    contact: str
    email: str


@dataclass(frozen=True, slots=True)
class UnitSettings:
    """One unit; the first one that is not above the office is the office itself."""

    name: str
    kind: str
    parent: str
    phone: str


@dataclass(frozen=True, slots=True)
class ServerSettings:
    host: str
    port: int
    local_port: int
    public_url: str
    trusted_proxies: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StorageSettings:
    database: str = field(repr=False)
    folder: str
    key_file: str


@dataclass(frozen=True, slots=True)
class LimitSettings:
    file_mb: int
    files: int
    form_per_hour: int
    lookups_per_hour: int
    session_hours: int
    idle_minutes: int
    quiet_from: int
    quiet_until: int


@dataclass(frozen=True, slots=True)
class CalendarSettings:
    joint_leave: bool
    closed: tuple[str, ...]
    opened: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PrivacySettings:
    """Whom citizens ask about their data, and who else handles them."""

    officer: str
    contact: str
    processors: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RetentionSettings:
    """How many years are kept what a case tells, and what belongs to no case."""

    years: int
    messages_years: int


@dataclass(frozen=True, slots=True)
class Contact:
    """An emergency service, as citizens are told of it."""

    name: str
    contact: str


SECTIONS: Final[Mapping[str, type]] = {
    "office": OfficeSettings,
    "responsible": Responsible,
    "custodian": Custodian,
    "above_head": AboveHead,
    "server": ServerSettings,
    "storage": StorageSettings,
    "limits": LimitSettings,
    "calendar": CalendarSettings,
    "privacy": PrivacySettings,
    "retention": RetentionSettings,
}

KEYS: Final[Mapping[str, tuple[Setting, ...]]] = {
    "office": (
        Setting("name", "Nama resmi kantor, seperti di papan nama.", required=True),
        Setting("short_name", "Nama pendek untuk SMS; kosong berarti nama resmi.", ""),
        Setting("kind", f"Jenis kantor: {', '.join(OfficeKind)}.\nMenentukan dewan, kantor Ombudsman, dan penerima laporan kinerja yang disebut.", "kelurahan"),
        Setting("region", "Kota atau kabupaten tempat kantor ini, misalnya Kota Bandung atau Kabupaten Sleman.", ""),
        Setting("province", "Provinsi tempat kantor ini, misalnya Jawa Barat; kosong pada kantor pusat.", ""),
        Setting("zone", "Zona waktu: Asia/Jakarta, Asia/Makassar, atau Asia/Jayapura.", "Asia/Jakarta"),
        Setting("address", "Alamat kantor, tempat warga dapat datang.", ""),
        Setting("phone", "Nomor telepon kantor yang dijawab orang.", ""),
        Setting("hours", "Jam layanan.", "Senin sampai Jumat, pukul 08.00 sampai 15.00"),
        Setting("officer", "Nama petugas pengaduan yang disebut kepada warga.", ""),
        Setting("on_duty", "Nama masuk petugas piket, penanggung jawab laporan baru; kosong berarti pimpinan unit pengaduan.", ""),
        Setting("services", "Nama layanan kantor ini, satu teks untuk tiap layanan.", ()),
        Setting("places", "Nama kampung, dusun, perumahan, dan jalan di wilayah kantor ini, satu teks untuk tiap nama.", ()),
        Setting("words", "Berkas TOML berisi kata daerah setempat, misalnya kata.toml; kosong berarti tidak ada.", ""),
    ),
    "responsible": (
        Setting("name", "Nama penanggung jawab pengaduan; undang-undang mewajibkan diumumkan.", required=True),
        Setting("title", "Jabatan penanggung jawab.", required=True),
        Setting("address", "Alamat penanggung jawab; undang-undang mewajibkan diumumkan.", required=True),
        Setting("email", "Email penanggung jawab: setiap hari menerima kepala catatan, bukti bahwa riwayat tidak diubah, dan nomor laporan yang lama lewat tenggat.", ""),
    ),
    "custodian": (
        Setting("name", "Pemegang rahasia identitas dari luar kantor; kosong berarti belum ada.", ""),
        Setting("body", "Lembaga asal pemegang rahasia, misalnya Inspektorat Kota.", ""),
        Setting("contact", "Telepon pemegang rahasia.", ""),
    ),
    "above_head": (
        Setting("name", "Pejabat di atas kantor ini, misalnya Inspektur Kota; kosong berarti belum ada.", ""),
        Setting("body", "Lembaganya, misalnya Inspektorat Kota Sukajaya.", ""),
        Setting("contact", "Telepon dan alamatnya, disebut kepada pelapor.", ""),
        Setting("email", "Emailnya: menerima surat bahwa ada laporan tersegel, tanpa isi dan tanpa nama.", ""),
    ),
    "server": (
        Setting("host", "Alamat tempat program mendengarkan.", "127.0.0.1"),
        Setting("port", "Porta untuk warga, petugas, dan penyedia.", 8080),
        Setting("local_port", "Porta kedua di 127.0.0.1 untuk gerbang SMS tanpa tanda tangan.", 8081),
        Setting("public_url", "Alamat https yang dilihat warga; kosong bila belum ada.", ""),
        Setting("trusted_proxies", "Alamat IP proksi terbalik di depan program ini.", ()),
    ),
    "storage": (
        Setting("database", "sqlite+aiosqlite:///data/sahut.db, atau postgresql+asyncpg://... untuk PostgreSQL.",
                "sqlite+aiosqlite:///data/sahut.db", secret=True),
        Setting("folder", "Folder untuk lampiran dan antrean.", "data"),
        Setting("key_file", "Berkas kunci penyegel data; dibuat oleh sahut init.", "data/sahut.key"),
    ),
    "limits": (
        Setting("file_mb", "Ukuran lampiran terbesar yang diterima, dalam MB.", 20),
        Setting("files", "Jumlah lampiran terbanyak pada satu formulir.", 5),
        Setting("form_per_hour", "Formulir terbanyak dari satu jaringan dalam satu jam.", 20),
        Setting("lookups_per_hour", "Pencarian nomor terbanyak dari satu jaringan dalam satu jam.", 30),
        Setting("session_hours", "Lama satu kali masuk petugas, dalam jam.", 12),
        Setting("idle_minutes", "Petugas keluar sendiri setelah diam sekian menit.", 60),
        Setting("quiet_from", "Mulai jam ini hanya jawaban yang dikirim.", 21),
        Setting("quiet_until", "Sampai jam ini hanya jawaban yang dikirim.", 7),
    ),
    "calendar": (
        Setting("joint_leave", "Cuti bersama dihitung sebagai hari libur.", True),
        Setting("closed", "Hari libur tambahan, misalnya hari pemilihan setempat.", ()),
        Setting("opened", "Hari yang di kantor ini tetap kerja.", ()),
    ),
    "privacy": (
        Setting("officer", "Pejabat pelindungan data pribadi; kosong berarti penanggung jawab.", ""),
        Setting("contact", "Telepon atau email untuk bertanya tentang data; kosong berarti telepon kantor.", ""),
        Setting("processors", "Siapa lagi yang mengolah data, misalnya penyedia server; satu teks untuk tiap pihak.", ()),
    ),
    "retention": (
        Setting("years", "Laporan disimpan sekian tahun sesudah berakhir, paling sedikit 3.", 5),
        Setting("messages_years", "Pesan yang bukan laporan disimpan sekian tahun.", 1),
    ),
}  # fmt: skip

CONTACT: Final = (
    Setting("name", "Nama layanan.", required=True),
    Setting("contact", "Nomor telepon yang dijawab.", required=True),
)

REMEDY: Final = (
    Setting("role", f"Peran: {', '.join(Role)}; kosong berarti menurut namanya.", ""),
    Setting("name", "Nama lembaga; boleh kosong pada inspektorat, ombudsman, dewan, dan bpd.", ""),
    Setting("contact", "Telepon, boleh bersama situsnya.", ""),
    Setting("address", "Alamat yang dapat didatangi.", ""),
    Setting("hours", "Jam bukanya.", ""),
)

UNIT: Final = (
    Setting("name", "Nama unit, seperti di papan nama.", required=True),
    Setting("kind", "intake menerima pengaduan, service melayani, above di atas kantor ini.", "service"),
    Setting("parent", "Nama unit di atasnya; kosong berarti unit pertama.", ""),
    Setting("phone", "Telepon unit.", ""),
)  # fmt: skip

#: Tables that may stand several times, with the keys of each.
LISTS: Final[Mapping[str, tuple[Setting, ...]]] = {
    "units": UNIT,
    "remedies": REMEDY,
    "emergency": CONTACT,
}

#: Keys of [promises]: days, in the kind of day that the law counts for that clock.
PROMISES: Final[Mapping[str, Clock]] = {
    "news": Clock.V,
    "completeness": Clock.A,
    "decision": Clock.C,
    "delivery": Clock.D,
    "information": Clock.I,
}
