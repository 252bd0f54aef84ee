"""What a reading suggests to an officer: the form of maladministration, loss, help, for whom."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.dialogue import money, private
from bot.dialogue.reading import Reading, read
from bot.dialogue.tokens import cut
from tests.bot.dialogue.test_reading import DARMO, SULASTRI

NOW = datetime(2026, 1, 5, 2, 14, tzinfo=UTC)


def reading(text: str, **more: object) -> Reading:
    return read(text, ("KTP", "Akta"), NOW, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "slug", "words"),
    [
        ("pak rt minta uang 50 ribu buat tanda tangan", "permintaan_imbalan", "minta uang"),
        ("knp bikin surat pindah disuruh bayar 150rb?", "permintaan_imbalan", "disuruh bayar"),
        ("bayar 300.000 tanpa kuitansi di kelurahan", "permintaan_imbalan", "tanpa kuitansi"),
        ("saya dipalak oknum satpol di pasar", "permintaan_imbalan", "dipalak"),
        ("bansos dipotong rt 100 ribu", "permintaan_imbalan", "dipotong rt"),
        (
            "Petugas Samsat Kediri atas nama Bpk. Hariyanto meminta uang 500 ribu",
            "permintaan_imbalan",
            "meminta uang",
        ),
        ("bansos cuma dibagi ke keluarganya pak rw", "konflik_kepentingan", "keluarganya"),
        ("diajukan november, sampai sekarang belum jadi", "penundaan_berlarut", "belum jadi"),
        ("ktp saya udah 3 bulan ga jadi2", "penundaan_berlarut", "bulan ga jadi2"),
        ("akta diajukan 3 oktober, sudah 2 bulan belum selesai", "penundaan_berlarut", "bulan"),
        ("urus kk disuruh bolak balik terus", "penundaan_berlarut", "bolak balik"),
        ("petugas loketnya kasar bgt td pagi", "tidak_patut", "kasar"),
        ("saya dibentak2 di depan orang banyak", "tidak_patut", "dibentak2"),
        ("petugas main hp terus padahal antre panjang", "tidak_patut", "main hp"),
        ("anak saya ditolak masuk smp", "tidak_memberikan_pelayanan", "ditolak"),
        ("dokter tidak ada di puskesmas jam 2", "tidak_memberikan_pelayanan", "tidak ada"),
        ("sy tdk dilayani di loket 3", "tidak_memberikan_pelayanan", "tdk dilayani"),
        ("yg punya mobil malah dapat bantuan", "diskriminasi", "yg punya mobil malah dapat"),
        (SULASTRI, "diskriminasi", "yg dtg stlh sy langsung"),
        ("keponakan lurah langsung diterima kerja", "konflik_kepentingan", "keponakan lurah"),
        ("proyek jalan dikerjakan keluarganya kades", "konflik_kepentingan", "keluarganya"),
        ("lurah memihak tetangga dalam sengketa tanah", "berpihak", "memihak"),
        ("kades semena-mena pada warga", "penyalahgunaan_wewenang", "semena-mena"),
        ("mobil dinas dipakai liburan pribadi", "penyalahgunaan_wewenang", "mobil dinas"),
        ("nama di ktp saya salah ketik terus", "tidak_kompeten", "salah"),
        ("petugas tidak paham aturan bpjs", "tidak_kompeten", "tidak paham"),
        ("lewat calo cepat, saya tidak", "penyimpangan_prosedur", "calo"),
        ("nomor antrean saya dilewati dua kali", "penyimpangan_prosedur", "dilewati"),
        ("tanda tangan warga dipalsukan pak rt", "perbuatan_melawan_hukum", "dipalsukan"),
        ("putusan ptun belum dilaksanakan bupati", "pengabaian_kewajiban_hukum", "putusan ptun"),
    ],
)
def test_the_words_suggest_a_form_of_maladministration(text, slug, words):
    told = reading(text)
    assert told.maladministration == slug
    assert told.suggested_by is not None
    assert words in told.suggested_by.value


@pytest.mark.parametrize(
    "text",
    [
        "lampu jalan di jl mawar mati sejak kemarin",
        "jalan rusak parah berlubang di depan sd",
        "air pdam tidak mengalir sudah 4 hari",
        "sampah numpuk bau sekali",
        "banjir masuk rumah",
        "apa syarat bikin ktp?",
        "berapa biaya bikin akta?",
        "terima kasih ktp saya sudah jadi",
        "usul loket ditambah",
        "tolong ada kebakaran di pasar",
        "kucing saya hilang",
        "halo",
    ],
)
def test_what_nobody_did_wrong_suggests_none(text):
    assert reading(text).maladministration == ""


def test_a_sum_above_the_published_fee_is_a_demand_for_reward():
    text = "bikin akta bayar 150rb di loket"
    assert reading(text, tariffs={"Akta": 0}).above_tariff
    assert reading(text, tariffs={"Akta": 0}).maladministration == "permintaan_imbalan"
    assert not reading(text, tariffs={"Akta": 150_000}).above_tariff
    assert not reading(text).above_tariff


@pytest.mark.parametrize(
    ("text", "rupiah"),
    [
        ("diminta Rp300.000", 300_000),
        ("diminta Rp. 300.000,00", 300_000),
        ("diminta 50 ribu", 50_000),
        ("diminta 50rb", 50_000),
        ("diminta 150k", 150_000),
        ("diminta 1,5 juta", 1_500_000),
        ("diminta 2jt", 2_000_000),
        ("diminta dua ratus lima puluh ribu", 250_000),
        ("diminta lima belas ribu", 15_000),
        ("diminta seratus ribu", 100_000),
        ("diminta sejuta", 1_000_000),
        ("diminta 75.000", 75_000),
        ("diminta 20000 rupiah", 20_000),
        ("diminta gocap", 50_000),
    ],
)
def test_sums_are_read_however_they_are_told(text, rupiah):
    assert [one.rupiah for one in money.sums(cut(text))] == [rupiah]


@pytest.mark.parametrize(
    "text", ["rt 5 rw 2", "jam 10.30", "tanggal 22/12/2025", "0812-3456-7890", "3 hari", "nomor 87"]
)
def test_other_numbers_are_no_sums(text):
    assert money.sums(cut(text)) == ()


def test_a_loss_is_of_money_of_days_or_of_health():
    assert reading("petugas minta 50 ribu lalu 100 ribu").loss.rupiah == 100_000
    assert reading("motor masuk lubang, saya jatuh dan luka").loss.health
    assert reading("tiga hari tidak kerja cuma buat antre").loss.days
    assert reading("lampu mati").loss is None


@pytest.mark.parametrize(
    ("text", "needs"),
    [
        ("saya tunanetra, sudah memberi tahu petugas", ("blind",)),
        ("ibu saya tuli tidak dengar panggilan", ("deaf",)),
        ("nenek saya umur 80 tahun disuruh antre", ("elderly",)),
        ("istri saya hamil 8 bulan", ("pregnant",)),
        ("bayi saya belum dapat akta", ("child",)),
        ("saya buta huruf, tolong dibantu", ("cannot_write",)),
        ("rumah kami di pedalaman, naik perahu 3 jam", ("remote",)),
        (DARMO, ("ill",)),
        ("istri sy sakit, kaki sy jg susah jalan", ("disabled", "ill")),
        ("lampu jalan mati", ()),
        ("sapi saya sakit kena limbah", ()),
    ],
)
def test_who_needs_help_is_read_and_never_asked(text, needs):
    assert reading(text).assistance == needs


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("ibu saya ditolak di puskesmas", "ibu saya"),
        ("anak sy belum dapat kip", "anak sy"),
        ("tetangga saya tidak dapat bansos", "tetangga saya"),
        ("saya mewakili warga rt 5", "mewakili warga rt 5"),
        ("saya ditolak di puskesmas", None),
        ("anak saya tiga, lampu mati", None),
    ],
)
def test_for_whom_it_is_told(text, who):
    told = reading(text).behalf
    assert (told.value if told else None) == who


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("petugas loket 2 minta uang", "petugas loket 2"),
        ("dibentak petugas berkacamata di loket 3", "petugas berkacamata di loket 3"),
        ("kepala seksi pengadaan minta 10 persen", "kepala seksi pengadaan"),
        ("Pak lurah Bambang minta uang", "Pak lurah Bambang"),
        (
            "Petugas Samsat Kediri atas nama Bpk. Hariyanto meminta uang",
            "Petugas Samsat Kediri atas nama Bpk. Hariyanto",
        ),
        ("petugas ramah sekali", None),
        ("lampu mati", None),
    ],
)
def test_who_is_said_to_have_done_it(text, who):
    told = reading(text).reported
    assert (told.value if told else None) == who


def test_numbers_of_a_person_are_found_and_hidden():
    text = "hub 0812-3456-7890 atau +62 812 3456 7890, NIK 3273010101900001, no K7F3-9QX 482913"
    assert [one.value for one in private.phones(text)] == ["0812-3456-7890", "+62 812 3456 7890"]
    assert [one.value for one in private.identities(text)] == ["3273010101900001"]
    hidden = private.masked(text)
    assert "3456" not in hidden
    assert "327301" not in hidden
    assert hidden.endswith("no K7F3-9QX 482913")
