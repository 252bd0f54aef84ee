"""Ways: the addresses that follow a case, as the dialogue sees them and as they are called."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.dialogue.desk import Way
from bot.house import House
from bot.inbox.words import CHANNELS
from storage import ways

Rows = Mapping[int, Sequence[Any]]
#: So much of a telephone number is shown to who follows the same case.
_TAIL: Final = 3
_MASK: Final = ".."


def channel(house: House, account: str) -> str:
    """The channel of an account, in the word citizens know it by."""
    use = next((a.use for a in house.settings.accounts if a.name == account), account)
    return CHANNELS.get(use, use)


async def load(db: AsyncConnection, cases: Iterable[int], opened: Iterable[int]) -> Rows:
    """The addresses of the cases that several people follow, and of those just opened by kunci."""
    wanted = await ways.followed(db, sorted(set(cases))) | set(opened)
    return await ways.of_cases(db, wanted) if wanted else {}


async def name_of(db: AsyncConnection, house: House, address: int | None) -> str:
    """The channel of an address; "" where there is none."""
    return channel(house, await ways.account_of(db, address)) if address is not None else ""


def of(
    house: House, rows: Rows, contact: int, account: str, here: int
) -> dict[int, tuple[Way, ...]]:
    """For each of these cases the addresses that can be written to, and the one that speaks."""
    speaks = Way(here, channel(house, account), here=True) if _reaches(house, account) else None
    return {case: _known(house, some, contact, account, speaks) for case, some in rows.items()}


def _known(
    house: House, rows: Sequence[Any], contact: int, account: str, speaks: Way | None
) -> tuple[Way, ...]:
    """One address for each person and account: the one heard last, or the one that speaks."""
    found: dict[tuple[int, str], Way] = {}
    for row in rows:
        if not _reaches(house, row.account):
            continue
        place = (row.contact_id, row.account)
        made = found.setdefault(place, _way(house, row))
        found[place] = replace(
            made, chosen=made.chosen or row.chosen, spare=made.spare or row.spare
        )
    if speaks is not None:
        mine = found.get((contact, account), speaks)
        found[contact, account] = replace(speaks, chosen=mine.chosen, spare=mine.spare)
    return tuple(found.values())


def _way(house: House, row: Any) -> Way:
    return Way(
        id=row.id,
        name=channel(house, row.account),
        tail=tail(house, row),
        chosen=row.chosen,
        spare=row.spare,
    )


def tail(house: House, row: Any) -> str:
    """The end of a number or the beginning of a mail address; nothing of a provider's own id."""
    key = house.vault.person(row.contact_id, row.wrapped_key)
    value = key.open(f"addresses.value.{row.id}", row.value).decode("utf-8", "surrogatepass")
    name, at, domain = value.partition("@")
    if at:
        return f"{name[:1]}{_MASK}@{domain}"
    digits = value.removeprefix("+")
    is_phone = row.phone is not None and digits.isascii() and digits.isdigit()
    return f"{_MASK}{digits[-_TAIL:]}" if is_phone else ""


def _reaches(house: House, account: str) -> bool:
    """Pages reach nobody by themselves, and an account may be gone."""
    known = house.channels.get(account)
    return known is not None and not known.limits.page
