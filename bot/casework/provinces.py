"""Provinces: what each is called, its council, and the Ombudsman's office that serves it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final


@dataclass(frozen=True, slots=True)
class Province:
    """One province. `serving` names the Ombudsman's representative office where it is another one;
    `served_apart` the places that another office than the province's serves.

    council: its parliament where it is not "DPRD Provinsi ...". local: the parliament of a
    regency or city in it; empty where none has one of its own.
    """

    name: str
    aliases: tuple[str, ...] = ()
    serving: str = ""
    council: str = ""
    local: str = "DPRD {region}"
    served_apart: Mapping[str, str] = field(default_factory=dict)


_LOCAL_IN_SPECIAL: Final = "DPRK {region}"
_AROUND_THE_CAPITAL: Final = MappingProxyType(
    dict.fromkeys(("bogor", "depok", "bekasi"), "Jakarta Raya")
)


def _special(name: str, serving: str = "", aliases: tuple[str, ...] = ()) -> Province:
    """Aceh and the provinces of Papua, whose councils carry names of their own."""
    return Province(name, aliases, serving, f"DPR {name}", _LOCAL_IN_SPECIAL)


PROVINCES: Final = (
    _special("Aceh", aliases=("nad", "nanggroe aceh darussalam")),
    Province("Sumatera Utara", ("sumut",)),
    Province("Sumatera Barat", ("sumbar",)),
    Province("Riau"),
    Province("Kepulauan Riau", ("kepri",)),
    Province("Jambi"),
    Province("Sumatera Selatan", ("sumsel",)),
    Province("Bengkulu"),
    Province("Kepulauan Bangka Belitung", ("bangka belitung", "babel")),
    Province("Lampung"),
    Province("Banten"),
    Province(
        "DKI Jakarta",
        ("jakarta", "dki", "dkj", "daerah khusus jakarta", "daerah khusus ibukota jakarta"),
        serving="Jakarta Raya",
        local="",
    ),
    Province("Jawa Barat", ("jabar",), served_apart=_AROUND_THE_CAPITAL),
    Province("Jawa Tengah", ("jateng",)),
    Province(
        "Daerah Istimewa Yogyakarta",
        ("diy", "di yogyakarta", "d i yogyakarta", "yogyakarta", "jogja", "jogjakarta"),
        council="DPRD Daerah Istimewa Yogyakarta",
    ),
    Province("Jawa Timur", ("jatim",)),
    Province("Bali"),
    Province("Nusa Tenggara Barat", ("ntb",)),
    Province("Nusa Tenggara Timur", ("ntt",)),
    Province("Kalimantan Barat", ("kalbar",)),
    Province("Kalimantan Tengah", ("kalteng",)),
    Province("Kalimantan Selatan", ("kalsel",)),
    Province("Kalimantan Timur", ("kaltim",)),
    Province("Kalimantan Utara", ("kaltara",)),
    Province("Sulawesi Utara", ("sulut",)),
    Province("Gorontalo"),
    Province("Sulawesi Tengah", ("sulteng",)),
    Province("Sulawesi Barat", ("sulbar",)),
    Province("Sulawesi Selatan", ("sulsel",)),
    Province("Sulawesi Tenggara", ("sultra",)),
    Province("Maluku"),
    Province("Maluku Utara", ("malut",)),
    _special("Papua"),
    _special("Papua Barat"),
    _special("Papua Barat Daya", "Papua Barat"),
    _special("Papua Selatan", "Papua"),
    _special("Papua Tengah", "Papua"),
    _special("Papua Pegunungan", "Papua"),
)

NAMES: Final = tuple(province.name for province in PROVINCES)


def find(typed: str) -> Province | None:
    """The province that is meant, by its name or the short form people write."""
    return _KNOWN.get(_plain(typed))


def _plain(typed: str) -> str:
    words = re.findall(r"[a-z]+", typed.casefold())
    return " ".join(words[1:] if words[:1] in (["provinsi"], ["propinsi"], ["prov"]) else words)


_KNOWN: Final[Mapping[str, Province]] = MappingProxyType(
    {
        _plain(name): province
        for province in PROVINCES
        for name in (province.name, *province.aliases)
    }
)
