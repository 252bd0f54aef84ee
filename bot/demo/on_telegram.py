"""Telegram on the demo's phones."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from bot.clock import Clock
from bot.demo.chats import Button, Chats, File, tagged
from bot.demo.handsets import Handset
from bot.demo.telegram import BotApi
from bot.demo.telegram_methods import Sent

_KINDS: Mapping[str, Literal["photo", "voice", "video"]] = {
    "photo": "photo",
    "voice": "voice",
    "video": "video",
}


class TelegramHandset(Handset):
    """A person is the id of an account."""

    channel = "telegram"
    faults: Mapping[str, str] = {
        "answer_after": "Lambat menjawab",
        "hang": "Diam saja",
        "answer_late": "Menjawab terlambat",
        "lose_answer": "Jawaban hilang di jalan",
        "http_500": "Rusak (500)",
        "rate_limit": "Minta menunggu (429)",
        "conflict": "Ada penerima lain (409)",
        "token_revoked": "Token dicabut (401)",
        "duplicate_updates": "Mengirim dua kali",
    }

    def __init__(self, api: BotApi, chats: Chats, names: dict[str, str], clock: Clock) -> None:
        super().__init__(api.faults, chats, names, clock)
        self._api = api
        api.subscribe(self._arrived)
        api.updates.confirmed = self._confirmed

    async def write(self, person: str, text: str) -> str:
        return str(await self._api.citizen_writes(int(person), text, name=self.names[person]))

    async def send(self, person: str, file: File, data: bytes, mime: str, caption: str) -> str:
        number = await self._api.citizen_sends(
            int(person), file.kind, data, mime, caption, file.name, name=self.names[person]
        )
        return str(number)

    async def locate(self, person: str, latitude: float, longitude: float) -> str:
        name = self.names[person]
        sent = self._api.citizen_shares_location(int(person), latitude, longitude, name=name)
        return str(await sent)

    async def tap(self, person: str, bubble: str, button: Button) -> None:
        if button.id.startswith("key:"):
            await self.say(person, button.title)
        else:
            await self._api.citizen_taps(int(person), button.id, int(bubble))

    async def idle(self) -> None:
        await self._api.updates.idle()

    async def _arrived(self, event: Mapping[str, Any]) -> None:
        if event["kind"] == "action":
            self._chats.typing(self._whose(str(event["chat"])))
        elif event["kind"] in ("message", "edit"):
            self._draw(event["sent"])

    def _draw(self, sent: Sent) -> None:
        self._theirs(
            str(sent.chat),
            str(sent.id),
            sent.at,
            words=tagged(sent.marked),
            file=self._file(sent),
            buttons=_buttons(sent),
            edited=sent.edited,
        )

    def _file(self, sent: Sent) -> File | None:
        if sent.file is None:
            return None
        key = self._chats.keep(sent.file.data, sent.file.mime)
        return File(_KINDS.get(sent.kind, "document"), key, sent.file.name)

    def _confirmed(self, update: Mapping[str, Any]) -> None:
        message = update.get("message")
        if message:
            whose = self._whose(str(message["chat"]["id"]))
            self._chats.change(whose, str(message["message_id"]), state="taken")


def _buttons(sent: Sent) -> tuple[Button, ...]:
    under = [Button(str(b.get("callback_data", "")), b["text"]) for b in sent.buttons]
    below = [
        Button(f"key:{place}", key["text"], _wanted(key)) for place, key in enumerate(sent.keys)
    ]
    return (*under, *below)


def _wanted(key: Mapping[str, Any]) -> Literal["", "location", "contact"]:
    if key.get("request_location"):
        return "location"
    return "contact" if key.get("request_contact") else ""
