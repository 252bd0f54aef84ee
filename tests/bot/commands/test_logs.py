"""Log lines: one for each event, no secret in any, and nobody's words in an exception."""

from __future__ import annotations

import logging
import sys

import pytest

from bot.commands.logs import Plain

TOKEN = "123456789:AAEhBOweik6ad9r_QXMENQjcrGbqCr4K-bc"


def test_a_secret_that_is_known_becomes_stars() -> None:
    assert "hunter2" not in _line("sent with hunter2!", hidden=["hunter2"])


def test_a_token_is_hidden_even_where_nobody_knew_it() -> None:
    line = _line(f"POST https://api.telegram.org/bot{TOKEN}/getMe and ?access_token=EAAG123")
    assert TOKEN not in line
    assert "EAAG123" not in line


def test_telephones_and_identity_numbers_are_hidden() -> None:
    line = _line("no way to +62 812-3456-7890 nor 6281234567890, NIK 3201012345678901, case 7")
    assert "7890" not in line
    assert "567890" not in line
    assert "320101" not in line
    assert line.endswith("case 7")


def test_an_event_is_one_line() -> None:
    assert "\n" not in _line("first\nsecond")


@pytest.mark.parametrize("debug", [False, True])
@pytest.mark.parametrize(
    "odd", ["\x1b[31m", "\r", "\x07", "\x7f", "\x9b", "\u202e", "\u2028"], ids=repr
)
def test_a_line_does_nothing_to_a_terminal(odd: str, debug: bool) -> None:
    try:
        raise ValueError(f"{odd}detail")
    except ValueError:
        line = _line(f"sent {odd}red", exc_info=True, debug=debug)
    assert odd not in line
    assert odd.encode("unicode_escape").decode() in line


def test_an_exception_is_told_by_its_type_and_place_only() -> None:
    try:
        raise ValueError("Bu Sulastri, 081234567890")
    except ValueError:
        line = _line("it stumbled", exc_info=True)
    assert "ValueError" in line
    assert "test_an_exception" in line
    assert "Sulastri" not in line
    assert "\n" not in line


def test_debug_tells_the_whole_story() -> None:
    try:
        raise ValueError("detail")
    except ValueError:
        assert "Traceback" in _line("it stumbled", exc_info=True, debug=True)


def _line(
    text: str, *, hidden: list[str] | None = None, exc_info: bool = False, debug: bool = False
) -> str:
    told = sys.exc_info() if exc_info else None
    record = logging.LogRecord("bot", logging.WARNING, "", 1, text, None, told)
    return Plain(hidden or [], debug=debug).format(record)
