"""Copies: everything that lies here about one citizen, as a zip that they can read and keep."""

from __future__ import annotations

import mimetypes
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from sqlalchemy.ext.asyncio import AsyncConnection

from bot import cases
from bot.casework import privacy
from bot.casework.citations import cite
from bot.casework.labels import ACTORS, EVENTS, STATES
from bot.casework.paper_table import PAPERS
from bot.casework.papers import PaperKind
from bot.casework.privacy import Outcome, RequestKind
from bot.casework.words import Actor, Event, Protection, State
from bot.house import House
from bot.inbox import fields
from bot.inbox.words import KINDS, SLOTS
from bot.outgoing import packing
from bot.privacy import persons
from bot.privacy.persons import Found
from storage import guards, journal
from storage import persons as rows_of
from storage import privacy as register
from storage.guards import Reader
from storage.seal import PersonKey, Unreadable

#: What the office wrote for itself; an examination is secret, and names others.
_INSIDE: Final = frozenset(
    {Event.NOTE, Event.FILE_PAPER, Event.ANSWER_PAPER, Event.ESCALATE, Event.ASSIGN,
     Event.OPEN_IDENTITY, Event.NAME_PARTY, Event.SEAL_ABOVE}
)  # fmt: skip
_STORED: Final = "stored"


class Closed(Exception):
    """Whoever asks may not have this copy made; the reason, in words."""


@dataclass(frozen=True, slots=True)
class Copy:
    """Everything that goes into the zip, readable; and the files, which are opened one by one."""

    number: str
    made: str
    person: list[dict[str, Any]] = field(repr=False)
    cases: list[dict[str, Any]] = field(repr=False)
    messages: list[dict[str, Any]] = field(repr=False)
    story: list[dict[str, Any]] = field(repr=False)
    papers: list[dict[str, Any]] = field(repr=False)
    files: list[dict[str, Any]] = field(repr=False)
    #: (name in the zip, attachment, its key), and (name in the zip, what came over the wire).
    contents: list[tuple[str, int, PersonKey]] = field(repr=False)
    raw: list[tuple[str, bytes]] = field(repr=False)


async def gather(
    db: AsyncConnection,
    house: House,
    number: str,
    reader: Reader,
    allowed: Collection[Protection],
) -> Copy:
    """Of this citizen's cases those that `reader` may see and whose protection is `allowed`.

    Whether there are others is not told. Raises LookupError, Closed.
    """
    found = await persons.find(db, number)
    if found is None or not guards.opens(reader, found.row):
        raise LookupError(number)
    if found.row.wrapped_key is None or found.row.erased_at is not None:
        raise Closed("Data pelapor ini sudah dihapus; tinggal statistiknya.")
    if Protection(found.row.protection) not in allowed:
        raise Closed(_CLOSED[Protection(found.row.protection)])
    return await _Gathering(db, house, found, reader, allowed).made()


_CLOSED: Final[Mapping[Protection, str]] = {
    Protection.OPEN: "Laporan ini tidak dirahasiakan; salinannya dibuat pimpinan.",
    Protection.UNSETTLED: "Pelapor belum memilih apakah namanya boleh dibaca, jadi salinannya "
    "belum dapat dibuat.",
    Protection.RAHASIA: "Identitas pelapor dirahasiakan. Salinannya hanya dibuat pemegang "
    "rahasia, di kotak masuk; tidak ada perintah yang mencetaknya.",
    Protection.ANONIM: "Pelapor memilih tanpa nama. Salinannya dibuka pelapor sendiri dengan "
    "nomor dan kunci di halaman lacak.",
}


