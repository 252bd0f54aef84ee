"""Staffing: who works in the example office, and who stands over whom."""

from __future__ import annotations

import argparse
from typing import Any, Final

from bot.commands import accounts, seats
from bot.commands.seats import Someone
from bot.demo.seeding import DECIDER, OFFICER
from bot.house import House

_OFFICE, _SERVICE, _ORDER = "Kelurahan Sukajaya", "Seksi Pelayanan", "Seksi Ketertiban"
#: login, name, role, unit, title, and whether they lead it.
_ACCOUNTS: Final = (
    (DECIDER, "Siti Aminah", "head", _OFFICE, "Lurah", True),
    (OFFICER, "Rina", "officer", _OFFICE, "Petugas pengaduan", False),
)
#: People without an account: name, unit, title, and whether they lead it.
_OTHERS: Final = (
    ("Bambang Sutrisno", _SERVICE, "Kepala Seksi Pelayanan", True),
    ("Wati Rahayu", _SERVICE, "Petugas loket 2", False),
    ("Dedi Kusuma", _ORDER, "Kepala Seksi Ketertiban", True),
)


async def hire(house: House, password: str) -> None:
    """Everybody takes their seat, with one password for all who sign in."""
    for login, name, role, unit, title, leads in _ACCOUNTS:
        seat = _seat(unit=unit, title=title, leads=leads)
        await accounts.add(house, login, name, role, password, seat)
    for name, unit, title, leads in _OTHERS:
        async with house.database.write() as db:
            seat = _seat(unit=unit, title=title, leads=leads)
            await seats.enter(db, house, Someone(name), seat)


def _seat(**given: Any) -> argparse.Namespace:
    return argparse.Namespace(**{"superior": None, "until": None} | given)
