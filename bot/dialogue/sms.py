"""Answers where the citizen pays for every message: one segment, one question in a lifetime."""

from __future__ import annotations

from bot.casework import completeness
from bot.casework.words import Slot
from bot.dialogue import steps, summary
from bot.dialogue.desk import KEY_MARK, Case, with_keys
from bot.dialogue.scene import Scene, missing
from bot.dialogue.texts import local
from bot.dialogue.turns import Answer

SEGMENT = 160


def answer(scene: Scene, case: Case, owed: bool) -> tuple[Case, Answer]:
    """The receipt, with everything that is missing asked at once, or a word of thanks."""
    if summary.in_danger(scene, case, owed):
        return case, Answer(_emergency(scene, case, owed), "receipt", whole=True)
    if owed and steps.unsettled(case) and scene.reading.fear:
        return case, Answer(_filled(scene, case, ("sms.secrecy",)), "receipt", whole=True)
    slots = _lacking(case)
    asked = steps.asked(case, steps.Step("all", slots))
    asking = "all" if slots else ""
    if owed:
        keys = _QUESTIONS if slots else _RECEIPTS
        return asked, Answer(_filled(scene, case, keys, slots), "receipt", asking, whole=True)
    late = case.news_by is not None and case.news_by < scene.today()
    said = _filled(scene, case, _JOINED[1:] if late else _JOINED)
    return case, Answer(said, "ack", whole=True)


def outside(scene: Scene, case: Case) -> str:
    """As many ways out of this office as one message names."""
    ways = [f"{one.name} {one.contact}".strip() for one in scene.desk.office.outside]
    lists = [ways[:most] for most in range(len(ways), 0, -1)]
    return short(
        [
            scene.text(key, number=case.number, remedies=summary.joined(scene, some, "or"))
            for some in lists
            for key in ("sms.outside", "sms.outside_brief")
        ]
    )


def short(texts: list[str]) -> str:
    """The first that fits one segment, else the last."""
    return next((text for text in texts if fits(text)), texts[-1])


def fits(text: str) -> bool:
    return len(with_keys(text, lambda _: "000000")) <= SEGMENT


def _lacking(case: Case) -> tuple[Slot, ...]:
    """Asked once, and only where the law needs more; place and time alone cost nobody an SMS."""
    by_law = completeness.missing_by_law(case.kind, case.slots)
    if case.asked or not case.heard or not by_law:
        return ()
    return missing(case)


_QUESTIONS = ("sms.question", "sms.question_brief", "sms.question_short")
_RECEIPTS = ("sms.receipt", "sms.receipt_brief")
_JOINED = ("sms.joined", "sms.joined_brief")


def _filled(scene: Scene, case: Case, keys: tuple[str, ...], slots: tuple[Slot, ...] = ()) -> str:
    needs = ", ".join(scene.text(f"sms.short.{slot}") for slot in slots)
    facts = {
        "number": case.number,
        "key": KEY_MARK,
        "stamp": _stamp(scene, case),
        "date": scene.day(case.news_by) or scene.text("sms.soon"),
        "missing": needs,
    }
    return short([scene.text(key, **facts) for key in keys])


def _emergency(scene: Scene, case: Case, owed: bool) -> str:
    numbers = summary.emergency(scene)
    key = "sms.emergency" if owed else "sms.emergency_again"
    facts = {"number": case.number, "key": KEY_MARK}
    lists = [numbers[:most] for most in range(len(numbers), 0, -1)] or [[]]
    texts = [
        scene.text(key, emergency=summary.joined(scene, some, "or") or "112", **facts)
        for some in lists
    ]
    return short(texts)


def _stamp(scene: Scene, case: Case) -> str:
    """5/1/26 09.14: a date that fits."""
    there = local(case.received_at, scene.desk.office.zone)
    hour = scene.text("date.time", hour=f"{there.hour:02}", minute=f"{there.minute:02}")
    year = f"{there.year % 100:02}"
    return scene.text("sms.stamp", day=there.day, month=there.month, year=year, time=hour)
