"""A tapped button: its id names what to do and for which case."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from bot.casework.words import Protection, Slot
from bot.dialogue import asked, commands, lookup, news, secrecy, steps, turns
from bot.dialogue.desk import Case, Named, Turn
from bot.dialogue.scene import SLOTS, Scene
from bot.dialogue.texts import DEFAULT
from bot.dialogue.turns import Answer
from bot.dialogue.words import Command, Word

Tap = Callable[[Scene, Case, str], Turn]


def answer(scene: Scene) -> Turn | None:
    """The turn of a tap, or None where this is none of our buttons."""
    verb, _, rest = scene.said.choice.partition(":")
    number, _, argument = rest.partition(":")
    if verb == "word":
        return _word(scene, number, argument)
    if verb == "tongue":
        return commands.speak(scene, number)
    if verb == "new":
        return _new(scene)
    case = _case(scene, number)
    tap = TAPS.get(verb)
    if tap is None:
        return None
    return tap(scene, case, argument) if case else lookup.status(scene)


def _word(scene: Scene, name: str, number: str) -> Turn | None:
    word = Word.__members__.get(name)
    if word is None:
        return None
    case = _case(scene, number)
    if number and case is None:  # gone, or somebody else's: no other case is meant by it
        return lookup.status(scene)
    named = (Named(case.number, "own", case),) if case else ()
    desk = replace(scene.desk, named=named)
    return commands.answer(replace(scene, desk=desk, command=Command(word)))


def _case(scene: Scene, number: str) -> Case | None:
    return next((case for case in scene.desk.cases if str(case.id) == number), None)


def _new(scene: Scene) -> Turn:
    text = scene.text("joined.new")
    return turns.aside(scene, text, "question", asking="new")


def _skip(scene: Scene, case: Case, slot: str) -> Turn:
    """A tap under an old question skips that one and leaves the newer question alone."""
    if slot == steps.LOSS.asking:
        return asked.without_loss(scene, case)
    chosen = SLOTS.get(slot, Slot.DESCRIPTION)
    if scene.desk.talk.asking in (slot, ""):
        return asked.skip(scene, case, chosen)
    after = replace(case, skipped=case.skipped | {chosen})
    text = scene.text("ask.noted")
    return turns.aside(scene, text, "ack", case, changed=after)


def _time(scene: Scene, case: Case, choice: str) -> Turn:
    known = choice if choice in ("0", "1", "2") else "0"
    told = scene.texts.say(DEFAULT, f"time.{known}")  # officers read it, whoever tapped
    return asked.fill(scene, case, Slot.TIME, told)


def _write(scene: Scene, case: Case, slot: str) -> Turn:
    key = "ask.write_place" if slot == Slot.PLACE.value else "ask.write"
    asking = slot if slot in SLOTS else scene.desk.talk.asking
    answer = Answer(scene.text(key), "question", asking, burst=False)
    return turns.reply(scene, case, answer, counts=False)


def _here(scene: Scene, case: Case, _: str) -> Turn:
    """A phone that cannot send its position sends the title of the button instead."""
    return _write(scene, case, Slot.PLACE.value)


TAPS: Final[dict[str, Tap]] = {
    "confirm": lambda scene, case, _: asked.sign(scene, case),
    "wrong": lambda scene, case, _: asked.wrong(scene, case),
    "secret": lambda scene, case, _: secrecy.hide(scene, case, Protection.RAHASIA),
    "nameless": lambda scene, case, _: secrecy.hide(scene, case, Protection.ANONIM),
    "outside": lambda scene, case, _: secrecy.leave(scene, case),
    "shown": lambda scene, case, _: secrecy.show(scene, case),
    "withdraw": lambda scene, case, _: commands.withdrawn(scene, case),
    "keep": lambda scene, case, _: asked.keep(scene, case),
    "skip": _skip,
    "time": _time,
    "write": _write,
    "here": _here,
    "news": news.choose,
    "spare": news.allow,
    "nospare": news.refuse,
}
