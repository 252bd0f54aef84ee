"""The web: nothing is pushed and nothing is fetched; an answer is read where the case is opened."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass

import aiohttp

from channels.base import Channel, Event, Gone, Limits, Outbound, Refused, Webhook
from channels.settings import Setting, read


@dataclass(frozen=True, slots=True)
class Config:
    """What `[channels.web]` says."""


SETTINGS: tuple[Setting, ...] = ()


def check(given: Mapping[str, object]) -> Config:
    """Raises SettingsError."""
    return read(Config, SETTINGS, given)


def open_channel(
    account: str, settings: Mapping[str, object], http: aiohttp.ClientSession
) -> Channel:
    """Raises SettingsError."""
    check(settings)
    return Web(account)


class Web(Channel):
    """The form and the tracking page of the office."""

    def __init__(self, account: str) -> None:
        self.account = account
        self.limits = Limits(
            text=100_000,
            choices=8,
            choice_title=40,
            per_second=1000.0,
            per_recipient=0.0,
            quiet=0.0,
            page=True,
            receipts=True,
        )

    def verify(self, hook: Webhook) -> None:
        """No provider pushes here: the pages hand their messages over inside the house."""
        raise Refused(403)

    def parse(self, hook: Webhook) -> Sequence[Event]:
        return ()

    async def send(self, outbound: Outbound) -> str:
        """The row itself is what the page shows."""
        return outbound.id

    def download(self, ref: str) -> AsyncIterator[bytes]:
        """Files lie in the house already; what has a ref here was not kept, for that reason."""
        raise Gone(ref)
