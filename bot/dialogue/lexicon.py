"""Words by what they tell a reader: who greets, who asks, what went wrong, what is no name."""

from __future__ import annotations

from typing import Final


def words(text: str) -> frozenset[str]:
    return frozenset(text.split())


#: Said around everything and meaning nothing by itself.
FILLERS: Final = words(
    """pak bu bapak ibu mas mbak kak bos min admin bang bro gan om tante dik de ya iya yah nih deh
    dong sih kok lho loh lah kan tuh oh eh ah hai hmm hm saja dulu banget sekali mohon maaf
    permisi punten nuwun sewu and dear sir madam team tim bapak/ibu kakak bund gaes guys"""
)
GREETINGS: Final = words(
    """lurah camat bupati walikota kepala desa p pp halo hallo hello helo hai hi hay hey hei
    assalamualaikum waalaikumsalam wr wb warahmatullahi wabarakatuh selamat pagi siang sore
    malam met tes test testing cek ping salam sejahtera sejahterah om swastiastu shalom rahayu
    sampurasun horas kulonuwun sugeng enjing siyang sonten dalu good morning afternoon evening
    there permisi punten apa kabar sehat start mulai bos ku 1 2 3 semua semuanya kita"""
)
THANKS: Final = words("terima kasih nuhun suwun nuwun matur sukron syukron thank you hatur")
THANKS_MARKS: Final = words("kasih nuhun suwun nuwun sukron syukron thank")
PRAISE: Final = words(
    """bagus baik cepat ramah memuaskan puas membantu mantap hebat keren beres selesai jadi lancar
    luar biasa sukses great good helpful fast excellent sipp sip top"""
)
#: A message of these alone announces a story and tells none of it.
ANNOUNCING: Final = words(
    """mau ingin pengen saya kami lapor melapor laporan melaporkan laporkan adu ngadu mengadu
    mengadukan aduan pengaduan komplain keluhan tanya bertanya ada bisa boleh numpang tolong
    bantu bantuin bantuan minta sesuatu masalah hal tentang soal ke sini di untuk dengan yang
    apakah ini itu nomor wa kelurahan kantor layanan pelayanan kah i want to would like report
    complain complaint a an have can help me please question ask something tetapi"""
)
INSULTS: Final = words(
    """anjing anjir anjay asu bangsat bajingan babi goblok goblog tolol bego bodoh kampret keparat
    brengsek sialan monyet setan tai taik jancok jancuk cok kontol memek ngentot pantek puki
    pukimak idiot dungu sinting gila edan fuck shit damn stupid bloody"""
)
#: Whom an insult is thrown at; without one they are ordinary words.
INSULTED: Final = words(
    "kalian kamu lu lo kau kowe semua you all pemerintah kerja becus pada dasar"
)
ACKNOWLEDGING: Final = words(
    "oke ok baik siap noted sip sipp iya ya yes nggih inggih y monggo done benar betul lanjutkan"
)

QUESTIONS: Final = words(
    """apa apakah bagaimana berapa kapan siapa bisakah bolehkah adakah haruskah perlukah where when
    how what which who does do is can could mana mboten"""
)
ASKING: Final = words(
    """tanya bertanya menanyakan syarat persyaratan prosedur jadwal info informasi requirements
    requirement hours"""
)
SUGGESTING: Final = words(
    """usul usulan usulkan mengusulkan saran sarannya menyarankan sebaiknya alangkah masukan
    suggest suggestion"""
)
#: A wrong is reported.
WRONGS: Final = words(
    """rusak mati bocor mampet macet lambat lelet lemot telat terlambat kotor bau numpuk menumpuk
    berlubang bolong ambrol amblas roboh jebol hilang dicuri ditolak disuruh dipersulit
    mempersulit dipingpong pingpong dilempar diusir dibentak membentak bentak dimarahi dimarah
    marah marah-marah galak judes kasar jutek cuek tidur pungli pungutan palak dipalak suap
    sogok disogok amplop korupsi setoran setor dipotong potong potongan kecewa mengecewakan
    parah buruk jelek mahal banjir tergenang padam keruh gelap susah sulit ribet berbelit
    berbelit-belit calo curang tipu ditipu penipuan terlewat dilewati diskriminasi pilih-pilih
    bolak-balik bolak kosong habis gangguan komplain keluhan mengeluh protes diabaikan dicuekin
    dibiarkan kenapa mengapa longsor retak tumbang licin sampah bising limbah mencemari asap
    diancam ancam dipukul pelecehan menolak melaporkan mengadukan laporkan lapor kok malah
    percuma terus-terusan molor ngaret mangkir broken late rude bribe corruption refused ignored
    dirty dark leaking leak stolen damaged overflowing nobody never unfair slow waiting hole
    potholes pothole"""
)
WEAK_WRONGS: Final = words("tidak belum lama bayar membayar biaya not no yet antre menunggu")
FIRST_PERSON: Final = words("saya kami i my we our me us kulo kawula abdi")

