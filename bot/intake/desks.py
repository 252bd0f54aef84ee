"""Desks: what the rows say, laid out as values for the dialogue, one visit per contact."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any

from bot import cases, memory
from bot.casework import mentions, numbers
from bot.casework.clocks import NEWS
from bot.casework.words import Kind, Protection, Slot
from bot.dialogue.desk import Case, Desk, Line, Named, Said, Say, Turn
from bot.house import House
from storage import waiting
from storage.seal import PersonKey
from storage.waiting import Pile

#: A number that was silent for so long is weak again.
STRONG_FOR = timedelta(days=90)
#: Five wrong kunci on one complaint close it until a new one is asked for.
MISSES = 5
#: The reading sees the first 8,000 and the last 2,000 characters; numbers are sought there, too.
_HEAD, _TAIL = 8000, 2000
Answer = Callable[[Desk, Said], Turn]


@dataclass(slots=True)
class Heard:
    """One message of the visit: its row, what was said, and what it led to."""

    row: Any
    said: Said
    named: tuple[Named, ...] = ()
    keyed: Mapping[str, bool] = field(default_factory=dict)
    turn: Turn | None = None
    joins: int | None = None
    kind: str = ""
    #: Written on the page of this case: nothing of the citizen's others is said there.
    about: int | None = None
    #: A field was filled that no human sees: kept like any other, and marked.
    suspect: bool = False


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose case it is: for a linked one somebody else, whose key seals it."""

    contact: int
    version: int
    key: PersonKey


@dataclass(slots=True)
class Visit:
    """One contact's turn in a group: changed while it is thought about, then written once."""

    contact: int
    version: int
    key: PersonKey
    desk: Desk
    messages: list[Heard]
    account: str
    address: str
    address_id: int
    replaces: int | None
    before: Mapping[int, Case]
    owners: Mapping[int, Owner]
    originals: Mapping[tuple[str, str], int | None]
    says: list[tuple[Say, Heard]] = field(default_factory=list)

    def hear(self, heard: Heard, answer: Answer) -> None:
        """One message: the dialogue answers, and the desk is left as it then stands."""
        heard.kind = heard.row.kind
        if heard.kind != "citizen":
            heard.joins = self._newest() if heard.kind == "echo" else None
        elif heard.row.edits:
            heard.kind, heard.joins = "edit", self._joined(heard.row)
        else:
            self._listen(heard, answer)

    def owner(self, case: int) -> Owner:
        """The owner of a case; a new one belongs to who speaks."""
        return self.owners.get(case) or Owner(self.contact, self.version, self.key)

    @property
    def versions(self) -> dict[int, int]:
        """The contacts that must not have changed meanwhile."""
        owned = {owner.contact: owner.version for owner in self.owners.values()}
        return owned | {self.contact: self.version}

    @property
    def speaks(self) -> bool:
        """Whether the citizen said something (and so opened the provider's window)."""
        return any(heard.turn is not None for heard in self.messages)

    @property
    def notice(self) -> str | None:
        """The provider's id of the newest message that the citizen wrote."""
        ids = [heard.row.provider_id for heard in self.messages if heard.turn is not None]
        return ids[-1] if ids and ids[-1] else None

    @property
    def touched(self) -> set[int]:
        """The cases that officers should see anew."""
        return {heard.joins for heard in self.messages if heard.joins is not None}

    def _listen(self, heard: Heard, answer: Answer) -> None:
        turn = answer(replace(self._seen(heard), named=heard.named, keyed=heard.keyed), heard.said)
        if heard.suspect:
            turn = replace(turn, alarms=("suspect", *turn.alarms))
        heard.turn, heard.joins, heard.kind = turn, turn.joins, turn.taken_for
        if turn.say is not None:
            self.says.append((turn.say, heard))
        changed = {case.id: case for case in turn.cases}
        self.desk = replace(
            self.desk,
            talk=turn.talk,
            spare=tuple(pair for pair in self.desk.spare if pair[0] not in changed),
            cases=tuple(_merged(self.desk.cases, changed)),
            answer_waits=self.desk.answer_waits or bool(turn.say and turn.say.burst),
        )

    def _seen(self, heard: Heard) -> Desk:
        if heard.about is None:
            return self.desk
        own = tuple(case for case in self.desk.cases if case.id == heard.about)
        return replace(self.desk, cases=own, talk=replace(self.desk.talk, case=heard.about))

    def _newest(self) -> int | None:
        return self.desk.cases[0].id if self.desk.cases else None

    def _joined(self, row: Any) -> int | None:
        for heard in self.messages:
            if heard.row.provider_id == row.edits and heard.row.id != row.id:
                return heard.joins
        return self.originals.get((row.account, row.edits)) or self._newest()


