"""What Twilio pushes: a citizen's words in one form, or what became of ours."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

from channels.base import (
    Attachment,
    AttachmentKind,
    Delivery,
    DeliveryState,
    Event,
    Malformed,
    Webhook,
)
from channels.sms.http import clean
from channels.sms.sms import Sms
from channels.sms.twilio import errors, signature

STATES: Final[Mapping[str, DeliveryState]] = {
    "accepted": "accepted",
    "scheduled": "accepted",
    "queued": "accepted",
    "sending": "accepted",
    "sent": "sent",
    "delivered": "delivered",
    "read": "read",
    "undelivered": "failed",
    "failed": "failed",
    "canceled": "failed",
}
_KINDS: Final[Mapping[str, AttachmentKind]] = {"image": "image", "video": "video", "audio": "audio"}
_MEDIA: Final = re.compile(r"MediaUrl(\d{1,2})", re.ASCII)


def events(sms: Sms, hook: Webhook) -> Sequence[Event]:
    """One form, one event. Raises Malformed for what is no form of Twilio's."""
    form = {name: _whole(value) for name, value in signature.fields(hook.body)}
    sid = next(filter(None, (form.get(name, "") for name in _SIDS)), "")
    if "MessageStatus" in form:
        return _delivery(form, sid, hook)
    if not form.get("From"):
        raise Malformed("neither a message nor a status")
    text = form.get("Body", "")
    heard = sms.heard(
        form["From"],
        text,
        key=sid,
        provider_id=sid,
        attachments=[*_files(form), *_place(form)],
        raw=hook.body,
    )
    return [heard]


_SIDS: Final = ("MessageSid", "SmsSid", "SmsMessageSid")


def _delivery(form: Mapping[str, str], sid: str, hook: Webhook) -> Sequence[Delivery]:
    told = form["MessageStatus"].lower()
    state = STATES.get(told)
    if not sid:
        raise Malformed("a status of no message")
    if state is None:
        return ()
    code = form.get("ErrorCode", "")
    fault = errors.fault(code)
    return [
        Delivery(
            key=f"{sid}/{told}",
            provider_id=sid,
            ref=hook.query.get("ref", ""),
            state=state,
            reason=clean(form.get("ErrorMessage", "")) or code,
            code=code,
            permanent=fault.permanent or state != "failed",
            scope=fault.scope if state == "failed" else "message",
            raw=hook.body,
        )
    ]


def _files(form: Mapping[str, str]) -> Sequence[Attachment]:
    found = sorted((int(match[1]), name) for name in form if (match := _MEDIA.fullmatch(name)))
    return [
        _file(form[name], form.get(f"MediaContentType{number}", ""))
        for number, name in found
        if form[name]
    ]


def _file(url: str, mime: str) -> Attachment:
    kind = _KINDS.get(mime.partition("/")[0], "document")
    return Attachment(kind=kind, ref=url, mime=mime)


def _place(form: Mapping[str, str]) -> Sequence[Attachment]:
    numbers = form.get("Latitude", ""), form.get("Longitude", "")
    if not all(re.fullmatch(r"-?\d{1,3}(\.\d+)?", one, re.ASCII) for one in numbers):
        return ()
    name = form.get("Label") or form.get("Address") or ""
    return [Attachment(kind="location", ref=f"geo:{','.join(numbers)}", name=name)]


def _whole(value: str) -> str:
    """Bytes that are no UTF-8 come as half characters or not at all; the rest of the words stay."""
    raw = value.encode("utf-8", "surrogateescape")
    try:
        return raw.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        return raw.decode("utf-8", "replace")
