"""What the simulated phones show: bubbles, and who watches them change."""

from __future__ import annotations

import asyncio
import html
import re
import secrets
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from typing import Any, Literal

State = Literal["sent", "taken", "read"]
Whose = tuple[str, str]
#: A page that does not read for this many changes is told to load anew.
_BACKLOG = 512
_STARS = re.compile(r"\*([^*\n]+)\*")
_BOLD = re.compile(r"<(?:b|strong)>(.*?)</(?:b|strong)>", re.DOTALL)
_TAG = re.compile(r"<[^>]+>")


@dataclass(frozen=True, slots=True)
class Words:
    """A run of text, bold or not."""

    text: str
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Button:
    """Something to tap: `id` goes to the office, `wants` asks the phone for more than a tap."""

    id: str
    title: str
    wants: Literal["", "location", "contact"] = ""


@dataclass(frozen=True, slots=True)
class File:
    """What a bubble carries besides words; `key` is where the page fetches it."""

    kind: Literal["photo", "voice", "video", "document"]
    key: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a mail has besides its words; `head` is what a program shows of its header lines."""

    subject: str
    sender: str
    to: str
    head: tuple[tuple[str, str], ...] = ()
    files: tuple[File, ...] = ()


@dataclass(frozen=True, slots=True)
class Bill:
    """The short messages that a text leaves as, and what they cost the citizen, in rupiah."""

    parts: tuple[str, ...]
    price: int = 0


@dataclass(frozen=True, slots=True)
class Bubble:
    """One message on one phone; `mine` is the citizen's own."""

    id: str
    mine: bool
    at: datetime
    words: tuple[Words, ...] = ()
    file: File | None = None
    place: str = ""
    buttons: tuple[Button, ...] = ()
    tapped: str = ""
    state: State = "sent"
    edited: bool = False
    sheet: Sheet | None = None
    bill: Bill | None = None

    def told(self) -> dict[str, Any]:
        """As the page gets it."""
        return asdict(self) | {"at": self.at.isoformat()}


@dataclass(slots=True)
class Stored:
    """Bytes of a file, for the page."""

    mime: str
    data: bytes = field(repr=False)


class Chats:
    """Every conversation of the demo, by channel and person."""

    def __init__(self) -> None:
        self._chats: dict[Whose, dict[str, Bubble]] = {}
        self._files: dict[str, Stored] = {}
        self._watchers: set[asyncio.Queue[dict[str, Any] | None]] = set()

    def all(self) -> Mapping[str, Sequence[dict[str, Any]]]:
        """Everything, as the page gets it first."""
        return {
            "/".join(whose): [bubble.told() for bubble in chat.values()]
            for whose, chat in self._chats.items()
        }

    def show(self, whose: Whose, bubble: Bubble) -> None:
        """A bubble appears, or changes."""
        self._chats.setdefault(whose, {})[bubble.id] = bubble
        self._tell({"what": "bubble", "whose": "/".join(whose), "bubble": bubble.told()})

    def change(self, whose: Whose, bubble: str, **changes: Any) -> None:
        """One bubble changes; one that is not there stays away."""
        found = self.find(whose, bubble)
        if found:
            self.show(whose, replace(found, **changes))

    def find(self, whose: Whose, bubble: str) -> Bubble | None:
        return self._chats.get(whose, {}).get(bubble)

    def asked(self, whose: Whose, title: str) -> Bubble | None:
        """The last bubble with this button, if it was not tapped yet."""
        chat = [
            bubble
            for bubble in self._chats.get(whose, {}).values()
            if not bubble.tapped and any(button.title == title for button in bubble.buttons)
        ]
        return chat[-1] if chat else None

    def last_said(self, whose: Whose, pattern: re.Pattern[str]) -> str:
        """The last that the office said of this shape, "" if nothing."""
        chat = list(self._chats.get(whose, {}).values())
        runs = [run.text for bubble in chat if not bubble.mine for run in bubble.words]
        return next((found for run in reversed(runs) for found in pattern.findall(run)), "")

    def last_letter(self, whose: Whose) -> str:
        """The id of the last mail that the office wrote, "" if none."""
        chat = list(self._chats.get(whose, {}).values())
        return next((one.id for one in reversed(chat) if one.sheet and not one.mine), "")

    def seen(self, whose: Whose, last: str) -> None:
        """The office has read this message and all before it."""
        for number, bubble in list(self._chats.get(whose, {}).items()):
            if bubble.mine and bubble.state != "read":
                self.change(whose, number, state="read")
            if number == last:
                return

    def typing(self, whose: Whose) -> None:
        """Somebody at the office is writing."""
        self._tell({"what": "typing", "whose": "/".join(whose)})

    def credit(self, whose: Whose, left: int) -> None:
        """So many rupiah are left on this phone."""
        self._tell({"what": "credit", "whose": "/".join(whose), "left": left})

    def keep(self, data: bytes, mime: str) -> str:
        """Store bytes for the page and return their key."""
        key = secrets.token_urlsafe(16)
        self._files[key] = Stored(mime, data)
        return key

    def file(self, key: str) -> Stored | None:
        return self._files.get(key)

    @contextmanager
    def watch(self) -> Iterator[asyncio.Queue[dict[str, Any] | None]]:
        """A queue of changes; None means that some were lost."""
        queue: asyncio.Queue[dict[str, Any] | None] = asyncio.Queue(_BACKLOG)
        self._watchers.add(queue)
        try:
            yield queue
        finally:
            self._watchers.discard(queue)

    def _tell(self, change: dict[str, Any]) -> None:
        for watcher in self._watchers:
            if watcher.qsize() < _BACKLOG - 1:
                watcher.put_nowait(change)
            elif not watcher.full():
                watcher.put_nowait(None)


def starred(text: str) -> tuple[Words, ...]:
    """WhatsApp's marks: bold stands between stars."""
    return _runs(_STARS.split(text))


def tagged(marked: str) -> tuple[Words, ...]:
    """Telegram's marks: the HTML that the Bot API takes, of which the phones show bold."""
    return _runs([html.unescape(_TAG.sub("", run)) for run in _BOLD.split(marked)])


def _runs(parts: Sequence[str]) -> tuple[Words, ...]:
    return tuple(Words(text, bool(place % 2)) for place, text in enumerate(parts) if text)
