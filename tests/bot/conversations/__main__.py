"""Play conversations again and write down what is really said: python -m tests.bot.conversations.

Read each line of the difference aloud before keeping it.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
from pathlib import Path

from tests.bot.conversations import script, street
from tests.databases import Template
from tests.world import World


async def record(files: list[Path]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        template = Template(Path(folder))
        await template.prepare()
        for file in files:
            with tempfile.TemporaryDirectory() as place:
                try:
                    await _record(file, Path(place), await template.fresh(Path(place)))
                except AssertionError as error:
                    print(f"{file.name}: {error}", file=sys.stderr)


async def _record(file: Path, place: Path, url: str) -> None:
    world = World(place, url)
    try:
        async with street.opened(world) as made:
            played = await made.plays(script.read(file))
    finally:
        await world.close()
    file.write_text(script.write(played), "utf-8")


def main() -> None:
    named = [Path(name) for name in sys.argv[1:]]
    asyncio.run(record(named or sorted(Path(__file__).parent.glob("*.txt"))))


main()