async def lay(house: House, taken: Sequence[int], at_most: int) -> list[Visit]:
    """Load what the claimed contacts need in a few queries, and let go of the database."""
    async with house.database.read() as db:
        pile = await waiting.load(db, taken, at_most)
        found = {row.id: mentions.find(_sought(row.text)) for row in pile.messages if row.text}
        wanted = {number for some in found.values() for m in some for number in _meant(m)}
        named = await waiting.by_number(db, sorted(wanted))
        edits = sorted({row.edits for row in pile.messages if row.edits})
        originals = await waiting.originals(db, edits)
    by_contact: dict[int, list[Any]] = {}
    for row in pile.messages:
        by_contact.setdefault(row.contact_id, []).append(row)
    now = house.now()
    news = _news(house, now)
    return [
        _visit(house, pile, contact, rows, _Mentions(found, named), originals, now, news)
        for contact, rows in by_contact.items()
    ]


@dataclass(frozen=True, slots=True)
class _Mentions:
    found: Mapping[int, Sequence[mentions.Mention]]
    rows: Mapping[str, Any]


def _visit(
    house: House,
    pile: Pile,
    contact: int,
    rows: Sequence[Any],
    mentioned: _Mentions,
    originals: Mapping[tuple[str, str], int | None],
    now: datetime,
    news: Mapping[Kind, date],
) -> Visit:
    person = pile.contacts[contact]
    key = house.vault.person(contact, person.wrapped_key)
    rows_of_cases = pile.cases.get(contact, ())
    owners = {row.id: _owner(house, row) for row in rows_of_cases}
    own = tuple(cases.opened(row, owners[row.id].key) for row in rows_of_cases)
    last = rows[-1]
    address = pile.addresses[last.address_id]
    channel = house.channels.get(last.account)
    desk = Desk(
        office=house.office,
        texts=house.texts,
        line=line(house, last.account),
        now=now,
        talk=memory.opened(contact, person.talk, key),
        cases=own,
        spare=tuple((house.new_id(), numbers.make(os.urandom(16))) for _ in rows),
        news_by=news,
        answer_waits=contact in pile.answers,
        quiet=channel.limits.quiet if channel else 0.0,
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
    )
    visit.messages = [
        _heard(house, pile, row, key, own, mentioned, row is not last) for row in rows
    ]
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
    said = Said(
        at=row.received_at,
        text=row.text,
        choice=row.choice,
        strong=row.proof == "strong" and _fresh(address.strong_at, row.received_at),
        shown_name=key.open(f"messages.name.{row.id}", row.name).decode() if row.name else "",
        files=tuple(file.kind for file in files),
        location=_location(files, key),
        more=more,
        **_fields(given),
    )
    named = tuple(_named(house, m, own, mentioned.rows) for m in mentioned.found.get(row.id, ()))
    keyed = _keyed(house, row.text, named, mentioned.rows)
    about = given.get("about")
    return Heard(row, said, named, keyed, about=about, suspect="suspect" in given)


def _owner(house: House, row: Any) -> Owner:
    key = house.vault.person(row.contact_id, row.wrapped_key)
    return Owner(row.contact_id, row.owner_version, key)


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


def _news(house: House, now: datetime) -> dict[Kind, date]:
    today = house.calendar.local_date(now)
    return {kind: cases.due(house, clock, today) for kind, clock in NEWS.items()}


def _merged(cases_before: Sequence[Case], changed: dict[int, Case]) -> list[Case]:
    kept = [changed.pop(case.id, case) for case in cases_before]
    added = [case for case in changed.values() if case.own]
    return sorted(added, key=lambda case: -case.id) + kept


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
    digits = mentions.find_kunci(_sought(text)) if text and seen else None
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


def _location(files: Sequence[Any], key: PersonKey) -> str:
    for file in files:
        if file.kind == "location":
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
    }
