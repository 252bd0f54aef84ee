"""Arrivals: make what providers brought durable, once for ever, and mark whose turn it is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy import Boolean, bindparam, case, delete, func, insert, null, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.database import upsert
from storage.ids import Ids
from storage.seal import PersonKey, Vault
from storage.tables import (
    Utc,
    addresses,
    attachments,
    contacts,
    cursors,
    deliveries,
    keys,
    messages,
)


class Where(Protocol):
    """An address: our account and the provider's id of the person."""

    @property
    def account(self) -> str: ...
    @property
    def value(self) -> str: ...


class File(Protocol):
    """An attachment as it was announced."""

    @property
    def kind(self) -> str: ...
    @property
    def ref(self) -> str: ...
    @property
    def mime(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def size(self) -> int | None: ...


@dataclass(frozen=True, slots=True)
class Message:
    """A citizen's message (or an event about a citizen), cleaned and ready to be kept."""

    key: str
    sender: Where
    kind: str
    proof: str
    aliases: Sequence[Where] = ()
    provider_id: str = ""
    reply_to: str = ""
    edits: str = ""
    choice: str = ""
    thread: str = ""
    name: str = field(default="", repr=False)
    subject: str = field(default="", repr=False)
    text: str = field(default="", repr=False)
    fields: bytes = field(default=b"", repr=False)
    sent_at: datetime | None = None
    raw: bytes = field(default=b"", repr=False)
    files: Sequence[File] = ()
    #: A citizen speaks (and opens the provider's window), and with strong proof.
    speaks: bool = False
    strong: bool = False
    #: The address can no longer be written to (True), can again (False), or nothing is said.
    blocked: bool | None = None


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a provider tells of a message of ours."""

    key: str
    account: str
    provider_id: str
    ref: str
    state: str
    reason: str
    code: str
    permanent: bool
    scope: str
    window_closed: bool
    at: datetime | None
    raw: bytes = field(default=b"", repr=False)


@dataclass(frozen=True, slots=True)
class Kept:
    """What was new: messages, receipts, and files that came with their bytes (id by position)."""

    messages: int
    receipts: int
    files: Mapping[tuple[str, int], int]


@dataclass(frozen=True, slots=True)
class _Person:
    contact: int
    address: int
    key: PersonKey


async def keep(
    db: AsyncConnection,
    vault: Vault,
    ids: Ids,
    now: datetime,
    arrived: Sequence[Message],
    receipts: Sequence[Receipt],
    file_state: Mapping[str, str],
) -> Kept:
    """Write what is new among `arrived` and `receipts`; a redelivery changes nothing.

    file_state: the state a new attachment starts in, by its kind ("" for every other kind).
    """
    fresh = await _claim_keys(
        db,
        vault,
        [(m.sender.account, m.key) for m in arrived] + [(r.account, r.key) for r in receipts],
    )
    new = [m for m in arrived if _take(fresh, m.sender.account, m.key)]
    told = [r for r in receipts if _take(fresh, r.account, r.key)]
    people = await _people(db, vault, ids, now, new)
    files = await _write(db, vault, ids, now, new, people, file_state)
    if told:
        await db.execute(insert(deliveries), [_receipt(vault, ids, now, r) for r in told])
    return Kept(len(new), len(told), files)


async def move_cursor(db: AsyncConnection, account: str, name: str, value: str) -> None:
    """Remember how far a listener came, in the transaction that keeps what it brought."""
    statement = upsert(db, cursors).values(account=account, name=name, value=value)
    await db.execute(
        statement.on_conflict_do_update(
            index_elements=["account", "name"], set_={"value": statement.excluded.value}
        )
    )


async def all_cursors(db: AsyncConnection, account: str) -> dict[str, str]:
    """How far this account's listener came, by name."""
    rows = await db.execute(
        select(cursors.c.name, cursors.c.value).where(cursors.c.account == account)
    )
    return {row.name: row.value for row in rows}


async def _claim_keys(
    db: AsyncConnection, vault: Vault, wanted: Iterable[tuple[str, str]]
) -> dict[tuple[str, str], bool]:
    hashed = {vault.blind(f"key/{account}", key): (account, key) for account, key in wanted if key}
    if not hashed:
        return {}
    rows = await db.execute(
        upsert(db, keys).on_conflict_do_nothing().returning(keys.c.key),
        [{"account": hashed[key][0], "key": key} for key in sorted(hashed)],
    )
    return {hashed[row.key]: True for row in rows}


def _take(fresh: dict[tuple[str, str], bool], account: str, key: str) -> bool:
    # With no id from the provider the message counts as new: losing is worse than doubling.
    return not key or fresh.pop((account, key), False)


async def _people(
    db: AsyncConnection, vault: Vault, ids: Ids, now: datetime, new: Sequence[Message]
) -> dict[bytes, _Person]:
    wanted = {_blind(vault, w): w for m in new for w in (m.sender, *m.aliases)}
    known = await _known(db, vault, wanted)
    strangers = _strangers(vault, ids, now, new, wanted, known)
    if not strangers.addresses:
        return known
    if strangers.contacts:
        await db.execute(insert(contacts), strangers.contacts)
    rows = await db.execute(
        upsert(db, addresses).on_conflict_do_nothing().returning(addresses.c.blind),
        sorted(strangers.addresses, key=lambda row: row["blind"]),
    )
    won = {row.blind for row in rows}
    lost = [row for row in strangers.addresses if row["blind"] not in won]
    if not lost:
        return known | strangers.people
    # Another process wrote the same stranger first: theirs stands, ours is taken back.
    again = await _known(db, vault, {row["blind"]: wanted[row["blind"]] for row in lost})
    people = known | strangers.people | again
    kept = {person.contact for person in people.values()}
    orphans = [row["id"] for row in strangers.contacts if row["id"] not in kept]
    await db.execute(delete(contacts).where(contacts.c.id.in_(orphans)))
    return people


async def _known(
    db: AsyncConnection, vault: Vault, wanted: Mapping[bytes, Where]
) -> dict[bytes, _Person]:
    if not wanted:
        return {}
    rows = await db.execute(_KNOWN, {"blinds": list(wanted)})
    return {
        row.blind: _Person(row.contact_id, row.id, vault.person(row.contact_id, row.wrapped_key))
        for row in rows
    }


_KNOWN = (
    select(addresses.c.id, addresses.c.blind, addresses.c.contact_id, contacts.c.wrapped_key)
    .join(contacts, contacts.c.id == addresses.c.contact_id)
    .where(addresses.c.blind.in_(bindparam("blinds", expanding=True)))
)


@dataclass(slots=True)
class _Strangers:
    contacts: list[dict[str, Any]]
    addresses: list[dict[str, Any]]
    people: dict[bytes, _Person]


def _strangers(
    vault: Vault,
    ids: Ids,
    now: datetime,
    new: Sequence[Message],
    wanted: Mapping[bytes, Where],
    known: Mapping[bytes, _Person],
) -> _Strangers:
    """Rows for whoever writes for the first time; an alias brings the contact it belongs to."""
    made = _Strangers([], [], {})
    for message in new:
        blinds = [_blind(vault, where) for where in (message.sender, *message.aliases)]
        found = next((p for b in blinds if (p := known.get(b) or made.people.get(b))), None)
        if found is None:
            contact = ids.take(now)
            wrapped, key = vault.new_person(contact)
            made.contacts.append({"id": contact, "wrapped_key": wrapped, "created_at": now})
        else:
            contact, key = found.contact, found.key
        for blind in blinds:
            if blind in known or blind in made.people:
                continue
            address = ids.take(now)
            value = wanted[blind].value.encode("utf-8", "surrogatepass")
            made.addresses.append(
                {
                    "id": address,
                    "contact_id": contact,
                    "account": wanted[blind].account,
                    "blind": blind,
                    "value": key.seal(f"addresses.value.{address}", value),
                    "created_at": now,
                }
            )
            made.people[blind] = _Person(contact, address, key)
    return made


def _blind(vault: Vault, where: Where) -> bytes:
    return vault.blind(f"address/{where.account}", where.value)


async def _write(
    db: AsyncConnection,
    vault: Vault,
    ids: Ids,
    now: datetime,
    new: Sequence[Message],
    people: Mapping[bytes, _Person],
    file_state: Mapping[str, str],
) -> dict[tuple[str, int], int]:
    if not new:
        return {}
    rows, files, taken = [], [], {}
    for message in new:
        person = people[_blind(vault, message.sender)]
        row = _message(ids.take(now), now, message, person)
        rows.append(row)
        for position, file in enumerate(message.files):
            made = _file(ids.take(now), now, row, file, person, file_state)
            files.append(made)
            taken[(message.key, position)] = made["id"]
    await db.execute(insert(messages), rows)
    if files:
        await db.execute(insert(attachments), files)
    await _note_people(db, vault, now, new, people)
    return taken


async def _note_people(
    db: AsyncConnection,
    vault: Vault,
    now: datetime,
    new: Sequence[Message],
    people: Mapping[bytes, _Person],
) -> None:
    heard: dict[int, dict[str, Any]] = {}
    waiting = set()
    for message in new:
        person = people[_blind(vault, message.sender)]
        waiting.add(person.contact)
        before = heard.get(person.address, {})
        heard[person.address] = {
            "b_id": person.address,
            "b_heard": (message.sent_at or now) if message.speaks else before.get("b_heard"),
            "b_strong": now if message.strong else before.get("b_strong"),
            "b_block": message.blocked is True,
            "b_open": message.blocked is False or message.speaks,
            "b_now": now,
        }
    await db.execute(_HEARD, [heard[address] for address in sorted(heard)])
    await db.execute(_WAITING, [{"b_id": contact, "b_at": now} for contact in sorted(waiting)])


_HEARD = (
    update(addresses)
    .where(addresses.c.id == bindparam("b_id"))
    .values(
        heard_at=func.coalesce(bindparam("b_heard", type_=Utc), addresses.c.heard_at),
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
        pending=func.coalesce(contacts.c.pending, bindparam("b_at", type_=Utc)),
        seen_at=bindparam("b_at", type_=Utc),
    )
)


def _message(key: int, now: datetime, message: Message, person: _Person) -> dict[str, Any]:
    def sealed(column: str, plain: bytes) -> bytes | None:
        return person.key.seal(f"messages.{column}.{key}", plain) if plain else None

    return {
        "id": key,
        "contact_id": person.contact,
        "address_id": person.address,
        "account": message.sender.account,
        "kind": message.kind,
        "proof": message.proof,
        "provider_id": message.provider_id,
        "reply_to": message.reply_to,
        "edits": message.edits,
        "choice": message.choice,
        "thread": message.thread,
        "name": sealed("name", message.name.encode()),
        "subject": message.subject,
        "text": message.text,
        "fields": sealed("fields", message.fields),
        "raw": sealed("raw", message.raw),
        "sent_at": message.sent_at,
        "received_at": now,
    }


def _file(
    key: int,
    now: datetime,
    row: Mapping[str, Any],
    file: File,
    person: _Person,
    file_state: Mapping[str, str],
) -> dict[str, Any]:
    state = file_state.get(file.kind, file_state[""])
    return {
        "id": key,
        "message_id": row["id"],
        "contact_id": person.contact,
        "account": row["account"],
        "kind": file.kind,
        "ref": person.key.seal(f"attachments.ref.{key}", file.ref.encode()),
        "mime": file.mime,
        "name": person.key.seal(f"attachments.name.{key}", file.name.encode()),
        "size": file.size,
        "state": state,
        "created_at": now,
        "due_at": now if state == file_state[""] else None,
    }


def _receipt(vault: Vault, ids: Ids, now: datetime, receipt: Receipt) -> dict[str, Any]:
    key = ids.take(now)
    return {
        "id": key,
        "account": receipt.account,
        "provider_id": receipt.provider_id,
        "ref": receipt.ref,
        "state": receipt.state,
        "reason": receipt.reason,
        "code": receipt.code,
        "permanent": receipt.permanent,
        "scope": receipt.scope,
        "window_closed": receipt.window_closed,
        "raw": vault.seal(f"deliveries.raw.{key}", receipt.raw) if receipt.raw else None,
        "at": receipt.at,
        "received_at": now,
    }
