"""Lists: which cases are shown, in which order, and what one line says of each."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final
from urllib.parse import urlencode

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.casework import lifecycle, vias
from bot.casework.labels import STATES
from bot.casework.rights import Right
from bot.casework.words import Kind, State
from bot.house import House
from bot.inbox import asking, people, ranks, times
from bot.inbox.sessions import Officer
from bot.inbox.words import ALARMS, CALM, CHANNELS, KINDS
from storage import inbox
from storage.inbox import Wish

PAGE: Final = 30
#: Of so many the first ones are shown, in the order of their points.
_WEIGHED, _FIRST = 400, 60
_LATEST: Final = 2**63 - 1
_WORDS: Final = 160
_ACCOUNT: Final = re.compile(r"[\w.-]{1,64}")
_OPEN: Final = tuple(str(state) for state in State if state in lifecycle.OPEN)
_ENDED: Final = tuple(str(state) for state in State if state in lifecycle.ENDED)
#: The filters above the list: what they are called and what they want.
FILTERS: Final[Mapping[str, tuple[str, Wish]]] = {
    "terbuka": ("Semua terbuka", Wish(_OPEN)),
    "jawab": ("Perlu dijawab", Wish(_OPEN, unanswered=True)),
    "mendesak": ("Mendesak", Wish(_OPEN, urgent=True)),
    "urutan": ("Menurut urutan", Wish(_OPEN, ranked=True)),
    "tunggu": ("Menunggu jawaban", Wish((), owed=True)),
    "selesai": ("Selesai", Wish(_ENDED)),
}
EMPTY: Final[Mapping[str, str]] = {
    "terbuka": "Belum ada laporan yang terbuka. Laporan baru muncul di sini dengan sendirinya.",
    "jawab": "Semua sudah dijawab. Terima kasih sudah merawatnya.",
    "mendesak": "Tidak ada yang mendesak sekarang.",
    "urutan": "Belum ada laporan yang terbuka. Yang perlu didahulukan muncul paling atas di sini.",
    "tunggu": "Tidak ada jawaban yang ditunggu dari unit atau instansi lain.",
    "selesai": "Belum ada laporan yang selesai.",
}


@dataclass(frozen=True, slots=True)
class Choice:
    """What the officer chose to see; carried along in every link of the list."""

    filter: str = "terbuka"
    kind: str = ""
    source: str = ""
    after: inbox.After | None = None

    @property
    def wish(self) -> Wish:
        via = self.source if self.source in vias.NAMES else ""
        account = "" if via else self.source
        usual = FILTERS[self.filter][1]
        return replace(usual, kind=self.kind, account=account, via=via, after=self.after)

    def query(self, **other: str) -> str:
        """?saring=...&jenis=..., without what is usual."""
        given = {"saring": self.filter, "jenis": self.kind, "kanal": self.source} | other
        kept = {name: value for name, value in given.items() if value and value != "terbuka"}
        return f"?{urlencode(kept)}" if kept else ""


@dataclass(frozen=True, slots=True)
class Card:
    """One line of the list."""

    id: int
    number: str
    who: str = field(repr=False)
    hidden: bool
    words: str = field(repr=False)
    channel: str
    channel_name: str
    kind: str
    state: str
    ended: bool
    age: str
    at: str
    iso: str
    due: str
    due_kind: str
    fresh: bool
    alarm: str
    officer: str
    sort: str
    #: Its place in the queue: points first, and the older before the younger.
    turn: tuple[int, int]
    rank: str


@dataclass(frozen=True, slots=True)
class Sealed:
    """A case for the body above: all that the office sees of it."""

    number: str
    due: str
    due_kind: str


@dataclass(frozen=True, slots=True)
class Page:
    """Some lines, and where the next ones begin; "" at the end."""

    cards: list[Card]
    after: str


def chosen(query: Mapping[str, str]) -> Choice:
    """What the address asks for; what it does not know is the usual."""
    wanted, kind = query.get("saring", ""), query.get("jenis", "")
    source = query.get("kanal", "")
    return Choice(
        wanted if wanted in FILTERS else "terbuka",
        kind if kind in KINDS else "",
        source if _ACCOUNT.fullmatch(source) else "",
        _after(query.get("setelah", "")),
    )


async def page(house: House, db: AsyncConnection, officer: Officer, choice: Choice) -> Page:
    """The next lines of the list."""
    if choice.wish.ranked:
        return await _ranked(house, db, officer, choice)
    rows = await inbox.page(db, officer.reader, choice.wish, PAGE + 1)
    cards = await _cards(house, db, officer, rows[:PAGE])
    return Page(cards, cards[-1].sort if len(rows) > PAGE else "")


async def _ranked(house: House, db: AsyncConnection, officer: Officer, choice: Choice) -> Page:
    """Those served first, on one page: who is behind them is not served yet."""
    rows = await inbox.page(db, officer.reader, choice.wish, _WEIGHED)
    weighed = [(-ranks.rank(house, row, assisted=False).points, row) for row in rows]
    first = sorted(weighed, key=lambda pair: (pair[0], pair[1].received_at))[:_FIRST]
    cards = await _cards(house, db, officer, [row for _, row in first], ranked=True)
    return Page(sorted(cards, key=lambda card: card.turn, reverse=True), "")


async def one(
    house: House, db: AsyncConnection, officer: Officer, choice: Choice, case: int
) -> Card | None:
    """The line of one case, if it is among those that were asked for."""
    rows = await inbox.page(db, officer.reader, replace(choice.wish, only=case), 1)
    return next(iter(await _cards(house, db, officer, rows, ranked=choice.wish.ranked)), None)


async def sealed(house: House, db: AsyncConnection, officer: Officer) -> list[Sealed]:
    """What nobody in the office opens: its number, and the date that the law names for it."""
    today = house.calendar.local_date(house.now())
    found = []
    for row in await inbox.sealed(db, officer.reader, _OPEN):
        words = kind = ""
        if row.due_on is not None:
            left, words = times.until(row.due_on, today, house.calendar, row.due_clock)
            kind = left.kind
        found.append(Sealed(row.number, words, kind))
    return found


def channel(house: House, account: str) -> tuple[str, str]:
    """The channel an account uses, and its name; two accounts of one kind tell theirs."""
    use = next((a.use for a in house.settings.accounts if a.name == account), account)
    name = CHANNELS.get(use, account)
    return use, name if account == use else f"{name} ({account})"


def by_hand(house: House) -> list[str]:
    """The accounts whose letters we carry ourselves."""
    return [name for name, one in house.channels.items() if one.limits.by_hand]


def source(house: House, row: Any) -> tuple[str, str]:
    """How a case came: by the way an officer wrote down, else by the channel of its account."""
    return (row.via, vias.NAMES[row.via]) if row.via else channel(house, row.account)


def sources(house: House) -> list[tuple[str, str]]:
    """Every way a case may have come, by the value that asks for it."""
    accounts = [name for name, one in house.channels.items() if not one.limits.by_hand]
    return [*((name, channel(house, name)[1]) for name in accounts), *vias.NAMES.items()]


def alarm(row: Any) -> str:
    """Why a human should look at once, in words; "" where nothing presses."""
    reasons = [row.urgent, ALARMS.get(row.alarm, row.alarm)]
    words = ", ".join(dict.fromkeys(filter(None, reasons)))
    return f"Mendesak: {words}" if words and (row.urgent or row.alarm not in CALM) else words


async def _cards(
    house: House,
    db: AsyncConnection,
    officer: Officer,
    rows: Sequence[Any],
    *,
    ranked: bool = False,
) -> list[Card]:
    names = await inbox.shown_names(db, [row.id for row in rows]) if rows else {}
    cards = [_card(house, officer, row, names.get(row.id)) for row in rows]
    return (
        [replace(card, sort=f"{card.turn[0]}_{card.turn[1]}") for card in cards]
        if ranked
        else cards
    )


def _card(house: House, officer: Officer, row: Any, named: Any) -> Card:
    now, zone = house.now(), house.settings.zone
    known = officer.may(Right.READ_NAMES)
    address = _address(house, row, known=known)
    person = people.person(house, row, [named] if named else [], address, known=known)
    use, channel_name = source(house, row)
    place = ranks.rank(house, row, assisted=bool(person.case and person.case.assistance))
    left, due = None, ""
    if row.due_on is not None:
        today = house.calendar.local_date(now)
        left, due = times.until(row.due_on, today, house.calendar, row.due_clock)
    return Card(
        id=row.id,
        number=row.number,
        who=person.who,
        hidden=person.hidden,
        words=person.veil.over(row.summary)[:_WORDS] or _without_words(row),
        channel=use,
        channel_name=channel_name,
        kind="" if row.kind == Kind.COMPLAINT else KINDS[row.kind],
        state=STATES[State(row.state)],
        ended=State(row.state) in lifecycle.ENDED,
        age=times.age(row.spoken_at, now, zone),
        at=times.stamp(row.spoken_at, zone),
        iso=row.spoken_at.isoformat(timespec="seconds"),
        due=due,
        due_kind=left.kind if left else "",
        fresh=row.seen_at is None or row.seen_at < row.spoken_at,
        alarm=alarm(row),
        officer=row.officer or "",
        sort=f"{times.mark(row.spoken_at)}_{row.id}",
        turn=(max(place.points + 1, 0), _LATEST - row.id),
        rank=place.words if place.level == "first" else "",
    )


def _address(house: House, row: Any, *, known: bool) -> str:
    """Only where it has to be taken out of the words."""
    closed = people.is_hidden(row.protection) or not known
    key = people.key_of(house, row) if closed else None
    if key is None:
        return ""
    return key.open(f"addresses.value.{row.address_id}", row.address).decode("utf-8", "replace")


def _without_words(row: Any) -> str:
    """A case that holds no text says what it holds."""
    if row.voices:
        return "Pesan suara, belum ditulis isinya" if not row.heard else "Pesan suara"
    return f"{row.files} lampiran" if row.files else "Tanpa tulisan"


def _after(text: str) -> inbox.After | None:
    at, _, number = text.partition("_")
    moment, last = times.moment(asking.number(at)), asking.number(number)
    return None if moment is None or last is None else (moment, last)
