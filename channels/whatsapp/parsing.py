"""From one webhook to every event in it: all entries, all changes, all messages and statuses."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterator, Set
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from channels.base import Address, Delivery, DeliveryState, Event, Inbound, InboundKind, Malformed
from channels.whatsapp import content, errors
from channels.whatsapp.fields import Obj, inner, objects, string

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
STATES: dict[str, DeliveryState] = {
    "sent": "sent",
    "delivered": "delivered",
    "read": "read",
    "played": "read",
    "failed": "failed",
}
_NUMBER = re.compile(rb'"phone_number_id"\s*:\s*"?([\w-]{1,64})')
#: Notices of a new number or id, in the spellings of three years.
MOVES = frozenset({"user_changed_number", "customer_changed_number", "user_changed_user_id"})


def events(
    account: str, phone_number_id: str, body: bytes, *, unnamed: bool = True
) -> tuple[Event, ...]:
    """Each event of this number once; what is not of the provider's shape raises Malformed.

    unnamed: what names no number is meant for this one, too.
    """
    numbers = {phone_number_id, ""} if unnamed else {phone_number_id}
    try:
        return tuple(dict.fromkeys(_walk(account, numbers, _load(body))))
    except RecursionError as error:
        raise Malformed("nested too deeply") from error


def recipients(body: bytes) -> frozenset[str]:
    """The numbers that changes name. Inside somebody's text the quotes would be covered."""
    return frozenset(found.decode() for found in _NUMBER.findall(body))


def _load(body: bytes) -> Obj:
    try:
        payload = json.loads(body)
    except ValueError as error:
        raise Malformed("not JSON") from error
    if not isinstance(payload, dict) or not isinstance(payload.get("object"), str):
        raise Malformed("not an event of the Graph API")
    return payload


def _walk(account: str, numbers: Set[str], payload: Obj) -> Iterator[Event]:
    if payload["object"] != "whatsapp_business_account":
        return
    for entry in _listed(payload, "entry"):
        for change in _listed(entry, "changes"):
            value = inner(change, "value")
            # one app may serve several numbers; each is an account of its own here
            if string(inner(value, "metadata"), "phone_number_id") not in numbers:
                continue
            for name in _LISTS.get(string(change, "field"), ()):
                for item in objects(value, name):
                    if event := _READERS[name](account, item, value):
                        yield event


def _listed(obj: Obj, key: str) -> list[Obj]:
    value = obj.get(key) or []
    if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
        raise Malformed(f"{key} is no list of objects")
    return value


def _message(account: str, message: Obj, value: Obj) -> Inbound | None:
    if message.get("group_id"):
        return None
    contact = _contact(message, value)
    known = _known(
        string(message, "from"),
        string(contact, "wa_id"),
        string(message, "from_user_id"),
        string(contact, "user_id"),
    )
    if not known:
        return None
    profile = inner(contact, "profile")
    event = replace(
        _inbound(account, message, known, "citizen"),
        name=string(profile, "name") or string(profile, "username"),
        raw=_raw({"messages": [message], "contacts": [contact] if contact else []}),
    )
    return _moved(event, message) if content.kind(message) == "system" else event


def _contact(message: Obj, value: Obj) -> Obj:
    """Who wrote this message; never guessed where several people share a batch."""
    contacts = objects(value, "contacts")
    phone, user = string(message, "from"), string(message, "from_user_id")
    if not phone and not user:
        alone = len(contacts) == 1 and len(objects(value, "messages")) == 1
        return contacts[0] if alone else {}
    for contact in contacts:
        same_phone = phone and string(contact, "wa_id") == phone
        if same_phone or (user and string(contact, "user_id") == user):
            return contact
    return {}


def _known(*values: str) -> list[str]:
    """The ids of one person, phone first: it is what officers read and every version accepts."""
    return list(dict.fromkeys(value.removeprefix("+") for value in values if value.strip("+ ")))


