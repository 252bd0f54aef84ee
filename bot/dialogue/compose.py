"""The answer about a case, composed anew from what is known: receipt, echo, one question."""

from __future__ import annotations

from bot.casework.words import Kind, Protection, Slot
from bot.dialogue import (
    buttons,
    kinds,
    letter,
    lookup,
    merged,
    retell,
    secrecy_words,
    sms,
    steps,
    summary,
    turns,
    written,
)
from bot.dialogue import tokens as token_words
from bot.dialogue.desk import KEY_MARK, Case, Fact
from bot.dialogue.lexicon import words
from bot.dialogue.proof import owes
from bot.dialogue.scene import EMERGENCY, HIDDEN, SLOTS, Scene, missing
from bot.dialogue.steps import CONFIRM, NOTHING, Step
from bot.dialogue.turns import Answer

_ABOUT_OFFICE = words("buka tutup alamat telepon libur open opening close address")


def answer(
    scene: Scene, case: Case, *, fresh: bool = False, lead: str = "", gained: tuple[Slot, ...] = ()
) -> tuple[Case, Answer]:
    """The case with its question noted, and what to say. fresh: number and kunci are owed."""
    owed = fresh or owes(scene.desk, scene.said, case)
    if owed and turns.merges(scene.desk, case.id):
        return merged.answer(scene, case)
    if scene.form == "sms":
        return sms.answer(scene, case, owed)
    if scene.form == "letter":
        return letter.answer(scene, case, owed)
    return _talk(scene, case, owed, lead, gained)


def heard(scene: Scene, case: Case) -> tuple[Case, Answer] | None:
    """What a voice note told, said back with what is still asked; None where nothing is."""
    step = steps.following(scene, case)
    if step is NOTHING or scene.form == "sms":
        return None
    if scene.form == "letter" or step.asking == "fear" or owes(scene.desk, scene.said, case):
        asked, said = answer(scene, case)
        return (asked, said) if said.asking else None
    story = summary.understood(scene, case) if case.protection is Protection.OPEN else ""
    parts = [scene.text("heard.thanks"), story, question(scene, case, step, owed=True)]
    shown = buttons.under(scene, step.asking, case)
    said = Answer(paragraphs(parts), "question", step.asking, shown, whole=True)
    return steps.asked(case, step), said


def _talk(
    scene: Scene, case: Case, owed: bool, lead: str, gained: tuple[Slot, ...]
) -> tuple[Case, Answer]:
    step = steps.following(scene, case)
    if step.asking == "fear":
        return _frightened(scene, case, step, owed)
    if _PLAINLY & case.assistance and scene.form == "chat":
        step = NOTHING if step is CONFIRM else step
        parts = _plain(scene, case, step, owed)
        if lead in _TURNED and not owed:
            parts = [*_echo(scene, case, step, lead, gained), *parts[1:]]
    else:
        head = _receipt(scene, case, step) if owed else _echo(scene, case, step, lead, gained)
        parts = [*head, question(scene, case, step, owed, again=bool(lead))]
    asked = steps.asked(case, step)
    parts = [*summary.danger(scene, case, owed), *parts]
    purpose = "receipt" if owed else ("question" if step.asking else "ack")
    if owed:
        parts.append(letter.turning(scene, case))
    shown = buttons.under(scene, step.asking, case)
    if owed and not shown and buttons.is_asking(case):
        shown = buttons.row(scene, ("complaint",), case)
    return asked, Answer(paragraphs(parts), purpose, step.asking, shown, whole=True)


#: What was asked for is said, however briefly.
_TURNED = frozenset({"word.complaint.done", "word.question.done"})
#: Who needs short sentences, and few of them.
_PLAINLY = frozenset({"cannot_write"})


def _plain(scene: Scene, case: Case, step: Step, owed: bool) -> list[str]:
    """At most three short sentences for who reads with trouble."""
    key = "plain.receipt" if owed and case.news_by else "plain.undated" if owed else "plain.noted"
    facts = {"number": case.number, "key": KEY_MARK, "date": scene.day(case.news_by)}
    asked = step.asking if step.slots and step.asking in SLOTS else ""
    asking = scene.text(f"plain.ask.{asked}") if asked else question(scene, case, step, owed)
    return [scene.text(key, **facts), asking]


