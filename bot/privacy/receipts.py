"""Receipts: the whole receipt of a case, with everything that UU 25/2009 Ps. 42-45 wants of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from sqlalchemy.ext.asyncio import AsyncConnection

from bot import cases
from bot.casework import completeness, numbers, openhours, vias
from bot.casework.words import Kind, Protection, Slot, State
from bot.dialogue.desk import Case
from bot.house import House
from bot.public import dates, shell
from bot.public.dates import Due, Term
from storage import public

_LONGEST: Final = 1500
_SHOWN: Final = (Slot.DESCRIPTION, Slot.SERVICE, Slot.PLACE, Slot.TIME, Slot.REQUEST)
LABELS: Final[dict[Slot, str]] = {
    Slot.DESCRIPTION: "Yang dilaporkan",
    Slot.SERVICE: "Layanan",
    Slot.PLACE: "Tempat kejadian",
    Slot.TIME: "Waktu kejadian",
    Slot.REQUEST: "Harapan",
    Slot.NAME: "Nama",
    Slot.ADDRESS: "Alamat",
}
_LACKING: Final[dict[Slot, str]] = {
    Slot.DESCRIPTION: "apa yang terjadi",
    Slot.SERVICE: "layanan yang dimaksud",
    Slot.PLACE: "tempat kejadian",
    Slot.TIME: "sejak kapan",
    Slot.REQUEST: "apa yang diharapkan",
    Slot.NAME: "nama",
    Slot.ADDRESS: "alamat",
}
_KINDS: Final[dict[Kind, str]] = {
    Kind.COMPLAINT: "Pengaduan",
    Kind.INFORMATION: "Permintaan informasi",
    Kind.ASPIRATION: "Usul",
    Kind.THANKS: "Ucapan terima kasih",
}


@dataclass(frozen=True, slots=True)
class Receipt:
    """Everything on the paper, in the order in which it is read aloud."""

    number: str
    spelt: str
    register: int | None
    kind: str
    stage: str
    received: str
    place: str
    channel: str
    by: str
    by_system: bool
    confirmed: str
    protection: str
    #: Nothing where the identity is closed.
    who: Sequence[tuple[str, str]] = field(repr=False)
    facts: Sequence[tuple[str, str]] = field(repr=False)
    files: Sequence[str] = field(repr=False)
    #: It was told more than thirty days after it happened.
    late: bool = False
    lacking: Sequence[str] = ()
    due: Sequence[Due] = ()
    ahead: Sequence[Term] = ()
    link: str = ""
    printed: str = ""


async def of(
    db: AsyncConnection,
    house: House,
    row: Any,
    case: Case,
    *,
    who: Sequence[tuple[str, str]],
    files: Sequence[str],
    by: str = "",
) -> Receipt:
    """The receipt of a case; `case` holds its words as far as the reader may know them.

    by: the officer who wrote it down at the counter, where one did.
    """
    here = by or _on_duty(house, row)
    base = house.settings.server.public_url.rstrip("/")
    return Receipt(
        number=row.number,
        spelt=numbers.spell(row.number),
        register=row.register_no,
        kind=_KINDS[case.kind],
        stage=dates.stage(house, case.state),
        received=dates.moment(house, row.received_at),
        place=", ".join(filter(None, (house.office.name, house.settings.office.address))),
        channel=_channel(house, row),
        by=here,
        by_system=not here,
        confirmed=dates.moment(house, case.confirmed_at) if case.confirmed_at else "",
        protection=str(case.protection),
        who=who,
        facts=_facts(case),
        files=files,
        late=cases.filed_late(house, row, case),
        lacking=_lacking(case),
        due=dates.running(house, await public.running_clocks(db, row.id), State(row.state)),
        ahead=dates.ahead(house, case.kind, case.protection),
        link=f"{base}/lacak" if base else "",
        printed=dates.moment(house, house.now()),
    )


def identity(case: Case) -> list[tuple[str, str]]:
    """Who complains, where that may stand on a paper."""
    if case.protection is not Protection.OPEN:
        return []
    told = [(LABELS[slot], case.slots.get(slot, "")) for slot in (Slot.NAME, Slot.ADDRESS)]
    return [(label, words) for label, words in told if words]


def _on_duty(house: House, row: Any) -> str:
    """Whose name stands for the office while it is open; "" where the system was alone."""
    local = row.received_at.astimezone(house.settings.zone)
    working = house.calendar.is_working(local.date())
    is_open = openhours.is_open(house.settings.office.hours, local, working=working)
    return house.settings.office.officer if is_open else ""


def _channel(house: House, row: Any) -> str:
    if row.via:
        return vias.NAMES[row.via]
    if house.channels.get(row.account) is not None and row.account == shell.web_account(house):
        return "formulir web"
    use = next((one.use for one in house.settings.accounts if one.name == row.account), "")
    return shell.NAMES.get(use, row.account)


def _facts(case: Case) -> list[tuple[str, str]]:
    told = [(LABELS[slot], case.slots.get(slot, "")) for slot in _SHOWN]
    return [
        (label, words[:_LONGEST] + ("…" if len(words) > _LONGEST else ""))
        for label, words in told
        if words
    ]


def _lacking(case: Case) -> list[str]:
    """What may still follow; who stays without a name is asked for none."""
    hidden = case.protection is Protection.RAHASIA
    lacking = completeness.missing(case.kind, case.slots, case.protection)
    asks = case.kind is Kind.COMPLAINT
    names = (Slot.NAME, Slot.ADDRESS)
    return [_LACKING[slot] for slot in lacking if asks and not (hidden and slot in names)]
