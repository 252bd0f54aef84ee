"""The citizens' side of the loopback Bot API: who they are, and what their phones send."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from bot.demo.telegram_files import Files
from bot.demo.telegram_rules import Obj
from bot.demo.telegram_updates import Updates


@dataclass(slots=True)
class User:
    """A citizen with an account; only who has written can be written to."""

    id: int
    first_name: str = "Warga"
    last_name: str = ""
    username: str = ""
    blocked: bool = False
    met: bool = False

    def person(self) -> Obj:
        names = {"last_name": self.last_name, "username": self.username}
        told: Obj = {key: value for key, value in names.items() if value}
        return {"id": self.id, "is_bot": False, "first_name": self.first_name, **told}

    def chat(self) -> Obj:
        return {"id": self.id, "type": "private", "first_name": self.first_name}


class Phones:
    """Every phone in the street; what they do becomes updates for the bot."""

    def __init__(self, now: Callable[[], datetime], updates: Updates, bot: Obj) -> None:
        self.updates = updates
        #: What getMe says of the bot they talk to.
        self.bot = bot
        self.users: dict[int, User] = {}
        self.files = Files(now)
        #: Callback queries that nobody has answered yet.
        self.unanswered: list[str] = []
        self._now = now
        self._last_message = 0
        self._messages: dict[tuple[int, int], Obj] = {}

    def citizen(self, user: int, name: str = "") -> User:
        """The person with this id, made on first use."""
        person = self.users.setdefault(user, User(user))
        person.first_name = name or person.first_name
        return person

    async def citizen_writes(
        self, user: int, text: str, reply_to: int | None = None, *, name: str = ""
    ) -> int:
        """Returns the message_id, as all of these do."""
        return self._arrive(user, {"text": text}, name, reply_to)

    async def citizen_sends(
        self,
        user: int,
        kind: str,
        data: bytes,
        mime: str = "",
        caption: str = "",
        filename: str = "",
        group: str | None = None,
        *,
        name: str = "",
        size: int | None = None,
    ) -> int:
        """A file; `group` ties an album together, `size` is what is told where it differs."""
        said = self.files.message(kind, data, mime, filename, size)
        said |= {"caption": caption} if caption else {}
        said |= {"media_group_id": group} if group else {}
        return self._arrive(user, said, name)

    async def citizen_shares_location(
        self, user: int, latitude: float, longitude: float, *, place: str = "", name: str = ""
    ) -> int:
        spot = {"latitude": latitude, "longitude": longitude}
        venue = {"venue": {"location": spot, "title": place, "address": ""}} if place else {}
        return self._arrive(user, {"location": spot} | venue, name)

    async def citizen_shares_contact(self, user: int, number: str, *, name: str = "") -> int:
        person = self.citizen(user, name)
        contact = {"phone_number": number, "first_name": person.first_name, "user_id": user}
        return self._arrive(user, {"contact": contact}, name)

    async def citizen_edits(self, user: int, message_id: int, text: str) -> int:
        message = self._messages[user, message_id]
        field = "text" if "text" in message else "caption"
        message |= {field: text, "edit_date": self.stamp()}
        self.updates.put("edited_message", dict(message))
        return message_id

    async def citizen_taps(
        self, user: int, callback_data: str, message_id: int, *, name: str = ""
    ) -> str:
        """A tap on a button under the bot's message; returns the id of the query."""
        query = str(secrets.randbelow(10**18))
        self.unanswered.append(query)
        message = self._messages.get((user, message_id)) or self._inaccessible(user, message_id)
        said = {
            "id": query,
            "from": self.citizen(user, name).person(),
            "message": message,
            "chat_instance": str(-user),
            "data": callback_data,
        }
        self.updates.put("callback_query", said)
        return query

    async def citizen_blocks(self, user: int) -> int:
        return self._member(user, "kicked")

    async def citizen_unblocks(self, user: int) -> int:
        return self._member(user, "member")

    async def group_says(self, group: int, user: int, text: str, kind: str = "supergroup") -> int:
        """Somebody talks in a group that the bot is in, or in a channel."""
        chat = {"id": group, "type": kind, "title": "Warga RT 05"}
        field = "channel_post" if kind == "channel" else "message"
        message = {"chat": chat, "from": self.citizen(user).person(), "text": text}
        return self._put(field, message)

    async def group_moves(self, group: int, new: int) -> int:
        """A group becomes a supergroup and gets a new id."""
        chat = {"id": group, "type": "group", "title": "Warga RT 05"}
        return self._put("message", {"chat": chat, "migrate_to_chat_id": new})

    def stamp(self) -> int:
        return int(self._now().timestamp())

    def note(self, message: Obj) -> Obj:
        """Number and date a message, and keep it for replies, edits and taps."""
        self._last_message += 1
        message = {"message_id": self._last_message, "date": self.stamp(), **message}
        self._messages[message["chat"]["id"], self._last_message] = message
        return message

    def found(self, chat: int, message_id: int) -> Obj | None:
        """A message of this chat."""
        return self._messages.get((chat, message_id))

    def _arrive(self, user: int, said: Obj, name: str, reply_to: int | None = None) -> int:
        person = self.citizen(user, name)
        if person.blocked:
            raise RuntimeError("who blocked a bot must let it in again before writing to it")
        person.met = True
        answered = self.found(user, reply_to) if reply_to else None
        said |= {"reply_to_message": answered} if answered else {}
        return self._put("message", {"chat": person.chat(), "from": person.person(), **said})

    def _put(self, field: str, message: Obj) -> int:
        message = self.note(message)
        self.updates.put(field, dict(message))
        return int(message["message_id"])

    def _inaccessible(self, user: int, message_id: int) -> Obj:
        return {"chat": self.citizen(user).chat(), "message_id": message_id, "date": 0}

    def _member(self, user: int, status: str) -> int:
        person = self.citizen(user)
        person.blocked = status == "kicked"
        old = "member" if person.blocked else "kicked"
        change = {
            "chat": person.chat(),
            "from": person.person(),
            "date": self.stamp(),
            "old_chat_member": self._membership(old),
            "new_chat_member": self._membership(status),
        }
        return self.updates.put("my_chat_member", change)

    def _membership(self, status: str) -> Obj:
        until = {"until_date": 0} if status == "kicked" else {}
        return {"user": self.bot, "status": status, **until}
