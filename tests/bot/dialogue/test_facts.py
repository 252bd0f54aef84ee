"""What is read beside the slots: kept with the case, used in what we say, asked once at most."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.casework.words import Kind, Protection, Slot
from bot.dialogue import hearing
from bot.dialogue.desk import Fact, Said
from tests.bot.dialogue.stage import MAIL, SMS, SUKAJAYA, TELEGRAM, WHATSAPP, Stage

WHO = " saya Joko Susilo, alamat jalan mawar 3 rt 2."
WORK = "KTP belum jadi di kelurahan sukajaya sejak kemarin, saya tidak bisa kerja." + WHO
BLIND = "Saya tunanetra. Loket di kelurahan sukajaya kemarin tidak memanggil nomor saya."


def test_a_later_message_adds_and_takes_nothing_away():
    stage = Stage()
    stage.says("petugas loket 2 minta uang 50 ribu kemarin di kelurahan sukajaya")
    first = stage.case.facts
    assert first[Fact.MALADMINISTRATION].startswith("permintaan_imbalan: ")
    assert first[Fact.RUPIAH] == "50000"
    assert first[Fact.WHEN] == "2026-01-04"
    assert "loket 2" in first[Fact.REPORTED]
    stage.says("tambahan: saya juga dibentak pak lurah, dan istri saya hamil")
    later = stage.case.facts
    assert {fact: later[fact] for fact in (Fact.RUPIAH, Fact.WHEN)} == {
        Fact.RUPIAH: "50000", Fact.WHEN: "2026-01-04",
    }  # fmt: skip
    slugs = [line.partition(":")[0] for line in later[Fact.MALADMINISTRATION].split("\n")]
    assert slugs[0] == "permintaan_imbalan"
    assert first[Fact.REPORTED] in later[Fact.REPORTED]
    assert "pregnant" in stage.case.assistance


def test_the_same_form_is_kept_once():
    stage = Stage()
    for text in ("petugas minta uang 50 ribu di kelurahan", "iya, diminta uang lagi sama petugas"):
        stage.says(text)
    assert stage.case.facts[Fact.MALADMINISTRATION].count("permintaan_imbalan") == 1


def test_how_sure_the_reading_was_goes_with_the_slot_and_ends_with_the_signature():
    stage = Stage()
    stage.says("sy sulastri dsn krajan rt 3, ktp belum jadi di kelurahan sukajaya sejak kemarin")
    assert 0 < stage.case.sure[Slot.NAME] < 1
    stage.says("tolong dijadikan")
    assert stage.talk.asking == "confirm"
    stage.taps("Ya, benar")
    assert set(stage.case.sure.values()) == {1.0}


def test_an_answer_in_so_many_words_is_no_guess():
    stage = Stage(TELEGRAM)
    stage.says("lampu jalan mati")
    stage.says("dekat pos ronda")
    assert Slot.PLACE not in stage.case.sure


def test_days_go_with_the_words_that_they_belong_to():
    stage = Stage(TELEGRAM)
    stage.says("lampu jalan di jl mawar mati")
    stage.taps("2-4 minggu")
    assert Fact.WHEN not in stage.case.facts
    stage.says("salah, sejak kemarin")
    assert (stage.case.slots[Slot.TIME], stage.case.facts[Fact.WHEN]) == (
        "sejak kemarin", "2026-01-04",
    )  # fmt: skip


def test_a_time_from_a_form_has_its_days_as_well():
    stage = Stage()
    stage.says("", slots={Slot.DESCRIPTION: "lampu mati di jl mawar", Slot.TIME: "3 minggu lalu"})
    assert stage.case.facts[Fact.WHEN] == "2025-12-15"


def test_a_shared_contact_is_kept_and_a_location_fills_the_place():
    stage = Stage(TELEGRAM)
    stage.says("lampu jalan mati sejak kemarin")
    stage.says("", "contact", contact="tel:+6281234567001")
    stage.says("", "location", location="geo:-6.2,106.8")
    assert stage.case.facts[Fact.PHONE] == "+6281234567001"
    assert stage.case.slots[Slot.PLACE] == "geo:-6.2,106.8"


def test_a_threat_is_kept_with_its_day_and_ends_nothing():
    stage = Stage()
    stage.says("ktp saya belum jadi di kelurahan, kubakar kantormu")
    assert stage.case.facts[Fact.THREAT] == "2026-01-05"
    assert stage.turns[0].alarms == ("threat",)
    assert "Nomor:" in stage.sent[0].text


@pytest.mark.parametrize(
    "text",
    [
        "listrik PLN di kampung baru mati terus sejak kemarin",
        "sidang di pengadilan negeri ditunda terus sejak desember",
    ],
)
def test_what_is_not_ours_to_decide_is_taken_as_a_complaint_all_the_same(text):
    stage = Stage()
    said = stage.says(text)
    assert stage.case.kind is Kind.COMPLAINT
    assert "Terima kasih" in said
    assert "K7F3-9QX" in said


def test_a_loss_is_asked_once_and_last_of_all():
    stage = Stage()
    said = stage.says(WORK)
    assert "kerugian" not in said
    assert stage.talk.asking == "request"
    said = stage.says("tolong dijadikan")
    assert "Apakah ada kerugian, misalnya uang, hari kerja, atau biaya berobat?" in said
    assert stage.buttons == ["Tidak ada"]
    said = stage.says("kira2 300rb pak")
    assert "Kerugian: Kira-kira 300rb" in said
    assert stage.talk.asking == "confirm"
    assert stage.case.facts[Fact.RUPIAH] == "300000"
    assert stage.case.facts[Fact.LOSS] == "days"
    stage.says("saya juga tidak bisa kerja kemarin lusa")
    assert sum("kerugian, misalnya" in say.text for say in stage.sent) == 1


@pytest.mark.parametrize("answer", ["tidak ada", "lewati", "tdk ada kerugian pak", "tidak tahu"])
def test_a_loss_need_not_be_told(answer):
    stage = Stage()
    stage.says(WORK + " tolong dijadikan")
    assert stage.talk.asking == "loss"
    assert "Benar begitu?" in stage.says(answer)
    assert Fact.LOSS_TOLD not in stage.case.facts


def test_a_tap_says_that_nothing_was_lost():
    stage = Stage()
    stage.says(WORK + " tolong dijadikan")
    assert "Benar begitu?" in stage.taps("Tidak ada")


def test_a_sum_that_was_told_is_not_asked_for():
    stage = Stage()
    stage.says(WORK + " tolong dijadikan, saya rugi 300 ribu")
    assert stage.talk.asking == "confirm"


def test_a_loss_is_never_asked_for_by_sms():
    stage = Stage(SMS, strong=False)
    said = stage.says(WORK + " tolong dijadikan")
    assert "Tidak perlu dibalas" in said
    assert stage.case.wondered == frozenset()


def test_a_question_that_nobody_read_was_not_asked():
    stage = Stage()
    stage.says(WORK + " tolong dijadikan", wait=0)
    assert stage.case.wondered == {Fact.LOSS}
    stage.says("saya rugi 300 ribu", wait=30)
    assert stage.case.wondered == frozenset()
    assert all("kerugian, misalnya" not in say.text for say in stage.sent)


def test_a_letter_asks_for_a_loss_in_one_sentence_of_its_own():
    stage = Stage(MAIL)
    said = stage.says(WORK + " Mohon dijadikan.")
    assert "Bila ada kerugian, misalnya uang, hari kerja" in said
    assert "masih memerlukan" not in said
    assert stage.sent[0].subject == "Laporan K7F3-9QX sudah kami terima"
    said = stage.says("Kira-kira 500 ribu rupiah.")
    assert "kerugian" not in said
    assert stage.case.facts[Fact.RUPIAH] == "500000"


def test_for_whom_it_is_told_is_asked_with_the_name_and_stops_nothing():
    stage = Stage()
    said = stage.says("ibu saya ditolak di puskesmas sukajaya kemarin, tolong diurus")
    assert "Ibu Bapak/Ibu ditolak di Puskesmas Sukajaya Minggu 4 Januari 2026." in said
    assert "Bila ini untuk orang lain, tulis juga namanya." in said
    assert "Surat kuasa boleh menyusul sebagai foto." in said
    said = stage.says("Siti, RT 3, untuk ibu saya Aminah")
    assert "Pelapor: Siti, RT 3\nUntuk: ibu Bapak/Ibu Aminah" in said
    assert stage.case.facts[Fact.BEHALF] == "ibu saya Aminah"
    assert stage.case.slots[Slot.NAME] == "Siti"


def test_for_whom_it_is_told_may_stay_open():
    stage = Stage()
    stage.says("ibu saya ditolak di puskesmas sukajaya kemarin, tolong diurus")
    assert "Benar begitu?" in stage.says("lewati")


def test_of_who_is_protected_nobodys_kin_is_named():
    stage = Stage()
    stage.says("ibu saya ditolak di puskesmas sukajaya kemarin, tolong diurus")
    stage.cases = (replace(stage.case, protection=Protection.RAHASIA),)
    assert "Untuk:" not in stage.says("BERKAS")


def test_who_cannot_see_is_told_once_that_answers_come_as_text():
    stage = Stage(MAIL)
    assert "Semua jawaban kami kirim sebagai teks di badan email." in stage.says(BLIND)
    assert "badan email" not in stage.says("Nama saya Hendra, saya tunanetra.")


def test_who_cannot_see_may_say_so_later():
    stage = Stage(MAIL)
    assert "badan email" not in stage.says("Loket di kelurahan sukajaya tutup kemarin.")
    assert "badan email" in stage.says("Saya tunanetra, jadi tidak bisa melihat pengumuman.")


def test_who_cannot_write_reads_at_most_three_short_sentences():
    stage = Stage()
    said = stage.says("saya tidak bisa menulis, ini dibantu tetangga. jalan di depan rumah rusak")
    assert said == (
        "Terima kasih, laporannya sudah masuk: nomor *K7F3-9QX*, kunci *482913*. Kabar dari kami"
        " paling lambat Kamis 8 Januari.\n\nDi mana kejadiannya? Suara juga boleh."
    )
    assert stage.says("jl mawar") == "Terima kasih, sudah dicatat.\n\nSejak kapan?"


def heard(stage: Stage, text: str, *, all_heard: bool = True) -> str:
    """An officer typed what the newest voice note says."""
    case = replace(stage.case, heard=all_heard)
    turn = hearing.answer(stage.desk(text), Said(at=stage.now, text=text, strong=True), case)
    before = len(stage.sent)
    stage._apply(turn)
    return "\n---\n".join(say.text for say in stage.sent[before:])


def test_a_transcript_fills_the_slots_and_asks_for_what_is_left():
    stage = Stage()
    assert "mendengarkan pesan suaranya" in stage.says("", "voice")
    said = heard(stage, "lampu jalan di jl mawar mati sudah 3 minggu, tolong diperbaiki")
    assert said.startswith("Terima kasih, pesan suaranya sudah kami dengarkan.")
    assert "Lampu jalan di Jalan Mawar mati sejak sekitar 15 Desember 2025" in said
    assert "Boleh tahu nama dan alamat Bapak/Ibu?" in said
    assert stage.case.slots[Slot.PLACE] == "jl mawar"
    assert stage.case.facts[Fact.WHEN] == "2025-12-15"
    assert stage.talk.asking == "name"
    assert "Pelapor: Joko, RT 2" in stage.says("joko, rt 2")


def test_nothing_is_asked_while_another_voice_note_waits():
    stage = Stage()
    stage.says("", "voice")
    stage.says("", "voice")
    assert heard(stage, "lampu jalan di jl mawar mati", all_heard=False) == ""
    assert stage.case.slots[Slot.PLACE] == "jl mawar"
    assert "pesan suaranya sudah kami dengarkan" in heard(stage, "sudah 3 minggu, tolong ya")


def test_a_transcript_that_tells_of_danger_makes_the_case_urgent():
    stage = Stage()
    stage.says("", "voice")
    heard(stage, "beras di rumah tinggal untuk dua hari, bantuan belum turun")
    assert stage.case.urgent == "makanan"


def test_a_transcript_of_fear_closes_the_name_before_one_is_asked():
    stage = Stage()
    stage.says("", "voice")
    said = heard(stage, "saya takut lapor pak, ada pejabat minta setoran")
    assert stage.case.protection is Protection.UNSETTLED
    assert "Takut itu wajar" in said
    assert "nama dan alamat" not in said


def test_a_closed_name_hears_its_question_and_not_its_story():
    stage = Stage(office=replace(SUKAJAYA, custodian="Ibu Dewi"))
    stage.says("RAHASIA")
    stage.says("", "voice")
    assert stage.case.protection is Protection.RAHASIA
    said = heard(stage, "kepala seksi pengadaan minta 10 persen tadi pagi")
    assert "Kepala seksi" not in said
    assert "Yang terakhir, boleh kapan saja" in said


def test_a_transcript_that_leaves_nothing_open_asks_nothing():
    stage = Stage(WHATSAPP)
    stage.says("", "voice")
    stage.cases = (replace(stage.case, kind=Kind.INFORMATION),)
    assert heard(stage, "jam buka loket KTP sampai jam berapa ya") == ""
