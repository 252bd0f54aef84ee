"""A voice note that an officer listened to: its transcript is read like any text of the case."""

from __future__ import annotations

from dataclasses import replace

from bot.dialogue import compose, filing, turns
from bot.dialogue.desk import Case, Desk, Said, Turn
from bot.dialogue.scene import is_open, look


def answer(desk: Desk, said: Said, case: Case) -> Turn:
    """What the words fill in; said back with the one question that is left, once all are heard."""
    scene = look(turns.settled(desk), said, None)
    after = filing.merge(scene, case, correct=scene.reading.correction)
    deeds, alarms = filing.filled(scene, case, after), filing.alarms(scene)
    composed = compose.heard(scene, after) if after.heard and is_open(after) else None
    if composed is None:
        return Turn(scene.desk.talk, (after,), after.id, deeds, alarms=alarms)
    asked, told = composed
    return turns.reply(scene, asked, replace(told, burst=False), happenings=deeds, alarms=alarms)
