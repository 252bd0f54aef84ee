"""Offices: what kind of office this is decides who watches over it and to whom it reports."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from bot.casework.provinces import Province


class OfficeKind(StrEnum):
    KEMENTERIAN = "kementerian"
    LEMBAGA = "lembaga"
    PROVINSI = "provinsi"
    KABUPATEN = "kabupaten"
    KOTA = "kota"
    KECAMATAN = "kecamatan"
    KELURAHAN = "kelurahan"
    DESA = "desa"
    BUMN = "bumn"
    BUMD = "bumd"
    KORPORASI = "korporasi"


class Tier(StrEnum):
    """Whose council it is."""

    NATION = "nation"
    PROVINCE = "province"
    LOCAL = "local"


@dataclass(frozen=True, slots=True)
class Region:
    """A regency or city, e.g. "Kabupaten Sleman"; `form` is Kota or Kabupaten."""

    form: str
    name: str
    #: Part of a province without a council of its own ("Kota Administrasi Jakarta Selatan").
    administrative: bool = False

    @property
    def text(self) -> str:
        return " ".join(filter(None, (self.form, "Administrasi" * self.administrative, self.name)))

    @property
    def leader(self) -> str:
        return f"{'Wali Kota' if self.form == 'Kota' else 'Bupati'} {self.name}"


@dataclass(frozen=True, slots=True)
class Seat:
    """Where an office stands: its kind, its name, the regency or city and the province."""

    kind: OfficeKind
    name: str = ""
    region: Region | None = None
    province: Province | None = None


@dataclass(frozen=True, slots=True)
class Overseers:
    """Who watches over an office; empty where the seat says too little to name it."""

    inspectorate: str = ""
    ombudsman: str = ""
    council: str = ""
    #: A village's own council; other offices have none.
    village_council: str = ""
    #: Who directs the office, and who is told how it served.
    head: str = ""
    report_to: str = ""


@dataclass(frozen=True, slots=True)
class _Rule:
    """One kind. Patterns take {region}, {province}, {leader}, {owner}, {council}."""

    council: frozenset[Tier]
    inspectorate: str
    head: str
    report_to: str
    #: The office cannot be placed without these.
    region: bool = False
    province: bool = True


_NATION: Final = frozenset({Tier.NATION})
_PROVINCE: Final = frozenset({Tier.PROVINCE})
_LOCAL: Final = frozenset({Tier.LOCAL})
_ITS_OWNER: Final = frozenset({Tier.LOCAL, Tier.PROVINCE})
_OF_REGION: Final = "Inspektorat {region}"
_UNDER_CAMAT: Final = "{leader} melalui camat"

#: UU 25/2009 names the leaders of bodies, governors, regents and mayors as those who direct, and
#: to whom each of them reports; below them one reports to one's regent or mayor.
RULES: Final[Mapping[OfficeKind, _Rule]] = MappingProxyType(
    {
        OfficeKind.KEMENTERIAN: _Rule(
            _NATION,
            "Inspektorat Jenderal",
            "pimpinan kementerian",
            "{council}, dan Presiden melalui Menteri PANRB",
            province=False,
        ),
        OfficeKind.LEMBAGA: _Rule(
            _NATION,
            "",
            "pimpinan lembaga",
            "{council}, dan Presiden melalui Menteri PANRB",
            province=False,
        ),
        OfficeKind.PROVINSI: _Rule(
            _PROVINCE,
            "Inspektorat Provinsi {province}",
            "Gubernur {province}",
            "{council} dan Menteri PANRB",
        ),
        OfficeKind.KABUPATEN: _Rule(
            _LOCAL, _OF_REGION, "{leader}", "{council} dan Gubernur {province}", region=True
        ),
        OfficeKind.KOTA: _Rule(
            _LOCAL, _OF_REGION, "{leader}", "{council} dan Gubernur {province}", region=True
        ),
        OfficeKind.KECAMATAN: _Rule(_LOCAL, _OF_REGION, "{leader}", "{leader}", region=True),
        OfficeKind.KELURAHAN: _Rule(_LOCAL, _OF_REGION, "{leader}", _UNDER_CAMAT, region=True),
        OfficeKind.DESA: _Rule(_LOCAL, _OF_REGION, "{leader}", _UNDER_CAMAT, region=True),
        OfficeKind.BUMN: _Rule(
            _NATION,
            "Satuan Pengawasan Intern",
            "Kepala Badan Pengaturan BUMN",
            "Kepala Badan Pengaturan BUMN",
            province=False,
        ),
        OfficeKind.BUMD: _Rule(_ITS_OWNER, "Satuan Pengawasan Intern", "{owner}", "{owner}"),
        OfficeKind.KORPORASI: _Rule(
            frozenset(Tier),
            "",
            "instansi yang menyerahkan layanan ini",
            "instansi yang menyerahkan layanan ini",
        ),
    }
)

#: The article each of them rests on.
CITED: Final[Mapping[str, str]] = MappingProxyType(
    {"council": "uu25-40", "ombudsman": "uu25-46", "report_to": "uu25-6-7"}
)
_NATIONAL_COUNCIL: Final = "DPR RI"
_NATIONAL_OMBUDSMAN: Final = "Ombudsman Republik Indonesia"


def region_of(typed: str) -> Region | None:
    """A regency or city as it was written, None where it is neither."""
    found = _REGION.fullmatch(" ".join(typed.split()))
    if found is None:
        return None
    form = "Kota" if found["form"].casefold() == "kota" else "Kabupaten"
    name = found["name"].title() if found["name"].islower() else found["name"]
    return Region(form, name, bool(found["adm"]))


_REGION: Final = re.compile(
    r"(?P<form>kota|kabupaten|kab\.?) (?P<adm>(?:administrasi|administratif|adm\.?) )?"
    r"(?P<name>\w.*)",
    re.IGNORECASE,
)


def takes_region(kind: OfficeKind) -> bool:
    """A regency's or city's council may watch over it."""
    return Tier.LOCAL in RULES[kind].council


def lacking(seat: Seat) -> tuple[str, ...]:
    """What must be known before everybody who watches over it can be named."""
    rule = RULES[seat.kind]
    wanted = {
        "region": rule.region and seat.region is None,
        "province": rule.province and seat.province is None,
    }
    return tuple(name for name, missing in wanted.items() if missing)


def overseers(seat: Seat) -> Overseers:
    """Everyone this seat is enough to name."""
    rule, council = RULES[seat.kind], _council(seat)
    known = {"council": council, "owner": _owner(seat), **_names(seat)}
    return Overseers(
        inspectorate=_worded(rule.inspectorate, known),
        ombudsman=_ombudsman(seat),
        council=council,
        village_council=_village_council(seat),
        head=_worded(rule.head, known),
        report_to=_worded(rule.report_to, known),
    )


def tiers(seat: Seat) -> frozenset[Tier]:
    """Whose councils may watch over it; the province's where none stands below it."""
    allowed = RULES[seat.kind].council
    if Tier.LOCAL in allowed and _without_own(seat):
        return allowed - {Tier.LOCAL} | {Tier.PROVINCE}
    return allowed


