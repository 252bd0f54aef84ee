"""Who may do what with a case: the table, and the same through the clerk."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.casework.words import Event, Slot, State
from bot.dialogue.proof import ALLOWED, Action, Standing
from tests.bot.dialogue.stage import MAIL, SMS, WEB, WHATSAPP, Stage

#: o own and proven, w own and weak, W own and weak with kunci, f foreign, F foreign with kunci
#: from a proven address, x foreign with kunci from a weak one.
MARKS = {
    "o": Standing.OWN,
    "w": Standing.WEAK,
    "W": Standing.WEAK_KEYED,
    "f": Standing.FOREIGN,
    "F": Standing.FOREIGN_KEYED,
    "x": Standing.FOREIGN_WEAK_KEYED,
}
TABLE = {
    Action.STAGE: "owWfFx",
    Action.ADD: "owWFx",
    Action.PROTECT: "owWFx",
    Action.CLOSE: "owWFx",
    Action.OBJECT: "owWFx",
    Action.RESUME: "owWFx",
    Action.PRESSURE: "owWFx",
    Action.HUMAN: "owWFx",
    Action.READ: "oWFx",
    Action.WITHDRAW: "oWFx",
    Action.UNPROTECT: "oWFx",
    Action.MOVE_NEWS: "oWFx",
    Action.RATE: "oWFx",
    Action.LINK: "F",
    Action.NEW_KEY: "o",
}
STORY = "lampu jalan di jl mawar mati sejak kemarin, tolong diperbaiki. saya joko rt 2"
KEY = "482913"


@pytest.mark.parametrize("action", Action)
def test_the_table_of_proof_and_action(action):
    assert ALLOWED[action] == {MARKS[mark] for mark in TABLE[action]}


def filed(line=WHATSAPP, strong=True) -> Stage:
    stage = Stage(line, strong=strong)
    stage.says(STORY)
    return stage


def stranger(line=WHATSAPP, strong=True) -> Stage:
    """Somebody else, who has read the number on a slip of paper."""
    case = replace(filed().case, own=False, slots={})
    return Stage(line, strong=strong, others=(case,), used=1)


@pytest.mark.parametrize("line", [WHATSAPP, SMS, MAIL, WEB])
def test_who_is_proven_needs_no_kunci_on_the_own_address(line):
    stage = filed(line)
    assert "K7F3-9QX" in stage.says("BERKAS")
    stage.says("CABUT")
    if line is not SMS:
        stage.says("ya")
    assert stage.case.state is State.WITHDRAWN


@pytest.mark.parametrize("line", [SMS, MAIL])
def test_a_weak_sender_files_adds_and_asks_for_the_stage(line):
    stage = filed(line, strong=False)
    assert stage.case.slots[Slot.NAME] == "joko"
    assert "sedang dibaca" in stage.says("STATUS")
    before = len(stage.cases)
    stage.pause(hours=1)
    stage.says("tiangnya juga miring")
    assert len(stage.cases) == before
    assert "miring" in stage.case.slots[Slot.DESCRIPTION]


@pytest.mark.parametrize("word", ["CABUT", "BERKAS", "BACA", "RAHASIA BATAL", "LEPAS"])
@pytest.mark.parametrize("line", [SMS, MAIL])
def test_a_weak_sender_needs_the_kunci_for_text_and_withdrawal(line, word):
    stage = filed(line, strong=False)
    said = stage.says(f"{word} K7F3-9QX")
    assert "kunci" in said
    assert "Joko" not in said
    assert stage.case.state is State.RECEIVED
    assert stage.turns[-1].happenings == ()


def test_the_kunci_in_the_message_is_proof_enough():
    stage = filed(SMS, strong=False)
    assert "dicabut" in stage.says(f"CABUT K7F3-9QX {KEY}")
    assert stage.case.state is State.WITHDRAWN


def test_the_kunci_opens_the_case_for_one_hour():
    stage = filed(MAIL, strong=False)
    assert "satu jam" in stage.says(f"K7F3-9QX {KEY}")
    stage.pause(minutes=50)
    assert "Joko" in stage.says("BERKAS")
    stage.pause(minutes=20)
    assert "Joko" not in stage.says("BERKAS")


@pytest.mark.parametrize("strong", [True, False])
def test_a_foreign_number_shows_the_stage_and_neither_text_nor_name(strong):
    stage = stranger(strong=strong)
    said = stage.says("K7F3-9QX")
    assert "sedang dibaca petugas" in said
    assert "8 Januari" in said
    assert "lampu" not in said.lower()
    assert "joko" not in said.lower()


@pytest.mark.parametrize(
    "word", ["CABUT", "RAHASIA", "SELESAI", "KEBERATAN", "BERKAS", "TAMBAH", "LEPAS"]
)
def test_a_foreign_number_alone_changes_nothing(word):
    stage = stranger()
    said = stage.says(f"{word} K7F3-9QX")
    assert "dari alamat lain" in said
    assert stage.turns[-1].happenings == ()
    assert stage.turns[-1].cases == ()
    assert stage.turns[-1].links is None


def test_number_and_kunci_link_a_proven_address():
    stage = stranger()
    said = stage.says(f"K7F3-9QX {KEY}")
    assert "juga dapat diikuti dari sini" in said
    assert stage.turns[-1].links == 100
    assert "link" in stage.turns[-1].alarms


def test_number_and_kunci_only_open_for_a_weak_address():
    stage = stranger(SMS, strong=False)
    stage.says(f"K7F3-9QX {KEY}")
    assert stage.turns[-1].links is None
    assert stage.talk.opened == 100


def test_a_foreign_case_is_never_written_back():
    stage = stranger()
    for text in (f"K7F3-9QX {KEY}", f"CABUT K7F3-9QX {KEY}", f"RAHASIA K7F3-9QX {KEY}", "K7F3-9QX"):
        stage.says(text)
        assert [case for case in stage.turns[-1].cases if not case.own] == []


def test_a_wrong_kunci_is_told_kindly_and_opens_nothing():
    stage = stranger()
    said = stage.says("K7F3-9QX 111111")
    assert "belum cocok" in said
    assert stage.turns[-1].links is None
    own = filed(SMS, strong=False)
    assert "belum cocok" in own.says("K7F3-9QX 111111")
    assert own.talk.opened is None


def test_words_with_a_foreign_number_become_a_report_of_their_own():
    stage = stranger()
    said = stage.says("K7F3-9QX lampunya di jl mawar masih mati total pak")
    assert "laporan sendiri" in said
    assert stage.turns[-1].joins == stage.case.id != 100


def test_an_unknown_and_a_mistyped_number_get_different_answers():
    stage = filed()
    unknown, mistyped = stage.says("STATUS 1W95-1TY"), stage.says("STATUS K7F3-9QZ")
    assert "belum kami temukan" in unknown
    assert "belum cocok" in mistyped
    assert "K7F3-9QX" in mistyped


def test_trust_ends_with_the_hour_even_for_a_clock_that_went_back():
    stage = filed(SMS, strong=False)
    stage.says(f"K7F3-9QX {KEY}")
    stage.now -= timedelta(minutes=5)
    stage.says("CABUT")
    assert [h.event for h in stage.turns[-1].happenings] == []
    assert stage.case.state is State.RECEIVED


def test_a_protected_case_is_not_withdrawn_by_message():
    stage = Stage()
    stage.says("RAHASIA")
    stage.says("kepala seksi minta setoran 10 persen dari proyek pagar tadi pagi")
    said = stage.says("CABUT")
    assert "dengan cara yang aman" in said
    assert stage.case.state is State.RECEIVED
    assert stage.turns[-1].alarms == ("human",)
    assert [h.event for h in stage.turns[-1].happenings] == [Event.ASK_HUMAN]
