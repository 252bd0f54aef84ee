"""Answers to what was asked: any slot, the confirmation, a correction, secrecy, a new report."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Final

from bot.casework.words import Event, Protection, Slot
from bot.dialogue import (
    buttons,
    compose,
    filing,
    lookup,
    news,
    secrecy,
    slots,
    steps,
    summary,
    turns,
)
from bot.dialogue.desk import Case, Happening, Turn
from bot.dialogue.kinds import Gist
from bot.dialogue.proof import Action, allows
from bot.dialogue.reading import Short
from bot.dialogue.routing import separate, thanks, vents, wonders
from bot.dialogue.scene import ASKED_BY, SLOTS, Scene, is_open, may
from bot.dialogue.steps import LOSS, Step
from bot.dialogue.turns import Answer
from bot.dialogue.words import Word

Handler = Callable[[Scene, Case | None], Turn | None]

#: Small talk answers no question.
_SMALL = frozenset({Gist.GREETING, Gist.THANKS, Gist.NOTHING})
#: A voice or a photo is the report that was asked for, as well as words are.
_OPENING = frozenset({"story", "new", "rahasia", "anonim"})


def answer(scene: Scene, case: Case | None) -> Turn | None:
    """The turn, if this message answers what was asked last; None where it does not."""
    asking = scene.desk.talk.asking
    handler = HANDLERS.get(asking.partition(":")[0])
    wordless = not scene.said.text.strip()
    if handler is None or (wordless and not (asking in _OPENING and scene.said.files)):
        return None
    return handler(scene, case)


def skip(scene: Scene, case: Case, slot: Slot) -> Turn:
    """Not known, or not to be told: the next question, and this one never again."""
    skipped = {slot}
    if scene.desk.talk.asking == Slot.NAME.value and slot is Slot.NAME:
        skipped |= {Slot.ADDRESS}
    after = replace(case, skipped=case.skipped | skipped)
    asked, said = compose.answer(scene, after, lead="ask.skipped")
    if said.purpose == "ack":
        said = replace(said, text=scene.text("ask.skipped"))
    return turns.reply(scene, asked, replace(said, burst=not scene.said.choice))


def without_loss(scene: Scene, case: Case) -> Turn:
    """Nothing was lost, or it is not to be told: what comes next is asked."""
    waited = scene.desk.talk.asking in (LOSS.asking, "")
    if not waited:
        return turns.aside(scene, scene.text("ask.noted"), "ack", case)
    asked, said = compose.answer(scene, case)
    if said.purpose == "ack":
        said = replace(said, text=scene.text("ask.noted"))
    return turns.reply(scene, asked, replace(said, burst=not scene.said.choice))


def sign(scene: Scene, case: Case) -> Turn:
    """The tap or the word is kept as the signature, with the text that was confirmed."""
    if case.confirmed_at is not None or not may(case, Event.CONFIRM):
        text = f"{scene.text('confirm.already')} {_news(scene, case)}"
        return turns.reply(scene, case, _last(scene, text), counts=False)
    signed = replace(case, confirmed_at=scene.said.at, sure=dict.fromkeys(case.sure, 1.0))
    happening = Happening(case.id, Event.CONFIRM, {"text": summary.full(scene, case)})
    moment = scene.moment(scene.said.at)
    more = f"{_news(scene, case)} {scene.text('confirm.more')}"
    text = compose.paragraphs([scene.text("confirm.signed", moment=moment), more])
    return turns.reply(scene, signed, _last(scene, text), happenings=(happening,), counts=False)


def wrong(scene: Scene, case: Case) -> Turn:
    """Something is wrong in the summary; the words that come next mend it."""
    text, shown = scene.text("confirm.wrong"), buttons.row(scene, ("question",), case)
    said = Answer(text, "question", "correct", shown, burst=False)
    return turns.reply(scene, case, said, counts=False)


def withdraw(scene: Scene, case: Case) -> Turn:
    """Confirmed: the case ends because the citizen wants it to."""
    if not may(case, Event.WITHDRAW):
        text = scene.text("word.withdraw.ended", number=case.number, stage=scene.stage(case.state))
        return turns.aside(scene, text, "command", case, asking="")
    happening = (Happening(case.id, Event.WITHDRAW, {"reason": "citizen"}),)
    text = scene.text("word.withdraw.done", number=case.number)
    return turns.aside(scene, text, "command", case, asking="", happenings=happening)


def keep(scene: Scene, case: Case) -> Turn:
    text = scene.text("word.cancel.kept", number=case.number)
    return turns.aside(scene, text, "command", case, asking="")


def fill(scene: Scene, case: Case, slot: Slot, text: str) -> Turn:
    """A tapped answer."""
    after = slots.given(case, {slot: text})
    asked, said = compose.answer(scene, after, gained=(slot,))
    deeds = filing.filled(scene, case, after)
    return turns.reply(scene, asked, replace(said, burst=False), happenings=deeds, counts=False)


def _slot(scene: Scene, case: Case | None) -> Turn | None:
    reading, slot = scene.reading, SLOTS[scene.desk.talk.asking]
    if case is None or not is_open(case):
        return None
    if reading.gist in _SMALL:
        return _again(scene, case) if reading.short is Short.YES else None
    if reading.short in (Short.SKIP, Short.UNKNOWN, Short.NO) or slots.shrugs(scene.said.text):
        return skip(scene, slots.unnamed(scene, case), slot)
    if reading.gist is Gist.ACKNOWLEDGED or wonders(scene) or separate(scene, case):
        return None
    if reading.threat or thanks(scene) or (vents(scene) and slot is not Slot.DESCRIPTION):
        return None
    if slots.asks_why(scene.said.text):
        return turns.aside(scene, scene.text("ask.why"), "help", case)
    after = slots.take(scene, case, slot)
    gained = tuple(s for s in filing.gains(case, after) if s is not Slot.DESCRIPTION)
    lead = compose.MENDED if reading.correction and gained else ""
    if lead and slot not in gained:  # something else was put right: this is still to be told
        after = steps.unseen(after, scene.desk.talk.asking)
    asked, said = compose.answer(scene, after, lead=lead, gained=gained)
    deeds = filing.filled(scene, case, after)
    return turns.reply(scene, asked, said, happenings=deeds, alarms=filing.alarms(scene))


def _again(scene: Scene, case: Case) -> Turn:
    """A yes tells neither when nor where: the question once more, and nothing else."""
    asking = scene.desk.talk.asking
    wanted = tuple(s for s in Slot if s in ASKED_BY[asking] and not case.slots.get(s))
    step = Step(asking, wanted or (SLOTS[asking],))
    text = compose.question(scene, case, step, owed=False)
    said = Answer(text, "question", asking, buttons.under(scene, asking, case))
    return turns.reply(scene, case, said, changed=False, counts=False)


def _loss(scene: Scene, case: Case | None) -> Turn | None:
    reading = scene.reading
    if case is None or not is_open(case) or reading.gist in _SMALL | {Gist.ACKNOWLEDGED}:
        return None
    if reading.short in (Short.SKIP, Short.UNKNOWN, Short.NO) or _NONE.fullmatch(scene.said.text):
        return without_loss(scene, case)
    if wonders(scene) or separate(scene, case):
        return None
    return _composed(scene, case, slots.take_loss(scene, case), "")


_NONE: Final = re.compile(
    r"\W*(?:tidak|tdk|ga|gak|nggak|ngga|enggak|belum|mboten|no|none)(?:\s+(?:ada|wonten))?"
    r"(?:\s+(?:kerugian|rugi|loss))?(?:\s+(?:pak|bu|kok|sih))*\W*",
    re.IGNORECASE,
)


def _everything(scene: Scene, case: Case | None) -> Turn | None:
    """A letter or an SMS that answers the one question with all that was missing."""
    if case is None or not is_open(case) or scene.reading.gist in _SMALL:
        return None
    if wonders(scene) or separate(scene, case):
        return None
    lacking = [slot for slot in case.asked if not case.slots.get(slot)]
    alone = lacking[0] if len(lacking) == 1 else None
    after = slots.take(scene, case, alone) if alone else slots.take_all(scene, case)
    return _composed(scene, case, after, "")


def _confirm(scene: Scene, case: Case | None) -> Turn | None:
    reading = scene.reading
    if case is None or not is_open(case):
        return None
    if reading.short is Short.YES:
        return sign(scene, case)
    if reading.short is Short.NO:
        return wrong(scene, case)
    if reading.gist in _SMALL or reading.short or reading.gist is not Gist.COMPLAINT:
        return None
    if wonders(scene) or separate(scene, case):
        return None
    after = filing.merge(scene, case, correct=reading.correction)
    lead = compose.MENDED if reading.correction else "confirm.noted"
    return _composed(scene, case, after, lead)


def _correct(scene: Scene, case: Case | None) -> Turn | None:
    if case is None or not is_open(case) or scene.reading.gist in _SMALL:
        return None
    after = filing.merge(scene, case, correct=True)
    return _composed(scene, case, after, compose.MENDED)


def _withdraw(scene: Scene, case: Case | None) -> Turn | None:
    if case is None:
        return None
    if scene.reading.short is Short.YES:
        proven = allows(scene.desk, scene.said, case, Action.WITHDRAW)
        return withdraw(scene, case) if proven else lookup.need_key(scene, case, Word.CABUT)
    if scene.reading.known > 3 and scene.reading.short is Short.NOTHING:
        return None
    return keep(scene, case)


def _secrecy(scene: Scene, case: Case | None) -> Turn | None:
    """RAHASIA and TANPA NAMA are words of their own; here are the other two choices."""
    choice = secrecy.typed(scene.said.text)
    if case is None or not choice:
        return _afraid(scene, case)
    return secrecy.show(scene, case) if choice == "shown" else secrecy.leave(scene, case)


def _afraid(scene: Scene, case: Case | None) -> Turn | None:
    """ "Takut", where it was asked whether the name may be read."""
    asked = scene.desk.talk.asking == "secrecy" and scene.form != "sms"
    if case is None or not asked or not _FEAR.search(scene.said.text):
        return None
    after = filing.merge(scene, case)
    deeds = filing.filled(scene, case, after)
    said = compose.explained(scene, after)
    return turns.reply(scene, after, said, happenings=deeds, alarms=filing.alarms(scene))


_FEAR: Final = re.compile(r"\b(?:takut|wedi|ajrih|khawatir|kuatir|afraid|scared)\b", re.IGNORECASE)


def _story(scene: Scene, case: Case | None) -> Turn | None:
    """Asked once what happened: whatever comes now is the report."""
    if scene.reading.gist in _SMALL | {Gist.ACKNOWLEDGED} and not scene.said.files:
        return None
    return filing.file(scene)


def _hidden(protection: Protection) -> Handler:
    def opening(scene: Scene, case: Case | None) -> Turn | None:
        if scene.reading.gist in _SMALL | {Gist.ACKNOWLEDGED} and not scene.said.files:
            return None
        return filing.file(scene, protection=protection)

    return opening


def _add(scene: Scene, case: Case | None) -> Turn | None:
    if case is None:
        return None
    after = filing.merge(scene, case)
    said = Answer(scene.text("word.added", number=case.number), "ack")
    return turns.reply(scene, after, said, happenings=filing.filled(scene, case, after))


def _composed(scene: Scene, before: Case, after: Case, lead: str) -> Turn:
    gained = filing.gains(before, after)
    asked, said = compose.answer(scene, after, lead=lead, gained=gained)
    deeds = filing.filled(scene, before, after)
    return turns.reply(scene, asked, said, happenings=deeds, alarms=filing.alarms(scene))


def _last(scene: Scene, text: str) -> Answer:
    return Answer(text, "ack", burst=not scene.said.choice)


def _news(scene: Scene, case: Case) -> str:
    return lookup.next_news(scene, case) or scene.text("next.soon")


HANDLERS: Final[dict[str, Handler]] = {
    **dict.fromkeys(SLOTS, _slot),
    LOSS.asking: _loss,
    "all": _everything,
    "confirm": _confirm,
    "rest": _confirm,
    "correct": _correct,
    "withdraw": _withdraw,
    "fear": _secrecy,
    "secrecy": _secrecy,
    "story": _story,
    "new": _story,
    "add": _add,
    "news": news.typed,
    "spare": news.answered,
    "object": _add,
    "rahasia": _hidden(Protection.RAHASIA),
    "anonim": _hidden(Protection.ANONIM),
}
