"""sahut person: a copy, or the erasure, of everything that lies here about one citizen."""

from __future__ import annotations

import argparse
import asyncio
import os
from collections.abc import Awaitable, Callable, Iterator, Mapping
from pathlib import Path
from typing import Final

from sqlalchemy.ext.asyncio import AsyncConnection

from bot import app
from bot.casework import numbers
from bot.casework.citations import cite
from bot.casework.privacy import HOLDS, Ground, Hold
from bot.casework.words import Protection
from bot.commands import asking, offices
from bot.commands.parser import Parser
from bot.commands.stopping import FINE, USAGE, WRONG, Stop
from bot.commands.words import Words
from bot.house import House
from bot.privacy import copies, persons, zips
from bot.privacy.copies import Closed, Copy
from bot.privacy.persons import Held, Plan
from storage import compacting, guards, upgrading

#: Not told how many cases: it speaks of the person.
_OF_PERSON: Final = frozenset({Hold.BUSY})


def add(parser: Parser, words: Words) -> None:
    acts = parser.commands("act", required=True)
    made = {act: acts.add_parser(act, help=words(f"person.{act}_help")) for act in _ACTS}
    for command in made.values():
        offices.add(command, words)
        command.add_argument(
            "--number", required=True, metavar="K7F3-9QX", help=words("person.number")
        )
    made["export"].add_argument(
        "--out", type=Path, metavar=words("parser.file"), help=words("person.out")
    )
    erase = made["erase"]
    erase.add_argument("--dry-run", action="store_true", help=words("person.dry_run"))
    erase.add_argument(
        "--ground",
        choices=[str(ground) for ground in Ground],
        default=str(Ground.REQUEST),
        help=words("person.ground"),
    )
    erase.add_argument("--reason", default="", metavar="...", help=words("person.reason"))
    erase.add_argument("--no-compact", action="store_true", help=words("person.no_compact"))


async def run(args: argparse.Namespace, words: Words) -> int:
    number = numbers.check(args.number)
    if number is None:
        raise Stop("person.unknown", USAGE, number=args.number)
    async with offices.opened(offices.settings_of(args)) as house:
        return await _ACTS[args.act](house, number, args, words)


async def _export(house: House, number: str, args: argparse.Namespace, words: Words) -> int:
    out = args.out or Path(f"data-{number}.zip")
    if out.exists():
        raise Stop("person.there", USAGE, file=out)
    async with house.database.read() as db:
        copy = await _copy(db, house, number)
    await asyncio.to_thread(_write, house, copy, out)
    async with house.database.write() as db:
        await copies.note(db, house, number, None)
    told = {"cases": len(copy.cases), "messages": len(copy.messages), "files": len(copy.files)}
    print(words("person.exported", file=out, **told))
    return FINE


async def _copy(db: AsyncConnection, house: House, number: str) -> Copy:
    try:
        return await copies.gather(db, house, number, guards.MACHINE, {Protection.OPEN})
    except LookupError as error:
        raise Stop("person.unknown", number=number) from error
    except Closed as error:
        raise Stop("person.closed", why=str(error)) from error


def _write(house: House, copy: Copy, out: Path) -> None:
    """Whole or not there, and for its owner only."""
    beside = out.with_name(f"{out.name}.part")
    handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            zips.write(house, copy, file)
        beside.replace(out)
    finally:
        beside.unlink(missing_ok=True)


async def _erase(house: House, number: str, args: argparse.Namespace, words: Words) -> int:
    ground = Ground(args.ground)
    plan = await _planned(house, number, ground)
    if not plan.cases:
        print(words("person.nothing"))
        return FINE
    for line in _told(plan, number, words):
        print(line)
    if plan.holds:
        return WRONG
    if args.dry_run:
        print(words("person.dry"))
        return FINE
    reason = args.reason.strip() or asking.line(words("person.ask_reason"))
    if numbers.check(asking.line(words("person.ask"))) != number:
        raise Stop("person.mistyped")
    try:
        await persons.erase(house, number, ground, reason)
    except Held as error:
        raise Stop("person.closed", why="\n".join(_held(error.holds, words))) from error
    print(words("person.erased"))
    await _clean(house, words, compact=not args.no_compact)
    return FINE


async def _planned(house: House, number: str, ground: Ground) -> Plan:
    async with house.database.read() as db:
        found = await persons.find(db, number)
        if found is None:
            raise Stop("person.unknown", number=number)
        return await persons.plan(db, house, found, ground)


def _told(plan: Plan, number: str, words: Words) -> Iterator[str]:
    yield words("person.would", number=number)
    yield words("person.cases", count=plan.cases)
    yield words("person.messages", count=plan.messages, letters=plan.letters)
    yield words("person.files", count=plan.files)
    yield words("person.addresses", count=plan.addresses)
    yield from _held(plan.holds, words)


def _held(holds: Mapping[Hold, int], words: Words) -> Iterator[str]:
    if holds:
        yield words("person.held")
    for hold, count in holds.items():
        key = "person.hold_busy" if hold in _OF_PERSON else "person.hold"
        why = words(f"person.why_{hold}")
        yield words(key, why=why, count=count, law=cite(HOLDS[hold]))


async def _clean(house: House, words: Words, *, compact: bool) -> None:
    """The free room of the file, and what lies in copies of it."""
    file = upgrading.file_of(app.database_url(house.settings))
    if file is None:
        print(words("person.on_server"))
    elif compact:
        clean = await asyncio.to_thread(compacting.compact, file)
        print(words("person.compacted" if clean else "person.not_compacted"))
    else:
        print(words("person.later"))
    folder = house.settings.folder / house.settings.storage.folder / offices.COPIES
    names = sorted(path.name for path in folder.glob("*.db"))
    if names:
        print(words("person.backups", names=", ".join(names)))
    print(words("person.backups_elsewhere"))


_ACTS: Final[Mapping[str, Callable[[House, str, argparse.Namespace, Words], Awaitable[int]]]] = {
    "export": _export,
    "erase": _erase,
}
