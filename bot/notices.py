"""Notices: what citizens are told that is no answer to what they just said."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.house import House
from bot.names import brief
from bot.sending import Letter, row
from storage import linking, media, outbox
from storage.media import Fetched

#: Why a file was not kept -> what we say of it; every other reason means that it never came.
_NOT_KEPT = {"too_large": "file_large", "forbidden_type": "file_kind"}


async def tell_linked(db: AsyncConnection, house: House, case: int, newcomer: int) -> None:
    """Every older address of a case hears that another one opened it, and how to undo that."""
    number = await linking.number_of(db, case)
    pages = [name for name, channel in house.channels.items() if channel.limits.page]
    letters = [
        Letter(
            contact=follower.contact_id,
            address=follower.address_id,
            account=follower.account,
            purpose="notice",
            text=say(house, follower.account, follower.language, "link_told", number=number),
            complaint=case,
        )
        for follower in await linking.recipients(db, case, pages)
        if follower.contact_id != newcomer
    ]
    await outbox.add(db, [row(house, letter) for letter in letters])


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
