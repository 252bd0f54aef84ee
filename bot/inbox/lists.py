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
from bot.casework.words import Kind, State
from bot.house import House
from bot.inbox import asking, people, times
from bot.inbox.words import ALARMS, CALM, CHANNELS, KINDS
from storage import inbox
from storage.inbox import Wish

PAGE: Final = 30
_WORDS: Final = 160
_ACCOUNT: Final = re.compile(r"[\w.-]{1,64}")
_OPEN: Final = tuple(str(state) for state in State if state in lifecycle.OPEN)
_ENDED: Final = tuple(str(state) for state in State if state in lifecycle.ENDED)
#: The filters above the list: what they are called and what they want.
FILTERS: Final[Mapping[str, tuple[str, Wish]]] = {
    "terbuka": ("Semua terbuka", Wish(_OPEN)),
    "jawab": ("Perlu dijawab", Wish(_OPEN, unanswered=True)),
    "mendesak": ("Mendesak", Wish(_OPEN, urgent=True)),
    "selesai": ("Selesai", Wish(_ENDED)),
}
EMPTY: Final[Mapping[str, str]] = {
    "terbuka": "Belum ada laporan yang terbuka. Laporan baru muncul di sini dengan sendirinya.",
    "jawab": "Semua sudah dijawab. Terima kasih sudah merawatnya.",
    "mendesak": "Tidak ada yang mendesak sekarang.",
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


async def page(house: House, db: AsyncConnection, choice: Choice) -> Page:
    """The next lines of the list."""
    rows = await inbox.page(db, choice.wish, PAGE + 1)
    cards = await _cards(house, db, rows[:PAGE])
    return Page(cards, cards[-1].sort if len(rows) > PAGE else "")


async def one(house: House, db: AsyncConnection, choice: Choice, case: int) -> Card | None:
    """The line of one case, if it is among those that were asked for."""
    rows = await inbox.page(db, replace(choice.wish, only=case), 1)
    return next(iter(await _cards(house, db, rows)), None)


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


async def _cards(house: House, db: AsyncConnection, rows: Sequence[Any]) -> list[Card]:
    names = await inbox.shown_names(db, [row.id for row in rows]) if rows else {}
    return [_card(house, row, names.get(row.id)) for row in rows]


def _card(house: House, row: Any, named: Any) -> Card:
    now, zone = house.now(), house.settings.zone
    person = people.person(house, row, [named] if named else [], _address(house, row))
    use, channel_name = source(house, row)
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
    )


def _address(house: House, row: Any) -> str:
    """Only where it has to be taken out of the words."""
    key = people.key_of(house, row) if people.is_hidden(row.protection) else None
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
