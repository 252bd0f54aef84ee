"""Officers: their accounts, their sessions, and how long somebody has to wait after misses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Row, delete, func, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.database import upsert
from storage.tables import officers, sessions, tries


async def add(
    db: AsyncConnection,
    number: int,
    login: str,
    name: str,
    role: str,
    password: str,
    now: datetime,
    expires_at: datetime | None = None,
) -> None:
    """A new account; `password` is its hash. Raises IntegrityError where the login is taken."""
    await db.execute(
        insert(officers).values(
            id=number,
            login=login,
            name=name,
            role=role,
            password=password,
            created_at=now,
            expires_at=expires_at,
        )
    )


async def by_login(db: AsyncConnection, login: str) -> Row[Any] | None:
    """The account that signs in under this name."""
    return (await db.execute(select(officers).where(officers.c.login == login))).one_or_none()


async def everyone(db: AsyncConnection) -> list[Row[Any]]:
    """Every account with the time it was last seen, by name."""
    seen = (
        select(func.max(sessions.c.seen_at))
        .where(sessions.c.officer_id == officers.c.id)
        .scalar_subquery()
        .label("seen_at")
    )
    return list((await db.execute(select(officers, seen).order_by(officers.c.name))).all())


async def names(db: AsyncConnection, ids: Sequence[int]) -> dict[int, str]:
    """The names of these officers."""
    if not ids:
        return {}
    rows = await db.execute(select(officers.c.id, officers.c.name).where(officers.c.id.in_(ids)))
    return {row.id: row.name for row in rows}


async def others(db: AsyncConnection, officer: int, roles: Sequence[str], now: datetime) -> bool:
    """Whether somebody else holds one of these roles now."""
    rows = await db.execute(
        select(officers.c.id)
        .where(
            officers.c.id != officer,
            officers.c.role.in_(roles),
            officers.c.disabled_at.is_(None),
            or_(officers.c.expires_at.is_(None), officers.c.expires_at > now),
        )
        .limit(1)
    )
    return rows.first() is not None


async def disable(db: AsyncConnection, officer: int, now: datetime | None) -> None:
    """Close an account and end its sessions, or open it again with None."""
    await db.execute(update(officers).where(officers.c.id == officer).values(disabled_at=now))
    if now is not None:
        await db.execute(delete(sessions).where(sessions.c.officer_id == officer))


async def expire(db: AsyncConnection, officer: int, at: datetime | None) -> None:
    """From this moment on the account is closed by itself; None: never."""
    await db.execute(update(officers).where(officers.c.id == officer).values(expires_at=at))


async def set_email(db: AsyncConnection, officer: int, email: bytes | None) -> None:
    """Where the house writes to them, sealed; None: nowhere."""
    await db.execute(update(officers).where(officers.c.id == officer).values(email=email))


async def set_password(db: AsyncConnection, officer: int, password: str) -> None:
    """A new password ends every session that was opened with the old one."""
    await db.execute(update(officers).where(officers.c.id == officer).values(password=password))
    await db.execute(delete(sessions).where(sessions.c.officer_id == officer))


async def rehash(db: AsyncConnection, officer: int, password: str) -> None:
    """The same password, hashed as it is done today."""
    await db.execute(update(officers).where(officers.c.id == officer).values(password=password))


@dataclass(frozen=True, slots=True)
class Session:
    """A session as it begins: only the hash of its token is kept."""

    token: bytes = field(repr=False)
    officer: int
    csrf: str = field(repr=False)
    created_at: datetime
    expires_at: datetime


async def begin(db: AsyncConnection, session: Session) -> None:
    """Keep a session, and forget those that ran out."""
    await db.execute(delete(sessions).where(sessions.c.expires_at < session.created_at))
    await db.execute(
        insert(sessions).values(
            token=session.token,
            officer_id=session.officer,
            csrf=session.csrf,
            created_at=session.created_at,
            seen_at=session.created_at,
            expires_at=session.expires_at,
        )
    )


async def find(db: AsyncConnection, token: bytes, now: datetime, idle_since: datetime) -> Any:
    """The session of this token with its officer, unless it ran out or the account is closed."""
    rows: Any = await db.execute(
        select(
            sessions.c.csrf,
            sessions.c.seen_at,
            sessions.c.expires_at,
            officers.c.id,
            officers.c.login,
            officers.c.name,
            officers.c.role,
        )
        .join(officers, officers.c.id == sessions.c.officer_id)
        .where(
            sessions.c.token == token,
            sessions.c.expires_at > now,
            sessions.c.seen_at > idle_since,
            officers.c.disabled_at.is_(None),
            or_(officers.c.expires_at.is_(None), officers.c.expires_at > now),
        )
    )
    return rows.one_or_none()


async def seen(db: AsyncConnection, token: bytes, now: datetime) -> None:
    """The officer did something: the idle time starts again."""
    await db.execute(update(sessions).where(sessions.c.token == token).values(seen_at=now))


async def end(db: AsyncConnection, token: bytes) -> None:
    """Signed out."""
    await db.execute(delete(sessions).where(sessions.c.token == token))


@dataclass(frozen=True, slots=True)
class Misses:
    """How often somebody was wrong lately, and when for the last time."""

    count: int
    last: datetime | None


async def misses(db: AsyncConnection, name: str, who: bytes, since: datetime) -> Misses:
    """The misses of one account or network since then."""
    row = (
        await db.execute(
            select(func.coalesce(func.sum(tries.c.count), 0), func.max(tries.c.since)).where(
                tries.c.name == name, tries.c.who == who, tries.c.since > since
            )
        )
    ).one()
    return Misses(int(row[0]), row[1])


async def count_miss(db: AsyncConnection, name: str, who: bytes, now: datetime) -> None:
    """One more."""
    statement = upsert(db, tries).values(name=name, who=who, since=now, count=1)
    await db.execute(
        statement.on_conflict_do_update(
            index_elements=["name", "who", "since"], set_={"count": tries.c.count + 1}
        )
    )


async def forgive(db: AsyncConnection, name: str, who: bytes, since: datetime) -> None:
    """Take back the misses that were counted from this moment on."""
    await db.execute(
        delete(tries).where(tries.c.name == name, tries.c.who == who, tries.c.since >= since)
    )


async def forget_misses(db: AsyncConnection, names: Sequence[str], before: datetime) -> None:
    """Older misses count no more."""
    await db.execute(delete(tries).where(tries.c.name.in_(names), tries.c.since < before))


async def lock(db: AsyncConnection, officer: int, count: int, until: datetime | None) -> None:
    """What the list of accounts shows of misses; the waiting itself hangs on `tries`."""
    await db.execute(
        update(officers).where(officers.c.id == officer).values(misses=count, locked_until=until)
    )
