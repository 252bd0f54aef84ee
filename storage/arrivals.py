"""Arrivals: make what providers brought durable, once for ever, and mark whose turn it is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage import parts, people, wires
from storage.database import Into, ready, upsert
from storage.ids import Ids
from storage.parts import Part
from storage.people import Person
from storage.seal import Vault
from storage.tables import attachments, cursors, deliveries, keys, messages
from storage.wires import Wire


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
    refs: tuple[str, ...] = ()
    number: str = ""
    phone: str = field(default="", repr=False)
    part: Part | None = None
    junk: bool = False
    name: str = field(default="", repr=False)
    subject: str = field(default="", repr=False)
    text: str = field(default="", repr=False)
    full: str = field(default="", repr=False)
    fields: bytes = field(default=b"", repr=False)
    sent_at: datetime | None = None
    raw: bytes = field(default=b"", repr=False)
    files: Sequence[File] = ()
    #: A citizen speaks (and opens the provider's window), and with strong proof.
    speaks: bool = False
    strong: bool = False
    #: The address can no longer be written to (True), can again (False), or nothing is said.
    blocked: bool | None = None
    #: Why it cannot be handled: it is kept for officers to see, and for a replay.
    unread: str = ""


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
    files = await _write(db, vault, ids, now, new, file_state)
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
        ready(db, _claimed),
        [{"account": hashed[key][0], "key": key} for key in sorted(hashed)],
    )
    return {hashed[row.key]: True for row in rows}


def _claimed(into: Into) -> Any:
    return into(keys).on_conflict_do_nothing().returning(keys.c.key)


def _take(fresh: dict[tuple[str, str], bool], account: str, key: str) -> bool:
    # With no id from the provider the message counts as new: losing is worse than doubling.
    return not key or fresh.pop((account, key), False)


async def _write(
    db: AsyncConnection,
    vault: Vault,
    ids: Ids,
    now: datetime,
    new: Sequence[Message],
    file_state: Mapping[str, str],
) -> dict[tuple[str, int], int]:
    if not new:
        return {}
    known = await people.meet(db, vault, ids, now, new)
    rows, files, taken = [], [], {}
    for message in new:
        person = known[people.place(message.sender)]
        row = _message(vault, ids.take(now), now, message, person)
        rows.append(row)
        for position, file in enumerate(message.files):
            made = _file(ids.take(now), now, row, file, person, file_state)
            files.append(made)
            taken[(message.key, position)] = made["id"]
    await db.execute(_MESSAGE, rows)
    if files:
        await db.execute(_ATTACHMENT, files)
    await people.note(db, now, new, known)
    await _join(db, ids, now, rows)
    return taken


_MESSAGE, _ATTACHMENT = insert(messages), insert(attachments)


async def _join(
    db: AsyncConnection, ids: Ids, now: datetime, rows: Sequence[Mapping[str, Any]]
) -> None:
    """Whoever was waiting for the last part; the contacts are locked by now."""
    piles = {(row["address_id"], row["part"]) for row in rows if row["part"]}
    await parts.join(db, ids, now, sorted(piles))


def _message(
    vault: Vault, key: int, now: datetime, message: Message, person: Person
) -> dict[str, Any]:
    account, wire = message.sender.account, _wire(message)

    def sealed(column: str, plain: bytes) -> bytes | None:
        return person.key.seal(f"messages.{column}.{key}", plain) if plain else None

    return {
        "id": key,
        "contact_id": person.contact,
        "address_id": person.address,
        "account": account,
        "kind": message.kind,
        "proof": message.proof,
        "provider": wires.blind(vault, account, message.provider_id),
        "edits": wires.blind(vault, account, message.edits),
        "wire": wires.sealed(person.key, f"messages.{key}", wire),
        "choice": message.choice,
        "name": sealed("name", message.name.encode()),
        "subject": message.subject,
        "text": message.text,
        "full": message.full,
        "junk": message.junk,
        "fields": sealed("fields", message.fields),
        "raw": sealed("raw", message.raw),
        "sent_at": message.sent_at,
        "received_at": now,
        "unread_at": now if message.unread else None,
        "unread_reason": message.unread[:200],
        **parts.columns(message.part, now),
    }


def _wire(message: Message) -> Wire:
    return Wire(
        message.provider_id,
        message.reply_to,
        message.edits,
        message.thread,
        tuple(message.refs),
        message.number,
    )


def _file(
    key: int,
    now: datetime,
    row: Mapping[str, Any],
    file: File,
    person: Person,
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
        "provider": wires.blind(vault, receipt.account, receipt.provider_id),
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
