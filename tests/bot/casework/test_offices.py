"""Kinds of office: who watches over each, which Ombudsman serves it, to whom it reports."""

from __future__ import annotations

import pytest

from bot.casework import offices, provinces
from bot.casework.citations import CITATIONS
from bot.casework.offices import OfficeKind, Seat


def seat(kind: str, region: str = "", province: str = "", name: str = "") -> Seat:
    place = offices.region_of(region)
    return Seat(OfficeKind(kind), name, place, provinces.find(province))


#: Kind, region, province; council, Ombudsman, inspectorate, to whom it reports.
WATCHED = (
    ("kementerian", "", "", "DPR RI", "Ombudsman Republik Indonesia", "Inspektorat Jenderal",
     "DPR RI, dan Presiden melalui Menteri PANRB"),
    ("kementerian", "Kota Bandung", "Jawa Barat", "DPR RI", "Ombudsman RI Perwakilan Jawa Barat",
     "Inspektorat Jenderal", "DPR RI, dan Presiden melalui Menteri PANRB"),
    ("lembaga", "", "", "DPR RI", "Ombudsman Republik Indonesia", "",
     "DPR RI, dan Presiden melalui Menteri PANRB"),
    ("provinsi", "", "Bali", "DPRD Provinsi Bali", "Ombudsman RI Perwakilan Bali",
     "Inspektorat Provinsi Bali", "DPRD Provinsi Bali dan Menteri PANRB"),
    ("kabupaten", "Kabupaten Sleman", "DIY", "DPRD Kabupaten Sleman",
     "Ombudsman RI Perwakilan Daerah Istimewa Yogyakarta", "Inspektorat Kabupaten Sleman",
     "DPRD Kabupaten Sleman dan Gubernur Daerah Istimewa Yogyakarta"),
    ("kota", "Kota Bandung", "Jabar", "DPRD Kota Bandung", "Ombudsman RI Perwakilan Jawa Barat",
     "Inspektorat Kota Bandung", "DPRD Kota Bandung dan Gubernur Jawa Barat"),
    ("kecamatan", "Kota Bandung", "Jabar", "DPRD Kota Bandung",
     "Ombudsman RI Perwakilan Jawa Barat", "Inspektorat Kota Bandung", "Wali Kota Bandung"),
    ("kelurahan", "Kota Bandung", "Jabar", "DPRD Kota Bandung",
     "Ombudsman RI Perwakilan Jawa Barat", "Inspektorat Kota Bandung",
     "Wali Kota Bandung melalui camat"),
    ("desa", "Kabupaten Sleman", "DIY", "DPRD Kabupaten Sleman",
     "Ombudsman RI Perwakilan Daerah Istimewa Yogyakarta", "Inspektorat Kabupaten Sleman",
     "Bupati Sleman melalui camat"),
    ("bumn", "", "", "DPR RI", "Ombudsman Republik Indonesia", "Satuan Pengawasan Intern",
     "Kepala Badan Pengaturan BUMN"),
    ("bumd", "Kota Bandung", "Jabar", "DPRD Kota Bandung", "Ombudsman RI Perwakilan Jawa Barat",
     "Satuan Pengawasan Intern", "Wali Kota Bandung"),
    ("bumd", "", "Jabar", "DPRD Provinsi Jawa Barat", "Ombudsman RI Perwakilan Jawa Barat",
     "Satuan Pengawasan Intern", "Gubernur Jawa Barat"),
    ("korporasi", "Kota Bandung", "Jabar", "DPRD Kota Bandung",
     "Ombudsman RI Perwakilan Jawa Barat", "", "instansi yang menyerahkan layanan ini"),
    # Where the province has councils of other names, or none below it.
    ("provinsi", "", "DIY", "DPRD Daerah Istimewa Yogyakarta",
     "Ombudsman RI Perwakilan Daerah Istimewa Yogyakarta",
     "Inspektorat Provinsi Daerah Istimewa Yogyakarta",
     "DPRD Daerah Istimewa Yogyakarta dan Menteri PANRB"),
    ("kota", "Kota Banda Aceh", "Aceh", "DPRK Kota Banda Aceh", "Ombudsman RI Perwakilan Aceh",
     "Inspektorat Kota Banda Aceh", "DPRK Kota Banda Aceh dan Gubernur Aceh"),
    ("provinsi", "", "Papua Barat Daya", "DPR Papua Barat Daya",
     "Ombudsman RI Perwakilan Papua Barat", "Inspektorat Provinsi Papua Barat Daya",
     "DPR Papua Barat Daya dan Menteri PANRB"),
    ("kelurahan", "Kota Administrasi Jakarta Selatan", "Jakarta", "DPRD Provinsi DKI Jakarta",
     "Ombudsman RI Perwakilan Jakarta Raya", "Inspektorat Provinsi DKI Jakarta",
     "Wali Kota Jakarta Selatan melalui camat"),
    ("bumd", "Kota Administrasi Jakarta Pusat", "DKI", "DPRD Provinsi DKI Jakarta",
     "Ombudsman RI Perwakilan Jakarta Raya", "Satuan Pengawasan Intern", "Gubernur DKI Jakarta"),
    ("kelurahan", "Kota Depok", "Jawa Barat", "DPRD Kota Depok",
     "Ombudsman RI Perwakilan Jakarta Raya", "Inspektorat Kota Depok",
     "Wali Kota Depok melalui camat"),
)  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "region", "province", "council", "ombudsman", "inspectorate", "report_to"), WATCHED
)
def test_the_kind_and_the_place_name_everybody_who_watches(
    kind: str,
    region: str,
    province: str,
    council: str,
    ombudsman: str,
    inspectorate: str,
    report_to: str,
) -> None:
    over = offices.overseers(seat(kind, region, province))
    named = (over.council, over.ombudsman, over.inspectorate, over.report_to)
    assert named == (council, ombudsman, inspectorate, report_to)


