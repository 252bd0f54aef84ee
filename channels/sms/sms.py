"""What every SMS gateway has in common: limits, what a text costs, and who is heard."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, Protocol
from urllib.parse import quote

import aiohttp

from channels.base import Address, Attachment, Channel, Inbound, Limits, Part, SendError
from channels.settings import Setting
from channels.sms import gsm, kinds, numbers
from channels.sms.config import Config

QUIET_SECONDS = 20.0
BURST = 2


class Sms(Channel):
    """One number of the office. A gateway adds how to believe, read and send.

    sim_expires, self_test, silent_hours, balance_low: what the office asks to be reminded of.
    """

    def __init__(self, account: str, config: Config) -> None:
        self.account = account
        self.limits = _limits(config)
        self.sim_expires: date | None = config.expires
        self.self_test = numbers.e164(config.self_test, config.region)
        self.silent_hours = config.silent_hours
        self.balance_low = config.balance_low
        self.common = config

    def units(self, text: str) -> int:
        return gsm.segments(gsm.plain(text))

    def link(self, text: str) -> str:
        number = self.common.dialled
        body = f"?body={quote(text)}" if text else ""
        return f"sms:{number}{body}" if number else ""

    def written(self, text: str) -> str:
        """The text as it leaves: in GSM-7 where it can be, and never in more parts than allowed."""
        plain = gsm.plain(text)
        if gsm.segments(plain) > self.limits.units:
            raise SendError("longer than max_segments", permanent=True, code="too_long")
        return plain

    def heard(
        self,
        sender: str,
        text: str,
        *,
        key: str,
        provider_id: str = "",
        sent_at: datetime | None = None,
        part: Part | None = None,
        attachments: Sequence[Attachment] = (),
        raw: bytes = b"",
    ) -> Inbound:
        """What somebody wrote, taken for what it is by its sender and its words."""
        phone = numbers.e164(sender, self.common.region)
        ours = phone and phone == numbers.e164(self.common.number, self.common.region)
        return Inbound(
            key=key,
            sender=Address(self.account, phone or sender.strip() or "?"),
            kind="system" if ours else kinds.kind(phone, text),
            proof="weak",
            provider_id=provider_id,
            text=text,
            sent_at=sent_at,
            phone=phone,
            attachments=tuple(attachments),
            part=part,
            raw=raw,
        )


class Gateway(Protocol):
    """What a gateway's module offers; its settings are named without the gateway's own name."""

    @property
    def SETTINGS(self) -> tuple[Setting, ...]: ...  # noqa: N802

    def check(self, given: Mapping[str, object], /) -> Any:
        """The gateway's own frozen settings. Raises SettingsError."""

    def open_gateway(
        self, account: str, common: Config, own: Any, http: aiohttp.ClientSession, /
    ) -> Sms:
        """The channel, ready to be used."""


def _limits(config: Config) -> Limits:
    units = config.max_segments
    return Limits(
        text=gsm.SINGLE if units == 1 else units * gsm.JOINED,
        choices=0,
        per_second=config.per_second,
        per_recipient=config.per_recipient,
        burst=BURST,
        per_day=config.per_day or None,
        quiet=QUIET_SECONDS,
        costly=True,
        receipts=True,
        units=units,
        price=config.price,
    )
