"""Checking: what `sahut check` asks of the database, and the few facts that it notes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, func, insert, select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.database import is_postgresql, upsert
from storage.ids import Ids
from storage.seal import Vault
from storage.tables import (
    addresses,
    attachments,
    complaints,
    contacts,
    facts,
    messages,
    outbox,
    runs,
)


async def hold_still(db: AsyncConnection) -> None:
    """From here on this transaction sees one moment; on SQLite it does so anyway."""
    if is_postgresql(db):
        await db.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ"))


async def heard(db: AsyncConnection, since: datetime, not_kinds: Sequence[str]) -> dict[str, int]:
    """How many messages of citizens each account brought since then."""
    rows = await db.execute(
        select(messages.c.account, func.count())
        .where(messages.c.received_at >= since, messages.c.kind.not_in(not_kinds))
        .group_by(messages.c.account)
    )
    return {row[0]: row[1] for row in rows}


async def written_down(db: AsyncConnection, since: datetime) -> dict[tuple[str, str], int]:
    """How many complaints officers wrote down since then, by way and account."""
    rows = await db.execute(
        select(complaints.c.via, complaints.c.account, func.count(complaints.c.id.distinct()))
        .join(messages, messages.c.complaint_id == complaints.c.id)
        .where(
            messages.c.received_at >= since,
            messages.c.fields.is_not(None),
            messages.c.account == complaints.c.account,
            complaints.c.via != "",
        )
        .group_by(complaints.c.via, complaints.c.account)
    )
    return {(row[0], row[1]): row[2] for row in rows}


async def newest(db: AsyncConnection) -> datetime | None:
    """When the newest message came, by our own clock of that time."""
    rows = await db.execute(select(messages.c.received_at).order_by(messages.c.id.desc()).limit(1))
    at: datetime | None = rows.scalar_one_or_none()
    return at


async def is_running(db: AsyncConnection, since: datetime) -> bool:
    """Whether a process said since then that it lives."""
    rows = await db.execute(select(runs.c.id).where(runs.c.seen_at >= since).limit(1))
    return rows.first() is not None


async def stuck(db: AsyncConnection, before: datetime) -> int:
    """How many messages should have left before this time and did not."""
    rows = await db.execute(
        select(func.count()).where(
            outbox.c.done_at.is_(None),
            outbox.c.held_at.is_(None),
            outbox.c.created_at < before,
            outbox.c.not_before < before,
        )
    )
    return int(rows.scalar_one())


async def is_sound(db: AsyncConnection) -> bool:
    """The file's own check of itself; a server does this by its own means."""
    if is_postgresql(db):
        return True
    rows = (await db.execute(text("PRAGMA integrity_check"))).scalars().all()
    return list(rows) == ["ok"]


async def stored_files(db: AsyncConnection, after: int, state: str, at_most: int) -> list[Row[Any]]:
    """Attachments in this state after this id, each with its person's key."""
    query: Select[Any] = (
        select(
            attachments.c.id,
            attachments.c.sha256,
            attachments.c.contact_id,
            contacts.c.wrapped_key,
        )
        .join(contacts, contacts.c.id == attachments.c.contact_id)
        .where(attachments.c.id > after, attachments.c.state == state)
        .order_by(attachments.c.id)
        .limit(at_most)
    )
    return list((await db.execute(query)).all())


async def note(db: AsyncConnection, name: str, value: bytes) -> None:
    """Keep a fact, in the place of what was kept under this name."""
    statement = upsert(db, facts).values(name=name, value=value)
    await db.execute(
        statement.on_conflict_do_update(
            index_elements=["name"], set_={"value": statement.excluded.value}
        )
    )


async def place(
    db: AsyncConnection, vault: Vault, ids: Ids, now: datetime, account: str, value: str
) -> tuple[int, int]:
    """Contact and address of somebody whom the operator wants to write to; made where new."""
    blind = vault.blind(f"address/{account}", value)
    rows = await db.execute(
        select(addresses.c.contact_id, addresses.c.id).where(
            addresses.c.account == account, addresses.c.blind == blind
        )
    )
    known = rows.one_or_none()
    if known is not None:
        return known.contact_id, known.id
    contact, address = ids.take(now), ids.take(now)
    wrapped, key = vault.new_person(contact)
    await db.execute(insert(contacts).values(id=contact, wrapped_key=wrapped, created_at=now))
    await db.execute(
        insert(addresses).values(
            id=address,
            contact_id=contact,
            account=account,
            blind=blind,
            value=key.seal(f"addresses.value.{address}", value.encode()),
            created_at=now,
        )
    )
    return contact, address


async def place_of_case(db: AsyncConnection, account: str, number: str) -> tuple[int, int] | None:
    """Contact and address from which a case was sent by this account."""
    rows = await db.execute(
        select(complaints.c.contact_id, complaints.c.address_id).where(
            complaints.c.number == number, complaints.c.account == account
        )
    )
    known = rows.one_or_none()
    return (known.contact_id, known.address_id) if known is not None else None


async def owner(db: AsyncConnection, address: int) -> int | None:
    """The contact whom an address belongs to."""
    rows = await db.execute(select(addresses.c.contact_id).where(addresses.c.id == address))
    contact: int | None = rows.scalar_one_or_none()
    return contact


async def sending(db: AsyncConnection, row: int) -> Row[Any]:
    """How far a message of ours has come."""
    return (await db.execute(select(outbox).where(outbox.c.id == row))).one()


async def answer(db: AsyncConnection, address: int, after: int) -> datetime | None:
    """When the first message after this id came from an address."""
    rows = await db.execute(
        select(messages.c.received_at)
        .where(messages.c.address_id == address, messages.c.id > after)
        .order_by(messages.c.id)
        .limit(1)
    )
    at: datetime | None = rows.scalar_one_or_none()
    return at
