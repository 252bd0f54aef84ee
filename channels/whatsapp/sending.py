"""From one Outbound to the messages that the Cloud API accepts, within its limits."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from channels.base import Choice, Outbound, OutFile, SendError
from channels.whatsapp.config import Config
from channels.whatsapp.fields import Obj

TEXT, BODY, CAPTION = 4096, 1024, 1024
BUTTONS, ROWS = 3, 10
BUTTON_TITLE, ROW_TITLE = 20, 24
MB = 2**20

_OFFICE = "application/vnd.openxmlformats-officedocument"
#: Content type -> (kind of message, largest size).
FILES: dict[str, tuple[str, int]] = {
    **dict.fromkeys(("image/jpeg", "image/png"), ("image", 5 * MB)),
    **dict.fromkeys(("video/mp4", "video/3gpp"), ("video", 16 * MB)),
    **dict.fromkeys(
        ("audio/aac", "audio/amr", "audio/mpeg", "audio/mp4", "audio/ogg"), ("audio", 16 * MB)
    ),
    **dict.fromkeys(
        (
            "text/plain",
            "application/pdf",
            "application/msword",
            "application/vnd.ms-excel",
            "application/vnd.ms-powerpoint",
            f"{_OFFICE}.wordprocessingml.document",
            f"{_OFFICE}.spreadsheetml.sheet",
            f"{_OFFICE}.presentationml.presentation",
        ),
        ("document", 100 * MB),
    ),
}
#: Kinds under which a text can stand.
CAPTIONED = frozenset({"image", "video", "document"})


@dataclass(frozen=True, slots=True)
class Step:
    """One message on its way; `file` is uploaded first. The last step carries text and our id."""

    payload: Obj
    file: OutFile | None = None


def steps(outbound: Outbound, config: Config) -> tuple[Step, ...]:
    """Everything of one Outbound in order, the text last; raises SendError where it cannot go."""
    if outbound.template:
        return (Step(_main(outbound, _template(outbound, config))),)
    if len(outbound.text) > TEXT:
        raise SendError("text longer than 4096", permanent=True, code="too_long")
    files = [Step(_to(outbound) | _file(file), file) for file in outbound.attachments]
    if files and _fits_below(outbound):
        *before, last = files
        payload = _main(outbound, _file(outbound.attachments[-1], outbound.text))
        return (*before, Step(payload, last.file))
    if not outbound.text:
        raise SendError("nothing to send", permanent=True, code="empty")
    return (*files, Step(_main(outbound, _said(outbound, config))))


def with_media(payload: Obj, media: str) -> Obj:
    """The same message, naming the uploaded file."""
    kind = payload["type"]
    return payload | {kind: payload[kind] | {"id": media}}


def size_limit(file: OutFile) -> int:
    return _sort(file)[1]


def _main(outbound: Outbound, message: Obj) -> Obj:
    reply = {"context": {"message_id": outbound.reply_to}} if outbound.reply_to else {}
    return _to(outbound) | reply | {"biz_opaque_callback_data": outbound.id} | message


def _to(outbound: Outbound) -> Obj:
    person = outbound.to.value
    # without the plus the provider would put the country code of our own number before it
    phone = person.isascii() and person.isdigit()
    return {
        "messaging_product": "whatsapp",
        "recipient_type": "individual",
        **({"to": f"+{person}"} if phone else {"recipient": person}),
    }


def _file(file: OutFile, caption: str = "") -> Obj:
    kind, _ = _sort(file)
    name = {"filename": file.name} if kind == "document" else {}
    return {"type": kind, kind: name | ({"caption": caption} if caption else {})}


def _sort(file: OutFile) -> tuple[str, int]:
    mime = file.mime.partition(";")[0].strip().lower()
    if mime not in FILES:
        raise SendError("file type not accepted by WhatsApp", permanent=True, code="131053")
    return FILES[mime]


def _fits_below(outbound: Outbound) -> bool:
    if not outbound.text:
        return not outbound.choices
    kind, _ = _sort(outbound.attachments[-1])
    return kind in CAPTIONED and len(outbound.text) <= CAPTION and not outbound.choices


def _said(outbound: Outbound, config: Config) -> Obj:
    """The text with its choices, in the richest form in which all of it fits."""
    text, choices = outbound.text, outbound.choices
    if not choices:
        return _text(text)
    if _wants_only_location(choices) and len(text) <= BODY:
        return _interactive("location_request_message", text, {"name": "send_location"})
    if len(choices) <= BUTTONS and len(text) <= BODY and _distinct(choices, BUTTON_TITLE):
        return _interactive("button", text, {"buttons": [_button(c) for c in choices]})
    if len(choices) <= ROWS and _distinct(choices, ROW_TITLE):
        rows = [{"id": choice.id, "title": _cut(choice.title, ROW_TITLE)} for choice in choices]
        return _interactive(
            "list", text, {"button": config.list_button, "sections": [{"rows": rows}]}
        )
    return _text(_written_out(text, choices))


def _wants_only_location(choices: tuple[Choice, ...]) -> bool:
    return len(choices) == 1 and choices[0].wants == "location"


def _distinct(choices: Iterable[Choice], title: int) -> bool:
    """The provider refuses a message with an empty title or with two alike."""
    titles = [_cut(choice.title, title) for choice in choices]
    return all(titles) and len(set(titles)) == len(titles)


def _cut(title: str, limit: int) -> str:
    title = title.strip()
    return title if len(title) <= limit else f"{title[: limit - 1].rstrip()}…"


def _button(choice: Choice) -> Obj:
    return {
        "type": "reply",
        "reply": {"id": choice.id, "title": _cut(choice.title, BUTTON_TITLE)},
    }


def _interactive(kind: str, text: str, action: Obj) -> Obj:
    return {
        "type": "interactive",
        "interactive": {"type": kind, "body": {"text": text}, "action": action},
    }


def _text(text: str) -> Obj:
    return {"type": "text", "text": {"body": text, "preview_url": False}}


def _written_out(text: str, choices: tuple[Choice, ...]) -> str:
    lines = "\n".join(f"- {choice.title}" for choice in choices)
    whole = f"{text}\n\n{lines}"
    return whole if len(whole) <= TEXT else text


def _template(outbound: Outbound, config: Config) -> Obj:
    body = [{"type": "text", "text": _parameter(said)} for said in outbound.params]
    components: list[Obj] = [{"type": "body", "parameters": body}] if body else []
    components += [
        {
            "type": "button",
            "sub_type": "quick_reply",
            "index": str(place),
            "parameters": [{"type": "payload", "payload": choice.id}],
        }
        for place, choice in enumerate(outbound.choices)
    ]
    language = {"code": config.template_language}
    return {
        "type": "template",
        "template": {"name": outbound.template, "language": language, "components": components},
    }


def _parameter(said: str) -> str:
    """Templates refuse line ends, tabs, long gaps and emptiness inside a parameter."""
    return re.sub(r"\s+", " ", said).strip()[:BODY] or "-"
