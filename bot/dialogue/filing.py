"""A message becomes a case, or a part of one: nothing of what was said is lost."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from bot.casework.words import Event, Kind, Protection, Slot, State
from bot.dialogue import compose, corrections, facts, steps, turns
from bot.dialogue.desk import Case, Happening, Turn
from bot.dialogue.kinds import CHATTER, Gist
from bot.dialogue.scene import EMERGENCY, Scene, may
from bot.dialogue.texts import DEFAULT
from bot.dialogue.tokens import HEAD, TAIL
from bot.dialogue.turns import Answer

KINDS = {Gist.INFORMATION: Kind.INFORMATION, Gist.ASPIRATION: Kind.ASPIRATION}


def file(scene: Scene, *, protection: Protection | None = None, note: str = "") -> Turn:
    """A new case with its number at once, and its receipt."""
    return _filed(scene, _opened(scene, protection), note)


def again(scene: Scene, old: Case, note: str) -> Turn:
    """What lies in the archive becomes a new case with all that was told; each names the other."""
    number = _spare(scene)
    case = replace(
        old,
        id=number[0],
        number=number[1],
        state=State.RECEIVED,
        received_at=scene.said.at,
        asked=frozenset(),
        wondered=frozenset(),
        news_by=_news_by(scene, old.kind, old.urgent),
        confirmed_at=None,
        repaired_at=None,
        looked=False,
        ended_as=None,
        files=0,
        voices=0,
        heard=True,
        generation=1,
    )
    turn = _filed(scene, case, note)
    refiled = Happening(old.id, Event.REFILE, {"to": case.number})
    happened = tuple(
        replace(one, details={**one.details, "from": old.number})
        if one.event is Event.REGISTER
        else one
        for one in turn.happenings
    )
    over = replace(old, ended_as=None)
    return replace(turn, cases=(*turn.cases, over), happenings=(refiled, *happened))


def _filed(scene: Scene, case: Case, note: str) -> Turn:
    fresh = turns.clashes(scene.desk, case.id) and not scene.desk.merging
    if not fresh:  # else this receipt leaves at once, beside the answer that waits
        owed = (*scene.desk.talk.owed, case.id)
        talk = replace(scene.desk.talk, case=case.id, owed=owed)
        scene = replace(scene, desk=replace(scene.desk, talk=talk))
    before = _unread(scene) if turns.merges(scene.desk, case.id) else ()
    case, answer = compose.answer(scene, case, fresh=fresh)
    if scene.desk.merging and not answer.lists:
        answer = replace(answer, lists=(case.id,))
    happenings = _registered(scene, case)
    if signs_by_sending(scene):
        case = replace(case, confirmed_at=scene.said.at)
    answer = _noted(answer, note)
    turn = turns.reply(scene, case, answer, happenings=happenings, alarms=alarms(scene))
    return replace(turn, cases=(*turn.cases, *before))


def rejoin(scene: Scene, case: Case) -> Turn:
    """A message of the running burst: the answer that still waits is composed anew."""
    seen = steps.unseen(case, scene.desk.talk.asking)  # nobody has read that question yet
    merged = merge(scene, seen, correct=scene.reading.correction)
    asked, answer = compose.answer(scene, merged)
    happenings = filled(scene, case, merged)
    return turns.reply(scene, asked, answer, happenings=happenings, alarms=alarms(scene))


def merge(scene: Scene, case: Case, *, correct: bool = False, describe: bool = True) -> Case:
    """The case with what this message adds; a correction replaces what was read before."""
    if correct:
        scene = replace(scene, reading=corrections.read(scene))
    slots, sure = dict(case.slots), dict(case.sure)
    for slot, found in scene.reading.slots.items():
        if correct or not slots.get(slot):
            slots[slot], sure[slot] = facts.brief(found), found.confidence
    if scene.said.location:
        slots[Slot.PLACE] = located(slots.get(Slot.PLACE, ""), scene.said.location)
    if describe and tells(scene):
        text = scene.said.text.strip()
        mended = scene.texts.say(DEFAULT, "summary.correction", text=text)  # officers read it
        said = mended if correct else text
        slots[Slot.DESCRIPTION] = told(slots.get(Slot.DESCRIPTION, ""), said)
    voices = scene.said.files.count("voice")
    merged = replace(
        case,
        slots=slots,
        sure=sure,
        files=case.files + len(scene.said.files),
        voices=case.voices + voices,
        heard=case.heard and not voices,
        urgent=_urgent(scene, case.urgent),
        protection=_protection(scene, case),
    )
    return facts.added(scene, merged, correct=correct)


def filled(scene: Scene, before: Case, after: Case) -> tuple[Happening, ...]:
    """For the journal: which facts came in, and that a name is closed from now on."""
    gained = {s.value: after.slots[s] for s in gains(before, after) if s is not Slot.DESCRIPTION}
    deeds = []
    if gained and may(after, Event.FILL):
        deeds.append(Happening(after.id, Event.FILL, gained))
    if after.protection is not before.protection:
        deeds.append(protect(after))
    return tuple(deeds)


def gains(before: Case, after: Case) -> tuple[Slot, ...]:
    return tuple(s for s in Slot if after.slots.get(s, "") != before.slots.get(s, ""))


def protect(case: Case) -> Happening:
    return Happening(case.id, Event.PROTECT, {"protection": case.protection.value})


def alarms(scene: Scene) -> tuple[str, ...]:
    """What officers should see at once."""
    reading = scene.reading
    signs = {"emergency": reading.emergency, "threat": reading.threat}
    return tuple(name for name, seen in signs.items() if seen)


def signs_by_sending(scene: Scene) -> bool:
    """Where confirming costs or is unusual, the sending itself is the signature."""
    return scene.form in ("sms", "letter", "page")


def tells(scene: Scene) -> bool:
    """Does the text say more than a greeting, a yes or a single word?"""
    if scene.partial:
        return True
    return scene.reading.known > 1 and scene.reading.gist not in CHATTER


def told(before: str, text: str) -> str:
    """The story so far and what was added; an edited message replaces what it repeats."""
    added = text.strip()[: HEAD + TAIL]
    if not before:
        return added
    if added in before.split("\n"):
        return before
    head, _, last = before.rpartition("\n")
    if _repeats(last, added):
        return f"{head}\n{added}".strip()
    return f"{before}\n{added}"[: HEAD + TAIL]


def located(place: str, location: str) -> str:
    """A point on the map stands beside the words, once."""
    words = re.sub(r"\s*\(?geo:[^)\s]+\)?", "", place)
    return f"{words} ({location})" if words else location


def _opened(scene: Scene, protection: Protection | None) -> Case:
    number = _spare(scene)
    kind = KINDS.get(scene.reading.gist, Kind.COMPLAINT)
    given = {slot: text for slot, text in scene.said.slots.items() if text.strip()}
    chosen = protection or scene.said.protection
    empty = Case(
        id=number[0],
        number=number[1],
        kind=Kind.COMPLAINT if given else kind,
        state=State.RECEIVED,
        received_at=scene.said.at,
        slots=given,
        protection=chosen or Protection.OPEN,
    )
    merged = merge(scene, empty, describe=not given.get(Slot.DESCRIPTION))
    merged = replace(merged, news_by=_news_by(scene, kind, merged.urgent))
    return replace(merged, protection=chosen) if chosen else merged


def _news_by(scene: Scene, kind: Kind, urgent: str) -> date | None:
    """By when news is owed on it; what is urgent may be promised sooner."""
    desk = scene.desk
    sooner = desk.urgent_by if urgent else {}
    return sooner.get(kind) or desk.news_by.get(kind)


def _unread(scene: Scene) -> tuple[Case, ...]:
    """The cases whose question waited in the receipt that this one replaces: never asked."""
    waited = (case for case in scene.desk.cases if case.id in scene.desk.talk.telling)
    return tuple(replace(case, asked=frozenset(), wondered=frozenset()) for case in waited)


def _spare(scene: Scene) -> tuple[int, str]:
    """The first unused pair; the desk always holds one per message."""
    taken = {case.id for case in scene.desk.cases}
    return next(pair for pair in scene.desk.spare if pair[0] not in taken)


def _registered(scene: Scene, case: Case) -> tuple[Happening, ...]:
    deeds = [Happening(case.id, Event.REGISTER, {"kind": case.kind.value})]
    if case.protection is not Protection.OPEN:
        deeds.append(protect(case))
    if signs_by_sending(scene):
        deeds.append(Happening(case.id, Event.CONFIRM, {"by": "sending"}))
    return tuple(deeds)


def _urgent(scene: Scene, before: str) -> str:
    if scene.reading.emergency or before == EMERGENCY:
        return EMERGENCY
    return before or scene.reading.urgent


def _protection(scene: Scene, case: Case) -> Protection:
    """Fear closes the name until the citizen has chosen; in a new case a reported officer, too."""
    new = case.received_at == scene.said.at or case.id in scene.desk.talk.owed
    closing = scene.reading.fear or (new and scene.reading.reported_party)
    open_still = case.protection is Protection.OPEN
    return Protection.UNSETTLED if closing and open_still else case.protection


def _repeats(last: str, added: str) -> bool:
    return len(last) > 11 and added.startswith(last)


def _noted(answer: Answer, note: str) -> Answer:
    return replace(answer, text=f"{note}\n\n{answer.text}") if note else answer
