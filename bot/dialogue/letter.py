"""Answers by letter: everything in one, numbered, and good to hear when it is read aloud."""

from __future__ import annotations

from typing import Final

from bot.casework import numbers
from bot.casework.words import Protection, Slot
from bot.dialogue import buttons, facts, retell, secrecy_words, steps, summary, written
from bot.dialogue.desk import KEY_MARK, Case, Fact
from bot.dialogue.proof import told
from bot.dialogue.scene import Scene, missing
from bot.dialogue.turns import Answer

_BLIND: Final = "blind"
_NONE: Final[frozenset[Fact]] = frozenset()


def answer(scene: Scene, case: Case, owed: bool) -> tuple[Case, Answer]:
    """One complete letter; what it asks is asked once."""
    if scene.reading.fear and steps.unsettled(case) and Slot.NAME not in case.asked:
        return _frightened(scene, case)
    slots = missing(case) if case.heard else ()
    lost = case.heard and not case.confirmed_at and facts.wonders_about_loss(case)
    asked = steps.asked(case, steps.Step("all", slots, steps.LOSS.facts if lost else _NONE))
    needs = [_needs(scene, case, slots), scene.text("letter.loss") if lost else ""]
    body = _first(scene, case, slots, needs) if owed else _next(scene, case, needs)
    parts = [*summary.danger(scene, case, owed), _dear(scene, case), *body, _signature(scene)]
    text = "\n\n".join(part for part in parts if part)
    asking = "all" if slots or lost else ""
    purpose = "receipt" if owed else "ack"
    subject = _subject(scene, case, owed, len(slots))
    return asked, Answer(text, purpose, asking, subject=subject, whole=True)


def dressed(scene: Scene, text: str, case: Case | None) -> str:
    """A short answer with salutation and signature."""
    return "\n\n".join([_dear(scene, case), text, _signature(scene)])


def turning(scene: Scene, case: Case) -> str:
    """Where nothing can be tapped, the words that make a complaint of a question."""
    if scene.desk.line.choices or not buttons.is_asking(case):
        return ""
    return scene.text("receipt.to_complaint")


def _frightened(scene: Scene, case: Case) -> tuple[Case, Answer]:
    asked = steps.asked(case, steps.Step("fear", (Slot.NAME,)))
    parts = [
        scene.text("letter.dear_all"),
        *secrecy_words.explained(scene, case, buttons=False),
        _numbers(scene, case),
        _signature(scene),
    ]
    subject = scene.text("letter.subject", number=case.number)
    text = "\n\n".join(part for part in parts if part)
    return asked, Answer(text, "receipt", "fear", subject=subject, whole=True)


def _dear(scene: Scene, case: Case | None) -> str:
    name = retell.name(case.slots.get(Slot.NAME, "")) if case else ""
    if case is None or not name or not _may_name(scene, case):
        return scene.text("letter.dear_all")
    return scene.text("letter.dear", name=name)


def _may_name(scene: Scene, case: Case) -> bool:
    """No name of a protected case, nor one that this sender has not proven to know."""
    said = Slot.NAME in scene.reading.slots
    return case.protection is Protection.OPEN and (said or told(scene.desk, scene.said, case))


def _first(scene: Scene, case: Case, slots: tuple[Slot, ...], needs: list[str]) -> list[str]:
    moment = scene.moment(case.received_at)
    thanks = scene.text(f"receipt.thanks.{case.kind}", moment=moment)
    return [
        f"{thanks}\n{_numbers(scene, case)}",
        _understood(scene, case),
        *needs,
        scene.text("letter.how" if slots else "letter.complete") if slots or not any(needs) else "",
        _reader(scene, case),
        scene.text("receipt.urgent") if case.urgent else "",
        "\n".join(
            filter(
                None,
                [
                    _hiding(scene, case),
                    _as_text(scene, case, fresh=True),
                    scene.text("receipt.free"),
                    written.receipt(scene),
                    turning(scene, case),
                ],
            )
        ),
    ]


def _next(scene: Scene, case: Case, needs: list[str]) -> list[str]:
    return [
        scene.text("letter.again", number=case.number),
        *needs,
        _reader(scene, case),
        _as_text(scene, case, fresh=False),
    ]


def _as_text(scene: Scene, case: Case, *, fresh: bool) -> str:
    """Who cannot see is told once that no answer of ours will be a picture."""
    known = next((one for one in scene.desk.cases if one.id == case.id), None)
    told = known is not None and not fresh and _BLIND in known.assistance
    return scene.text("letter.as_text") if _BLIND in case.assistance and not told else ""


def _numbers(scene: Scene, case: Case) -> str:
    spelt = _spelt(scene, case.number)
    return scene.text("receipt.spelt", number=case.number, spelt=spelt, key=KEY_MARK)


def _spelt(scene: Scene, number: str) -> str:
    """Symbol by symbol, in the language of the letter."""
    if scene.language == "id":
        return numbers.spell(number)
    symbols = (sign for sign in number if sign.isalnum())
    return ", ".join(scene.text(f"digit.{s}") if s.isdigit() else s for s in symbols)


def _understood(scene: Scene, case: Case) -> str:
    story = summary.understood(scene, case)
    return f"{story} {scene.text('letter.mend')}" if story else ""


def _needs(scene: Scene, case: Case, slots: tuple[Slot, ...]) -> str:
    if not slots:
        return ""
    counted = scene.text(f"number_word.{len(slots)}")
    head = scene.text("letter.needs_one" if len(slots) == 1 else "letter.needs", count=counted)
    lines = (f"{n}. {scene.text(f'letter.need.{slot}')}" for n, slot in enumerate(slots, 1))
    for_other = Slot.NAME in slots and case.facts.get(Fact.BEHALF)
    return "\n".join([head, *lines, *([scene.text("ask.behalf")] if for_other else [])])


def _reader(scene: Scene, case: Case) -> str:
    meanwhile = scene.text("letter.meanwhile")
    if case.news_by is None:
        return meanwhile
    return f"{meanwhile} {scene.text('letter.by', date=scene.day(case.news_by))}"


def _hiding(scene: Scene, case: Case) -> str:
    if case.protection is Protection.RAHASIA:
        return scene.text("secrecy.done.rahasia")
    if case.protection is Protection.ANONIM:
        return scene.text("secrecy.done.anonim")
    return scene.text("letter.secret" if scene.desk.office.custodian else "letter.secret_small")


def _signature(scene: Scene) -> str:
    return scene.text("letter.signature")


def _subject(scene: Scene, case: Case, owed: bool, asked: int) -> str:
    if not owed:
        return scene.text("letter.subject_again", number=case.number)
    if not asked:
        return scene.text("letter.subject", number=case.number)
    key = "letter.subject_one" if asked == 1 else "letter.subject_questions"
    return scene.text(key, number=case.number, count=asked)
