"""What an office adds to the reading: words of its region and the fees of its services."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bot import config
from bot.app import office
from bot.dialogue import clerk
from bot.dialogue.desk import Said
from bot.dialogue.reading import Reading, read
from tests.bot.dialogue.stage import MONDAY, Stage
from tests.world import OFFICE

WORDS = '[words]\n"rusak" = "bengkah rosok"\n"petugas" = "kaling"\n'


def settings(folder: Path, **more: Any) -> config.Settings:
    own = {**OFFICE["office"], **more.pop("office", {})}
    return config.read({**OFFICE, "office": own, **more}, folder, {})


def reading(told: config.Settings, text: str) -> Reading:
    own = office(told)
    return read(text, own.services, MONDAY, own=own.words, tariffs=own.tariffs)


def mistakes(folder: Path, **more: Any) -> dict[str, str]:
    with pytest.raises(config.BadConfig) as caught:
        settings(folder, **more)
    return dict(caught.value.mistakes)


def test_an_own_word_is_read_as_the_word_it_stands_for(tmp_path: Path) -> None:
    (tmp_path / "kata.toml").write_text(WORDS)
    told = settings(tmp_path, office={"words": "kata.toml"})
    assert told.words == {"bengkah": "rusak", "rosok": "rusak", "kaling": "petugas"}
    text = "kaling njaluk duit 50 ribu ning kantor"
    assert reading(told, text).maladministration == "permintaan_imbalan"
    assert reading(told, text).reported_party
    assert not reading(settings(tmp_path), text).reported_party


def test_a_complaint_in_the_offices_own_words_is_filed(tmp_path: Path) -> None:
    (tmp_path / "kata.toml").write_text(WORDS)
    desk = Stage(office=office(settings(tmp_path, office={"words": "kata.toml"}))).desk()
    turn = clerk.answer(desk, Said(at=desk.now, text="kursi taman bengkah", strong=True))
    assert [case.kind for case in turn.cases] == ["complaint"]


def test_a_fee_above_the_tariff_is_a_demand_for_reward(tmp_path: Path) -> None:
    told = settings(tmp_path, tariffs={"KTP": 0, "Paspor": 350_000})
    assert reading(told, "bikin KTP bayar 30 ribu").above_tariff
    assert reading(told, "bikin KTP bayar 30 ribu").maladministration == "permintaan_imbalan"
    assert not reading(told, "bikin paspor bayar 350.000").above_tariff
    assert not reading(settings(tmp_path), "bikin KTP bayar 30 ribu").above_tariff


@pytest.mark.parametrize(
    ("content", "remedy"),
    [
        (None, "berkas kata.toml tidak dapat dibaca"),
        ("[words\n", "kata.toml bukan TOML yang benar"),
        ("words = 5\n", "isi kata.toml bagian [words]"),
        ('[words]\n"rusak" = 5\n', "isi kata.toml bagian [words]"),
    ],
)
def test_a_file_of_words_that_cannot_be_read_is_said_with_its_key(
    tmp_path: Path, content: str | None, remedy: str
) -> None:
    if content is not None:
        (tmp_path / "kata.toml").write_text(content)
    told = mistakes(tmp_path, office={"words": "kata.toml"})
    assert told["office.words"].startswith(remedy)


@pytest.mark.parametrize("fee", [-1, "gratis", True, 1.5])
def test_a_fee_is_a_number_of_rupiah(tmp_path: Path, fee: Any) -> None:
    assert mistakes(tmp_path, tariffs={"KTP": fee}) == {
        "tariffs.KTP": "tarif dalam rupiah, misalnya 15000"
    }


def test_fees_stand_in_a_table(tmp_path: Path) -> None:
    assert "tariffs" in mistakes(tmp_path, tariffs=5)
