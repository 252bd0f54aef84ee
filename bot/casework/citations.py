"""Every article the service relies on, in one table: the text shown and whether it was checked."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final


@dataclass(frozen=True, slots=True)
class Citation:
    """`verified`: the statement was read in a source; else it awaits the statute's own wording."""

    text: str
    verified: bool
    note: str


CITATIONS: Final[Mapping[str, Citation]] = MappingProxyType(
    {
        "uu25-6-7": Citation(
            "UU 25/2009 Ps. 6-7", False, "pembina, dan kepada siapa ia melapor; nomor pasal"
        ),
        "uu25-13": Citation(
            "UU 25/2009 Ps. 13", False, "kerja sama, tanggung jawab di tangan kantor"
        ),
        "uu25-17": Citation(
            "UU 25/2009 Ps. 17", False, "lima larangan bagi pelaksana; nomor pasal"
        ),
        "uu25-34": Citation(
            "UU 25/2009 Ps. 34", False, "lima belas perilaku pelaksana; nomor pasal"
        ),
        "uu25-36": Citation("UU 25/2009 Ps. 36", True, "sarana, petugas, nama penanggung jawab"),
        "uu25-37": Citation("UU 25/2009 Ps. 37", True, "tata cara pengaduan yang cepat dan tuntas"),
        "uu25-40": Citation("UU 25/2009 Ps. 40", True, "hak mengadu"),
        "uu25-41": Citation("UU 25/2009 Ps. 41", True, "sanksi oleh atasan"),
        "uu25-42": Citation("UU 25/2009 Ps. 42", True, "siapa yang mengadu, dan kuasanya"),
        "uu25-42-45": Citation(
            "UU 25/2009 Ps. 42-45", False, "isi, tanda terima, 14 dan 30 hari; ayat belum terbaca"
        ),
        "uu25-45": Citation("UU 25/2009 Ps. 45", False, "ke Ombudsman bila tidak ditanggapi"),
        "uu25-46": Citation("UU 25/2009 Ps. 46", True, "peran Ombudsman"),
        "uu25-47": Citation("UU 25/2009 Ps. 47", False, "tidak memihak, tanpa biaya; nomor pasal"),
        "uu25-48-49": Citation("UU 25/2009 Ps. 48-49", False, "rahasia pemeriksaan"),
        "uu25-50": Citation("UU 25/2009 Ps. 50", True, "diputus dalam 60 hari sejak lengkap"),
        "uu25-50-2": Citation("UU 25/2009 Ps. 50 ayat (2)", False, "disampaikan dalam 14 hari"),
        "perpres76-2": Citation("Perpres 76/2013 Ps. 2", True, "kewajiban, termasuk penyaluran"),
        "perpres76-3": Citation("Perpres 76/2013 Ps. 3", True, "sarana, kelompok rentan"),
        "perpres76-7": Citation("Perpres 76/2013 Ps. 7", True, "pengelola yang kompeten"),
        "perpres76-8": Citation("Perpres 76/2013 Ps. 8", True, "mekanisme pengelolaan"),
        "perpres76-11": Citation("Perpres 76/2013 Ps. 11", True, "pelaksanaan penyelesaian"),
        "perpres76-12": Citation(
            "Perpres 76/2013 Ps. 12", True, "mengadu 30 hari, selesai 60 hari"
        ),
        "perpres76-15": Citation("Perpres 76/2013 Ps. 15", True, "perlindungan pengadu"),
        "perpres76-16": Citation("Perpres 76/2013 Ps. 16", True, "praduga tidak bersalah"),
        "perpres76-18": Citation("Perpres 76/2013 Ps. 18", True, "SP4N"),
        "permenpanrb62": Citation(
            "PermenPANRB 62/2018", False, "tenggat hari kerja dari praktik; naskah belum terbaca"
        ),
        "permenpanrb14": Citation("PermenPANRB 14/2017", True, "survei kepuasan tahunan"),
        "permenpanrb15": Citation("PermenPANRB 15/2014", True, "14 komponen standar pelayanan"),
        "sp4n": Citation("praktik SP4N-LAPOR!", True, "verifikasi 3, tanggapan 10 hari kerja"),
        "uu14": Citation("UU 14/2008", False, "permintaan informasi lewat PPID, 10 dan 7 hari"),
        "uu37-24": Citation("UU 37/2008 Ps. 24", True, "syarat laporan ke Ombudsman"),
        "uu27-5-13": Citation("UU 27/2022 Ps. 5-13", False, "hak pemilik data; nomor pasal"),
        "uu27-20": Citation(
            "UU 27/2022 Ps. 20", True, "dasar pemrosesan, antara lain tugas publik"
        ),
        "uu27-30-32": Citation(
            "UU 27/2022 Ps. 30-32", False, "perbaikan dan salinan data, 3x24 jam; nomor pasal"
        ),
        "uu27-40": Citation("UU 27/2022 Ps. 40", False, "penarikan persetujuan, 3x24 jam; pasal"),
        "uu27-42-44": Citation("UU 27/2022 Ps. 42-44", True, "retensi, penghapusan, pemusnahan"),
        "uu27-46": Citation("UU 27/2022 Ps. 46", True, "kebocoran diberitahukan dalam 3x24 jam"),
    }
)


def cite(article: str) -> str:
    """The text shown for an article's id."""
    return CITATIONS[article].text
