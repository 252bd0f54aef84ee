"""The way in by IMAP: fetch, commit with the cursor, and only then go on to the next."""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from email.utils import localtime

from channels.base import Accept, SendError, Webhook
from channels.email.answers import Stored
from channels.email.config import Config
from channels.email.mailbox import BROKEN, Folder, Mailbox, NoFolder, NotLetIn, Numbers
from channels.email.oauth import Tokens

log = logging.getLogger(__name__)

#: What goes to `accept` at once.
BATCH_MAILS = 16
BATCH_BYTES = 4 * 2**20
#: So many UIDs are asked about at once.
CHUNK = 500
#: A mail that breaks the connection so often is passed on as a note.
TRIES = 3
#: Where the server does not tell by itself when something came.
POLL = 60.0
REST = 1.0
REST_AT_MOST = 300.0
#: A server that does not let us in is not asked so soon again: it would lock the mailbox.
LOCKED_REST = 60.0

_FLAGS = {"junk": "\\junk", "sent": "\\sent"}
#: Where a server does not say which folder is which; the last part of the name, lower case.
_NAMES = {
    "junk": ("junk", "spam", "junk e-mail", "junk email", "bulk mail", "bulk"),
    "sent": ("sent", "sent items", "sent mail", "sent messages", "surat terkirim", "terkirim"),
}


@dataclass(frozen=True, slots=True)
class Place:
    """How far a folder is read: all up to `uid`, of what came since `start`."""

    validity: int
    uid: int
    start: date

    @classmethod
    def read(cls, told: str) -> Place | None:
        try:
            validity, uid, start = told.split(":")
            return cls(int(validity), int(uid), date.fromisoformat(start))
        except ValueError:
            return None

    def fits(self, numbers: Numbers) -> bool:
        """A mailbox made anew within a second may keep its UIDVALIDITY, but its UIDs start over."""
        started_over = 0 < numbers.next <= self.uid
        return self.validity == numbers.validity and not started_over

    def __str__(self) -> str:
        return f"{self.validity}:{self.uid}:{self.start.isoformat()}"


