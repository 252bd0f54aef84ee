"""What a statement becomes is worked out once, whichever engine and whichever database asks."""

from __future__ import annotations

from sqlalchemy import bindparam, literal, select

from storage.compiled import SHARED
from storage.database import Database


async def test_all_engines_of_a_process_share_what_was_compiled(database_url: str) -> None:
    asked = select(literal(1).label("once"), bindparam("given", 1).label("and_again"))
    known = []
    for given in (1, 2):
        database = Database(database_url)
        async with database.read() as db:
            assert (await db.execute(asked, {"given": given})).one().and_again == given
        await database.close()
        known.append(len(SHARED["compiled_cache"]))
    assert known[0] == known[1]
