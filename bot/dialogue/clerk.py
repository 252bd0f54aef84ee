"""The clerk: what is known and what was said become what is known now, and the answer."""

from __future__ import annotations

from dataclasses import replace

from bot.dialogue import commands, envelope, scene, talking, taps, turns, words
from bot.dialogue.desk import Desk, Said, Turn
from bot.dialogue.scene import Scene
from bot.dialogue.words import Command, Word


def answer(desk: Desk, said: Said) -> Turn:
    """One message in, one turn out: a tap, a command, or words; in that order."""
    desk = turns.settled(desk)
    command = _command(desk, said)
    if desk.line.letter:
        desk, said = envelope.opened(desk, said)
    seen = scene.look(desk, said, command)
    return _tapped(seen) or commands.answer(seen) or talking.answer(replace(seen, command=None))


def _command(desk: Desk, said: Said) -> Command | None:
    """Taps and forms are no commands; under a picture only TAMBAH is one."""
    if said.choice or said.slots:
        return None
    command = envelope.command(said) if desk.line.letter else words.spot(said.text)
    adds = command is not None and command.word is Word.TAMBAH
    return command if adds or not said.files else None


def _tapped(seen: Scene) -> Turn | None:
    return taps.answer(seen) if seen.said.choice else None
