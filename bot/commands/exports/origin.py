"""Origin: who took data out of the office and when, in a file of its own beside the data.

A line of it inside would break whatever reads the format: a table's first line is its names, and
every line of JSON is one object of the same kind.
"""

from __future__ import annotations

import hashlib
import os
import platform
import pwd
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from bot.commands.words import Words
from bot.house import House

#: What a file of data is called with, to name the one that tells where it came from.
BESIDE: Final = ".asal.txt"


@dataclass(frozen=True, slots=True)
class Origin:
    """by: the account on this machine, and the machine."""

    office: str
    by: str
    at: datetime

    def called(self, what: str, form: str) -> str:
        """sahut-laporan-20260105-0914-budi.csv"""
        name = "".join(c for c in self.by.partition("@")[0] if c.isalnum() or c in "-_")
        return f"sahut-{what}-{self.at:%Y%m%d-%H%M}-{name}.{form}"

    def told(self, words: Words) -> str:
        """One line: by whom, when, for which office, and that it is for the office's work."""
        return words(
            "export.origin", by=self.by, at=f"{self.at:%d-%m-%Y %H.%M %Z}", office=self.office
        )


def here(house: House, environment: Mapping[str, str] = os.environ) -> Origin:
    """Whoever is at this machine now; behind sudo, who called it."""
    who = environment.get("SUDO_USER") or _account(os.getuid())
    at = house.now().astimezone(house.settings.zone)
    return Origin(house.office.name, f"{who}@{platform.node() or 'localhost'}", at)


def lines(path: Path, told: str, done: str) -> str:
    """What stands beside a file of data, down to the sum by which it is known again."""
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return f"{told}\n{path.name}: {done}\nSHA-256 {digest}\n"


def _account(number: int) -> str:
    try:
        return pwd.getpwuid(number).pw_name
    except KeyError:  # a container may run under a number without a name
        return str(number)
