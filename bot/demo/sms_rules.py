"""What the loopback SMS gateway refuses, what one SMS holds, and the ways it can misbehave."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

Obj = dict[str, Any]


@dataclass(slots=True)
class Faults:
    """A switch for each way a phone or its gateway fails; all may be turned while it runs."""

    #: Never answers, and does nothing.
    hang: bool = False
    #: Does what was asked at once, and answers so many seconds later.
    answer_after: float = 0.0
    http_500: bool = False
    #: Every message is one too many: 429 with this many seconds to wait.
    rate_limit: int = 0
    password_changed: bool = False
    #: The message is taken, and the phone finds no network to send it.
    no_service: bool = False
    #: The operator never tells what became of a message.
    no_receipts: bool = False
    duplicate_webhooks: bool = False
    reorder: bool = False


class GateError(Exception):
    """An answer that is not 2xx."""

    def __init__(self, status: int, message: str, **headers: str) -> None:
        super().__init__(message)
        self.status, self.message, self.headers = status, message, headers


#: One SMS in letters of GSM-7 and in wider ones, alone and as part of a longer message.
ROOM: Final = {True: (160, 153), False: (70, 67)}
#: The alphabet of 3GPP TS 23.038; what stands in the second takes two places.
BASIC: Final = (
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    "ÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
SECOND: Final = "\f^{}\\[~]|€"
_EVENTS: Final = (
    frozenset(f"sms:{event}" for event in ("received", "sent", "delivered", "failed", "cancelled"))
    | {"sms:batch:received", "sms:data-received", "mms:received", "mms:downloaded"}
    | {
        "mms:batch:downloaded",
        "system:ping",
        "app:started",
    }
)
_KEYS: Final = frozenset(
    {"id", "textMessage", "message", "dataMessage", "phoneNumbers", "simNumber", "ttl"}
    | {"validUntil", "withDeliveryReport", "isEncrypted", "priority", "deviceId", "scheduleAt"}
)
_NUMBER: Final = re.compile(r"\+\d{7,15}", re.ASCII)
_LONGEST: Final = 65_535
_SHORTEST_LIFE: Final = 5


def parts(text: str) -> tuple[str, ...]:
    """The messages that this text leaves as; a letter of two places is not torn apart."""
    plain = all(letter in BASIC or letter in SECOND for letter in text)
    alone, joined = ROOM[plain]
    if sum(_places(letter, plain) for letter in text) <= alone:
        return (text,)
    return tuple(_cut(text, joined, plain))


def _cut(text: str, room: int, plain: bool) -> Iterator[str]:
    start = used = 0
    for place, letter in enumerate(text):
        if used + _places(letter, plain) > room:
            yield text[start:place]
            start, used = place, 0
        used += _places(letter, plain)
    yield text[start:]


def _places(letter: str, plain: bool) -> int:
    return 1 + (letter in SECOND if plain else ord(letter) > 0xFFFF)


def check(message: Obj, device: str, *, unchecked: bool) -> tuple[str, str]:
    """To whom and what. Raises GateError for what the app would not take."""
    _demand(not set(message) - _KEYS, f"unknown field {sorted(set(message) - _KEYS)}")
    contents = [one for one in ("textMessage", "message", "dataMessage") if one in message]
    _demand(len(contents) == 1, "must specify exactly one of: message, textMessage, dataMessage")
    inner = message.get("textMessage", {"text": message.get("message")})
    words = inner.get("text") if isinstance(inner, dict) else None
    _demand(isinstance(words, str) and 0 < len(words) <= _LONGEST, "text is required")
    numbers = message.get("phoneNumbers")
    _demand(isinstance(numbers, list) and 0 < len(numbers) <= 100, "phoneNumbers is required")
    number = numbers[0] if isinstance(numbers, list) else None
    _demand(isinstance(number, str) and bool(number), "phoneNumbers must hold numbers")
    _demand(unchecked or bool(_NUMBER.fullmatch(str(number))), "failed to parse phone number")
    _demand(len(str(message.get("id", ""))) <= 36, "id must not be longer than 36")
    _demand(message.get("simNumber", 1) in (1, 2, 3), "simNumber must be 1 to 3")
    _demand(not ("ttl" in message and "validUntil" in message), "ttl and validUntil conflict")
    life = message.get("ttl", _SHORTEST_LIFE)
    _demand(isinstance(life, int) and life >= _SHORTEST_LIFE, "ttl must be 5 or more")
    _demand(message.get("deviceId", device) == device, "no device with this id")
    return str(number), str(words)


def check_hook(told: Obj) -> None:
    """Raises GateError for a webhook that the app would not register."""
    url = str(told.get("url", ""))
    near = url.startswith(("http://127.0.0.1:", "http://127.0.0.1/"))
    _demand(near or url.startswith("https://"), "url must start with https://")
    _demand(told.get("event") in _EVENTS, "event is not known")
    _demand(len(str(told.get("id", ""))) <= 36, "id must not be longer than 36")


def _demand(fulfilled: bool, message: str) -> None:
    if not fulfilled:
        raise GateError(400, message)
