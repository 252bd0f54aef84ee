"""Proof x action x form of the channel: what a sender does and learns, held against one table."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pytest

from bot.casework.words import Event, Protection, State
from bot.dialogue.desk import Line
from tests.bot.dialogue.stage import MAIL, SMS, SUKAJAYA, TELEGRAM, WEB, WHATSAPP, Stage

STORY = "Lampu jalan di Jalan Mawar mati sejak kemarin, tolong diperbaiki. Saya Joko, RT 2 RW 3."
KEY = "K7F3-9QX 482913"
FORMS = {"whatsapp": WHATSAPP, "telegram": TELEGRAM, "sms": SMS, "mail": MAIL, "page": WEB}
#: Words that only the case knows.
TOLD = ("joko", "mawar", "rt 2")


@dataclass(frozen=True)
class Row:
    """What is said, and whether it does something, by who says it: own, weak, weak with kunci."""

    says: str
    does: Event | None
    own: bool
    weak: bool
    keyed: bool
    state: State = State.RECEIVED
    protection: Protection = Protection.OPEN


ROWS = [
    Row("CABUT", Event.WITHDRAW, own=True, weak=False, keyed=True),
    Row("RAHASIA", Event.PROTECT, own=True, weak=True, keyed=True),
    Row("TANPA NAMA", Event.PROTECT, own=True, weak=True, keyed=True),
    Row(
        "RAHASIA BATAL", Event.UNPROTECT, own=True, weak=False, keyed=True,
        protection=Protection.RAHASIA,
    ),
    Row("TEKANAN", Event.PRESSURE, own=True, weak=True, keyed=True),
    Row("PETUGAS", Event.ASK_HUMAN, own=True, weak=True, keyed=True),
    Row("SELESAI", Event.CLOSE, own=True, weak=True, keyed=True, state=State.DELIVERED),
    Row("KEBERATAN", Event.OBJECT, own=True, weak=True, keyed=True, state=State.DELIVERED),
    Row("LANJUT", Event.RESUME, own=True, weak=True, keyed=True, state=State.WITHDRAWN),
    Row("KUNCI BARU", Event.NEW_KEY, own=True, weak=False, keyed=False),
]  # fmt: skip


def later(line: Line, row: Row | None = None, *, strong: bool = True) -> Stage:
    """A case that was filed long ago, and somebody who writes from its address today."""
    stage = Stage(line, strong=True)
    stage.says(STORY)
    stage.pause(days=100)
    stage.talk = replace(stage.talk, asking="", answered_at=None)
    stage.strong = strong
    if row is not None:
        asked = frozenset()
        stage.cases = (
            replace(stage.case, state=row.state, protection=row.protection, asked=asked),
        )
    return stage


def done(stage: Stage, row: Row, kunci: str = "") -> bool:
    before = len(stage.turns)
    stage.says(f"{row.says} {kunci}".strip())
    if row.does is Event.WITHDRAW:
        stage.says("ya")
    deeds = [deed.event for turn in stage.turns[before:] for deed in turn.happenings]
    return row.does in deeds


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.says)
def test_who_may_do_it_by_proof_and_form(row, form):
    line = FORMS[form]
    assert done(later(line, row), row) is row.own
    assert done(later(line, row, strong=False), row) is row.weak
    assert done(later(line, row, strong=False), row, KEY) is row.keyed


SAID = [
    "STATUS", "K7F3-9QX", "BERKAS", "BACA", "BANTUAN", "HAK", "halo", "terima kasih", "ya", "tidak",
    "bukan, yang di pasar lama", "tiangnya juga miring", "kapan selesai pak?", "CABUT", "LEPAS",
    "RAHASIA", "RAHASIA BATAL", "TANPA NAMA", "KEBERATAN", "SELESAI", "TAMBAH", "PETUGAS", "boleh",
    "ke luar", "alamat saya gang buntu 5", "KUNCI BARU", "K7F3-9QX 111111", "BAHASA", "lewati",
]  # fmt: skip
ASKING = ["", "confirm", "address", "all", "correct", "withdraw", "secrecy", "fear", "rest", "add"]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("asking", ASKING)
def test_without_the_kunci_neither_words_nor_names_of_a_case_are_told(form, asking):
    for text in SAID:
        stage = later(FORMS[form], strong=False)
        stage.talk = replace(stage.talk, asking=asking)
        said = stage.says(text).lower()
        assert said, text
        assert [word for word in TOLD if word in said] == [], (text, said)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("choice", ["confirm", "wrong", "withdraw", "shown", "outside", "skip"])
def test_nor_by_a_button_of_an_older_message(form, choice):
    stage = later(FORMS[form], strong=False)
    stage.cases = (replace(stage.case, protection=Protection.RAHASIA),)
    said = stage.says("", choice=f"{choice}:100:address").lower()
    assert [word for word in TOLD if word in said] == []
    assert stage.case.protection is Protection.RAHASIA
    assert stage.case.state is State.RECEIVED


@pytest.mark.parametrize("form", ["whatsapp", "telegram", "mail"])
def test_with_the_kunci_of_the_hour_the_same_words_are_told(form):
    stage = later(FORMS[form], strong=False)
    stage.says(KEY)
    assert "Joko" in stage.says("BERKAS")


@pytest.mark.parametrize("form", FORMS)
def test_the_writer_of_this_very_message_is_greeted_and_told_what_was_understood(form):
    stage = Stage(FORMS[form], strong=False)
    said = stage.says(STORY)
    assert "K7F3-9QX" in said
    assert form == "sms" or "Jalan Mawar" in said


@pytest.mark.parametrize("form", ["whatsapp", "mail"])
def test_to_the_outside_a_weak_sender_gets_the_addresses_and_withdraws_nothing(form):
    stage = Stage(FORMS[form], office=SUKAJAYA, strong=False)
    stage.says("saya takut ketahuan, pak lurah minta setoran")
    stage.pause(hours=2)
    assert "Ombudsman" in stage.says("ke luar")
    assert stage.case.state is State.RECEIVED


def test_a_kunci_that_is_still_owed_is_not_told_to_a_number_that_was_silent_for_long():
    stage = Stage(WHATSAPP)
    stage.says("saya takut ketahuan, pak lurah minta setoran")
    assert stage.talk.owed == (100,)
    stage.pause(days=100)
    stage.strong = False
    said = stage.says("RAHASIA")
    assert "K7F3-9QX" in said
    assert "482913" not in said
