"""Where a case's news goes: the citizen chooses among the own addresses, and one may stand by."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from bot.casework.words import Event
from bot.dialogue import compose, lookup, turns
from bot.dialogue.desk import Button, Case, Happening, Turn, Way
from bot.dialogue.proof import Action, Standing, allows, standing
from bot.dialogue.reading import Short
from bot.dialogue.scene import Scene
from bot.dialogue.ways import ALL, SHOWN, ask, name, of
from bot.dialogue.words import Word

_DIGIT: Final = re.compile(r"\W*(\d)\W*")


def menu(scene: Scene, case: Case) -> Turn:
    """KABAR: where the case stands, where its news goes, and the choice."""
    if _moves_at_once(scene, case):
        return _here(scene, case)
    known = of(scene, case)
    if len(known) < 2:
        return _alone(scene, case)
    question, choices = ask(scene, case)
    text = compose.paragraphs([lookup.stage(scene, case), question])
    return turns.aside(scene, text, "question", case, asking="news", buttons=choices, about=case.id)


def typed(scene: Scene, case: Case | None) -> Turn | None:
    """The digit of a line, or the name of a channel."""
    case = _talked(scene) or case
    if case is None or not case.own:
        return None
    known = of(scene, case)[:SHOWN]
    if (digit := _DIGIT.fullmatch(scene.said.text)) and 0 < int(digit[1]) <= len(known) + 1:
        place = int(digit[1]) - 1
        return choose(scene, case, str(known[place].id if place < len(known) else ALL))
    spoken = scene.said.text.strip(" .!").lower()
    named = [way for way in known if way.name.lower() == spoken]
    return choose(scene, case, str(named[0].id)) if len(named) == 1 else None


def choose(scene: Scene, case: Case, number: str) -> Turn:
    """News goes there from now on; what stands by where that does not reach is asked then."""
    if not allows(scene.desk, scene.said, case, Action.MOVE_NEWS):
        return lookup.need_key(scene, case, Word.KABAR)
    known = {str(way.id): way for way in of(scene, case)}
    main = known.get(number)
    if main is None and number != str(ALL):
        return menu(scene, case)
    if main is None:
        return _moved(scene, case, None, scene.text("ways.done_all", number=case.number))
    done = scene.text("ways.done", number=case.number, way=name(scene, case, main))
    turn = _moved(scene, case, main, done)
    spare = _offered(scene, case, main)
    return _asking_spare(scene, case, turn, main, spare) if spare else turn


def spare_menu(scene: Scene, case: Case) -> Turn:
    """CADANGAN: asked once more; CADANGAN TIDAK: none stands by any more."""
    if scene.command is not None and scene.command.argument == "off":
        return refuse(scene, case, "")
    known = of(scene, case)
    here = next((way for way in known if way.here), None)
    if _moves_at_once(scene, case) and here is not None and len(known) > 1:
        turn = _allowed(scene, case, here, scene.text("ways.spare.here", number=case.number))
        return turn if case.own else turns.linking(turn, case)
    main = next((way for way in known if way.chosen), None)
    others = [way for way in known if main is not None and way.id != main.id]
    if main is None or not others:
        return menu(scene, case)
    blank = turns.aside(scene, "", "question", case, about=case.id)
    return _asking_spare(scene, case, blank, main, others[0])


def allow(scene: Scene, case: Case, number: str) -> Turn:
    """Yes: this address stands by."""
    if not allows(scene.desk, scene.said, case, Action.MOVE_NEWS):
        return lookup.need_key(scene, case, Word.CADANGAN)
    way = next((way for way in of(scene, case) if str(way.id) == number), None)
    if way is None:
        return _alone(scene, case)
    facts = {"number": case.number, "way": name(scene, case, way)}
    return _allowed(scene, case, way, scene.text("ways.spare.yes", **facts))


def refuse(scene: Scene, case: Case, _: str) -> Turn:
    """No: nothing stands by."""
    if not allows(scene.desk, scene.said, case, Action.MOVE_NEWS):
        return lookup.need_key(scene, case, Word.CADANGAN)
    text = scene.text("ways.spare.no", number=case.number)
    some = any(way.spare for way in of(scene, case))
    deeds = (Happening(case.id, Event.FORBID_FALLBACK),) if some else ()
    turn = turns.aside(scene, text, "command", case, asking="", happenings=deeds)
    return replace(turn, spare=(case.id, ALL))


def answered(scene: Scene, case: Case | None) -> Turn | None:
    """Ya or tidak, in words."""
    case = _talked(scene) or case
    number = scene.desk.talk.asking.partition(":")[2]
    if case is None or not case.own or scene.reading.short not in (Short.YES, Short.NO):
        return None
    yes = scene.reading.short is Short.YES
    return allow(scene, case, number) if yes else refuse(scene, case, "")


def quiet(scene: Scene) -> bool:
    """Does "kabar" only ask how it goes: nothing to choose, and no kunci that would move it?"""
    named = [one.case for one in scene.desk.named if one.case is not None]
    cases = named or list(scene.desk.cases)
    proven = scene.said.strong or any(scene.desk.keyed.values())
    return not proven and all(case.own and len(of(scene, case)) < 2 for case in cases)


def _moves_at_once(scene: Scene, case: Case) -> bool:
    """Where every answer costs, and to who can answer only with the kunci, the word is enough."""
    weakly = standing(scene.desk, scene.said, case) is Standing.FOREIGN_WEAK_KEYED
    return scene.form == "sms" or weakly


def _here(scene: Scene, case: Case) -> Turn:
    here = next((way for way in of(scene, case) if way.here), None)
    if here is None:
        return _alone(scene, case)
    text = scene.text("ways.done_here", number=case.number, channel=here.name)
    turn = _moved(scene, case, here, text)
    return turn if case.own else turns.linking(turn, case)


def _alone(scene: Scene, case: Case) -> Turn:
    text = compose.paragraphs(
        [lookup.stage(scene, case), scene.text("ways.alone", number=case.number)]
        if scene.form != "sms"
        else [scene.text("ways.alone", number=case.number)]
    )
    return turns.aside(scene, text, "status", case)


def _moved(scene: Scene, case: Case, way: Way | None, text: str) -> Turn:
    deeds = (Happening(case.id, Event.MOVE_NEWS, {"to": way.name if way else ""}),)
    turn = turns.aside(scene, text, "command", case, asking="", happenings=deeds, about=case.id)
    return replace(turn, news=(case.id, way.id if way else ALL))


def _offered(scene: Scene, case: Case, main: Way) -> Way | None:
    """The address to ask about, once: none where one stands by already."""
    others = [way for way in of(scene, case) if way.id != main.id]
    return next(iter(others), None) if not any(way.spare for way in others) else None


def _asking_spare(scene: Scene, case: Case, turn: Turn, main: Way, spare: Way) -> Turn:
    assert turn.say is not None
    facts = {"main": name(scene, case, main), "spare": name(scene, case, spare)}
    question = scene.text("ways.spare.ask", **facts)
    hint = "" if scene.desk.line.choices else scene.text("ways.spare.hint")
    text = compose.paragraphs([turn.say.text, f"{question} {hint}".strip()])
    answers = (("spare", "spare_yes"), ("nospare", "spare_no"))
    choices = tuple(
        Button(f"{verb}:{case.id}:{spare.id}", scene.text(f"button.{key}"))
        for verb, key in answers[: scene.desk.line.choices]
    )
    say = replace(turn.say, text=text, buttons=choices, purpose="question")
    return replace(turn, say=say, talk=replace(turn.talk, asking=f"spare:{spare.id}"))


def _allowed(scene: Scene, case: Case, way: Way, text: str) -> Turn:
    deeds = (Happening(case.id, Event.ALLOW_FALLBACK, {"to": way.name}),)
    turn = turns.aside(scene, text, "command", case, asking="", happenings=deeds)
    return replace(turn, spare=(case.id, way.id))


def _talked(scene: Scene) -> Case | None:
    return next((case for case in scene.desk.cases if case.id == scene.desk.talk.case), None)
