"""A stage for conversations: the clerk answers, and rows, burst and outbox are played by values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta

from bot.casework import lifecycle, numbers
from bot.casework.remedies import Remedy
from bot.casework.words import Actor, Kind, State
from bot.dialogue import clerk
from bot.dialogue.desk import (
    Case,
    Desk,
    Line,
    Named,
    Office,
    Said,
    Say,
    Talk,
    Turn,
    Way,
    with_keys,
)
from bot.dialogue.texts import Texts

TEXTS = Texts.load()
#: Monday 5 January 2026, 09.14 in Jakarta.
MONDAY = datetime(2026, 1, 5, 2, 14, tzinfo=UTC)
NUMBERS = ("K7F3-9QX", *(numbers.make(bytes([seed] * 16)) for seed in range(60)))

WHATSAPP = Line(choices=3, choice_title=20, text=1024, markup=True)
TELEGRAM = Line(choices=8, choice_title=64, text=4096, markup=True)
SMS = Line(choices=0, choice_title=0, text=160, costly=True)
MAIL = Line(choices=0, choice_title=0, text=100_000, letter=True)
WEB = Line(choices=0, choice_title=0, text=10_000, page=True)

SUKAJAYA = Office(
    name="Kelurahan Sukajaya",
    short_name="Kel. Sukajaya",
    responsible="Ir. Bambang Santoso, Lurah",
    address="Jalan Melati 1, Sukajaya",
    phone="022-5550117",
    hours="Senin sampai Jumat, pukul 08.00 sampai 15.00",
    officer="Rina",
    remedies=(
        Remedy("Inspektorat Kota", "022-5550190"),
        Remedy("Ombudsman", "137"),
        Remedy("KPK", "198"),
    ),
    emergency=(("Darurat", "112"), ("Ambulans", "119"), ("Pemadam", "113")),
    services=("KTP", "Lampu jalan", "Sampah", "Surat keterangan"),
    custodian="Ibu Dewi Lestari dari Inspektorat",
)
NEWS = {
    Kind.COMPLAINT: date(2026, 1, 8),
    Kind.INFORMATION: date(2026, 1, 12),
    Kind.ASPIRATION: date(2026, 1, 12),
}


@dataclass
class Stage:
    """One citizen on one channel, with everything the office remembers of her."""

    line: Line = WHATSAPP
    office: Office = SUKAJAYA
    strong: bool = True
    now: datetime = MONDAY
    talk: Talk = field(default_factory=Talk)
    cases: tuple[Case, ...] = ()
    others: tuple[Case, ...] = ()
    kunci: str = "482913"
    waiting: Say | None = None
    sent: list[Say] = field(default_factory=list)
    turns: list[Turn] = field(default_factory=list)
    used: int = 0
    #: A cap holds the waiting answer back.
    merging: bool = False
    #: The addresses that follow each case.
    ways: Mapping[int, tuple[Way, ...]] = field(default_factory=dict)
    #: A letter answers the last one of ours.
    replies: bool = True

    def says(self, text: str = "", *files: str, wait: float = 30, **more: object) -> str:
        """Something is sent; after `wait` seconds of silence the burst's answer leaves."""
        more.setdefault("about", self.talk.case if self.line.letter and self.replies else None)
        said = Said(at=self.now, text=text, files=files, strong=self.strong, **more)  # type: ignore[arg-type]
        before = len(self.sent)
        turn = clerk.answer(self.desk(f"{said.subject}\n{text}"), said)
        self._apply(turn)
        if wait:
            self.pause(wait)
        return "\n---\n".join(shown(say.text, self.kunci) for say in self.sent[before:])

    def taps(self, title: str, wait: float = 30) -> str:
        """A button of the last message is tapped."""
        ids = {b.title: b.id for say in self.sent[-3:] for b in say.buttons}
        return self.says(title, choice=ids[title], wait=wait)

    def pause(self, seconds: float = 0, **more: float) -> None:
        """Time passes; what waited has left."""
        self.now += timedelta(seconds=seconds, **more)
        if self.waiting is not None:
            self.sent.append(self.waiting)
            self.waiting = None

    def desk(self, text: str = "") -> Desk:
        named = tuple(self._named(text))
        digits = numbers.find_kunci(text)
        keyed = {n.case.number: digits == self.kunci for n in named if n.case and digits}
        return Desk(
            office=self.office,
            texts=TEXTS,
            line=self.line,
            now=self.now,
            talk=self.talk,
            cases=self.cases,
            named=named,
            keyed=keyed,
            spare=tuple((n + 100, NUMBERS[n]) for n in range(self.used, self.used + 3)),
            news_by=NEWS,
            answer_waits=self.waiting is not None,
            merging=self.merging and self.waiting is not None,
            ways=self.ways,
        )

    @property
    def case(self) -> Case:
        return self.cases[0]

    @property
    def buttons(self) -> list[str]:
        return [button.title for button in self.sent[-1].buttons]

    def stands(self, state: State) -> None:
        """An officer moved the newest case."""
        self.cases = (replace(self.case, state=state), *self.cases[1:])

    def _apply(self, turn: Turn) -> None:
        self.turns.append(turn)
        self.talk = turn.talk
        for case in turn.cases:
            known = [c.id for c in self.cases]
            if case.id in known:
                self.cases = tuple(case if c.id == case.id else c for c in self.cases)
            else:
                self.cases = (case, *self.cases)
                self.used += 1
        self._happen(turn)
        if turn.say is None:
            return
        if turn.say.burst:
            self.waiting = turn.say
        else:
            self.sent.append(turn.say)

    def _happen(self, turn: Turn) -> None:
        for deed in turn.happenings:
            if deed.event.value == "register":
                continue
            for case in self.cases:
                if case.id == deed.case:
                    state = lifecycle.after(case.state, deed.event, Actor.CITIZEN)
                    moved = replace(case, state=state)
                    self.cases = tuple(moved if c.id == case.id else c for c in self.cases)

    def _named(self, text: str) -> Iterable[Named]:
        for mention in numbers.find(text):
            own = [c for c in self.cases if c.number == mention.number]
            other = [c for c in self.others if c.number == mention.number]
            if own or other:
                yield Named(mention.typed, "own" if own else "other", (own or other)[0])
            else:
                yield Named(mention.typed, "unknown" if mention.number else "mistyped")


def shown(text: str, kunci: str = "482913") -> str:
    return with_keys(text, lambda _: kunci)
