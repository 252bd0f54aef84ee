"""Postbox: what the house writes to its own people leaves by the office's first mail account."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Final

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.house import House
from channels.base import Address, Channel, Outbound, SendError
from storage import leases, outbox
from storage.seal import Unreadable

#: As long as the longest address that mail knows.
LONGEST: Final = 254
#: So many seconds a letter may take, in all.
PATIENCE: Final = 60.0
#: After a letter did not leave.
REST: Final = timedelta(hours=1)


def account(house: House) -> Channel | None:
    """The account that writes letters of its own accord."""
    names = [account.name for account in house.settings.accounts if account.use == "email"]
    return house.channels[names[0]] if names else None


async def send(channel: Channel, name: str, to: str, subject: str, text: str) -> None:
    """One letter. `name` stays the same where it is sent again. Raises SendError."""
    letter = Outbound(
        id=name, to=Address(channel.account, to), text=text, subject=subject, auto="generated"
    )
    try:
        async with asyncio.timeout(PATIENCE):
            await channel.send(letter)
    except OSError as error:  # else it would pass for the database's
        unknown = isinstance(error, TimeoutError)
        raise SendError(type(error).__name__, unknown=unknown) from None


async def rest(
    db: AsyncConnection, house: House, channel: Channel, name: str, holder: int, reason: str
) -> None:
    """It did not leave: nobody tries again before this is over, and the office reads why."""
    await leases.hold(db, name, holder, int(REST.total_seconds()))
    alarm = f"{channel.account}/{name}"
    await outbox.raise_alarm(db, alarm, reason, house.now(), 2 * REST)


async def done(db: AsyncConnection, channel: Channel, name: str, holder: int) -> None:
    """It left."""
    await leases.let_go(db, holder)
    await outbox.clear_alarms(db, [f"{channel.account}/{name}"])


def fits(address: str) -> bool:
    """Whether a mail can be sent there at all."""
    from channels.email.letter import is_address  # what reads mail is loaded where mail is used

    return len(address) <= LONGEST and is_address(address)


def sealed(house: House, officer: int, address: str) -> bytes:
    """An officer's address as it lies at rest."""
    return house.vault.seal(f"officers.email.{officer}", address.encode())


def opened(house: House, officer: int, kept: bytes | None) -> str:
    """The address, or "" where there is none that can be read."""
    try:
        return house.vault.open(f"officers.email.{officer}", kept).decode() if kept else ""
    except Unreadable:
        return ""
