"""Writing an export: whoever opens the table in a spreadsheet opens words."""

from __future__ import annotations

import csv
import io
import time

import pytest

from bot.commands.exports import writing


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        *((text, f"'{text}") for text in ("=HYPERLINK(0)", "+1", "-1", "@SUM(A1)", "\tx", "\rx")),
        *((text, f"'{text}") for text in (" =1", '"=1', "\u201c-1", "\ufeff+1", "\0@A1", "'=1")),
        *((text, f"'{text}") for text in ("\uff1d1", "\uff0b1", "\uff0d1", "\uff20A1", "\ufe661")),
        ("satu\n=1", "satu\n'=1"),
        ("\n=1", "'\n'=1"),
        ("satu\r\n - dua\r@tiga", "satu\r\n' - dua\r'@tiga"),
        ("satu\u2028+1\x85-1", "satu\u2028'+1\x85'-1"),
        ("satu\t=1", "satu\t'=1"),
        ("jalan; =cmd|'/C calc'!A0", "jalan;' =cmd|'/C calc'!A0"),
        *((text, text) for text in ("a=1", "2 - 1", "terima kasih ;-)", "rina@x.id", "baris\nx=1")),
    ],
    ids=repr,
)
def test_no_cell_is_a_formula(text: str, shown: str) -> None:
    file = io.StringIO(newline="")
    writing.table(file, ["a"])({"a": text})
    assert list(csv.reader(io.StringIO(file.getvalue(), newline="")))[1] == [shown]


@pytest.mark.parametrize("text", [one * 300_000 for one in ("\t", "; ", "\n ", '"', "; \n=")])
def test_a_long_cell_takes_no_long_time(text: str) -> None:
    file = io.StringIO(newline="")
    before = time.process_time()
    writing.table(file, ["a"])({"a": text})
    assert time.process_time() - before < 5
