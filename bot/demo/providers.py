"""Providers: every loopback provider with its phones, and what the office is told of each."""

from __future__ import annotations

import socket
from collections.abc import Mapping
from contextlib import AsyncExitStack
from typing import Any, Final

from bot.clock import Clock
from bot.demo.chats import Chats
from bot.demo.handsets import Handset
from bot.demo.mail import MailServer
from bot.demo.mail_writing import NEAR
from bot.demo.on_mail import MailHandset
from bot.demo.on_sms import SmsHandset
from bot.demo.on_telegram import TelegramHandset
from bot.demo.on_whatsapp import WhatsAppHandset
from bot.demo.seeding import StoryClock
from bot.demo.sms import SmsGate
from bot.demo.street import Street
from bot.demo.telegram import BotApi
from bot.demo.telegram_rules import Flood
from bot.demo.whatsapp import GraphApi
from bot.house import House

_HOST: Final = "127.0.0.1"
#: Seconds in which an office of the demo wants an answer; real ones are more patient.
_PATIENCE: Final = 8.0
#: Rupiah that one SMS costs the office.
_PRICE: Final = 350
#: Quiet times come after the stories.
_AT_ONCE: Final[Mapping[str, Any]] = {"timeout": _PATIENCE, "quiet": 0}
_BRISK: Final[Mapping[str, Any]] = {"per_second": 5.0, "per_recipient": 0.5}


class Providers:
    """Telegram, WhatsApp, a mail server and a phone with a SIM, all on this machine."""

    def __init__(self, street: Street, chats: Chats, clock: StoryClock) -> None:
        self.telegram = BotApi(clock.now, flood=Flood(per_chat=1.0, credit=8))
        self.whatsapp = GraphApi(clock.now)
        self.sms = SmsGate(clock.now, clock.today)
        self.mail = MailServer(clock.now)
        self.handsets = _handsets(self, street, chats, clock)

    async def start(self, stack: AsyncExitStack) -> None:
        """Each listens until the stack is left."""
        for provider in (self.telegram, self.whatsapp, self.sms, self.mail):
            stack.push_async_callback(provider.close)
            await provider.start()
        self.mail.way_in.port = _free_port()

    async def connect(self, office: str, house: House) -> None:
        """Tell those who push where the office is."""
        await self.whatsapp.connect(f"{office}/hooks/whatsapp")
        await house.channels["sms"].announce(f"{office}/hooks/sms")

    def channels(self) -> dict[str, dict[str, Any]]:
        """What the office's configuration says; only once they listen."""
        return {
            "telegram": {**_AT_ONCE, **self._telegram()},
            "whatsapp": {**_AT_ONCE, **self._whatsapp()},
            "sms": {**_AT_ONCE, **_BRISK, **self._sms()},
            "email": {**_AT_ONCE, **_BRISK, **self._email()},
        }

    def _telegram(self) -> dict[str, Any]:
        return {
            "token": self.telegram.token,
            "api_url": self.telegram.url,
            "username": str(self.telegram.bot["username"]),
        }

    def _whatsapp(self) -> dict[str, Any]:
        account = self.whatsapp.account
        return {
            "access_token": account.access_token,
            "app_secret": account.app_secret,
            "verify_token": account.verify_token,
            "phone_number_id": account.phone_number_id,
            "waba_id": account.waba_id,
            "display_number": account.display_number,
            "template_notice": "kabar_laporan",
            "graph_url": self.whatsapp.url,
        }

    def _sms(self) -> dict[str, Any]:
        account = self.sms.account
        return {
            "gateway": "android",
            "number": account.number,
            "price": _PRICE,
            "android_url": self.sms.url,
            "android_username": account.username,
            "android_password": account.password,
            "android_signing_key": account.signing_key,
        }

    def _email(self) -> dict[str, Any]:
        return {
            "address": self.mail.office,
            "name": "Kelurahan Sukajaya",
            "lmtp_port": self.mail.way_in.port,
            "smtp_host": _HOST,
            "smtp_port": self.mail.port,
            "smtp_tls": "none",
            "smtp_auth": False,
            "secret": self.mail.secret,
            "subaddress": True,
            "authserv_id": NEAR,
        }


def _handsets(
    providers: Providers, street: Street, chats: Chats, clock: Clock
) -> Mapping[str, Handset]:
    def names(channel: str) -> dict[str, str]:
        return {p.address: p.name for p in street.people if p.channel == channel}

    credit = {p.address: p.credit for p in street.people}
    made = (
        TelegramHandset(providers.telegram, chats, names("telegram"), clock),
        WhatsAppHandset(providers.whatsapp, chats, names("whatsapp"), clock),
        SmsHandset(providers.sms, chats, names("sms"), clock, credit),
        MailHandset(providers.mail, chats, names("email"), clock),
    )
    return {handset.channel: handset for handset in made}


def _free_port() -> int:
    """A port that nobody listens on now; the office will."""
    with socket.socket() as held:
        held.bind((_HOST, 0))
        port: int = held.getsockname()[1]
        return port
