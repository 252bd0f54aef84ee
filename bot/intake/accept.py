"""Accept: make events durable, raw and normalised, and do nothing else.

One committer takes whatever is waiting into one transaction; each caller is answered when its
group is committed. A redelivery conflicts and changes nothing.
"""

from __future__ import annotations

import asyncio
import hashlib
import logging
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from bot.house import House
from bot.intake import cleaning
from channels.base import Address, Attachment, Event, Inbound, Malformed, Webhook
from storage import arrivals
from storage.arrivals import Message, Receipt
from storage.database import Away, is_away

log = logging.getLogger(__name__)

QUEUE_EVENTS = 4096
QUEUE_BYTES = 32 * 2**20
GROUP_EVENTS = 128
LARGE = 64 * 2**10
#: Where a new attachment starts: to be fetched, unless its content is in its `ref`.
FILE_STATES: Mapping[str, str] = {"": "waiting", "location": "held", "contact": "held"}


class Later(Exception):
    """Not accepted: too much is waiting, or the database is away. The provider shall retry."""


@dataclass(slots=True)
class _Parcel:
    messages: Sequence[Message]
    receipts: Sequence[Receipt]
    cursor: tuple[str, str, str] | None
    size: int
    done: asyncio.Future[None] = field(default_factory=asyncio.Future)

    @property
    def events(self) -> int:
        return len(self.messages) + len(self.receipts) + 1


