"""What every gateway is told of the office's number, whichever carries its messages."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

import phonenumbers

from channels.settings import Setting, SettingsError, read
from channels.sms import numbers


@dataclass(frozen=True, slots=True)
class Config:
    """The common part of `[channels.sms]`, checked."""

    gateway: str
    number: str
    region: str
    max_segments: int
    price: float
    per_second: float
    per_recipient: float
    per_day: int
    sim_expires: str
    self_test: str = field(repr=False)
    silent_hours: float
    balance_low: float
    timeout: float

    @property
    def dialled(self) -> str:
        """The office's number without what people put between its digits."""
        return self.number.replace(" ", "").replace("-", "")

    @property
    def expires(self) -> date | None:
        """The day on which the SIM lapses, where the operator has told it."""
        return date.fromisoformat(self.sim_expires) if self.sim_expires else None


SETTINGS: tuple[Setting, ...] = (
    Setting(
        "gateway",
        "Jalan SMS: android (HP), gammu (modem USB), bridge (modem di tempat lain), kannel, smpp, "
        "atau twilio.",
        required=True,
    ),
    Setting("number", "Nomor SMS kantor seperti ditulis warga: +62812..., atau nomor pendek.", ""),
    Setting("region", "Kode negara dua huruf untuk nomor yang ditulis tanpa +62.", "ID"),
    Setting("max_segments", "Bagian SMS terbanyak untuk satu pesan keluar.", 3),
    Setting("price", "Tarif satu SMS dalam rupiah, untuk hitungan biaya.", 0.0),
    Setting("per_second", "SMS per detik untuk nomor ini.", 0.5),
    Setting("per_recipient", "Jeda detik antara dua SMS kepada satu orang.", 5.0),
    Setting("per_day", "SMS terbanyak dalam 24 jam; 0 berarti tanpa batas.", 0),
    Setting("sim_expires", "Tanggal masa aktif kartu berakhir, misalnya 2027-03-31.", ""),
    Setting(
        "self_test",
        "Nomor yang setiap bulan menerima SMS uji, misalnya HP petugas; kosong berarti tanpa uji.",
        "",
    ),
    Setting(
        "silent_hours",
        "Ingatkan petugas bila sekian jam tidak ada SMS keluar atau masuk; 0 berarti tidak.",
        0.0,
    ),
    Setting(
        "balance_low",
        "Ingatkan petugas bila sisa pulsa kurang dari sekian rupiah; 0 berarti tidak.",
        0.0,
    ),
    Setting("timeout", "Detik menunggu jawaban gateway.", 20.0),
)


def check(given: Mapping[str, object]) -> Config:
    """Raises SettingsError."""
    config = read(Config, SETTINGS, given)
    mistakes = [(key, text) for key, wrong, text in _checks(config) if wrong]
    if mistakes:
        raise SettingsError(mistakes)
    return config


def prefixed(gateway: str, offered: tuple[Setting, ...]) -> Iterator[Setting]:
    """A gateway's own settings, under names that no other gateway has."""
    for one in offered:
        name = f"{gateway}_{one.name}"
        yield Setting(name, one.help, one.default, required=one.required, secret=one.secret)


def _checks(config: Config) -> tuple[tuple[str, bool, str], ...]:
    known = config.region in phonenumbers.SUPPORTED_REGIONS
    return (
        ("region", not known, "isi kode negara dua huruf, misalnya ID"),
        ("number", bool(config.number) and not _dialled(config.number), _NUMBER),
        ("max_segments", not 1 <= config.max_segments <= 10, "harus 1 sampai 10"),
        ("per_second", config.per_second <= 0, "harus lebih dari nol"),
        ("timeout", config.timeout <= 0, "harus lebih dari nol"),
        ("sim_expires", not _is_day(config.sim_expires), "tulis seperti 2027-03-31"),
        (
            "self_test",
            known and bool(config.self_test) and not numbers.e164(config.self_test, config.region),
            "isi nomor HP, misalnya +628123456789",
        ),
    )


_NUMBER = "isi nomor saja, misalnya +628123456789 atau 1708"


def _dialled(number: str) -> bool:
    return bool(re.fullmatch(r"\+?[\d -]{3,20}", number, re.ASCII))


def _is_day(day: str) -> bool:
    try:
        return not day or bool(date.fromisoformat(day))
    except ValueError:
        return False