#: Who may have done wrong, when it is not a thing but somebody of the office.
OFFICIALS: Final = words(
    """petugas pegawai oknum kepala lurah camat bupati walikota sekdes sekretaris bendahara guru
    kepsek dokter perawat bidan satpam staf staff pejabat perangkat panitia kasubag kabid
    operator resepsionis officer clerk official guard teacher nurse"""
)
MISDEEDS: Final = words(
    """minta meminta diminta dimintai mintain pungli suap sogok amplop korupsi setoran setor
    membentak dibentak bentak kasar galak judes jutek cuek tidur marah marah-marah dimarahi
    dipersulit mempersulit mengancam diancam ancam palak dipalak memotong dipotong potong titip
    melecehkan pelecehan menghina dihina mengusir diusir menolak ditolak menipu bayar bribe rude
    demanded asked shouted refused"""
)

PREPOSITIONS: Final = words(
    """di dekat depan belakang samping sebelah sekitar seberang perempatan pertigaan simpang ujung
    lokasi wilayah daerah"""
)
PLACE_NOUNS: Final = words(
    """kantor kelurahan desa kecamatan kabupaten kota puskesmas pustu posyandu rsud rumah sakit
    sekolah sd smp sma smk tk paud pasar terminal stasiun jalan gang kampung dusun dukuh rt rw
    perumahan komplek blok jembatan sungai kali loket balai masjid mushola gereja taman lapangan
    warung dinas samsat dukcapil disdukcapil polsek polres kua lingkungan lorong perempatan
    pertigaan simpang tps tpa km klinik mpp halte pantai waduk bendungan street road village
    klinik apotek alun-alun gudang kelas ruang poli ugd igd banjar nagari jorong padukuhan raya"""
)
#: What begins or goes on an address when it stands behind a name or "alamat".
ADDRESS_NOUNS: Final = words(
    """rt rw dusun dukuh kampung jalan gang desa kelurahan kecamatan kabupaten kota perumahan
    komplek blok no nomor banjar nagari jorong lingkungan lorong padukuhan provinsi street road"""
)

#: Frequent words that are neither a name nor the proper part of a place.
COMMON: Final = (
    FILLERS
    | THANKS
    | ANNOUNCING
    | WRONGS
    | WEAK_WRONGS
    | QUESTIONS
    | ASKING
    | SUGGESTING
    | OFFICIALS
    | MISDEEDS
    | INSULTS
    | words(
        """adalah agar akan aman anak anak-anak antara atas atau awal bagi bahwa balik banyak
        barang baru barusan bawah bayi beberapa begini begitu bekerja belakang beli benar berapa
        beras berasal berat berdua bergaji berhak berharap beri berikut bersama besar besok
        betul biasa biasanya bila blangko bagian air lampu listrik aspal got selokan daftar dana
        data datang dalam dan dapat dari daripada dekat depan diberi dibuat dijadikan diperbaiki
        dikerjakan dilayani dipanggil diurus diproses dokumen dua empat enam tujuh delapan
        sembilan sepuluh gaji ganti guna hanya harga harus hari hingga hp hidup iuran istri
        suami jadi jalan-jalan jam jangan jarang jauh jawab jawabnya jelas juga kalau kali
        karena kartu kasus kata katanya ke kecuali kecil kedua keluar keluarga kemarin kembali
        kemudian kena kepada kerja ketika kita kurang lagi lain lainnya lalu lama langsung lebih
        lewat lihat lima lupa maka makin makan malam mampu masih masuk masyarakat mati mendapat
        menerima mengurus urus membuat memberi menit mereka minggu mobil motor mulai muncul nah
        nama namun nanti nomor obat orang pada padahal pagi paling pakai para parkir pasien
        pelayanan pemerintah penerangan penuh perbaiki perlu pernah pertama pula pulang punya
        rata rekan ribu rupiah rumah sakit sama sambil sampai sana sangat satu saudara sayang
        sebab sebagai sebelah sebelum sebentar sebuah secara sedang sehari sejak sekarang selalu
        selama semalam sementara semua sendiri seorang seperti sering serta setelah setiap siang
        sini situ sore suami sudah supaya surat tadi tahu tahun tanah tanggal tanpa telah tempat
        tentang terakhir teman tetap tetangga tetapi tiap tiba tiga tinggal toh tua turun uang
        ulang umum untuk usaha waktu warga yang selesai urusan bahkan memang kerjaan akhirnya
        bulan pekan jumat senin selasa rabu kamis sabtu januari februari maret april mei juni
        juli agustus september oktober november desember rt rw online website aplikasi hp wa
        telepon internet padam nyala menyala jatuh celaka mengalir ngalir keluar the and of in
        on at from by was were are been has have had this that there my your very since for week
        weeks month months day days year years office street light water road am name yesterday
        today last ago need an it be they he she we you because but so ktp kk akta bansos bpjs
        sembako pkh blt sertifikat paspor sim stnk izin pajak pbb nikah domisili alamat penduduk
        capek lelah bingung bosan heran kesal sedih lansia tunanetra difabel hamil buta tuli
        janda guru petani buruh pedagang nelayan ojek mahasiswa pelajar pensiunan karyawan kerja
        usia umur laki-laki perempuan asli setempat sekeluarga pribadi langganan pelanggan
        bantuan beliau daftarkan pindah lahir antrean nunggak tagihan meteran saluran pipa keran
        jam-jam siapa-siapa apa-apa tempatnya katanya rupanya ternyata sepertinya kayaknya
        mungkin cuma cukup khususnya terutama setempat setiap seluruh sepanjang antar arah
        menuju sekitarnya ikut jatah kuota giliran gratis resmi nota kuitansi struk bukti foto
        video berkas formulir blanko pengurusan pembuatan perpanjangan perekaman rekam cetak
        mencetak dicetak terbit ambil mengambil diambil kirim mengirim dikirim sampaikan
        menyampaikan kabar info ulang lengkap"""
    )
)

