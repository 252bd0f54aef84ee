"""Gammu SMSD: a modem on this machine, by the folders of the daemon's FILES backend."""

from __future__ import annotations

import asyncio
import errno
import logging
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

import aiohttp

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
from channels.sms.gammu import folders, parsing
from channels.sms.gammu.config import FOLDERS, Config
from channels.sms.gammu.folders import Folders, Outcome, Piece
from channels.sms.sms import Sms

log = logging.getLogger(__name__)

#: A file without a byte may still be written; after so many seconds it is an empty message.
EMPTY_SECONDS: Final = 60.0
AT_ONCE: Final = 64
#: Earlier bad news of the same message is told first.
TOLD_WITHIN: Final = 5.0
REST_AT_MOST: Final = 60.0
STATES: Final = {"sent": "sent", "error": "failed"}
FETCHED_WITHIN: Final = 600.0
#: Nothing is added to an outbox that nobody empties.
ASLEEP_SECONDS: Final = 1800.0


def open_gateway(account: str, common: Common, own: Config, http: aiohttp.ClientSession) -> Sms:
    """The modem beside this machine; nothing goes over HTTP."""
    return Gammu(account, common, own)


class Gammu(Sms):
    """One modem, kept by gammu-smsd."""

    def __init__(self, account: str, common: Common, own: Config) -> None:
        super().__init__(account, common)
        self._own = own
        self._zone = ZoneInfo(own.zone)
        self._folders = Folders(*(Path(getattr(own, name)) for name in FOLDERS))
        #: When each piece was first seen as it is now.
        self._since: dict[Piece, float] = {}
        #: Taken over, and not to be removed: the folder does not let us.
        self._stuck: set[str] = set()

    def verify(self, hook: Webhook) -> None:
        raise Refused(404)

    def parse(self, hook: Webhook) -> Sequence[Event]:
        return parsing.events(self, hook)

    @property
    def listens(self) -> bool:
        return True

    async def listen(self, accept: Accept, cursor: Callable[[str], str]) -> None:
        """Look, commit, and only then take the files away."""
        rest = self._own.poll_seconds
        while True:
            try:
                await self._look(accept)
                rest = self._own.poll_seconds
            except Exception as error:
                rest = min(rest * 2, REST_AT_MOST)
                log.warning("%s: looking rests %.0f s: %s", self.account, rest, _named(error))
            await asyncio.sleep(rest)

    async def send(self, outbound: Outbound) -> str:
        text, number = self.written(outbound.text), outbound.to.value
        if not number.removeprefix("+").isdecimal():
            raise SendError("not a number", permanent=True, scope="recipient", code="number")
        name = folders.name_of(outbound.id, number)
        try:
            await asyncio.to_thread(self._put, name, _content(text))
        except folders.Earlier:
            raise SendError("failed before", wait=TOLD_WITHIN, code="earlier") from None
        except OSError as error:
            # Its own words hold the name of the file, and that the citizen's number.
            raise SendError(f"outbox: {_named(error)}", scope="account", code="folder") from None
        return outbound.id

    async def health(self) -> Health:
        try:
            return await asyncio.to_thread(self._health)
        except OSError as error:
            return Health(False, f"Folder gammu-smsd: {_named(error)}.")

    def _put(self, name: str, content: bytes) -> None:
        if max(self._folders.waiting(), default=0.0) > ASLEEP_SECONDS:
            reason = "gammu-smsd fetches nothing"
            raise SendError(reason, permanent=True, scope="account", code="asleep")
        self._folders.put(name, content)

    async def _look(self, accept: Accept) -> None:
        pieces, outcomes = await asyncio.to_thread(self._there)
        ready = self._settled(pieces)
        hooks = [*map(self._told, outcomes)]
        hooks += await asyncio.to_thread(lambda: [*self._brought(ready)])
        paths = [getattr(self._folders, one.folder) / one.name for one in outcomes]
        paths += [self._folders.inbox / piece.name for message in ready for piece in message]
        if not hooks:
            return
        await accept(hooks)
        left = await asyncio.to_thread(folders.remove, paths)
        if left:
            log.warning("%s: %d files could not be removed", self.account, len(left))
            self._stuck |= {path.name for path in left}

    def _there(self) -> tuple[list[Piece], list[Outcome]]:
        pieces = [one for one in self._folders.pieces() if one.name not in self._stuck]
        outcomes = [one for one in self._folders.outcomes() if one.name not in self._stuck]
        return pieces, outcomes[:AT_ONCE]

    def _settled(self, pieces: Iterable[Piece]) -> list[list[Piece]]:
        """Whole messages only: the daemon writes a file, and the next part, in plain sight."""
        now = asyncio.get_running_loop().time()
        self._since = {piece: self._since.get(piece, now) for piece in pieces}
        ready = [
            message
            for message in folders.messages(self._since)
            if all(now - self._since[one] > (0 if one.size else EMPTY_SECONDS) for one in message)
        ]
        return ready[:AT_ONCE]

    def _brought(self, ready: Iterable[Sequence[Piece]]) -> Iterable[Webhook]:
        for message in ready:
            ref = sha256(message[0].name.encode()).hexdigest()[:24]
            for piece in message:
                total = max(len(message), piece.place + 1)
                query = {
                    "file": piece.name,
                    "at": self._moment(piece.stamp),
                    "ref": ref,
                    "part": f"{piece.place + 1}/{total}",
                }
                body = (self._folders.inbox / piece.name).read_bytes()
                yield Webhook(self.account, query=query, body=body)

    def _told(self, outcome: Outcome) -> Webhook:
        at = datetime.fromtimestamp(outcome.at / 1e9, UTC).isoformat()
        key = f"{outcome.name}/{outcome.written}"
        query = {"file": outcome.name, "at": at, "state": STATES[outcome.folder], "key": key}
        return Webhook(self.account, query=query)

    def _moment(self, stamp: str) -> str:
        """A time that is none (a modem may tell the thirteenth month) is left out."""
        try:
            told = datetime.strptime(f"{stamp}+0000", "%Y%m%d%H%M%S%z")
        except ValueError:
            return ""
        return told.replace(tzinfo=self._zone).isoformat()

    def _health(self) -> Health:
        unreadable = self._folders.unreadable()
        if unreadable:
            told = f"{unreadable} SMS berbentuk smsbackup; tulis InboxFormat = unicode"
            return Health(False, f"{told} di gammu-smsdrc.")
        if not self._folders.open():
            return Health(False, "Sahut tidak boleh menulis di keempat folder gammu-smsd.")
        ages = self._folders.waiting()
        fetched = max(ages, default=0.0) < FETCHED_WITHIN
        said = "menunggu dikirim" if fetched else "belum diambil; apakah gammu-smsd berjalan?"
        return Health(fetched, f"{len(ages)} SMS {said}" if ages else "Folder gammu-smsd siap.")


def _content(text: str) -> bytes:
    return b"\xfe\xff" + text.encode("utf-16-be", "replace")


def _named(error: BaseException) -> str:
    number = getattr(error, "errno", None)
    return errno.errorcode.get(number or 0, type(error).__name__)