def _inbound(account: str, message: Obj, known: list[str], kind: InboundKind) -> Inbound:
    sender, *others = (Address(account, value) for value in known)
    change = inner(message, "edit") or inner(message, "revoke")
    said = content.read(inner(change, "message") or message)
    return Inbound(
        key=_key(message, known[0], string(change, "original_message_id")),
        sender=sender,
        kind=kind if said else "system",
        proof="strong",
        provider_id=string(message, "id"),
        aliases=tuple(others),
        text=said.text,
        sent_at=_time(string(message, "timestamp")),
        reply_to=string(inner(message, "context"), "id"),
        choice=said.choice,
        edits=string(change, "original_message_id"),
        phone=_phone(known[0]),
        attachments=said.attachments,
    )


def _phone(sender: str) -> str:
    """The number in E.164; who is known by a business-scoped id alone has none."""
    return f"+{sender}" if sender.isascii() and sender.isdigit() else ""


def _key(message: Obj, sender: str, original: str) -> str:
    told, time = string(message, "id"), string(message, "timestamp")
    if told and told != original:
        return told
    if told:
        return f"{told}/{string(message, 'type')}/{time}"
    digest = hashlib.sha256(f"{sender}/".encode(errors="replace") + _raw(message)).hexdigest()
    return f"sha256/{digest}" if time else ""


def _moved(event: Inbound, message: Obj) -> Inbound:
    """A notice that somebody has a new number or id; one that names none stays a notice."""
    notice = inner(message, "system")
    fresh = _known(string(notice, "wa_id"), string(notice, "new_wa_id"), string(notice, "user_id"))
    old = [
        value
        for value in _known(
            string(message, "from"),
            string(notice, "previous_user_id"),
            string(message, "from_user_id"),
            string(notice, "customer"),
        )
        if value not in fresh
    ]
    if string(notice, "type") not in MOVES or not fresh or not old:
        return replace(event, kind="system")
    account = event.sender.account
    return replace(
        event,
        kind="moved",
        sender=Address(account, old[0]),
        aliases=tuple(Address(account, value) for value in fresh),
    )


def _echo(account: str, message: Obj, value: Obj) -> Inbound | None:
    """What staff wrote in the phone app; the sender is the citizen it went to."""
    known = _known(string(message, "to"), string(message, "to_user_id"))
    if not known or message.get("group_id"):
        return None
    return replace(
        _inbound(account, message, known, "echo"), raw=_raw({"message_echoes": [message]})
    )


def _status(account: str, status: Obj, value: Obj) -> Delivery | None:
    told, state = string(status, "id"), STATES.get(string(status, "status"))
    if not told or state is None or string(status, "recipient_type") == "group":
        return None
    error = next(iter(objects(status, "errors")), {})
    code = errors.number(error, "code")
    fault = errors.fault(code)
    return Delivery(
        key=f"{told}/{string(status, 'status')}/{string(status, 'timestamp')}",
        provider_id=told,
        state=state,
        at=_time(string(status, "timestamp")),
        ref=string(status, "biz_opaque_callback_data"),
        reason=errors.reason(error),
        code="" if code is None else str(code),
        # what only waits for another day is no reason never to write here again
        permanent=fault.permanent and fault.wait is None,
        scope=fault.scope,
        window_closed=fault.window_closed,
        raw=_raw(status),
    )


def _time(seconds: str) -> datetime | None:
    try:
        return EPOCH + timedelta(seconds=int(seconds))
    except (ValueError, OverflowError):
        return None


def _raw(piece: Obj) -> bytes:
    return json.dumps(piece).encode()


#: Which lists of a change are read, by its field; some senders leave the field out.
_LISTS: dict[str, tuple[str, ...]] = {
    "messages": ("messages", "statuses"),
    "smb_message_echoes": ("message_echoes",),
    "message_echoes": ("message_echoes",),
    "": ("messages", "statuses"),
}
_READERS: dict[str, Callable[[str, Obj, Obj], Event | None]] = {
    "messages": _message,
    "statuses": _status,
    "message_echoes": _echo,
}
