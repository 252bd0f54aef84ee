"""Accounts: a login, a password that is good enough, and what a new officer needs to be told."""

from __future__ import annotations

import argparse
import asyncio
import re
import secrets
from typing import Final

from bot import tree
from bot.casework.rights import HOLDINGS
from bot.commands import asking, recovery, seats
from bot.commands.seats import Someone
from bot.commands.stopping import Stop
from bot.commands.words import Words
from bot.house import House
from bot.inbox import passwords
from bot.timekeeping import postbox
from storage import officers

ROLES: Final = tuple(str(role) for role in HOLDINGS)
_LOGIN: Final = re.compile(r"[a-z0-9][a-z0-9._-]{1,63}")
_TRIES: Final = 3


def login_of(typed: str) -> str:
    """A login as it is kept. Raises Stop."""
    login = typed.strip().casefold()
    if not _LOGIN.fullmatch(login):
        raise Stop("officer.bad_login")
    return login


def email_of(typed: str) -> str:
    """A mail address as it is kept, or "" where none was given. Raises Stop."""
    email = typed.strip()
    if email and not postbox.fits(email):
        raise Stop("officer.bad_email", email=email)
    return email


def generated() -> str:
    """A password that is easily read out and typed: five words and three digits."""
    chosen = (secrets.choice(recovery.all_words()) for _ in range(5))
    return "-".join((*chosen, f"{secrets.randbelow(1000):03}"))


def asked(login: str, words: Words) -> str:
    """A password typed twice. Raises Stop after three tries."""
    for _ in range(_TRIES):
        password = asking.secret(words("officer.password"))
        weakness = passwords.weakness(password, login)
        if weakness:
            print(weakness)
        elif asking.secret(words("officer.again")) == password:
            return password
        else:
            print(words("officer.different"))
    raise Stop("officer.no_password")


async def add(
    house: House,
    login: str,
    name: str,
    role: str,
    password: str,
    seat: argparse.Namespace | None = None,
    email: str = "",
) -> None:
    """Write a new account, and the seat it takes. Raises Stop where the login is taken."""
    kept, now = await asyncio.to_thread(passwords.seal, password), house.now()
    expires = seats.last_moment(house, seat.until) if seat else None
    async with house.database.write() as db:
        if await officers.by_login(db, login) is not None:
            raise Stop("officer.taken", login=login)
        number = house.new_id()
        await officers.add(db, number, login, name, role, kept, now, expires)
        if email:
            await officers.set_email(db, number, postbox.sealed(house, number, email))
        await tree.plant(db, house)
        if seat is not None and seat.unit:
            await seats.enter(db, house, Someone(name, number), seat)
