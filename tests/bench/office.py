"""The office that is measured: one WhatsApp number, a key and a fresh database."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from bot import app, config, keys
from bot.config import Settings
from tests.bench import load
from tests.world import OFFICE

SQLITE = "sqlite+aiosqlite:///data/bench.db"
NOBODY = "http://127.0.0.1:1"
UNLIMITED = 1_000_000.0


def settings(folder: Path, database: str, graph: str, per_second: float) -> Settings:
    """What an operator would have written, with no quiet time."""
    given: dict[str, Any] = {
        **OFFICE,
        "storage": {"database": database, "folder": "data", "key_file": "sahut.key"},
        "channels": {
            "whatsapp": {
                "access_token": "bench-token",
                "app_secret": load.SECRET,
                "verify_token": "bench-verify",
                "phone_number_id": load.NUMBER,
                "graph_url": graph,
                "per_second": per_second,
                "quiet": 0,
            }
        },
    }
    return config.read(given, folder, {})


async def prepare(folder: Path, database: str = SQLITE) -> None:
    """Key and tables."""
    keys.make_key(folder / "sahut.key")
    await app.migrate(settings(folder, database, NOBODY, UNLIMITED))
