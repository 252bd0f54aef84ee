"""Visits: one contact's turn in a group, changed while it is thought about, written once."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, get_args

from bot.dialogue import words
from bot.dialogue.desk import Case, Desk, Named, Said, Say, Turn
from bot.intake.caps import FREE, Cap
from bot.intake.filings import Filing
from channels.base import InboundKind
from storage.seal import PersonKey
from storage.wires import Wire

#: Events that no citizen said, by what the channel took them for; any other is heard, and heard
#: again when it is replayed.
UNSAID = frozenset(get_args(InboundKind)) - {"citizen"}
Answer = Callable[[Desk, Said], Turn]
_UNNAMED = Wire()


@dataclass(slots=True)
class Heard:
    """One message of the visit: its row, what was said, and what it led to."""

    row: Any
    said: Said
    wire: Wire = _UNNAMED
    named: tuple[Named, ...] = ()
    keyed: Mapping[str, bool] = field(default_factory=dict)
    turn: Turn | None = None
    joins: int | None = None
    kind: str = ""
    #: Written on the page of this case: nothing of the citizen's others is said there.
    about: int | None = None
    #: The case of the letter's thread; a guest writes into somebody else's.
    thread: int | None = None
    guest: bool = False
    #: A field was filled that no human sees: kept like any other, and marked.
    suspect: bool = False
    #: An officer wrote it down: the address itself was not heard.
    filing: Filing | None = None

    @property
    def spoken(self) -> bool:
        """Whether the citizen said this, from this address."""
        return self.turn is not None and self.filing is None


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose case it is: for a linked one somebody else, whose key seals it."""

    contact: int
    version: int
    key: PersonKey
    #: Under which names the office may have promised the case less time.
    names: tuple[str, ...] = ()


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
    originals: Mapping[bytes, int | None]
    foreign: dict[int, Owner] = field(default_factory=dict)
    held: bool = False
    cap: Cap = FREE
    reads: bool = False
    says: list[tuple[Say, Heard]] = field(default_factory=list)

    def hear(self, heard: Heard, answer: Answer) -> None:
        """One message: the dialogue answers, and the desk is left as it then stands."""
        heard.kind = heard.row.kind
        if heard.kind in UNSAID:
            heard.joins = heard.thread or (self._newest() if heard.kind == "echo" else None)
        elif self._is_guest(heard):
            # Who writes into somebody else's thread adds to the case, and is told nothing of it.
            heard.joins, heard.guest = heard.thread, True
        elif heard.row.edits is not None:
            heard.kind, heard.joins = "edit", self._joined(heard.row)
        else:
            self._listen(heard, answer)

    def owner(self, case: int) -> Owner:
        """The owner of a case; a new one belongs to who speaks."""
        found = self.owners.get(case) or self.foreign.get(case)
        return found or Owner(self.contact, self.version, self.key)

    def via(self, case: int) -> str:
        """By which way a case came that an officer wrote down; "" where a citizen wrote it."""
        filings = (heard.filing for heard in self.messages if heard.joins == case)
        return next((one.via for one in filings if one is not None), "")

    @property
    def versions(self) -> dict[int, int]:
        """The contacts that must not have changed meanwhile."""
        used = [owner for case, owner in self.foreign.items() if case in self.reached]
        owned = {owner.contact: owner.version for owner in (*self.owners.values(), *used)}
        return owned | {self.contact: self.version}

    @property
    def reached(self) -> set[int | None]:
        """The cases to which something happened, other citizens' included."""
        turns = [heard.turn for heard in self.messages if heard.turn is not None]
        happened = {happening.case for turn in turns for happening in turn.happenings}
        moved = {pair[0] for turn in turns for pair in (turn.news, turn.spare) if pair}
        came = {case for turn in turns for case in (turn.links, turn.unlinks)}
        return happened | moved | came

    @property
    def speaks(self) -> bool:
        """Whether the citizen said something (and so opened the provider's window)."""
        return any(heard.spoken and not heard.row.junk for heard in self.messages)

    @property
    def notice(self) -> str | None:
        """The provider's id of the newest message that the citizen wrote."""
        ids = [heard.wire.provider_id for heard in self.messages if heard.spoken]
        return ids[-1] if ids and ids[-1] else None

    @property
    def touched(self) -> set[int]:
        """The cases that officers should see anew."""
        return {heard.joins for heard in self.messages if heard.joins is not None}

    def _listen(self, heard: Heard, answer: Answer) -> None:
        turn = answer(replace(self._seen(heard), named=heard.named, keyed=heard.keyed), heard.said)
        turn = heard.filing.written(turn) if heard.filing else turn
        if self.held and _asks_to_read(heard.said):
            # What was held leaves now, and is itself the answer.
            turn, self.reads = replace(turn, say=None), True
        marks = {"suspect": heard.suspect, "junk": heard.row.junk and turn.say is not None}
        turn = replace(turn, alarms=(*(one for one, seen in marks.items() if seen), *turn.alarms))
        heard.turn, heard.joins, heard.kind = turn, turn.joins, turn.taken_for
        if turn.say is not None and not self._drops(turn.say):
            self.says.append((turn.say, heard))
        changed = {case.id: case for case in turn.cases}
        waits = self.desk.answer_waits or bool(turn.say and turn.say.burst)
        self.desk = replace(
            self.desk,
            talk=turn.talk,
            spare=tuple(pair for pair in self.desk.spare if pair[0] not in changed),
            cases=tuple(_merged(self.desk.cases, changed)),
            answer_waits=waits,
            merging=waits and self.cap.until is not None,
        )

    def _drops(self, say: Say) -> bool:
        return self.cap.drops(say.purpose, merging=say.burst and self.desk.merging)

    def _seen(self, heard: Heard) -> Desk:
        if heard.filing is not None:
            return heard.filing.seen(self.desk)
        if heard.about is None:
            return self.desk
        own = tuple(case for case in self.desk.cases if case.id == heard.about)
        return replace(self.desk, cases=own, talk=replace(self.desk.talk, case=heard.about))

    def _is_guest(self, heard: Heard) -> bool:
        own = {case.id for case in self.desk.cases}
        return heard.thread is not None and heard.thread not in own

    def _newest(self) -> int | None:
        return self.desk.cases[0].id if self.desk.cases else None

    def _joined(self, row: Any) -> int | None:
        for heard in self.messages:
            if heard.row.provider == row.edits and heard.row.id != row.id:
                return heard.joins
        return self.originals.get(row.edits) or self._newest()


def _merged(cases_before: Sequence[Case], changed: dict[int, Case]) -> list[Case]:
    kept = [changed.pop(case.id, case) for case in cases_before]
    added = [case for case in changed.values() if case.own]
    return sorted(added, key=lambda case: -case.id) + kept


def _asks_to_read(said: Said) -> bool:
    if said.choice:
        return said.choice.startswith("word:BACA")
    command = words.spot(said.text) if len(said.text) < 80 else None
    return command is not None and command.word is words.Word.BACA
