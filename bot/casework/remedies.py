"""Remedies: the bodies outside this office that a citizen may turn to, named for its seat."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from bot.casework import offices
from bot.casework.offices import Seat, Tier
from bot.casework.provinces import find


class Role(StrEnum):
    """What a body is to the citizens of this office."""

    ATASAN = "atasan"
    INSPEKTORAT = "inspektorat"
    OMBUDSMAN = "ombudsman"
    DEWAN = "dewan"
    BPD = "bpd"
    KPK = "kpk"
    SABER_PUNGLI = "saber_pungli"
    LPSK = "lpsk"
    SP4N = "sp4n"
    LAIN = "lain"


@dataclass(frozen=True, slots=True)
class Remedy:
    """One body, and how it is reached."""

    name: str
    contact: str = ""
    role: Role = Role.LAIN
    address: str = ""
    hours: str = ""

    @property
    def briefly(self) -> str:
        """Within a sentence."""
        return f"{self.name} ({self.contact})" if self.contact else self.name

    @property
    def reach(self) -> str:
        """All there is to find it: telephone, address, hours."""
        return ", ".join(filter(None, (self.contact, self.address, self.hours)))

    @property
    def wholly(self) -> str:
        """On a line of its own."""
        return f"{self.name} ({self.reach})" if self.reach else self.name


#: Named to every citizen, whether somebody wrote them down or not.
_ALWAYS: Final = (Role.OMBUDSMAN, Role.DEWAN, Role.BPD)
#: Who is told first; all others follow in the order in which they were written.
_FIRST: Final = (Role.ATASAN, Role.INSPEKTORAT, *_ALWAYS)


def told(given: Iterable[Remedy], seat: Seat) -> tuple[Remedy, ...]:
    """Whom citizens are told of: what was given, what the seat adds, in the order that helps.

    An empty name is filled in; a watcher that nobody wrote down appears by its name alone.
    """
    known = _names(seat)
    named = [one if one.name else replace(one, name=known.get(one.role, "")) for one in given]
    there = {one.role for one in named}
    added = [Remedy(known[role], role=role) for role in _ALWAYS if role not in there]
    return tuple(sorted((*named, *filter(lambda one: one.name, added)), key=_rank))


def derived(role: Role, seat: Seat) -> str:
    """The name a body of this role has here, empty where it has to be written down."""
    return _names(seat).get(role, "")


def unreachable(remedies: Sequence[Remedy]) -> tuple[Remedy, ...]:
    """Those of whom only the name is known."""
    return tuple(one for one in remedies if not one.reach)


def too_general(remedies: Sequence[Remedy], serving: str) -> tuple[Remedy, ...]:
    """An Ombudsman written down without the representative office that serves this place."""
    mark = "perwakilan"
    return tuple(
        one
        for one in remedies
        if one.role is Role.OMBUDSMAN
        and mark in serving.casefold()
        and mark not in one.name.casefold()
    )


def role_of(name: str, seat: Seat) -> Role:
    """What a body is by its name alone; a council of other offices is just one more body."""
    role = next((role for role, sign in _SIGNS.items() if sign.search(name)), Role.LAIN)
    return Role.LAIN if role is Role.DEWAN and not fits(name, seat) else role


def fits(name: str, seat: Seat) -> bool:
    """Does a council of this name watch over this office? Yes where its name does not say."""
    tier = tier_of(name)
    if tier is None or tier not in offices.tiers(seat):
        return tier is None
    form = _FORM.search(name)
    other = form and seat.region and form[1].casefold()[:3] != seat.region.form.casefold()[:3]
    return not (tier is Tier.LOCAL and other)


def tier_of(name: str) -> Tier | None:
    """Whose council a name means, None where it does not say."""
    short = _short(name)
    return next((tier for tier, sign in _TIERS.items() if sign.search(short)), None) or (
        Tier.PROVINCE if _of_province(short) else None
    )


def _names(seat: Seat) -> Mapping[Role, str]:
    watching = offices.overseers(seat)
    return {
        Role.INSPEKTORAT: watching.inspectorate,
        Role.OMBUDSMAN: watching.ombudsman,
        Role.DEWAN: watching.council,
        Role.BPD: watching.village_council,
    }


def _rank(one: Remedy) -> int:
    return _FIRST.index(one.role) if one.role in _FIRST else len(_FIRST)


def _short(name: str) -> str:
    """Long names by their letters; points and brackets are no part of them."""
    plain = re.sub(r"[^\w\s]", " ", name.casefold())
    plain = plain.replace("dewan perwakilan rakyat daerah", "dprd")
    return " ".join(plain.replace("dewan perwakilan rakyat", "dpr").split())


def _of_province(short: str) -> bool:
    place = re.search(r"\bdprd? (.+)", short)
    return bool(place and place[1] not in _ALSO_TOWNS and find(place[1]))


def _signs(table: Mapping[Role, str]) -> Mapping[Role, re.Pattern[str]]:
    return {role: re.compile(sign, re.IGNORECASE) for role, sign in table.items()}


_SIGNS: Final = MappingProxyType(
    _signs(
        {
            Role.OMBUDSMAN: r"\bombudsman\b",
            Role.DEWAN: r"\bDPR[DKAP]?\b|\bdewan perwakilan rakyat\b",
            Role.BPD: r"\bBPD\b|\bpermusyawaratan\b",
            Role.INSPEKTORAT: r"\binspektorat\b|\binspektur\b|\bpengawasan intern",
            Role.KPK: r"\bKPK\b|\bpemberantasan korupsi\b",
            Role.SABER_PUNGLI: r"\bsaber pungli\b",
            Role.LPSK: r"\bLPSK\b|\bperlindungan saksi\b",
            Role.SP4N: r"\bSP4N\b|\bLAPOR!",
            Role.ATASAN: r"\bcamat\b|\bbupati\b|\bwali ?kota\b|\bgubernur\b",
        }
    )
)
_TIERS: Final = MappingProxyType(
    {
        Tier.LOCAL: re.compile(r"\bdprk\b|\bdprd? (?:kota|kabupaten|kab)\b"),
        Tier.PROVINCE: re.compile(r"\bdpr[ap]\b|\bdprd? (?:provinsi|propinsi|prov)\b"),
        Tier.NATION: re.compile(r"\bdpr(?: ri\b| republik indonesia\b|$)"),
    }
)
_FORM: Final = re.compile(r"\b(kota|kabupaten|kab)\b", re.IGNORECASE)
#: Provinces that share their name with a city or regency: "DPRD Jambi" does not say which.
_ALSO_TOWNS: Final = frozenset({"bengkulu", "gorontalo", "jambi", "yogyakarta"})
