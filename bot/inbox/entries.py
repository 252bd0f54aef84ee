"""Entries: what an officer types for somebody who came, called, or wrote on paper."""

from __future__ import annotations

import json
import re
import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, Final

from aiohttp import web

from bot.casework import numbers
from bot.casework.citations import cite
from bot.casework.vias import Via
from bot.casework.words import Protection, Slot
from bot.house import House
from bot.inbox import asking, covers, lists
from bot.intake import cleaning
from channels.base import Address, Attachment, Inbound
from channels.sms.numbers import e164
from storage.arrivals import Message

LONGEST: Final = 20_000
_FACT: Final = 2000
_TOLD: Final = 10_000
#: An officer's watch and this machine's need not agree to the second.
_AHEAD: Final = timedelta(minutes=2)
_LONG_AGO: Final = timedelta(days=3650)
_MAIL: Final = re.compile(r"[^\s@]{1,64}@[^\s@]+\.[^\s@.]{2,}")
_ON_PAPER: Final = "Isinya ada pada lampiran."

SLOTS: Final[Mapping[str, Slot]] = {
    "layanan": Slot.SERVICE,
    "tempat": Slot.PLACE,
    "waktu": Slot.TIME,
    "permintaan": Slot.REQUEST,
    "nama": Slot.NAME,
    "alamat": Slot.ADDRESS,
}
_PERSONAL: Final = frozenset({"nama", "alamat"})
_LINES: Final = (
    "token", "lewat", "tanggal", "jam", "slip", *SLOTS, "hp", "surel", "perlindungan", "kabar",
    "perlu_lain", *covers.LINES,
)  # fmt: skip
#: What somebody needs to be served as well as anybody else.
NEEDS: Final[Mapping[str, str]] = {
    "gerak": "Kursi roda, atau sulit berjalan",
    "lihat": "Sulit melihat: dibacakan, atau pesan suara",
    "dengar": "Sulit mendengar: ditulis, jangan ditelepon",
    "baca": "Sulit membaca atau menulis",
    "bahasa": "Bahasa daerah, atau juru bahasa",
    "dampingi": "Didampingi orang lain",
}


@dataclass(frozen=True, slots=True)
class Entry:
    """The form as it was typed, kept as it is until all of it fits."""

    values: Mapping[str, str] = field(repr=False)
    needs: tuple[str, ...] = ()

    def text(self, name: str) -> str:
        return self.values.get(name, "")

    @property
    def via(self) -> Via:
        given = self.text("lewat")
        return Via(given) if given in set(Via) else Via.COUNTER

    @property
    def nameless(self) -> bool:
        return self.text("perlindungan") == Protection.ANONIM


@dataclass(frozen=True, slots=True)
class Way:
    """An account by which somebody can be told, and the field that holds where."""

    account: str
    name: str
    asks: str


async def typed(request: web.Request) -> Entry:
    """What came with the form."""
    form = await asking.form(request)
    values = {name: cleaning.text(await asking.words(request, name, _FACT)) for name in _LINES}
    values["kata"] = cleaning.text(await asking.words(request, "kata", LONGEST))
    needs = tuple(code for code in NEEDS if code in form.getall("perlu", []))
    return Entry(values, needs)


def blank(house: House, via: str) -> Entry:
    """The form as it is shown first: somebody stands at the counter, now."""
    now = house.now().astimezone(house.settings.zone)
    return Entry(
        {
            "lewat": via if via in set(Via) else Via.COUNTER,
            "tanggal": f"{now:%Y-%m-%d}",
            "jam": f"{now:%H:%M}",
        }
    )


def ways(house: House) -> list[Way]:
    """The accounts by which a telephone number or a mail address is reached."""
    named = [(name, *lists.channel(house, name)) for name in house.channels]
    return [Way(name, shown, _REACHED[use][0]) for name, use, shown in named if use in _REACHED]


def received(house: House, entry: Entry) -> datetime | None:
    """When it came, by the office's own clock; None where that is no time."""
    try:
        local = datetime.fromisoformat(f"{entry.text('tanggal')}T{entry.text('jam')}")
    except ValueError:
        return None
    return None if local.tzinfo else local.replace(tzinfo=house.settings.zone)


def slip(entry: Entry) -> str:
    """The number of the paper slip as we write it; what was typed where it is none of ours."""
    given = entry.text("slip")
    return numbers.check(given) or given


def number(entry: Entry, nonce: str) -> str:
    """The number that this form's case gets: the slip's, else one that the form alone gives."""
    return slip(entry) or numbers.make(bytes.fromhex(nonce))


def words(entry: Entry) -> str:
    """The story of the case; what lies on paper only says so."""
    return entry.text("kata")[:_TOLD] or _ON_PAPER


def wrong(house: House, entry: Entry, files: int) -> dict[str, str]:
    """What has to be mended, each with the sentence for it."""
    found = {name: look(house, entry) for name, look in _CHECKS}
    if not entry.text("kata") and not files:
        found["kata"] = "Tulis apa yang disampaikan, atau lampirkan pindaian suratnya."
    return {name: sentence for name, sentence in found.items() if sentence}


def sender(house: House, entry: Entry) -> Address:
    """Where this citizen is told: by the chosen account, else by our own people."""
    way = _way(house, entry)
    if way is None or entry.nameless:
        # Of its own: two people at one counter are nobody's common history.
        return Address(_by_hand(house), secrets.token_hex(16))
    use, _ = lists.channel(house, way.account)
    return Address(way.account, _REACHED[use][1](house, entry))


