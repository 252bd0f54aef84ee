"""Letters: what officers' acts say to a citizen, and to which address of theirs it goes."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any, Final

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.dialogue.desk import KEY_MARK, Button
from bot.dialogue.scene import form
from bot.house import House
from bot.inbox import lists, people, times
from bot.inbox.acts import Unfit
from bot.inbox.words import TAKEN_FOR
from bot.intake.desks import line
from bot.outgoing import budget
from bot.outgoing.sending import HELD, Letter, row
from bot.outgoing.splitting import fits
from storage import detours, exchange, linking, ways
from storage.seal import PersonKey

#: Events of a conversation that are not the citizen speaking.
_MUTE: Final = (*TAKEN_FOR, "echo")


@dataclass(frozen=True, slots=True)
class Where:
    """The address a reply goes to. `wait`: why it will not leave at once; "" where it does."""

    contact: int
    address: int
    account: str
    channel: str
    channel_name: str
    text: int
    files: bool
    note: str = ""
    wait: str = ""
    value: str = ""
    #: Its words light up on a screen that others may see.
    rings: bool = True


async def where(house: House, db: AsyncConnection, case: Any, person: people.Person) -> Where:
    """Where the citizen wants it; else by the account that was written to, to an address that is
    surely theirs."""
    known, key = await _chosen(house, db, case, person)
    account = known.account
    limits = line(house, account)
    use, channel_name = lists.channel(house, account)
    found = Where(
        known.contact_id, known.id, account, use, channel_name, limits.text, not limits.costly,
        value=people.address(key, known) if key is not None else "",
        rings=_rings(house, account),
    )  # fmt: skip
    note, wait = _window(house, account, known.heard_at)
    if wait and not house.channels[account].notice:
        note, wait = await _detour(house, db, case, known.id, wait)
    note = note or await _costs(house, db, account)
    if account not in house.channels:
        wait = f"Kanal {channel_name} sedang tidak aktif; pesan menunggu sampai dinyalakan lagi."
    elif known.blocked_at is not None:
        wait = "Pelapor menutup percakapan ini; pesan mungkin tidak sampai."
    return replace(found, note=note, wait=wait)


async def _chosen(
    house: House, db: AsyncConnection, case: Any, person: people.Person
) -> tuple[Any, PersonKey | None]:
    """The address, and the key of whoever it belongs to: a linked one is somebody else's."""
    chosen = await ways.chosen(db, case.id)
    if chosen is not None and chosen.account in house.channels:
        return chosen, people.key_of(house, chosen)
    last = await exchange.last_words(db, case.id, _MUTE)
    sure = last is not None and last.proof == "strong"
    return await exchange.address(db, last.address_id if sure else case.address_id), person.key


async def _detour(
    house: House, db: AsyncConnection, case: Any, address: int, wait: str
) -> tuple[str, str]:
    """Nothing knocks here: what the citizen allowed is used at once, else it waits."""
    for spare in await detours.spares(db, case.id, list(house.channels), {address}):
        _, name = lists.channel(house, spare.account)
        return f"Di luar 24 jam: dikirim lewat {name}, seperti disetujui pelapor.", ""
    return "", wait


def refuse_long(house: House, to: Where, text: str) -> None:
    """Raises Unfit for a text that the channel does not carry in one message."""
    if len(text) > to.text:
        raise Unfit(f"Terlalu panjang untuk {to.channel_name}: lebih {len(text) - to.text} huruf.")
    channel = house.channels.get(to.account)
    if channel is not None and channel.limits.units:
        units = channel.units(text)
        if units > channel.limits.units:
            raise Unfit(
                f"Terlalu panjang untuk {to.channel_name}: menjadi {units} bagian, "
                f"paling banyak {channel.limits.units}. Huruf di luar abjad Latin memakan tempat."
            )


def say(house: House, case: Any, account: str, key: str, **given: object) -> str:
    """The text of this key in the citizen's language and the channel's form."""
    carries, office = line(house, account), house.office
    params: dict[str, object] = {
        "number": case.number,
        "office": office.name,
        "short_name": office.short_name,
        "phone": office.phone,
        "hours": office.hours,
        "responsible": office.responsible,
        "address": office.address,
        "remedies": _remedies(house),
        "key": KEY_MARK,
        "text": "",
        "date": "",
        "officer": office.officer,
    }
    return house.texts.say(
        case.language, key, form=form(carries), bold=carries.markup, **(params | given)
    )


def day(house: House, case: Any, account: str, due: date) -> str:
    """A date as this channel writes it."""
    if line(house, account).costly:
        return f"{due.day}/{due.month}"
    today = house.calendar.local_date(house.now())
    return house.texts.day(case.language, due, year=due.year != today.year)


def post(
    house: House,
    case: Any,
    to: Where,
    purpose: str,
    text: str,
    officer: int | None,
    *,
    letter: int | None = None,
    buttons: Sequence[Button] = (),
) -> list[dict[str, Any]]:
    """The outbox rows: the letter, or a knock without a word of it where the name is closed."""
    made = Letter(
        contact=to.contact,
        address=to.address,
        account=to.account,
        purpose=purpose,
        text=text,
        complaint=case.id,
        officer=officer,
        buttons=_fitting(house, to.account, buttons),
        subject=f"Laporan {case.number}" if line(house, to.account).letter else "",
    )
    first = row(house, made) | {"held_at": None}
    if letter is not None:
        first["id"] = letter
    if not people.is_hidden(case.protection) or not _rings(house, to.account):
        return [first]
    knock = say(house, case, to.account, "news_hidden")
    told = replace(made, purpose="knock", text=knock, officer=None, buttons=())
    return [
        first | {"state": HELD, "held_at": house.now()},
        row(house, told) | {"held_at": None},
    ]


