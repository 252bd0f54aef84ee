"""A street where people talk with the office on five channels at once, over the wire."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, Final

from sqlalchemy import select

from bot.casework import numbers
from bot.dialogue.texts import LANGUAGES, Texts
from storage.tables import attachments, complaints
from tests.bot.conversations.lines import Inbox, Line, Mail, Person, Sms, Telegram, Web, WhatsApp
from tests.bot.conversations.script import SILENCE, Heard, Said, Script
from tests.bot.inbox.kit import hire
from tests.bot.messages_kit import SETTINGS, Sim
from tests.bot.post import OFFICE, Post
from tests.channels.sms_kit import Answered, Asked, Gate
from tests.channels.smtp_kit import SmtpServer
from tests.world import World

NAMES: Final = (
    "Sulastri", "Joko", "Darmo", "Hendra", "Pelapor", "Anna", "Slamet", "Wati", "Budi", "Tini",
    "Agus", "Sari", "Rudi", "Ningsih",
)  # fmt: skip
CAST: Final = {name: Person(name, index) for index, name in enumerate(NAMES, 1)}
#: How the numbers and kunci of the first cases are written down.
SHOWN: Final = (("K7F3-9QX", "482913"), ("1W95-1T0", "175306"), ("P4D2-H8V", "930257"))
_TEXTS = Texts.load()
#: The office is awake before the first of them.
EARLY: Final = 5.0
#: Longer than any channel's quiet time.
QUIET: Final = 25.0
CITY: Final[dict[str, Any]] = {
    "remedies": [
        {"name": "Inspektorat Kota", "contact": "022-5550190"},
        {"name": "Ombudsman RI", "contact": "137"},
        {"name": "KPK", "contact": "198"},
    ],
    "emergency": [{"name": "Darurat", "contact": "112"}, {"name": "Ambulans", "contact": "119"}],
}


class Street:
    """The office, its officers, and everybody who has something to tell."""

    def __init__(self, world: World, sim: Sim, post: Post, web: Web) -> None:
        self._world = world
        self._lines: dict[str, Line] = {
            "Telegram": Telegram(world),
            "WhatsApp": WhatsApp(world),
            "SMS": Sms(sim),
            "mail": Mail(post),
            "the web": web.at(world),
        }
        self._inbox = Inbox(world)
        self._seen: set[tuple[str, str, str, str]] = set()

    async def plays(self, script: Script) -> Script:
        """What is said to these people, in their order, and what they really hear."""
        played: list[Said | Heard] = []
        for said in script.said:
            played += [said, *await self._answered(said)]
        return Script(script.title, tuple(played))

    async def _answered(self, said: Said) -> list[Heard]:
        wait = (said.at - self._world.clock.now()).total_seconds()
        if wait > 0:
            await self._passes(wait)
        before = await self._news()
        for part in said.body.split("\n...\n"):
            await self._does(said, part.strip("\n"))
            self._world.clock.wind(seconds=1)
        await self._passes(QUIET)
        heard = [*before, *await self._news()]
        first = [one for one in heard if (one.who, one.where) == (said.who, said.where)]
        rest = [one for one in heard if one not in first]
        if said.who in CAST and not first:
            first = [Heard(said.who, said.where, SILENCE)]
        return [*first, *rest]

    async def _does(self, said: Said, part: str) -> None:
        real = await self._really(part)
        if said.who in CAST:
            await self._lines[said.where].does(CAST[said.who], real)
        else:
            number, _, steps = real.partition("\n")
            await self._inbox.does(number.strip(), steps)
        await self._heard()

    async def _heard(self) -> None:
        """Every message has arrived and is handled, and its files are kept."""
        world = self._world
        await world.whatsapp.hooks.idle()
        await world.telegram.updates.idle()

        async def there() -> bool:
            waiting = await world.rows(
                select(attachments.c.id).where(attachments.c.due_at.is_not(None))
            )
            said = await world.messages()
            return not waiting and all(row.handled_at or row.unread_at for row in said)

        await world.until(there)

    async def _passes(self, seconds: float) -> None:
        """Time goes by, and what was waiting for it leaves."""
        self._world.clock.wind(seconds=seconds)
        self._world.house.outgoing.ring()
        await self._heard()
        await self._world.settled()

    async def _news(self) -> list[Heard]:
        """What stands on a screen and was not there before."""
        found = []
        for who in CAST.values():
            for where, line in self._lines.items():
                async for message in line.seen(who):
                    key = (who.name, where, message.key, message.text)
                    if key not in self._seen:
                        self._seen.add(key)
                        shown = await self._as_written(message.whole)
                        found.append(Heard(who.name, where, shown))
        return found

    async def _really(self, text: str) -> str:
        """The numbers of the script become those that the office gave."""
        for (number, kunci), real in zip(SHOWN, await self._cases(), strict=False):
            text = text.replace(number, real[0]).replace(kunci, real[1])
        return text

    async def _as_written(self, text: str) -> str:
        for (number, kunci), real in zip(SHOWN, await self._cases(), strict=False):
            for language in LANGUAGES:
                text = text.replace(_spelt(language, real[0]), _spelt(language, number))
            text = text.replace(real[0], number).replace(real[1], kunci)
        return text

    async def _cases(self) -> list[tuple[str, str]]:
        key = self._world.house.vault.kunci_key
        rows = await self._world.rows(select(complaints).order_by(complaints.c.register_no))
        return [(row.number, numbers.kunci(key, row.id, row.generation)) for row in rows]


@asynccontextmanager
async def opened(world: World) -> AsyncIterator[Street]:
    """Open a closed world with all five channels and officers."""
    server, gate, web = SmtpServer(), Gate(_accepted), Web()
    await server.start()
    port = _free_port()
    channels = {
        "sms": SETTINGS | {"kannel_url": await gate.start(), "quiet": 20},
        "surel": _mailbox(server.port, port),
        "telegram": {"quiet": 3},
        "whatsapp": {"quiet": 6, "template_notice": "kabar_laporan"},
    }
    try:
        world.clock.wind(hours=-EARLY)
        await world.open(channels=channels, **CITY)
        await hire(world)
        await world.until(lambda: _listens(port))
        yield Street(world, Sim(world, gate), Post(world, server, port), web)
    finally:
        for browser in web.browsers.values():
            await browser.__aexit__()
        await world.stop()
        await gate.close()
        await server.stop()


def _spelt(language: str, number: str) -> str:
    """As a letter reads it aloud."""
    signs = (sign for sign in number if sign.isalnum())
    return ", ".join(_TEXTS.say(language, f"digit.{s}") if s.isdigit() else s for s in signs)


def _mailbox(smtp_port: int, lmtp_port: int) -> dict[str, Any]:
    return {
        "use": "email",
        "address": OFFICE,
        "password": "kotak-surat-sukajaya",
        "smtp_host": "127.0.0.1",
        "smtp_port": smtp_port,
        "smtp_tls": "none",
        "smtp_auth": False,
        "lmtp_port": lmtp_port,
        "subaddress": True,
        "per_second": 1e6,
        "per_recipient": 0.0,
        "quiet": 0,
    }


def _accepted(_asked: Asked) -> Answered:
    return Answered(202, b"0: Accepted for delivery")


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


async def _listens(port: int) -> bool:
    try:
        _, writer = await asyncio.open_connection("127.0.0.1", port)
    except OSError:
        return False
    writer.close()
    await writer.wait_closed()
    return True
