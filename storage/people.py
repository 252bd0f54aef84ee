"""People: whom an address belongs to, made when somebody writes for the first time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import Boolean, bindparam, case, delete, func, insert, null, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.database import Into, is_postgresql, ready
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


Place = tuple[str, str]
People = dict[Place, Person]


def place(where: Where) -> Place:
    """An address as a key: our account and the provider's id of the person."""
    return where.account, where.value


async def meet(
    db: AsyncConnection, vault: Vault, ids: Ids, now: datetime, new: Sequence[Message]
) -> People:
    """Whoever wrote these messages."""
    wanted = {
        (w.account, w.value): vault.blind(f"address/{w.account}", w.value)
        for m in new
        for w in (m.sender, *m.aliases)
    }
    known, forgotten = await _known(db, vault, wanted)
    made = _strangers(vault, ids, now, new, wanted, known, forgotten)
    if made.contacts:
        await db.execute(_CONTACT, made.contacts)
    if made.returned:
        await db.execute(_RETURNED, sorted(made.returned, key=lambda row: row["b_id"]))
    if not made.addresses:
        return known | made.people
    rows = await db.execute(
        ready(db, _won),
        sorted(made.addresses, key=lambda row: row["blind"]),
    )
    won = {row.blind for row in rows}
    lost = {row["blind"] for row in made.addresses} - won
    if not lost:
        return known | made.people
    # Another process wrote the same stranger first: theirs stands, ours is taken back.
    again, _ = await _known(db, vault, {p: key for p, key in wanted.items() if key in lost})
    people = known | made.people | again
    kept = {person.contact for person in people.values()}
    orphans = [row["id"] for row in made.contacts if row["id"] not in kept]
    await db.execute(delete(contacts).where(contacts.c.id.in_(orphans)))
    return people


async def note(db: AsyncConnection, now: datetime, new: Sequence[Message], people: People) -> None:
    """When each address was heard, which can be written to, and who waits for an answer."""
    heard: dict[int, dict[str, Any]] = {}
    waiting: dict[int, bool] = {}
    for message in new:
        person = people[place(message.sender)]
        speaks = not message.unread and message.part is None
        waiting[person.contact] = waiting.get(person.contact, False) or speaks
        before = heard.get(person.address, _unheard(now))
        heard[person.address] = before | _heard(message, before, now)
    if is_postgresql(db):  # whoever locks contacts does it in the order of their ids
        await db.execute(_LOCK, {"b_ids": sorted(waiting)})
    for told, addressed in _alike(heard):
        await db.execute(_HEARD, told | {"b_ids": addressed})
    for pending, some in _alike({c: {"b_pending": now if w else None} for c, w in waiting.items()}):
        await db.execute(_WAITING, pending | {"b_at": now, "b_ids": some})


def _alike(rows: Mapping[int, dict[str, Any]]) -> list[tuple[dict[str, Any], list[int]]]:
    """What is to be written, each with the ids it is written to: mostly the same to all."""
    found: dict[tuple[Any, ...], list[int]] = {}
    for key in sorted(rows):
        found.setdefault(tuple(rows[key].items()), []).append(key)
    return [(dict(values), ids) for values, ids in found.items()]


async def _known(
    db: AsyncConnection, vault: Vault, wanted: Mapping[Place, bytes]
) -> tuple[People, dict[Place, int]]:
    """Who is known, and the addresses whose person was erased."""
    if not wanted:
        return {}, {}
    rows = (await db.execute(_KNOWN, {"blinds": list(wanted.values())})).all()
    places = {key: where for where, key in wanted.items()}
    known = {
        places[row.blind]: Person(
            row.contact_id, row.id, vault.person(row.contact_id, row.wrapped_key)
        )
        for row in rows
        if row.wrapped_key is not None
    }
    return known, {places[row.blind]: row.id for row in rows if row.wrapped_key is None}


_KNOWN = (
    select(addresses.c.id, addresses.c.blind, addresses.c.contact_id, contacts.c.wrapped_key)
    .join(contacts, contacts.c.id == addresses.c.contact_id)
    .where(addresses.c.blind.in_(bindparam("blinds", expanding=True)))
)
_CONTACT = insert(contacts)


def _won(into: Into) -> Any:
    return into(addresses).on_conflict_do_nothing().returning(addresses.c.blind)


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
    wanted: Mapping[Place, bytes],
    known: Mapping[Place, Person],
    forgotten: Mapping[Place, int],
) -> _Strangers:
    """Rows for whoever writes for the first time; an alias brings the contact it belongs to."""
    made = _Strangers()
    for message in new:
        places = [place(where) for where in (message.sender, *message.aliases)]
        found = next((p for o in places if (p := known.get(o) or made.people.get(o))), None)
        if found is None:
            contact = ids.take(now)
            wrapped, key = vault.new_person(contact)
            made.contacts.append({"id": contact, "wrapped_key": wrapped, "created_at": now})
        else:
            contact, key = found.contact, found.key
        for one in places:
            if one not in known and one not in made.people:
                address = forgotten.get(one) or ids.take(now)
                made.people[one] = Person(contact, address, key)
                _add(made, made.people[one], one, wanted[one], now, back=one in forgotten)
                if one == places[0] and message.phone and one not in forgotten:
                    made.addresses[-1]["phone"] = vault.blind("phone", message.phone)
    return made


def _add(
    made: _Strangers, person: Person, where: Place, key: bytes, now: datetime, *, back: bool
) -> None:
    account, told = where
    value = person.key.seal(
        f"addresses.value.{person.address}", told.encode("utf-8", "surrogatepass")
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
            "account": account,
            "blind": key,
            "value": value,
            "phone": None,
            "created_at": now,
        }
    )


def _unheard(now: datetime) -> dict[str, Any]:
    unknown = dict.fromkeys(("b_heard", "b_strong"))
    return {"b_now": now, "b_block": False, "b_open": False} | unknown


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
_LOCK = (
    select(contacts.c.id)
    .where(contacts.c.id.in_(bindparam("b_ids", expanding=True)))
    .order_by(contacts.c.id)
    .with_for_update(key_share=True)
)
_HEARD = (
    update(addresses)
    .where(addresses.c.id.in_(bindparam("b_ids", expanding=True)))
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
    .where(contacts.c.id.in_(bindparam("b_ids", expanding=True)))
    .values(
        pending=func.coalesce(contacts.c.pending, bindparam("b_pending", type_=Utc)),
        seen_at=bindparam("b_at", type_=Utc),
    )
)
