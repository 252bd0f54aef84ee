"""What a message holds, by its type: text, the button that was tapped, attachments."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field

from channels.base import Attachment, AttachmentKind
from channels.whatsapp.fields import Obj, inner, objects, string


@dataclass(frozen=True, slots=True)
class Content:
    """What the citizen said; falsy where there is nothing a person could have meant."""

    text: str = field(default="", repr=False)
    choice: str = ""
    attachments: tuple[Attachment, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.text or self.choice or self.attachments)


def read(message: Obj) -> Content:
    """Empty for reactions, welcomes, unsupported types and whatever comes next year."""
    reader = _READERS.get(kind(message))
    return reader(message) if reader else Content()


def kind(message: Obj) -> str:
    """The type as told, else the first part that has a name we know."""
    return string(message, "type") or next((name for name in _READERS if name in message), "")


def _text(message: Obj) -> Content:
    return Content(string(inner(message, "text"), "body"))


def _media(name: str, shown: AttachmentKind) -> Callable[[Obj], Content]:
    def read_media(message: Obj) -> Content:
        item = inner(message, name)
        if not item:
            return Content()
        said: AttachmentKind = "voice" if item.get("voice") is True else shown
        file = Attachment(
            said, string(item, "id"), string(item, "mime_type"), string(item, "filename")
        )
        return Content(string(item, "caption"), attachments=(file,))

    return read_media


def _location(message: Obj) -> Content:
    place = inner(message, "location")
    name = ", ".join(filter(None, (string(place, "name"), string(place, "address"))))
    spot = _geo(string(place, "latitude"), string(place, "longitude"))
    return Content(name, attachments=(Attachment("location", spot, name=name),) if spot else ())


def _geo(latitude: str, longitude: str) -> str:
    try:
        north, east = float(latitude), float(longitude)
    except ValueError:
        return ""
    if not (-90 <= north <= 90 and -180 <= east <= 180):
        return ""
    return f"geo:{_short(north)},{_short(east)}"


def _short(degrees: float) -> str:
    return f"{degrees:.6f}".rstrip("0").rstrip(".")


def _contacts(message: Obj) -> Content:
    cards = objects(message, "contacts")
    names = [string(inner(card, "name"), "formatted_name") for card in cards]
    numbers = [
        Attachment("contact", f"tel:+{digits}", name=name)
        for card, name in zip(cards, names, strict=True)
        for phone in objects(card, "phones")
        if (digits := _digits(string(phone, "wa_id") or string(phone, "phone")))
    ]
    return Content("\n".join(filter(None, names)), attachments=tuple(numbers))


def _digits(number: str) -> str:
    return "".join(char for char in number if char in "0123456789")


def _button(message: Obj) -> Content:
    tapped = inner(message, "button")
    return Content(string(tapped, "text"), string(tapped, "payload"))


def _interactive(message: Obj) -> Content:
    answer = inner(message, "interactive")
    if flow := inner(answer, "nfm_reply"):
        return Content(_form(string(flow, "response_json")) or string(flow, "body"))
    tapped = inner(answer, "button_reply") or inner(answer, "list_reply")
    return Content(string(tapped, "title"), string(tapped, "id"))


def _form(answers: str) -> str:
    """The fields of a filled form as lines; "" where they cannot be read."""
    try:
        filled = json.loads(answers)
        rows = filled.items() if isinstance(filled, dict) else ()
        return "\n".join(f"{key}: {_plain(said)}" for key, said in rows if key != "flow_token")
    except (ValueError, RecursionError):
        return ""


def _plain(answer: object) -> str:
    return answer if isinstance(answer, str) else json.dumps(answer, ensure_ascii=False)


def _order(message: Obj) -> Content:
    return Content(string(inner(message, "order"), "text"))


_READERS: dict[str, Callable[[Obj], Content]] = {
    "text": _text,
    "image": _media("image", "image"),
    "video": _media("video", "video"),
    "audio": _media("audio", "audio"),
    "voice": _media("voice", "voice"),
    "document": _media("document", "document"),
    "sticker": _media("sticker", "sticker"),
    "location": _location,
    "contacts": _contacts,
    "button": _button,
    "interactive": _interactive,
    "order": _order,
}
