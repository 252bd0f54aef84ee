"""The channel: one session that hears and speaks, or one that only speaks."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence
from typing import Final

from channels.base import (
    Accept,
    Event,
    Health,
    Outbound,
    Refused,
    SendError,
    Webhook,
)
from channels.sms.config import Config as Common
from channels.sms.smpp import parsing, session, writing
from channels.sms.smpp.arrivals import Arrivals
from channels.sms.smpp.config import Config
from channels.sms.smpp.errors import refusal
from channels.sms.smpp.receipts import Receipts
from channels.sms.smpp.session import Bind, Lost, Session, Unanswered
from channels.sms.sms import Sms

log = logging.getLogger(__name__)

REST: Final = 1.0
REST_AT_MOST: Final = 60.0
AT_ONCE: Final = 64
#: So many half-sent messages are remembered, that a retry repeats no part.
REMEMBERED: Final = 512
#: command_status of a bind where this account is bound by another process.
_BOUND: Final = "0x5"
#: Under this name the spelling of ids in receipts is kept.
_SPELLING: Final = "receipts"


class Smpp(Sms):
    """One account at a message centre."""

    def __init__(self, account: str, common: Common, own: Config) -> None:
        super().__init__(account, common)
        self._own = own
        self._source = own.source or common.dialled
        self._session: Session | None = None
        self._hears = False
        self._binding = asyncio.Lock()
        self._window = asyncio.Semaphore(own.window)
        self._gone: dict[str, int] = {}
        self._receipts = Receipts()
        self._arrivals = Arrivals()

    def verify(self, hook: Webhook) -> None:
        raise Refused(404)

    def parse(self, hook: Webhook) -> Sequence[Event]:
        return parsing.events(self, hook)

    @property
    def listens(self) -> bool:
        return True

    async def listen(self, accept: Accept, cursor: Callable[[str], str]) -> None:
        """Hold a session that hears, commit what it brings, and only then say so."""
        self._receipts.spelling = cursor(_SPELLING)
        self._hears = True
        rest = REST
        try:
            while True:
                try:
                    live = await self._bound()
                    rest = REST
                    await self._hear(live, accept)
                except Exception as error:
                    log.warning("%s: binding rests %.0f s: %s", self.account, rest, _named(error))
                await asyncio.sleep(rest)
                rest = min(rest * 2, REST_AT_MOST)
        finally:
            self._hears = False
            await self._unbind()

    async def send(self, outbound: Outbound) -> str:
        text, to = self.written(outbound.text), outbound.to.value
        if not to.removeprefix("+").isdecimal():
            raise SendError("not a number", permanent=True, scope="recipient", code="number")
        pdus = writing.submits(self._own, self._source, to, outbound.id, text)
        async with self._window:
            live = await self._speaking()
            return await self._submit(live, outbound.id, pdus)

    async def health(self) -> Health:
        try:
            await self._speaking()
        except SendError as error:
            # The service itself holds the line, and this is its check.
            held = error.code == _BOUND
            return Health(held, f"Pusat pesan {self._own.host}: {error.reason}.")
        return Health(True, f"Tersambung ke pusat pesan {self._own.host}.")

    async def close(self) -> None:
        await self._unbind()

    async def _hear(self, live: Session, accept: Accept) -> None:
        """Until the session is over."""
        over = asyncio.create_task(live.over.wait())
        brought = asyncio.create_task(live.brought.get())
        try:
            while True:
                await asyncio.wait([brought, over], return_when=asyncio.FIRST_COMPLETED)
                if not brought.done():
                    return
                batch = [brought.result()]
                while not live.brought.empty() and len(batch) < AT_ONCE:
                    batch.append(live.brought.get_nowait())
                brought = asyncio.create_task(live.brought.get())
                await self._keep(live, accept, batch)
        finally:
            over.cancel()
            brought.cancel()

    async def _keep(
        self, live: Session, accept: Accept, batch: Sequence[tuple[int, bytes]]
    ) -> None:
        """One commit for all; where that is not to be had, the message centre keeps them."""
        status, spelling = session.OK, self._receipts.spelling
        try:
            hooks = [self._hook(pdu, live) for _, pdu in batch]
            learned = self._receipts.spelling
            await accept(hooks, (_SPELLING, learned) if learned != spelling else None)
        except Exception as error:
            log.warning("%s: not taken over: %s", self.account, _named(error))
            status = session.LATER
        now = asyncio.get_running_loop().time()
        for number, pdu in batch:
            live.answer(number, status)
            if status == session.OK:
                self._arrivals.answered(parsing.digest(pdu), now)
        await live.flush()

    def _hook(self, pdu: bytes, live: Session) -> Webhook:
        words, now = parsing.digest(pdu), asyncio.get_running_loop().time()
        query = {
            "alphabet": self._own.alphabet,
            "arrival": self._arrivals.name(words, live, now),
            **self._receipts.read(pdu),
        }
        return Webhook(self.account, query=query, body=pdu)

    async def _submit(self, live: Session, outbound: str, pdus: Sequence[bytes]) -> str:
        done = self._gone.pop(outbound, 0)
        message_id = ""
        for place, pdu in enumerate(pdus[done:], done):
            try:
                message_id = await live.submit(pdu)
            except (Exception, asyncio.CancelledError) as error:
                self._remember(outbound, place)
                if isinstance(error, asyncio.CancelledError):
                    raise
                raise refusal(error, self._own.throttle_seconds) from None
        sent = parsing.normal(message_id)
        self._receipts.expect(sent, outbound)
        return sent

    def _remember(self, outbound: str, place: int) -> None:
        while len(self._gone) >= REMEMBERED:
            del self._gone[next(iter(self._gone))]
        if place:
            self._gone[outbound] = place

    async def _speaking(self) -> Session:
        """Raises SendError."""
        try:
            return await self._bound()
        except (Lost, Unanswered):
            # No message has left yet.
            raise SendError("the bind was not answered", scope="account") from None
        except Exception as error:
            raise refusal(error, self._own.throttle_seconds) from None

    async def _bound(self) -> Session:
        """The session there is, or a new one: only one that hears is brought messages."""
        async with self._binding:
            live, settings = self._session, self._bind()
            if live is not None and not live.over.is_set() and live.kind == settings.kind:
                return live
            await self._unbind()
            self._session = await session.bind(settings)
            return self._session

    async def _unbind(self) -> None:
        if self._session is not None:
            last, self._session = self._session, None
            await last.close()

    def _bind(self) -> Bind:
        own = self._own
        return Bind(
            host=own.host,
            port=own.port,
            tls=own.tls,
            system_id=own.system_id,
            password=own.password,
            system_type=own.system_type,
            kind="transceiver" if self._hears else "transmitter",
            timeout=self.common.timeout,
            enquire_seconds=own.enquire_seconds,
        )


def _named(error: BaseException) -> str:
    return type(error).__name__
