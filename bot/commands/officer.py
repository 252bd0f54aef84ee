"""sahut officer: who may sign in to the inbox."""

from __future__ import annotations

import argparse
import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any, Final

from bot import duty, tree
from bot.casework.rights import Role
from bot.commands import accounts, offices, seats
from bot.commands.parser import Parser
from bot.commands.stopping import FINE, Stop
from bot.commands.words import Words
from bot.house import House
from bot.inbox import attempts, passwords
from bot.timekeeping import postbox
from storage import officers


def add(parser: Parser, words: Words) -> None:
    acts = parser.commands("act", required=True)
    made = {act: acts.add_parser(act, help=words(f"officer.{act}_help")) for act in _ACTS}
    for act, command in made.items():
        offices.add(command, words)
        if act != "list":
            told = "officer.who" if act == "post" else "officer.login"
            command.add_argument("login", metavar="LOGIN", help=words(told))
    for act in ("add", "reset"):
        made[act].add_argument("--generate", action="store_true", help=words("officer.generate"))
    made["add"].add_argument(
        "--name", required=True, metavar=words("parser.name"), help=words("officer.name")
    )
    made["add"].add_argument(
        "--role", choices=accounts.ROLES, default=accounts.ROLES[0], help=words("officer.role")
    )
    made["add"].add_argument("--email", metavar="EMAIL", default="", help=words("officer.email"))
    made["email"].add_argument(
        "email", metavar="EMAIL", nargs="?", default="", help=words("officer.email_address")
    )
    made["add"].add_argument("--until", metavar="YYYY-MM-DD", help=words("officer.until"))
    seats.arguments(made["add"], words)
    seats.arguments(made["post"], words)
    made["post"].add_argument("--person", action="store_true", help=words("officer.person"))
    made["post"].add_argument("--end", action="store_true", help=words("officer.end"))
    made["disable"].add_argument("--undo", action="store_true", help=words("officer.undo"))


async def run(args: argparse.Namespace, words: Words) -> int:
    async with offices.opened(offices.settings_of(args)) as house:
        await _ACTS[args.act](house, args, words)
    return FINE


async def _add(house: House, args: argparse.Namespace, words: Words) -> None:
    login = accounts.login_of(args.login)
    email = accounts.email_of(args.email)
    password = accounts.generated() if args.generate else accounts.asked(login, words)
    _demand(args)
    await _name_superior(house, args)
    await accounts.add(house, login, args.name.strip(), args.role, password, args, email)
    print(words("officer.added", login=login, role=words(f"role.{args.role}")))
    _show(args, password, words)


async def _list(house: House, args: argparse.Namespace, words: Words) -> None:
    async with house.database.read() as db:
        rows = await officers.everyone(db)
        places = await tree.load(db, house)
    if not rows:
        print(words("officer.nobody"))
        return
    width = max(len(row.login) for row in rows)
    for row in rows:
        over = row.expires_at is not None and row.expires_at <= house.now()
        state = words("officer.closed" if row.disabled_at or over else "officer.open")
        seat = seats.described(places, row.id)
        name = f"{row.name} ({seat})" if seat else row.name
        print(f"{row.login:<{width}}  {words(f'role.{row.role}'):<16}  {state:<8}  {name}")


async def _post(house: House, args: argparse.Namespace, words: Words) -> None:
    if not (args.end or args.unit):
        raise Stop("officer.no_unit_given")
    await _name_superior(house, args)
    async with house.database.write() as db:
        await tree.plant(db, house)
        who = await seats.someone(db, args.login, person=args.person)
        passed = await (seats.leave(db, house, who) if args.end else
                        seats.enter(db, house, who, args))  # fmt: skip
    print(words("officer.ended" if args.end else "officer.seated", name=who.name, unit=args.unit))
    _tell_passed(passed, words)


async def _email(house: House, args: argparse.Namespace, words: Words) -> None:
    email = accounts.email_of(args.email)
    async with house.database.write() as db:
        row = await _found(db, args.login)
        kept = postbox.sealed(house, row.id, email) if email else None
        await officers.set_email(db, row.id, kept)
    print(words("officer.email_kept" if email else "officer.email_gone", login=row.login))


async def _disable(house: House, args: argparse.Namespace, words: Words) -> None:
    async with house.database.write() as db:
        row = await _found(db, args.login)
        await officers.disable(db, row.id, None if args.undo else house.now())
        passed: list[int] = []
        if not args.undo:
            passed = await duty.hand_over(db, house, row.id, "Akun sebelumnya ditutup.")
    print(words("officer.reopened" if args.undo else "officer.disabled", login=row.login))
    _tell_passed(passed, words)


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


def _demand(args: argparse.Namespace) -> None:
    """Some roles are nothing without an end, or without a unit."""
    if args.role == Role.ASSESSOR and not args.until:
        raise Stop("officer.needs_until", role=args.role)
    if args.role == Role.UNIT and not args.unit:
        raise Stop("officer.needs_unit", role=args.role)


async def _name_superior(house: House, args: argparse.Namespace) -> None:
    """A superior may be given by login; the tree knows names."""
    if not args.superior:
        return
    async with house.database.read() as db:
        row = await officers.by_login(db, args.superior.strip().casefold())
    args.superior = row.name if row is not None else args.superior


def _tell_passed(cases: Sequence[int], words: Words) -> None:
    if cases:
        print(words("officer.passed_on", count=len(cases)))


def _show(args: argparse.Namespace, password: str, words: Words) -> None:
    if args.generate:
        print(words("officer.generated", password=password))


_ACTS: Final[Mapping[str, Callable[[House, argparse.Namespace, Words], Awaitable[None]]]] = {
    "add": _add,
    "post": _post,
    "email": _email,
    "list": _list,
    "disable": _disable,
    "reset": _reset,
}
