"""Numbers that citizens name: where the case stands, and what to do about those not found."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from bot.casework.words import Protection, Slot, State
from bot.dialogue import turns, ways
from bot.dialogue.desk import Case, Named, Turn
from bot.dialogue.proof import Action, Standing, allows, standing
from bot.dialogue.scene import Scene

_SHOWN = 5
_DECIDING = frozenset({State.COMPLETE, State.UNDER_REVIEW, State.IN_RESOLUTION})
_AWAITING = frozenset({State.RECEIVED, State.RECLASSIFIED})


def status(scene: Scene) -> Turn:
    """Where the named cases stand, or the own ones; stages and dates only."""
    named = scene.desk.named
    if not named:
        return _own(scene)
    if scene.command is not None and scene.command.kunci:
        return opened(scene)
    lines = [_one(scene, one) for one in named]
    about = next((one.case for one in named if one.case is not None), None)
    own = about.id if about is not None and about.own else None
    return turns.aside(scene, "\n\n".join(lines), "status", about, about=own)


def opened(scene: Scene) -> Turn:
    """A number with its kunci: a strong sender is linked, a weak one trusted for an hour."""
    named = next((one for one in scene.desk.named if one.case is not None), None)
    if named is None or named.case is None:
        return _without_case(scene)
    case = named.case
    state = standing(scene.desk, scene.said, case)
    if state is Standing.FOREIGN_KEYED:
        return link(scene, case)
    if not scene.desk.keyed.get(case.number) and not allows(
        scene.desk, scene.said, case, Action.READ
    ):
        return turns.aside(scene, scene.text("number.closed", number=case.number), "help", case)
    opening = scene.text("number.opened", number=case.number) if not scene.said.strong else ""
    text = "\n\n".join(part for part in (opening, stage(scene, case)) if part)
    return turns.trusting(scene, case, turns.aside(scene, text, "status", case))


def link(scene: Scene, case: Case) -> Turn:
    """This address follows the case from now on; the older ones are told."""
    text = f"{scene.text('number.linked', number=case.number)}\n\n{stage(scene, case)}"
    if len(ways.of(scene, case)) < 2:
        return turns.linking(turns.aside(scene, text, "status", case, about=case.id), case)
    question, choices = ways.ask(scene, case)
    turn = turns.aside(
        scene, f"{text}\n\n{question}", "status", case,
        asking="news", buttons=choices, about=case.id,
    )  # fmt: skip
    return turns.linking(turn, case)


def stage(scene: Scene, case: Case, table: str = "status.own") -> str:
    """Where a case stands and when the next news is due; late is called late."""
    due = due_date(case)
    key = "undated" if due is None else "late" if due < scene.today() else "dated"
    facts = {"number": case.number, "stage": scene.stage(case.state), "date": scene.day(due)}
    return scene.text(f"{table}.{key}", **facts)


def line(scene: Scene, case: Case) -> str:
    """One of several own cases: the service tells them apart, to who may read it."""
    about = case.slots.get(Slot.SERVICE, "")
    shown = case.protection is Protection.OPEN and allows(scene.desk, scene.said, case, Action.READ)
    named = f"{case.number} ({about})" if about and shown else case.number
    return stage(scene, replace(case, number=named), "status.line")


def due_date(case: Case) -> date | None:
    """The next day on which something is owed, by where the case stands."""
    if case.state in _DECIDING:
        return case.decide_by or case.news_by
    return case.news_by if case.state in _AWAITING else None


def next_news(scene: Scene, case: Case) -> str:
    """By when the next news is owed; what is late is called late and not announced again."""
    due = due_date(case)
    if due is None:
        return ""
    return scene.text("next.late" if due < scene.today() else "next.dated", date=scene.day(due))


def unfound(scene: Scene, named: Named) -> str:
    """An unknown and a mistyped number get different answers, and the last own case is named."""
    first = scene.text(f"number.{named.found}", typed=named.typed)
    newest = next(iter(scene.desk.cases), None)
    if newest is None:
        return f"{first} {scene.text('number.look')}"
    last = stage(scene, newest, "number.last")
    return f"{first} {last}"


def gone(scene: Scene) -> str:
    """What was erased is not there any more; to write again is all that is left, and enough."""
    told = unfound(scene, scene.desk.named[0])
    return told if scene.form == "sms" else f"{told} {scene.text('word.resume.gone')}"


def of_others(scene: Scene, case: Case) -> str:
    """Somebody else's case: stage and dates, never text or name."""
    due = due_date(case)
    key = "status.other" if due else "status.other_undated"
    facts = {"number": case.number, "stage": scene.stage(case.state), "date": scene.day(due)}
    return scene.text(key, **facts)


def need_key(scene: Scene, case: Case, word: str) -> Turn:
    """What a weak or foreign sender sends instead, in one message."""
    key = "proof.need_key" if case.own else "proof.not_yours"
    text = scene.text(key, word=str(word), number=case.number)
    return turns.aside(scene, text, "help", case)


def _own(scene: Scene) -> Turn:
    cases = scene.desk.cases
    if not cases:
        return turns.aside(scene, scene.text("status.none"), "status")
    if len(cases) == 1 or scene.form == "sms":
        return turns.aside(scene, stage(scene, cases[0]), "status", cases[0])
    lines = [line(scene, case) for case in cases[:_SHOWN]]
    more = len(cases) - _SHOWN
    parts = [scene.text("status.head"), "\n".join(lines)]
    if more > 0:
        parts.append(scene.text("status.more", count=more))
    return turns.aside(scene, "\n\n".join(parts), "status", cases[0])


def _one(scene: Scene, named: Named) -> str:
    if named.case is None:
        return unfound(scene, named)
    return stage(scene, named.case) if named.case.own else of_others(scene, named.case)


def _without_case(scene: Scene) -> Turn:
    """A kunci without a number that we know."""
    named = scene.desk.named
    text = unfound(scene, named[0]) if named else scene.text("number.which")
    return turns.aside(scene, text, "help")
