"""An Update of the Bot API becomes events; what we do not know is left out.

Field names are those of core.telegram.org/bots/api.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, cast

from channels.base import Address, Attachment, AttachmentKind, Event, Inbound, Malformed, Webhook

Json = Mapping[str, Any]
MAX_FILE = 20 * 2**20


def events(account: str, hook: Webhook) -> Sequence[Event]:
    """One Update, or a list of them. Raises Malformed."""
    try:
        body = json.loads(hook.body)
    except (ValueError, RecursionError) as error:
        raise Malformed("not JSON") from error
    if isinstance(body, dict):
        return update(account, body)
    raise Malformed("not an Update")


def update(account: str, body: Json) -> list[Event]:
    """The events of one Update; groups and channels are ignored politely."""
    for field, read in _READERS.items():
        part = body.get(field)
        if isinstance(part, dict):
            event = read(account, body, part)
            return [event] if event else []
    return []


def _message(account: str, body: Json, message: Json, edits: bool = False) -> Inbound | None:
    chat = _dict(message.get("chat"))
    if chat.get("type", "private") != "private":
        return _migration(account, body, message)
    who = _dict(message.get("from"))
    sender = _id(who.get("id", chat.get("id")))
    if not sender or who.get("is_bot") is True or _is_service(message):
        return None
    files, text = tuple(_attachments(message)), _text(message)
    own = f"{sender}/{_id(message.get('message_id'))}"
    return Inbound(
        key=_key(body, message),
        sender=Address(account, sender),
        # Dice, games and what is yet to be invented say nothing that a report could be made of.
        kind="citizen" if text or files or edits else "system",
        proof="strong",
        provider_id=own,
        name=_name(who or chat),
        text=text,
        sent_at=_moment(message.get("edit_date") if edits else message.get("date")),
        reply_to=_reply(sender, message),
        edits=own if edits else "",
        attachments=files,
        raw=_raw(body),
    )


def _edited(account: str, body: Json, message: Json) -> Inbound | None:
    return _message(account, body, message, edits=True)


def _callback(account: str, body: Json, query: Json) -> Inbound | None:
    who = _dict(query.get("from"))
    message = _dict(query.get("message"))
    chat = _dict(message.get("chat"))
    sender = _id(who.get("id"))
    if not sender or chat.get("type", "private") != "private":
        return None
    return Inbound(
        key=f"callback/{_id(query.get('id'))}",
        sender=Address(account, sender),
        proof="strong",
        provider_id=f"callback/{_id(query.get('id'))}",
        name=_name(who),
        text="",
        choice=_string(query.get("data")),
        reply_to=f"{sender}/{_id(message.get('message_id'))}" if message else "",
        raw=_raw(body),
    )


def _membership(account: str, body: Json, change: Json) -> Inbound | None:
    chat = _dict(change.get("chat"))
    status = _dict(change.get("new_chat_member")).get("status")
    if chat.get("type") != "private" or not isinstance(status, str):
        return None
    return Inbound(
        key=_key(body, change),
        sender=Address(account, _id(chat.get("id"))),
        kind="blocked" if status in ("kicked", "left") else "unblocked",
        proof="strong",
        name=_name(_dict(change.get("from"))),
        sent_at=_moment(change.get("date")),
        raw=_raw(body),
    )


def _migration(account: str, body: Json, message: Json) -> Inbound | None:
    """A group that became a supergroup got a new id; the address moves with it."""
    new = _id(message.get("migrate_to_chat_id"))
    if not new:
        return None
    return Inbound(
        key=_key(body, message),
        sender=Address(account, _id(_dict(message.get("chat")).get("id"))),
        kind="moved",
        proof="strong",
        aliases=(Address(account, new),),
        raw=_raw(body),
    )


_READERS: Mapping[str, Callable[[str, Json, Json], Inbound | None]] = {
    "message": _message,
    "business_message": _message,
    "edited_message": _edited,
    "edited_business_message": _edited,
    "callback_query": _callback,
    "my_chat_member": _membership,
}

#: Message fields by which Telegram tells of the chat, not of what somebody said.
_SERVICE = (
    "new_chat_members", "new_chat_member", "new_chat_participant", "left_chat_participant",
    "left_chat_member", "new_chat_title", "new_chat_photo",
    "delete_chat_photo", "group_chat_created", "supergroup_chat_created", "channel_chat_created",
    "message_auto_delete_timer_changed", "migrate_to_chat_id", "migrate_from_chat_id",
    "pinned_message", "successful_payment", "refunded_payment", "users_shared", "chat_shared",
    "connected_website", "write_access_allowed", "passport_data", "proximity_alert_triggered",
    "boost_added", "chat_background_set", "forum_topic_created", "forum_topic_edited",
    "forum_topic_closed", "forum_topic_reopened", "general_forum_topic_hidden",
    "general_forum_topic_unhidden", "giveaway_created", "giveaway", "giveaway_winners",
    "giveaway_completed", "video_chat_scheduled", "video_chat_started", "video_chat_ended",
    "video_chat_participants_invited", "gift", "unique_gift", "paid_message_price_changed",
)  # fmt: skip


def _is_service(message: Json) -> bool:
    return any(name in message for name in _SERVICE)


#: Message field -> the kind we call it; the first that is present counts, animation before its
#: twin document.
_FILES: Mapping[str, AttachmentKind] = {
    "animation": "video",
    "voice": "voice",
    "audio": "audio",
    "video_note": "video",
    "video": "video",
    "sticker": "sticker",
    "document": "document",
}


def _attachments(message: Json) -> list[Attachment]:
    return [a for read in (_photo, _file, _location, _contact) if (a := read(message))]


def _photo(message: Json) -> Attachment | None:
    sizes = message.get("photo")
    if not isinstance(sizes, list):
        return None
    largest = max(
        (size for size in sizes if isinstance(size, dict)),
        key=lambda size: (_size(size) or 0, _int(size.get("width"))),
        default=None,
    )
    if largest is None:
        return None
    return Attachment("image", _string(largest.get("file_id")), "image/jpeg", "", _size(largest))


def _file(message: Json) -> Attachment | None:
    for field, kind in _FILES.items():
        file = message.get(field)
        if isinstance(file, dict):
            return Attachment(
                kind,
                _string(file.get("file_id")),
                _string(file.get("mime_type")),
                _string(file.get("file_name")),
                _size(file),
            )
    return None


def _location(message: Json) -> Attachment | None:
    venue = _dict(message.get("venue"))
    place = _dict(message.get("location") or venue.get("location"))
    latitude, longitude = _degrees(place.get("latitude"), 90), _degrees(place.get("longitude"), 180)
    if latitude is None or longitude is None:
        return None
    name = ", ".join(filter(None, (_string(venue.get("title")), _string(venue.get("address")))))
    return Attachment("location", f"geo:{latitude},{longitude}", "", name)


def _contact(message: Json) -> Attachment | None:
    contact = _dict(message.get("contact"))
    number = _string(contact.get("phone_number"))
    if not number:
        return None
    return Attachment("contact", f"tel:{number}", "", _name(contact))


def _text(message: Json) -> str:
    said = _string(message.get("text")) or _string(message.get("caption"))
    if said:
        return said
    venue, contact = _dict(message.get("venue")), _dict(message.get("contact"))
    return _string(venue.get("title")) or _name(contact)


def _key(body: Json, part: Json) -> str:
    # After a quiet week Telegram starts over with another id, so the date belongs to the key.
    number = _id(body.get("update_id"))
    return f"{number}/{_id(part.get('edit_date') or part.get('date'))}" if number else ""


def _reply(sender: str, message: Json) -> str:
    number = _id(_dict(message.get("reply_to_message")).get("message_id"))
    return f"{sender}/{number}" if number else ""


def _name(who: Json) -> str:
    parts = (_string(who.get("first_name")), _string(who.get("last_name")))
    return " ".join(filter(None, parts)) or _string(who.get("username"))


def _raw(body: Json) -> bytes:
    return json.dumps(body, separators=(",", ":")).encode()


def _moment(value: object) -> datetime | None:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 < value < 32503680000:
        return None
    return datetime.fromtimestamp(value, UTC)


def _size(file: Json) -> int | None:
    size = file.get("file_size")
    return size if isinstance(size, int) and not isinstance(size, bool) else None


def _degrees(value: object, most: float) -> float | None:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return None
    return value if -most <= value <= most else None


def _dict(value: object) -> Json:
    return cast(Json, value) if isinstance(value, dict) else {}


def _string(value: object) -> str:
    return value if isinstance(value, str) else ""


def _int(value: object) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) else 0


def _id(value: object) -> str:
    """Telegram's ids are numbers; some libraries' fixtures write them as text."""
    if isinstance(value, bool) or not isinstance(value, (int, str)):
        return ""
    return str(value)
