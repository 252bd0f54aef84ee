"""Erasing: what a case or a person told is taken out; what was counted stays."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    bindparam,
    delete,
    insert,
    or_,
    select,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.keeping import Beside
from storage.seal import Vault
from storage.tables import (
    addresses,
    attachments,
    complaints,
    contacts,
    deliveries,
    facts,
    fallbacks,
    journal,
    journal_details,
    links,
    messages,
    openings,
    outbox,
    papers,
    visits,
)


@dataclass(frozen=True, slots=True)
class Words:
    """What the application calls an unsent letter that never leaves, and a file that is gone."""

    cancelled: str
    gone: str
    reason: str = field(default="")


@dataclass(frozen=True, slots=True)
class Emptied:
    """A case of which only `remains` is kept, and the nobody to whom it belongs from now on."""

    case: int
    account: str
    contact: int
    address: int
    remains: str


async def clear_cases(
    db: AsyncConnection, vault: Vault, words: Words, now: datetime, emptied: Sequence[Emptied]
) -> list[int]:
    """Take out what these cases tell, and whose they were. Returns the files that lie about.

    Their citizens' keys stay: the details of the journal are taken out one by one.
    """
    cases = sorted(one.case for one in emptied)
    files = await _clear_messages(db, messages.c.complaint_id.in_(cases), words)
    files += await _clear_outbox(db, outbox.c.complaint_id.in_(cases), words, now)
    await _empty_openings(db, vault, words, cases)
    sequences = select(journal.c.sequence).where(journal.c.complaint_id.in_(cases))
    await db.execute(
        update(journal_details).where(journal_details.c.sequence.in_(sequences)).values(details=b"")
    )
    theirs = papers.c.complaint_id.in_(cases)
    proofs = attachments.c.paper_id.in_(select(papers.c.id).where(theirs))
    gone = await db.execute(delete(attachments).where(proofs).returning(attachments.c.id))
    files += gone.scalars()
    await db.execute(delete(papers).where(theirs))
    for table, column in ((links, "case_id"), (fallbacks, "case_id"), (visits, "complaint_id")):
        await db.execute(delete(table).where(table.c[column].in_(cases)))
    for one in emptied:
        await _hand_to_nobody(db, one, now)
    return files


async def _hand_to_nobody(db: AsyncConnection, one: Emptied, now: datetime) -> None:
    """Nothing leads from the case to its citizen any more, who may have others."""
    await db.execute(insert(contacts).values(id=one.contact, created_at=now))
    place = {"id": one.address, "contact_id": one.contact, "account": one.account}
    await db.execute(
        insert(addresses).values(**place, blind=os.urandom(16), value=b"", created_at=now)
    )
    owner = {"contact_id": one.contact, "address_id": one.address}
    files = or_(
        attachments.c.message_id.in_(select(messages.c.id).where(_of(messages, one))),
        attachments.c.outbox_id.in_(select(outbox.c.id).where(_of(outbox, one))),
    )
    await db.execute(update(attachments).where(files).values(contact_id=one.contact))
    for table in (messages, outbox):
        await db.execute(update(table).where(_of(table, one)).values(**owner))
    rows = select(journal.c.sequence).where(_of(journal, one))
    await db.execute(
        update(journal_details)
        .where(journal_details.c.sequence.in_(rows))
        .values(contact_id=one.contact)
    )
    await db.execute(
        _CASE.where(complaints.c.id == one.case).values(**owner, remains=one.remains, erased_at=now)
    )


def _of(table: Any, one: Emptied) -> ColumnElement[bool]:
    condition: ColumnElement[bool] = table.c.complaint_id == one.case
    return condition


async def forget_people(
    db: AsyncConnection, words: Words, now: datetime, people: Sequence[int]
) -> list[int]:
    """Destroy their keys, and take out what they wrote outside of any case of theirs.

    Their addresses are found by nobody any more: who writes again is a stranger.
    """
    files = await _clear_messages(db, messages.c.contact_id.in_(people), words)
    files += await _clear_outbox(db, outbox.c.contact_id.in_(people), words, now)
    found = await db.execute(select(addresses.c.id).where(addresses.c.contact_id.in_(people)))
    places = list(found.scalars())
    for table, column in ((fallbacks, "address_id"), (visits, "address_id")):
        await db.execute(delete(table).where(table.c[column].in_(places)))
    await db.execute(delete(links).where(links.c.contact_id.in_(people)))
    await db.execute(
        update(complaints).where(complaints.c.news_id.in_(places)).values(news_id=None)
    )
    if places:
        strange = [{"b_id": place, "b_blind": os.urandom(16)} for place in places]
        await db.execute(_ADDRESS, strange)
    await db.execute(
        update(contacts)
        .where(contacts.c.id.in_(people))
        .values(wrapped_key=None, name=None, talk=None, language="", stopped_at=None)
    )
    return files


async def clear_beside(
    db: AsyncConnection, words: Words, now: datetime, found: Beside
) -> list[int]:
    """Take out what these tell; returns their files."""
    files = await _clear_messages(db, messages.c.id.in_(found.messages), words)
    return files + await _clear_outbox(db, outbox.c.id.in_(found.letters), words, now)


async def note_files(db: AsyncConnection, files: Sequence[int]) -> None:
    """These are to be taken from the disk once this is committed."""
    if files:
        name, value = f"{_DROP}{min(files)}", json.dumps(sorted(files)).encode()
        await db.execute(insert(facts).values(name=name, value=value))


async def noted_files(db: AsyncConnection) -> list[tuple[str, list[int]]]:
    """Files that are still to be taken from the disk, by the name of their note."""
    rows = await db.execute(select(facts).where(facts.c.name.startswith(_DROP, autoescape=True)))
    return [(row.name, json.loads(row.value)) for row in rows]


async def forget_note(db: AsyncConnection, name: str) -> None:
    """They are gone."""
    await db.execute(delete(facts).where(facts.c.name == name))


async def _clear_messages(
    db: AsyncConnection, which: ColumnElement[bool], words: Words
) -> list[int]:
    ids = select(messages.c.id).where(which)
    files = await _clear_files(db, attachments.c.message_id.in_(ids), words)
    await db.execute(
        update(messages)
        .where(which)
        .values(
            provider=None, edits=None, wire=None, choice="", name=None, subject="", text="",
            full="", part="", fields=None, raw=None, unread_reason="",
        )
    )  # fmt: skip
    return files


async def _clear_outbox(
    db: AsyncConnection, which: ColumnElement[bool], words: Words, now: datetime
) -> list[int]:
    ids = select(outbox.c.id).where(which)
    files = await _clear_files(db, attachments.c.outbox_id.in_(ids), words)
    await db.execute(
        update(deliveries)
        .where(deliveries.c.outbox_id.in_(ids))
        .values(provider=None, ref="", reason="", raw=None)
    )
    await db.execute(
        update(outbox)
        .where(which, outbox.c.done_at.is_(None))
        .values(state=words.cancelled, done_at=now, held_at=None, lease=None, lease_until=None)
    )
    await db.execute(
        update(outbox)
        .where(which)
        .values(text="", sealed=None, subject="", choices="", provider=None, wire=None, reason="")
    )
    return files


async def _clear_files(db: AsyncConnection, which: ColumnElement[bool], words: Words) -> list[int]:
    rows = await db.execute(
        update(attachments)
        .where(which, attachments.c.state != words.gone)
        .values(
            ref=None, name=None, sha256="", description="", state=words.gone, reason="",
            due_at=None, lease_until=None,
        )
        .returning(attachments.c.id)
    )  # fmt: skip
    return list(rows.scalars())


async def _empty_openings(
    db: AsyncConnection, vault: Vault, words: Words, cases: Sequence[int]
) -> None:
    """Who opened a name, and when, stays; the reason may tell of whom it was."""
    rows = await db.execute(
        select(openings.c.id).where(
            openings.c.complaint_id.in_(cases), openings.c.reason.is_not(None)
        )
    )
    for number in rows.scalars():
        sealed = vault.seal(f"openings.reason.{number}", words.reason.encode())
        await db.execute(update(openings).where(openings.c.id == number).values(reason=sealed))


_DROP = "drop/"
_CASE = update(complaints).values(
    slots="{}", identity=None, facts=None, reported=None, reported_post_id=None, asked="",
    skipped="", summary="", news_id=None,
)  # fmt: skip
_ADDRESS = (
    update(addresses)
    .where(addresses.c.id == bindparam("b_id"))
    .values(blind=bindparam("b_blind"), value=b"", phone=None)
)
