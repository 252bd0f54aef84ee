"""Whole conversations, one per channel and one of fear, as people would have them."""

from __future__ import annotations

from dataclasses import replace

from bot.casework.words import Event, Protection, Slot, State
from bot.dialogue.desk import KEY_MARK
from tests.bot.dialogue.stage import MAIL, SMS, SUKAJAYA, TELEGRAM, WEB, WHATSAPP, Stage

SULASTRI = (
    "slmt pagi pak. sy sulastri, dsn krajan rt 3 rw 1 sukajaya. senin tgl 22 des urus ktp di kantor"
    " kelurahan sukajaya, sdh 3x disuruh balik katanya blangko habis, pdhl yg dtg stlh sy langsung"
    " jadi. tolong ktp sy dijadikan"
)
JOKO = "pak lampu jalan dpn gang mati udh lama, gelap bgt anak2 takut pulang ngaji!!!"
DARMO = (
    "Bantuan beras desember sy tdk dpt pdhl nama ada di daftar november. sy darmo kp baru rt 5 rw 2"
    " sukajaya. sdh 2x tanya ke kelurahan tgl 22 & 29 des, jawabnya sabar terus. yg punya mobil"
    " malah dpt. tlg cek nama sy, istri sy sakit. maaf pulsa mepet mgkn tdk bs bls lagi. tlg bgt"
    " pak bu, beras di rumah tinggal utk 2 hari. kalo perlu sy dtg ke kantor bs, tp kaki sy jg"
    " susah jalan"
)
HENDRA = (
    "Yth. Bapak Kepala,\nJumat 2 Januari 2026 di Puskesmas Sukajaya nomor antrean hanya tampil di"
    " layar dan tidak disebutkan. Saya tunanetra, sudah memberi tahu petugas, tetapi terlewat dua"
    " kali.\n\nHormat saya,\nHendra"
)
AFRAID = (
    "pak sy mau lapor tp takut. ada yg minta setoran proyek. kalo ketahuan sy ga dpt kerjaan lagi."
    " ini yg baca siapa ya"
)


def events(stage: Stage) -> list[Event]:
    return [happening.event for turn in stage.turns for happening in turn.happenings]


def test_whatsapp_complete_in_one_message():
    sulastri = Stage(WHATSAPP)
    assert sulastri.says(SULASTRI) == (
        "Selamat pagi, Bapak/Ibu Sulastri. Terima kasih sudah menulis. Laporannya sudah kami"
        " terima Senin, 5 Januari 2026, pukul 09.14 WIB.\n\n"
        "Nomor: *K7F3-9QX*\n"
        "Kunci: *482913* (untuk membuka laporan dari HP lain, cukup Bapak/Ibu yang tahu)\n\n"
        "Yang kami tangkap: Senin 22 Desember 2025 urus KTP di Kantor Kelurahan Sukajaya, sudah"
        " 3x disuruh balik katanya blangko habis, padahal yang datang setelah Bapak/Ibu langsung"
        " jadi. Permintaannya: KTP Bapak/Ibu dijadikan.\n\n"
        "Ceritanya sudah jelas, tidak perlu menulis lagi. Petugas kami, Rina, membacanya dan"
        " mengabari di sini paling lambat Kamis 8 Januari. Tidak ada biaya. Kami tidak pernah"
        " meminta uang, kata sandi, atau kode OTP.\n\n"
        "Sudah benar?"
    )
    assert sulastri.buttons == ["Ya, benar", "Ada yang keliru", "Rahasiakan nama"]
    said = sulastri.taps("Ya, benar")
    assert "kami catat sebagai tanda tangan" in said
    assert "Sekarang giliran kami." in said
    assert events(sulastri) == [Event.REGISTER, Event.CONFIRM]
    assert sulastri.case.confirmed_at is not None
    signed = sulastri.turns[-1].happenings[0].details["text"]
    assert "KTP Bapak/Ibu dijadikan" in signed
    assert "Pelapor: Sulastri, Dusun Krajan RT 3 RW 1 Sukajaya" in signed

    sulastri.pause(days=9)
    sulastri.stands(State.DELIVERED)
    said = sulastri.says("belum selesai")
    assert "yang memeriksa ulang atasan kami" in said
    assert "Ombudsman (137)" in said
    assert sulastri.case.state is State.OBJECTED


