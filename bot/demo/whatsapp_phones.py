"""The simulated phones of the loopback Graph API: who has one, and what is done with it."""

from __future__ import annotations

import base64
import hashlib
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.demo.whatsapp_hooks import Hooks
from bot.demo.whatsapp_rules import Faults, GraphError, Obj

#: One message in six seconds to one phone, 45 of them at once on credit.
PAIR_SECONDS, PAIR_BURST = 6.0, 45.0


@dataclass(frozen=True, slots=True)
class Account:
    """What Meta's dashboards show the operator."""

    access_token: str = field(default_factory=lambda: "EAAG" + secrets.token_hex(40), repr=False)
    app_secret: str = field(default_factory=lambda: secrets.token_hex(16), repr=False)
    verify_token: str = field(default_factory=lambda: secrets.token_hex(12), repr=False)
    phone_number_id: str = "106540352242922"
    waba_id: str = "102290129340398"
    display_number: str = "622150996800"
    name: str = "Kelurahan Sukajaya"


@dataclass(frozen=True, slots=True)
class Media:
    """A stored file."""

    data: bytes = field(repr=False)
    mime: str
    until: datetime


@dataclass(slots=True)
class Phone:
    """A citizen. A hidden one has taken a username: webhooks carry no number of hers."""

    number: str
    user_id: str
    name: str = ""
    hidden: bool = False
    #: She reads at once, so "delivered" is skipped.
    quick: bool = False
    wrote_at: datetime | None = None
    unread: list[str] = field(default_factory=list)
    credit: float = PAIR_BURST
    paid_at: datetime | None = None

    def takes(self, now: datetime) -> bool:
        """Whether the pair rate still allows a message to this phone."""
        passed = (now - self.paid_at).total_seconds() if self.paid_at else 0.0
        self.credit = min(PAIR_BURST, self.credit + max(passed, 0.0) / PAIR_SECONDS)
        self.paid_at = now
        if self.credit < 1:
            return False
        self.credit -= 1
        return True

    def known(self, user_id: str, number: str) -> Obj:
        """What a webhook may tell of this person, under these two keys."""
        told = {user_id: self.user_id}
        return told if self.hidden else told | {number: self.number}


