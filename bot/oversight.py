"""Oversight: where the office stands, and the bodies its citizens may turn to, as configured."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from bot.casework import offices, provinces, remedies
from bot.casework.offices import OfficeKind, Region, Seat
from bot.casework.provinces import Province
from bot.casework.remedies import Remedy, Role

#: (key, what to do about it)
Mistakes = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Given:
    """One [[remedies]] as it was written; `role` and `name` may be left out."""

    role: str
    name: str
    contact: str
    address: str
    hours: str


def seat(name: str, kind: str, region: str, province: str) -> tuple[Seat | None, Mistakes]:
    """Where the office stands; None where its kind is not one."""
    mistakes: Mistakes = []
    known = kind_of(kind)
    if known is None:
        mistakes.append(("office.kind", f"jenis kantor: {', '.join(OfficeKind)}"))
    for key, wrong in (
        ("office.region", wrong_region(region, known)),
        ("office.province", wrong_province(province)),
    ):
        if wrong:
            mistakes.append((key, wrong))
    if known is None:
        return None, mistakes
    return Seat(known, name, _region(region), _province(province)), mistakes


def kind_of(typed: str) -> OfficeKind | None:
    plain = typed.strip().casefold()
    return next((kind for kind in OfficeKind if kind == plain), None)


def wrong_region(typed: str, kind: OfficeKind | None = None) -> str:
    """What is wrong with a regency or city, "" where nothing is."""
    if not typed:
        return ""
    region = _region(typed)
    if region is None:
        return 'tulis seperti "Kota Bandung" atau "Kabupaten Sleman"'
    if kind in (OfficeKind.KOTA, OfficeKind.KABUPATEN) and region.form.casefold() != kind:
        return f"jenis kantornya {kind}, jadi namanya mulai dengan {kind.capitalize()}"
    return ""


def wrong_province(typed: str) -> str:
    """What is wrong with a province, "" where nothing is."""
    if not typed or _province(typed):
        return ""
    close = get_close_matches(typed.title(), provinces.NAMES, 1)
    maybe = f"mungkin maksudnya {close[0]}; " if close else ""
    return f"{maybe}provinsi yang ada: {', '.join(provinces.NAMES)}"


def told(
    given: Iterable[tuple[int, Given]], seat: Seat | None
) -> tuple[tuple[Remedy, ...], Mistakes]:
    """Whom citizens are told of, out of the entries with their numbers."""
    mistakes: Mistakes = []
    if seat is None:
        return (), mistakes
    entries = []
    for number, one in given:
        role = _role(one, seat)
        mistakes += [(f"remedies.{number}.{key}", text) for key, text in _wrong(one, role, seat)]
        entries.append(Remedy(one.name, one.contact, role or Role.LAIN, one.address, one.hours))
    return (() if mistakes else remedies.told(entries, seat)), mistakes


def _role(one: Given, seat: Seat) -> Role | None:
    """The role that was written, else what the name says; None where there is no such role."""
    if not one.role:
        return remedies.role_of(one.name, seat)
    plain = one.role.casefold()
    return next((role for role in Role if role == plain), None)


def _wrong(one: Given, role: Role | None, seat: Seat) -> Mistakes:
    if role is None:
        return [("role", f"peran yang ada: {', '.join(Role)}")]
    found = [("name", _wrong_name(one, role, seat))]
    if not (one.contact or one.address):
        found.append(("contact", "belum diisi: telepon, atau address"))
    return [(key, text) for key, text in found if text]


def _wrong_name(one: Given, role: Role, seat: Seat) -> str:
    if role is Role.BPD and seat.kind is not OfficeKind.DESA:
        return "hanya desa yang mempunyai BPD; hapus bagian ini atau perbaiki office.kind"
    if not one.name and not remedies.derived(role, seat):
        return f"belum diisi. {_hint(role, seat)}".strip()
    if role is Role.DEWAN and one.name and not remedies.fits(one.name, seat):
        right = remedies.derived(role, seat)
        mend = f"tulis {right} atau kosongkan" if right else "perbaiki, atau ubah office.kind"
        return f"bukan dewan yang mengawasi kantor jenis {seat.kind}; {mend}"
    return ""


def _hint(role: Role, seat: Seat) -> str:
    """Where the name would come by itself if the office said where it stands."""
    missing = offices.lacking(seat)
    if role not in (Role.INSPEKTORAT, Role.OMBUDSMAN, Role.DEWAN) or not missing:
        return "Tulis nama lembaganya."
    return f"Tulis namanya, atau isi {_keys(missing)} agar tersusun sendiri."


def _keys(names: Sequence[str]) -> str:
    return " dan ".join(f"office.{name}" for name in names)


def _region(typed: str) -> Region | None:
    return offices.region_of(typed)


def _province(typed: str) -> Province | None:
    return provinces.find(typed)
