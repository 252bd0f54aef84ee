"""What the app pushes: a citizen's words, or what became of ours. One event in each push."""

from __future__ import annotations

import json
import re
from base64 import b64decode
from binascii import Error as NoBase64
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any, Final

from channels.base import Attachment, AttachmentKind, Delivery, Event, Malformed, Webhook
from channels.base import DeliveryState as State
from channels.sms.http import Obj, clean, text
from channels.sms.sms import Sms

#: Whatever else the app calls out is none of ours: pings, its own start, data for apps, and the
#: notice of a picture message that is still to be fetched.
_MESSAGES: Final = frozenset({"sms:received", "mms:downloaded"})
_BATCHES: Final = {"sms:batch:received": "sms:received", "mms:batch:downloaded": "mms:downloaded"}
_STATES: Final[Mapping[str, tuple[State, str]]] = {
    "sms:sent": ("sent", "sentAt"),
    "sms:delivered": ("delivered", "deliveredAt"),
    "sms:failed": ("failed", "failedAt"),
    "sms:cancelled": ("failed", "cancelledAt"),
}
#: What a webhook has to be registered for.
EVENTS: Final = (*sorted(_MESSAGES), *_STATES, "system:ping")
#: The phone could not even try: the same message may go later, and nobody has paid for it.
_LATER: Final = re.compile(r"NO_SERVICE|RADIO_OFF|LIMIT_EXCEEDED|No SIMs? found", re.IGNORECASE)
_CODE: Final = re.compile(r"RESULT_[A-Z_]+")
_NAME: Final = re.compile(r"sahut-(?P<ours>\d+)-[0-9a-f]{10}(?:-\d+)?")
_KINDS: Final[Mapping[str, AttachmentKind]] = {"image": "image", "video": "video", "audio": "audio"}
#: Parts of a picture message that only say how to lay it out, or are told as its text.
_NO_FILES: Final = frozenset({"application/smil", "text/plain"})


def name(ours: str, to: str, words: str, turn: int) -> str:
    """Our id for the phone: the same for the same message, so that it is sent once."""
    digest = sha256(f"{to}\0{words}".encode(errors="replace")).hexdigest()[:10]
    return f"sahut-{ours}-{digest}" + (f"-{turn}" if turn > 1 else "")


def events(sms: Sms, hook: Webhook) -> Sequence[Event]:
    """Raises Malformed for what the app never writes."""
    told = _read(hook.body)
    event, payload = text(told, "event"), told.get("payload")
    if not event:
        raise Malformed("no event of the app")
    if not isinstance(payload, dict):
        return ()
    ident = text(told, "id")
    if event in _STATES:
        return _delivery(event, ident, payload, hook.body)
    if event in _BATCHES:
        listed = payload.get("messages")
        each = [one for one in listed if isinstance(one, dict)] if isinstance(listed, list) else []
        heard = _HEARD[_BATCHES[event]]
        return [
            heard(sms, f"{ident}/{place}" if ident else "", one, json.dumps(one).encode())
            for place, one in enumerate(each)
        ]
    if event in _HEARD:
        return [_HEARD[event](sms, ident, payload, hook.body)]
    return ()


def _sms(sms: Sms, ident: str, payload: Obj, raw: bytes) -> Event:
    return sms.heard(
        _sender(payload),
        text(payload, "message"),
        key=ident or _digest(payload),
        provider_id=text(payload, "messageId"),
        sent_at=_moment(text(payload, "receivedAt")),
        raw=raw,
    )


def _mms(sms: Sms, ident: str, payload: Obj, raw: bytes) -> Event:
    key = ident or _digest(payload)
    listed = payload.get("attachments")
    files = [one for one in listed if isinstance(one, dict)] if isinstance(listed, list) else []
    words = [text(payload, "subject"), text(payload, "body")]
    return sms.heard(
        _sender(payload),
        "\n".join(filter(None, words)),
        key=key,
        provider_id=text(payload, "messageId"),
        sent_at=_moment(text(payload, "receivedAt")),
        attachments=[_file(key, one) for one in files if _mime(one) not in _NO_FILES],
        # The files lie beside it; twice is once too often.
        raw=json.dumps(payload | {"attachments": len(files)}).encode(),
    )


_Heard = Callable[[Sms, str, Obj, bytes], Event]
_HEARD: Final[Mapping[str, _Heard]] = {"sms:received": _sms, "mms:downloaded": _mms}


def _delivery(event: str, ident: str, payload: Obj, raw: bytes) -> Sequence[Delivery]:
    state, at = _STATES[event]
    named, reason = text(payload, "messageId"), text(payload, "reason")
    if not named:
        raise Malformed("a report of no message")
    ours = _NAME.fullmatch(named)
    code = _CODE.search(reason)
    return [
        Delivery(
            key=ident or f"{named}/{state}/{text(payload, at)}",
            provider_id=named,
            ref=ours["ours"] if ours else "",
            state=state,
            at=_moment(text(payload, at)),
            reason=clean(reason),
            code=code[0] if code else "cancelled" if event == "sms:cancelled" else "",
            permanent=not _LATER.search(reason),
            raw=raw,
        )
    ]


def _read(body: bytes) -> Obj:
    try:
        told = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise Malformed("no JSON") from error
    if not isinstance(told, dict):
        raise Malformed("no event of the app")
    return told


def _sender(payload: Obj) -> str:
    return text(payload, "sender") or text(payload, "phoneNumber")


def _file(key: str, told: Obj) -> Attachment:
    mime = _mime(told)
    size = told.get("size")
    return Attachment(
        kind=_KINDS.get(mime.partition("/")[0], "document"),
        ref=f"{key}/{text(told, 'partId')}",
        mime=mime,
        name=text(told, "name"),
        size=size if isinstance(size, int) else None,
        content=_content(told.get("data")),
    )


def _mime(told: Obj) -> str:
    return text(told, "contentType").partition(";")[0].strip().lower()


def _content(data: Any) -> bytes | None:
    try:
        return (b64decode(data) or None) if isinstance(data, str) else None
    except (NoBase64, ValueError):
        return None


def _digest(payload: Obj) -> str:
    """A name for a message that came without one; it is new where it has no time either."""
    if not text(payload, "receivedAt"):
        return ""
    told = [text(payload, one) for one in ("messageId", "receivedAt")] + [_sender(payload)]
    return sha256("\0".join(told).encode(errors="surrogatepass")).hexdigest()[:32]


def _moment(told: str) -> datetime | None:
    try:
        at = datetime.fromisoformat(told)
        return at.astimezone(UTC) if at.tzinfo else None
    except (ValueError, OverflowError):
        return None
