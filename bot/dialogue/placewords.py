"""The words that places are named by, and those that only lead to them."""

from __future__ import annotations

from bot.dialogue.found import FUNCTION
from bot.dialogue.lexicon import (
    ADDRESS_NOUNS,
    CHANNELS,
    COMMON,
    LOCALES,
    MISDEEDS,
    ROOTS,
    words,
)

#: Behind these an ordinary word may be the name: kampung sawah, pasar senin, jalan merdeka.
NAMED = words(
    """kampung desa dusun kelurahan kecamatan kabupaten kota pasar gang jalan perumahan komplek
    dukuh jembatan blok taman simpang terminal stasiun lapangan masjid gereja pondok bukit gunung
    sungai kali danau situ pulau raya perempatan pertigaan bundaran rusun rusunawa apartemen
    cluster lorong nagari jorong banjar lingkungan padukuhan alun-alun sd tk smp smk sma posyandu
    puskesmas klinik apotek rsud rsu halte pelabuhan pantai muara tanjung hotel toko gedung"""
)
#: No name behind "jalan" or "jembatan": the old road is any old road.
PLAIN = words("baru lama besar kecil atas bawah dalam luar rumah utama tanah")
WAYS = words("jalan jembatan sungai kali taman lapangan gedung toko rumah klinik")
#: What only follows a name: Cempaka Putih Barat, Griya Asri, Kebayoran Lama.
BEHIND = words(
    """utara selatan timur barat tengah kidul lor wetan kulon hilir hulu dalam luar atas bawah indah
    jaya makmur sejahtera asri permai permata harapan damai sentosa bahagia mulya sari agung mandiri
    raya baru lama putih hitam merah kuning hijau biru besar kecil gede panjang kota residence
    satu dua tiga empat lima enam tujuh delapan regency kulon sakti abadi lestari tua muda"""
)
#: Nouns that go before a number, and whether the number tells one from all others.
NUMBERED = words(
    """sdn smpn sman smkn mts mtsn min man rt rw km blok no nomor gang sd smp sma smk loket jalan
    tps rusun lantai nomer negeri dusun dukuh lingkungan kampung posyandu kavling ruang lorong
    kelas poli halte jalur koridor pos ruas"""
)
SCHOOLS = words("sd smp sma smk sdn smpn sman smkn negeri tps mts mtsn min man posyandu")
TELLING = SCHOOLS | words("km gang jalan blok halte ruas lorong")
COUNTED = words(
    """days weeks months years hours times day week month
    hari minggu bulan tahun orang kali jam x buah anak ribu juta meter km menit kk pekan titik
    unit lokasi rumah keluarga warga jiwa hektar harian mingguan bulanan tahunan kilo liter persen
    januari februari maret april mei juni juli agustus september oktober november desember"""
)
#: What belongs to a noun and is no name: kantor camat, puskesmas pembantu, sekolah dasar.
LED_BY = {
    "kantor": words(
        """camat lurah bupati walikota gubernur kepala kelurahan pajak pertanahan imigrasi bpn bpjs
        pos"""
    ),
    "dinas": words(
        """sosial pendidikan kesehatan perhubungan kependudukan lingkungan tenaga pertanian
        perizinan perdagangan perumahan kebersihan pekerjaan pariwisata perikanan"""
    ),
    "kependudukan": words("dan"),
    "dan": words("catatan"),
    "catatan": words("sipil"),
    "pekerjaan": words("umum"),
    "tenaga": words("kerja"),
    "lingkungan": words("hidup"),
    "puskesmas": words("pembantu induk"),
    "rumah": words("sakit susun"),
    "sakit": words("umum islam jiwa ibu"),
    "ibu": words("dan"),
    "umum": words("daerah pusat"),
    "sekolah": words("dasar menengah"),
    "dasar": words("negeri islam"),
    "balai": words("desa kota warga"),
    "pelayanan": words("publik"),
    "mal": words("pelayanan"),
    "mall": words("pelayanan"),
    "simpang": words("tiga empat lima enam pos"),
    "pos": words("polisi satpam ronda kamling besar pusat"),
    "pajak": words("pratama madya"),
    "jembatan": words("gantung layang penyeberangan"),
    "jalan": words("lintas lingkar tol poros protokol provinsi nasional"),
    "traffic": words("light"),
    "masjid": words("al an at as ar agung raya jami nurul"),
    "pengadilan": words("negeri agama"),
    "loket": words("pendaftaran pembayaran"),
    "poli": words("gigi umum anak kandungan mata kia lansia"),
}
ADMIN = ADDRESS_NOUNS | words("kabupaten kota kecamatan provinsi kelurahan desa")
#: What stands before the name of a body that there is in every town.
OF_TOWN = words("kabupaten kota kecamatan kelurahan desa provinsi cabang rayon unit ulp upt")
#: A way, where it leads through: the place is the village.
THROUGH = words(
    """jalan aspal jembatan lampu got indomaret alfamart alfamidi bank spbu pom masjid mushola
    kios lapak warung toko rumah gereja sekolah poli gigi umum anak ruang kelas pos halte atm
    warkop bengkel"""
)
INNER = words(
    """dusun desa kampung kelurahan kecamatan perumahan komplek dukuh gang rt rw kabupaten
    lingkungan jalan pasar terminal puskesmas rsud poli gigi umum anak tk sd sdn smp smpn sma sman
    smk smkn paud"""
)
#: Before the name of whom a street or a hospital is called after.
TITLES = words(
    """h hj dr kh ir prof letjen letkol mayjen jend jenderal jendral letda lettu kapt laksda brigjen
    kol kapten mayor sultan
    sunan raden pangeran ki nyi cut teuku tgk tuanku st santo santa mgr r ra re rp drs buya syekh"""
)
KNOWN = COMMON | ROOTS | LOCALES | FUNCTION | MISDEEDS
MONTHS = words(
    """januari februari maret april mei juni juli agustus september oktober november desember"""
)
NEVER = (
    CHANNELS
    | MONTHS
    | words(
        """perda leher lemari register brosur pergub perbup aturan undang-undang tangan kepala badan
        pu pupr pj punggung muka wajah dada lengan paha perut kaki medsos instagram tiktok buku
        map amplop laci dompet tas saku oss sistem kolom nota kuitansi struk spanduk baliho
        dinding"""
    )
    | words("mohon tolong minta harap terima kasih yth nama alamat tgl umur hari jam")
)
SENTENCES = frozenset({".", "!", "?", "\n"})
JOINS = frozenset({",", "/", ".", "-", "–", "\n"})
ROOMS = words(
    """poli ruang kelas halaman pemukiman permukiman parkiran lantai bagian ugd igd bangsal kamar
    gerbang pintu kantin lobi loket apotek"""
)
HOUSES = words(
    """rsud rumah puskesmas sd sdn smp smpn sma sman smk smkn kantor samsat dukcapil disdukcapil
    kelurahan kecamatan klinik rt desa dusun dukuh rsu pasar terminal stasiun kampung gang jalan"""
)
SAYING = words("lama besar panjang gede kecil baru dalam atas bawah")
OLD_AND_NEW = words("kebayoran kota pasar kampung melayu menteng cipinang lubang buaya sawah")
ROMAN = words("i ii iii iv v vi vii viii ix x")
DAYS = words("senin selasa rabu kamis jumat sabtu minggu ahad bulan")
NUMBER_WORDS = words("satu dua tiga empat lima enam tujuh delapan sembilan")
LED = frozenset().union(*LED_BY.values())
