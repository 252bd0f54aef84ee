"""By SMS and back, through a real Kannel: a citizen writes, uses the number, and is answered."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot import app
from channels.sms import gsm
from tests.bot.inbox.kit import Desk, hire
from tests.servers.kannel import MISSING, Got, Kannel, free_port, prepared
from tests.world import World

DARMO = "+6281234567890"
AS_DIALLED = "081234567890"
COMPLAINT = (
    "Bantuan beras desember sy tdk dpt pdhl nama ada di daftar november. "
    "sy darmo kp baru rt 5 rw 2 sukajaya"
)

pytestmark = pytest.mark.skipif(bool(MISSING), reason=MISSING)


@pytest.fixture
async def kannel(tmp_path: Path) -> AsyncIterator[Kannel]:
    made = prepared(tmp_path / "kannel", f"http://127.0.0.1:{free_port()}/hooks/sms")
    yield made
    await made.stop()


@pytest.fixture
async def office(closed_world: World, kannel: Kannel) -> AsyncIterator[World]:
    """An office whose only way to Darmo is Kannel, which calls it at the loopback port."""
    fast = {"per_second": 1000.0, "per_recipient": 0.0, "price": 350.0, "quiet": 0}
    world = await closed_world.open(channels={"sms": {**kannel.settings, **fast}})
    port = int(kannel.hook.split(":")[2].split("/")[0])
    async with app.listening_on(world.service, "127.0.0.1", port, local=True):
        await kannel.start()
        yield world
        await kannel.stop()


class Darmo:
    """A citizen with a plain phone."""

    def __init__(self, world: World, kannel: Kannel) -> None:
        self._world = world
        self._kannel = kannel

    async def writes(self, text: str) -> None:
        await self._kannel.writes(AS_DIALLED, text)

    async def reads(self, count: int) -> str:
        """His newest message, once there are so many."""

        def there() -> list[Got]:
            found = self._kannel.got(DARMO)
            return found if len(found) >= count else []

        found = await self._world.until(there)
        await self._world.settled()
        assert len(found) == count
        return str(found[-1].text)


async def test_a_citizen_writes_by_sms_and_is_answered(office: World, kannel: Kannel) -> None:
    darmo = Darmo(office, kannel)
    await darmo.writes(COMPLAINT)
    receipt = await darmo.reads(1)
    (case,) = await office.cases()
    (number,) = set(re.findall(r"\b[0-9A-Z]{4}-[0-9A-Z]{3}\b", receipt))
    assert number == case.number
    assert gsm.is_gsm(receipt)
    assert gsm.segments(receipt) == 1

    # The number, used in the next message.
    await darmo.writes(f"STATUS {number}")
    stage = await darmo.reads(2)
    assert number in stage
    assert len(await office.cases()) == 1

    # An officer answers from the inbox, and he reads it on his phone.
    await hire(office)
    desk = Desk(office.base)
    try:
        await desk.sign_in("rina")
        assert "nama ada di daftar november" in await desk.page(f"/inbox/laporan/{number}")
        answer = await desk.reply(
            number, "Nama Bapak terlewat – kami mohon maaf. Beras diantar Rabu."
        )
        assert answer.status == 303
        reply = await darmo.reads(3)
    finally:
        await desk.close()
    assert "Nama Bapak terlewat - kami mohon maaf. Beras diantar Rabu." in reply

    async def delivered() -> bool:
        return {row.state for row in await office.outgoing()} == {"delivered"}

    await office.until(delivered)


async def test_what_the_operator_writes_opens_nothing(office: World, kannel: Kannel) -> None:
    for sender, text in (
        ("TELKOMSEL", "Sisa pulsa Anda Rp12.345. Aktif s.d. 31/12/2026"),
        ("3636", "Promo! Kuota 10GB hanya Rp25.000, balas YA"),
        ("GOJEK", "482913 adalah kode verifikasi Anda. JANGAN BERIKAN kode ini"),
    ):
        await kannel.writes(sender, text)

    async def three() -> bool:
        return len(await office.messages()) == 3

    await office.until(three)
    await office.settled()
    assert sorted(row.kind for row in await office.messages()) == ["code", "system", "system"]
    assert await office.cases() == []
    assert kannel.got() == []


async def test_who_does_not_know_the_secret_is_turned_away(office: World, kannel: Kannel) -> None:
    desk = Desk(kannel.hook.removesuffix("/hooks/sms"))
    try:
        for path in ("/hooks/sms", "/hooks/sms?secret=tebakan&from=081234567890&text=Halo"):
            assert (await desk.get(path)).status in (401, 403)
        # From outside the account does not exist at all.
        desk.base = office.base
        assert (await desk.post_plain("/hooks/sms")).status == 404
    finally:
        await desk.close()
    assert await office.messages() == []
