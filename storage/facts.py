"""Facts: what must stay true of this installation."""

from __future__ import annotations

import hmac

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.database import upsert
from storage.seal import Vault
from storage.tables import facts

_KEY = "key_check"


class WrongKey(Exception):
    """The database was sealed with another key."""


async def check_key(db: AsyncConnection, vault: Vault) -> None:
    """Note which key seals this database, or refuse another one. Raises WrongKey."""
    first = upsert(db, facts).values(name=_KEY, value=vault.check).on_conflict_do_nothing()
    await db.execute(first)
    known = await get(db, _KEY)
    if known is None or not hmac.compare_digest(known, vault.check):
        raise WrongKey


async def get(db: AsyncConnection, name: str) -> bytes | None:
    """A fact by its name."""
    row = await db.execute(select(facts.c.value).where(facts.c.name == name))
    return row.scalar_one_or_none()