class _Gathering:
    """One copy in the making."""

    def __init__(
        self,
        db: AsyncConnection,
        house: House,
        found: Found,
        reader: Reader,
        allowed: Collection[Protection],
    ) -> None:
        self._db, self._house, self._found = db, house, found
        self._own = [row for row in found.cases if _shown(row, reader, allowed)]
        self._joined = [row for row in found.joined if _shown(row, reader, allowed)]
        # What belongs to no case is as closed as the most closed case of its citizen.
        self._beside = len(self._own) == len(found.cases)

    async def made(self) -> Copy:
        db, people = self._db, self._found.people
        ids = [row.id for row in (*self._own, *self._joined)]
        said = await rows_of.said(db, people, ids, beside=self._beside)
        sent = await rows_of.sent(db, people, ids, beside=self._beside)
        files = await rows_of.files(db, [one.id for one in said], [one.id for one in sent])
        kept = [(file, *self._file(place, file)) for place, file in enumerate(files, 1)]
        messages = [*self._in(said, kept), *self._out(sent, kept)]
        return Copy(
            number=self._found.row.number,
            made=self._time(self._house.now()) or "",
            person=await self._person(),
            cases=[self._case(row) for row in self._own if row.erased_at is None],
            messages=sorted(messages, key=lambda one: one["id"]),
            story=[line async for line in self._story()],
            papers=await self._papers(),
            files=[told for _, told, _ in kept],
            contents=[
                (told["file"], file.id, key)
                for file, told, key in kept
                if key is not None and file.state == _STORED
            ],
            raw=list(self._raw(said)),
        )

    async def _person(self) -> list[dict[str, Any]]:
        found = []
        for row in await rows_of.addresses_of(self._db, self._found.people):
            key = self._key(row)
            if key is None:
                continue
            place = f"addresses.value.{row.id}"
            found.append(
                {
                    "channel": row.account,
                    "address": key.open(place, row.value).decode("utf-8", "replace"),
                    "language": row.language,
                    "first": self._time(row.created_at),
                    "last": self._time(row.heard_at),
                }
            )
        return found

    def _case(self, row: Any) -> dict[str, Any]:
        key = self._key(row)
        assert key is not None
        case = cases.opened(row, key)
        return {
            "number": row.number,
            "kind": KINDS[row.kind],
            "state": STATES[State(row.state)],
            "received": self._time(row.received_at),
            "confirmed": self._time(row.confirmed_at),
            "ended": self._time(row.ended_at),
            "protection": row.protection,
            "told": {SLOTS[slot]: words for slot, words in case.slots.items() if words},
            "read": {str(fact): words for fact, words in case.facts.items()},
            "assistance": sorted(case.assistance),
        }

    def _in(self, rows: Sequence[Any], kept: Sequence[Any]) -> Iterator[dict[str, Any]]:
        for row in rows:
            key = self._key(row)
            yield self._message(row, "in", kept, "message_id") | {
                "received": self._time(row.received_at),
                "text": row.text,
                "full_text": row.full,
                "choice": row.choice,
                "name": key.open(f"messages.name.{row.id}", row.name).decode()
                if key and row.name
                else "",
                "form": fields.opened(key, row),
            }

    def _out(self, rows: Sequence[Any], kept: Sequence[Any]) -> Iterator[dict[str, Any]]:
        for row in rows:
            key = self._key(row)
            yield self._message(row, "out", kept, "outbox_id") | {
                "sent": self._time(row.accepted_at or row.sent_at),
                "delivered": self._time(row.delivered_at or row.read_at),
                "text": packing.opened(key, row) if key else "",
                "state": row.state,
            }

    def _message(
        self, row: Any, direction: str, kept: Sequence[Any], column: str
    ) -> dict[str, Any]:
        return {
            "id": row.id,
            "direction": direction,
            "channel": row.account,
            "case": row.number or "",
            "received": None,
            "sent": None,
            "choice": "",
            "subject": row.subject,
            "files": [told["file"] for file, told, _ in kept if getattr(file, column) == row.id],
        }

    def _file(self, place: int, row: Any) -> tuple[dict[str, Any], PersonKey | None]:
        key = self._key(row)
        ending = mimetypes.guess_extension(row.mime) or ".bin"
        told = {
            "file": f"berkas/{place:03d}{ending}",
            "name": key.open(f"attachments.name.{row.id}", row.name).decode()
            if key and row.name
            else "",
            "mime": row.mime,
            "size": row.size,
            "kept": row.state == _STORED,
            "received": self._time(row.created_at),
        }
        return told, key

    async def _story(self) -> Any:
        for case in self._own:
            for row in await journal.story(self._db, self._house.vault, case.id):
                event, details = Event(row["event"]), row["details"] or {}
                yield {
                    "case": case.number,
                    "at": self._time(row["at"]),
                    "event": EVENTS[event],
                    "by": ACTORS[Actor(row["actor"])],
                    "article": cite(row["citation"]) if row["citation"] else "",
                    "details": {} if event in _INSIDE else _plain(details),
                }

    async def _papers(self) -> list[dict[str, Any]]:
        numbers = {row.id: row.number for row in self._own}
        return [
            {
                "case": numbers[row.complaint_id],
                "paper": PAPERS[PaperKind(row.kind)].title,
                "on": self._time(row.created_at),
                "answered": self._time(row.answered_at),
            }
            for row in await rows_of.papers_of(self._db, sorted(numbers))
        ]

    def _raw(self, rows: Sequence[Any]) -> Iterator[tuple[str, bytes]]:
        for place, row in enumerate(rows, 1):
            key = self._key(row)
            if key is not None and row.raw:
                yield f"mentah/{place:04d}.txt", key.open(f"messages.raw.{row.id}", row.raw)

    def _key(self, row: Any) -> PersonKey | None:
        try:
            return self._house.vault.person(row.contact_id, row.wrapped_key)
        except Unreadable:
            return None

    def _time(self, at: datetime | None) -> str | None:
        zone = self._house.settings.zone
        return at.astimezone(zone).isoformat(timespec="seconds") if at else None


async def note(db: AsyncConnection, house: House, number: str, officer: int | None) -> None:
    """A copy was made: the request for it is answered, or stands as one that was at once."""
    row, now = await rows_of.case(db, number), house.now()
    assert row is not None
    kind, done = str(RequestKind.COPY), str(Outcome.DONE)
    if await register.answer_open(db, row.id, kind, officer, done, now):
        return
    asked = {"asked_at": now, "due_at": now + privacy.SPAN, "answered_at": now}
    by = {"officer_id": officer, "answered_by_id": officer}
    made = {"id": house.new_id(), "complaint_id": row.id, "kind": kind, "outcome": done}
    await register.ask(db, made | asked | by)


def _shown(row: Any, reader: Reader, allowed: Collection[Protection]) -> bool:
    return Protection(row.protection) in allowed and guards.opens(reader, row)


def _plain(details: Mapping[str, Any]) -> dict[str, Any]:
    """Without what names a row of ours: it would tell the citizen nothing."""
    return {k: v for k, v in details.items() if not (isinstance(v, int) and v > 10**9)}
