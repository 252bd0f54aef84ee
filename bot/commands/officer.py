"""sahut officer: who may sign in to the inbox."""

from __future__ import annotations

import argparse
import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Final

from bot.commands import accounts, offices
from bot.commands.parser import Parser
from bot.commands.stopping import FINE, Stop
from bot.commands.words import Words
from bot.house import House
from bot.inbox import attempts, passwords
from storage import officers


def add(parser: Parser, words: Words) -> None:
    acts = parser.commands("act", required=True)
    made = {act: acts.add_parser(act, help=words(f"officer.{act}_help")) for act in _ACTS}
    for act, command in made.items():
        offices.add(command, words)
        if act != "list":
            command.add_argument("login", metavar="LOGIN", help=words("officer.login"))
    for act in ("add", "reset"):
        made[act].add_argument("--generate", action="store_true", help=words("officer.generate"))
    made["add"].add_argument(
        "--name", required=True, metavar=words("parser.name"), help=words("officer.name")
    )
    made["add"].add_argument(
        "--role", choices=accounts.ROLES, default=accounts.ROLES[0], help=words("officer.role")
    )
    made["disable"].add_argument("--undo", action="store_true", help=words("officer.undo"))


async def run(args: argparse.Namespace, words: Words) -> int:
    async with offices.opened(offices.settings_of(args)) as house:
        await _ACTS[args.act](house, args, words)
    return FINE


async def _add(house: House, args: argparse.Namespace, words: Words) -> None:
    login = accounts.login_of(args.login)
    password = accounts.generated() if args.generate else accounts.asked(login, words)
    await accounts.add(house, login, args.name.strip(), args.role, password)
    print(words("officer.added", login=login, role=words(f"role.{args.role}")))
    _show(args, password, words)


async def _list(house: House, args: argparse.Namespace, words: Words) -> None:
    async with house.database.read() as db:
        rows = await officers.everyone(db)
    if not rows:
        print(words("officer.nobody"))
        return
    width = max(len(row.login) for row in rows)
    for row in rows:
        state = words("officer.closed" if row.disabled_at else "officer.open")
        print(f"{row.login:<{width}}  {words(f'role.{row.role}'):<12}  {state:<8}  {row.name}")


async def _disable(house: House, args: argparse.Namespace, words: Words) -> None:
    async with house.database.write() as db:
        row = await _found(db, args.login)
        await officers.disable(db, row.id, None if args.undo else house.now())
    print(words("officer.reopened" if args.undo else "officer.disabled", login=row.login))


async def _reset(house: House, args: argparse.Namespace, words: Words) -> None:
    async with house.database.read() as db:
        row = await _found(db, args.login)
    password = accounts.generated() if args.generate else accounts.asked(row.login, words)
    kept = await asyncio.to_thread(passwords.seal, password)
    async with house.database.write() as db:
        await officers.set_password(db, row.id, kept)
        await attempts.forgive(db, attempts.make(house, row.login, ""))
        await officers.lock(db, row.id, 0, None)
    print(words("officer.reset_done", login=row.login))
    _show(args, password, words)
    if row.disabled_at is not None:
        print(words("officer.still_closed", login=row.login))


async def _found(db: Any, login: str) -> Any:
    row = await officers.by_login(db, accounts.login_of(login))
    if row is None:
        raise Stop("officer.unknown", login=login)
    return row


def _show(args: argparse.Namespace, password: str, words: Words) -> None:
    if args.generate:
        print(words("officer.generated", password=password))


_ACTS: Final[Mapping[str, Callable[[House, argparse.Namespace, Words], Awaitable[None]]]] = {
    "add": _add,
    "list": _list,
    "disable": _disable,
    "reset": _reset,
}
