"""Forms: the fields of steps and papers as they are shown, and what comes back from them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Final

from aiohttp import web

from bot.casework import papers
from bot.casework.papers import Given, Shape
from bot.inbox import asking

_LONGEST: Final = 8000
#: Chosen from lists that this office and this case have.
_LISTED: Final = frozenset({Shape.UNIT, Shape.SERVICE, Shape.FILE})

#: What is written into a form before anybody types: text, or the values that are ticked.
Drafts = Mapping[str, str | Sequence[str]]
Lists = Mapping[Shape, Sequence[tuple[str, str]]]
#: By a field's name: what stands beside each of its choices.
Notes = Mapping[str, Mapping[str, str]]
_NO_NOTES: Final[Notes] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Field:
    """One thing to write. `sent`: the citizen reads it. `choices`: (value, words) to pick from."""

    name: str
    label: str
    hint: str = ""
    lines: int = 1
    sent: bool = False
    draft: str = field(default="", repr=False)
    choices: Sequence[tuple[str, str]] = ()
    shape: str = Shape.LINE
    ticked: Sequence[str] = ()
    more: bool = False
    required: bool = True
    beside: bool = False
    #: What is published of each choice.
    notes: Mapping[str, str] = field(default_factory=dict)


def fields(
    of: Sequence[papers.Field], drafts: Drafts, lists: Lists, notes: Notes = _NO_NOTES
) -> tuple[Field, ...]:
    """The fields of a paper, ready to be shown; a list that is empty here is left out."""
    return tuple(
        replace(_field(one, drafts.get(one.name, ""), lists), notes=notes.get(one.name, {}))
        for one in of
        if one.shape is not Shape.KEPT and (one.shape not in _LISTED or lists.get(one.shape))
    )


async def typed(request: web.Request, of: Sequence[papers.Field]) -> Given:
    """What came back for these fields."""
    form = await asking.form(request)
    given: dict[str, str | Sequence[str]] = {}
    for one in of:
        if one.shape is Shape.TICKS:
            given[one.name] = [str(each) for each in form.getall(one.name, [])][:99]
        else:
            given[one.name] = await asking.words(request, one.name, _LONGEST)
    return given


def _field(one: papers.Field, draft: str | Sequence[str], lists: Lists) -> Field:
    several = one.shape is Shape.TICKS
    return Field(
        one.name,
        one.label,
        one.hint,
        one.lines if one.shape is Shape.TEXT else 1,
        one.sent,
        "" if several else str(draft),
        lists.get(one.shape, ()) if one.shape in _LISTED else one.choices,
        one.shape,
        tuple(draft) if several else (),
        one.more and not draft,
        one.required,
        one.beside,
    )
