"""People: whom an address belongs to, made when somebody writes for the first time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import Boolean, bindparam, case, delete, func, insert, null, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.database import upsert
from storage.ids import Ids
from storage.seal import PersonKey, Vault
from storage.tables import Utc, addresses, contacts

if TYPE_CHECKING:
    from storage.arrivals import Message, Where


@dataclass(frozen=True, slots=True)
class Person:
    """A contact by one of its addresses, and the key that seals what comes from there."""

    contact: int
    address: int
    key: PersonKey = field(repr=False)


People = dict[bytes, Person]


def blind(vault: Vault, where: Where) -> bytes:
    """By which an address is found."""
    return vault.blind(f"address/{where.account}", where.value)


async def meet(
    db: AsyncConnection, vault: Vault, ids: Ids, now: datetime, new: Sequence[Message]
) -> People:
    """Whoever wrote these messages, by the blind index of each address."""
    wanted = {blind(vault, w): w for m in new for w in (m.sender, *m.aliases)}
    known, forgotten = await _known(db, vault, wanted)
    made = _strangers(vault, ids, now, new, wanted, known, forgotten)
    if made.contacts:
        await db.execute(insert(contacts), made.contacts)
    if made.returned:
        await db.execute(_RETURNED, sorted(made.returned, key=lambda row: row["b_id"]))
    if not made.addresses:
        return known | made.people
    rows = await db.execute(
        upsert(db, addresses).on_conflict_do_nothing().returning(addresses.c.blind),
        sorted(made.addresses, key=lambda row: row["blind"]),
    )
    won = {row.blind for row in rows}
    lost = [row["blind"] for row in made.addresses if row["blind"] not in won]
    if not lost:
        return known | made.people
    # Another process wrote the same stranger first: theirs stands, ours is taken back.
    again, _ = await _known(db, vault, {key: wanted[key] for key in lost})
    people = known | made.people | again
    kept = {person.contact for person in people.values()}
    orphans = [row["id"] for row in made.contacts if row["id"] not in kept]
    await db.execute(delete(contacts).where(contacts.c.id.in_(orphans)))
    return people


async def note(
    db: AsyncConnection, vault: Vault, now: datetime, new: Sequence[Message], people: People
) -> None:
    """When each address was heard, which can be written to, and who waits for an answer."""
    heard: dict[int, dict[str, Any]] = {}
    waiting: dict[int, bool] = {}
    for message in new:
        person = people[blind(vault, message.sender)]
        waiting[person.contact] = waiting.get(person.contact, False) or not message.unread
        before = heard.get(person.address, _unheard(person.address, now))
        heard[person.address] = before | _heard(message, before, now)
    await db.execute(_HEARD, [heard[address] for address in sorted(heard)])
    await db.execute(
        _WAITING,
        [
            {"b_id": contact, "b_at": now, "b_pending": now if waiting[contact] else None}
            for contact in sorted(waiting)
        ],
    )


async def _known(
    db: AsyncConnection, vault: Vault, wanted: Mapping[bytes, Where]
) -> tuple[People, dict[bytes, int]]:
    """Who is known, and the addresses whose person was erased."""
    if not wanted:
        return {}, {}
    rows = (await db.execute(_KNOWN, {"blinds": list(wanted)})).all()
    known = {
        row.blind: Person(row.contact_id, row.id, vault.person(row.contact_id, row.wrapped_key))
        for row in rows
        if row.wrapped_key is not None
    }
    return known, {row.blind: row.id for row in rows if row.wrapped_key is None}


_KNOWN = (
    select(addresses.c.id, addresses.c.blind, addresses.c.contact_id, contacts.c.wrapped_key)
    .join(contacts, contacts.c.id == addresses.c.contact_id)
    .where(addresses.c.blind.in_(bindparam("blinds", expanding=True)))
)
#: Who was erased and writes again is a stranger; only the address is the old one.
_RETURNED = (
    update(addresses)
    .where(addresses.c.id == bindparam("b_id"))
    .values(contact_id=bindparam("b_contact"), value=bindparam("b_value"))
)


@dataclass(slots=True)
class _Strangers:
    contacts: list[dict[str, Any]] = field(default_factory=list)
    addresses: list[dict[str, Any]] = field(default_factory=list)
    returned: list[dict[str, Any]] = field(default_factory=list)
    people: People = field(default_factory=dict)


def _strangers(
    vault: Vault,
    ids: Ids,
    now: datetime,
    new: Sequence[Message],
    wanted: Mapping[bytes, Where],
    known: Mapping[bytes, Person],
    forgotten: Mapping[bytes, int],
) -> _Strangers:
    """Rows for whoever writes for the first time; an alias brings the contact it belongs to."""
    made = _Strangers()
    for message in new:
        blinds = [blind(vault, where) for where in (message.sender, *message.aliases)]
        found = next((p for b in blinds if (p := known.get(b) or made.people.get(b))), None)
        if found is None:
            contact = ids.take(now)
            wrapped, key = vault.new_person(contact)
            made.contacts.append({"id": contact, "wrapped_key": wrapped, "created_at": now})
        else:
            contact, key = found.contact, found.key
        for one in blinds:
            if one not in known and one not in made.people:
                address = forgotten.get(one) or ids.take(now)
                made.people[one] = Person(contact, address, key)
                _add(made, made.people[one], one, wanted[one], now, back=one in forgotten)
    return made


def _add(
    made: _Strangers, person: Person, key: bytes, where: Where, now: datetime, *, back: bool
) -> None:
    value = person.key.seal(
        f"addresses.value.{person.address}", where.value.encode("utf-8", "surrogatepass")
    )
    if back:
        made.returned.append(
            {"b_id": person.address, "b_contact": person.contact, "b_value": value}
        )
        return
    made.addresses.append(
        {
            "id": person.address,
            "contact_id": person.contact,
            "account": where.account,
            "blind": key,
            "value": value,
            "created_at": now,
        }
    )


def _unheard(address: int, now: datetime) -> dict[str, Any]:
    unknown = dict.fromkeys(("b_heard", "b_strong"))
    return {"b_id": address, "b_now": now, "b_block": False, "b_open": False} | unknown


def _heard(message: Message, before: Mapping[str, Any], now: datetime) -> dict[str, Any]:
    """What one more message tells of its address; a late one does not turn back the time."""
    told: dict[str, Any] = {}
    if message.speaks:
        at = message.sent_at or now
        told |= {"b_heard": max(at, before["b_heard"] or at)}
    if message.strong:
        told |= {"b_strong": now}
    if message.speaks or message.blocked is not None:
        told |= {"b_block": message.blocked is True, "b_open": message.blocked is not True}
    return told


_new = bindparam("b_heard", type_=Utc)
_HEARD = (
    update(addresses)
    .where(addresses.c.id == bindparam("b_id"))
    .values(
        heard_at=case(
            (or_(addresses.c.heard_at.is_(None), addresses.c.heard_at < _new), _new),
            else_=addresses.c.heard_at,
        ),
        strong_at=func.coalesce(bindparam("b_strong", type_=Utc), addresses.c.strong_at),
        blocked_at=case(
            (bindparam("b_block", type_=Boolean), bindparam("b_now", type_=Utc)),
            (bindparam("b_open", type_=Boolean), null()),
            else_=addresses.c.blocked_at,
        ),
    )
)
_WAITING = (
    update(contacts)
    .where(contacts.c.id == bindparam("b_id"))
    .values(
        pending=func.coalesce(contacts.c.pending, bindparam("b_pending", type_=Utc)),
        seen_at=bindparam("b_at", type_=Utc),
    )
)
