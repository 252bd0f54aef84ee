"""The list of what presses is read from its own small index, however many cases there are."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.dialects import sqlite

from storage import inbox, schema
from storage.database import Database
from storage.guards import Reader
from storage.inbox import Wish

STATES = ("received", "complete", "under_review")


@pytest.mark.parametrize("kind", ["", "complaint"])
async def test_the_index_of_the_few_answers(tmp_path: Path, kind: str) -> None:
    url = f"sqlite+aiosqlite:///{tmp_path / 'plan.db'}"
    await schema.upgrade(url)
    query = inbox._pressing(Reader(1), Wish(STATES, kind=kind, urgent=True), 31)
    asked = query.compile(dialect=sqlite.dialect(), compile_kwargs={"literal_binds": True})
    database = Database(url)
    try:
        async with database.read() as db:
            plan = (await db.execute(text(f"EXPLAIN QUERY PLAN {asked}"))).all()
    finally:
        await database.close()
    (step,) = [row.detail for row in plan]
    assert "USING INDEX ix_complaints_pressing" in step
