"""The addresses of a case, as its citizen reads them and chooses among them."""

from __future__ import annotations

from typing import Final

from bot.dialogue.desk import Button, Case, Way
from bot.dialogue.scene import HIDDEN, Scene

#: So many are offered.
SHOWN: Final = 5
#: What stands for all of them, where one is chosen.
ALL: Final = 0


def of(scene: Scene, case: Case) -> tuple[Way, ...]:
    """The addresses of this case, the one that speaks first."""
    return tuple(sorted(scene.desk.ways.get(case.id, ()), key=lambda way: not way.here))


def name(scene: Scene, case: Case, way: Way) -> str:
    """An address in words: its channel, and of a number its end, save where names are closed."""
    if way.here:
        return scene.text("ways.here", channel=way.name)
    if not way.tail or case.protection in HIDDEN:
        return way.name
    return f"{way.name} {way.tail}"


def ask(scene: Scene, case: Case) -> tuple[str, tuple[Button, ...]]:
    """The question and its buttons; numbered lines where there are none."""
    shown = list(zip((way.id for way in of(scene, case)), _titles(scene, case), strict=True))
    shown = [*shown[:SHOWN], (ALL, scene.text("button.all_ways"))]
    line, question = scene.desk.line, scene.text("ways.ask")
    if line.choices >= len(shown):
        return question, tuple(
            Button(f"news:{case.id}:{number}", title[: line.choice_title])
            for number, title in shown
        )
    lines = "\n".join(f"{place}. {title}" for place, (_, title) in enumerate(shown, 1))
    return scene.text("ways.ask_list", list=lines), ()


def _titles(scene: Scene, case: Case) -> list[str]:
    """No two alike: a provider refuses such buttons, and nobody could tell them apart."""
    told: list[str] = []
    for way in of(scene, case):
        title, again = name(scene, case, way), 2
        while title in told:
            title, again = f"{name(scene, case, way)} ({again})", again + 1
        told.append(title)
    return told
