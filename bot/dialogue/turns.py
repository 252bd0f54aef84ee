"""From an answer to a turn: what the conversation remembers, and what leaves now or waits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta

from bot.dialogue import summary
from bot.dialogue.desk import Button, Case, Desk, Happening, Say, Talk, Turn
from bot.dialogue.scene import Scene

#: So long after an answer, additions join without a word.
STRAGGLING = timedelta(minutes=10)
BURST = timedelta(seconds=60)


@dataclass(frozen=True, slots=True)
class Answer:
    """What is said. burst: it waits for the quiet time and may be replaced until it leaves.

    whole: it is composed anew from the case, so it may replace the answer that waits.
    tells: it names what is still owed, the kunci of a new case and the stragglers.
    lists: the cases of a receipt for several, which may replace whatever waits.
    """

    text: str = field(repr=False)
    purpose: str = "question"
    asking: str = ""
    buttons: tuple[Button, ...] = ()
    subject: str = ""
    burst: bool = True
    whole: bool = False
    tells: bool = True
    lists: tuple[int, ...] = ()


def settled(desk: Desk) -> Desk:
    """The desk once it is clear whether the last answer has left."""
    talk = desk.talk
    if desk.answer_waits:
        return desk
    if talk.told:
        owed = _without(talk.owed, talk.telling)
        talk = replace(talk, owed=owed, told=False, telling=(), late={})
    if talk.burst_at is not None or talk.burst:
        talk = replace(talk, burst_at=None, burst={})
    return desk if talk is desk.talk else replace(desk, talk=talk)


def bursting(desk: Desk) -> bool:
    """Does this message belong to the burst whose answer still waits?"""
    began = desk.talk.burst_at
    if not (desk.answer_waits and desk.talk.burst and began is not None):
        return False
    return desk.now - began <= BURST


def straggling(desk: Desk) -> bool:
    """Has this conversation been answered just now?"""
    at = desk.talk.answered_at
    return not desk.answer_waits and at is not None and desk.now - at <= STRAGGLING


def clashes(desk: Desk, case: int | None, whole: bool = True) -> bool:
    """Would this answer replace one that waits and says more, or of another case?"""
    talk = desk.talk
    if not desk.answer_waits or not (talk.burst or talk.owed):
        return False
    others = any(told != case for told in talk.telling)
    return others or not whole or talk.case != case


def merges(desk: Desk, case: int) -> bool:
    """Is one answer owed for this new case and for others, because a cap holds answers back?"""
    if not desk.answer_waits or not _without(desk.talk.owed, (case,)):
        return False
    return desk.merging or len(desk.talk.telling) > 1


def reply(
    scene: Scene,
    case: Case | None,
    answer: Answer,
    *,
    happenings: tuple[Happening, ...] = (),
    alarms: tuple[str, ...] = (),
    changed: bool = True,
    counts: bool = True,
) -> Turn:
    """A turn that says something about a case. counts: the message is part of a burst."""
    number = case.id if case else None
    over = bool(answer.lists) or not clashes(scene.desk, number, answer.whole)
    burst = answer.burst and over
    text, late = _with_late(scene, answer, burst)
    say = Say(text, answer.purpose, number, answer.buttons, burst, answer.subject)
    return Turn(
        talk=_remembered(scene, case, answer, burst, late, counts),
        cases=(case,) if case and changed and case.own else (),
        joins=number,
        happenings=happenings,
        say=say,
        alarms=alarms,
        language=tongue(scene),
    )


def aside(
    scene: Scene,
    text: str,
    purpose: str,
    case: Case | None = None,
    *,
    asking: str | None = None,
    buttons: tuple[Button, ...] = (),
    happenings: tuple[Happening, ...] = (),
    alarms: tuple[str, ...] = (),
    changed: Case | None = None,
    about: int | None = None,
) -> Turn:
    """A turn that answers beside the running burst: at once, and what was asked stays asked."""
    talk = replace(scene.desk.talk, language=tongue(scene))
    if asking is not None:
        talk = replace(talk, asking=asking)
    if about is not None:
        talk = replace(talk, case=about)
    return Turn(
        talk=talk,
        cases=(changed,) if changed and changed.own else (),
        joins=case.id if case and case.own else None,
        happenings=happenings,
        say=Say(text, purpose, case.id if case else None, buttons),
        taken_for="command" if scene.command else "citizen",
        alarms=alarms,
        language=tongue(scene),
    )


def silent(
    scene: Scene, case: Case, happenings: tuple[Happening, ...], alarms: tuple[str, ...] = ()
) -> Turn:
    """A straggler joins without a word and is named in the next message."""
    talk = scene.desk.talk
    late = added(talk.late, kinds(scene))
    talk = replace(talk, language=tongue(scene), case=case.id, late=late)
    return Turn(talk, (case,), case.id, happenings, alarms=alarms, language=tongue(scene))


def trusting(scene: Scene, case: Case, turn: Turn) -> Turn:
    """The kunci was given: for an hour this case is open to a sender who proves nothing else."""
    return replace(turn, talk=replace(turn.talk, opened=case.id, opened_at=scene.now))


def linking(turn: Turn, case: Case) -> Turn:
    return replace(turn, links=case.id, alarms=(*turn.alarms, "link"))


def joining(turn: Turn, case: Case) -> Turn:
    return replace(turn, joins=case.id)


def tongue(scene: Scene) -> str:
    """The language to remember: none before the words have told one."""
    return scene.desk.talk.language or scene.reading.language


def kinds(scene: Scene) -> dict[str, int]:
    """What this message consists of, for counting."""
    counts: dict[str, int] = {"text": 1} if scene.said.text.strip() else {}
    return added(counts, {}, scene.said.files)


def added(
    before: Mapping[str, int], more: Mapping[str, int], each: tuple[str, ...] = ()
) -> dict[str, int]:
    counts = dict(before)
    for kind, count in [*more.items(), *((kind, 1) for kind in each)]:
        counts[kind] = counts.get(kind, 0) + count
    return counts


def _with_late(scene: Scene, answer: Answer, burst: bool) -> tuple[str, Mapping[str, int]]:
    """The text with the stragglers named, and those that stay to be named."""
    talk = scene.desk.talk
    waiting = talk.told and scene.desk.answer_waits and not burst
    if not talk.late or waiting or not _telling(talk, answer) or scene.form == "sms":
        return answer.text, talk.late
    named = scene.text("receipt.late", files=summary.counted(scene, talk.late))
    first, gap, rest = answer.text.partition("\n\n")
    return f"{first}\n\n{named}{gap}{rest}", talk.late if burst else {}


def _remembered(
    scene: Scene,
    case: Case | None,
    answer: Answer,
    burst: bool,
    late: Mapping[str, int],
    counts: bool,
) -> Talk:
    talk = replace(
        scene.desk.talk,
        language=tongue(scene),
        case=case.id if case and case.own else scene.desk.talk.case,
        asking=answer.asking,
        answered_at=scene.now,
        late=late,
    )
    if burst:
        counted = added(talk.burst, kinds(scene)) if case and counts else talk.burst
        began = talk.burst_at or scene.now
        told = _telling(talk, answer)
        telling = tuple(one for one in talk.owed if one in _told_of(case, answer)) if told else ()
        return replace(talk, burst_at=began, burst=counted, told=told, telling=telling)
    if scene.desk.answer_waits or not (answer.whole and answer.tells):
        return talk
    return replace(talk, owed=_without(talk.owed, _told_of(case, answer)))


def _telling(talk: Talk, answer: Answer) -> bool:
    return answer.tells and (answer.whole or not talk.owed)


def _told_of(case: Case | None, answer: Answer) -> tuple[int, ...]:
    return answer.lists or ((case.id,) if case else ())


def _without(owed: tuple[int, ...], told: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(one for one in owed if one not in told)
