"""SIM care: a card expires, its credit ends, it falls silent; officers hear of it in time."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.house import House
from bot.outgoing import budget, sending
from bot.outgoing.sending import Letter
from channels.sms import kinds
from channels.sms.sms import Sms
from storage import checking, facts, outbox, simcare

EXPIRES_IN: Final = timedelta(days=14)
TESTED_EVERY: Final = timedelta(days=30)
#: A test message that nobody confirmed by then may not have come.
PROVEN_IN: Final = timedelta(days=2)
#: An alarm stands until it is looked at again.
STANDS: Final = timedelta(hours=2)
_LOOKS_BACK: Final = timedelta(hours=2)
_ALARMS: Final = ("masa-aktif", "pulsa", "sunyi", "uji")


async def look(house: House) -> None:
    """Look after every SIM once; what is in order again is said no more."""
    for channel in house.channels.values():
        if isinstance(channel, Sms):
            async with house.database.write() as db:
                found = [one async for one in _found(db, house, channel)]
                names = [f"{channel.account}/{alarm}" for alarm in _ALARMS]
                wrong = {f"{channel.account}/{alarm}" for alarm, _ in found}
                await outbox.clear_alarms(db, sorted(set(names) - wrong))
                for alarm, reason in found:
                    name = f"{channel.account}/{alarm}"
                    await outbox.raise_alarm(db, name, reason, house.now(), STANDS)


async def _found(db: AsyncConnection, house: House, sim: Sms) -> AsyncIterator[tuple[str, str]]:
    for alarm, look_at in zip(_ALARMS, (_expiry, _balance, _silence, _test), strict=True):
        reason = await look_at(db, house, sim)
        if reason:
            yield alarm, reason


async def _expiry(_db: AsyncConnection, house: House, sim: Sms) -> str:
    if sim.sim_expires is None:
        return ""
    left = sim.sim_expires - house.calendar.local_date(house.now())
    if left > EXPIRES_IN:
        return ""
    day = house.texts.day("", sim.sim_expires)
    if left < timedelta():
        return f"Masa aktif kartu berakhir {day}. Isi pulsa, lalu perbarui sim_expires."
    return f"Masa aktif kartu berakhir {day}, {left.days} hari lagi. Isi pulsa sebelum itu."


async def _balance(db: AsyncConnection, house: House, sim: Sms) -> str:
    """The newest notice of the operator's that names what is left."""
    if not sim.balance_low:
        return ""
    name = f"balance/{sim.account}"
    known = json.loads(await facts.get(db, name) or b"{}")
    for text in await simcare.notices(db, sim.account, house.now() - _LOOKS_BACK):
        left = kinds.balance(text)
        if left is not None:
            known = {"rupiah": left}
    await checking.note(db, name, json.dumps(known).encode())
    left = known.get("rupiah")
    if left is None or left >= sim.balance_low:
        return ""
    return f"Sisa pulsa tinggal {budget.rupiah(left)}."


async def _silence(db: AsyncConnection, house: House, sim: Sms) -> str:
    since = house.now() - timedelta(hours=sim.silent_hours)
    if not sim.silent_hours or await simcare.stirred(db, sim.account, since):
        return ""
    return (
        f"Sudah {sim.silent_hours:.0f} jam tidak ada SMS keluar atau masuk. Periksa HP atau modem."
    )


async def _test(db: AsyncConnection, house: House, sim: Sms) -> str:
    """Once a month a message goes out, and somebody's phone, or its network, says that it came."""
    if not sim.self_test:
        return ""
    name = f"selftest/{sim.account}"
    last = json.loads(await facts.get(db, name) or b"{}")
    now = house.now()
    at = datetime.fromisoformat(last["at"]) if last else now - 2 * TESTED_EVERY
    if now - at >= TESTED_EVERY:
        row = await _send(db, house, sim, now)
        told = {"at": now.isoformat(), "row": row["id"], "address": row["address_id"]}
        await checking.note(db, name, json.dumps(told).encode())
        return ""
    if now - at < PROVEN_IN or await simcare.came(db, last["row"], last["address"]):
        return ""
    day = house.texts.day("", house.calendar.local_date(at), year=False)
    return f"SMS uji {day} belum terbukti sampai. Kirim satu SMS dari kantor untuk memeriksanya."


async def _send(db: AsyncConnection, house: House, sim: Sms, now: datetime) -> dict[str, Any]:
    contact, address = await checking.place(
        db, house.vault, house.ids, now, sim.account, sim.self_test
    )
    text = house.texts.say("", "sim.test", form="sms", short_name=house.office.short_name)
    row = sending.row(house, Letter(contact, address, sim.account, "test", text))
    await outbox.add(db, [row])
    return row
