"""Detours: what does not reach a citizen goes where they allowed it, or somebody calls them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Any, Final

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.casework.words import Protection
from bot.dialogue.desk import Button
from bot.house import House
from bot.outgoing import packing, ways
from bot.outgoing.notices import say
from bot.outgoing.sending import DIVERTED, HELD, OF_OFFICERS, Letter, row
from bot.outgoing.splitting import fits
from channels.base import Channel
from storage import detours, outbox

KNOCK: Final = "knock"
#: What a citizen is owed wherever it reaches them. A notice of a link is meant for its address.
OWED: Final = OF_OFFICERS | {"receipt", "reminder"}
#: On a case: nothing of ours reaches its citizen.
UNREACHED: Final = "unreached"
_STARS: Final = re.compile(r"(?<![\w*])\*(\S(?:[^*\n]*\S)?)\*(?![\w*])")


async def take(db: AsyncConnection, house: House, lost: Sequence[int]) -> set[int]:
    """Send these by another way, or have their citizens called. Returns the cases that changed.

    A knock stands for what waits behind it.
    """
    if not lost:
        return set()
    found = await detours.letters(db, lost)
    knocks = [one for one in found if one.purpose == KNOCK]
    behind = await detours.held_at(db, {one.address_id for one in knocks}) if knocks else []
    failed = {one.id for one in knocks if one.failed_at is not None}
    mute = {one.address_id for one in knocks if one.id in failed}
    made: list[dict[str, Any]] = []
    gone: set[int] = set()
    unreached: set[int] = set()
    for letter in _owed([*found, *behind]):
        rows, whole = await _elsewhere(db, house, letter)
        made += rows
        gone |= {letter.id} if rows else set()
        waits = not rows and letter.failed_at is None and letter.address_id not in mute
        if not (whole or waits):
            unreached.add(letter.complaint_id)
    emptied = {one.address_id for one in behind if one.id in gone}
    gone |= {one.id for one in knocks if one.address_id in emptied}
    await outbox.add(db, made)
    await detours.divert(db, house.now(), sorted(gone), DIVERTED)
    await detours.call(db, unreached, UNREACHED, house.now())
    return unreached | {one["complaint_id"] for one in made}


def _owed(found: Iterable[Any]) -> list[Any]:
    """Each letter once: those that wait, and those that failed and were not sent on yet."""
    unique = {one.id: one for one in found if one.purpose in OWED}
    waits = (one for one in unique.values() if one.held_at is not None or one.failed_at is not None)
    return sorted(waits, key=lambda one: int(one.id))


async def _elsewhere(
    db: AsyncConnection, house: House, letter: Any
) -> tuple[list[dict[str, Any]], bool]:
    """The rows that go instead, and whether they bring all of it. One sent on before is whole."""
    root = letter.instead_of or letter.id
    before = await detours.tried(db, root)
    if max(before) != letter.id:
        return [], True
    tried = set(before.values())
    for spare in await detours.spares(db, letter.complaint_id, list(house.channels), tried):
        if _open(house, spare):
            text, whole = _words(house, letter, spare, house.channels[spare.account])
            purpose = letter.purpose if whole else KNOCK
            return _letters(house, letter, spare, root, purpose, text), whole
    return [], False


def _open(house: House, spare: Any) -> bool:
    """May it be written to now, or at least be knocked at?"""
    channel = house.channels[spare.account]
    if channel.limits.window is None or channel.notice:
        return True
    since = house.now() - timedelta(hours=channel.limits.window)
    return spare.heard_at is not None and spare.heard_at > since


def _letters(
    house: House, letter: Any, spare: Any, root: int, purpose: str, text: str
) -> list[dict[str, Any]]:
    """The same words for another channel; of a closed name only that there is news."""
    channel = house.channels[spare.account]
    made = _made(house, letter, spare, purpose, text)
    first = row(house, made) | {"instead_of": root, "held_at": None}
    if letter.protection == Protection.OPEN or channel.limits.page or channel.limits.by_hand:
        return [first]
    told = say(house, spare.account, spare.language, "news_hidden", number=letter.number)
    knock = row(house, _made(house, letter, spare, KNOCK, told))
    return [
        first | {"state": HELD, "held_at": house.now()},
        knock | {"instead_of": None, "held_at": None},
    ]


def _made(house: House, letter: Any, spare: Any, purpose: str, text: str) -> Letter:
    limits = house.channels[spare.account].limits
    buttons = packing.choices(letter)[: limits.choices] if purpose != KNOCK else ()
    return Letter(
        contact=spare.contact_id,
        address=spare.id,
        account=spare.account,
        purpose=purpose,
        text=text,
        complaint=letter.complaint_id,
        officer=letter.officer_id if purpose != KNOCK else None,
        buttons=tuple(Button(*one) for one in buttons),
        subject=f"Laporan {letter.number}" if limits.letter else "",
    )


def _words(house: House, letter: Any, spare: Any, channel: Channel) -> tuple[str, bool]:
    """As this channel carries them: without stars where they show, and never cut.

    False where it carries only that there is news, and who reads it out.
    """
    key = house.vault.person(letter.contact_id, letter.wrapped_key)
    text = packing.kept(key, letter)
    text = text if channel.limits.markup else _STARS.sub(r"\1", text)
    facts = {"number": letter.number, "channel": ways.channel(house, letter.account)}
    if not channel.limits.costly:
        text = f"{say(house, spare.account, spare.language, 'ways.instead', **facts)}\n\n{text}"
    if not channel.limits.costly or fits(channel, text):
        return text, True
    return say(house, spare.account, spare.language, "ways.long", **facts), False
