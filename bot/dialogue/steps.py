"""What comes next in a conversation about one case: one question, or none."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.casework.words import IDENTITY, Kind, Protection, Slot
from bot.dialogue import facts
from bot.dialogue.desk import Case, Fact
from bot.dialogue.proof import told
from bot.dialogue.scene import ASKED_BY, EMERGENCY, HIDDEN, Scene, is_open, missing


@dataclass(frozen=True, slots=True)
class Step:
    """asking: what the conversation remembers. slots: what this question asks for."""

    asking: str = ""
    slots: tuple[Slot, ...] = ()
    facts: frozenset[Fact] = frozenset()


NOTHING = Step()
CONFIRM = Step("confirm")
#: Asked last of all, and only where the words tell of a loss.
LOSS = Step("loss", facts=frozenset({Fact.LOSS}))
_ASKING_LOSS = frozenset({"loss", "all"})
_REST = (Slot.REQUEST, Slot.NAME, Slot.ADDRESS)


def following(scene: Scene, case: Case) -> Step:
    """The one useful thing to ask now, on a line where asking is free."""
    if not case.heard or not is_open(case):
        return NOTHING
    if scene.reading.fear and unsettled(case) and Slot.NAME not in case.asked:
        return Step("fear", (Slot.NAME,))
    if scene.desk.talk.asking == "fear" and unsettled(case):
        return Step("fear", (Slot.NAME,))
    slots = missing(case)
    if case.urgent == EMERGENCY:
        return Step("place", (Slot.PLACE,)) if Slot.PLACE in slots else NOTHING
    step = _hidden(case, slots) if case.protection in HIDDEN else _next(case, slots)
    # What the case holds is shown for signing only to who may read it.
    return step if step is not CONFIRM or told(scene.desk, scene.said, case) else NOTHING


def asked(case: Case, step: Step) -> Case:
    """The case with this question noted, so that it is never asked again."""
    if not (step.slots or step.facts):
        return case
    slots, wondered = case.asked.union(step.slots), case.wondered | step.facts
    return replace(case, asked=slots, wondered=wondered)


def unseen(case: Case, asking: str) -> Case:
    """The case as it was before a question that nobody has read yet."""
    wondered = case.wondered - LOSS.facts if asking in _ASKING_LOSS else case.wondered
    return replace(case, asked=case.asked - ASKED_BY.get(asking, frozenset()), wondered=wondered)


def unsettled(case: Case) -> bool:
    return case.protection is Protection.UNSETTLED


def _next(case: Case, slots: tuple[Slot, ...]) -> Step:
    return _slot(slots) or _settling(case) or _losing(case) or _confirming(case)


def _slot(slots: tuple[Slot, ...]) -> Step | None:
    if not slots:
        return None
    if frozenset(slots) >= IDENTITY and slots[0] in IDENTITY:
        return Step(Slot.NAME.value, (Slot.NAME, Slot.ADDRESS))
    return Step(slots[0].value, (slots[0],))


def _hidden(case: Case, slots: tuple[Slot, ...]) -> Step:
    """Who is protected tells the story first; what remains is asked in one message."""
    if Slot.DESCRIPTION in slots:
        return Step(Slot.DESCRIPTION.value, (Slot.DESCRIPTION,))
    rest = tuple(slot for slot in _REST if slot in slots)
    return Step("rest", rest) if rest else _confirming(case)


def _settling(case: Case) -> Step | None:
    """A reported officer was read: secrecy comes before the name, asked once."""
    if unsettled(case) and Slot.NAME not in case.asked:
        return Step("secrecy", (Slot.NAME,))
    return None


def _losing(case: Case) -> Step | None:
    complaint = case.kind is Kind.COMPLAINT and not case.confirmed_at
    return LOSS if complaint and facts.wonders_about_loss(case) else None


def _confirming(case: Case) -> Step:
    told = bool(case.slots.get(Slot.DESCRIPTION))
    if case.kind is Kind.COMPLAINT and case.confirmed_at is None and told:
        return CONFIRM
    return NOTHING
