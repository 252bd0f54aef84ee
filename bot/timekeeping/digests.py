"""Digests: what is due to one person leaves as one letter, after the commit, and is settled."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.casework.words import Clock
from bot.house import House
from bot.inbox.words import CLOCKS
from bot.timekeeping import circle, postbox
from bot.timekeeping.alerts import TOLD
from channels.base import Channel, SendError
from storage import alerts, outbox

log = logging.getLogger(__name__)

#: Longer than a mail server may take.
LEASE: Final = timedelta(minutes=10)
#: The first wait after a letter did not leave; each one doubles, up to the longest.
WAIT, LONGEST_WAIT = timedelta(minutes=2), timedelta(hours=4)
#: What did not leave for so long is no news any more.
STALE: Final = timedelta(days=7)
KEPT: Final = timedelta(days=400)
#: So many lines stand in one letter; the others are counted.
SHOWN: Final = 50


@dataclass(frozen=True, slots=True)
class Digest:
    """One letter: to whom, and what they have to know."""

    officer: int | None
    name: str = field(repr=False)
    to: str = field(repr=False)
    rows: Sequence[Any] = field(repr=False)

    @property
    def ids(self) -> list[int]:
        return [row.id for row in self.rows]


async def send(house: House) -> int:
    """Send what is due; returns how many letters left. A server that is away is left in peace."""
    channel, sent = postbox.account(house), 0
    while channel is not None:
        lease = house.new_id()
        async with house.database.write() as db:
            digest = await _claimed(db, house, lease)
        if digest is None:
            break
        if digest.rows and not await _send(house, channel, digest, lease):
            break
        sent += bool(digest.rows)
    return sent


async def tidy(house: House) -> None:
    """What was told long ago is forgotten."""
    async with house.database.write() as db:
        await alerts.forget(db, house.now() - KEPT)


async def _claimed(db: AsyncConnection, house: House, lease: int) -> Digest | None:
    """What is due to the next person; what they shall not know any more is dropped."""
    now = house.now()
    rows = await alerts.claim(db, now, lease, LEASE)
    if not rows:
        return None
    around, officer = await circle.load(db, house), rows[0].officer_id
    name, to = house.settings.responsible.name, house.settings.responsible.email
    if officer is not None:
        row = around.accounts.get(officer)
        name = row.name if row is not None else ""
        to = postbox.opened(house, officer, row.email) if row is not None else ""
    kept = [row for row in rows if to and _is_news(row, now) and around.opens(officer, row)]
    gone = {row.id for row in rows} - {row.id for row in kept}
    await alerts.settle(db, lease, sorted(gone), sent=False, now=now)
    return Digest(officer, name, to, kept)


def _is_news(row: Any, now: datetime) -> bool:
    """Not where it was answered meanwhile."""
    answered = row.ended_at is not None or (row.clock and row.running is None)
    return row.created_at > now - STALE and (TOLD[row.event].lasting or not answered)


async def _send(house: House, channel: Channel, digest: Digest, lease: int) -> bool:
    subject, text = _written(house, digest)
    try:
        await postbox.send(channel, f"alert-{digest.rows[0].id}", digest.to, subject, text)
    except SendError as error:
        log.warning("an officer was not told: %s", error.reason)
        return await _failed(house, channel, digest, lease, error)
    async with house.database.write() as db:
        await alerts.settle(db, lease, digest.ids, sent=True, now=house.now())
        await outbox.clear_alarms(db, [_alarm(channel, digest)])
    return True


async def _failed(
    house: House, channel: Channel, digest: Digest, lease: int, error: SendError
) -> bool:
    """An address that is refused is said in the inbox; anything else is tried again."""
    now, refused = house.now(), error.permanent and error.scope != "account"
    kept = {row.id for row in digest.rows if _is_kept(row, error)} if refused else set(digest.ids)
    gone = sorted({*digest.ids} - kept)
    async with house.database.write() as db:
        if refused:
            await outbox.raise_alarm(db, _alarm(channel, digest), _refused(digest), now, STALE)
            await alerts.settle(db, lease, gone, sent=False, now=now)
        tried = max(row.attempts for row in digest.rows)
        wait = min(WAIT * 2 ** min(tried, 8), LONGEST_WAIT)
        await alerts.again(db, lease, sorted(kept), now + wait)
    return refused


def _is_kept(row: Any, error: SendError) -> bool:
    """A full mailbox is emptied again; what wakes people waits for that."""
    return error.scope == "message" and TOLD[row.event].at_night


def _refused(digest: Digest) -> str:
    mend = "sahut officer email" if digest.officer else "[responsible] email di config.toml"
    return f"Email untuk {digest.name or 'petugas'} tidak diterima. Perbaiki alamatnya: {mend}."


def _alarm(channel: Channel, digest: Digest) -> str:
    return f"{channel.account}/petugas/{digest.officer or 0}"


def _written(house: House, digest: Digest) -> tuple[str, str]:
    """Numbers, dates and a link: no word of a citizen, and no name but the reader's."""
    shown = digest.rows[:SHOWN]
    more, link = len(digest.rows) - len(shown), house.settings.server.public_url.rstrip("/")
    urgent = any(TOLD[row.event].at_night for row in digest.rows)
    say, count = house.texts.say, len({row.number for row in digest.rows})
    parts = [
        say("", "alert.head", name=digest.name),
        "\n".join(_line(house, row) for row in shown),
        say("", "alert.more", count=more) if more else "",
        say("", "alert.link", url=f"{link}/inbox") if link else "",
        say("", "alert.foot", office=house.office.name),
    ]
    subject = say("", "alert.subject_urgent" if urgent else "alert.subject", count=count)
    return subject, "\n\n".join(part for part in parts if part)


def _line(house: House, row: Any) -> str:
    clock = CLOCKS[Clock(row.clock)] if row.clock else ""
    date = house.texts.day("", row.due_on)
    return house.texts.say("", f"alert.{row.event}", number=row.number, clock=clock, date=date)
