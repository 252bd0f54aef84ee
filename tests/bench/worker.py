"""One process of the office without a server: it fills a backlog, handles it, queues and sends."""

from __future__ import annotations

import asyncio
import sys
import time
from pathlib import Path
from typing import Any

from sqlalchemy import func, select

from bot import app, interpreter
from bot.app import Service
from bot.intake import cleaning
from bot.intake.accept import FILE_STATES
from bot.outgoing.sending import Letter, row
from channels.base import Inbound, Webhook
from storage import arrivals, outbox
from storage.tables import addresses, messages
from storage.tables import outbox as queue
from tests.bench import child, load, office

GROUP = 500


class Worker:
    """What the orders mean."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self._house = service.house

    async def fill(self, count: str, people: str) -> dict[str, Any]:
        """So many messages from so many citizens, accepted and not handled."""
        house, channel = self._house, self._house.channels["whatsapp"]
        events = [
            event
            for body in load.bodies(int(count), int(people))
            for event in channel.parse(Webhook("whatsapp", "", {}, {}, body))
            if isinstance(event, Inbound)
        ]
        for start in range(0, len(events), GROUP):
            now = house.now()
            group = [cleaning.message(event, now) for event in events[start : start + GROUP]]
            async with house.database.write() as db:
                await arrivals.keep(db, house.vault, house.ids, now, group, [], FILE_STATES)
        return {"count": len(events)}

    async def handle(self) -> dict[str, Any]:
        """Until nothing waits."""
        start = time.perf_counter()
        while await self._service.handler.step():
            pass
        return {"seconds": time.perf_counter() - start}

    async def unhandled(self) -> dict[str, Any]:
        waiting = select(func.count()).where(messages.c.handled_at.is_(None))
        async with self._house.database.read() as db:
            return {"count": (await db.execute(waiting)).scalar_one()}

    async def queue(self) -> dict[str, Any]:
        """One letter to every citizen."""
        house = self._house
        async with house.database.write() as db:
            people = (await db.execute(select(addresses.c.id, addresses.c.contact_id))).all()
            letters = [
                Letter(person.contact_id, person.id, "whatsapp", "reply", f"Kabar untuk Ibu {n}.")
                for n, person in enumerate(people)
            ]
            await outbox.add(db, [row(house, letter) for letter in letters])
        return {"count": len(letters)}

    async def send(self, seconds: str) -> dict[str, Any]:
        """Until everything has left, at most so long."""
        start = time.perf_counter()
        sending = asyncio.create_task(self._service.outbox.run())
        while await self._unsent() and time.perf_counter() - start < float(seconds):
            await asyncio.sleep(0.05)
        took = time.perf_counter() - start
        sending.cancel()
        await self._service.outbox.finish()
        return {"seconds": took}

    async def _unsent(self) -> int:
        left = select(func.count()).select_from(queue).where(queue.c.done_at.is_(None))
        async with self._house.database.read() as db:
            return int((await db.execute(left)).scalar_one())


async def main(folder: Path, database: str, graph: str, per_second: float) -> None:
    settings = office.settings(folder, database, graph, per_second)
    async with app.open_house(settings) as house:
        worker = Worker(app.build(house))
        interpreter.settle()
        orders = {
            "fill": worker.fill,
            "handle": worker.handle,
            "unhandled": worker.unhandled,
            "queue": worker.queue,
            "send": worker.send,
        }
        await child.obey(orders, {})


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]), sys.argv[2], sys.argv[3], float(sys.argv[4])))
