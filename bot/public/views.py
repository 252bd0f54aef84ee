"""Views: an opened case as its page shows it, and under which address its citizen writes there."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from sqlalchemy.ext.asyncio import AsyncConnection

from bot import cases, pages
from bot.casework import numbers
from bot.dialogue.desk import Case
from bot.house import House
from bot.outgoing.sending import ACCEPTED, CANCELLED
from bot.public import bubbles, dates, shell
from bot.public.bubbles import Bubble
from bot.public.dates import Due, Step
from bot.public.sessions import Session
from channels.base import Address
from storage import public
from storage.public import Thread

#: So many of each side's newest messages.
SHOWN: Final = 300


@dataclass(frozen=True, slots=True)
class View:
    """Everything on the page. unread: messages of ours that the citizen sees for the first time."""

    case: Case
    kunci: str = field(repr=False)
    sender: Address
    aliases: tuple[Address, ...]
    stage: str
    steps: Sequence[Step]
    due: Sequence[Due]
    bubbles: Sequence[Bubble]
    others: Sequence[Any]
    unread: Sequence[int]
    #: It was told more than thirty days after it happened.
    late: bool = False

    @property
    def waits(self) -> bool:
        """Whether something the citizen wrote is still to be answered."""
        return any(bubble.waits for bubble in self.bubbles)

    @property
    def choices(self) -> dict[str, tuple[str, str, str]]:
        """What may be tapped now, by id."""
        last = self.bubbles[-1].choices if self.bubbles else ()
        return {choice[0]: choice for choice in last}


async def find(house: House, session: Session) -> View | None:
    """The opened case; None where it is no more."""
    async with house.database.read() as db:
        row = await public.case(db, session.complaint)
        if row is None or row.wrapped_key is None or row.erased_at is not None:
            return None
        return await _look(db, house, row, session)


def tag(house: House, view: View) -> str:
    """Changes when anything moves on the page but the token."""
    still = pages.fragment("thread.html", view=view, office=house.settings.office, token="")
    return f'"{hashlib.sha256(still.encode()).hexdigest()[:24]}"'


def sender(house: House, row: Any) -> Address:
    """Who writes here: the address that filed the case on these pages, or one made for it."""
    account = shell.web_account(house)
    return _original(house, row) if row.account == account else Address(account, f"case:{row.id}")


async def address(db: AsyncConnection, house: House, row: Any, by: Address) -> int | None:
    """That address's id; None until something was written from it."""
    if row.account == by.account:
        number: int = row.address_id
        return number
    return await public.address(
        db, by.account, house.vault.blind(f"address/{by.account}", by.value)
    )


async def _look(db: AsyncConnection, house: House, row: Any, session: Session) -> View:
    key = house.vault.person(row.contact_id, row.wrapped_key)
    case, writes = cases.opened(row, key), sender(house, row)
    here = await address(db, house, row, writes) or 0
    thread = await public.thread(
        db, case.id, row.contact_id, here, house.now(), (CANCELLED,), SHOWN
    )
    return View(
        case=case,
        kunci=numbers.kunci(house.vault.kunci_key, case.id, case.generation),
        sender=writes,
        aliases=() if row.account == writes.account else (_original(house, row),),
        stage=dates.stage(house, case.state),
        steps=dates.steps(house, await public.steps(db, case.id)),
        due=dates.running(house, await public.running_clocks(db, case.id), case.state),
        bubbles=bubbles.of(house, thread),
        others=await public.newer_cases(db, here, case.id, session.began),
        unread=_unread(thread, writes.account),
        late=cases.filed_late(house, row, case),
    )


def _unread(thread: Thread, account: str) -> list[int]:
    return [
        sent.id for sent in thread.answered if sent.account == account and sent.state == ACCEPTED
    ]


def _original(house: House, row: Any) -> Address:
    key = house.vault.person(row.contact_id, row.wrapped_key)
    value = key.open(f"addresses.value.{row.address_id}", row.address)
    return Address(row.account, value.decode("utf-8", "surrogatepass"))
