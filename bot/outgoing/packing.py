"""Packing: an outbox row becomes what a channel carries, with the kunci filled in at last."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from typing import Any, Literal

from sqlalchemy import Row

from bot.casework import numbers
from bot.dialogue.desk import with_keys
from bot.house import House
from bot.outgoing.sending import CALM, OF_OFFICERS
from channels.base import Address, Choice, Outbound, OutFile
from storage import wires
from storage.seal import PersonKey
from storage.wires import Wire


def outbound(
    house: House,
    claimed: Any,
    files: Sequence[Any],
    last: Row[Any] | None = None,
    named: Mapping[str, Row[Any]] | None = None,
) -> Outbound:
    """The message as it leaves the house. Stored texts hold marks where a kunci stands.

    last: the citizen's newest message that this one answers. named: the cases of `numbers`.
    """
    key = house.vault.person(claimed.contact_id, claimed.wrapped_key)
    limits = house.channels[claimed.account].limits
    wire = wires.opened(key, f"messages.{last.id}", last) if last else Wire()
    return Outbound(
        id=str(claimed.id),
        to=Address(claimed.account, _address(claimed, key)),
        text=_with_keys(house, claimed, kept(key, claimed), named or {}),
        choices=tuple(Choice(*one) for one in choices(claimed)),
        template=claimed.template,
        params=_params(house, claimed) if claimed.template else (),
        subject=claimed.subject,
        thread=wire.thread,
        reply_to=wire.provider_id if limits.letter else "",
        refs=tuple(filter(None, (wire.reply_to, *wire.refs))),
        number=claimed.number or "",
        auto=_auto(claimed),
        attachments=() if limits.costly else tuple(_file(house, file) for file in files),
    )


def told_numbers(rows: Iterable[Any]) -> set[str]:
    """The numbers of the cases whose kunci these rows tell beside that of their own case."""
    found: set[str] = set()

    def note(number: str) -> str:
        found.add(number)
        return ""

    for row in rows:
        with_keys(row.text, note)
    return found - {""}


def sealed(house: House, claimed: Any) -> bytes | None:
    """The text for keeping, once the provider has it."""
    if not claimed.text:
        return None
    key = house.vault.person(claimed.contact_id, claimed.wrapped_key)
    return key.seal(f"outbox.sealed.{claimed.id}", claimed.text.encode())


def wire(house: House, claimed: Any, provider_id: str) -> bytes | None:
    """The provider's id for keeping."""
    key = house.vault.person(claimed.contact_id, claimed.wrapped_key)
    return wires.sealed(key, f"outbox.{claimed.id}", Wire(provider_id))


def opened(key: PersonKey, row: Any) -> str:
    """The text of an outbox row for officers, with dots where the kunci stood."""
    return with_keys(kept(key, row), lambda _number: "••••••")


def continued(house: House, claimed: Any, texts: Sequence[str]) -> list[dict[str, Any]]:
    """The rows of what follows the first piece of a long text; the last one has the buttons."""
    alike = {name: getattr(claimed, name) for name in _CONTINUED}
    last = len(texts) - 1
    return [
        alike | {"id": house.new_id(), "burst": False, "text": text, "choices": choices}
        for place, text in enumerate(texts)
        for choices in (claimed.choices if place == last else "[]",)
    ]


_CONTINUED = (
    "contact_id", "address_id", "complaint_id", "officer_id", "account", "purpose", "rank",
    "subject", "template", "state", "created_at", "not_before",
)  # fmt: skip


def kept(key: PersonKey, row: Any) -> str:
    """The text of an outbox row as it was queued, with marks where a kunci stands."""
    if row.text or row.sealed is None:
        return str(row.text)
    return key.open(f"outbox.sealed.{row.id}", row.sealed).decode()


def choices(row: Any) -> list[tuple[str, str, Any]]:
    """The buttons of an outbox row: id, title, what the phone is asked for."""
    return [(number, title, wants) for number, title, wants in json.loads(row.choices or "[]")]


def _auto(claimed: Any) -> Literal["", "replied", "generated"]:
    """Who speaks: an officer, the house because somebody wrote, or the house by itself."""
    if claimed.officer_id is not None:
        return ""
    return "generated" if claimed.purpose in CALM | OF_OFFICERS else "replied"


def _params(house: House, claimed: Any) -> tuple[str, ...]:
    """What the template that knocks is filled with, in the order in which it asks for it."""
    known = {"number": claimed.number or "", "office": house.office.name}
    return tuple(known[name] for name in house.channels[claimed.account].notice_params)


def _with_keys(house: House, claimed: Any, text: str, named: Mapping[str, Row[Any]]) -> str:
    def kunci(number: str) -> str:
        case = named.get(number) if number else claimed
        if case is None or case.complaint_id is None:
            return ""
        return numbers.kunci(house.vault.kunci_key, case.complaint_id, case.generation)

    return with_keys(text, kunci)


def _address(claimed: Any, key: PersonKey) -> str:
    plain = key.open(f"addresses.value.{claimed.address_id}", claimed.address)
    return plain.decode("utf-8", "surrogatepass")


def _file(house: House, file: Any) -> OutFile:
    """Sealed with the key of the case's citizen, to whichever address it goes."""
    key = house.vault.person(file.contact_id, file.wrapped_key)
    name = key.open(f"attachments.name.{file.id}", file.name).decode() if file.name else ""
    return OutFile(name or "berkas", file.mime, _reader(house, file.id, key))


def _reader(house: House, number: int, key: PersonKey) -> Callable[[], Awaitable[bytes]]:
    async def read() -> bytes:
        return await asyncio.to_thread(house.files.get, number, key)

    return read