def _frightened(scene: Scene, case: Case, step: Step, owed: bool) -> tuple[Case, Answer]:
    """Secrecy is explained before anything is asked; later on the choice stays open."""
    choice = buttons.under(scene, "fear", case)
    asked = steps.asked(case, step)
    if scene.desk.talk.asking == "fear" and not scene.desk.answer_waits:
        head = _receipt(scene, case, step) if owed else [joined(scene, case)]
        parts = [scene.text("secrecy.later"), *head]
        return asked, Answer(
            paragraphs(parts), "receipt" if owed else "ack", "fear", choice, whole=True
        )
    parts = secrecy_words.explained(scene, case, bool(choice))
    return asked, Answer(paragraphs(parts), "receipt", "fear", choice, whole=True, tells=False)


def explained(scene: Scene, case: Case) -> Answer:
    """Secrecy, told to who was asked whether the name may be read and is afraid."""
    choice = buttons.under(scene, "fear", case)
    parts = secrecy_words.explained(scene, case, bool(choice))
    return Answer(paragraphs(parts), "question", "fear", choice, whole=True, tells=False)


def _receipt(scene: Scene, case: Case, step: Step) -> list[str]:
    """Thanks, number, what was understood, who reads by when, no fee."""
    moment = scene.moment(case.received_at)
    thanks = scene.text(f"receipt.thanks.{case.kind}", moment=moment)
    return [
        f"{_greeting(scene, case)} {thanks}",
        _numbers(scene, case),
        summary.understood(scene, case),
        *_particulars(scene, case, step),
    ]


def _greeting(scene: Scene, case: Case) -> str:
    """A greeting is answered in kind, by name where the name is no secret."""
    part = _greeted(scene, case)
    if not part:
        return ""
    greeting = scene.text(f"greeting.{part}")
    name = retell.name(case.slots.get(Slot.NAME, ""))
    if name and case.protection is Protection.OPEN:
        return scene.text("greeting.named", greeting=greeting, name=name)
    return scene.text("greeting.alone", greeting=greeting)


def _greeted(scene: Scene, case: Case) -> str:
    """The greeting with which the story began, in this message or an earlier one."""
    story = case.slots.get(Slot.DESCRIPTION, "")
    if scene.reading.greeting or story == scene.said.text.strip():
        return scene.reading.greeting
    told = token_words.cut(story[:80]).words
    return kinds.greeting(tuple(word for word in told if word[0].isalnum()))


def _numbers(scene: Scene, case: Case) -> str:
    key = "receipt.number_only" if scene.form == "page" else "receipt.number"
    return scene.text(key, number=case.number, key=KEY_MARK)


def _particulars(scene: Scene, case: Case, step: Step) -> list[str]:
    if case.urgent == EMERGENCY:  # whoever stands in it reads no more than this
        return [_files(scene), scene.text("receipt.urgent")]
    clear = [scene.text("receipt.clear")] if step.asking == "confirm" and case.heard else []
    return [
        _files(scene),
        _office(scene, case),
        scene.text("receipt.urgent") if case.urgent else "",
        " ".join([*clear, reader(scene, case), scene.text("receipt.free")]),
        written.receipt(scene),
        _hidden(scene, case),
    ]


def reader(scene: Scene, case: Case) -> str:
    """Who reads it, and by which day news is sent."""
    if case.news_by is None:
        return scene.text("receipt.reader.undated")
    key = case.kind.value if case.heard else "voice"
    return scene.text(f"receipt.reader.{key}", date=scene.day(case.news_by))


def _files(scene: Scene) -> str:
    burst = scene.desk.talk.burst if turns.bursting(scene.desk) else {}
    counts = turns.added(burst, turns.kinds(scene))
    counts.pop("text", None)
    return scene.text("receipt.files", files=summary.counted(scene, counts)) if counts else ""


def _office(scene: Scene, case: Case) -> str:
    """Who asks for hours or the address is told at once, beside the number."""
    if case.kind is not Kind.INFORMATION:
        return ""
    return office(scene, case.slots.get(Slot.DESCRIPTION, ""))


