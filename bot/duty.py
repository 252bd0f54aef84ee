"""Duty: every open case has exactly one responsible officer, whoever leaves, falls ill or goes."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from sqlalchemy.ext.asyncio import AsyncConnection

from bot import cases, tree
from bot.casework import lifecycle
from bot.casework.lines import Post, Tree, UnitKind
from bot.casework.rights import Role
from bot.casework.words import Event, State
from bot.house import House
from storage import guards, journal, units
from storage.journal import Entry
from storage.seal import Unreadable

#: The states in which somebody has to be responsible.
OPEN: Final = tuple(str(state) for state in State if state in lifecycle.OPEN)


@dataclass(frozen=True, slots=True)
class Staff:
    """Everybody in the office who may be responsible today, the oldest account first."""

    tree: Tree
    accounts: Mapping[int, Any] = field(repr=False)
    #: The login that the configuration names.
    named: str = ""

    def on_duty(self) -> Iterator[int]:
        """Whose a new case is: the named officer, who leads the intake, then the oldest account."""
        heads = [self.tree.head(unit.id) for unit in self._intake()]
        chosen = [row.id for row in self.accounts.values() if row.login == self.named]
        posts = [*(self._post(one) for one in chosen), *heads]
        yield from self._able([*chosen, *self._acting(posts)])
        yield from self._able(sorted(self.accounts, key=self._is_head))

    def after(self, officer: int) -> Iterator[int]:
        """Who follows an officer: the deputy, the superiors upwards, else whoever is on duty."""
        posts = [post for post in self.tree.posts.values() if post.officer == officer]
        for post in sorted(posts, key=lambda post: post.from_on, reverse=True):
            line = (self.tree.posts.get(post.deputy or 0), *self.tree.chain(post))
            yield from (one for one in self._able(self._acting(line)) if one != officer)
        yield from (one for one in self.on_duty() if one != officer)

    def follower(self, followers: Iterator[int], case: Any) -> int | None:
        """The first of them to whom the case is open."""
        return next((one for one in followers if self.opens(one, case)), None)

    def opens(self, officer: int, case: Any) -> bool:
        """Whether a case is open to one of these accounts."""
        role = Role(self.accounts[officer].role)
        return guards.opens(tree.reader(self.tree, officer, role), case)

    def is_away(self, officer: int) -> bool:
        """Whether an officer is on leave from every post."""
        posts = self.tree.of(officer)
        return bool(posts) and all(post.is_away(self.tree.day) for post in posts)

    def _able(self, officers: Sequence[int]) -> Iterator[int]:
        return (one for one in officers if one in self.accounts and not self.is_away(one))

    def _acting(self, posts: Sequence[Post | None]) -> list[int]:
        found = (self.tree.acting(post) for post in posts if post is not None)
        return [post.officer for post in found if post is not None and post.officer is not None]

    def _post(self, officer: int) -> Post | None:
        return next(iter(self.tree.of(officer)), None)

    def _intake(self) -> list[Any]:
        return [unit for unit in self.tree.units.values() if unit.kind is UnitKind.INTAKE]

    def _is_head(self, officer: int) -> bool:
        return bool(self.accounts[officer].role == Role.HEAD)


#: Cases of one transaction of a day's turn.
AT_ONCE: Final = 50
#: One step of a day's turn: of an officer's cases a page, and what becomes of each.
Job = Callable[[AsyncConnection, House, Staff, int, units.Page], Awaitable[list["Passed"]]]


async def staff(db: AsyncConnection, house: House) -> Staff:
    """Everybody who may hold a case, as of today."""
    found = await tree.load(db, house)
    rows = await units.accounts(db, tree.HANDLERS, house.now())
    inside = {row.id: row for row in rows if not found.is_outside(row.id)}
    return Staff(found, inside, house.settings.office.on_duty.strip().casefold())


async def assign(db: AsyncConnection, house: House, rows: Sequence[dict[str, Any]]) -> None:
    """Whose the cases are that come in now; nobody's while the office has no officer at all.

    What is filed again stays closed to those it was closed to.
    """
    people = await staff(db, house)
    for row in rows:
        post = people.tree.posts.get(row["reported_post_id"] or 0)
        closed = people.tree.line(post) if post is not None else frozenset()
        free = (one for one in people.on_duty() if one not in closed)
        row["officer_id"] = await above(db, house) if row["sealed_above"] else next(free, None)


async def above(db: AsyncConnection, house: House) -> int | None:
    """Whose a sealed case is: the first account of the body above; None where it has none."""
    places = await tree.load(db, house)
    rows = await units.accounts(db, tree.HANDLERS, house.now())
    return next((row.id for row in rows if places.is_outside(row.id)), None)


async def hand_over(db: AsyncConnection, house: House, officer: int, why: str) -> list[int]:
    """The open cases of somebody who goes pass on, each with a row in the journal.

    The last call of a transaction; returns the cases, which are told after the commit.
    """
    people = await staff(db, house)
    rows = await units.held_by(db, officer, OPEN)
    passed = [_handed(house, people, row, officer, why) for row in rows]
    await units.forget_loans(db, officer)
    return await _write(db, house, passed)


async def turn(house: House) -> None:
    """What a new day brings: leave begins and ends, accounts run out, nobody's cases find one.

    Transactions of a page of one officer's cases, so that citizens are locked in their order.
    """
    async with house.database.read() as db:
        jobs = await _jobs(db, house)
    for officer, job in jobs:
        after: int | None = 0
        while after is not None:
            after = await _page(house, officer, job, after)


async def _page(house: House, officer: int, job: Job, after: int) -> int | None:
    """The case from which to go on; None where there is no more."""
    async with house.database.write() as db:
        people = await staff(db, house)
        found = await job(db, house, people, officer, (after, AT_ONCE))
        told = await _write(db, house, [one for one in found if one.officer is not None])
    house.live.tell(told)
    return found[-1].case if len(found) == AT_ONCE else None


def entry(house: House, row: Any, officer: int | None, why: str) -> Entry | None:
    """The journal's row of a case that passes on.

    None for a citizen whose data were erased: nothing can be sealed for them.
    """
    try:
        key = house.vault.person(row.contact_id, row.wrapped_key)
    except Unreadable:
        return None
    told = {"before": row.officer_id, "text": why}
    return cases.by_itself(house, row, key, Event.ASSIGN, officer=officer, details=told)


@dataclass(frozen=True, slots=True)
class Passed:
    """A case, whose it is from now on, and whose it will be again; the journal's row of it."""

    case: int
    officer: int | None
    lent_by: int | None
    entry: Entry | None = field(repr=False)


