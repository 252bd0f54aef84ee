"""Chat spelling and what it stands for; also words that are written with capitals."""

from __future__ import annotations

from typing import Final

from bot.dialogue.lexicon import words


def pairs(table: str) -> dict[str, str]:
    """`a b = c` on each line: every word on the left stands for what is on the right."""
    rows = (line.partition("=") for line in table.strip().splitlines())
    return {short: full.strip() for left, _, full in rows for short in left.split()}


SPELLING: Final = pairs(
    """
    sy sya sayah aq ak aku gw gua gue = saya
    yg = yang
    dgn dg dngn = dengan
    tdk ga gak gk g ngga nggak ngak engga enggak kagak tak kgk = tidak
    blm blom belom lom = belum
    sdh udh udah dah sudh = sudah
    jg jga = juga
    utk tuk = untuk
    krn krna karna = karena
    tp tpi tapi = tetapi
    klo kalo kl klw = kalau
    dlm = dalam
    dr = dari
    sm ama = sama
    bs bsa = bisa
    dpt dapet = dapat
    hrs = harus
    org = orang
    bgt bngt bget = banget
    bnyk byk = banyak
    krg = kurang
    lg lgi = lagi
    trs trus = terus
    aj aja ajah = saja
    skrg skg skrng = sekarang
    td = tadi
    dtg dateng = datang
    plg = pulang
    blk = balik
    sampe smpe ampe = sampai
    stlh stelah = setelah
    abis = habis
    sblm = sebelum
    pdhl padahl = padahal
    jd = jadi
    gmn gmana gimana bgmn = bagaimana
    knp kenape napa = kenapa
    dmn dmana dimana = di mana
    brp brapa = berapa
    kpn kapankah = kapan
    bln = bulan
    thn th = tahun
    mgg mggu mgu = minggu
    hr = hari
    jm = jam
    pkl pk = pukul
    mnt = menit
    mlm malem = malam
    pg = pagi
    kmrn kmarin kmaren kemaren kmren = kemarin
    smlm semalem = semalam
    brusan barusn = barusan
    tgl tggl = tanggal
    sjk = sejak
    snn = senin
    sls = selasa
    rbu = rabu
    kms = kamis
    jmt jum'at jumat = jumat
    sbt = sabtu
    mggu = minggu
    jan = januari
    feb peb pebruari = februari
    mrt = maret
    apr = april
    jun = juni
    jul = juli
    agt ags agst = agustus
    sep sept = september
    okt = oktober
    nov nop nopember = november
    des dsmbr = desember
    jl jln jlan = jalan
    gg = gang
    kp kmp = kampung
    dsn = dusun
    ds = desa
    kel klurahan = kelurahan
    kec = kecamatan
    kab = kabupaten
    prov = provinsi
    perum komp kompleks = komplek
    pkm pusksmas = puskesmas
    rs = rumah sakit
    ktr = kantor
    dpn = depan
    blkg blakang = belakang
    sblh = sebelah
    dket dkt = dekat
    ptgs ptugas = petugas
    pgw pegawe = pegawai
    kades = kepala desa
    kadus = kepala dusun
    kasi = kepala seksi
    bpk bapa bapak2 = bapak
    pa = pak
    tlg tlng plis pliis please plz = tolong
    mhn = mohon
    mnta mintak = minta
    hrp = harap
    dibenerin benerin dibetulin betulin = diperbaiki
    perbaikin = perbaiki
    bikin bkin = membuat
    ngurus urusin = mengurus
    nunggu nungguin tunggu = menunggu
    nanya nanyak = tanya
    ngasih kasi2 = memberi
    slmt slamat = selamat
    ass assalamu'alaikum asalamualaikum assalamualaikum askum aslm asslm samlekum = assalamualaikum
    mksh makasi makasih mksih trims tks thx thanks thankyou tq trimakasih terimakasih = terima kasih
    oke okey okay okk ok = oke
    iy iyaa iyah yaa yup yoi = iya
    bener = benar
    betull = betul
    tau tauu taw = tahu
    inget = ingat
    uda = sudah
    msh masi = masih
    mrk = mereka
    bbrp = beberapa
    smua smw = semua
    sllu slalu = selalu
    srg = sering
    kyk kayak = seperti
    gt gitu = begitu
    gini = begini
    jgn = jangan
    lwt = lewat
    bayr byr = bayar
    rb rbu2 = ribu
    jt = juta
    rsk = rusak
    akte = akta
    e-ktp ektp = ktp
    antri antre ngantri ngantre mengantri = antre
    antrian = antrean
    pelayananya pelayanannya layanannya = pelayanan
    petugasnya = petugas
    pegawainya = pegawai
    kesini = ke sini
    disini = di sini
    disana = di sana
    hp2 hape = hp
    """
)

#: Shown in capitals whatever the citizen typed.
CAPITALS: Final = words(
    """ktp kk rt rw bpjs sim stnk bpkb pln pdam sd smp sma smk rsud skck blt pkh kis kip
    kua npwp nik pbb imb ptsl bpn ppdb spp wib wita wit sktm umkm odp pju tps tpa rs ugd
    igd kpk nib pns"""
)

#: Shown with a capital first letter: days, months, names of services and languages.
PROPER: Final = words(
    """senin selasa rabu kamis jumat sabtu januari februari maret april mei juni juli
    agustus september oktober november desember ombudsman telegram whatsapp indonesia"""
)
