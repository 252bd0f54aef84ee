"""The office's own names: services, units and places of its configuration, and nobody else's."""

from __future__ import annotations

import copy
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bot import app, catalogue, config
from bot.casework.words import Slot
from bot.dialogue.desk import Office
from bot.dialogue.reading import read
from tests.world import OFFICE

NOW = datetime(2026, 1, 5, 2, 14, tzinfo=UTC)
UNITS = [
    {"name": "Kelurahan Sukajaya", "kind": "intake"},
    {"name": "Seksi Ketenteraman", "kind": "service"},
    {"name": "Kecamatan Sukaratu", "kind": "above"},
]


def settings(folder: Path, **office: Any) -> config.Settings:
    given = copy.deepcopy(OFFICE)
    given["office"] |= office
    return config.read({**given, "units": UNITS}, folder, {})


def told(office: Office, text: str, slot: Slot) -> str | None:
    hit = read(text, office.services, NOW, localities=office.places).slots.get(slot)
    return hit.value if hit is not None else None


def test_services_and_the_units_that_serve_are_called_by_their_names(tmp_path: Path) -> None:
    own = settings(tmp_path, services=["Sipandu Sehat"])
    assert catalogue.services(own) == ("Sipandu Sehat", "Seksi Ketenteraman")
    office = app.office(own)
    assert told(office, "seksi ketentraman tidak datang", Slot.SERVICE) == "Seksi Ketenteraman"
    assert told(office, "urus sipandu ditolak terus", Slot.SERVICE) == "Sipandu Sehat"


def test_places_of_the_configuration_are_places_however_they_are_typed(tmp_path: Path) -> None:
    office = app.office(settings(tmp_path, places=["Griya Sehati", "Kampung Baru"]))
    assert told(office, "GRIYA SEHATI banjir lagi", Slot.PLACE) == "GRIYA SEHATI"
    assert told(office, "lampu kmp baru mati", Slot.PLACE) == "kmp baru"


def test_an_office_without_places_reads_as_before(tmp_path: Path) -> None:
    office = app.office(settings(tmp_path))
    assert told(office, "nang sehati banjir lagi", Slot.PLACE) is None
    assert told(office, "lampu di kmp baru mati", Slot.PLACE) == "kmp baru"
