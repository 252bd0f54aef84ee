"""Postbox: what the house writes to its own people leaves by the office's first mail account."""

from __future__ import annotations

from typing import Final

from bot.house import House
from channels.base import Address, Channel, Outbound
from channels.email.letter import is_address
from storage.seal import Unreadable

#: As long as the longest address that mail knows.
LONGEST: Final = 254


def account(house: House) -> Channel | None:
    """The account that writes letters of its own accord."""
    names = [account.name for account in house.settings.accounts if account.use == "email"]
    return house.channels[names[0]] if names else None


async def send(channel: Channel, name: str, to: str, subject: str, text: str) -> None:
    """One letter. `name` stays the same where it is sent again. Raises SendError."""
    await channel.send(
        Outbound(
            id=name,
            to=Address(channel.account, to),
            text=text,
            subject=subject,
            auto="generated",
        )
    )


def fits(address: str) -> bool:
    """Whether a mail can be sent there at all."""
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
