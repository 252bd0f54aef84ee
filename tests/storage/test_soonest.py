"""The queue of those served first is found by its indexes, however many cases have ended."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import text
from sqlalchemy.dialects import sqlite
from sqlalchemy.ext.asyncio import create_async_engine

from storage import inbox, schema
from storage.guards import Reader
from storage.inbox import Wish


async def test_those_due_first_come_from_their_own_index(tmp_path: Path) -> None:
    url = f"sqlite+aiosqlite:///{tmp_path / 'plan.db'}"
    await schema.upgrade(url)
    wish = Wish(("received", "complete"), ranked=True)
    query = inbox._soonest(Reader(1), wish, 400).compile(
        dialect=sqlite.dialect(), compile_kwargs={"literal_binds": True}
    )
    engine = create_async_engine(url)
    try:
        async with engine.connect() as db:
            plan = [row[3] for row in await db.execute(text(f"EXPLAIN QUERY PLAN {query}"))]
    finally:
        await engine.dispose()
    assert any("ix_complaints_due_on" in line for line in plan), plan
    assert any("ix_complaints_pressing" in line for line in plan), plan
    assert not any(line == "SCAN complaints" for line in plan), plan