def _passed(
    house: House,
    people: Staff,
    row: Any,
    followers: Iterator[int],
    why: str,
    lent_by: int | None = None,
) -> Passed:
    officer = people.follower(followers, row)
    return Passed(row.id, officer, lent_by, entry(house, row, officer, why))


async def _jobs(db: AsyncConnection, house: House) -> list[tuple[int, Job]]:
    people = await staff(db, house)
    if not people.accounts:
        return []
    jobs: list[tuple[int, Job]] = []
    jobs += [(officer, _orphan) for officer in await units.ended_holders(db, OPEN, house.now())]
    jobs += [(0, _adopt)] if await units.count_nobodys(db, OPEN) else []
    jobs += [(one, _lend) for one in sorted(people.accounts) if people.is_away(one)]
    lenders = [one for one in await units.lenders(db) if one in people.accounts]
    return jobs + [(one, _return) for one in lenders if not people.is_away(one)]


async def _orphan(
    db: AsyncConnection, house: House, people: Staff, officer: int, page: units.Page
) -> list[Passed]:
    """Open cases of an account that ended by itself."""
    why = "Akun sebelumnya sudah berakhir."
    rows = await units.held_by(db, officer, OPEN, page=page)
    return [_handed(house, people, row, officer, why) for row in rows]


def _handed(house: House, people: Staff, row: Any, officer: int, why: str) -> Passed:
    """From who goes for good; whoever lent it to them gets it back all the same."""
    return _passed(house, people, row, people.after(officer), why, row.lent_by_id)


async def _adopt(
    db: AsyncConnection, house: House, people: Staff, _nobody: int, page: units.Page
) -> list[Passed]:
    """Open cases that came in before there was an officer."""
    rows = await units.held_by_nobody(db, OPEN, page)
    return [_passed(house, people, row, people.on_duty(), "Petugas piket.") for row in rows]


async def _lend(
    db: AsyncConnection, house: House, people: Staff, officer: int, page: units.Page
) -> list[Passed]:
    """To whoever stands in; what was lent to them before stays the first one's."""
    name = people.accounts[officer].name
    why, passed = f"Menggantikan {name} yang sedang cuti.", []
    for row in await units.held_by(db, officer, OPEN, page=page):
        owner = row.lent_by_id or officer
        passed.append(_passed(house, people, row, people.after(officer), why, owner))
    return passed


async def _return(
    db: AsyncConnection, house: House, people: Staff, officer: int, page: units.Page
) -> list[Passed]:
    """What became closed to them meanwhile stays where it is."""
    return [
        _passed(house, people, row, iter((officer,)), "Kembali bertugas.")
        for row in await units.held_by(db, officer, OPEN, lent=True, page=page)
    ]


async def _write(db: AsyncConnection, house: House, passed: Sequence[Passed]) -> list[int]:
    for one in passed:
        await units.give(db, one.case, one.officer, one.lent_by)
    await journal.append(db, house.vault, [one.entry for one in passed if one.entry is not None])
    return [one.case for one in passed]
