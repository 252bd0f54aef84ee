"""Bubbles: one thing in a conversation, from the row it stands on."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

from markupsafe import Markup

from bot import pages
from bot.casework import lifecycle
from bot.casework.vias import NAMES
from bot.casework.words import Actor, Event
from bot.house import House
from bot.inbox import fields, manners, times
from bot.inbox.enclosures import Enclosure
from bot.inbox.lists import by_hand, channel
from bot.inbox.people import Person
from bot.inbox.words import ABOVE, DONE, TAKEN_FOR, TICKS
from bot.outgoing import packing
from bot.outgoing.sending import ACCEPTED, FAILED, HELD, QUEUED

_LINES, _LETTERS = 40, 4000
_STARRED: Final = re.compile(r"(?<![\w*])\*(\S(?:[^*<\n]*\S)?)\*(?![\w*])")
#: Happenings that stand in the conversation; the rest stands in the case's story only.
_TOLD: Final = frozenset(
    {
        Event.REGISTER, Event.CONFIRM, Event.PROTECT, Event.UNPROTECT, Event.PRESSURE,
        Event.ASK_HUMAN, Event.ASSIGN, Event.MOVE_MESSAGE, Event.SPLIT_MESSAGE, Event.LINK,
        Event.UNLINK, Event.MOVE_NEWS, Event.ALLOW_FALLBACK, Event.FORBID_FALLBACK,
        Event.NEW_KEY, Event.RATE,
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Words:
    """A text on the screen: its beginning, and the rest of a long one, with how many lines."""

    head: Markup = field(repr=False)
    rest: Markup = field(default=Markup(), repr=False)
    lines: int = 0


@dataclass(frozen=True, slots=True)
class Tick:
    """How far a message of ours has come; loud where an officer should read it."""

    mark: str
    words: str
    loud: bool = False


@dataclass(frozen=True, slots=True)
class Bubble:
    """`side`: in (the citizen), out (us), note (internal), event (what happened)."""

    key: str
    side: str
    at: datetime
    who: str = field(repr=False)
    words: Words = field(repr=False)
    label: str = ""
    subject: str = field(default="", repr=False)
    channel: str = ""
    channel_name: str = ""
    files: Sequence[Enclosure] = ()
    tick: Tick | None = None
    earlier: Sequence[tuple[str, Words]] = ()
    #: The whole letter, where `words` are only what is new in it.
    full: Words | None = field(default=None, repr=False)
    buttons: Sequence[str] = ()
    message: int | None = None
    raw: bool = False
    #: A letter that waits for somebody of ours to carry it.
    pile: int | None = None


def arrived(
    house: House,
    row: Any,
    person: Person,
    files: Sequence[Enclosure],
    versions: Sequence[Any],
    tapped: Mapping[str, str],
) -> Bubble:
    """What came in, in its newest version; what staff wrote in the provider's app is ours."""
    given = fields.opened(person.key, row)
    use, channel_name = _source(house, row, given)
    echo, newest = row.kind == "echo", versions[-1] if versions else row
    text = newest.text or tapped.get(row.choice, row.choice)
    labels = [TAKEN_FOR.get(row.kind, ""), "mengetuk tombol" if row.choice else ""]
    if given.get("via"):
        labels.append(f"dicatat petugas, diterima {_came(house, row, given)}")
    if row.junk:
        labels.append("dari folder spam")
    if echo:
        labels.append(f"ditulis di aplikasi {channel_name}")
    if versions:
        labels.append(f"diubah {times.hour(newest.received_at, house.settings.zone)}")
    older = [(one.received_at, one.text) for one in (row, *versions)][:-1]
    return Bubble(
        key=f"m{row.id}",
        side="out" if echo else "event" if row.kind in TAKEN_FOR else "in",
        at=row.received_at,
        who="Petugas" if echo else person.who,
        words=words(person.veil.over(text), folds=not echo),
        label=", ".join(filter(None, labels)),
        subject=person.veil.over(row.subject),
        channel=use,
        channel_name=channel_name,
        files=files,
        earlier=[
            (times.hour(at, house.settings.zone), words(person.veil.over(said)))
            for at, said in older
        ],
        full=words(person.veil.over(row.full)) if row.full else None,
        message=row.id,
        raw=not person.hidden and row.raw is not None,
    )


def sent(house: House, row: Any, person: Person, files: Sequence[Enclosure]) -> Bubble:
    """What goes out, with how far it has come."""
    use, channel_name = channel(house, row.account)
    pile = row.state == ACCEPTED and row.account in by_hand(house)
    text = packing.opened(person.key, row) if person.key is not None else ""
    if row.template and not text:
        text = "Ketukan: ada kabar, dengan tombol Baca kabar."
    return Bubble(
        key=f"o{row.id}",
        side="out",
        at=row.created_at,
        who=row.officer or "Sahut",
        words=words(person.veil.over(text), starred=True),
        label=", ".join(filter(None, ["" if row.officer else "otomatis", _detour(house, row)])),
        subject=row.subject,
        channel=use,
        channel_name=channel_name,
        files=files,
        tick=Tick("clock", "perlu disampaikan petugas", True) if pile else tick(house, row),
        buttons=[title for _, title, _ in json.loads(row.choices or "[]")],
        pile=row.id if pile else None,
    )


