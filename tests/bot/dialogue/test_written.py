"""Written: the receipt, BERKAS and HAK say where the rest is read; an SMS has no room for it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from channels.sms import gsm
from tests.bot.dialogue.stage import MAIL, SMS, SUKAJAYA, TELEGRAM, WHATSAPP, Stage

STORY = "lampu jalan di jl mawar mati sejak kemarin, tolong diperbaiki. saya joko rt 2"
PAGE = "https://lapor.sukajaya.example"
ONLINE = replace(SUKAJAYA, public_url=f"{PAGE}/")


@pytest.mark.parametrize("line", [WHATSAPP, TELEGRAM, MAIL])
def test_a_receipt_says_where_the_whole_one_is(line):
    assert f"Tanda terima lengkap ada di {PAGE}/lacak" in Stage(line, office=ONLINE).says(STORY)
    assert "Tanda terima lengkap" not in Stage(line).says(STORY)


def test_a_receipt_by_sms_stays_one_segment():
    said = Stage(SMS, office=ONLINE).says(STORY)
    assert PAGE not in said
    assert gsm.segments(said) == 1


@pytest.mark.parametrize("line", [WHATSAPP, TELEGRAM, MAIL])
@pytest.mark.parametrize("word", ["HAK", "BANTUAN"])
def test_rights_and_help_name_the_notice(line, word):
    assert (
        f"Data pribadi: apa yang kami simpan, berapa lama, dan hak Bapak/Ibu ada di {PAGE}/privasi"
        in Stage(line, office=ONLINE).says(word)
    )
    assert "dapat dibaca di loket" in Stage(line).says(word)


@pytest.mark.parametrize("word", ["HAK", "BANTUAN"])
def test_an_sms_has_no_room_for_it(word):
    assert "privasi" not in Stage(SMS, office=ONLINE).says(word)


def test_the_file_leads_to_the_whole_receipt():
    stage = Stage(WHATSAPP, office=ONLINE)
    stage.says(STORY)
    assert f"{PAGE}/lacak, dengan nomor dan kunci" in stage.says("BERKAS")
