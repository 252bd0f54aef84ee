"""The bot's side of the loopback Bot API: what each method does and refuses."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from aiohttp import web

from bot.demo import telegram_rules as rules
from bot.demo.telegram_phones import Phones, User
from bot.demo.telegram_rules import BotApiError, Faults, Flood, Obj, bad
from bot.demo.telegram_updates import Updates

Listener = Callable[[Obj], Awaitable[None]]
Method = Callable[[Obj], Awaitable[Any]]
SENDS: Mapping[str, str] = {
    "sendMessage": "message",
    "sendPhoto": "photo",
    "sendDocument": "document",
    "sendVoice": "voice",
    "sendAudio": "audio",
    "sendVideo": "video",
}


@dataclass(frozen=True, slots=True)
class SentFile:
    """A file as it reached a phone."""

    name: str
    mime: str
    data: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Sent:
    """A message of the bot: `text` as it is read, `marked` as HTML."""

    id: int
    chat: int
    kind: str
    text: str
    marked: str
    at: datetime
    #: Under the message: {"text", "callback_data"}.
    buttons: tuple[Obj, ...] = ()
    #: Below the text field: {"text", "request_location"?, "request_contact"?}.
    keys: tuple[Obj, ...] = ()
    file: SentFile | None = None
    reply_to: int | None = None
    edited: bool = False


class Methods(Phones):
    """One bot's methods, by their names in lower case."""

    def __init__(
        self,
        now: Callable[[], datetime],
        updates: Updates,
        bot: Obj,
        faults: Faults,
        flood: Flood | None,
    ) -> None:
        super().__init__(now, updates, bot)
        self.faults = faults
        self.flood = flood
        #: Messages that were accepted; one that was edited stands there as it is now.
        self.sent: list[Sent] = []
        #: Groups that have another id now.
        self.moved: dict[int, int] = {}
        self._listeners: list[Listener] = []
        self._methods: Mapping[str, Method] = {
            **{name.lower(): self._sender(kind) for name, kind in SENDS.items()},
            "getme": self._get_me,
            "getupdates": self._get_updates,
            "setwebhook": self._set_webhook,
            "deletewebhook": self._delete_webhook,
            "getwebhookinfo": self._get_webhook_info,
            "sendchataction": self._send_chat_action,
            "answercallbackquery": self._answer_callback_query,
            "editmessagetext": self._edit_message_text,
            "getfile": self._get_file,
        }

    def subscribe(self, listener: Listener) -> None:
        """Call `listener` with each message, edit and sign that reaches a phone."""
        self._listeners.append(listener)

    async def _get_me(self, given: Obj) -> Obj:
        rights = ("can_join_groups", "can_read_all_group_messages", "supports_inline_queries")
        return self.bot | dict.fromkeys(rights, False)

    async def _get_updates(self, given: Obj) -> list[Obj]:
        if self.faults.conflict:
            raise BotApiError(409, "Conflict: terminated by other getUpdates request")
        if self.updates.url:
            raise BotApiError(409, "Conflict: can't use getUpdates method while webhook is active")
        self.updates.allow(rules.parsed(given, "allowed_updates"))
        offset, limit = rules.whole(given, "offset", 0), rules.whole(given, "limit", 100)
        return await self.updates.fetch(offset, limit, rules.whole(given, "timeout", 0))

    async def _set_webhook(self, given: Obj) -> bool:
        url, secret = str(given.get("url", "")), str(given.get("secret_token", ""))
        if url and not url.startswith(("https://", "http://127.0.0.1", "http://localhost")):
            raise bad("bad webhook: An HTTPS URL must be provided for webhook")
        if secret and not rules.SECRET.fullmatch(secret):
            raise bad("secret token contains unallowed characters")
        self.updates.allow(rules.parsed(given, "allowed_updates"))
        self.updates.push(url, secret, drop=_flag(given, "drop_pending_updates"))
        return True

    async def _delete_webhook(self, given: Obj) -> bool:
        self.updates.push("", "", drop=_flag(given, "drop_pending_updates"))
        return True

    async def _get_webhook_info(self, given: Obj) -> Obj:
        pending = self.updates.pending
        info = {"url": self.updates.url, "has_custom_certificate": False}
        return info | {"pending_update_count": pending}

    def _sender(self, kind: str) -> Method:
        async def send(given: Obj) -> Obj:
            return await self._send(kind, given)

        return send

    async def _send(self, kind: str, given: Obj) -> Obj:
        chat, field = self._reached(given), "text" if kind == "message" else "caption"
        marked, read = rules.said(given, field)
        shown, reply_to = rules.markup(given), self._answered(chat.id, given)
        file = None if kind == "message" else self._upload(kind, given)
        self._pace(chat.id)
        message: Obj = {"chat": chat.chat(), "from": self.bot}
        message |= {field: read} if read else {}
        message |= self.files.message(kind, file.data, file.mime, file.name) if file else {}
        message |= {"reply_to_message": self.found(chat.id, reply_to)} if reply_to else {}
        message = self.note(message | _inline(shown))
        sent = Sent(
            int(message["message_id"]),
            chat.id,
            kind,
            read,
            marked,
            self._now(),
            _flat(shown, "inline_keyboard"),
            _flat(shown, "keyboard"),
            file,
            reply_to,
        )
        self.sent.append(sent)
        await self._announce({"kind": "message", "chat": chat.id, "sent": sent})
        return message

    def _reached(self, given: Obj) -> User:
        chat = rules.whole(given, "chat_id")
        if chat in self.moved:
            description = "Bad Request: group chat was upgraded to a supergroup chat"
            raise BotApiError(400, description, migrate_to_chat_id=self.moved[chat])
        user = self.users.get(chat)
        if user is None or not user.met:
            raise bad("chat not found")
        if user.blocked:
            raise BotApiError(403, "Forbidden: bot was blocked by the user")
        return user

    def _answered(self, chat: int, given: Obj) -> int | None:
        told = rules.parsed(given, "reply_parameters") or {}
        number = told.get("message_id") or given.get("reply_to_message_id")
        if number is None or self.found(chat, int(number)):
            return int(number) if number else None
        if not told.get("allow_sending_without_reply"):
            raise bad("message to be replied not found")
        return None

    def _upload(self, kind: str, given: Obj) -> SentFile:
        told = given.get(kind)
        if isinstance(told, str) and told.startswith("attach://"):
            told = given.get(told.removeprefix("attach://"))
        if isinstance(told, str):
            return SentFile("", "", self.files.data(told))
        if not isinstance(told, web.FileField):
            raise bad(f"there is no {kind} in the request")
        file = SentFile(told.filename, told.content_type, told.file.read())
        rules.file(kind, file.data)
        return file

    def _pace(self, chat: int) -> None:
        if wait := self.faults.rate_limit:
            raise BotApiError(429, f"Too Many Requests: retry after {wait}", retry_after=wait)
        if self.flood:
            self.flood.take(chat, self._now())

    async def _send_chat_action(self, given: Obj) -> bool:
        chat, action = self._reached(given), str(given.get("action", ""))
        await self._announce({"kind": "action", "chat": chat.id, "action": action})
        return True

    async def _answer_callback_query(self, given: Obj) -> bool:
        query = str(given.get("callback_query_id", ""))
        if query not in self.unanswered:
            raise bad("query is too old and response timeout expired or query ID is invalid")
        self.unanswered.remove(query)
        await self._announce({"kind": "answer", "query": query})
        return True

    async def _edit_message_text(self, given: Obj) -> Obj:
        chat, number = self._reached(given), rules.whole(given, "message_id")
        places = [i for i, one in enumerate(self.sent) if (one.chat, one.id) == (chat.id, number)]
        message = self.found(chat.id, number)
        if not places or message is None:
            raise bad("message to edit not found")
        marked, read = rules.said(given, "text")
        shown, old = rules.markup(given), self.sent[places[0]]
        buttons = _flat(shown, "inline_keyboard")
        if (old.text, old.buttons) == (read, buttons):
            raise bad("message is not modified")
        message.pop("reply_markup", None)
        message |= {"text": read, "edit_date": self.stamp()} | _inline(shown)
        sent = replace(old, text=read, marked=marked, buttons=buttons, edited=True)
        self.sent[places[0]] = sent
        await self._announce({"kind": "edit", "chat": chat.id, "sent": sent})
        return message

    async def _get_file(self, given: Obj) -> Obj:
        return self.files.path(str(given.get("file_id", "")))

    async def _announce(self, event: Obj) -> None:
        for listener in self._listeners:
            await listener(event)


def _inline(shown: Obj) -> Obj:
    return {"reply_markup": shown} if "inline_keyboard" in shown else {}


def _flat(shown: Obj, field: str) -> tuple[Obj, ...]:
    keys = (key for row in shown.get(field, ()) for key in row)
    return tuple({"text": key} if isinstance(key, str) else key for key in keys)


def _flag(given: Obj, field: str) -> bool:
    return str(given.get(field, "")).lower() in ("true", "1")
