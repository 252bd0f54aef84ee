"""Doubts: whether the clock can be believed, before time does what citizens see."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.house import House
from storage import acts, outbox

#: The name of its alarm, and of what is kept about it.
NAME: Final = "clock"
_SWEPT, _HELD, _BECAUSE = "swept_at", "held_until", "held_because"
#: Further back than any correction of a healthy clock.
BACK = timedelta(minutes=1)
#: How far the clock may run from the steady one between two looks.
APART = timedelta(minutes=10)
#: After a longer silence of all processes, an officer may look first.
SILENCE = timedelta(days=1)
VETO = timedelta(hours=1)
#: A veto holds for so long, unless it is lifted.
STOPPED = timedelta(days=1)
#: A clock that jumped is right again when somebody has looked at it.
UNTIL_TRUSTED = timedelta(days=3650)
_WHY: Final = {
    "back": "Jam server mundur. Pesan otomatis kami tahan sampai jam benar lagi.",
    "apart": "Jam server melompat. Pesan otomatis kami tahan sampai petugas melihat jamnya.",
    "dates": "Jam server berbeda dengan jam penyedia. Pesan otomatis tertahan sampai jam dilihat.",
    "silence": "Program sempat mati lebih dari sehari. Pesan yang terlambat menunggu satu jam.",
    "veto": "Pesan otomatis ditahan petugas.",
}


class Doubts:
    """Looks at the clock at every round of the sweep."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._last: tuple[datetime, float] | None = None
        self._far: frozenset[str] = frozenset()

    async def believed(self) -> bool:
        """May acts that citizens see, or that end a case, be done in this round?"""
        house, now = self._house, self._house.now()
        apart, far = self._apart(now, house.clock.steady()), house.dates.apart()
        async with house.database.write() as db:
            swept = _moment(await acts.remembered(db, _SWEPT))
            if swept is not None and now < swept - BACK:
                await outbox.raise_alarm(db, NAME, _WHY["back"], now, VETO)
                return False
            await acts.remember(db, _SWEPT, now.isoformat())
            silent = swept is not None and now - swept > SILENCE
            if apart:
                await hold(db, house, now + UNTIL_TRUSTED, "apart")
            elif far - self._far:  # once for each: who trusted the clock is not asked again
                await hold(db, house, now + UNTIL_TRUSTED, "dates")
            elif silent:
                await hold(db, house, now + VETO, "silence")
            self._far = far
            held = _moment(await acts.remembered(db, _HELD))
            if held is not None and now < held:
                why = await acts.remembered(db, _BECAUSE)
                await outbox.raise_alarm(db, NAME, _WHY[why], now, VETO)
                return False
            await outbox.clear_alarms(db, [NAME])
        return True

    def _apart(self, now: datetime, steady: float) -> bool:
        last, self._last = self._last, (now, steady)
        if last is None:
            return False
        return abs((now - last[0]) - timedelta(seconds=steady - last[1])) > APART


async def hold(db: AsyncConnection, house: House, until: datetime, why: str) -> None:
    """Nothing that citizens see before then; the inbox says why. No veto is cut short by it."""
    held = _moment(await acts.remembered(db, _HELD))
    if held is not None and held > until:
        return
    await acts.remember(db, _HELD, until.isoformat())
    await acts.remember(db, _BECAUSE, why)
    await outbox.raise_alarm(db, NAME, _WHY[why], house.now(), VETO)


async def veto(db: AsyncConnection, house: House) -> None:
    """An officer stops it for a day."""
    await hold(db, house, house.now() + STOPPED, "veto")


async def trust(db: AsyncConnection) -> None:
    """An officer looked at the clock, and it is right."""
    await acts.remember(db, _HELD, "")
    await acts.remember(db, _SWEPT, "")
    await outbox.clear_alarms(db, [NAME])


def _moment(text: str) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