def happened(row: Mapping[str, Any], officers: Mapping[int, str], person: Person) -> Bubble | None:
    """A move of the case, a note, or another thing that belongs into the conversation."""
    event, details = Event(row["event"]), row["details"] or {}
    if event is Event.NOTE:
        return Bubble(
            f"j{row['sequence']}",
            "note",
            row["at"],
            officers.get(row["officer_id"], "Petugas"),
            words(person.veil.over(str(details.get("text", "")))),
        )
    if event not in _TOLD and not lifecycle.moves(event):
        return None
    return Bubble(f"j{row['sequence']}", "event", row["at"], "", words(deed(row, officers, person)))


def deed(row: Mapping[str, Any], officers: Mapping[int, str], person: Person) -> str:
    """ "Rina menyatakan laporan lengkap (UU 25/2009 Ps. 50)", as one sentence."""
    event, actor = Event(row["event"]), Actor(row["actor"])
    who = officers.get(row["officer_id"] or 0) or _CAPACITIES[actor]
    told, details = DONE[event], row["details"] or {}
    extra = next((str(details[name]) for name in ("to", "other", "kind_name", "from")
                  if details.get(name)), "")  # fmt: skip
    extra = ABOVE.get(extra, extra) if event is Event.ESCALATE else extra
    return f"{who} {told}{': ' if extra else ''}{person.veil.over(extra)}"


def tick(house: House, row: Any) -> Tick:
    """The mark and the words for a message's way."""
    mark, said = TICKS[row.state]
    zone, now = house.settings.zone, house.now()
    at = row.read_at or row.delivered_at or row.sent_at or row.accepted_at
    if row.state == FAILED:
        why = row.reason or "alasan tidak disebutkan penyedia"
        return Tick(mark, f"{said}: {why}{f' ({row.code})' if row.code else ''}", True)
    if row.state == HELD:
        own = house.channels.get(row.account)
        knocked = "sudah diketuk, menunggu pelapor membukanya"
        return Tick(mark, knocked if own is not None and own.notice else said, True)
    if row.state == QUEUED and row.attempts:
        again = times.brief(row.not_before, now, zone)
        return Tick(mark, f"belum sampai: {row.reason}; dicoba lagi {again}", True)
    if row.state == QUEUED and row.not_before - now > timedelta(minutes=2):
        return Tick(mark, f"{said} pada {times.brief(row.not_before, now, zone)}")
    return Tick(mark, f"{said} {times.brief(at, now, zone)}" if at else said)


def words(text: str, *, starred: bool = False, folds: bool = False) -> Words:
    """A text made safe for the screen; the end of a long one is folded, never cut.

    folds: insults are folded as well, so that the substance is read first.
    """
    lines = text.splitlines()
    if len(lines) <= _LINES + 5 and len(text) <= _LETTERS + 500:
        return Words(manners.folded(text) if folds else _marked(text, starred))
    text = "\n".join(lines)
    head = "\n".join(lines[:_LINES])[:_LETTERS]
    shown = manners.folded(head) if folds else _marked(head, starred)
    return Words(shown, _marked(text[len(head) :], starred), len(lines))


def _detour(house: House, row: Any) -> str:
    """Why this went another way than the one it was written for."""
    if row.instead_of is None or not row.first_account:
        return ""
    why = "tidak sampai" if row.first_failed else "menunggu pelapor menulis"
    first, here = (channel(house, account)[1] for account in (row.first_account, row.account))
    return f"dikirim lewat {here} karena {first} {why}"


_CAPACITIES: Final = {
    Actor.CITIZEN: "Pelapor",
    Actor.OFFICER: "Petugas",
    Actor.DECIDER: "Pejabat pemutus",
    Actor.SYSTEM: "Sahut",
}


def _source(house: House, row: Any, given: Mapping[str, Any]) -> tuple[str, str]:
    via = given.get("via", "")
    return (via, NAMES[via]) if via in NAMES else channel(house, row.account)


def _came(house: House, row: Any, given: Mapping[str, Any]) -> str:
    at = datetime.fromisoformat(given["received_at"])
    return times.brief(at, row.received_at, house.settings.zone)


def _marked(text: str, starred: bool) -> Markup:
    shown = pages.shown(text)
    # Only our own texts carry stars; what is matched is escaped already.
    return Markup(_STARRED.sub(r"<strong>\1</strong>", str(shown))) if starred else shown  # noqa: S704
