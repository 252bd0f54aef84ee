"""What the office says of its own accord: changes of state, officers' replies, knocks."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from bot.casework.words import Protection, Slot
from bot.dialogue import retell
from bot.dialogue.desk import Button, Case, Line, Office, Say
from bot.dialogue.scene import common, form
from bot.dialogue.texts import Texts

_GAPS = re.compile(r"\n{3,}")
#: Under which texts the citizen finds an answer to tap: (id, key of its title).
_BUTTONS = {
    "status_decided": (("word:SELESAI", "done"), ("word:KEBERATAN", "undone")),
    "status_delivered": (("word:SELESAI", "done"), ("word:KEBERATAN", "undone")),
    "news_knock": (("word:BACA", "read"),),
    "news_hidden": (("word:BACA", "read"),),
}


def push(
    texts: Texts, office: Office, line: Line, language: str, case: Case, key: str, **facts: object
) -> Say:
    """What leaves at once: the notice, or for a protected case only that there is news."""
    if case.protection is not Protection.OPEN:
        key, facts = "news_hidden", {}
    return notice(texts, office, line, language, case, key, **facts)


def notice(
    texts: Texts, office: Office, line: Line, language: str, case: Case, key: str, **facts: object
) -> Say:
    """The whole notice. facts: date (a day), text, to, other; each text takes what it needs."""
    params = _params(texts, office, line, language, case, facts)
    body = texts.say(language, key, form=form(line), bold=line.markup, **params)
    tidy = _GAPS.sub("\n\n", body).strip()
    subject = texts.say(language, "letter.news", number=case.number) if line.letter else ""
    whole = _letter(texts, language, case, tidy, params) if line.letter else tidy
    buttons = _buttons(texts, line, language, case, key)
    return Say(whole, _purpose(key), case.id, buttons, subject=subject)


def _params(
    texts: Texts, office: Office, line: Line, language: str, case: Case, facts: dict[str, object]
) -> dict[str, Any]:
    due = facts.get("date") or case.decide_by or case.news_by
    shown = _day(texts, line, language, due) if isinstance(due, date) else ""
    told = {"text": "", "to": "", "other": "", "remedies": "", "number": case.number}
    return {**common(office), **told, **facts, "date": shown}


def _day(texts: Texts, line: Line, language: str, day: date) -> str:
    if line.costly:
        return texts.say(language, "sms.date", day=day.day, month=day.month)
    return texts.day(language, day, year=line.letter)


def _letter(texts: Texts, language: str, case: Case, body: str, params: dict[str, Any]) -> str:
    name = retell.name(case.slots.get(Slot.NAME, ""))
    known = bool(name) and case.protection is Protection.OPEN
    dear = texts.say(language, "letter.dear" if known else "letter.dear_all", name=name)
    return "\n\n".join([dear, body, texts.say(language, "letter.signature", **params)])


def _buttons(texts: Texts, line: Line, language: str, case: Case, key: str) -> tuple[Button, ...]:
    rows = _BUTTONS.get(key, ())[: line.choices]
    return tuple(
        Button(f"{name}:{case.id}", texts.say(language, f"button.{title}")[: line.choice_title])
        for name, title in rows
    )


def _purpose(key: str) -> str:
    return {"reply_from_officer": "reply", "news_knock": "knock"}.get(key, "status")
