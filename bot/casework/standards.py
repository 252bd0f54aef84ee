"""Standards: what an office publishes of a service, component by component."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from bot.casework.catalogue import COMPONENTS

#: The key for working days as a number; every other key is a component.
DAYS: Final = "days"
KEYS: Final = (DAYS, *dict(COMPONENTS))
#: What is wrong in a table of standards: (where, what to do about it).
Mistakes = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Standard:
    """texts: what is published of each component. days: working days from the application to what
    comes out of it. fee: rupiah, 0 is free; None where it is not one amount."""

    service: str
    texts: Mapping[str, str] = field(default_factory=dict)
    days: int | None = None
    fee: int | None = None


def read(
    given: Mapping[str, Any], tariffs: Mapping[str, int]
) -> tuple[Mapping[str, Standard], Mistakes]:
    """The standard of each service: a number of days alone, or its components; a fee may stand in
    the table of tariffs instead."""
    found = {
        service: Standard(service, {"fee": rupiah(fee)}, fee=fee)
        for service, fee in tariffs.items()
    }
    mistakes: list[tuple[str, str]] = []
    for service, told in given.items():
        in_full = isinstance(told, Mapping)
        keys = told if in_full else {DAYS: told}
        wrong = [(key, remedy) for key in keys if (remedy := _remedy(key, keys[key]))]
        mistakes += [(f"{service}.{key}" if in_full else service, why) for key, why in wrong]
        if not wrong:
            found[service] = standard = _standard(service, keys, tariffs.get(service))
            if standard.fee != tariffs.get(service, standard.fee):
                mistakes.append((f"{service}.fee", "lain dengan [tariffs]; tulis di satu tempat"))
    return found, mistakes


def fees(published: Mapping[str, Standard]) -> Mapping[str, int]:
    """The fee of each service that has one amount."""
    return {name: one.fee for name, one in published.items() if one.fee is not None}


def find(published: Mapping[str, Standard], service: str) -> Standard | None:
    """The standard of a service, however its name is written."""
    names = {name.casefold(): name for name in published}
    name = names.get(" ".join(service.split()).casefold())
    return published[name] if name is not None else None


def told(standard: Standard, components: Collection[str]) -> str:
    """What is published of these components, a line each."""
    lines = [
        f"{words}: {standard.texts.get(name, UNPUBLISHED)}"
        for name, words in COMPONENTS
        if name in components
    ]
    return "\n".join(lines)


#: Said of a component that the office owes to the public and does not publish.
UNPUBLISHED: Final = "belum diumumkan"


def rupiah(amount: int) -> str:
    """Rp15.000, or that it is free."""
    return f"Rp{amount:,}".replace(",", ".") if amount else "gratis"


def _remedy(key: str, value: Any) -> str:
    if key not in KEYS:
        return f"komponen yang ada: {', '.join(KEYS)}"
    if key == DAYS:
        return "" if _is_amount(value) and value else "jumlah hari, misalnya 14"
    if key == "fee" and _is_amount(value):
        return ""
    written = isinstance(value, str) and value.strip()
    return "" if written else 'tulis sebagai teks, misalnya "KTP asli dan surat pengantar RT"'


def _standard(service: str, keys: Mapping[str, Any], tariff: int | None) -> Standard:
    days, fee = keys.get(DAYS), keys.get("fee", tariff)
    texts = {name: str(keys[name]).strip() for name, _ in COMPONENTS if name in keys}
    if isinstance(fee, int):
        texts["fee"] = rupiah(fee)
    if days is not None:
        texts.setdefault("duration", f"{days} hari kerja")
    told = _amount(fee) if isinstance(fee, str) else fee
    return Standard(service, texts, days, tariff if told is None else told)


_RUPIAH: Final = re.compile(r"\brp\.?\s*(\d{1,3}(?:\.\d{3})+|\d+)", re.IGNORECASE)
_FREE: Final = re.compile(r"gratis|tanpa biaya|tidak dipungut|tidak ada biaya", re.IGNORECASE)


def _amount(fee: str) -> int | None:
    """What a fee in words comes to, where that is one amount."""
    amounts = {int(one.replace(".", "")) for one in _RUPIAH.findall(fee)}
    if _FREE.search(fee):
        amounts.add(0)
    return amounts.pop() if len(amounts) == 1 else None


def _is_amount(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0
