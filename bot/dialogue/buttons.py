"""The choices under a message: their ids, which the clerk reads back, and their titles."""

from __future__ import annotations

from typing import Final

from bot.casework.words import Kind, Protection, Slot, State
from bot.dialogue.desk import Button, Case
from bot.dialogue.scene import HIDDEN, Scene

#: name -> (id, what the phone is asked for); the title is the text "button.NAME".
_TABLE: Final[dict[str, tuple[str, str]]] = {
    "yes": ("confirm:{case}", ""),
    "wrong": ("wrong:{case}", ""),
    "hide": ("secret:{case}", ""),
    "secret": ("secret:{case}", ""),
    "nameless": ("nameless:{case}", ""),
    "outside": ("outside:{case}", ""),
    "shown": ("shown:{case}", ""),
    "skip": ("skip:{case}:{slot}", ""),
    "no_loss": ("skip:{case}:{slot}", ""),
    "unknown": ("skip:{case}:{slot}", ""),
    "location": ("here:{case}", "location"),
    "write": ("write:{case}:{slot}", ""),
    "time_0": ("time:{case}:0", ""),
    "time_1": ("time:{case}:1", ""),
    "time_2": ("time:{case}:2", ""),
    "new": ("new:", ""),
    "withdraw": ("withdraw:{case}", ""),
    "keep": ("keep:{case}", ""),
    "done": ("word:SELESAI:{case}", ""),
    "undone": ("word:KEBERATAN:{case}", ""),
    "status": ("word:STATUS", ""),
    "complaint": ("word:PENGADUAN:{case}", ""),
    "question": ("word:TANYA:{case}", ""),
    "news": ("word:KABAR:{case}", ""),
    "human": ("word:PETUGAS", ""),
    "english": ("tongue:en", ""),
    "indonesian": ("tongue:id", ""),
    "javanese": ("tongue:jv", ""),
}
#: What may be tapped instead of writing an answer.
UNDER: Final[dict[str, tuple[str, ...]]] = {
    Slot.PLACE.value: ("location", "write", "skip"),
    Slot.TIME.value: ("time_0", "time_1", "time_2", "unknown"),
    Slot.NAME.value: ("hide", "skip"),
    Slot.ADDRESS.value: ("hide", "skip"),
    Slot.REQUEST.value: ("skip",),
    Slot.SERVICE.value: ("skip",),
    "loss": ("no_loss",),
    "confirm": ("yes", "wrong", "hide", "news"),
    "rest": ("yes", "wrong"),
    "fear": ("secret", "nameless", "outside"),
    "secrecy": ("shown", "secret", "nameless"),
    "withdraw": ("withdraw", "keep"),
}


def is_asking(case: Case) -> bool:
    """Is it a question or a proposal, which its citizen may call a complaint?"""
    return case.kind in (Kind.INFORMATION, Kind.ASPIRATION)


def is_question(case: Case) -> bool:
    """May its citizen still say that it only asks: nobody has worked on it, and nothing presses?"""
    pressing = case.urgent or case.looked or case.protection is not Protection.OPEN
    return case.kind is Kind.COMPLAINT and case.state is State.RECEIVED and not pressing


def under(scene: Scene, asking: str, case: Case) -> tuple[Button, ...]:
    """The buttons that go with a question, as many as the channel shows."""
    return row(scene, UNDER.get(asking, ()), case, asking)


def row(
    scene: Scene, names: tuple[str, ...], case: Case | None = None, slot: str = ""
) -> tuple[Button, ...]:
    fit = [name for name in names if _makes_sense(scene, name, case)]
    return tuple(_button(scene, name, case, slot) for name in fit[: scene.desk.line.choices])


def _button(scene: Scene, name: str, case: Case | None, slot: str) -> Button:
    pattern, wants = _TABLE[name]
    title = scene.text(f"button.{name}")[: scene.desk.line.choice_title]
    return Button(pattern.format(case=case.id if case else "", slot=slot), title, wants)


def _makes_sense(scene: Scene, name: str, case: Case | None) -> bool:
    """RAHASIA is offered only where somebody outside this office keeps the name."""
    office = scene.desk.office
    if name == "secret":
        return bool(office.custodian)
    if name == "outside":
        return bool(office.outside)
    if name == "hide":
        return bool(office.custodian) and (case is None or case.protection not in HIDDEN)
    if name == "question":
        return case is not None and is_question(case)
    if name == "news":
        return case is not None and case.protection in HIDDEN
    return True