def _rings(house: House, account: str) -> bool:
    """Whether its words light up on a screen that others may see."""
    channel = house.channels.get(account)
    return channel is None or not (channel.limits.page or channel.limits.by_hand)


async def _costs(house: House, db: AsyncConnection, account: str) -> str:
    """What this channel has cost this month, where its messages are counted."""
    bill = next((one for one in await budget.bills(db, house) if one.account == account), None)
    if bill is None:
        return ""
    spent = f"bulan ini {bill.units} bagian"
    if bill.rupiah:
        spent += f", {budget.rupiah(bill.rupiah)}"
    if bill.limit is not None:
        spent += f" dari {budget.rupiah(bill.limit)}"
    return f"Setiap 153 huruf satu bagian SMS berbayar; {spent}."


#: What is asked of the one whose case it is, and what follows from their silence.
_TO_ONE: Final = frozenset({"reminder", "status_incomplete", "status_deemed_withdrawn"})


async def to_joined(
    house: House,
    db: AsyncConnection,
    case: Any,
    key: str,
    author: int | None,
    **given: object,
) -> list[dict[str, Any]]:
    """The same news to the citizens of the cases that were joined with this one, each with the
    number of their own; of a closed name, theirs or its own, only that there is news."""
    if key in _TO_ONE:
        return []
    rows = []
    for one in await linking.joined(db, case.id):
        closed = one.contact_id != case.contact_id and people.is_hidden(case.protection)
        told = say(house, one, one.account, "news_hidden" if closed else key, **given)
        text, to = _short(house, one, one.account, told), _at(house, one)
        if closed:
            rows.append(_letter(house, one, to, "knock", text, None))
        else:
            rows += post(house, one, to, "status", text, author)
    return rows


def _letter(
    house: House, case: Any, to: Where, purpose: str, text: str, officer: int | None
) -> dict[str, Any]:
    made = Letter(
        contact=to.contact,
        address=to.address,
        account=to.account,
        purpose=purpose,
        text=text,
        complaint=case.id,
        officer=officer,
        subject=f"Laporan {case.number}" if line(house, to.account).letter else "",
    )
    return row(house, made) | {"held_at": None}


async def copies(
    house: House,
    db: AsyncConnection,
    case: Any,
    purpose: str,
    key: str,
    author: int | None,
    **given: object,
) -> list[dict[str, Any]]:
    """The same news to everybody else who opened the case with its kunci, each where they are.

    None where the citizen chose one address: then it goes there alone. Nor to one that only
    stands by.
    """
    if await ways.chosen(db, case.id) is not None:
        return []
    waiting = await ways.standing_by(db, case.id)
    pages = [name for name, channel in house.channels.items() if channel.limits.page]
    rows = []
    for one in await linking.recipients(db, case.id, pages):
        if one.is_owner or one.account in pages or one.account not in house.channels:
            continue
        if one.address_id in waiting or one.stopped_at is not None:
            continue
        hidden = people.is_hidden(case.protection)
        told = "news_hidden" if hidden else key
        text = _short(house, case, one.account, say(house, case, one.account, told, **given))
        who, why = (None, "knock") if hidden else (author, purpose)
        rows.append(_letter(house, case, _at(house, one), why, text, who))
    return rows


def _at(house: House, one: Any) -> Where:
    """Another address of somebody, as it stands."""
    limits, (use, name) = line(house, one.account), lists.channel(house, one.account)
    costs = limits.costly
    return Where(one.contact_id, one.address_id, one.account, use, name, limits.text, not costs)


def _short(house: House, case: Any, account: str, text: str) -> str:
    """Where every message is paid for, a long copy only says that there is news."""
    if not line(house, account).costly or fits(house.channels[account], text):
        return text
    return say(house, case, account, "ways.long", channel="")


def _window(house: House, account: str, heard_at: datetime | None) -> tuple[str, str]:
    """Until when free text may be sent, or that it has to wait."""
    channel = house.channels.get(account)
    hours = channel.limits.window if channel else None
    if channel is not None and channel.limits.by_hand:
        return "Petugas menyampaikannya: telepon, surat, atau bertemu.", ""
    if hours is None:
        return "", ""
    now = house.now()
    ends = heard_at + timedelta(hours=hours) if heard_at else now
    if ends <= now:
        knocks = "membuka ketukan kami" if channel and channel.notice else "menulis"
        return "", f"Di luar {math.ceil(hours)} jam: pesan menunggu sampai pelapor {knocks}."
    return f"Bisa langsung dibalas sampai {times.brief(ends, now, house.settings.zone)}.", ""


def _fitting(house: House, account: str, buttons: Sequence[Button]) -> tuple[Button, ...]:
    carries = line(house, account)
    fit = buttons[: carries.choices]
    return tuple(replace(one, title=one.title[: carries.choice_title]) for one in fit)


def _remedies(house: House) -> str:
    named = ", ".join(one.briefly for one in house.office.remedies)
    return f"Bisa juga ke {named}, tanpa biaya." if named else ""