def test_telegram_incomplete_with_buttons():
    joko = Stage(TELEGRAM)
    said = joko.says(JOKO)
    assert "Nomor: *K7F3-9QX*" in said
    assert "Lampu jalan depan gang mati sudah lama, gelap banget anak-anak takut pulang" in said
    assert said.endswith(
        "Satu pertanyaan dulu. Tempatnya di mana? Nama jalan, kampung, atau RT sudah cukup."
    )
    assert joko.buttons == ["Kirim lokasi", "Saya tulis saja", "Lewati dulu"]
    assert joko.sent[-1].buttons[0].wants == "location"

    said = joko.says("", "location", location="geo:-6.2,106.8")
    assert said == "Titiknya sudah masuk, terima kasih.\n\nKira-kira sejak kapan?"
    assert joko.buttons == ["Minggu ini", "2-4 minggu", "Lebih lama", "Tidak ingat"]

    said = joko.says("3 mingguan. sy joko rt 2")
    assert said.startswith("Terima kasih, dicatat: Joko, RT 2, sejak sekitar 15 Desember.")
    assert "Penyelesaian apa yang diharapkan?" in said

    assert joko.says("diperbaiki aja") == (
        "Sudah cukup, terima kasih. Ini yang kami catat:\n\n"
        "Lampu jalan depan gang mati sudah lama, gelap banget anak-anak takut pulang ngaji.\n"
        "Tempat: titik di peta\n"
        "Waktu: sejak sekitar 15 Desember 2025\n"
        "Harapan: Diperbaiki saja\n"
        "Pelapor: Joko, RT 2\n\n"
        "Benar begitu?"
    )
    said = joko.taps("Ya, benar")
    assert "Senin, 5 Januari 2026, pukul 09.16 WIB" in said
    assert "paling lambat Kamis 8 Januari" in said
    assert joko.case.slots[Slot.PLACE] == "geo:-6.2,106.8"


def test_sms_he_pays_once_and_we_do_the_rest():
    darmo = Stage(SMS, strong=False)
    said = darmo.says(DARMO)
    assert said == (
        "Terima kasih. Laporan diterima Kel. Sukajaya 5/1/26 09.14 (Rina). No K7F3-9QX, kunci"
        " 482913. Tidak perlu dibalas, kabar dari kami s.d. 8/1. Tanpa biaya."
    )
    assert len(said) <= 160
    assert darmo.case.urgent == "makanan"
    assert events(darmo) == [Event.REGISTER, Event.CONFIRM]

    said = darmo.says("K7F3-9QZ")
    assert said.startswith("Nomor K7F3-9QZ belum cocok, mungkin ada huruf tertukar. Laporan")
    assert len(said) <= 160


def test_sms_the_only_question_in_the_life_of_a_case():
    siti = Stage(SMS, strong=False)
    said = siti.says("sampah numpuk bau sekali")
    assert "Bila bisa, 1 SMS: tempat, sejak kapan, harapan, nama, alamat." in said
    assert "Tak ada pulsa? Diamkan, kami telepon." in said
    assert len(said) <= 160
    said = siti.says("siti, rt 5, sudah 2 minggu di jl mawar")
    assert said.startswith("Terima kasih, tambahan masuk ke laporan K7F3-9QX.")
    assert siti.case.slots[Slot.NAME] == "siti"
    assert siti.case.slots[Slot.PLACE] == "jl mawar"
    siti.pause(days=1)
    assert "Bila bisa" not in siti.says("masih numpuk")
    assert all(not say.buttons for say in siti.sent)


def test_email_one_reply_that_lists_what_is_missing():
    hendra = Stage(MAIL)
    said = hendra.says(HENDRA)
    assert hendra.sent[0].subject == "Laporan K7F3-9QX sudah kami terima, masih ada 2 pertanyaan"
    assert said.startswith("Yth. Bapak/Ibu Hendra,\n\nTerima kasih sudah menulis.")
    assert "Nomor laporan: K7F3-9QX (dibaca: K, tujuh, F, tiga, sembilan, Q, X)." in said
    assert "Bapak/Ibu tunanetra, sudah memberi tahu petugas, tetapi terlewat dua kali." in said
    assert "Kami masih memerlukan dua hal:\n1. Penyelesaian" in said
    assert "\n2. Alamat tempat tinggal." in said
    assert "Telepon 022-5550117" in said
    assert said.endswith(
        "Salam hormat,\nRina, petugas pengaduan, Kelurahan Sukajaya\n"
        "Penanggung jawab: Ir. Bambang Santoso, Lurah, Jalan Melati 1, Sukajaya"
    )
    said = hendra.says("Alamat saya Jalan Mawar 3 RT 02. Harapan saya nomor disebut dengan suara.")
    assert "Tambahan Bapak/Ibu sudah masuk ke laporan K7F3-9QX." in said
    assert "masih memerlukan" not in said
    assert hendra.case.slots[Slot.ADDRESS] == "Jalan Mawar 3 RT 02"
    assert hendra.case.slots[Slot.REQUEST].endswith("disebut dengan suara")


