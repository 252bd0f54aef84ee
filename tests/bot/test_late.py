"""A gateway that does not ask twice: what cannot be committed waits on disk, and is not lost."""

from __future__ import annotations

from typing import Any

import aiohttp
import pytest

from tests import databases
from tests.world import World

SECRET = "rahasia-di-dalam-alamat-0123"
DARMO = "+6281234567890"
KANNEL = {
    "use": "sms",
    "gateway": "kannel",
    "quiet": 0,
    "kannel_username": "app",
    "kannel_password": "sandi-gerbang",
    "kannel_secret": SECRET,
    "kannel_callback_url": "",
}


@pytest.fixture
async def office(closed_world: World) -> World:
    return await closed_world.open(channels={"sms": KANNEL})


async def test_what_comes_while_the_database_is_away_is_taken_and_read_when_it_is_back(
    office: World,
) -> None:
    async with databases.away(office.url):
        told = [await heard(office, f"{n}", f"Lampu jalan {n} mati") for n in (1, 2, 3)]
        assert told == [200, 200, 200]
        assert len(kept(office)) == 3
    await office.until(lambda: _read(office, 3))
    assert kept(office) == []
    assert [row.text for row in await office.messages()] == [
        f"Lampu jalan {n} mati" for n in (1, 2, 3)
    ]


async def test_what_waits_on_disk_names_nobody_and_is_read_by_the_next_process(
    closed_world: World,
) -> None:
    office = await closed_world.open(channels={"sms": KANNEL})
    async with databases.away(office.url):
        await heard(office, "1", "Lampu jalan mati")
        (file,) = kept(office)
        name, waiting = file.name, file.read_bytes()
    await office.until(lambda: _read(office, 1))
    await office.stop()
    assert b"Lampu" not in waiting
    assert DARMO[1:].encode() not in waiting
    (office.folder / "data" / "late" / name).write_bytes(waiting)
    await office.open(channels={"sms": KANNEL})
    await office.until(lambda: not kept(office))
    assert len(await office.messages()) == 1


async def test_what_was_changed_on_disk_is_set_aside_and_holds_nothing_up(office: World) -> None:
    folder = office.folder / "data" / "late"
    folder.mkdir(parents=True)
    (folder / "00000000000000000001").write_bytes(b"bukan yang kami tulis")
    await office.until(lambda: not kept(office))
    assert [path.name[:10] for path in folder.iterdir()] == ["unreadable"]
    assert await heard(office, "1", "Lampu jalan mati") == 200
    await office.until(lambda: _read(office, 1))


async def test_an_unsigned_gateway_is_heard_on_the_loopback_port_only(office: World) -> None:
    assert await heard(office, "1", "Lampu mati", base=office.base) == 404
    assert await heard(office, "2", "Lampu mati", secret="salah") == 403
    assert await heard(office, "3", "Lampu mati") == 200
    async with aiohttp.ClientSession() as http:
        for path in ("/", "/inbox", "/lapor", "/hooks/whatsapp"):
            async with http.get(office.local_base + path) as answer:
                assert answer.status == 404
    assert len(await office.messages()) == 1


async def heard(office: World, key: str, text: str, *, base: str = "", secret: str = SECRET) -> int:
    """A push of Kannel's, and how it was answered."""
    query = {"secret": secret, "id": key, "from": DARMO, "to": "1708", "charset": "UTF-8"}
    url = f"{base or office.local_base}/hooks/sms"
    asked = query | {"text": text}
    async with aiohttp.ClientSession() as http, http.get(url, params=asked) as answer:
        assert answer.status != 200 or await answer.text() == ""
        return answer.status


def kept(office: World) -> list[Any]:
    return list(office.house.late.waiting())


async def _read(office: World, count: int) -> bool:
    rows = await office.messages()
    return len(rows) == count and all(row.handled_at for row in rows)
