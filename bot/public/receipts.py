"""Receipts: the page that a sent form leads to, with number and kunci, for keeping and printing.

The form's own number opens it for a day; nobody else knows that number. Once a new kunci was
given, the page no longer shows the first one.
"""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Final

from aiohttp import web
from sqlalchemy.ext.asyncio import AsyncConnection

from bot import cases
from bot.casework import completeness, numbers
from bot.casework.words import Kind, Protection, Slot
from bot.dialogue.desk import Case
from bot.house import House
from bot.outgoing import packing
from bot.outgoing.sending import CANCELLED
from bot.public import dates, errors, shell, tokens, tracking
from bot.public.bubbles import LONGEST
from bot.public.dates import Due, Term
from bot.public.filing import filed_by
from bot.roles import Role, allow
from storage import public

#: A telephone may be another's tomorrow.
OPEN_FOR: Final = timedelta(hours=24)
_NONCE: Final = re.compile("[0-9a-f]{32}")
_LOOKS, _PAUSE = 12, 0.06


@dataclass(frozen=True, slots=True)
class Receipt:
    """Everything that UU 25/2009 wants of a receipt, and what a citizen wants to know."""

    case: Case
    kunci: str = field(repr=False)
    spelt: str
    received: str
    stage: str
    facts: Sequence[tuple[str, str]] = field(repr=False)
    files: Sequence[tuple[str, str]] = field(repr=False)
    due: Sequence[Due]
    ahead: Sequence[Term]
    open_slots: Sequence[str]


def routes(house: House) -> list[web.RouteDef]:
    """/lapor/terima/{nonce}."""

    @allow(Role.EVERYONE)
    async def receipt(request: web.Request) -> web.Response:
        nonce = request.match_info["nonce"]
        row = await _settled(house, nonce) if _NONCE.fullmatch(nonce) else None
        if row is None:
            return errors.page(house, 404)
        if house.now() - row.received_at > OPEN_FOR:
            return shell.page(house, "waiting.html", status=410, here="", stage="closed")
        if row.complaint_id is None:
            return await _without_case(house, row)
        async with house.database.read() as db:
            shown = await _receipt(db, house, row)
        return shell.page(
            house,
            "receipt.html",
            here="",
            receipt=shown,
            token=tokens.make(house, tracking.PURPOSE).text,
            remedies=house.settings.remedies,
            custodian=house.settings.custodian,
        )

    return [web.get("/lapor/terima/{nonce}", receipt)]


async def _settled(house: House, nonce: str) -> Any:
    """The message, and a moment's patience until it has become a case."""
    row = None
    for _ in range(_LOOKS):
        async with house.database.read() as db:
            row = await public.sent_form(db, filed_by(house, nonce))
        if row is None or row.handled_at is not None or row.unread_at is not None:
            break
        await asyncio.sleep(_PAUSE)
    return row


async def _without_case(house: House, row: Any) -> web.Response:
    """Not yet, or not at all: a greeting opens none; what was not read waits for an officer."""
    waits = row.handled_at is None and row.unread_at is None
    answers: list[str] = []
    if row.handled_at is not None:
        key = house.vault.person(row.contact_id, row.wrapped_key)
        async with house.database.read() as db:
            thread = await public.thread(
                db, 0, row.contact_id, row.address_id, house.now(), (CANCELLED,), 5
            )
        answers = [packing.opened(key, sent) for sent in reversed(thread.answered)]
    return shell.page(
        house,
        "waiting.html",
        status=202 if waits else 200,
        here="",
        stage="waits" if waits else "answered" if answers else "unread",
        received=dates.moment(house, row.received_at),
        answers=answers,
    )


async def _receipt(db: AsyncConnection, house: House, row: Any) -> Receipt:
    found = await public.case(db, row.complaint_id)
    assert found is not None
    key = house.vault.person(found.contact_id, found.wrapped_key)
    case = cases.opened(found, key)
    files = await public.files_of(db, row.id)
    return Receipt(
        case=case,
        kunci=_kunci(house, case),
        spelt=numbers.spell(case.number),
        received=dates.moment(house, row.received_at),
        stage=dates.stage(house, case.state),
        facts=_facts(case, row, key),
        files=[(_name(key, file), file.reason) for file in files],
        due=dates.running(house, await public.running_clocks(db, case.id), case.state),
        ahead=dates.ahead(house, case.kind, case.protection),
        open_slots=[slot.value for slot in _open_slots(case)],
    )


def _kunci(house: House, case: Case) -> str:
    first = case.generation == 1
    return numbers.kunci(house.vault.kunci_key, case.id, case.generation) if first else ""


def _facts(case: Case, row: Any, key: Any) -> list[tuple[str, str]]:
    """(what, words) in the order of the form; the template names them."""
    told = [
        ("story", row.text[:LONGEST] + ("…" if len(row.text) > LONGEST else "")),
        *((slot.value, case.slots.get(slot, "")) for slot in _SHOWN),
        ("contact", _contact(row, key)),
    ]
    return [(name, words) for name, words in told if words]


_SHOWN: Final = (
    Slot.SERVICE,
    Slot.PLACE,
    Slot.TIME,
    Slot.REQUEST,
    Slot.NAME,
    Slot.ADDRESS,
)


def _contact(row: Any, key: Any) -> str:
    if not row.fields:
        return ""
    return str(json.loads(key.open(f"messages.fields.{row.id}", row.fields)).get("contact", ""))


def _open_slots(case: Case) -> tuple[Slot, ...]:
    """What may still follow; who chose to stay without a name is asked for none."""
    if case.kind is not Kind.COMPLAINT:
        return ()
    hidden = case.protection is Protection.RAHASIA
    lacking = completeness.missing(case.kind, case.slots, case.protection)
    return tuple(s for s in lacking if not (hidden and s in (Slot.NAME, Slot.ADDRESS)))


def _name(key: Any, file: Any) -> str:
    return key.open(f"attachments.name.{file.id}", file.name).decode() if file.name else ""
