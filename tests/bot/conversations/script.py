"""Conversations as they are written down: who said what, when, on which channel.

    Joko tells by Telegram what is missing                       <- the title, above everything

    Monday 5 January 2026, 19.40. Joko on Telegram:              <- the day is told when it changes
        pak lampu jalan dpn gang mati udh lama

    Sahut:                                                       <- to whom, where it is another
        Terima kasih ...
        [Kirim lokasi] [Lewati dulu]                             <- what can be tapped

A citizen's words are sent as they stand; `...` alone on a line parts the messages of a burst.
`[Lewati dulu]` taps a button, `(photo)`, `(voice note)` and `(location)` send such a thing, with
words behind it if there are any. A letter's first line is `Subject: ...`, and one that begins
with "Re:" answers our last. On the web `form:` fills in the form, `opens:` a case by its number
and kunci. In the inbox each line is a step: `decide: what the citizen is told`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

JAKARTA = ZoneInfo("Asia/Jakarta")
US = "Sahut"
SILENCE = "(says nothing)"

_SPOKEN = re.compile(
    r"(?:\w+ (?P<day>\d+ \w+ \d{4}), )?(?P<hour>\d\d\.\d\d)\. (?P<who>\w+)(?: (?:on|by|in)"
    r" (?P<where>[\w ]+))?:"
)
_SAID = re.compile(rf"{US}(?: to (?P<who>\w+) (?:on|by) (?P<where>[\w ]+))?:")
_INDENT = "    "


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody does on a channel; `at` is when."""

    at: datetime
    who: str
    where: str
    body: str


@dataclass(frozen=True, slots=True)
class Heard:
    """What reached somebody."""

    who: str
    where: str
    body: str


@dataclass(frozen=True, slots=True)
class Script:
    """A conversation: its title, and what was said, theirs and ours in order."""

    title: str
    lines: tuple[Said | Heard, ...]

    @property
    def said(self) -> list[Said]:
        return [line for line in self.lines if isinstance(line, Said)]

    @property
    def heard(self) -> list[Heard]:
        return [line for line in self.lines if isinstance(line, Heard)]


def read(file: Path) -> Script:
    """A conversation from its file."""
    title, _, rest = file.read_text("utf-8").partition("\n\n")
    return Script(title.strip(), tuple(_lines(rest.splitlines())))


def write(script: Script) -> str:
    """The same as text; reading it again gives the same."""
    return "\n\n".join([script.title, *_written(script.lines)]) + "\n"


def _lines(rows: list[str]) -> Iterable[Said | Heard]:
    day, last = "", Heard("", "", "")
    places: dict[str, str] = {}
    while rows:
        head = rows.pop(0)
        if not head.strip():
            continue
        body = _body(rows)
        if ours := _SAID.fullmatch(head):
            yield Heard(ours["who"] or last.who, ours["where"] or last.where, body)
            continue
        spoken = _SPOKEN.fullmatch(head)
        assert spoken is not None, head
        day = spoken["day"] or day
        places[spoken["who"]] = spoken["where"] or places[spoken["who"]]
        at = datetime.strptime(f"{day} {spoken['hour']}", "%d %B %Y %H.%M")
        last = Heard(spoken["who"], places[spoken["who"]], "")
        yield Said(at.replace(tzinfo=JAKARTA), last.who, last.where, body)


def _body(rows: list[str]) -> str:
    taken = []
    while rows and (rows[0].startswith(_INDENT) or not rows[0].strip()):
        taken.append(rows.pop(0).removeprefix(_INDENT))
    return "\n".join(taken).strip("\n")


def _written(lines: Iterable[Said | Heard]) -> Iterable[str]:
    day, last = "", Heard("", "", "")
    places: dict[str, str] = {}
    for line in lines:
        if isinstance(line, Heard):
            same = (line.who, line.where) == (last.who, last.where)
            yield _entry(US if same else f"{US} to {line.who} {_on(line.where)}", line.body)
            continue
        today = f"{line.at:%A} {line.at.day} {line.at:%B %Y}"
        when = f"{line.at:%H.%M}" if today == day else f"{today}, {line.at:%H.%M}"
        where = "" if places.get(line.who) == line.where else f" {_on(line.where)}"
        day, places[line.who] = today, line.where
        last = Heard(line.who, line.where, "")
        yield _entry(f"{when}. {line.who}{where}", line.body)


def _entry(head: str, body: str) -> str:
    rows = (f"{_INDENT}{row}" if row.strip() else "" for row in body.split("\n"))
    return "\n".join([f"{head}:", *rows])


def _on(where: str) -> str:
    return {"SMS": "by SMS", "mail": "by mail", "the inbox": "in the inbox"}.get(
        where, f"on {where}"
    )
