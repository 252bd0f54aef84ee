"""One receipt for several new cases, where a cap lets only one answer leave."""

from __future__ import annotations

from bot.casework.words import Protection, Slot
from bot.dialogue import letter, retell, secrecy_words, sms, steps, summary
from bot.dialogue.desk import Case, key_mark
from bot.dialogue.scene import Scene
from bot.dialogue.turns import Answer

#: How much of each story is told; the longest that fits the channel.
_WIDTHS = (120, 60, 30, 0)


def answer(scene: Scene, case: Case) -> tuple[Case, Answer]:
    """Every case whose receipt is owed, each on a line of its own; nothing is asked."""
    listed = _owed(scene, case)
    ids = tuple(one.id for one in listed)
    afraid = [one for one in listed if steps.unsettled(one)]
    text = _first_fitting(scene, [_told(scene, case, listed, afraid, w) for w in _WIDTHS])
    asking = "fear" if case in afraid and scene.form != "sms" else ""
    subject = scene.text("merged.subject", count=len(listed)) if scene.form == "letter" else ""
    return case, Answer(text, "receipt", asking, subject=subject, whole=True, lists=ids)


def _owed(scene: Scene, case: Case) -> list[Case]:
    """In the order in which they came."""
    known = {one.id: one for one in scene.desk.cases} | {case.id: case}
    return [known[one] for one in scene.desk.talk.owed if one in known]


def _told(scene: Scene, case: Case, listed: list[Case], afraid: list[Case], width: int) -> str:
    if scene.form == "sms":
        return _segment(scene, listed, width)
    lines = "\n".join(_line(scene, n, one, width) for n, one in enumerate(listed, 1))
    parts = [
        *_danger(scene, listed),
        scene.text("merged.head", count=len(listed)),
        lines,
        f"{scene.text('merged.reader')} {scene.text('receipt.free')}",
        *_closed(scene, afraid),
    ]
    text = "\n\n".join(part for part in parts if part)
    return letter.dressed(scene, text, case) if scene.form == "letter" else text


def _first_fitting(scene: Scene, texts: list[str]) -> str:
    if scene.form == "sms":
        return sms.short(texts)
    limit = scene.desk.line.text
    return next((text for text in texts if len(text) <= limit), texts[-1])


def _line(scene: Scene, position: int, case: Case, width: int) -> str:
    key = "merged.line_page" if scene.form == "page" else "merged.line"
    named = scene.text(key, position=position, number=case.number, key=key_mark(case.number))
    return " ".join(part for part in (named, _story(scene, case, width), _day(scene, case)) if part)


def _story(scene: Scene, case: Case, width: int) -> str:
    """One line of what was understood; of who is protected none."""
    if width == 0 or case.protection is not Protection.OPEN:
        return ""
    if not case.slots.get(Slot.DESCRIPTION):
        return scene.text("merged.files") if case.files else ""
    return retell.brief(summary.story(scene, case), width)


def _day(scene: Scene, case: Case) -> str:
    return scene.text("merged.by", date=scene.day(case.news_by)) if case.news_by else ""


def _danger(scene: Scene, listed: list[Case]) -> list[str]:
    """The numbers to call, once, whichever of the cases is in danger."""
    told = (summary.danger(scene, one, owed=True) for one in listed)
    return next((parts for parts in told if parts), [])


def _closed(scene: Scene, afraid: list[Case]) -> list[str]:
    if not afraid:
        return []
    names = summary.joined(scene, [one.number for one in afraid], "and")
    return [scene.text("merged.closed", numbers=names), secrecy_words.choose(scene)]


def _segment(scene: Scene, listed: list[Case], width: int) -> str:
    """As much as a text message holds: numbers and kunci always, a few words where they fit."""
    told = []
    for one in listed:
        story = _story(scene, one, width).rstrip(".")
        facts = {"number": one.number, "key": key_mark(one.number), "story": story}
        told.append(scene.text("sms.merged_line" if story else "sms.merged_bare", **facts))
    due = [one.news_by for one in listed if one.news_by]
    date = scene.day(max(due)) if due else scene.text("sms.soon")
    facts = {"count": str(len(listed)), "cases": ", ".join(told), "date": date}
    return sms.short([scene.text(f"sms.{key}", **facts) for key in ("merged", "merged_brief")])
