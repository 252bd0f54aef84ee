"""What a case still lacks, in asking order, and whose identity is never asked for."""

from collections.abc import Collection, Mapping
from typing import Final

from bot.casework.words import IDENTITY, Kind, Protection, Slot

#: First the story, then the wish, the person last.
ORDER: Final = (
    Slot.DESCRIPTION,
    Slot.SERVICE,
    Slot.PLACE,
    Slot.TIME,
    Slot.REQUEST,
    Slot.NAME,
    Slot.ADDRESS,
)

#: What UU 25/2009 Ps. 42-45 wants in a complaint; only this can make a file incomplete.
BY_LAW: Final[Mapping[Kind, frozenset[Slot]]] = {
    Kind.COMPLAINT: IDENTITY | {Slot.SERVICE, Slot.DESCRIPTION, Slot.REQUEST},
    Kind.INFORMATION: frozenset({Slot.DESCRIPTION}),
    Kind.ASPIRATION: frozenset({Slot.DESCRIPTION}),
    Kind.THANKS: frozenset(),
}

#: What helps to find out what happened, and starts no clock.
TO_WORK: Final[Mapping[Kind, frozenset[Slot]]] = {
    Kind.COMPLAINT: frozenset({Slot.PLACE, Slot.TIME}),
    Kind.INFORMATION: frozenset(),
    Kind.ASPIRATION: frozenset({Slot.PLACE}),
    Kind.THANKS: frozenset(),
}

#: Whoever told the story has named the service in it, and the other way round it is not enough.
_TOLD_BY: Final = {Slot.SERVICE: Slot.DESCRIPTION}

#: Nobody is asked for a name before secrecy is settled, nor after it was refused.
_NAMELESS: Final = frozenset({Protection.UNSETTLED, Protection.ANONIM})


def missing(kind: Kind, slots: Mapping[Slot, str], protection: Protection) -> tuple[Slot, ...]:
    """Everything we may still ask for, in asking order."""
    never = IDENTITY if protection in _NAMELESS else frozenset()
    wanted = (BY_LAW[kind] | TO_WORK[kind]) - never
    return _lacking(wanted, slots)


def missing_by_law(kind: Kind, slots: Mapping[Slot, str]) -> tuple[Slot, ...]:
    """What the statutory notice may list; for the law an anonymous file lacks its identity."""
    return _lacking(BY_LAW[kind], slots)


def next_question(
    kind: Kind,
    slots: Mapping[Slot, str],
    asked: Collection[Slot],
    skipped: Collection[Slot],
    protection: Protection,
) -> Slot | None:
    """The one thing to ask now; nothing is asked twice."""
    open_questions = (
        slot
        for slot in missing(kind, slots, protection)
        if slot not in asked and slot not in skipped
    )
    return next(open_questions, None)


def _lacking(wanted: Collection[Slot], slots: Mapping[Slot, str]) -> tuple[Slot, ...]:
    return tuple(slot for slot in ORDER if slot in wanted and not _given(slot, slots))


def _given(slot: Slot, slots: Mapping[Slot, str]) -> bool:
    told = (slots.get(slot, ""), slots.get(_TOLD_BY.get(slot, slot), ""))
    return any(words.strip() for words in told)
