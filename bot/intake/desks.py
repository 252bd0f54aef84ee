"""Desks: what the rows say, laid out as values for the dialogue, one visit per contact."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from bot import cases, memory
from bot.casework import mentions, numbers
from bot.casework.clocks import NEWS
from bot.casework.words import Kind, Protection, Slot
from bot.dialogue.desk import Case, Desk, Line, Named, Said, Talk
from bot.house import House
from bot.intake import archive, caps
from bot.intake.caps import Cap
from bot.intake.filings import filing, needed
from bot.intake.threads import Threads, follow
from bot.intake.visits import Heard, Owner, Visit
from bot.live import Turn
from bot.media import SOURCE
from bot.outgoing import ways
from bot.outgoing.sending import OF_OFFICERS
from storage import waiting
from storage.seal import PersonKey
from storage.waiting import Pile

#: A number that was silent for so long is weak again.
STRONG_FOR = timedelta(days=90)
#: Five wrong kunci on one complaint close it until a new one is asked for.
MISSES = 5
#: The reading sees the first 8,000 and the last 2,000 characters; numbers are sought there, too.
_HEAD, _TAIL = 8000, 2000


async def lay(house: House, taken: Sequence[int], at_most: int) -> list[Visit]:
    """Load what the claimed contacts need in a few queries, and let go of the database."""
    async with house.database.glance() as db:
        pile = await waiting.load(db, taken, at_most)
        threads = await follow(db, house, pile)
        capped = await caps.load(db, house, pile.messages, house.now())
        found = {row.id: mentions.find(words) for row in pile.messages if (words := _words(row))}
        wanted = {number for some in found.values() for m in some for number in _meant(m)}
        wanted |= set(threads.numbers.values())
        named = await waiting.by_number(db, sorted(wanted))
        mine = (row.id for some in pile.cases.values() for row in some)
        followed = await ways.load(db, mine, _opened(pile, found, named))
        edits = {row.edits for row in pile.messages if row.edits is not None}
        originals = await waiting.originals(db, edits)
        rested = await archive.load(db, pile)
    by_contact: dict[int, list[Any]] = {}
    for row in pile.messages:
        by_contact.setdefault(row.contact_id, []).append(row)
    now = house.now()
    news = [_news(house, now, urgent) for urgent in (False, True)]
    mentioned = _Mentions(found, named, threads, capped, followed, rested)
    turn, visits = Turn(house.clock.steady), []
    for contact, rows in by_contact.items():
        visits.append(_visit(house, pile, contact, rows, mentioned, originals, now, news))
        await turn.give()
    return visits


@dataclass(frozen=True, slots=True)
class _Mentions:
    found: Mapping[int, Sequence[mentions.Mention]]
    rows: Mapping[str, Any]
    threads: Threads
    capped: Mapping[int, Cap]
    ways: ways.Rows
    #: How the archived cases had ended that nobody has filed again.
    rested: Mapping[int, str]


def _visit(
    house: House,
    pile: Pile,
    contact: int,
    rows: Sequence[Any],
    mentioned: _Mentions,
    originals: Mapping[bytes, int | None],
    now: datetime,
    news: Sequence[Mapping[Kind, date]],
) -> Visit:
    person = pile.contacts[contact]
    key = house.vault.person(contact, person.wrapped_key)
    rows_of_cases = pile.cases.get(contact, ())
    owners = {row.id: _owner(house, row) for row in rows_of_cases}
    own = tuple(archive.opened(row, owners[row.id].key, mentioned.rested) for row in rows_of_cases)
    last = rows[-1]
    address = pile.addresses[last.address_id]
    channel = house.channels.get(last.account)
    cap = mentioned.capped.get(contact, caps.FREE)
    desk = Desk(
        office=house.office,
        texts=house.texts,
        line=line(house, last.account),
        now=now,
        talk=_talk(memory.opened(contact, person.talk, key), pile.letters.get(contact, "")),
        cases=own,
        spare=tuple((house.new_id(), numbers.make(os.urandom(16))) for _ in rows),
        news_by=news[0],
        urgent_by=news[1],
        answer_waits=contact in pile.answers,
        merging=contact in pile.answers and cap.until is not None,
        quiet=channel.limits.quiet if channel else 0.0,
        ways=ways.of(house, mentioned.ways, contact, last.account, address.id),
    )
    visit = Visit(
        contact=contact,
        version=person.version,
        key=key,
        desk=desk,
        messages=[],
        account=last.account,
        address=key.open(f"addresses.value.{address.id}", address.value).decode(
            "utf-8", "surrogatepass"
        ),
        address_id=last.address_id,
        replaces=pile.answers.get(contact),
        before={case.id: case for case in own},
        owners=owners,
        originals=originals,
        held=contact in pile.held,
        cap=cap,
    )
    visit.messages = [
        _heard(house, pile, row, key, own, mentioned, row is not last) for row in rows
    ]
    visit.foreign = {
        one.case.id: _owner(house, mentioned.rows[one.case.number])
        for heard in visit.messages
        for one in heard.named
        if one.case is not None and not one.case.own
    }
    return visit


def _heard(
    house: House,
    pile: Pile,
    row: Any,
    key: PersonKey,
    own: Sequence[Case],
    mentioned: _Mentions,
    more: bool,
) -> Heard:
    files = pile.files.get(row.id, ())
    address = pile.addresses[row.address_id]
    given = _given(row, key)
    thread = _thread(row, own, mentioned)
    filed = filing(house, given)
    said = Said(
        at=filed.at if filed else row.received_at,
        text=row.text,
        subject=row.subject,
        about=thread if thread in {case.id for case in own} else None,
        choice=row.choice,
        strong=row.proof == "strong" and _fresh(address.strong_at, row.received_at),
        shown_name=key.open(f"messages.name.{row.id}", row.name).decode() if row.name else "",
        files=tuple(file.kind for file in files if file.kind != SOURCE),
        location=_shared(files, "location", key),
        contact=_shared(files, "contact", key),
        more=more,
        **_fields(given),
    )
    named = tuple(_named(house, m, own, mentioned.rows) for m in mentioned.found.get(row.id, ()))
    return Heard(
        row,
        said,
        mentioned.threads.wires[row.id],
        named,
        keyed=_keyed(house, _words(row), named, mentioned.rows),
        about=given.get("about"),
        thread=thread,
        suspect="suspect" in given,
        filing=filed,
    )


def _thread(row: Any, own: Sequence[Case], mentioned: _Mentions) -> int | None:
    """The case of the letter's thread, whoever's it is."""
    number = mentioned.threads.numbers.get(row.id, "")
    mine = next((case.id for case in own if case.number == number), None)
    theirs = mentioned.rows.get(number)
    return mine or (theirs.id if theirs is not None else None)


def _talk(talk: Talk, letter: str) -> Talk:
    """After an officer's letter the citizen answers that, and no question of ours from before."""
    return replace(talk, asking="") if letter in OF_OFFICERS else talk