def test_every_kind_stands_in_the_table_and_above() -> None:
    assert offices.RULES.keys() == set(OfficeKind) == {row[0] for row in WATCHED}


def test_only_a_village_has_a_council_of_its_own() -> None:
    for kind in OfficeKind:
        own = offices.overseers(seat(kind, "Kabupaten Sleman", "DIY")).village_council
        assert bool(own) == (kind == "desa"), kind
    named = offices.overseers(seat("desa", name="Pemerintah Desa Condongcatur"))
    assert named.village_council == "BPD Desa Condongcatur"


@pytest.mark.parametrize(
    ("kind", "region", "province", "lacking"),
    [
        ("kelurahan", "", "", ("region", "province")),
        ("kelurahan", "", "Jabar", ("region",)),
        ("desa", "Kabupaten Sleman", "", ("province",)),
        ("provinsi", "", "", ("province",)),
        ("bumd", "", "Jabar", ()),
        ("kementerian", "", "", ()),
    ],
)
def test_what_is_not_known_is_not_named(
    kind: str, region: str, province: str, lacking: tuple[str, ...]
) -> None:
    place = seat(kind, region, province)
    over = offices.overseers(place)
    assert offices.lacking(place) == lacking
    # A council is named by the province too: some have councils of another name.
    assert bool(over.council) == (not lacking)
    assert all(name == name.strip() for name in (over.inspectorate, over.head, over.report_to))
    if "region" in lacking:
        assert (over.inspectorate, over.head, over.report_to) == ("", "", "")


def test_a_region_is_read_as_people_write_it() -> None:
    written = {
        "kota bandung": "Kota Bandung",
        " Kab.  Sleman ": "Kabupaten Sleman",
        "Kabupaten Adm. Kepulauan Seribu": "Kabupaten Administrasi Kepulauan Seribu",
    }
    for typed, text in written.items():
        region = offices.region_of(typed)
        assert region is not None
        assert region.text == text
    assert [offices.region_of(typed) for typed in ("Bandung", "Kota", "")] == [None] * 3


def test_there_are_thirty_eight_provinces_and_thirty_four_representative_offices() -> None:
    serving = {province.serving or province.name for province in provinces.PROVINCES}
    assert (len(provinces.NAMES), len(set(provinces.NAMES)), len(serving)) == (38, 38, 34)


@pytest.mark.parametrize("typed", ["JABAR", "prov. jawa barat", "Provinsi Jawa Barat", "jawabarat"])
def test_a_province_is_found_by_what_people_call_it(typed: str) -> None:
    found = provinces.find(typed)
    assert (found.name if found else None) == (None if typed == "jawabarat" else "Jawa Barat")


def test_no_short_form_means_two_provinces() -> None:
    called = [
        name.casefold()
        for province in provinces.PROVINCES
        for name in (province.name, *province.aliases)
    ]
    assert len(set(called)) == len(called)


def test_what_is_named_rests_on_an_article() -> None:
    assert set(offices.CITED.values()) <= CITATIONS.keys()
