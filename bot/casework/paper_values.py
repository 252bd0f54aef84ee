"""Values: what was typed into the fields of a paper, as it is kept; what cannot be is refused."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from bot.casework.days import Calendar
from bot.casework.lifecycle import Refusal
from bot.casework.papers import Field, Given, PaperKind, Shape, Values
from bot.casework.standards import Standard
from bot.casework.words import Clock, State


@dataclass(frozen=True, slots=True)
class Around:
    """What the rules have to know of the case and of who writes.

    `filed`: kinds that stand in the case. `due`: the days its clocks run out on. `reported`: the
    officers that are the reported party, as far as they have accounts.
    """

    today: date
    calendar: Calendar
    state: State
    writer: int
    filed: Collection[PaperKind] = ()
    due: Mapping[Clock, date] = field(default_factory=dict)
    reported: Collection[int] = ()
    files: Collection[str] = ()
    units: Mapping[str, str] = field(default_factory=dict)
    services: Collection[str] = ()
    standards: Mapping[str, Standard] = field(default_factory=dict)
    #: It is mended by the unit at once: no recommendation and no hearing comes before that.
    repaired: bool = False


def values(fields: Sequence[Field], given: Given, around: Around, article: str) -> Values:
    """What a form gave, field by field. Raises Refusal with the article."""
    read: dict[str, str | int | list[str]] = {
        one.name: _READ[one.shape](one, given.get(one.name, ""), around) for one in fields
    }
    for one in fields:
        value = read[one.name]
        if one.required and value in ("", []):
            raise Refusal(f"Isi dulu: {one.label[0].lower()}{one.label[1:]}", article)
    return {name: value for name, value in read.items() if value not in ("", [])}


def _word(one: Field, value: str | Sequence[str], _around: Around) -> str:
    return (value if isinstance(value, str) else "".join(value)).strip()


def _choice(one: Field, value: str | Sequence[str], around: Around) -> str:
    chosen = _word(one, value, around)
    if chosen and chosen not in dict(one.choices):
        raise Refusal(f"{one.label}: pilih salah satu dari daftar", "perpres76-8")
    return chosen


def _ticks(one: Field, value: str | Sequence[str], _around: Around) -> list[str]:
    ticked = [value] if isinstance(value, str) else list(value)
    known = dict(one.choices)
    if any(each and each not in known for each in ticked):
        raise Refusal(f"{one.label}: pilih dari daftar", "perpres76-8")
    return [each for each in known if each in ticked]


def _day(one: Field, value: str | Sequence[str], around: Around) -> str:
    typed = _word(one, value, around)
    if not typed:
        return ""
    try:
        day = date.fromisoformat(typed)
    except ValueError:
        raise Refusal(
            f"{one.label}: tulis tanggalnya, misalnya 2026-01-05", "perpres76-8"
        ) from None
    if one.shape is Shape.PAST and day > around.today:
        raise Refusal(f"{one.label}: tanggal ini belum terjadi", "perpres76-8")
    return day.isoformat()


def _amount(one: Field, value: str | Sequence[str], around: Around) -> int | str:
    typed = _word(one, value, around).lower().removeprefix("rp").strip()
    digits = typed.replace(".", "").replace(" ", "")
    if not digits:
        return ""
    if not (digits.isascii() and digits.isdecimal() and len(digits) <= _LONGEST_SUM):
        raise Refusal(f"{one.label}: tulis dengan angka, misalnya 300.000", "perpres76-8")
    return int(digits)


def _unit(one: Field, value: str | Sequence[str], around: Around) -> str:
    chosen = _word(one, value, around)
    if chosen and chosen not in around.units:
        raise Refusal(f"{one.label}: pilih dari daftar unit", "perpres76-8")
    return chosen


def _service(one: Field, value: str | Sequence[str], around: Around) -> str:
    chosen = _word(one, value, around)
    if chosen and chosen not in around.services:
        raise Refusal(f"{one.label}: pilih dari daftar layanan kantor", "perpres76-8")
    return chosen


def _file(one: Field, value: str | Sequence[str], around: Around) -> str:
    chosen = _word(one, value, around)
    if chosen and chosen not in around.files:
        raise Refusal(f"{one.label}: pilih lampiran dari laporan ini", "perpres76-8")
    return chosen


def _nothing(_one: Field, _value: str | Sequence[str], _around: Around) -> str:
    return ""


_LONGEST_SUM: Final = 13
_Reader = Callable[[Field, str | Sequence[str], Around], str | int | list[str]]
_READ: Final[Mapping[Shape, _Reader]] = {
    Shape.LINE: _word,
    Shape.TEXT: _word,
    Shape.CHOICE: _choice,
    Shape.TICKS: _ticks,
    Shape.DAY: _day,
    Shape.PAST: _day,
    Shape.DUE: _day,
    Shape.RUPIAH: _amount,
    Shape.COUNT: _amount,
    Shape.UNIT: _unit,
    Shape.SERVICE: _service,
    Shape.FILE: _file,
    Shape.KEPT: _nothing,
}