#: First names that a verb or noun could be mistaken for, or that begin like a verb.
NAMES: Final = words(
    """agus ahmad andi ani anita ari arif asep bambang bayu beni bernard berta budi cahyo citra
    dadang darmo dede dedi deni desi dewi dian diana dimas dina dini dita dwi eka eko endang
    endro erna fajar fitri gede hadi hari hendra hendri herman heru ida ika iman imam indah
    indra intan irma iwan jaka joko jono juli kadek ketut komang lestari lia lina made maria
    mega meilani melati meri mia mira muhammad nana nani nia nina nur nurul nyoman putra putri
    putu rahma rahmat rani ratna rini rina rizki rosa rudi rukmini sari siti slamet sri sudirman
    sugeng suharti suharto sulastri sumiati suparman supri surti susi sutrisno tari tati teguh
    tini titi tono tri tuti udin ujang umar untung utami wahyu wartini wati wawan wayan widodo
    wulan yani yanti yanto yudi yuli yusuf zainal mulyono mulyadi kartini kasim karsa parjo
    paimin painem ngatini tukiyem sukarno"""
)

ENGLISH: Final = words(
    """the is are was were has have had my your this that there they with from not been please i we
    for and of to in on it be would want how what when where why since our do does did no yes
    hello thanks thank good morning street water office officer report complaint you he she at
    an am a"""
)
INDONESIAN: Final = words(
    """yang dan di ke dari saya kami tidak belum sudah ini itu pak bu untuk dengan ada tolong mohon
    minta jalan lampu mati rusak kalau bisa juga karena padahal terus apa berapa bagaimana mau
    terima kasih selamat pagi siang sore malam kapan rumah kantor petugas bayar halo usul sampah"""
)
JAVANESE: Final = words(
    """wes mambu kulo kula panjenengan mboten ora kok piye pripun nopo napa sampun dereng iki wis
    durung dalan opo nggih inggih matur nuwun sugeng enjing sonten griyo omah kali banyu ndamel
    nyuwun dugi wonten mriki mriko ingkang kaliyan kawulo lare tiyang dinten wingi mau meniko
    niku isih teko nang ning sing karo ora yo kowe aku gawe mben saben rusake mateni pejah"""
) - words("kok napa opo kali mau aku iki sing")

SERVICES: Final[dict[str, str]] = {
    word: service
    for service, row in {
        "KTP": "ktp perekaman",
        "Kartu Keluarga": "kk kartu-keluarga",
        "Akta": "akta",
        "Bantuan sosial": "bansos sembako pkh blt bantuan-beras bantuan-sosial beras",
        "BPJS": "bpjs kis",
        "Lalu lintas": "lampu-merah rambu macet",
        "Lampu jalan": "lampu-jalan lampu pju penerangan street-light streetlight lamp",
        "Sampah": "sampah garbage trash tps",
        "Air bersih": "pdam air-bersih air-mati air-pdam air-keruh ledeng keran water",
        "Jalan": "jalan-rusak jalan-berlubang jalan-bolong aspal jembatan pothole potholes",
        "Kesehatan": "puskesmas berobat obat poli rsud dokter perawat bidan posyandu rumah-sakit",
        "Pendidikan": "sekolah guru ppdb spp ijazah murid siswa school",
        "Pertanahan": "sertifikat tanah bpn ptsl",
        "Kendaraan": "samsat stnk bpkb sim",
        "Pernikahan": "nikah kua pernikahan",
        "Pajak": "pajak pbb",
        "Perizinan": "izin perizinan imb pbg siup nib",
        "Surat keterangan": "domisili sktm skck surat-pengantar surat-keterangan surat-pindah",
        "Drainase": "banjir got selokan drainase saluran gorong-gorong",
        "Listrik": "listrik pln",
        "Parkir": "parkir",
        "Pengadaan": "pengadaan tender lelang proyek",
        "Pelayanan loket": "antrean antre loket",
    }.items()
    for word in row.split()
}
