"""The shell around every public page: the office, how else to reach it, who answers for it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from aiohttp import web

from bot import pages
from bot.house import House

#: What a channel is called on a page; others by the name of their account.
NAMES: Final[Mapping[str, str]] = {
    "telegram": "Telegram",
    "whatsapp": "WhatsApp",
    "sms": "SMS",
    "email": "Email",
}
_TELEPHONE: Final = re.compile(r"[^\d+]")


@dataclass(frozen=True, slots=True)
class Way:
    """Another way to reach the office: its mark, what it is called, and where it leads."""

    mark: str
    name: str
    link: str
    note: str = ""


def page(
    house: House,
    name: str,
    *,
    status: int = 200,
    headers: Mapping[str, str] | None = None,
    **context: Any,
) -> web.Response:
    """A public page from its template."""
    return pages.render(name, status=status, headers=headers, **_common(house), **context)


def ways(house: House) -> Sequence[Way]:
    """Every channel but this one, as a citizen may take it instead."""
    uses = {account.name: account.use for account in house.settings.accounts}
    chats = [
        Way(uses.get(name, name), NAMES.get(uses.get(name, name), name.title()), channel.link(""))
        for name, channel in house.channels.items()
        if not (channel.limits.page or channel.limits.by_hand)
    ]
    return [*chats, *_in_person(house)]


def web_account(house: House) -> str:
    """The account under which these pages speak."""
    return next(name for name, channel in house.channels.items() if channel.limits.page)


def _in_person(house: House) -> list[Way]:
    office, found = house.settings.office, []
    if office.phone:
        number = _TELEPHONE.sub("", office.phone)
        found.append(Way("phone", f"Telepon {office.phone}", f"tel:{number}", office.hours))
    if office.address:
        found.append(Way("counter", "Loket", "", f"{office.address}. {office.hours}"))
    return found


def _common(house: House) -> dict[str, Any]:
    told = house.settings
    return {
        "office": told.office,
        "responsible": told.responsible,
        "phone_link": "tel:" + _TELEPHONE.sub("", told.office.phone),
        "ways": ways(house),
    }
