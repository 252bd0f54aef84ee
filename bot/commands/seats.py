"""Seats: who enters which office, who leaves it, and what becomes of their cases."""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from bot import duty, tree
from bot.casework import lines
from bot.casework.lifecycle import Refusal
from bot.casework.lines import Post, Tree, Unit
from bot.commands.parser import Parser
from bot.commands.stopping import Stop
from bot.commands.words import Words
from bot.house import House
from storage import officers, units


@dataclass(frozen=True, slots=True)
class Someone:
    """Whoever takes a seat: an account, or a person by name alone."""

    name: str
    officer: int | None = None


def arguments(command: Parser, words: Words, *, needed: bool = False) -> None:
    """The options that describe a seat."""
    unit = words("parser.name")
    command.add_argument("--unit", metavar=unit, required=needed, help=words("officer.unit"))
    command.add_argument("--title", metavar=unit, default="", help=words("officer.title"))
    command.add_argument("--superior", metavar="LOGIN", help=words("officer.superior"))
    command.add_argument("--leads", action="store_true", help=words("officer.leads"))


def last_moment(house: House, typed: str | None) -> datetime | None:
    """The end of a day at the office, as an account's end. Raises Stop."""
    if not typed:
        return None
    try:
        day = date.fromisoformat(typed)
    except ValueError:
        raise Stop("officer.bad_day", day=typed) from None
    if day < tree.today(house):
        raise Stop("officer.bad_day", day=typed)
    return datetime.combine(day + timedelta(days=1), time(), house.settings.zone)


async def someone(db: AsyncConnection, typed: str, *, person: bool) -> Someone:
    """An account by its login, or a person without one. Raises Stop."""
    if person:
        return Someone(typed.strip())
    row = await officers.by_login(db, typed.strip().casefold())
    if row is None:
        raise Stop("officer.unknown", login=typed)
    return Someone(row.name, row.id)


async def enter(
    db: AsyncConnection, house: House, who: Someone, args: argparse.Namespace
) -> list[int]:
    """A new post from today on; an earlier one ends, and its open cases pass on.

    Call it last in a transaction. Raises Stop.
    """
    places = await tree.load(db, house)
    unit = _unit(places, args.unit)
    superior = _superior(places, args.superior)
    head = places.head(unit.id)
    if args.leads and head is not None and not _is(head, who):
        raise Stop("officer.led", name=head.name, unit=unit.name)
    post = Post(
        id=house.new_id(),
        unit=unit.id,
        name=who.name,
        officer=who.officer,
        title=args.title.strip(),
        leads=args.leads,
        superior=superior.id if superior else None,
        from_on=places.day,
    )
    before = [one for one in places.held() if _is(one, who)]
    _refuse_circle(places, post, before)
    moved = bool(before) and all(one.unit != unit.id for one in before)
    for one in before:
        await units.change_post(db, one.id, until_on=places.day - timedelta(days=1))
    await units.add_post(db, _row(post))
    if not moved or who.officer is None:
        return []
    return await duty.hand_over(db, house, who.officer, f"Pindah tugas ke {unit.name}.")


async def leave(db: AsyncConnection, house: House, who: Someone) -> list[int]:
    """The posts of somebody end, and the open cases pass on. Call it last. Raises Stop."""
    places = await tree.load(db, house)
    held = [one for one in places.held() if _is(one, who)]
    if not held:
        raise Stop("officer.no_post", name=who.name)
    passed: list[int] = []
    for one in held:
        await units.change_post(db, one.id, until_on=places.day - timedelta(days=1))
    if who.officer is not None:
        passed = await duty.hand_over(db, house, who.officer, "Jabatannya berakhir.")
    return passed


def described(places: Tree, officer: int) -> str:
    """The seats of an account in a few words."""
    seats = []
    for post in places.of(officer):
        unit = places.units[post.unit].name
        seats.append(f"{post.title}, {unit}" if post.title else unit)
    return "; ".join(seats)


def _unit(places: Tree, typed: str) -> Unit:
    standing = [one for one in places.units.values() if one.until_on is None]
    found = [one for one in standing if one.name.casefold() == typed.strip().casefold()]
    if not found:
        named = ", ".join(sorted(one.name for one in standing))
        raise Stop("officer.no_unit", unit=typed, units=named)
    return found[0]


def _superior(places: Tree, typed: str | None) -> Post | None:
    """Somebody in office, by name; the caller turned a login into one."""
    if not typed:
        return None
    found = [one for one in places.held() if one.name.casefold() == typed.strip().casefold()]
    if not found:
        raise Stop("officer.no_superior", name=typed)
    return found[0]


def _refuse_circle(places: Tree, post: Post, before: list[Post]) -> None:
    gone = {one.id for one in before}
    others = [one for one in places.posts.values() if one.id not in gone]
    grown = lines.tree(places.units.values(), [*others, post], places.day)
    try:
        grown.refuse_circle(post.id, post.superior)
    except Refusal as error:
        raise Stop("officer.circle", reason=str(error)) from error


def _is(post: Post, who: Someone) -> bool:
    if who.officer is not None:
        return post.officer == who.officer
    return post.officer is None and post.name.casefold() == who.name.casefold()


def _row(post: Post) -> dict[str, Any]:
    return {
        "id": post.id,
        "unit_id": post.unit,
        "officer_id": post.officer,
        "name": post.name,
        "title": post.title,
        "leads": post.leads,
        "superior_id": post.superior,
        "from_on": post.from_on,
    }