def message(
    house: House,
    entry: Entry,
    officer: int,
    nonce: str,
    paper: int | None,
    files: Sequence[Attachment],
) -> Message:
    """The entry as a message for the intake, from an address that was not heard itself."""
    given, where = _given(house, entry, officer, nonce, paper), sender(house, entry)
    told = Inbound(
        key=f"{nonce}/{given['number']}",
        sender=where,
        text=entry.text("kata") or _ON_PAPER,
        sent_at=received(house, entry),
        phone="" if entry.nameless else _phone(house, entry),
        attachments=tuple(files),
        fields=json.dumps(given).encode(),
        raw=json.dumps(given | {"kata": entry.text("kata")}).encode(),
    )
    # Whoever is called back did not open that provider's window by coming here.
    return replace(cleaning.message(told, house.now()), speaks=False)


def accounts(house: House) -> list[str]:
    """Every account that an entry may go to."""
    return [_by_hand(house), *(way.account for way in ways(house))]


def _given(
    house: House, entry: Entry, officer: int, nonce: str, paper: int | None
) -> dict[str, Any]:
    """The fields as the dialogue and the officers read them; of a nameless report no person."""
    at = received(house, entry)
    assert at is not None
    given: dict[str, Any] = {
        "via": str(entry.via),
        "received_at": at.isoformat(),
        "by": officer,
        "number": number(entry, nonce),
        str(Slot.DESCRIPTION): words(entry),
    }
    hidden = _PERSONAL if entry.nameless else frozenset()
    given |= {
        str(slot): entry.text(name)
        for name, slot in SLOTS.items()
        if entry.text(name) and name not in hidden
    }
    contact = [] if entry.nameless else [entry.text("hp"), entry.text("surel")]
    more = {
        "protection": entry.text("perlindungan"),
        "contact": ", ".join(filter(None, contact)),
        "assistance": list(entry.needs),
        "assistance_note": entry.text("perlu_lain"),
        "slip": slip(entry) if paper else "",
        "case": paper,
        "papers": covers.papers(house, entry),
    }
    return given | {name: value for name, value in more.items() if value}


def _phone(house: House, entry: Entry) -> str:
    return e164(entry.text("hp"))


def _by_hand(house: House) -> str:
    return next(name for name, channel in house.channels.items() if channel.limits.by_hand)


def _way(house: House, entry: Entry) -> Way | None:
    return next((way for way in ways(house) if way.account == entry.text("kabar")), None)


_Value = Callable[[House, Entry], str]
#: By which channels somebody can be written to first, from which field, and under which address.
_REACHED: Final[Mapping[str, tuple[str, _Value]]] = {
    "sms": ("hp", _phone),
    "whatsapp": ("hp", lambda house, entry: _phone(house, entry).removeprefix("+")),
    "email": ("surel", lambda _house, entry: entry.text("surel").lower()),
}


def _wrong_date(house: House, entry: Entry) -> str:
    at, now = received(house, entry), house.now()
    if at is None:
        return "Tulis tanggal dan jam diterima, misalnya 05-01-2026 dan 09.14."
    if at > now + _AHEAD:
        law = cite("uu25-42-45")
        return f"Waktu diterima ini belum terjadi. Periksa tanggal dan jamnya ({law})."
    return "Tahun ini sudah terlalu lama. Periksa tanggalnya." if at < now - _LONG_AGO else ""


def _wrong_slip(_house: House, entry: Entry) -> str:
    given = entry.text("slip")
    if not given or numbers.check(given):
        return ""
    return "Nomor slip ini belum cocok. Bandingkan lagi tiap huruf dan angkanya."


def _wrong_secrecy(house: House, entry: Entry) -> str:
    chosen = entry.text("perlindungan")
    offered = {"", Protection.OPEN, Protection.ANONIM}
    offered |= {Protection.RAHASIA} if house.settings.custodian.name else set()
    return "" if chosen in offered else "Pilih salah satu dari yang ada di sini."


def _wrong_phone(house: House, entry: Entry) -> str:
    way = _way(house, entry)
    if entry.nameless or way is None or way.asks != "hp" or _phone(house, entry):
        return ""
    return f"Untuk {way.name} perlu nomor HP yang lengkap, misalnya 0812 3456 7890."


def _wrong_mail(house: House, entry: Entry) -> str:
    given, way = entry.text("surel"), _way(house, entry)
    if entry.nameless or _MAIL.fullmatch(given):
        return ""
    if given:
        return "Alamat email ini belum lengkap, misalnya nama@contoh.id."
    asked = way is not None and way.asks == "surel"
    return "Untuk email perlu alamatnya, misalnya nama@contoh.id." if asked else ""


def _wrong_way(house: House, entry: Entry) -> str:
    chosen = entry.text("kabar")
    known = not chosen or _way(house, entry) is not None
    return "" if known else "Kanal ini sedang tidak ada. Pilih yang lain."


_CHECKS: Final[Sequence[tuple[str, _Value]]] = (
    ("tanggal", _wrong_date),
    ("slip", _wrong_slip),
    ("perlindungan", _wrong_secrecy),
    ("hp", _wrong_phone),
    ("surel", _wrong_mail),
    ("kabar", _wrong_way),
    ("asal", covers.wrong),
)