def _owner(house: House, row: Any) -> Owner:
    key = house.vault.person(row.contact_id, row.wrapped_key)
    names = cases.promises_of(row)
    return Owner(row.contact_id, row.owner_version, key, names)


def line(house: House, account: str) -> Line:
    """What the dialogue needs to know of a channel."""
    channel = house.channels.get(account)
    if channel is None:
        return Line(choices=0, choice_title=20, text=4096)
    limits = channel.limits
    return Line(
        choices=limits.choices,
        choice_title=limits.choice_title,
        text=limits.text,
        costly=limits.costly,
        letter=limits.letter,
        page=limits.page,
        markup=bool(limits.markup),
    )


def _news(house: House, now: datetime, urgent: bool) -> dict[Kind, date]:
    today, names = house.calendar.local_date(now), cases.promised(urgent=urgent)
    return {kind: cases.due(house, clock, today, names) for kind, clock in NEWS.items()}


def _words(row: Any) -> str:
    return _sought(f"{row.subject}\n{row.text}" if row.subject else row.text)


def _opened(
    pile: Pile, found: Mapping[int, Sequence[mentions.Mention]], rows: Mapping[str, Any]
) -> set[int]:
    """The cases that somebody names together with six digits, which may be the kunci."""
    telling = [row.id for row in pile.messages if row.id in found and _has_digits(_words(row))]
    numbers_ = {number for key in telling for mention in found[key] for number in _meant(mention)}
    return {rows[number].id for number in numbers_ if number in rows}


def _has_digits(text: str) -> bool:
    return mentions.find_kunci(text) is not None


def _sought(text: str) -> str:
    return text if len(text) <= _HEAD + _TAIL else text[:_HEAD] + "\n" + text[-_TAIL:]


def _meant(mention: mentions.Mention) -> tuple[str, ...]:
    if mention.number:
        return (mention.number, *numbers.soundalikes(mention.number))
    return numbers.soundalikes(mention.typed)


def _named(
    house: House, mention: mentions.Mention, own: Sequence[Case], rows: Mapping[str, Any]
) -> Named:
    mine = {case.number: case for case in own}
    if mention.number in mine:
        return Named(mention.typed, "own", mine[mention.number])
    row = rows.get(mention.number or "")
    if row is not None:
        key = house.vault.person(row.contact_id, row.wrapped_key)
        return Named(mention.typed, "other", cases.opened(row, key, own=False))
    alike = [mine[number] for number in _meant(mention) if number in mine]
    if len(alike) == 1:
        return Named(mention.typed, "own", alike[0])
    return Named(mention.typed, "unknown" if mention.number else "mistyped")


def _keyed(
    house: House, text: str, named: Sequence[Named], rows: Mapping[str, Any]
) -> dict[str, bool]:
    """Which of the named cases the six digits in this message open."""
    seen = [one.case for one in named if one.case is not None]
    digits = mentions.find_kunci(text) if text and seen else None
    if digits is None:
        return {}
    return {
        case.number: _misses(rows, case) < MISSES
        and numbers.kunci_fits(house.vault.kunci_key, case.id, case.generation, digits)
        for case in seen
    }


def _misses(rows: Mapping[str, Any], case: Case) -> int:
    row = rows.get(case.number)
    return 0 if row is None else int(row.key_misses)


def _fresh(strong_at: datetime | None, at: datetime) -> bool:
    return strong_at is not None and at - strong_at < STRONG_FOR


def _shared(files: Sequence[Any], kind: str, key: PersonKey) -> str:
    """Where a location lies, or which number a contact has."""
    for file in files:
        if file.kind == kind:
            return key.open(f"attachments.ref.{file.id}", file.ref).decode()
    return ""


def _given(row: Any, key: PersonKey) -> dict[str, Any]:
    """What a web form gave in fields of their own."""
    if not row.fields:
        return {}
    given: dict[str, Any] = json.loads(key.open(f"messages.fields.{row.id}", row.fields))
    return given


def _fields(given: Mapping[str, Any]) -> dict[str, Any]:
    protection = given.get("protection")
    return {
        "slots": {slot: given[slot] for slot in Slot if given.get(slot)},
        "protection": Protection(protection) if protection else None,
        "assistance": needed(given.get("assistance", ())),
    }
