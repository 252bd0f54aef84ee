"""What the loopback Bot API refuses, and the ways in which it can misbehave."""

from __future__ import annotations

import html
import json
import math
import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

Obj = dict[str, Any]
MB = 2**20
TEXT, CAPTION, DATA = 4096, 1024, 64
PHOTO, UPLOAD, DOWNLOAD = 10 * MB, 50 * MB, 20 * MB
SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")

_TAGS = frozenset(
    {"b", "strong", "i", "em", "u", "ins", "s", "strike", "del", "span", "tg-spoiler", "a"}
    | {"code", "pre", "blockquote", "tg-emoji"}
)
_TAG = re.compile(r"<(/?)([a-zA-Z][\w-]*)((?:\s[^<>]*)?)>")
_ENTITY = re.compile(r"&(?!(?:lt|gt|amp|quot|#\d+|#x[0-9a-fA-F]+);)")
_PICTURES = (b"\xff\xd8\xff", b"\x89PNG", b"RIFF", b"GIF8")


@dataclass(slots=True)
class Faults:
    """A switch for each way a provider fails; all may be turned while it runs."""

    #: Never answers, and does nothing.
    hang: bool = False
    #: Waits so many seconds, then does what was asked and answers.
    answer_after: float = 0.0
    #: Does what was asked at once, and answers so many seconds later.
    answer_late: float = 0.0
    #: Does what was asked, and closes the connection without a word.
    lose_answer: bool = False
    http_500: bool = False
    #: Every message is one too many: 429 with this many seconds to wait.
    rate_limit: int = 0
    token_revoked: bool = False
    #: Somebody else fetches this bot's updates.
    conflict: bool = False
    duplicate_updates: bool = False
    reorder: bool = False
    #: Webhooks leave within so many seconds, each on a connection of its own, in any order.
    scatter: float = 0.0


class BotApiError(Exception):
    """An answer that is not ok."""

    def __init__(self, code: int, description: str, **parameters: int) -> None:
        super().__init__(description)
        self.code, self.description, self.parameters = code, description, parameters

    def body(self) -> Obj:
        body: Obj = {"ok": False, "error_code": self.code, "description": self.description}
        return body | ({"parameters": self.parameters} if self.parameters else {})


def bad(description: str) -> BotApiError:
    return BotApiError(400, f"Bad Request: {description}")


class Flood:
    """Flood control: so many messages per second to one chat, with some on credit."""

    def __init__(self, per_chat: float = 1.0, credit: float = 5.0) -> None:
        self.per_chat, self.credit = per_chat, credit
        self._levels: dict[int, tuple[float, datetime]] = {}

    def take(self, chat: int, now: datetime) -> None:
        level, at = self._levels.get(chat, (self.credit, now))
        passed = max(now - at, timedelta()).total_seconds()
        level = min(self.credit, level + passed * self.per_chat)
        self._levels[chat] = level, now
        if level < 1:
            wait = max(1, math.ceil((1 - level) / self.per_chat))
            raise BotApiError(429, f"Too Many Requests: retry after {wait}", retry_after=wait)
        self._levels[chat] = level - 1, now


def said(given: Obj, field: str) -> tuple[str, str]:
    """A text or a caption as it was marked up, and as it is read."""
    text = str(given.get(field, ""))
    marked = text if given.get("parse_mode", "").upper() == "HTML" else html.escape(text, False)
    read = plain(marked)
    if field == "text" and not read.strip():
        raise bad("message text is empty")
    if len(read) > (TEXT if field == "text" else CAPTION):
        raise bad("message is too long" if field == "text" else "message caption is too long")
    return marked, read


def plain(marked: str) -> str:
    """The text without its tags. Raises BotApiError where they are unknown or unbalanced."""
    open_tags: list[str] = []
    rest = _TAG.sub(lambda tag: _step(open_tags, tag), marked)
    if "<" in rest:
        raise bad("can't parse entities: Unsupported start tag")
    if open_tags:
        raise bad(f"can't parse entities: Can't find end tag corresponding to \"{open_tags[-1]}\"")
    return html.unescape(_ENTITY.sub("&amp;", rest))


def _step(open_tags: list[str], tag: re.Match[str]) -> str:
    closing, name = bool(tag[1]), tag[2].lower()
    if name not in _TAGS:
        raise bad(f'can\'t parse entities: Unsupported start tag "{name}"')
    if not closing:
        open_tags.append(name)
    elif not open_tags or open_tags.pop() != name:
        raise bad("can't parse entities: Unexpected end tag")
    return ""


def markup(given: Obj) -> Obj:
    """What stands under a message, checked."""
    shown = parsed(given, "reply_markup") or {}
    if not isinstance(shown, dict):
        raise bad("object expected as reply markup")
    for row in shown.get("inline_keyboard", ()):
        for button in row:
            _button(button)
    for row in shown.get("keyboard", ()):
        for key in row:
            if not (key if isinstance(key, str) else key.get("text")):
                raise bad("keyboard button text must be non-empty")
    return shown


def _button(button: Obj) -> None:
    if not button.get("text"):
        raise bad("inline keyboard button text must be non-empty")
    data = button.get("callback_data")
    if data is None and not button.get("url"):
        raise bad("Text buttons are unallowed in the inline keyboard")
    if data is not None and not 1 <= len(data.encode()) <= DATA:
        raise bad("BUTTON_DATA_INVALID")


def file(kind: str, data: bytes) -> None:
    """Whether a file of this kind may be sent."""
    if not data:
        raise bad("file must be non-empty")
    if len(data) > (PHOTO if kind == "photo" else UPLOAD):
        raise BotApiError(413, "Request Entity Too Large")
    if kind == "photo" and not data.startswith(_PICTURES):
        raise bad("IMAGE_PROCESS_FAILED")


def parsed(given: Obj, field: str) -> Any:
    """A parameter that is JSON; forms carry it as text."""
    value = given.get(field)
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except ValueError as error:
        raise bad(f"can't parse {field}") from error


def whole(given: Obj, field: str, default: int | None = None) -> int:
    """A parameter that is a whole number."""
    value = given.get(field, default)
    try:
        return int(value)  # type: ignore[arg-type]
    except (TypeError, ValueError) as error:
        raise bad(f"{field} is missing or no number") from error