def office(scene: Scene, question: str) -> str:
    """Hours, telephone and address, where that is what was asked."""
    asked = _ABOUT_OFFICE & set(token_words.cut(question[:400]).words)
    return scene.text("receipt.hours") if asked else ""


def _hidden(scene: Scene, case: Case) -> str:
    if case.protection not in HIDDEN:
        return ""
    return scene.text(f"secrecy.done.{case.protection}")


def _echo(scene: Scene, case: Case, step: Step, lead: str, gained: tuple[Slot, ...]) -> list[str]:
    """What was just told, said back in a few words."""
    told = summary.gains(scene, case, [slot for slot in gained if slot in _SAID_BACK])
    if lead == MENDED and told:
        return [scene.text("confirm.mended_what", what=told)]
    if lead:
        return [scene.text(lead, number=case.number, date=scene.day(case.news_by))]
    if scene.said.location and Slot.PLACE in gained:
        return [scene.text("joined.place")]
    if step.asking == "confirm":
        return []
    if step.asking == "rest":
        return [_kept(scene)]
    if told:
        news = lookup.next_news(scene, case) if step is NOTHING else ""
        return [f"{scene.text('ask.noted_what', what=told)} {news}"]
    return [scene.text("ask.noted") if step is not NOTHING else joined(scene, case)]


#: Said before anything else where something was put right.
MENDED = "confirm.mended"
#: Facts that are short enough to be said back; the story is told in full elsewhere.
_SAID_BACK = frozenset(Slot) - {Slot.DESCRIPTION, Slot.SERVICE}


def _kept(scene: Scene) -> str:
    """A protected story is stored, and said back once."""
    told = retell.story(scene.said.text, scene.language)
    understood = scene.text("receipt.understood", story=told) if told else ""
    return f"{scene.text('secrecy.rest.saved')} {understood}".strip()


def joined(scene: Scene, case: Case) -> str:
    """An addition has come in; nothing is asked."""
    if not case.heard and "voice" in scene.said.files:
        return scene.text("joined.voice", number=case.number)
    if scene.said.files and not scene.said.text.strip():
        files = summary.counted(scene, turns.kinds(scene))
        return scene.text("joined.files", number=case.number, files=files)
    news = "" if case.urgent == EMERGENCY else lookup.next_news(scene, case)
    return f"{scene.text('joined.ack', number=case.number)} {news}".strip()


def question(scene: Scene, case: Case, step: Step, owed: bool, *, again: bool = False) -> str:
    """One question, with a hint for those who have no buttons."""
    if not step.asking:
        return ""
    if step.asking == "confirm":
        return _confirmation(scene, case, owed, again)
    if step.asking == "rest":
        return secrecy_words.rest(scene, case, step.slots)
    if step.asking == "secrecy":
        return secrecy_words.question(scene)
    key = "ask.identity" if len(step.slots) > 1 else f"ask.{step.asking}"
    opening = _opening(case, step, owed)
    for_other = Slot.NAME in step.slots and case.facts.get(Fact.BEHALF)
    said = [
        scene.text(opening) if opening else "",
        scene.text(key),
        scene.text("ask.behalf") if for_other else "",
        _hint(scene),
    ]
    return " ".join(part for part in said if part)


def _opening(case: Case, step: Step, owed: bool) -> str:
    """The first question and the last one say that they are."""
    if owed:
        return "ask.first"
    left = [slot for slot in missing(case) if slot not in step.slots]
    return "" if left else "ask.last"


def _hint(scene: Scene) -> str:
    return "" if scene.desk.line.choices else scene.text("ask.skip_hint")


def _confirmation(scene: Scene, case: Case, owed: bool, again: bool) -> str:
    hint = "" if scene.desk.line.choices else scene.text("confirm.hint")
    if owed:
        return " ".join(part for part in (scene.text("receipt.right"), hint) if part)
    asking = " ".join(part for part in (scene.text("confirm.right"), hint) if part)
    enough = scene.text("confirm.now" if again else "confirm.enough")
    return paragraphs([enough, summary.full(scene, case), asking])


def paragraphs(parts: list[str]) -> str:
    return "\n\n".join(part.strip() for part in parts if part.strip())
