"""SP4N: the fields of its form, in its order."""

from __future__ import annotations

from dataclasses import replace

from bot.casework.sp4n import Copy, text, title
from bot.casework.words import Protection

COPY = Copy(
    story="KTP saya belum jadi sejak Desember. Sudah tiga kali datang.",
    when="2025-12-22",
    place="Kantor Kelurahan Sukajaya",
    office="Kelurahan Sukajaya",
    category="Kependudukan",
    files=2,
    protection=Protection.OPEN,
    service="KTP",
)


def test_the_fields_stand_in_the_order_of_the_form() -> None:
    assert text(COPY).splitlines() == [
        "Judul laporan: KTP: KTP saya belum jadi sejak Desember",
        "Isi laporan: KTP saya belum jadi sejak Desember. Sudah tiga kali datang.",
        "Tanggal kejadian: 2025-12-22",
        "Lokasi kejadian: Kantor Kelurahan Sukajaya",
        "Instansi tujuan: Kelurahan Sukajaya",
        "Kategori laporan: Kependudukan",
        "Lampiran: 2 berkas",
        "Anonim/rahasia: tidak",
    ]


def test_what_is_not_known_says_so_and_secrecy_goes_along() -> None:
    bare = replace(COPY, when="", place="", category="", files=0, protection=Protection.RAHASIA)
    lines = dict(line.split(": ", 1) for line in text(bare).splitlines())
    assert lines["Tanggal kejadian"] == lines["Lokasi kejadian"] == "belum diketahui"
    assert (lines["Kategori laporan"], lines["Lampiran"]) == ("KTP", "tidak ada")
    assert lines["Anonim/rahasia"] == "Rahasia"
    assert "Anonim/rahasia: Anonim" in text(replace(COPY, protection=Protection.ANONIM))


def test_a_title_is_no_longer_than_a_line() -> None:
    long = title(replace(COPY, story="kata " * 50))
    assert len(long) <= 80
    assert long.endswith("…")
    assert title(replace(COPY, service="", story="Lampu mati")) == "Lampu mati"