class Intake:
    """The way in for every channel."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._queue: asyncio.Queue[_Parcel] = asyncio.Queue()
        self._events = 0
        self._bytes = 0

    async def accept(
        self, account: str, hooks: Sequence[Webhook], cursor: tuple[str, str] | None = None
    ) -> None:
        """What cannot be read is kept as unread, and the cursor moves on. Raises Later."""
        events: list[Event] = []
        unread: list[Message] = []
        for hook in hooks:
            try:
                events += await self._parsed(account, hook)
            except Exception as error:
                known = isinstance(error, Malformed)
                log.warning("%s: an event broke its reader", account, exc_info=not known)
                unread.append(_unreadable(account, hook, error))
        await self.take(account, events, cursor, unread)

    async def _parsed(self, account: str, hook: Webhook) -> Sequence[Event]:
        """A large mail is read aside, so that the event loop goes on meanwhile."""
        parse = self._house.channels[account].parse
        return parse(hook) if len(hook.body) < LARGE else await asyncio.to_thread(parse, hook)

    async def take(
        self,
        account: str,
        events: Sequence[Event],
        cursor: tuple[str, str] | None = None,
        unread: Sequence[Message] = (),
    ) -> None:
        """Returns after the COMMIT. Raises Later."""
        now = self._house.now()
        if not events and not unread and cursor is None:
            return
        heard = [e for e in events if isinstance(e, Inbound)]
        parcel = _Parcel(
            [*[cleaning.message(await self._spooled(e), now) for e in heard], *unread],
            [cleaning.receipt(e, account, now) for e in events if not isinstance(e, Inbound)],
            None if cursor is None else (account, *cursor),
            sum(len(e.raw) for e in (*events, *unread)),
        )
        if self._is_full(parcel):
            raise Later("too much is waiting")
        self._events += parcel.events
        self._bytes += parcel.size
        self._queue.put_nowait(parcel)
        await parcel.done

    def _is_full(self, parcel: _Parcel) -> bool:
        """One parcel is always taken, however large it is."""
        events, size = self._events + parcel.events, self._bytes + parcel.size
        return bool(self._events) and (events > QUEUE_EVENTS or size > QUEUE_BYTES)

    async def run(self) -> None:
        """The committer: for ever."""
        while True:
            group = [await self._queue.get()]
            size = group[0].events
            while size < GROUP_EVENTS and not self._queue.empty():
                group.append(self._queue.get_nowait())
                size += group[-1].events
            for parcel in group:
                self._events -= parcel.events
                self._bytes -= parcel.size
            await self._commit(group)

    async def _commit(self, group: Sequence[_Parcel]) -> None:
        try:
            await self._keep(group)
        except Exception as error:
            if is_away(error):
                _refuse(group, error)
                return
            log.warning("a group of %d was not kept: %s", len(group), type(error).__name__)
            for parcel in group:
                await self._commit_alone(parcel)
        else:
            _answer(group)

    async def _commit_alone(self, parcel: _Parcel) -> None:
        """One event after the other, so that a bad one takes no other with it."""
        try:
            for piece in _pieces(parcel):
                await self._keep_somehow(piece)
        except Exception as error:
            _refuse([parcel], error)
        else:
            _answer([parcel])

    async def _keep_somehow(self, piece: _Parcel) -> None:
        try:
            await self._keep([piece])
        except Exception as error:
            if is_away(error):
                raise
            log.exception("an event could not be kept as it is")
            await self._keep([_bare(piece)])

    async def _keep(self, group: Sequence[_Parcel]) -> None:
        house = self._house
        async with house.database.write() as db:
            kept = await arrivals.keep(
                db,
                house.vault,
                house.ids,
                house.now(),
                [m for parcel in group for m in parcel.messages],
                [r for parcel in group for r in parcel.receipts],
                FILE_STATES,
            )
            for parcel in group:
                if parcel.cursor is not None:
                    await arrivals.move_cursor(db, *parcel.cursor)
        if kept.messages:
            house.waiting.ring()
        if kept.receipts:
            house.outgoing.ring()
        if kept.files:
            house.files_due.ring()

    async def _spooled(self, event: Inbound) -> Inbound:
        """Bytes that came with the event go to disk before it is acknowledged."""
        if not any(file.content is not None for file in event.attachments):
            return event
        return replace(
            event, attachments=tuple([await self._put(file) for file in event.attachments])
        )

    async def _put(self, file: Attachment) -> Attachment:
        if file.content is None:
            return file
        try:
            name = await asyncio.to_thread(self._house.spool.put, file.content)
        except OSError as error:
            raise Later("no room for an attachment") from error
        return replace(file, ref=f"spool:{name}", content=None, size=len(file.content))


def _unreadable(account: str, hook: Webhook, error: Exception) -> Message:
    digest = hashlib.sha256(hook.body).hexdigest()
    sender = Address(account, "?")
    reason = type(error).__name__
    return Message(digest, sender, "system", "weak", raw=hook.body, unread=reason)


def _pieces(parcel: _Parcel) -> Iterator[_Parcel]:
    """Each event by itself; the cursor moves last."""
    for message in parcel.messages:
        yield replace(parcel, messages=[message], receipts=[], cursor=None)
    for receipt in parcel.receipts:
        yield replace(parcel, messages=[], receipts=[receipt], cursor=None)
    if parcel.cursor is not None:
        yield replace(parcel, messages=[], receipts=[])


def _bare(parcel: _Parcel) -> _Parcel:
    """The same events with nothing but what identifies them and their raw form."""
    return replace(
        parcel,
        messages=[
            Message(
                m.key,
                m.sender,
                m.kind,
                m.proof,
                raw=m.raw,
                text=_ascii(m.text),
                unread=m.unread or "refused by the database",
            )
            for m in parcel.messages
        ],
        receipts=[],
    )


def _ascii(text: str) -> str:
    return text.encode("ascii", "replace").decode()


def _answer(group: Sequence[_Parcel]) -> None:
    for parcel in group:
        if not parcel.done.done():
            parcel.done.set_result(None)


def _refuse(group: Sequence[_Parcel], error: Exception) -> None:
    known = isinstance(error, Away)
    log.error("nothing was accepted: %s", type(error).__name__, exc_info=None if known else error)
    for parcel in group:
        if not parcel.done.done():
            later = Later(type(error).__name__)
            later.__cause__ = error
            parcel.done.set_exception(later)
