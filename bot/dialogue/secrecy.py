"""Choosing who may know: RAHASIA, TANPA NAMA, to the outside, or open."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from bot.casework.words import IDENTITY, Event, Protection, Slot
from bot.dialogue import buttons, compose, lookup, secrecy_words, sms, steps, turns
from bot.dialogue.desk import KEY_MARK, Case, Happening, Turn
from bot.dialogue.filing import protect
from bot.dialogue.proof import Action, allows, owes
from bot.dialogue.scene import HIDDEN, SLOTS, Scene, may
from bot.dialogue.steps import Step
from bot.dialogue.turns import Answer

#: Typed instead of tapped, while secrecy is asked.
TYPED: Final = {
    phrase: choice
    for choice, phrases in {
        "outside": "ke luar|keluar|lapor ke luar|di luar|lapor keluar|luar|outside|report outside",
        "shown": "boleh|boleh dibaca|nama boleh dibaca|terbuka|tidak perlu dirahasiakan|may be read"
        "|tidak usah dirahasiakan|tidak apa-apa|boleh saja|open|they may read it|ya boleh",
    }.items()
    for phrase in phrases.split("|")
}


def typed(text: str) -> str:
    """Which choice these words are, if they are nothing else."""
    return TYPED.get(" ".join(text.lower().strip(" .!,").split()), "")


def outwards(text: str) -> bool:
    """Does it ask for nothing but the way out of this office?"""
    return typed(text) == "outside" and len(text.split()) > 1


def hide(scene: Scene, case: Case, protection: Protection) -> Turn:
    """The name is closed; number and kunci follow if they were not told yet."""
    if protection is Protection.RAHASIA and not scene.desk.office.custodian:
        return small(scene, case)
    hidden = replace(case, protection=protection, asked=case.asked - IDENTITY)
    owed = owes(scene.desk, scene.said, case)
    if scene.form == "sms":
        return _hidden_briefly(scene, case, hidden, owed)
    told = secrecy_words.settled(scene, hidden, owed)
    hidden, step, asked = _next(scene, case, hidden)
    answer = Answer(
        compose.paragraphs([*told, asked]),
        "receipt" if owed else "question",
        step.asking,
        buttons.under(scene, step.asking, hidden),
        burst=scene.desk.answer_waits,
        whole=True,
    )
    happenings = () if protection is case.protection else (protect(hidden),)
    return turns.reply(scene, hidden, answer, happenings=happenings, counts=False)


def _hidden_briefly(scene: Scene, case: Case, hidden: Case, owed: bool) -> Turn:
    """One segment; nothing is asked where every answer costs."""
    key = "sms.hidden_key" if owed else "sms.hidden"
    text = scene.text(key, number=case.number, key=KEY_MARK)
    purpose = "receipt" if owed else "command"
    answer = Answer(text, purpose, burst=scene.desk.answer_waits, whole=True)
    happenings = () if hidden.protection is case.protection else (protect(hidden),)
    return turns.reply(scene, hidden, answer, happenings=happenings, counts=False)


def show(scene: Scene, case: Case) -> Turn:
    """The name may be read: what is still missing is asked now."""
    closed = case.protection in HIDDEN
    if closed and not allows(scene.desk, scene.said, case, Action.UNPROTECT):
        return lookup.need_key(scene, case, "RAHASIA BATAL")
    opened = replace(case, protection=Protection.OPEN, asked=case.asked - {Slot.NAME})
    happenings = (Happening(case.id, Event.UNPROTECT, {"protection": "open"}),)
    asked, answer = compose.answer(scene, opened, lead="secrecy.shown")
    answer = replace(answer, burst=scene.desk.answer_waits)
    return turns.reply(scene, asked, answer, happenings=happenings, counts=False)


def leave(scene: Scene, case: Case) -> Turn:
    """To the outside: addresses, and where nothing was settled here this is no report of ours."""
    if not scene.desk.office.outside:
        return _said(scene, case, scene.text("secrecy.went.none"))
    if scene.form == "sms":
        return _said(scene, case, sms.outside(scene, case))
    ways = secrecy_words.outside_list(scene)
    free = may(case, Event.WITHDRAW) and allows(scene.desk, scene.said, case, Action.WITHDRAW)
    if not (steps.unsettled(case) and free):
        text = scene.text("secrecy.went.kept", remedies=ways, number=case.number)
        return _said(scene, case, text)
    gone = (Happening(case.id, Event.WITHDRAW, {"reason": "outside"}),)
    return _said(scene, case, scene.text("secrecy.went.outside", remedies=ways), gone)


def small(scene: Scene, case: Case | None) -> Turn:
    """No independent custodian: secrecy is not promised, the other ways are offered."""
    choices = buttons.row(scene, ("nameless", "outside"), case) if case else ()
    ways = secrecy_words.small_office(scene)
    text = f"{scene.text('secrecy.asked')} {ways}"
    asking = "secrecy" if case is not None and steps.unsettled(case) else scene.desk.talk.asking
    return turns.aside(scene, text, "command", case, asking=asking, buttons=choices)


def promise(scene: Scene, protection: Protection) -> Turn:
    """Asked before anything was told: the next words open a case that is closed already."""
    if protection is Protection.RAHASIA and not scene.desk.office.custodian:
        return small(scene, None)
    text = scene.text(f"secrecy.ready.{protection}")
    return turns.aside(scene, text, "command", asking=protection.value)


def _said(scene: Scene, case: Case, text: str, happenings: tuple[Happening, ...] = ()) -> Turn:
    answer = Answer(text, "command", burst=scene.desk.answer_waits, whole=True, tells=False)
    return turns.reply(scene, case, answer, happenings=happenings, counts=False)


def _next(scene: Scene, before: Case, hidden: Case) -> tuple[Case, Step, str]:
    """After fear the story comes first; else what was being asked stays asked."""
    asking = scene.desk.talk.asking
    if steps.unsettled(before) and _thin(hidden):
        step = Step(Slot.DESCRIPTION.value, (Slot.DESCRIPTION,))
        return steps.asked(hidden, step), step, scene.text("secrecy.tell.story")
    if asking in _SETTLED:
        step = steps.following(scene, hidden)
        return steps.asked(hidden, step), step, compose.question(scene, hidden, step, owed=False)
    if asking in SLOTS:  # the buttons come back, so the question does, too
        step = Step(asking, (SLOTS[asking],))
        return hidden, step, compose.question(scene, hidden, step, owed=False)
    return hidden, Step(asking), ""


_SETTLED = ("fear", "secrecy", Slot.NAME.value, Slot.ADDRESS.value)


def _thin(case: Case) -> bool:
    """A first cry says little; the story is still to come."""
    return len(case.slots.get(Slot.DESCRIPTION, "").split()) < 40 and not case.slots.get(Slot.PLACE)
