"""Javanese: heard where it is clear, kept, said back in krama; officers read Indonesian."""

from __future__ import annotations

import pytest

from bot.casework.words import Slot
from bot.dialogue import krama, retell
from tests.bot.dialogue.stage import MAIL, SMS, TELEGRAM, WHATSAPP, Stage

SLAMET = (
    "Nuwun sewu pak, kulo bade matur, lampune dalan ngarep omahku mati wes telung minggu, peteng"
    " banget bocah2 wedi mulih ngaji. tulung didandani nggih"
)


@pytest.mark.parametrize(
    "text",
    [
        SLAMET,
        "nyuwun tulung pak, banyune pdam ora mili wis telung dino, bocah2 durung adus kabeh",
        "griyo kulo kebanjiran toya saking lepen ingkang mboten nate dipun resiki",
    ],
)
def test_what_is_clearly_javanese_is_answered_in_javanese(text):
    stage = Stage(WHATSAPP)
    assert "Matur nuwun sampun nyerat." in stage.says(text)
    assert stage.talk.language == "jv"
    stage.pause(minutes=30)
    assert "Kabar salajengipun" in stage.says("STATUS")


@pytest.mark.parametrize(
    "text",
    [
        "lampu dalan depan pasar lama mati wis seminggu pak, tolong diperbaiki",
        "sugeng enjing pak, lampu jalan di jl mawar mati, mohon diperbaiki",
        "matur nuwun pak, ktp saya di kelurahan belum jadi sudah sebulan",
        "sampah di depan rumah mambu sekali sudah seminggu tidak diangkut",
        "pak lampu ngarep omah kulo mati sudah seminggu, tolong segera diperbaiki",
        "wong petugasnya malah marah, padahal saya sudah antri dari pagi di kelurahan",
    ],
)
def test_a_few_javanese_words_are_answered_in_indonesian(text):
    stage = Stage(WHATSAPP)
    assert "Terima kasih sudah menulis." in stage.says(text)
    assert stage.talk.language in ("", "id")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("omahku peteng", "Dalem panjenengan peteng."),
        (
            "dalan ngarep omahku rusak wis suwe",
            "Margi ngajeng dalem panjenengan risak sampun dangu.",
        ),
        ("petugase njaluk duwit karo aku", "Petugase nyuwun arta kaliyan panjenengan."),
        (
            "banyune ora mili, bocah durung adus kabeh",
            "Banyune mboten mili, lare dereng adus sedaya.",
        ),
    ],
)
def test_ngoko_is_said_back_in_krama(typed, said):
    assert retell.story(typed, "jv") == said


def test_a_name_stays_a_name():
    assert "Rong" in retell.story("warung Rong ing dalan mawar tutup", "jv")


def test_no_ngoko_word_is_said_back_as_it_came():
    assert {said for said, polite in krama.KRAMA.items() if said == polite} == set()


def test_the_citizen_changes_the_language_by_a_word_and_by_a_button():
    stage = Stage(TELEGRAM)
    stage.says("lampu jalan di jl mawar mati, tolong diperbaiki")
    stage.pause(minutes=20)
    assert stage.says("JAWA").startswith("Inggih, kula nyerat ngangge basa Jawi.")
    assert stage.buttons == ["Bahasa Indonesia", "English"]
    assert stage.taps("English").startswith("Good, we write in English.")
    assert stage.taps("Bahasa Indonesia").startswith("Baik, kami menulis dalam Bahasa Indonesia.")
    assert stage.says("BAHASA").startswith("Good, we write in English.")
    assert stage.says("bahasa").startswith("Baik, kami menulis")


def test_what_officers_read_is_indonesian_whatever_was_tapped():
    stage = Stage(TELEGRAM)
    stage.says("lampune dalan ngarep omahku mati, peteng banget bocah wedi mulih, tulung didandani")
    stage.says("jl mawar rt 5")
    assert stage.buttons[0] == "Minggu menika"
    assert "sampun kacathet: langkung saking sewulan." in stage.taps("Langkung dangu")
    assert stage.case.slots[Slot.TIME] == "lebih dari sebulan"
    stage.says("slamet, kampung anyar rt 5 rw 2")
    assert stage.talk.asking == "confirm"
    assert "sampun kula leresaken" in stage.says("bukan, yang di jl kenanga")
    assert "Koreksi: " in stage.case.slots[Slot.DESCRIPTION]


def test_a_javanese_sms_is_one_segment_and_a_letter_is_whole():
    sms = Stage(SMS, strong=False)
    said = sms.says(SLAMET)
    assert said.startswith("Matur nuwun.")
    assert len(said) <= 160
    letter = Stage(MAIL)
    said = letter.says(SLAMET)
    assert letter.sent[0].subject.startswith("Laporan K7F3-9QX sampun kula tampi")
    assert "(kawaos: K, pitu, F, tiga, sanga, Q, X)" in said
    assert "Taklim kula,\nRina" in said
