"""Ways: the addresses that follow a case, which of them gets its news, and which stand by."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    Row,
    Select,
    delete,
    exists,
    func,
    insert,
    literal,
    or_,
    select,
    union,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.tables import addresses, complaints, contacts, fallbacks, links


async def followed(db: AsyncConnection, cases: Collection[int]) -> set[int]:
    """Which of these cases somebody else than their own citizen follows."""
    if not cases:
        return set()
    rows = await db.execute(select(links.c.case_id).where(links.c.case_id.in_(cases)).distinct())
    return {row.case_id for row in rows}


async def of_cases(db: AsyncConnection, cases: Collection[int]) -> dict[int, list[Row[Any]]]:
    """Every address of the citizens of these cases and of those who follow them, newest first.

    Rows: case, id, contact_id, account, value, phone, wrapped_key, chosen, spare.
    """
    found: dict[int, list[Row[Any]]] = {}
    for row in await db.execute(_all_of(cases)):
        found.setdefault(row.case, []).append(row)
    return found


def _all_of(cases: Collection[int]) -> Select[Any]:
    mine = select(complaints.c.id.label("case"), complaints.c.contact_id).where(
        complaints.c.id.in_(cases)
    )
    theirs = select(links.c.case_id, links.c.contact_id).where(links.c.case_id.in_(cases))
    people = union(mine, theirs).subquery()
    spare = exists().where(
        fallbacks.c.case_id == people.c.case, fallbacks.c.address_id == addresses.c.id
    )
    return (
        select(
            people.c.case,
            addresses.c.id,
            addresses.c.contact_id,
            addresses.c.account,
            addresses.c.value,
            addresses.c.phone,
            contacts.c.wrapped_key,
            func.coalesce(complaints.c.news_id == addresses.c.id, literal(False)).label("chosen"),
            spare.label("spare"),
        )
        .select_from(people)
        .join(addresses, addresses.c.contact_id == people.c.contact_id)
        .join(contacts, contacts.c.id == addresses.c.contact_id)
        .join(complaints, complaints.c.id == people.c.case)
        .where(contacts.c.wrapped_key.is_not(None))
        .order_by(people.c.case, addresses.c.heard_at.desc().nulls_last(), addresses.c.id)
    )


async def choose(db: AsyncConnection, number: int, address: int | None) -> bool:
    """News of this case goes to this address; None: to all. False where it did already."""
    changed = await db.execute(
        update(complaints)
        .where(complaints.c.id == number, complaints.c.news_id.is_distinct_from(address))
        .values(news_id=address)
    )
    return bool(changed.rowcount)


async def account_of(db: AsyncConnection, address: int) -> str:
    """By which account an address is written to."""
    rows = await db.execute(select(addresses.c.account).where(addresses.c.id == address))
    account: str = rows.scalar_one()
    return account


async def chosen(db: AsyncConnection, number: int) -> Row[Any] | None:
    """The address that gets the news of a case, while its person still follows it."""
    rows = await db.execute(
        select(addresses, contacts.c.wrapped_key, contacts.c.language)
        .join(complaints, complaints.c.news_id == addresses.c.id)
        .join(contacts, contacts.c.id == addresses.c.contact_id)
        .where(complaints.c.id == number, follows(), contacts.c.wrapped_key.is_not(None))
    )
    return rows.one_or_none()


async def standing_by(db: AsyncConnection, number: int) -> set[int]:
    """The addresses that the citizen of a case allowed us to use where another does not reach."""
    rows = await db.execute(select(fallbacks.c.address_id).where(fallbacks.c.case_id == number))
    return {row.address_id for row in rows}


async def allow(db: AsyncConnection, number: int, address: int, now: datetime) -> bool:
    """This address may be used where another one does not reach. False where it might already."""
    known = await db.execute(
        select(fallbacks.c.case_id).where(
            fallbacks.c.case_id == number, fallbacks.c.address_id == address
        )
    )
    if known.one_or_none() is not None:
        return False
    await db.execute(insert(fallbacks).values(case_id=number, address_id=address, at=now))
    return True


async def forbid(db: AsyncConnection, number: int) -> None:
    """No address of this case stands by any more."""
    await db.execute(delete(fallbacks).where(fallbacks.c.case_id == number))


async def forbid_all(db: AsyncConnection, people: Sequence[int]) -> None:
    """BERHENTI: no address of these citizens stands by for any case."""
    theirs = select(addresses.c.id).where(addresses.c.contact_id.in_(people))
    if people:
        await db.execute(delete(fallbacks).where(fallbacks.c.address_id.in_(theirs)))


async def part(db: AsyncConnection, contact: int, number: int) -> None:
    """LEPAS: what others' addresses were chosen or allowed for ends with their following."""
    theirs = select(addresses.c.id).where(addresses.c.contact_id != contact)
    await db.execute(
        update(complaints)
        .where(complaints.c.id == number, complaints.c.news_id.in_(theirs))
        .values(news_id=None)
    )
    await db.execute(
        delete(fallbacks).where(fallbacks.c.case_id == number, fallbacks.c.address_id.in_(theirs))
    )


def follows() -> Any:
    """The condition that an address belongs to the citizen of a case, or to who opened it."""
    opened = exists().where(
        links.c.case_id == complaints.c.id, links.c.contact_id == addresses.c.contact_id
    )
    return or_(addresses.c.contact_id == complaints.c.contact_id, opened)
