"""Circle: who stands around a case, and is told of it: never who is reported in it, nor theirs."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any, Final

from sqlalchemy.ext.asyncio import AsyncConnection

from bot import tree
from bot.casework.lines import Post, Tree
from bot.casework.rights import Right, Role, holders
from bot.house import House
from storage import guards, units


class Who(StrEnum):
    """RESPONSIBLE is the person whom the law makes answer for the office; no account is needed."""

    OFFICER = "officer"
    SUPERIOR = "superior"
    CUSTODIAN = "custodian"
    RESPONSIBLE = "responsible"


@dataclass(frozen=True, slots=True)
class Circle:
    """Everybody who may be told of something today, the oldest account first."""

    tree: Tree
    accounts: Mapping[int, Any] = field(repr=False)
    responsible: str = field(repr=False)

    @property
    def barred_from_responsible(self) -> frozenset[int]:
        """The posts whose reports that person does not see, who holds a post by the same name."""
        own = [post for post in self.tree.posts.values() if self._is_responsible(post)]
        line = [one.id for post in own for one in (post, *self.tree.chain(post))]
        accounts = {post.officer for post in own if post.officer is not None}
        return frozenset(line).union(*(self.tree.barred(one) for one in accounts))

    def told(self, who: Who, case: Any) -> list[int | None]:
        """The accounts to tell of a case; None is the responsible person."""
        return list(_FIND[who](self, case))

    def opens(self, officer: int | None, case: Any) -> bool:
        """Whether a case may be known to somebody at all, whatever kinds of it they work on."""
        if officer is None:
            barred = self.barred_from_responsible
            return not case.sealed_above and case.reported_post_id not in barred
        row = self.accounts.get(officer)
        if row is None:
            return False
        eyes = tree.reader(self.tree, officer, Role(row.role))
        return guards.opens(replace(eyes, kinds=None, protections=None), case)

    def reaches(self, officer: int) -> bool:
        """Whether they have an address for letters."""
        row = self.accounts.get(officer)
        return row is not None and row.email is not None

    def above(self, case: Any) -> Iterator[int]:
        """Who stands above the responsible officer, the nearest first; else who decides."""
        for post in self.tree.of(case.officer_id or 0):
            acting = (self.tree.acting(one) for one in self.tree.chain(post))
            yield from (one.officer for one in acting if one is not None and one.officer)
        row = self.accounts.get(case.officer_id or 0)
        if row is None or row.role not in tree.DECIDERS:
            yield from (one.id for one in self.accounts.values() if one.role in tree.DECIDERS)

    def _is_responsible(self, post: Post) -> bool:
        return bool(self.responsible) and post.name.casefold() == self.responsible


async def load(db: AsyncConnection, house: House) -> Circle:
    """As of today."""
    rows = await units.accounts(db, holders(Right.READ), house.now())
    named = house.settings.responsible.name.strip().casefold()
    return Circle(await tree.load(db, house), {row.id: row for row in rows}, named)


def _officer(circle: Circle, case: Any) -> Sequence[int]:
    officer = case.officer_id
    return [officer] if officer is not None and circle.opens(officer, case) else []


def _superior(circle: Circle, case: Any) -> Sequence[int]:
    """The nearest who may know of it and has an address: past whoever has none."""
    for one in circle.above(case):
        if one != case.officer_id and circle.reaches(one) and circle.opens(one, case):
            return [one]
    return []


def _custodian(circle: Circle, case: Any) -> Sequence[int]:
    keepers = [row.id for row in circle.accounts.values() if row.role == Role.CUSTODIAN]
    return [one for one in keepers if circle.opens(one, case)]


def _responsible(circle: Circle, case: Any) -> Sequence[int | None]:
    return [None] if circle.opens(None, case) else []


_FIND: Final[Mapping[Who, Callable[[Circle, Any], Sequence[int | None]]]] = {
    Who.OFFICER: _officer,
    Who.SUPERIOR: _superior,
    Who.CUSTODIAN: _custodian,
    Who.RESPONSIBLE: _responsible,
}