class Phones:
    """Every phone that the business number can reach, and what happens on them."""

    def __init__(
        self,
        now: Callable[[], datetime],
        account: Account,
        retries: Sequence[float],
        media_lifetime: timedelta,
    ) -> None:
        self.account = account
        self.faults = Faults()
        self.hooks = Hooks(account.app_secret, account.waba_id, self.faults, retries)
        self.media_lifetime = media_lifetime
        self.phones: dict[str, Phone] = {}
        #: Messages that were accepted: id, phone, payload, at.
        self.sent: list[Obj] = []
        self._now = now
        self._media: dict[str, Media] = {}

    def citizen(self, phone: str, name: str = "", *, hidden: bool | None = None) -> Phone:
        """The phone with this number, made on first use; its user id is always the same."""
        digits = int(hashlib.sha256(phone.encode()).hexdigest()[:16], 16)
        who = self.phones.setdefault(phone, Phone(phone, f"ID.{digits}"))
        who.name = name or who.name
        who.hidden = who.hidden if hidden is None else hidden
        return who

    async def citizen_writes(self, phone: str, text: str, name: str = "") -> str:
        """A text; returns its id, as the other acts do."""
        return self._arrive(phone, {"type": "text", "text": {"body": text}}, name)

    async def citizen_sends(
        self,
        phone: str,
        kind: str,
        data: bytes,
        mime: str,
        caption: str = "",
        filename: str = "",
        *,
        name: str = "",
    ) -> str:
        """A file; kind "voice" is a voice note."""
        media = self._keep(data, mime, self.media_lifetime)
        digest = base64.b64encode(hashlib.sha256(data).digest()).decode()
        item: Obj = {"id": media, "mime_type": mime, "sha256": digest}
        item |= {"caption": caption} if caption else {}
        item |= {"filename": filename} if filename else {}
        if kind in ("audio", "voice"):
            kind, item = "audio", item | {"voice": kind == "voice"}
        return self._arrive(phone, {"type": kind, kind: item}, name)

    async def citizen_shares(
        self, phone: str, latitude: float, longitude: float, place: str = "", *, name: str = ""
    ) -> str:
        """A position, with the name of a place where one was chosen."""
        spot: Obj = {"latitude": latitude, "longitude": longitude}
        spot |= {"name": place} if place else {}
        return self._arrive(phone, {"type": "location", "location": spot}, name)

    async def citizen_taps(
        self, phone: str, button_id: str, title: str, context: str = "", *, name: str = ""
    ) -> str:
        """A tap on a button, a row or a template's button of the message `context`."""
        answered: Obj = next((s["payload"] for s in self.sent if s["id"] == context), {})
        origin = {"from": self.account.display_number, "id": context}
        said = _tap(button_id, title, answered) | ({"context": origin} if context else {})
        return self._arrive(phone, said, name)

    async def citizen_reads(self, phone: str) -> None:
        """The chat is opened: everything unread becomes read."""
        who = self.citizen(phone)
        unread, who.unread = who.unread, []
        for sent in self.sent:
            if sent["id"] in unread:
                self._status(who, sent, "read")

    async def citizen_moves(self, phone: str, new: str) -> str:
        """A new number brings a new user id; both are told once."""
        old, fresh = self.citizen(phone), self.citizen(new)
        fresh.name, fresh.hidden = old.name, old.hidden
        notice: Obj = {
            "type": "user_changed_user_id" if old.hidden else "user_changed_number",
            "body": f"{old.name} changed number",
            "previous_user_id": old.user_id,
            **fresh.known("user_id", "wa_id"),
        }
        said = {"type": "system", "system": notice} | old.known("from_user_id", "from")
        return self._tell({"messages": [self._stamped(said)]})

    async def staff_writes(self, phone: str, text: str) -> str:
        """Staff answer in the phone app of a number that both share."""
        said = {"from": self.account.display_number, "to": phone, "type": "text"}
        echo = self._stamped(said | {"text": {"body": text}})
        return self._tell({"message_echoes": [echo]}, "smb_message_echoes")

    def _arrive(self, phone: str, said: Obj, name: str) -> str:
        who = self.citizen(phone, name)
        who.wrote_at = self._now()
        message = self._stamped(who.known("from_user_id", "from") | said)
        return self._tell({"contacts": [_contact(who)], "messages": [message]})

    def _stamped(self, said: Obj) -> Obj:
        return {"id": new_wamid(), "timestamp": self._stamp(), **said}

    def _stamp(self) -> str:
        return str(int(self._now().timestamp()))

    def _status(self, who: Phone, sent: Obj, state: str, failure: GraphError | None = None) -> None:
        told: Obj = {"id": sent["id"], "status": state, "timestamp": self._stamp()}
        told |= who.known("recipient_user_id", "recipient_id")
        if ref := sent["payload"].get("biz_opaque_callback_data"):
            told["biz_opaque_callback_data"] = ref
        if failure:
            self._tell({"statuses": [told | {"errors": [failure.entry()]}]})
            return
        category = "utility" if sent["payload"].get("type") == "template" else "service"
        told["pricing"] = {"billable": True, "pricing_model": "PMP", "category": category}
        self._tell({"statuses": [told], "contacts": [_contact(who)]})

    def _tell(self, value: Obj, change: str = "messages") -> str:
        shown = {
            "display_phone_number": self.account.display_number,
            "phone_number_id": self.account.phone_number_id,
        }
        self.hooks.put(change, {"messaging_product": "whatsapp", "metadata": shown, **value})
        told = next(value[k] for k in ("messages", "message_echoes", "statuses") if k in value)
        return str(told[0]["id"])

    def _keep(self, data: bytes, mime: str, lifetime: timedelta) -> str:
        node = str(10**15 + secrets.randbelow(10**15))
        self._media[node] = Media(data, mime, self._now() + lifetime)
        return node

    def media(self, node: str) -> Media:
        """A stored file, as long as its id lives."""
        media = self._media.get(node)
        if media is None or media.until <= self._now():
            raise GraphError(100, "Unsupported get request", "Object does not exist")
        return media


def new_wamid() -> str:
    """An id as the provider gives them."""
    return "wamid." + secrets.token_hex(24).upper()


def _contact(who: Phone) -> Obj:
    return {"profile": {"name": who.name}} | who.known("user_id", "wa_id")


def _tap(button_id: str, title: str, answered: Obj) -> Obj:
    """A tap looks different on a template, on a list and on buttons."""
    if answered.get("type") == "template":
        return {"type": "button", "button": {"payload": button_id, "text": title}}
    kind = "list_reply" if answered.get("interactive", {}).get("type") == "list" else "button_reply"
    reply = {"type": kind, kind: {"id": button_id, "title": title}}
    return {"type": "interactive", "interactive": reply}
