"""The bridge's other end, and somebody who plays the bridge."""

from __future__ import annotations

import asyncio
import base64
import json
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from channels.base import Webhook
from channels.sms import check
from channels.sms.bridge import Bridge, signature
from tests.channels.gammu_kit import OFFICE

SECRET = "rahasia-jembatan-kantor-0123456789"
GIVEN = {"gateway": "bridge", "number": OFFICE, "bridge_secret": SECRET}


@dataclass
class Far:
    """The channel, with a clock that can be wound, and somebody who plays the bridge."""

    channel: Bridge
    ahead: float = 0.0
    #: What the office gave to the bridge, and whether it takes it.
    given: list[dict[str, str]] = field(default_factory=list)
    takes: bool = True

    async def call(self, wait: float = 0.0, **told: Any) -> list[dict[str, str]]:
        """One call of the bridge, as the service answers it."""
        body, mime = await self.channel.reply(sealed(wait=wait, **told))
        assert mime == "application/json"
        found: list[dict[str, str]] = json.loads(body)["send"]
        return found

    async def run(self) -> None:
        taken: list[str] = []
        while True:
            found = await self.call(5.0, taken=taken)
            self.given += found
            taken = [one["id"] for one in found] if self.takes else []
            await asyncio.sleep(0)

    @asynccontextmanager
    async def calling(self) -> AsyncIterator[None]:
        task = asyncio.create_task(self.run())
        try:
            yield
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)


def build() -> Far:
    common, own = check(GIVEN)
    made = Far(Bridge("sms", common, own))
    made.channel = Bridge("sms", common, own, steady=lambda: time.monotonic() + made.ahead)
    return made


def packed(hook: Webhook) -> Mapping[str, Any]:
    return {
        "url": hook.url,
        "query": dict(hook.query),
        "headers": dict(hook.headers),
        "body": base64.b64encode(hook.body).decode(),
    }


def carrying(*hooks: Webhook, gateway: str = "gammu", **more: Any) -> Webhook:
    return sealed(gateway=gateway, hooks=[packed(hook) for hook in hooks], **more)


def sealed(**told: Any) -> Webhook:
    return signed(json.dumps(told).encode())


def signed(body: bytes, secret: str = SECRET, ago: float = 0.0) -> Webhook:
    stamp = str(int(time.time() - ago))
    headers = {"x-sahut-timestamp": stamp, "x-sahut-signature": signature(secret, stamp, body)}
    return Webhook("sms", headers=headers, body=body)
