"""The operator's words: both languages alike, and every sentence that is asked for is there."""

from __future__ import annotations

import re
import string
from pathlib import Path

import pytest

from bot import config
from bot.commands import COMMANDS
from bot.commands.words import LANGUAGES, Words, wanted

COMMANDS_FOLDER = Path(__file__).parents[3] / "bot" / "commands"


def test_both_languages_have_the_same_keys() -> None:
    first, second = (Words.load(language).book for language in LANGUAGES)
    assert first.keys() == second.keys()


def test_both_languages_fill_in_the_same() -> None:
    first, second = (Words.load(language).book for language in LANGUAGES)
    assert {key: _fields(first[key]) for key in first} == {
        key: _fields(second[key]) for key in first
    }


@pytest.mark.parametrize("file", sorted(COMMANDS_FOLDER.rglob("*.py")), ids=lambda p: p.stem)
def test_every_sentence_that_the_program_asks_for_is_written(file: Path) -> None:
    words = Words.load("id")
    asked = re.findall(r'(?:words|_said|Stop)\(\s*"([a-z_.]+)"', file.read_text())
    assert [key for key in asked if not words.has(key)] == []


def test_every_reason_to_stop_is_written_wherever_it_is_raised() -> None:
    words = Words.load("id")
    for file in COMMANDS_FOLDER.parent.rglob("*.py"):
        for key in re.findall(r'Stop\(\s*"([a-z_.]+)"', file.read_text()):
            assert words.has(key), (file.name, key)


@pytest.mark.parametrize("channel", config.CHANNELS)
def test_every_channel_has_its_words(channel: str) -> None:
    words = Words.load("id")
    for key in (f"channel.{channel}", f"links_sheet.{channel}", f"document.{channel}"):
        assert words.has(key), key


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_its_words(name: str) -> None:
    assert Words.load("id")(f"{name}.about")


@pytest.mark.parametrize(
    ("argv", "language"),
    [
        (["--lang", "en", "check"], "en"),
        (["check", "--lang=en"], "en"),
        (["officer", "add", "x", "--lang", "id"], "id"),
    ],
)
def test_the_language_is_found_before_the_rest_is_read(argv: list[str], language: str) -> None:
    assert wanted(argv) == language


def test_a_language_that_we_do_not_have_is_answered_in_indonesian() -> None:
    assert Words.load("fr").language == "id"


def _fields(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}
