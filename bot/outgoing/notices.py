"""Notices: what citizens are told that is no answer to what they just said."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.house import House
from bot.names import brief
from bot.outgoing import ways
from bot.outgoing.sending import Letter, row
from storage import linking, media, outbox
from storage.media import Fetched

#: Why a file was not kept -> what we say of it; every other reason means that it never came.
_NOT_KEPT = {"too_large": "file_large", "forbidden_type": "file_kind"}


async def tell_linked(db: AsyncConnection, house: House, case: int, newcomer: int) -> None:
    """Every older address of a case hears that another one opened it, and how to undo that."""
    await _tell(db, house, case, newcomer, lambda _: ("link_told", ""))


async def tell_moved(
    db: AsyncConnection, house: House, case: int, speaker: int, address: int | None
) -> None:
    """Every other address hears where news goes from now on, and how to undo that."""
    way = await ways.name_of(db, house, address)

    def told(follower: Any) -> tuple[str, str]:
        if address is None:
            return "ways.told_all", ""
        here = follower.address_id == address
        return "ways.told", _here(house, follower, way) if here else way

    await _tell(db, house, case, speaker, told)


async def tell_allowed(
    db: AsyncConnection, house: House, case: int, speaker: int, address: int
) -> None:
    """Every other address hears which one stands by, and how to undo that."""
    way = await ways.name_of(db, house, address)

    def told(follower: Any) -> tuple[str, str]:
        here = follower.address_id == address
        return "ways.told_spare", _here(house, follower, way) if here else way

    await _tell(db, house, case, speaker, told)


async def tell_added(db: AsyncConnection, house: House, case: int, guest: int) -> None:
    """The citizen of a case hears that something was added to it from elsewhere, and no more."""
    number = await linking.number_of(db, case)
    letters = [
        Letter(
            contact=follower.contact_id,
            address=follower.address_id,
            account=follower.account,
            purpose="notice",
            text=say(house, follower.account, follower.language, "added_elsewhere", number=number),
            complaint=case,
        )
        for follower in await linking.recipients(db, case)
        if follower.is_owner and follower.contact_id != guest
    ]
    await outbox.add(db, [row(house, letter) for letter in letters])


async def tell_not_kept(db: AsyncConnection, house: House, files: Sequence[Fetched]) -> None:
    """The message is kept, its file is not, and the citizen hears why."""
    reasons = {file.id: _NOT_KEPT.get(file.reason, "file_lost") for file in files}
    letters = []
    for sender in await media.senders(db, list(reasons)):
        key = house.vault.person(sender.contact_id, sender.wrapped_key)
        name = brief(key.open(f"attachments.name.{sender.id}", sender.name).decode())
        text = say(
            house,
            sender.account,
            sender.language,
            reasons[sender.id],
            name=name,
            limit=house.settings.limits.file_mb,
        )
        letters.append(
            Letter(
                contact=sender.contact_id,
                address=sender.address_id,
                account=sender.account,
                purpose="notice",
                text=" ".join(text.split()),
                complaint=sender.complaint_id,
            )
        )
    await outbox.add(db, [row(house, letter) for letter in letters])


async def _tell(
    db: AsyncConnection,
    house: House,
    case: int,
    speaker: int,
    words: Callable[[Any], tuple[str, str]],
) -> None:
    """A notice to everybody who follows a case but who spoke; `words`: its text, and a way."""
    number = await linking.number_of(db, case)
    pages = [name for name, channel in house.channels.items() if channel.limits.page]
    letters = []
    for follower in await linking.recipients(db, case, pages):
        if follower.contact_id == speaker:
            continue
        key, way = words(follower)
        text = say(house, follower.account, follower.language, key, number=number, way=way)
        letters.append(
            Letter(
                contact=follower.contact_id,
                address=follower.address_id,
                account=follower.account,
                purpose="notice",
                text=text,
                complaint=case,
            )
        )
    await outbox.add(db, [row(house, letter) for letter in letters])


def _here(house: House, follower: Any, channel: str) -> str:
    return say(house, follower.account, follower.language, "ways.here", channel=channel)


def say(house: House, account: str, language: str, key: str, **params: object) -> str:
    """A text in the citizen's language, in the form of the channel, with the office's names."""
    channel = house.channels.get(account)
    costly = bool(channel and channel.limits.costly)
    return house.texts.say(
        language,
        key,
        form="sms" if costly else "chat",
        bold=bool(channel and channel.limits.markup),
        office=house.office.name,
        short_name=house.office.short_name,
        phone=house.office.phone,
        **params,
    )