def test_fear_is_answered_before_a_name_is_asked():
    pelapor = Stage(WHATSAPP)
    said = pelapor.says(AFRAID)
    assert said.startswith(
        "Terima kasih sudah mau bercerita. Takut itu wajar. Jangan sebut nama dulu; sejak pesan"
        " tadi, nama dan nomor ini sudah kami tutup dari petugas."
    )
    assert "hanya dapat dibuka Ibu Dewi Lestari dari Inspektorat." in said
    assert "tetapi tenggat 60 hari tidak berlaku" in said
    assert "Inspektorat Kota, Ombudsman (137) atau KPK (198)" in said
    assert "Yang tidak bisa kami tutup: percakapan di HP ini." in said
    assert "K7F3-9QX" in said
    assert "482913" not in said
    assert pelapor.buttons == ["Rahasiakan saya", "Tanpa nama", "Lapor ke luar"]
    assert pelapor.case.protection is Protection.UNSETTLED
    assert Event.PROTECT in events(pelapor)

    said = pelapor.taps("Rahasiakan saya")
    assert "Laporan ini *RAHASIA*. Nomor *K7F3-9QX*, kunci *482913*; simpanlah di luar HP" in said
    assert "Silakan bercerita" in said
    assert pelapor.case.protection is Protection.RAHASIA

    said = pelapor.says(
        "kepala seksi pengadaan minta 10% dr nilai kontrak pagar sekolah, td pagi di warung dpn"
        " kantor. katanya semua jg setor"
    )
    assert said.startswith(
        "Sudah tersimpan, terima kasih. Yang kami tangkap: Kepala seksi pengadaan minta 10% dari"
        " nilai kontrak pagar sekolah, tadi pagi di warung depan kantor."
    )
    assert "1. Apa yang diharapkan dari laporan ini?" in said
    assert "2. Nama dan alamat. Tulis di sini, langsung tertutup." in said
    assert "kirim satu kata: *TEKANAN*" in said
    assert pelapor.buttons == ["Ya, benar", "Ada yang keliru"]

    pelapor.taps("Ya, benar")
    said = pelapor.says("TEKANAN")
    assert "Ini kami dahulukan" in said
    assert pelapor.turns[-1].alarms == ("pressure",)
    assert pelapor.case.urgent == "ancaman"


def test_the_kunci_is_told_once_in_a_conversation_of_fear():
    pelapor = Stage(WHATSAPP)
    for text in (AFRAID, "kepala seksi yang minta", "sudah tiga kali", "STATUS"):
        pelapor.says(text)
        pelapor.pause(minutes=1)
    pelapor.says("tanpa nama")
    told = [say for say in pelapor.sent if KEY_MARK in say.text]
    assert len(told) == 1
    assert pelapor.case.protection is Protection.ANONIM


def test_an_office_without_an_independent_custodian_promises_nothing():
    pelapor = Stage(WHATSAPP, office=replace(SUKAJAYA, custodian=""))
    said = pelapor.says(AFRAID)
    assert "Kantor ini kecil, jadi kerahasiaan antarpegawai tidak dapat kami jamin." in said
    assert "RAHASIA" not in said
    assert pelapor.buttons == ["Tanpa nama", "Lapor ke luar"]
    said = pelapor.says("RAHASIA")
    assert "tidak dapat kami jamin" in said
    assert pelapor.case.protection is Protection.UNSETTLED
    said = pelapor.says("lapor ke luar")
    assert "Ombudsman: 137" in said
    assert pelapor.case.state is State.WITHDRAWN


def test_web_the_page_shows_the_number_so_the_answer_is_short():
    form = {Slot.DESCRIPTION: "lampu mati di jl mawar", Slot.NAME: "Joko", Slot.REQUEST: "perbaiki"}
    joko = Stage(WEB)
    said = joko.says("", slots=form, protection=Protection.OPEN)
    assert "Nomor: K7F3-9QX" in said
    assert "482913" not in said
    assert joko.case.slots[Slot.NAME] == "Joko"
    assert events(joko) == [Event.REGISTER, Event.CONFIRM]
    anonymous = Stage(WEB)
    anonymous.says("ada pungli", slots=form, protection=Protection.ANONIM)
    assert anonymous.case.protection is Protection.ANONIM


def test_english_is_answered_in_english_and_stays_so():
    anna = Stage(WHATSAPP)
    said = anna.says(
        "Good morning, the street light in front of my house on Jalan Melati has been broken for"
        " three weeks, please fix it. My name is Anna."
    )
    assert said.startswith("Good morning, Anna. Thank you for writing. We received your report")
    assert "What is your address?" in said
    assert anna.says("12 Rose Street").endswith("Is this right?")
    assert "your signature" in anna.says("yes")
    assert anna.says("p").startswith("Thank you for writing.")
    assert anna.says("indonesia").startswith("Baik, kami menulis dalam Bahasa Indonesia.")
    assert anna.says("STATUS").startswith("Laporan *K7F3-9QX*")


def test_a_reported_officer_brings_the_question_of_secrecy_before_the_name():
    budi = Stage(WHATSAPP)
    said = budi.says("petugas di kelurahan sukajaya minta uang 50rb kemarin, mohon ditindak")
    assert said.endswith("nama boleh dibaca petugas, atau dirahasiakan?")
    assert budi.case.protection is Protection.UNSETTLED
    said = budi.taps("Boleh dibaca")
    assert "Boleh tahu nama dan alamat Bapak/Ibu?" in said
    assert budi.case.protection is Protection.OPEN
    assert "Pelapor: Budi, RT 3 RW 1" in budi.says("Budi, RT 3 RW 1")