def _council(seat: Seat) -> str:
    allowed, province = tiers(seat), seat.province
    if allowed == _NATION:
        return _NATIONAL_COUNCIL
    if province is None:
        return ""
    if Tier.LOCAL in allowed and seat.region:
        return province.local.format(region=seat.region.text)
    provincial = province.council or f"DPRD Provinsi {province.name}"
    return provincial if Tier.PROVINCE in allowed else ""


def _without_own(seat: Seat) -> bool:
    """Its regency or city has no council of its own."""
    undivided = seat.province is not None and not seat.province.local
    return undivided or bool(seat.region and seat.region.administrative)


def _owner(seat: Seat) -> str:
    """Whose company it is: the regency's or city's where one is named, else the province's."""
    if seat.region and not _without_own(seat):
        return seat.region.leader
    return f"Gubernur {seat.province.name}" if seat.province else ""


def _names(seat: Seat) -> Mapping[str, str]:
    """Where no council stands below the province, no inspectorate does either."""
    province = seat.province.name if seat.province else ""
    whole = f"Provinsi {province}" if province else ""
    return {
        "region": whole if _without_own(seat) else seat.region.text if seat.region else "",
        "province": province,
        "leader": seat.region.leader if seat.region else "",
    }


def _worded(pattern: str, known: Mapping[str, str]) -> str:
    """The pattern filled in, or nothing where one of its words is unknown."""
    wanted = re.findall(r"\{(\w+)\}", pattern)
    return pattern.format_map(known) if all(known[word] for word in wanted) else ""


def _ombudsman(seat: Seat) -> str:
    """The representative office that serves its province; for a head office, the Ombudsman."""
    province = seat.province
    if province is None:
        return "" if RULES[seat.kind].province else _NATIONAL_OMBUDSMAN
    serving = province.serving or province.name
    if seat.region:
        serving = province.served_apart.get(seat.region.name.casefold(), serving)
    return f"Ombudsman RI Perwakilan {serving}"


def _village_council(seat: Seat) -> str:
    if seat.kind is not OfficeKind.DESA:
        return ""
    village = re.search(r"\bdesa\s+\w.*", seat.name, re.IGNORECASE)
    return f"BPD {village[0]}" if village else "Badan Permusyawaratan Desa"
