"""Parties: who is reported in a case, and whom one may choose."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from sqlalchemy.ext.asyncio import AsyncConnection

from bot import tree
from bot.casework.citations import cite
from bot.casework.lines import Post, Tree, UnitKind
from bot.casework.rights import Right
from bot.house import House
from bot.inbox.people import Person
from bot.inbox.sessions import Officer

#: Chosen where the complaints unit as a whole, or the head of an office without a tree, is meant.
WHOLE: Final = "unit"


@dataclass(frozen=True, slots=True)
class Party:
    """What the form of the reported party shows. choices: unit, then (value, words) each."""

    words: str = field(repr=False)
    chosen: str
    note: str = field(repr=False)
    choices: Sequence[tuple[str, Sequence[tuple[str, str]]]] = field(repr=False)
    sealed: bool
    law: str


async def load(
    db: AsyncConnection, house: House, row: Any, person: Person, officer: Officer
) -> Party:
    """Who is reported so far, and whom one may choose."""
    places = await tree.load(db, house)
    post = places.posts.get(row.reported_post_id or 0)
    note = _opened(row, person)
    shown = officer.may(Right.NAME_PARTY)
    words = [called(post, places) if post else "", note] if shown else []
    return Party(
        words=", ".join(filter(None, words)),
        chosen=str(post.id) if post else WHOLE if row.sealed_above else "",
        note=note if shown else "",
        choices=_choices(places) if shown else (),
        sealed=row.sealed_above,
        law=cite("uu25-41"),
    )


def called(post: Post, places: Tree) -> str:
    """Name and office of somebody."""
    unit = places.units.get(post.unit)
    title = f"{post.title} {unit.name}" if post.title and unit else post.title
    return f"{post.name}, {title}" if title else post.name


def _opened(row: Any, person: Person) -> str:
    if not row.reported or person.key is None:
        return ""
    opened = person.key.open(f"complaints.reported.{row.id}", row.reported).decode()
    return person.veil.over(opened)


def _choices(places: Tree) -> list[tuple[str, list[tuple[str, str]]]]:
    """By unit, its head first; the complaints unit as a whole stands on top."""
    held = sorted(places.held(), key=lambda post: (not post.leads, post.name))
    found: list[tuple[str, list[tuple[str, str]]]] = [
        ("Disegel", [(WHOLE, "Pimpinan atau unit pengaduan")])
    ]
    for unit in places.units.values():
        inside = [post for post in held if post.unit == unit.id]
        if inside and unit.kind is not UnitKind.ABOVE:
            shown = [(str(post.id), _titled(post)) for post in inside]
            found.append((unit.name, shown))
    return found


def _titled(post: Post) -> str:
    return f"{post.name}, {post.title}" if post.title else post.name
