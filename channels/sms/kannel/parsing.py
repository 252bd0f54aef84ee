"""What Kannel calls us with: a citizen's words, or what became of ours."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256
from typing import Final
from urllib.parse import unquote_to_bytes, urlencode, urlsplit

from channels.base import Delivery, DeliveryState, Event, Inbound, Malformed, Part, Webhook
from channels.sms.http import clean
from channels.sms.sms import Sms

#: By the bit of dlr-mask that it answers to.
STATES: Final[Mapping[str, DeliveryState]] = {
    "1": "delivered",
    "2": "failed",
    "4": "sent",
    "8": "sent",
    "16": "failed",
}
#: Our own names of the fields in Kannel's addresses first, then those that others use.
_FIELDS: Final = {
    "id": ("id",),
    "sender": ("from", "sender"),
    "text": ("text", "message"),
    "at": ("at", "ts"),
    "charset": ("charset",),
    "coding": ("coding",),
    "ref": ("ref", "uuid"),
    "dlr": ("dlr", "status"),
    "reply": ("reply",),
}


def events(sms: Sms, hook: Webhook) -> Sequence[Event]:
    """One call, one event; a report of a kind that is not known is none."""
    given = _given(hook)
    if "dlr" in given:
        return _delivery(given, hook)
    return [_message(sms, given, hook)]


def _message(sms: Sms, given: Mapping[str, bytes], hook: Webhook) -> Inbound:
    sender = _plain(given, "sender") or hook.headers.get("x-kannel-from", "")
    if not sender.strip() and not any(name.startswith("x-kannel-") for name in hook.headers):
        # Kannel's own message is kept, though it was not told to name the sender.
        raise Malformed("a message without a sender")
    body = given.get("text", hook.body)
    charset, binary = _charset(given, hook)
    text = _decoded(body, charset)
    at = _plain(given, "at") or hook.headers.get("x-kannel-time", "")
    heard = sms.heard(
        sender,
        text,
        key=_plain(given, "id") or _digest(sender, at, text),
        provider_id=_plain(given, "id"),
        sent_at=_moment(at),
        part=_part(hook.headers.get("x-kannel-udh", "")),
        raw=_raw(hook, body),
    )
    # Eight bits a character are data for the phone, and nobody's words.
    return replace(heard, kind="system") if binary else heard


def _delivery(given: Mapping[str, bytes], hook: Webhook) -> Sequence[Delivery]:
    ref, told = _plain(given, "ref") or _plain(given, "id"), _plain(given, "dlr")
    if not ref:
        raise Malformed("a report of no message")
    state = STATES.get(told)
    if state is None:
        return ()
    at, reply = _plain(given, "at"), _plain(given, "reply")
    code = _code(reply) if state == "failed" else ""
    return [
        Delivery(
            key=f"{ref}/{told}/{at}",
            provider_id=ref,
            ref=ref,
            state=state,
            at=_moment(at),
            reason=clean(reply) if state == "failed" else "",
            code=code,
            raw=_query(hook).encode(),
        )
    ]


def _query(hook: Webhook) -> str:
    return urlsplit(hook.url).query or urlencode(dict(hook.query))


def _given(hook: Webhook) -> dict[str, bytes]:
    """The fields of Kannel's address as bytes: a text is in whatever charset it came in."""
    pairs = (pair.partition("=") for pair in _query(hook).split("&"))
    raw = {name: unquote_to_bytes(value.replace("+", " ")) for name, _, value in pairs}
    found: dict[str, bytes] = {}
    for ours, names in _FIELDS.items():
        for name in names:
            if name in raw:
                found.setdefault(ours, raw[name])
    return found


def _plain(given: Mapping[str, bytes], name: str) -> str:
    return given.get(name, b"").decode(errors="replace").strip()


def _charset(given: Mapping[str, bytes], hook: Webhook) -> tuple[str, bool]:
    """The codec of the text, and whether it is data."""
    coding = _plain(given, "coding") or hook.headers.get("x-kannel-coding", "")
    header = _CHARSET.search(hook.headers.get("content-type", ""))
    told = _plain(given, "charset").upper()
    if "text" not in given and header:
        told = header[1].upper()
    if coding == "1" or told == "8-BIT":
        return "latin-1", True
    return _CODECS.get(told, "utf-16-be" if coding == "2" else "utf-8"), False


_CHARSET: Final = re.compile(r'charset="?([\w-]+)', re.IGNORECASE | re.ASCII)
_CODECS: Final = {
    "UTF-8": "utf-8",
    "UTF-16": "utf-16-be",
    "UTF-16BE": "utf-16-be",
    "UTF-16LE": "utf-16-le",
    "UCS-2": "utf-16-be",
    "ISO-8859-1": "latin-1",
    "WINDOWS-1252": "cp1252",
}


def _decoded(text: bytes, codec: str) -> str:
    for errors in ("strict", "surrogatepass"):
        with suppress(UnicodeError, LookupError):
            return text.decode(codec, errors)
    return text.decode("latin-1" if codec == "utf-8" else codec, "replace")


def _digest(sender: str, at: str, text: str) -> str:
    """A name for a message that came without one: the same again when it is pushed again."""
    told = "\0".join((sender, at, text)).encode(errors="surrogatepass")
    return sha256(told).hexdigest()[:32] if at else ""


def _moment(told: str) -> datetime | None:
    try:
        if told.isascii() and told.isdigit():
            return datetime.fromtimestamp(int(told), UTC)
        return datetime.strptime(told, "%Y-%m-%d %H:%M:%S").replace(tzinfo=UTC)
    except (ValueError, OverflowError, OSError):
        return None


def _part(udh: str) -> Part | None:
    """Where a Kannel that was told not to join leaves the parts to us."""
    try:
        header = bytes.fromhex(udh)
    except ValueError:
        return None
    # length of the header; then each element: its name, its length, its content
    place = 1
    while place + 1 < len(header):
        name, length = header[place], header[place + 1]
        content = header[place + 2 : place + 2 + length]
        if (name, len(content)) in ((0, 3), (8, 4)):
            return Part(content[:-2].hex(), content[-1], content[-2])
        place += 2 + length
    return None


def _code(reply: str) -> str:
    """The message centre's own code in its answer."""
    found = re.search(r"NACK/(\w+)|\berr:(\w+)|\bstat:(\w+)", reply)
    return next(filter(None, found.groups()), "") if found else ""


def _raw(hook: Webhook, text: bytes) -> bytes:
    told = _query(hook).encode(errors="replace")
    secret = hook.query.get("secret", "").encode(errors="replace")
    lines = [told.replace(secret, b"") if secret else told]
    lines += [
        f"{k}: {v}".encode(errors="replace") for k, v in hook.headers.items() if "kannel" in k
    ]
    return b"\n".join([*lines, b"", text])
