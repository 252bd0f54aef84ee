"""What tests about a citizen's data need: a life with everything in it, and its end."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select

from bot.timekeeping import timely
from storage.tables import attachments, complaints
from tests.world import World

NAME, STREET, FILE = "Wahyuningsih", "Cempaka Putih 77", "ktp-wahyu-3273.jpg"
PHONE = "6281355557788"
STORY = f"KTP saya belum jadi sejak bulan lalu di loket tiga, {NAME} sudah antre lima kali"
PHOTO = b"\xff\xd8\xff\xe0" + b"wajah wahyuningsih" * 99
SECRETS = (NAME, STREET, FILE, PHONE, PHONE.removeprefix("62"), "antre lima kali", "loket tiga")
#: So long ago that whatever ended then is kept no longer, whatever year it is.
LONG_AGO = datetime(2016, 1, 4, 2, 14, tzinfo=UTC)


async def life(world: World) -> Any:
    """She complains, says who she is and where she lives, and sends a picture; her case."""
    phones = world.whatsapp
    for text in (STORY, f"Nama saya {NAME}", f"Alamat saya di Jalan {STREET}"):
        await phones.citizen_writes(PHONE, text, NAME)
        await phones.hooks.idle()
        await world.settled()
    await phones.citizen_sends(PHONE, "document", PHOTO, "image/jpeg", filename=FILE, name=NAME)
    await world.until(lambda: _stored(world))
    await phones.hooks.idle()
    await world.settled()
    return (await world.cases())[-1]


async def withdrawn(world: World, phone: str = PHONE) -> None:
    """She takes it back."""
    for text in ("CABUT", "YA"):
        await world.whatsapp.citizen_writes(phone, text, NAME)
        await world.whatsapp.hooks.idle()
        await world.settled()


async def archived(world: World) -> Any:
    """Some months later it lies in the archive; the case."""
    await withdrawn(world)
    world.clock.wind(days=100)
    while await timely.rest(world.house):
        pass
    case = (await world.cases())[-1]
    assert case.state == "archived"
    return case


async def case_of(world: World, number: str) -> Any:
    (row,) = await world.rows(select(complaints).where(complaints.c.number == number))
    return row


async def _stored(world: World) -> bool:
    rows = await world.rows(select(attachments))
    return bool(rows) and rows[-1].state == "stored"
