"""Who writes, what is asked for, which service it is about: and so what is still missing."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.casework.words import Slot
from bot.dialogue.reading import read
from bot.dialogue.report import report

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
SERVICES = (
    "Sipandu Sehat", "Seksi Kesejahteraan Sosial", "Surat Keterangan Usaha",
    "Surat Keterangan Tidak Mampu",
)  # fmt: skip


def told(text: str, slot: Slot) -> str | None:
    hit = read(text, SERVICES, NOW).slots.get(slot)
    return hit.value if hit is not None else None


@pytest.mark.parametrize(
    ("text", "name", "address"),
    [
        (
            "sy sulastri, dsn krajan rt 3 rw 1 sukajaya. ktp blm jadi",
            "sulastri",
            "dsn krajan rt 3 rw 1 sukajaya",
        ),
        (
            "Saya Joko Susilo warga Dsn Karanganyar RT 01 RW 02 Desa Wonosari. Bantuan dipotong",
            "Joko Susilo",
            "Dsn Karanganyar RT 01 RW 02 Desa Wonosari",
        ),
        (
            "nama: Dedi Kurniawan\nalamat: Jl Anggrek 12 Bekasi\nkeluhan: akta belum terbit",
            "Dedi Kurniawan",
            "Jl Anggrek 12 Bekasi",
        ),
        (
            "Lampu mati.\n\nHormat saya,\nSuryadi\nJl. Nangka No. 7, Banjarsari",
            "Suryadi",
            "Jl. Nangka No. 7, Banjarsari",
        ),
        ("air mati 3 hari tolong. - Hasnah, Desa Lero Tatari", "Hasnah", "Desa Lero Tatari"),
        ("jalan rusak, tolong diperbaiki. Budi, Kalibata", "Budi", "Kalibata"),
        ("jalan rusak tolong pak. trims, joko rt 2 kampung baru", "joko", "rt 2 kampung baru"),
        ("Halo, sy bu Yuli dr Ciputat. anak sy ga bs daftar", "Yuli", "Ciputat"),
        (
            "My name is Sarah Wong, I live at Jalan Kemang Raya 15. An officer asked money",
            "Sarah Wong",
            "Jalan Kemang Raya 15",
        ),
        ("I'm Peter from Kuta, the road is broken", "Peter", "Kuta"),
        ("I am Anna Smith and I live in Seminyak. no water", "Anna Smith", "Seminyak"),
        (
            "perkenalkan saya Rahmat Hidayat, tinggal di Perum Griya Asri Blok B2 No 10. air keruh",
            "Rahmat Hidayat",
            "Perum Griya Asri Blok B2 No 10",
        ),
        (
            "assalamualaikum, dengan ibu Siti di gang mawar rt 05. sampah ga diangkut",
            "Siti",
            "gang mawar rt 05",
        ),
        (
            "ini pak Darto RT 04 RW 02 Desa Sumberejo mau lapor jalan rusak",
            "Darto",
            "RT 04 RW 02 Desa Sumberejo",
        ),
        ("kulo Sukarno saking dusun Ngrejo, toya mboten mili", "Sukarno", "dusun Ngrejo"),
        ("abdi Asep ti kampung Cijambe, cai pareum", "Asep", "kampung Cijambe"),
        (
            "kami warga Perumahan Bumi Asri RT 07 mengeluhkan sampah",
            None,
            "Perumahan Bumi Asri RT 07",
        ),
        ("saya kecewa dengan pelayanan puskesmas", None, None),
        ("saya ibu dari 2 anak, ditolak puskesmas", None, None),
        ("saya antri dari jam 6", None, None),
        ("ktp atas nama Budi Santoso belum jadi", None, None),
        (
            "atas nama Bu Tumini RT 6 RW 1 Dukuh Krasak, ingin melapor PKH",
            "Tumini",
            "RT 6 RW 1 Dukuh Krasak",
        ),
        ("petugas bernama Rudi minta uang", None, None),
        ("nama petugasnya Rudi, minta uang 50rb", None, None),
        (
            "Budi Santoso, RT 03 RW 05 Kel. Cempaka. lampu mati",
            "Budi Santoso",
            "RT 03 RW 05 Kel. Cempaka",
        ),
        ("lampu mati di jl mawar. nama sy agus", "agus", None),
        ("saya M. Yusuf, alamat Kp. Cikoneng RT 1/2", "M. Yusuf", "Kp. Cikoneng RT 1/2"),
        ("saya tinggal di rusunawa marunda blok c, air mati", None, "rusunawa marunda blok c"),
        ("rumah saya di jl kenari 5 kebanjiran", None, "jl kenari 5"),
        ("jalan rusak pak tolong (Wawan, warga Sukamulya)", "Wawan", "Sukamulya"),
        (
            "Nama Rina Marlina, alamat Jl. Merpati 7 Bandung, hp 08123456789. Air PDAM mati",
            "Rina Marlina",
            "Jl. Merpati 7 Bandung",
        ),
        (
            "SAYA SURTINI WARGA DESA KARANGSARI RT 3 TIDAK DAPAT BANSOS",
            "SURTINI",
            "DESA KARANGSARI RT 3",
        ),
        ("sy dilempar sana sini", None, None),
        (
            "saya Nurhayati umur 60 th, dari desa Tambakrejo, pkh hilang",
            "Nurhayati",
            "desa Tambakrejo",
        ),
        (
            "Salam sejahtera, nama saya Yohanes dari Kelurahan Oesapa. Air leding mati",
            "Yohanes",
            "Kelurahan Oesapa",
        ),
        ("sy dedi, jalan di kampung sy rusak", "dedi", None),
        ("saya Budi. Jalan mawar rusak", "Budi", None),
        (
            "mohon ditindaklanjuti, terima kasih. Fitriani - Jl. Durian no 3",
            "Fitriani",
            "Jl. Durian no 3",
        ),
        ("terima kasih pak lurah", None, None),
        ("saya warga baru belum dapat kk", None, None),
        ("saya warga miskin tidak dapat bantuan", None, None),
        ("saya pedagang pasar legi, ditarik pungli", None, None),
        ("aku Dewi, anak kos di Jatinangor, motor dicuri", "Dewi", None),
        ("tetangga saya bu Siti sakit tidak dilayani", None, None),
        ("anak saya Rizki ditampar gurunya", None, None),
        ("tinggal di sini sudah 20 tahun", None, None),
        (
            "alamat saya di Jl. Pahlawan RT 02/RW 03 Kel. Sukajadi Kec. Cibeureum. KK hilang",
            None,
            "Jl. Pahlawan RT 02/RW 03 Kel. Sukajadi Kec. Cibeureum",
        ),
    ],
)
def test_who_writes_and_where_they_live(text: str, name: str | None, address: str | None) -> None:
    assert (told(text, Slot.NAME), told(text, Slot.ADDRESS)) == (name, address)


@pytest.mark.parametrize(
    ("text", "request_"),
    [
        ("lampu mati sudah lama di sini, tlg pak", "tlg"),
        ("air mati sudah 2 minggu kada dibaiki. minta tolong lah", "minta tolong"),
        ("kembalikan uang saya! petugas narik 20rb", "kembalikan uang saya"),
        ("segera perbaiki jalan di sini", "perbaiki jalan di sini"),
        ("mohon uang saya dikembalikan", "mohon uang saya dikembalikan"),
        ("saya minta uang saya kembali", "minta uang saya kembali"),
        ("jalan rusak, usut dong pak", "usut dong pak"),
        ("saran saya ditambah loketnya, antre lama", "saran saya ditambah loketnya"),
        ("saya lapor agar ditindak", "agar ditindak"),
        ("semoga segera diperbaiki", "semoga segera diperbaiki"),
        ("lampu mati, diperbaiki dong", "diperbaiki dong"),
        ("the light is broken, please fix it", "please fix it"),
        ("could you check my card", "could you check my card"),
        ("buku nikah kosong, tabe dibantu ki", "dibantu ki"),
        (
            "kami mohon bantuan karena listrik padam sejak lama",
            "mohon bantuan karena listrik padam sejak lama",
        ),
        ("sampah numpuk uli ibi di pasar, tulungin", "tulungin"),
    ],
)
def test_what_is_asked_for_in_so_many_words(text: str, request_: str) -> None:
    assert told(text, Slot.REQUEST) == request_


@pytest.mark.parametrize(
    "text",
    [
        "petugas minta uang 50 ribu",
        "petugas bilang tolong datang besok lagi",
        "katanya mohon bersabar",
        "jawabannya mohon menunggu",
        "diminta 150rb biar damai",
        "bayar 100rb supaya cepat jadi",
        "kapan diperbaiki?",
        "apakah pantas petugas marah?",
        "sudah minta tolong berkali-kali",
        "nyuwun sewu bade matur",
        "petugas datang lalu tutup pintu",
        "saya minta 2 juta kata petugas bea cukai",
        "disuruh minta surat ke rt",
    ],
)
def test_what_others_ask_for_and_what_is_only_wondered_is_no_request(text: str) -> None:
    assert told(text, Slot.REQUEST) is None


@pytest.mark.parametrize(
    ("text", "service"),
    [
        ("saya mau urus sipandu ditolak", "Sipandu Sehat"),
        ("petugas sipamdu galak", "Sipandu Sehat"),
        ("seksi kesejahteraan sosial lambat", "Seksi Kesejahteraan Sosial"),
        ("surat keterangan tidak mampu saya ditolak", "Surat Keterangan Tidak Mampu"),
        ("surat keterangan usaha saya ditolak", "Surat Keterangan Usaha"),
        ("pohon mau roboh di jl mawar", "Lingkungan"),
        ("kabel menjuntai di jl mawar", "Listrik"),
        ("uang komite sma 11 naik", "Pendidikan"),
        ("lampu jalan mati depan sdn 2", "Lampu jalan"),
        ("polisi minta uang", None),
        ("loket tutup terus", None),
    ],
)
def test_a_service_is_the_offices_own_or_what_everybody_calls_it(
    text: str, service: str | None
) -> None:
    assert told(text, Slot.SERVICE) == service


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        ("lampu jalan di gang 4 jl cempaka mati dr kamis. tlg pak", "identity"),
        ("pelayanan di kantor desa lelet", "identity service request place time"),
        ("mau komplen dong", "identity service description request place time"),
        ("tolong ditertibkan pedagang di trotoar jl sabang", "identity time"),
        ("pungli lagi di samsat Depok senin kemarin", "identity request"),
        (
            "Nama: Rina, alamat: Jl Merpati 7. Air di Jl Merpati mati sejak 3 hari, mohon dicek",
            "",
        ),
    ],
)
def test_only_what_was_not_told_is_missing(text: str, missing: str) -> None:
    assert report(text, (), NOW)["missing"] == missing.split()
