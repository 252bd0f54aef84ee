"""The clerk: what is known and what was said become what is known now, and the answer."""

from __future__ import annotations

from dataclasses import replace

from bot.dialogue import commands, envelope, letter, scene, talking, taps, turns, words
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
    turn = _tapped(seen) or commands.answer(seen) or talking.answer(replace(seen, command=None))
    return _lettered(seen, turn) if desk.line.letter else turn


def _command(desk: Desk, said: Said) -> Command | None:
    """Taps and forms are no commands; under a picture only TAMBAH is one."""
    if said.choice or said.slots:
        return None
    command = envelope.command(said) if desk.line.letter else words.spot(said.text)
    adds = command is not None and command.word is Word.TAMBAH
    return command if adds or not said.files else None


def _lettered(seen: Scene, turn: Turn) -> Turn:
    """However short an answer is, a letter begins and ends like one."""
    spoken = replace(seen, language=turn.talk.language or seen.language)
    if turn.say is None:
        return turn
    text, subject = turn.say.text, turn.say.subject or _subject(spoken, turn.say.case)
    if not text.endswith(spoken.text("letter.signature")):
        text = letter.dressed(spoken, text, None)
    return replace(turn, say=replace(turn.say, text=text, subject=subject))


def _subject(seen: Scene, about: int | None) -> str:
    """What a short answer is called; nothing where it is about no case."""
    named = (one.case for one in seen.desk.named if one.case is not None)
    found = next((case for case in (*seen.desk.cases, *named) if case.id == about), None)
    return seen.text("letter.news", number=found.number) if found else ""


def _tapped(seen: Scene) -> Turn | None:
    return taps.answer(seen) if seen.said.choice else None
