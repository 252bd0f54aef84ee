"""What the loopback Graph API refuses, and the ways in which it can misbehave."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from zlib import crc32

Obj = dict[str, Any]
MB = 2**20


@dataclass(slots=True)
class Faults:
    """A switch for each way a provider fails; all may be turned while it runs."""

    #: Never answers, and does nothing.
    hang: bool = False
    #: Does what was asked at once, and answers so many seconds later.
    answer_after: float = 0.0
    http_500: bool = False
    rate_limit: bool = False
    token_expired: bool = False
    #: A closed window is told later, by a status, after the message was accepted.
    late_errors: bool = False
    duplicate_webhooks: bool = False
    reorder: bool = False
    #: What happens within a moment travels in one webhook.
    batch: bool = False
    #: Webhooks leave within so many seconds, each on a connection of its own, in any order.
    scatter: float = 0.0


class GraphError(Exception):
    """An answer that is not 200."""

    def __init__(self, code: int, title: str, details: str = "", status: int = 400) -> None:
        super().__init__(title)
        self.code, self.title, self.details, self.status = code, title, details, status

    def body(self) -> Obj:
        return {
            "error": {
                "message": f"(#{self.code}) {self.title}",
                "type": "OAuthException",
                "code": self.code,
                "error_data": {"messaging_product": "whatsapp", "details": self.details},
                "fbtrace_id": "AloopbackTrace",
            }
        }

    def entry(self) -> Obj:
        """The same failure as a status carries it."""
        return {
            "code": self.code,
            "title": self.title,
            "message": self.title,
            "error_data": {"details": self.details or self.title},
        }


@dataclass(frozen=True, slots=True)
class Template:
    """A template: its language, how many parameters and buttons it has, and how it stands."""

    language: str = "id"
    params: int = 0
    buttons: int = 0
    status: str = "APPROVED"
    category: str = "UTILITY"
    reason: str = "NONE"

    def told(self, name: str) -> Obj:
        """As Graph tells of it."""
        places = " ".join(f"{{{{{place}}}}}" for place in range(1, self.params + 1))
        buttons = [{"type": "QUICK_REPLY", "text": f"Baca kabar {n}"} for n in range(self.buttons)]
        below = [{"type": "BUTTONS", "buttons": buttons}] if buttons else []
        return {
            "id": str(crc32(name.encode())),
            "name": name,
            "status": self.status,
            "language": self.language,
            "category": self.category,
            "rejected_reason": self.reason,
            "parameter_format": "POSITIONAL",
            "components": [{"type": "BODY", "text": f"Ada kabar {places}".strip()}, *below],
        }


_OFFICE = "application/vnd.openxmlformats-officedocument"
_DOCUMENTS = (
    "text/plain",
    "application/pdf",
    "application/msword",
    "application/vnd.ms-excel",
    "application/vnd.ms-powerpoint",
    f"{_OFFICE}.wordprocessingml.document",
    f"{_OFFICE}.spreadsheetml.sheet",
    f"{_OFFICE}.presentationml.presentation",
)
#: Kind of message -> content types and the largest size of its file.
MEDIA: dict[str, tuple[frozenset[str], int]] = {
    "image": (frozenset({"image/jpeg", "image/png"}), 5 * MB),
    "audio": (
        frozenset({"audio/aac", "audio/amr", "audio/mpeg", "audio/mp4", "audio/ogg"}),
        16 * MB,
    ),
    "video": (frozenset({"video/mp4", "video/3gpp"}), 16 * MB),
    "document": (frozenset(_DOCUMENTS), 100 * MB),
    "sticker": (frozenset({"image/webp"}), 500 * 1024),
}
KEYS = frozenset(
    {
        "messaging_product",
        "recipient_type",
        "to",
        "recipient",
        "type",
        "context",
        "biz_opaque_callback_data",
        "text",
        "interactive",
        "template",
        *MEDIA,
    }
)


def recipient(message: Obj) -> str:
    """Whom it goes to: digits of a phone, or a business-scoped user id."""
    phone, user = message.get("to"), message.get("recipient")
    if isinstance(phone, str):
        # Graph itself would put the business number's country code before it: somebody else
        _demand(bool(re.fullmatch(r"\+\d{5,20}", phone)), "to is no number with plus and country")
        return phone[1:]
    shape = r"[A-Z]{2}\.(ENT\.)?[A-Za-z0-9]{1,128}"
    _demand(isinstance(user, str) and bool(re.fullmatch(shape, user)), "no recipient")
    return str(user)


def check(message: Obj, templates: Mapping[str, Template]) -> None:
    """Raises GraphError for a message that the Cloud API would not take."""
    _demand(message.get("messaging_product") == "whatsapp", "messaging_product is required")
    _demand(not set(message) - KEYS, f"unexpected key {sorted(set(message) - KEYS)}")
    _text(message, "biz_opaque_callback_data", 512, required=False)
    if "context" in message:
        _text(_inner(message, "context"), "message_id", 512)
    kind = message.get("type", "text")
    if kind in MEDIA:
        _media(_inner(message, kind), kind)
    elif kind == "template":
        _template(_inner(message, "template"), templates)
    else:
        _demand(kind in _CHECKS, f"type {kind!r} is not supported")
        _CHECKS[kind](_inner(message, kind))


def _media(media: Obj, kind: str) -> None:
    _text(media, "id", 256)
    _text(media, "caption", 1024, required=False)
    _demand("caption" not in media or kind in ("image", "video", "document"), "no caption here")


def _plain(text: Obj) -> None:
    _text(text, "body", 4096)


def _interactive(message: Obj) -> None:
    kind, action = message.get("type"), _inner(message, "action")
    _text(_inner(message, "body"), "text", 4096 if kind == "list" else 1024)
    if kind == "location_request_message":
        _demand(action.get("name") == "send_location", "action.name must be send_location")
    elif kind == "button":
        _titles([b.get("reply") for b in action.get("buttons", [])], most=3, id_=256, title=20)
    else:
        _demand(kind == "list", f"interactive type {kind!r} is not supported")
        _text(action, "button", 20)
        sections = action.get("sections", [])
        _demand(1 <= len(sections) <= 10, "1 to 10 sections")
        rows = [row for section in sections for row in section.get("rows", [])]
        _titles(rows, most=10, id_=200, title=24)


def _titles(items: list[Any], *, most: int, id_: int, title: int) -> None:
    _demand(1 <= len(items) <= most, f"1 to {most} choices")
    for item in items:
        _demand(isinstance(item, dict), "a choice is no object")
        _text(item, "id", id_)
        _demand(item["id"] == item["id"].strip(), "spaces around an id")
        _text(item, "title", title)
        _text(item, "description", 72, required=False)
    for key in ("id", "title"):
        _demand(len({item[key] for item in items}) == len(items), f"two choices with one {key}")


def _template(template: Obj, templates: Mapping[str, Template]) -> None:
    known = templates.get(template.get("name", ""))
    if known is None or _inner(template, "language").get("code") != known.language:
        raise GraphError(132001, "Template name does not exist in the translation", status=404)
    if known.status != "APPROVED":
        raise GraphError(_UNFIT.get(known.status, 132001), f"Template is {known.status.lower()}")
    parts = template.get("components", [])
    params = [p for part in parts if part["type"] == "body" for p in part["parameters"]]
    if len(params) != known.params or _buttons(parts) > known.buttons:
        raise GraphError(132000, "Number of parameters does not match")
    for param in params:
        text = str(param.get("text", ""))
        _demand(bool(text.strip()), "a parameter is empty")
        bad = re.search(r"[\n\t]| {5,}", text)
        _demand(not bad, "Param text cannot have new-line, tab or more than 4 spaces")


_UNFIT = {"PAUSED": 132015, "DISABLED": 132016}


def _buttons(parts: list[Obj]) -> int:
    return sum(part["type"] == "button" for part in parts)


def _inner(obj: Obj, key: str) -> Obj:
    value = obj.get(key)
    _demand(isinstance(value, dict), f"{key} is required")
    return value if isinstance(value, dict) else {}


def _text(obj: Obj, key: str, limit: int, *, required: bool = True) -> None:
    if key not in obj and not required:
        return
    value = obj.get(key)
    fits = isinstance(value, str) and 0 < len(value) <= limit
    _demand(fits, f"{key} must have 1 to {limit} characters", 131009)


def _demand(fulfilled: bool, details: str, code: int = 100) -> None:
    if not fulfilled:
        raise GraphError(code, "Invalid parameter", details)


_CHECKS: dict[str, Callable[[Obj], None]] = {"text": _plain, "interactive": _interactive}
