"""Manners of a conversation: nothing is misheard, nobody is stuck, nothing late is announced."""

from __future__ import annotations

import pytest

from bot.casework.words import Protection, Slot
from bot.dialogue.buttons import UNDER
from tests.bot.dialogue.stage import MAIL, SMS, TELEGRAM, WEB, WHATSAPP, Stage

#: What leads on from a question without an answer to it.
BACK = {"skip", "unknown", "wrong", "keep", "nameless", "outside", "no_loss", "spare_no"}


def afraid(line=TELEGRAM) -> Stage:
    stage = Stage(line)
    stage.says("saya takut dipecat kalau melapor. mandor di dinas minta potongan gaji 50rb")
    stage.pause(60)
    return stage


def asked_where(line=TELEGRAM) -> Stage:
    stage = Stage(line)
    stage.says("bansos saya dicoret tanpa alasan, padahal anak saya empat")
    stage.pause(60)
    assert stage.talk.asking == "place"
    return stage


def test_what_happened_is_added_to_what_was_told_before():
    stage = afraid()
    stage.taps("Tanpa nama")
    stage.says("pak mandor, tiap gajian di gudang, sejak oktober")
    story = stage.case.slots[Slot.DESCRIPTION]
    assert "dipecat kalau melapor" in story
    assert "tiap gajian di gudang" in story


def test_who_asks_back_in_fear_is_told_first_that_the_name_is_closed():
    stage = afraid()
    said = stage.says("nama saya ketahuan gak?")
    assert said.startswith("Nama dan nomor ini tetap tertutup dari petugas.")
    assert len(stage.cases) == 1
    assert stage.case.protection is Protection.UNSETTLED


@pytest.mark.parametrize("line", [WHATSAPP, TELEGRAM, SMS, MAIL, WEB])
def test_who_is_protected_finds_the_way_outside_at_any_time(line):
    stage = afraid(line)
    stage.says("TANPA NAMA")
    stage.says("mandor memotong gaji enam orang di gudang sejak oktober")
    stage.pause(60)
    assert "KPK" in stage.says("lapor ke luar")


def test_a_yes_is_no_place_and_the_question_is_put_once_more():
    stage = asked_where()
    assert stage.says("ya") == "Tempatnya di mana? Nama jalan, kampung, atau RT sudah cukup."
    assert stage.buttons == ["Kirim lokasi", "Saya tulis saja", "Lewati dulu"]
    assert Slot.PLACE not in stage.case.slots


def test_a_threat_is_no_place_and_is_answered_calmly():
    stage = asked_where()
    said = stage.says("awas kalian, saya bakar kantor kelurahan itu kalau tidak beres")
    assert said.startswith("Kami mengerti Bapak/Ibu marah.")
    assert stage.turns[-1].alarms == ("threat",)
    assert Slot.PLACE not in stage.case.slots
    assert stage.talk.asking == "place"


@pytest.mark.parametrize(
    "text",
    ["suami saya mau bunuh saya tolong", "saya mau bunuh diri saja", "anak saya mau dibacok orang"],
)
def test_who_is_threatened_or_tired_of_life_is_told_whom_to_call(text):
    stage = asked_where()
    said = stage.says(text)
    assert said.startswith("*DARURAT: hubungi dulu")
    assert "marah" not in said
    assert "threat" not in stage.turns[-1].alarms


def test_good_news_is_no_answer_to_a_question():
    stage = asked_where()
    said = stage.says("terima kasih pak, nama saya sudah masuk lagi")
    assert "Kabar baik ini kami catat di laporan *K7F3-9QX*." in said
    assert Slot.PLACE not in stage.case.slots


def test_a_place_is_kept_with_all_its_words():
    stage = asked_where()
    assert "dicatat: Jalan Melati depan Masjid." in stage.says("di jalan melati depan masjid pak")


def test_a_shrug_skips_the_question():
    stage = asked_where()
    stage.says("bodo amat")
    assert Slot.PLACE in stage.case.skipped


@pytest.mark.parametrize(
    "text", ["nggak mau kasih nama", "gak mau jawab pak", "terserah kalian", "i dont know"]
)
def test_who_does_not_want_to_tell_is_not_asked_again(text):
    stage = asked_where()
    assert stage.says(text).startswith("Baik, tidak apa-apa.")
    assert Slot.PLACE in stage.case.skipped
    assert (Slot.NAME in stage.case.skipped) is ("nama" in text)


@pytest.mark.parametrize("text", ["sabar terus jawabannya", "percuma", "kalian semua maling"])
def test_tired_words_are_heard_and_answer_no_question(text):
    stage = asked_where()
    assert stage.says(text).startswith("Kami mengerti ini mengesalkan, dan kami minta maaf.")
    assert text in stage.case.slots[Slot.DESCRIPTION] or len(text.split()) == 1
    assert Slot.PLACE not in stage.case.slots


def test_a_curse_asks_what_happened_and_a_story_with_a_curse_is_a_report():
    stage = Stage(WHATSAPP)
    assert stage.says("kalian semua maling").startswith("Kami minta maaf")
    assert stage.cases == ()
    stage = Stage(WHATSAPP)
    stage.says("sudah tiga kali dijanjikan besok ternyata bohong semua")
    assert len(stage.cases) == 1


