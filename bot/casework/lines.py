"""Lines: who stands over whom on a day, computed from units and posts and from nothing else."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property

from bot.casework.lifecycle import Refusal


class UnitKind(StrEnum):
    """INTAKE takes complaints in; ABOVE stands outside the office and above its head."""

    INTAKE = "intake"
    SERVICE = "service"
    ABOVE = "above"


@dataclass(frozen=True, slots=True)
class Unit:
    """A part of the office from one day to another; None: still."""

    id: int
    name: str
    kind: UnitKind
    parent: int | None = None
    phone: str = ""
    from_on: date = date.min
    until_on: date | None = None


@dataclass(frozen=True, slots=True)
class Post:
    """Somebody in an office; without an account only by name. `superior`: where it is not who
    leads the unit or the one above it."""

    id: int
    unit: int
    name: str = field(repr=False)
    officer: int | None = None
    title: str = ""
    leads: bool = False
    superior: int | None = None
    from_on: date = date.min
    until_on: date | None = None
    away_from: date | None = None
    away_until: date | None = None
    deputy: int | None = None

    def holds(self, day: date) -> bool:
        """Whether it is held on this day."""
        return _within(day, self.from_on, self.until_on)

    def is_away(self, day: date) -> bool:
        """Whether its holder is on leave on this day."""
        return self.away_from is not None and _within(day, self.away_from, self.away_until)


@dataclass(frozen=True)
class Tree:
    """Units and posts as they stand on one day, ended ones among them."""

    units: Mapping[int, Unit]
    posts: Mapping[int, Post]
    day: date

    def held(self) -> Iterator[Post]:
        """Every post that is held today."""
        return (post for post in self.posts.values() if post.holds(self.day))

    def of(self, officer: int) -> list[Post]:
        """The posts of an account today, the newest first."""
        found = [post for post in self.held() if post.officer == officer]
        return sorted(found, key=lambda post: post.from_on, reverse=True)

    def head(self, unit: int | None) -> Post | None:
        """Who leads a unit today."""
        return self._heads.get(unit) if unit is not None else None

    def superior(self, post: Post) -> Post | None:
        """The next one above somebody who is in office today."""
        return next((above for above in self._up(post) if above.holds(self.day)), None)

    def chain(self, post: Post) -> tuple[Post, ...]:
        """Everybody above somebody, the nearest first."""
        return tuple(above for above in self._up(post) if above.holds(self.day))

    def under(self, post: Post) -> frozenset[int]:
        """The posts of everybody below somebody, however deep."""
        return frozenset(
            one.id for one in self.held() if any(above.id == post.id for above in self._up(one))
        )

    def is_under(self, one: Post, other: Post) -> bool:
        """Whether the first works below the second."""
        return any(above.id == other.id for above in self._up(one))

    def barred(self, officer: int) -> frozenset[int]:
        """The posts whose reports this account neither sees nor touches: its own, and its line.

        Somebody who moved to another post is still the same person, on both sides.
        """
        own = [post for post in self.posts.values() if post.officer == officer]
        above = [one for post in own if post.holds(self.day) for one in self._up(post)]
        people = {post.officer for post in above if post.officer is not None}
        others = (post for post in self.posts.values() if post.officer in people)
        return frozenset(post.id for post in (*own, *above, *others))

    def line(self, reported: Post) -> frozenset[int]:
        """The accounts that a report against somebody is closed to."""
        accounts = {post.officer for post in self.posts.values() if post.officer is not None}
        return frozenset(one for one in accounts if reported.id in self.barred(one))

    def seals(self, reported: Post, deciders: Collection[int], handlers: Collection[int]) -> bool:
        """Whether nobody in the office may deal with a report against this one.

        So it is with the head of the office, and where no decider or no handler is left who is
        not the reported one or below.
        """
        line = self.line(reported)
        emptied = (people for people in (deciders, handlers) if people and line.issuperset(people))
        return self._is_top(reported) or any(True for _ in emptied)

    def is_outside(self, officer: int) -> bool:
        """Whether this account belongs to the body above, and to it alone."""
        kinds = {self._kind(post) for post in self.of(officer)}
        return kinds == {UnitKind.ABOVE}

    def acting(self, post: Post) -> Post | None:
        """Who does this post's work today: its holder, the deputy, or the next one above."""
        for one in (post, self.posts.get(post.deputy or 0), *self._up(post)):
            if (
                one is not None
                and one.officer
                and one.holds(self.day)
                and not one.is_away(self.day)
            ):
                return one
        return None

    def refuse_circle(self, post: int, superior: int | None) -> None:
        """Raises Refusal where somebody would stand above themselves."""
        above = self.posts.get(superior or 0)
        circle = above is not None and (
            above.id == post or any(one.id == post for one in self._up(above))
        )
        if circle:
            raise Refusal("Seorang atasan tidak boleh menjadi bawahan dari bawahannya", "uu25-41")

    @cached_property
    def _heads(self) -> dict[int, Post]:
        return {post.unit: post for post in self.held() if post.leads}

    def _up(self, post: Post) -> Iterator[Post]:
        """One after the other upwards; those no more in office still lead further up."""
        seen = {post.id}
        above = self._next(post)
        while above is not None and above.id not in seen:
            yield above
            seen.add(above.id)
            above = self._next(above)

    def _next(self, post: Post) -> Post | None:
        if post.superior is not None:
            return self.posts.get(post.superior)
        return next((head for head in self._heads_above(post.unit) if head.id != post.id), None)

    def _heads_above(self, unit: int) -> Iterator[Post]:
        seen: set[int] = set()
        here: int | None = unit
        while here is not None and here not in seen:
            seen.add(here)
            if here in self._heads:
                yield self._heads[here]
            here = self.units[here].parent if here in self.units else None

    def _is_top(self, post: Post) -> bool:
        inside = [one for one in self._up(post) if self._kind(one) is not UnitKind.ABOVE]
        return post.leads and not inside and self._kind(post) is not UnitKind.ABOVE

    def _kind(self, post: Post) -> UnitKind | None:
        return self.units[post.unit].kind if post.unit in self.units else None


def tree(units: Iterable[Unit], posts: Iterable[Post], day: date) -> Tree:
    """The tree of these units and posts on a day."""
    return Tree({unit.id: unit for unit in units}, {post.id: post for post in posts}, day)


def refuse_loop(parents: Mapping[str, str]) -> None:
    """Raises Refusal where a unit would lie within itself; names of units to their parents'."""
    for name in parents:
        seen, here = {name}, parents[name]
        while here:
            if here in seen:
                raise Refusal(f"Unit {name} berada di dalam dirinya sendiri", "uu25-41")
            seen.add(here)
            here = parents.get(here, "")


def _within(day: date, first: date, last: date | None) -> bool:
    return first <= day and (last is None or day <= last)