class Imap:
    """Reads the folders of one mailbox for as long as it is asked to."""

    def __init__(self, account: str, config: Config, tokens: Tokens) -> None:
        self._account = account
        self._config = config
        self._tokens = tokens
        self._rest = REST
        self._places: dict[str, Place] = {}
        self._broken: Counter[tuple[str, int]] = Counter()

    async def run(self, accept: Accept, cursor: Callable[[str], str]) -> None:
        """For ever: a connection that breaks off is made anew, ever more patiently."""
        self._places = {}
        while True:
            try:
                await self._read_on(accept, cursor)
            except asyncio.CancelledError:
                raise
            except Exception as error:
                rest = max(self._rest, LOCKED_REST) if _is_locked(error) else self._rest
                log.warning("%s: reading rests %.0f s: %s", self._account, rest, _named(error))
                await asyncio.sleep(rest)
                self._rest = min(rest * 2, REST_AT_MOST)

    async def look(self) -> Sequence[str]:
        """The folders that would be read. Raises NotLetIn, SendError, BROKEN."""
        box = await self._open()
        try:
            return [name for name, _ in wanted(self._config, await box.folders())]
        finally:
            await box.close()

    async def _open(self) -> Mailbox:
        try:
            return await Mailbox.open(self._config, await self._tokens.current())
        except NotLetIn:
            self._tokens.forget()
            raise

    async def _read_on(self, accept: Accept, cursor: Callable[[str], str]) -> None:
        """On one connection: look into every folder, wait for the first, and again."""
        box = await self._open()
        try:
            folders = list(wanted(self._config, await box.folders()))
            # The first once more, so that what comes from then on is told while idling.
            turns = [*folders, folders[0]] if folders[1:] else folders
            while True:
                for name, role in turns:
                    await self._catch_up(box, _Folder(name, role, accept, cursor))
                self._rest = REST
                if box.idles:
                    await box.idle(self._config.poll_seconds)
                else:
                    await asyncio.sleep(min(POLL, self._config.poll_seconds))
        finally:
            await box.close()

    async def _catch_up(self, box: Mailbox, folder: _Folder) -> None:
        try:
            numbers = await box.select(folder.name)
        except NoFolder:
            if folder.role == "inbox":
                raise
            log.warning("%s: a folder (%s) is not there", self._account, folder.role)
            return
        place, uids, top = await self._news(box, folder, numbers)
        for start in range(0, len(uids), CHUNK):
            stored = await self._measured(box, folder.name, uids[start : start + CHUNK])
            for batch in self._batches(folder.name, stored):
                hooks = await self._fetched(box, folder, batch)
                await self._commit(folder, hooks, replace(place, uid=batch[-1].uid))
        reached = self._places.get(folder.name)
        read = reached.uid if reached and reached.validity == place.validity else place.uid
        if reached != (place := replace(place, uid=max(read, top))):
            await self._commit(folder, [], place)
        for known in [key for key in self._broken if key[0] == folder.name]:
            del self._broken[known]

    async def _news(
        self, box: Mailbox, folder: _Folder, numbers: Numbers
    ) -> tuple[Place, Sequence[int], int]:
        """From where we go on, what is to be fetched, and up to where the folder is read then."""
        place = self._places.get(folder.name) or Place.read(folder.cursor(folder.name))
        if place and place.fits(numbers):
            self._places[folder.name] = place
            uids = await box.after(place.uid)
            return place, uids, max(uids, default=0)
        # Seen for the first time, or all UIDs are void: what was taken before is known by its key.
        self._places.pop(folder.name, None)
        start = place.start if place else _today() - timedelta(days=self._config.since_days)
        everything = await box.since(None)
        return Place(numbers.validity, 0, start), await box.since(start), max(everything, default=0)

    async def _measured(self, box: Mailbox, name: str, uids: Sequence[int]) -> Sequence[Stored]:
        if self._broken[name, 0] >= TRIES:
            return [Stored(uid, 0, "") for uid in uids]
        try:
            return await box.stored(uids)
        except BROKEN:
            self._broken[name, 0] += 1
            raise

    def _batches(self, name: str, stored: Sequence[Stored]) -> Iterator[Sequence[Stored]]:
        """Bounded in number and bytes; one by one where a mail has broken the connection."""
        most = 1 if any(known == name for known, _ in self._broken) else BATCH_MAILS
        batch: list[Stored] = []
        size = 0
        for mail in stored:
            weight = mail.size if mail.size <= self._limit else 0
            if batch and (len(batch) == most or size + weight > BATCH_BYTES):
                yield batch
                batch, size = [], 0
            batch.append(mail)
            size += weight
        if batch:
            yield batch

    async def _fetched(
        self, box: Mailbox, folder: _Folder, batch: Sequence[Stored]
    ) -> Sequence[Webhook]:
        """A mail too large comes as its header; so does one that breaks the connection."""
        tried = (folder.name, batch[0].uid)
        broken = self._broken[tried] if len(batch) == 1 else 0
        if broken >= 2 * TRIES:
            return [self._hook(folder, batch[0], self._note(folder, batch[0]), "unreadable")]
        large = [s.uid for s in batch if s.size > self._limit or broken >= TRIES]
        small = [s.uid for s in batch if s.uid not in large]
        try:
            found = dict(await box.fetch(small)) if small else {}
            found |= await box.fetch(large, "HEADER") if large else {}
        except BROKEN:
            self._broken[tried] += 1
            raise
        return [
            self._hook(folder, mail, found[mail.uid], "size" if mail.uid in large else "")
            for mail in batch
            if mail.uid in found
        ]

    def _hook(self, folder: _Folder, mail: Stored, body: bytes, cut: str) -> Webhook:
        headers = {"x-sahut-role": folder.role}
        headers |= {"x-sahut-internaldate": mail.at} if mail.at else {}
        headers |= {"x-sahut-cut": cut} if cut else {}
        return Webhook(self._account, headers=headers, body=body)

    def _note(self, folder: _Folder, mail: Stored) -> bytes:
        """In place of a mail that the server does not hand out: officers can look there."""
        words = f"Surat nomor {mail.uid} di folder {folder.name} tidak dapat diambil dari server."
        head = f"From: {self._config.address}\r\nSubject: Surat tidak dapat diambil\r\n"
        kind = "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n"
        return f"{head}{kind}\r\n{words}\r\n".encode()

    async def _commit(self, folder: _Folder, hooks: Sequence[Webhook], place: Place) -> None:
        await folder.accept(hooks, (folder.name, str(place)))
        self._places[folder.name] = place

    @property
    def _limit(self) -> int:
        return self._config.max_mb * 2**20


@dataclass(frozen=True, slots=True)
class _Folder:
    name: str
    role: str
    accept: Accept
    cursor: Callable[[str], str]


def wanted(config: Config, folders: Sequence[Folder]) -> Iterator[tuple[str, str]]:
    """Names and roles of the folders to be read."""
    taken = {name.lower() for name in config.folders}
    for name in config.folders:
        yield name, "inbox"
    for role, setting in (("junk", config.junk_folder), ("sent", config.sent_folder)):
        name = _found(role, folders) if setting == "auto" else setting
        if name not in ("", "-") and name.lower() not in taken:
            taken.add(name.lower())
            yield name, role


def _found(role: str, folders: Sequence[Folder]) -> str:
    open_ones = [folder for folder in folders if "\\noselect" not in folder.flags]
    by_flag = [folder.name for folder in open_ones if _FLAGS[role] in folder.flags]
    by_name = [folder.name for folder in open_ones if _last(folder.name) in _NAMES[role]]
    return next(iter(by_flag + by_name), "")


def _last(name: str) -> str:
    return name.replace(".", "/").rpartition("/")[2].lower()


def _today() -> date:
    return localtime().date()


def _is_locked(error: Exception) -> bool:
    return isinstance(error, NotLetIn) or (isinstance(error, SendError) and error.permanent)


def _named(error: Exception) -> str:
    return error.reason if isinstance(error, SendError) else type(error).__name__