@pytest.mark.parametrize("text", ["kapan?", "kok lama banget sih", "kenapa lama sekali"])
def test_who_is_tired_of_waiting_is_told_where_it_stands(text):
    stage = asked_where()
    assert "diterima, sedang dibaca petugas" in stage.says(text)


def test_a_plaint_is_no_wish():
    stage = asked_where()
    stage.says("jl mawar")
    stage.says("sejak kemarin")
    assert stage.talk.asking == "request"
    stage.says("udah lapor 3x kok gak ada yang dateng")
    assert Slot.REQUEST not in stage.case.slots
    assert "lapor 3x" in stage.case.slots[Slot.DESCRIPTION]


def test_fear_instead_of_an_answer_about_the_name_is_explained_to():
    stage = Stage(TELEGRAM)
    stage.says("petugas loket minta 50rb kemarin di kelurahan sukajaya, tolong ditindak")
    assert stage.talk.asking == "secrecy"
    said = stage.says("takut pak")
    assert said.startswith("Terima kasih sudah mau bercerita. Takut itu wajar.")
    assert stage.buttons == ["Rahasiakan saya", "Tanpa nama", "Lapor ke luar"]


def test_mere_thanks_are_answered_and_good_news_is_noted():
    stage = asked_where()
    assert stage.says("makasih ya pak").startswith("Terima kasih kembali. Kalau ada yang")
    assert "Kabar baik" in stage.says("terima kasih pak, lampunya sudah nyala")


def test_a_promise_taken_back_before_anything_was_told_leaves_no_report_behind():
    stage = Stage(WHATSAPP)
    stage.says("RAHASIA")
    assert stage.says("BATAL") == "Baik. Kalau ada yang ingin disampaikan, tulis saja di sini."


def test_a_correction_of_something_else_leaves_the_question_open():
    stage = Stage(WHATSAPP)
    stage.says(
        "surat usaha saya di kecamatan margahayu belum jadi sudah 3 minggu, mohon selesaikan"
    )
    stage.pause(60)
    assert stage.talk.asking == "name"
    said = stage.says("bukan, yang di kelurahan sukajaya")
    assert "sudah kami betulkan: Kelurahan Sukajaya." in said
    assert "Boleh tahu nama dan alamat" in said
    assert Slot.NAME not in stage.case.slots


@pytest.mark.parametrize(
    "text",
    [
        "bisa bicara sama orang gak? bukan robot",
        "mau bicara dengan petugas",
        "ini robot ya?",
        "can i talk to a human please",
        "badhe ngendika kaliyan petugas nggih pak",
        "PETUGAS",
    ],
)
def test_a_person_is_called_in_many_words(text):
    stage = asked_where()
    stage.says(text)
    assert stage.turns[-1].alarms == ("human",)


def test_a_complaint_about_an_officer_who_does_not_speak_calls_nobody():
    stage = Stage(TELEGRAM)
    stage.says("petugas loket tidak mau bicara, saya dibiarkan berdiri dua jam kemarin")
    assert stage.turns[-1].alarms == ()
    assert len(stage.cases) == 1


def test_what_is_late_is_called_late_and_not_announced_again():
    stage = asked_where()
    for text in ("jl mawar", "sejak kemarin", "dikembalikan", "Budi, rt 3 rw 1"):
        stage.says(text)
    stage.pause(days=6)
    said = stage.says("ya")
    assert "kami terlambat dan minta maaf" in said
    assert "paling lambat" not in said


def test_a_wrong_kunci_is_told_whatever_word_it_came_with():
    stage = asked_where()
    stranger = Stage(WHATSAPP, others=(stage.case,))
    stranger.others = (stage.case.__class__(**{**_fields(stage.case), "own": False}),)
    assert "Kunci itu belum cocok" in stranger.says(f"STATUS {stage.case.number} 111111")


@pytest.mark.parametrize(
    "asking", [asking for asking in UNDER if asking not in ("rest", "secrecy")]
)
def test_every_question_with_buttons_has_one_that_leads_on(asking):
    assert BACK & set(UNDER[asking])


@pytest.mark.parametrize("line", [WHATSAPP, TELEGRAM, SMS, MAIL, WEB])
@pytest.mark.parametrize(
    "text", ["STATUS", "HAK", "kapan selesai?", "makasih", "K7F3-9QX", "CABUT"]
)
def test_a_letter_is_a_letter_and_a_segment_a_segment(line, text):
    stage = Stage(line)
    stage.says("bansos saya dicoret tanpa alasan, padahal anak saya empat")
    stage.pause(minutes=30)
    said = stage.says(text)
    if line is MAIL:
        assert said.startswith("Yth. Bapak/Ibu")
        assert "Salam hormat,\nRina" in said
        assert (
            stage.sent[-1].subject.startswith(("Kabar untuk laporan", "Laporan")) or text == "HAK"
        )
    if line is SMS:
        assert len(said) <= 160


def _fields(case) -> dict[str, object]:
    return {name: getattr(case, name) for name in case.__dataclass_fields__}
