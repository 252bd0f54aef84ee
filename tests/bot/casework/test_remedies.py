"""Remedies: in which order, under which name, and what a name says of a body."""

from __future__ import annotations

import pytest

from bot.casework import remedies
from bot.casework.offices import Tier
from bot.casework.remedies import Remedy, Role
from tests.bot.casework.test_offices import seat

BANDUNG = seat("kelurahan", "Kota Bandung", "Jawa Barat")
SLEMAN = seat("desa", "Kabupaten Sleman", "DIY", name="Desa Condongcatur")


def test_superiors_come_first_then_ombudsman_and_council_then_the_rest_as_written() -> None:
    given = [
        Remedy("LPSK", "148", Role.LPSK),
        Remedy("KPK", "198", Role.KPK),
        Remedy("", "022-1", Role.DEWAN),
        Remedy("", "137", Role.OMBUDSMAN),
        Remedy("", "022-2", Role.INSPEKTORAT),
        Remedy("Camat Coblong", "022-3", Role.ATASAN),
    ]
    assert [(one.name, one.contact) for one in remedies.told(given, BANDUNG)] == [
        ("Camat Coblong", "022-3"),
        ("Inspektorat Kota Bandung", "022-2"),
        ("Ombudsman RI Perwakilan Jawa Barat", "137"),
        ("DPRD Kota Bandung", "022-1"),
        ("LPSK", "148"),
        ("KPK", "198"),
    ]


def test_ombudsman_and_council_are_named_even_where_nobody_wrote_them_down() -> None:
    named = remedies.told([], SLEMAN)
    assert [one.briefly for one in named] == [
        "Ombudsman RI Perwakilan Daerah Istimewa Yogyakarta",
        "DPRD Kabupaten Sleman",
        "BPD Desa Condongcatur",
    ]
    assert remedies.unreachable(named) == named


def test_what_cannot_be_named_does_not_appear() -> None:
    assert remedies.told([], seat("kelurahan")) == ()


def test_a_body_is_written_with_what_is_known_of_it() -> None:
    whole = Remedy("KPK", "198", Role.KPK, "Jalan Kuningan 4", "Senin sampai Jumat")
    assert whole.briefly == "KPK (198)"
    assert whole.wholly == "KPK (198, Jalan Kuningan 4, Senin sampai Jumat)"
    assert Remedy("KPK").wholly == Remedy("KPK").briefly == "KPK"
    assert Remedy("KPK", address="Jalan Kuningan 4").wholly == "KPK (Jalan Kuningan 4)"


def test_an_ombudsman_without_its_representative_office_is_found() -> None:
    plain, serving = Remedy("Ombudsman RI", "137", Role.OMBUDSMAN), "Ombudsman RI Perwakilan Bali"
    right = Remedy("ORI Perwakilan Bali", "137", Role.OMBUDSMAN)
    assert remedies.too_general([plain, right], serving) == (plain,)
    assert remedies.too_general([plain], "Ombudsman Republik Indonesia") == ()


@pytest.mark.parametrize(
    ("name", "role"),
    [
        ("Ombudsman RI", Role.OMBUDSMAN),
        ("Sekretariat DPRD Kota Bandung", Role.DEWAN),
        ("Inspektorat Kota", Role.INSPEKTORAT),
        ("Satuan Pengawasan Internal", Role.INSPEKTORAT),
        ("KPK", Role.KPK),
        ("Satgas Saber Pungli", Role.SABER_PUNGLI),
        ("Lembaga Perlindungan Saksi dan Korban", Role.LPSK),
        ("SP4N-LAPOR!", Role.SP4N),
        ("Camat Coblong", Role.ATASAN),
        ("LBH Bandung", Role.LAIN),
        # A council that watches over somebody else is just one more body.
        ("DPR RI", Role.LAIN),
    ],
)
def test_a_name_says_what_a_body_is(name: str, role: Role) -> None:
    assert remedies.role_of(name, BANDUNG) is role


@pytest.mark.parametrize(
    ("name", "tier"),
    [
        ("DPR RI", Tier.NATION),
        ("Dewan Perwakilan Rakyat Republik Indonesia", Tier.NATION),
        ("Komisi II DPR", Tier.NATION),
        ("DPRD Provinsi Jawa Barat", Tier.PROVINCE),
        ("DPRD Jabar", Tier.PROVINCE),
        ("DPR Aceh", Tier.PROVINCE),
        ("DPRP", Tier.PROVINCE),
        ("Dewan Perwakilan Rakyat Daerah Kota Bandung", Tier.LOCAL),
        ("DPRD Kab. Sleman", Tier.LOCAL),
        ("DPRK Aceh Besar", Tier.LOCAL),
        ("DPRD", None),
        ("DPRD Jambi", None),
        ("DPRD Bandung", None),
    ],
)
def test_a_councils_name_says_whose_it_is(name: str, tier: Tier | None) -> None:
    assert remedies.tier_of(name) is tier


@pytest.mark.parametrize(
    ("kind", "region", "province", "name", "fits"),
    [
        ("kementerian", "", "", "DPR RI", True),
        ("kementerian", "", "", "DPRD Kota Bandung", False),
        ("provinsi", "", "Jabar", "DPRD Kota Bandung", False),
        ("kota", "Kota Bandung", "Jabar", "DPR RI", False),
        ("kota", "Kota Bandung", "Jabar", "DPRD Kabupaten Bandung", False),
        ("kota", "Kota Bandung", "Jabar", "DPRD Bandung", True),
        ("desa", "Kabupaten Sleman", "DIY", "DPRD Kab. Sleman", True),
        ("kelurahan", "", "", "DPRD Kota Bandung", True),
        ("kelurahan", "", "Jakarta", "DPRD Provinsi DKI Jakarta", True),
        ("bumd", "", "Jabar", "DPRD Provinsi Jawa Barat", True),
        ("korporasi", "", "", "DPR RI", True),
    ],
)
def test_a_council_fits_the_kind_of_office(
    kind: str, region: str, province: str, name: str, fits: bool
) -> None:
    assert remedies.fits(name, seat(kind, region, province)) is fits
