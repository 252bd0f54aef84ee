"""The counter: letters go to the office's own people, who read them out or hand them over."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass

import aiohttp

from channels.base import Channel, Event, Gone, Limits, Outbound, Refused, Webhook
from channels.settings import Setting, read


@dataclass(frozen=True, slots=True)
class Config:
    """Nothing: people need no settings."""


SETTINGS: tuple[Setting, ...] = ()


def check(given: Mapping[str, object]) -> Config:
    """Raises SettingsError."""
    return read(Config, SETTINGS, given)


def open_channel(
    account: str, settings: Mapping[str, object], http: aiohttp.ClientSession
) -> Channel:
    """Raises SettingsError."""
    check(settings)
    return Counter(account)


class Counter(Channel):
    """Everybody who cannot be reached by wire: at the counter, by telephone, by post."""

    def __init__(self, account: str) -> None:
        self.account = account
        self.limits = Limits(
            text=100_000,
            per_second=1000.0,
            per_recipient=0.0,
            quiet=0.0,
            letter=True,
            # An officer tells when it was delivered; being on the pile proves nothing.
            receipts=True,
            by_hand=True,
        )

    def verify(self, hook: Webhook) -> None:
        """Nothing is pushed here: officers write down what they heard inside the house."""
        raise Refused(403)

    def parse(self, hook: Webhook) -> Sequence[Event]:
        return ()

    async def send(self, outbound: Outbound) -> str:
        """It lies on the pile from now on; nobody has an id for it but we."""
        return ""

    def download(self, ref: str) -> AsyncIterator[bytes]:
        """Files lie in the house already; what has a ref here was not kept, for that reason."""
        raise Gone(ref)
