"""WhatsApp on the demo's phones."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Literal

from bot.clock import Clock
from bot.demo.chats import Button, Chats, File, Words, starred
from bot.demo.handsets import Handset, digits
from bot.demo.whatsapp import GraphApi

Obj = Mapping[str, Any]
Shown = tuple[tuple[Words, ...], tuple[Button, ...]]
#: What the template that only knocks says on the phone.
KNOCK = "Ada kabar untuk laporan {} dari {}."
_SENT: Mapping[str, str] = {"photo": "image"}
_KINDS: Mapping[str, Literal["photo", "voice", "video", "document"]] = {
    "image": "photo",
    "audio": "voice",
    "video": "video",
    "document": "document",
}


class WhatsAppHandset(Handset):
    """A person is a telephone number."""

    channel = "whatsapp"
    faults: Mapping[str, str] = {
        "answer_after": "Lambat menjawab",
        "hang": "Diam saja",
        "http_500": "Rusak (500)",
        "rate_limit": "Minta menunggu (130429)",
        "token_expired": "Token habis (190)",
        "duplicate_webhooks": "Mengirim dua kali",
        "reorder": "Urutan terbalik",
        "batch": "Beberapa pesan sekaligus",
        "late_errors": "Penolakan datang belakangan",
    }

    def __init__(self, api: GraphApi, chats: Chats, names: dict[str, str], clock: Clock) -> None:
        super().__init__(api.faults, chats, names, clock)
        self._api = api
        api.subscribe(self._arrived)

    async def write(self, person: str, text: str) -> str:
        return await self._api.citizen_writes(person, text, self.names[person])

    async def send(self, person: str, file: File, data: bytes, mime: str, caption: str) -> str:
        kind, name = _SENT.get(file.kind, file.kind), self.names[person]
        return await self._api.citizen_sends(
            person, kind, data, mime, caption, file.name, name=name
        )

    async def locate(self, person: str, latitude: float, longitude: float) -> str:
        return await self._api.citizen_shares(person, latitude, longitude, name=self.names[person])

    async def tap(self, person: str, bubble: str, button: Button) -> None:
        number = await self._api.citizen_taps(
            person, button.id, button.title, bubble, name=self.names[person]
        )
        self._mine(person, number, words=(Words(button.title),))

    async def idle(self) -> None:
        await self._api.hooks.idle()

    async def read(self, person: str) -> None:
        if self._api.citizen(person).unread:
            await self._api.citizen_reads(person)

    def _new_address(self, name: str) -> str:
        return f"62812{digits(8)}"

    async def _arrived(self, event: Obj) -> None:
        if event["kind"] == "read":
            self._read(str(event["id"]))
        elif event["kind"] == "message":
            self._draw(event)

    def _read(self, message: str) -> None:
        for person in self.names:
            if self._chats.find(self._whose(person), message):
                self._chats.seen(self._whose(person), message)
                self._chats.typing(self._whose(person))

    def _draw(self, event: Obj) -> None:
        payload = event["payload"]
        kind = payload.get("type", "text")
        words, buttons = _SHOWN.get(kind, _media)(payload)
        self._theirs(
            event["phone"],
            event["id"],
            self._clock.now(),
            words=words,
            buttons=buttons,
            file=self._file(kind, payload) if kind in _KINDS else None,
        )

    def _file(self, kind: str, payload: Obj) -> File:
        media = self._api.media(payload[kind]["id"])
        key = self._chats.keep(media.data, media.mime)
        return File(_KINDS[kind], key, str(payload[kind].get("filename", "")))


def _text(payload: Obj) -> Shown:
    return starred(payload["text"]["body"]), ()


def _media(payload: Obj) -> Shown:
    return starred(payload[payload["type"]].get("caption", "")), ()


def _interactive(payload: Obj) -> Shown:
    told = payload["interactive"]
    action, words = told["action"], starred(told["body"]["text"])
    if told["type"] == "location_request_message":
        return words, (Button("location", "Kirim lokasi", "location"),)
    replies = [button["reply"] for button in action.get("buttons", [])]
    rows = [row for section in action.get("sections", []) for row in section["rows"]]
    return words, tuple(Button(one["id"], one["title"]) for one in replies or rows)


def _template(payload: Obj) -> Shown:
    parts = payload["template"].get("components", [])
    said = [one["text"] for part in parts if part["type"] == "body" for one in part["parameters"]]
    taps = [part["parameters"][0]["payload"] for part in parts if part["type"] == "button"]
    words = Words(KNOCK.format(" ".join(said), "Kelurahan Sukajaya"))
    return (words,), tuple(Button(tap, "Baca kabar") for tap in taps or ["Baca kabar"])


_SHOWN: Mapping[str, Callable[[Obj], Shown]] = {
    "text": _text,
    "interactive": _interactive,
    "template": _template,
}
