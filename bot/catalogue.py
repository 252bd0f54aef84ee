"""What an office adds to the reading: its services and units, its region's words, its fees."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.casework.lines import UnitKind
from bot.dialogue import lexicon

if TYPE_CHECKING:
    from bot.config import Settings

Mistakes = Sequence[tuple[str, str]]


def services(settings: Settings) -> tuple[str, ...]:
    """What citizens may speak of by its name: the services, and the units that serve them."""
    units = (unit.name for unit in settings.units if unit.kind == UnitKind.SERVICE)
    return (*settings.office.services, *units)


def words(folder: Path, name: str) -> tuple[Mapping[str, str], Mistakes]:
    """What is said, and the Indonesian word for it, out of the file of [office] words."""
    if not name:
        return {}, ()
    try:
        return lexicon.regional(folder / name), ()
    except OSError:
        return {}, [("office.words", f"berkas {name} tidak dapat dibaca")]
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        return {}, [("office.words", f"{name} bukan TOML yang benar: {error}")]
    except AttributeError:
        remedy = f'isi {name} bagian [words] dengan baris seperti "rusak" = "reksak bodhol"'
        return {}, [("office.words", remedy)]


def tariffs(given: Mapping[str, Any]) -> tuple[Mapping[str, int], Mistakes]:
    """The published fee of each service in rupiah; 0 is free of charge."""
    wrong = [name for name, fee in given.items() if not _fee(fee)]
    fees = {name: fee for name, fee in given.items() if _fee(fee)}
    return fees, [(f"tariffs.{name}", "tarif dalam rupiah, misalnya 15000") for name in wrong]


def _fee(fee: Any) -> bool:
    return isinstance(fee, int) and not isinstance(fee, bool) and fee >= 0
