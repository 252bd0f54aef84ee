"""A desk in the inbox: an officer's browser without a screen, over the wire."""

from __future__ import annotations

import io
import re
from typing import Any

import aiohttp
from sqlalchemy import select

from bot.inbox import passwords
from storage import officers
from storage.tables import attachments
from tests.world import SULASTRI_WA, World

PASSWORD = "kopi-pagi-hangat"
_KEPT = passwords.seal(PASSWORD)
DECISION = {
    "outcome": "proven",
    "cause": "complicated",
    "apology": "no",
    "unheard": "Yang diadukan layanannya, bukan orang.",
}
PEOPLE = {
    "rina": ("Rina Wulandari", "officer"),
    "tono": ("Tono Subagyo", "officer"),
    "siti": ("Dra. Siti Aminah", "head"),
    "wahyu": ("Wahyu Pemeriksa", "inspector"),
    "budi": ("Budi Santoso", "admin"),
    "yanti": ("Yanti Kurnia", "unit"),
    "lina": ("Lina Marlina", "liaison"),
    "putu": ("Putu Arya", "ppid"),
    "dewi": ("Dewi Lestari", "custodian"),
    "nina": ("Nina Penilai", "assessor"),
}


class Desk:
    """One browser: keeps its cookie, knows its page's token, follows nothing by itself."""

    def __init__(self, base: str, **headers: str) -> None:
        self.base = base
        self.csrf = ""
        self.session = aiohttp.ClientSession(
            cookie_jar=aiohttp.CookieJar(unsafe=True), headers=headers
        )

    async def sign_in(self, login: str, password: str = PASSWORD) -> aiohttp.ClientResponse:
        """Through the form; the answer is not followed."""
        answer = await self.post_plain("/inbox/masuk", nama=login, sandi=password)
        if answer.status == 303:
            await self.page(answer.headers["Location"])
        return answer

    async def get(self, path: str, **headers: str) -> aiohttp.ClientResponse:
        async with self.session.get(
            self.base + path, headers=headers, allow_redirects=False
        ) as answer:
            await answer.read()
            return answer

    async def content(self, path: str, **headers: str) -> tuple[aiohttp.ClientResponse, bytes]:
        """A file: the answer and its bytes."""
        async with self.session.get(
            self.base + path, headers=headers, allow_redirects=False
        ) as answer:
            return answer, await answer.read()

    async def page(self, path: str, status: int = 200, **headers: str) -> str:
        """The text of a page."""
        answer = await self.get(path, **headers)
        text = await answer.text()
        assert answer.status == status, (answer.status, text)
        found = re.search(r'data-csrf="([^"]+)"', text)
        self.csrf = found[1] if found else self.csrf
        return text

    async def post(self, path: str, **fields: Any) -> aiohttp.ClientResponse:
        """A form of the inbox, with its token."""
        return await self.post_plain(path, csrf=self.csrf, **fields)

    async def post_plain(self, path: str, **fields: Any) -> aiohttp.ClientResponse:
        pairs = [
            (name, one)
            for name, value in fields.items()
            for one in (value if isinstance(value, list) else [value])
        ]
        async with self.session.post(self.base + path, data=pairs, allow_redirects=False) as answer:
            await answer.read()
            return answer

    async def reply(self, number: str, text: str, *files: Any, **fields: Any) -> Any:
        """A reply with files: (name, content, type) each."""
        form = aiohttp.FormData()
        for name, value in {"csrf": self.csrf, "text": text, **fields}.items():
            form.add_field(name, value)
        for name, content, mime in files:
            form.add_field("berkas", io.BytesIO(content), filename=name, content_type=mime)
        async with self.session.post(
            f"{self.base}/inbox/laporan/{number}/balas", data=form, allow_redirects=False
        ) as answer:
            await answer.read()
            return answer

    async def step(self, number: str, event: str, **fields: str) -> aiohttp.ClientResponse:
        return await self.post(f"/inbox/laporan/{number}/langkah/{event}", **fields)

    async def decide(self, number: str, text: str, /, **more: str) -> aiohttp.ClientResponse:
        """A decision as a decider would write it: what was found, and the rest of the form."""
        return await self.step(number, "decide", **DECISION | {"text": text} | more)

    async def paper(self, number: str, kind: str, /, **fields: Any) -> aiohttp.ClientResponse:
        """A paper of the case; several ticks as a list."""
        return await self.post(f"/inbox/laporan/{number}/lembar/{kind}", **fields)

    async def answers(self, number: str, paper: int, /, **fields: Any) -> aiohttp.ClientResponse:
        """The answer of a paper."""
        return await self.post(f"/inbox/laporan/{number}/lembar/{paper}/jawab", **fields)

    async def close(self) -> None:
        await self.session.close()


async def hire(world: World) -> None:
    """Everybody of the cast gets an account."""
    house = world.house
    async with house.database.write() as db:
        for login, (name, role) in PEOPLE.items():
            await officers.add(db, house.new_id(), login, name, role, _KEPT, house.now())


async def reported(
    world: World,
    text: str = "ktp saya belum jadi sejak desember, tolong dijadikan",
    phone: str = SULASTRI_WA,
    name: str = "Sulastri",
) -> Any:
    """A citizen writes by WhatsApp; returns the newest case once its receipt is out."""
    before = len(await world.messages())
    await world.whatsapp.citizen_writes(phone, text, name=name)
    await received(world, before + 1)
    return (await world.cases())[-1]


async def received(world: World, count: int) -> None:
    """So many messages have come in and are handled."""

    async def there() -> bool:
        return len(await world.messages()) >= count

    await world.until(there, 20)
    await world.settled()


async def stored(world: World, count: int) -> Any:
    """So many files have been fetched; returns the newest one.

    A fetch that a busy machine made too slow is tried again later, and the clock stands still.
    """

    async def there() -> Any:
        rows = await world.rows(select(attachments).order_by(attachments.c.id))
        waits = [row.due_at for row in rows if row.due_at and row.due_at > world.clock.now()]
        if waits:
            world.clock.wind(seconds=(min(waits) - world.clock.now()).total_seconds())
        kept = [row for row in rows if row.state == "stored"]
        return kept[-1] if len(kept) >= count else None

    file = await world.until(there, 20)
    await world.settled()
    return file
