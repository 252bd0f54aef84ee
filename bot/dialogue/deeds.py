"""What a command does to the one case it means."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Final

from bot.casework.words import Event, Kind, Protection, State
from bot.dialogue import asked, buttons, compose, filing, lookup, summary, turns, written
from bot.dialogue.desk import KEY_MARK, Case, Happening, Turn
from bot.dialogue.proof import Action, allows
from bot.dialogue.scene import HIDDEN, Scene, is_open, look, may, remedies
from bot.dialogue.words import Word

Act = Callable[[Scene, Case], Turn]


def repaired(case: Case) -> bool:
    """Does the citizen have the last word on a repair?"""
    return case.state is State.IN_RESOLUTION and case.repaired_at is not None


def close(scene: Scene, case: Case) -> Turn:
    if repaired(case):
        taken = (Happening(case.id, Event.ACCEPT_REPAIR), _delivered(case))
        return _on_repair(scene, case, "word.repair.done", taken)
    if may(case, Event.CLOSE) or case.state is State.DECIDED:
        turn = _said("word.close.done", Event.CLOSE, "")(scene, case)
        return replace(turn, happenings=(*_arrived(case), *turn.happenings))
    return _said("word.close.early" if is_open(case) else "word.close.ended")(scene, case)


def object_to(scene: Scene, case: Case) -> Turn:
    if repaired(case):
        undone = (Happening(case.id, Event.REFUSE_REPAIR),)
        return _on_repair(scene, case, "word.repair.again", undone, asking="object")
    if case.state is State.DUPLICATE:  # it was answered with another one: a person takes it up
        turn = _said("word.human", Event.ASK_HUMAN, "object")(scene, case)
        return replace(turn, alarms=("human",))
    if not may(case, Event.OBJECT) and case.state is not State.DECIDED:
        return _said("word.object.early" if is_open(case) else "word.close.ended")(scene, case)
    parts = [scene.text("word.object.done", **_facts(scene, case))]
    if scene.form != "sms":
        parts.append(scene.text("word.object.why"))
        if scene.desk.office.remedies:
            parts.append(scene.text("word.object.remedies", remedies=remedies(scene.desk)))
    deeds = (*_arrived(case), Happening(case.id, Event.OBJECT))
    text = compose.paragraphs(parts)
    about = case.id if case.own else None
    return turns.aside(scene, text, "command", case, happenings=deeds, asking="object", about=about)


def resume(scene: Scene, case: Case) -> Turn:
    if may(case, Event.RESUME):
        dated = "word.resume.done" if case.news_by else "word.resume.done_undated"
        return _said(dated, Event.RESUME)(scene, case)
    if case.own and case.ended_as in RESUMED:
        return _filed_again(scene, case)
    return _said("word.resume.running" if is_open(case) else "word.resume.ended")(scene, case)


#: What LANJUT files again; what was answered is over.
RESUMED: Final = frozenset({State.WITHDRAWN, State.DEEMED_WITHDRAWN})


def _filed_again(scene: Scene, case: Case) -> Turn:
    """Its words are said back: only to who proves that they may be read."""
    if not allows(scene.desk, scene.said, case, Action.READ):
        return lookup.need_key(scene, case, Word.LANJUT)
    note = "" if scene.form == "sms" else scene.text("word.resume.again", number=case.number)
    return filing.again(scene, case, note)


def may_turn(case: Case) -> bool:
    """A question or a proposal that nobody has answered yet."""
    return case.kind is not Kind.COMPLAINT and case.state is State.RECEIVED


def to_complaint(scene: Scene, case: Case) -> Turn:
    """A question or a proposal is a complaint after all: number and words stay."""
    if not case.own:
        return lookup.need_key(scene, case, Word.PENGADUAN)
    if case.kind is Kind.COMPLAINT:
        return _said("word.complaint.already")(scene, case)
    if not may(case, Event.TO_COMPLAINT):
        return _said("word.complaint.late")(scene, case)
    told = case.news_by if case.kind is Kind.ASPIRATION else None  # this clock runs on
    by = told or _soonest(case.news_by, scene.desk.news_by.get(Kind.COMPLAINT))
    after = replace(case, kind=Kind.COMPLAINT, news_by=by)
    key = "word.complaint.done_late" if by and by < scene.today() else "word.complaint.done"
    return _turned(scene, after, key, Event.TO_COMPLAINT, "question")


def to_question(scene: Scene, case: Case) -> Turn:
    """A complaint that only asks, as long as nobody has worked on it."""
    if not case.own:
        return lookup.need_key(scene, case, Word.TANYA)
    if case.kind is not Kind.COMPLAINT:
        return _said("word.question.already")(scene, case)
    if not buttons.is_question(case):
        return _said("word.question.late")(scene, case)
    by = _soonest(case.news_by, scene.desk.news_by.get(Kind.INFORMATION))
    after = replace(case, kind=Kind.INFORMATION, news_by=by)
    return _turned(scene, after, "word.question.done", Event.TO_QUESTION, "complaint")


def _soonest(*days: date | None) -> date | None:
    """What was told before never moves away."""
    return min((day for day in days if day is not None), default=None)


def _turned(scene: Scene, case: Case, key: str, event: Event, back: str) -> Turn:
    """Said with the new date; where asking is free, with what a complaint still lacks."""
    happened = (Happening(case.id, event, {"kind": case.kind.value}),)
    if scene.form in ("sms", "letter"):
        text = scene.text(key, **_facts(scene, case))
        return turns.aside(
            scene, text, "command", case, asking="", happenings=happened, changed=case
        )
    asked, said = compose.answer(scene, case, lead=key)
    shown = said.buttons or buttons.row(scene, (back,), case)
    said = replace(said, buttons=shown, burst=not scene.said.choice)
    return turns.reply(scene, asked, said, happenings=happened, counts=False)


def withdraw(scene: Scene, case: Case) -> Turn:
    """Asked once more, save where that would cost; a protected case waits for a call."""
    if case.protection is not Protection.OPEN:
        turn = _said("word.withdraw.protected", Event.ASK_HUMAN)(scene, case)
        return replace(turn, alarms=("human",))
    if not may(case, Event.WITHDRAW) or scene.form == "sms":
        return asked.withdraw(scene, case)
    ask = scene.text("word.withdraw.ask", number=case.number)
    hint = "" if scene.desk.line.choices else scene.text("word.withdraw.hint")
    choice = buttons.under(scene, "withdraw", case)
    text = f"{ask} {hint}".strip()
    about = case.id if case.own else None
    return turns.aside(
        scene, text, "question", case, asking="withdraw", buttons=choice, about=about
    )


def withdraw_confirmed(scene: Scene, case: Case) -> Turn:
    if case.protection is not Protection.OPEN:
        return withdraw(scene, case)
    return asked.withdraw(scene, case)


def unprotect(scene: Scene, case: Case) -> Turn:
    if case.protection not in HIDDEN or not case.own:
        return _said("secrecy.off.none")(scene, case)
    shown = replace(case, protection=Protection.OPEN)
    deeds = (Happening(case.id, Event.UNPROTECT, {"protection": "open"}),)
    text = scene.text("secrecy.off.done", number=case.number)
    return turns.aside(scene, text, "command", case, happenings=deeds, changed=shown)


def press(scene: Scene, case: Case) -> Turn:
    key = "word.pressure" if scene.desk.office.custodian else "word.pressure_small"
    parts = [scene.text(key, number=case.number)]
    emergency = summary.emergency(scene)
    if emergency and scene.form != "sms":
        numbers = summary.joined(scene, emergency, "or")
        parts.append(scene.text("word.pressure.more", numbers=numbers))
    text = compose.paragraphs(parts)
    return turns.aside(
        scene,
        text,
        "command",
        case,
        happenings=(Happening(case.id, Event.PRESSURE),),
        alarms=("pressure",),
        changed=replace(case, urgent="ancaman") if case.own else None,
    )


def add(scene: Scene, case: Case) -> Turn:
    """ "TAMBAH K7F3-9QX ..." joins at once; alone it waits for what comes next."""
    if not case.own:
        return lookup.need_key(scene, case, Word.TAMBAH)
    behind = scene.command.argument if scene.command else ""
    if not behind and not scene.said.files:
        text = scene.text("word.add", number=case.number)
        return turns.aside(scene, text, "question", case, asking="add", about=case.id)
    told = look(scene.desk, replace(scene.said, text=behind), None)
    after = filing.merge(told, case)
    deeds = filing.filled(told, case, after)
    text = scene.text("word.added", number=case.number)
    return turns.aside(scene, text, "ack", case, happenings=deeds, changed=after, about=case.id)


def file(scene: Scene, case: Case) -> Turn:
    """What we hold of the case, as text; the print comes from the counter."""
    facts = _facts(scene, case)
    if scene.form == "sms":
        return turns.aside(scene, scene.text("word.file.paper", **facts), "command", case)
    files = scene.text("word.file.files", count=case.files) if case.files else ""
    parts = [
        scene.text("word.file.head", moment=scene.moment(scene.now), **facts),
        scene.text("word.file.received", moment=scene.moment(case.received_at)),
        scene.text("word.file.stage", **facts),
        summary.full(scene, case) if case.own else "",
        files,
        written.receipt(scene, "word.file.whole") or scene.text("word.file.paper", **facts),
    ]
    return turns.aside(scene, "\n".join(part for part in parts if part), "command", case)


def read(scene: Scene, case: Case) -> Turn:
    """What was only knocked for, now that it may be shown."""
    news = scene.desk.news.get(case.id, "")
    text = news or scene.text("word.read.nothing", **_facts(scene, case))
    return turns.aside(scene, text, "status", case)


def unlink(scene: Scene, case: Case) -> Turn:
    turn = _said("word.unlink.done")(scene, case)
    return replace(turn, unlinks=case.id, alarms=("link",))


def new_key(scene: Scene, case: Case) -> Turn:
    """A fresh kunci; the old one opens nothing any more."""
    text = scene.text("word.new_key.done", number=case.number, secret=KEY_MARK)
    happened = (Happening(case.id, Event.NEW_KEY),)
    return turns.aside(scene, text, "command", case, happenings=happened)


def _arrived(case: Case) -> tuple[Happening, ...]:
    """Who answers to the result has got it, whatever the provider tells or not."""
    if case.state is not State.DECIDED:
        return ()
    return (_delivered(case),)


def _delivered(case: Case) -> Happening:
    return Happening(case.id, Event.DELIVER, {"proof": "answer"})


def _on_repair(
    scene: Scene, case: Case, key: str, deeds: tuple[Happening, ...], asking: str = ""
) -> Turn:
    text = scene.text(key, **_facts(scene, case))
    said = replace(case, repaired_at=None)
    about = case.id if case.own else None
    return turns.aside(
        scene, text, "command", case, happenings=deeds, asking=asking, changed=said, about=about
    )


def _said(key: str, event: Event | None = None, asking: str | None = None) -> Act:
    """A text about the case and, where there is one, the event it tells of."""

    def act(scene: Scene, case: Case) -> Turn:
        deeds = (Happening(case.id, event),) if event else ()
        text = scene.text(key, **_facts(scene, case))
        return turns.aside(scene, text, "command", case, happenings=deeds, asking=asking)

    return act


def _facts(scene: Scene, case: Case) -> dict[str, str]:
    due = scene.day(lookup.due_date(case) or case.news_by)
    return {"number": case.number, "stage": scene.stage(case.state), "date": due}
