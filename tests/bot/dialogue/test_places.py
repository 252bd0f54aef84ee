"""Where: the name of a place, whole and as it was written, and what only sounds like one."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.casework.words import Slot
from bot.dialogue.reading import read

NOW = datetime(2026, 11, 22, 2, tzinfo=UTC)
OWN = ("Kampung Baru", "Griya Sehati", "RW 03", "Jalan Kamboja")


def where(text: str, own: tuple[str, ...] = ()) -> str | None:
    hit = read(text, (), NOW, localities=own).slots.get(Slot.PLACE)
    return hit.value if hit is not None else None


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("semalam lampu di simpang pos padam semua bang", "simpang pos"),
        ("banjir di komplek griya permata blm surut", "komplek griya permata"),
        ("jln mawar berlubang parah", "jln mawar"),
        ("Jalan Rusak Parah Di Desa Sukorejo Tolong Diperbaiki Segera Pak Bupati", "Desa Sukorejo"),
        ("LAMPU JALAN DI GANG DAMAI MATI TOTAL SUDAH SEMINGGU", "GANG DAMAI"),
        ("petugas samsat kota tangerang minta uang", "samsat kota tangerang"),
        ("sd inpres perumnas 2 atapnya bocor", "sd inpres perumnas 2"),
        ("atap SDN Kalibaru 05 Pagi roboh", "SDN Kalibaru 05 Pagi"),
        ("di pasar ikan muara angke bau banget", "pasar ikan muara angke"),
        ("di depok macet terus angkot ngetem", "depok"),
        ("Di Bandung, petugas parkir narik 10 ribu", "Bandung"),
        (
            "lubang besar di Jl. Letjen Suprapto No. 12 Cempaka Putih",
            "Jl. Letjen Suprapto No. 12 Cempaka Putih",
        ),
        (
            "air tidak mengalir di Perumahan Taman Sari Indah Blok F5",
            "Perumahan Taman Sari Indah Blok F5",
        ),
        ("got mampet di jl kh hasyim ashari", "jl kh hasyim ashari"),
        ("jalan h. mansyur bolong2", "jalan h. mansyur"),
        ("jl dr sutomo gelap", "jl dr sutomo"),
        ("jembatan Cisadane retak", "jembatan Cisadane"),
        ("tumpukan sampah di TPS Kebon Pala", "TPS Kebon Pala"),
        ("macet di perempatan gramedia", "perempatan gramedia"),
        ("begal di flyover Ciputat", "flyover Ciputat"),
        ("dokter di RSUD dr. Soetomo telat", "RSUD dr. Soetomo"),
        ("rs hermina menolak bpjs saya", "rs hermina"),
        (
            "puskesmas pembantu desa Lembah Sari tidak ada bidan",
            "puskesmas pembantu desa Lembah Sari",
        ),
        ("loket 4 dispendukcapil surabaya lama", "dispendukcapil surabaya"),
        ("ngurus paspor di imigrasi tanjung perak lama", "imigrasi tanjung perak"),
        ("warga kampung pulo kebanjiran, jl jatinegara barat tergenang", "jl jatinegara barat"),
        ("halte transjakarta harmoni kotor", "halte transjakarta harmoni"),
        ("stasiun manggarai eskalator mati", "stasiun manggarai"),
        ("sman 1 wonosari pungut uang bangunan", "sman 1 wonosari"),
        ("guru di smk muhammadiyah 2 memukul siswa", "smk muhammadiyah 2"),
        ("polsek Sukolilo tidak mau terima laporan", "polsek Sukolilo"),
        ("lampu mati di RT 02/RW 07 Kelurahan Baktijaya", "RT 02/RW 07 Kelurahan Baktijaya"),
        ("RT.03/RW.05 Desa Sumber Rejo belum dapat bantuan", "RT.03/RW.05 Desa Sumber Rejo"),
        ("dalan nang ngarep SD Ngemplak 2 rusak", "SD Ngemplak 2"),
        ("cai di lembur Babakan teu ngocor", "lembur Babakan"),
        ("pasar baru kotor", "pasar baru"),
        ("pasar minggu macet tiap pagi", "pasar minggu"),
        ("jalan lingkar selatan rusak", "jalan lingkar selatan"),
        ("jalan tol cipularang macet", "jalan tol cipularang"),
        ("the officer at Kelurahan Kemang refused me", "Kelurahan Kemang"),
        ("water is off in Canggu", "Canggu"),
        ("saya di Ambon, kantor pajak tutup", "Ambon"),
        ("Kantor Pertanahan Kabupaten Bogor lambat", "Kantor Pertanahan Kabupaten Bogor"),
        ("Dinas Sosial Kota Medan tidak menanggapi", "Dinas Sosial Kota Medan"),
        ("MPP Kota Bogor antreannya lama", "MPP Kota Bogor"),
        ("kecamatan Ciampea, desa Cibadak jalannya rusak", "kecamatan Ciampea, desa Cibadak"),
        (
            "jalan Pahlawan, Kelurahan Sukajadi, Kecamatan Sukajadi berlubang",
            "jalan Pahlawan, Kelurahan Sukajadi, Kecamatan Sukajadi",
        ),
        ("di dusun 3 desa muara batang gelap", "dusun 3 desa muara batang"),
        ("sampah di belakang Pasar Induk Kramat Jati menumpuk", "Pasar Induk Kramat Jati"),
        ("di jalan sudirman depan bank mandiri lampu merah mati", "jalan sudirman"),
        ("depan indomaret jl kaliurang km 5 bolong", "jl kaliurang km 5"),
        ("jalan kaliurang km 5,5 bolong", "jalan kaliurang km 5,5"),
        ("puskemas Kalidoni obat kosong", "puskemas Kalidoni"),
        ("di kelurhan Sukajadi saya dipersulit", "kelurhan Sukajadi"),
        ("nang puskesmas Gedangsari petugase galak", "puskesmas Gedangsari"),
        ("di posyandu mawar 5 vitamin habis", "posyandu mawar 5"),
        ("lurah Tanah Tinggi minta uang", "Tanah Tinggi"),
        ("desa ciburial rt 2 longsor", "desa ciburial rt 2"),
        ("jl. soekarno hatta lampu merah mati", "jl. soekarno hatta"),
        ("kp.rambutan banjir", "kp.rambutan"),
        ("kali krukut meluap", "kali krukut"),
        ("jalan lintas Muara Bungo padam dari kemarin", "jalan lintas Muara Bungo"),
        ("aspal di jl raya bawen - salatiga km 8 rusak", "jl raya bawen - salatiga km 8"),
        ("hari ini ke bank jateng cabang ungaran ditolak", "bank jateng cabang ungaran"),
        ("air di kampung kami Waiwerang kering", "Waiwerang"),
        ("banjir di Gang Buntu, Kelurahan Kebon Kacang", "Gang Buntu, Kelurahan Kebon Kacang"),
        ("padam di perum Telaga Mas, bekasi utara", "perum Telaga Mas, bekasi utara"),
        ("di kelurahan Sukamaju pak tolong", "kelurahan Sukamaju"),
        ("pak kades cisarua pilih kasih", "cisarua"),
        ("surat ditahan lurah Kemijen", "Kemijen"),
        ("sertifikat belum keluar di bpn kab garut", "bpn kab garut"),
        ("loket tutup di cluster safira bekasi 3 harian ini", "cluster safira bekasi"),
    ],
)
def test_a_place_is_read_with_all_its_parts(text: str, place: str) -> None:
    assert where(text) == place


@pytest.mark.parametrize(
    "text",
    [
        "di kantor pos ga dilayani",
        "kantor kelurahan kami tutup terus",
        "jalan depan rumah saya berlubang",
        "di Bu Tini jualan gas mahal",
        "saya sudah lapor di WA tidak dibalas",
        "sudah lapor di aplikasi JAKI tapi tidak direspon",
        "daftar online di web error",
        "pak camat sukun bilang nanti",
        "kantor desa persulit surat saya",
        "di kasih tau petugas besok datang lagi",
        "di suruh bolak balik terus",
        "di tilang polisi",
        "jalan raya rusak",
        "jalan desa rusak",
        "rt 05 rw 02 gelap gulita",
        "alun-alun kota kotor",
        "pasar kotor",
        "di pasar minggu lalu saya kecopetan",
        "taman kota sepi gelap",
        "petugas dinas perhubungan minta uang",
        "orang pln bilang besok",
        "di warung bu siti jual miras",
        "jalan sempit warga protes",
        "sungai meluap rumah terendam",
        "gedung sekolah ambruk",
        "tower di dekat rumah bikin resah",
    ],
)
def test_an_office_without_a_name_a_person_or_a_channel_is_no_place(text: str) -> None:
    assert where(text) is None


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("lampu di kp baru mati", "kp baru"),
        ("di griya sehati sampah numpuk", "griya sehati"),
        ("di grya sehati sampah numpuk", "grya sehati"),
        ("GRIYA SEHATI banjir", "GRIYA SEHATI"),
        ("di kampung bru banjir", "kampung bru"),
        ("jl kmboja rusak", "jl kmboja"),
        ("rw 03 banjir", "rw 03"),
        ("warga bilang jl mawar aman, griya sehati banjir", "griya sehati"),
    ],
)
def test_the_offices_own_places_are_known_in_any_case_and_with_a_slip(
    text: str, place: str
) -> None:
    assert where(text, OWN) == place


def test_a_name_that_the_office_has_not_told_is_not_known() -> None:
    assert where("GRIYA SEHATI banjir", ("Kampung Baru",)) is None


def test_what_is_wrong_at_home_is_wrong_where_the_writer_lives() -> None:
    home = "saya Joko, warga RT 3 Desa Wonosari"
    assert where(f"{home}. air mati sudah 3 hari") == "RT 3 Desa Wonosari"
    assert where(f"{home}. ktp saya ditolak di kantor") == "RT 3 Desa Wonosari"
    assert where(f"{home}. lampu jalan di Gang Mawar mati") == "Gang Mawar"
    assert where("saya Joko, warga RT 3. air mati sudah 3 hari") is None


def test_away_from_home_the_address_is_only_supposed() -> None:
    home = "saya Joko, warga RT 3 Desa Wonosari"
    sure = read(f"{home}. air mati sudah 3 hari", (), NOW).slots[Slot.PLACE].confidence
    supposed = read(f"{home}. ktp saya ditolak di kantor", (), NOW).slots[Slot.PLACE].confidence
    assert supposed < sure < 0.8


def test_where_it_happened_goes_before_whom_the_letter_is_for() -> None:
    letter = "Yth. Lurah Pegangsaan. Saya ditolak di Puskesmas Cikini kemarin."
    assert where(letter) == "Puskesmas Cikini"
