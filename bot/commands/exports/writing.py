"""Writing: a stream of objects as lines of JSON or as a table that no spreadsheet executes."""

from __future__ import annotations

import csv
import json
import os
import re
import sys
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final, TextIO

from bot.commands.exports import workbook
from bot.commands.exports.origin import Origin

#: What makes a spreadsheet take a cell for a formula; the wide and small ones count in Asian
#: settings. It passes over spaces, quotes and what cannot be seen before them.
_ACTIVE: Final = "[-=+@\uff1d\uff0b\uff0d\uff20\ufe62\ufe63\ufe66\ufe6b]"
_PASSED: Final = (
    "[\\0-\x08\x0e-\x1b\x1f \x7f-\x84\x86-\xa0\xad\u1680\u180e\u2000-\u200f\u202a-\u202f"
    "\u205f-\u206f\u3000\ufeff\"'`\xab\xbb\u2018-\u201f]*"
)
#: Where a cell may begin: for who splits lines by hand also after a line's end, and after `;`,
#: which parts the cells where Excel speaks Indonesian. A winking face is none.
_FORMULA: Final = re.compile(
    rf"\A(?=[\t\r\n]|{_PASSED}{_ACTIVE})"
    rf"|(?<=[\t-\r\x1c-\x1e\x85\u2028\u2029])(?={_PASSED}{_ACTIVE})"
    rf"|(?<=;)(?={_PASSED}{_ACTIVE}(?!\)))"
)
#: JSON allows these inside a text, but many a reader of lines takes them for the end of one.
_ENDS: Final = str.maketrans({c: f"\\u{ord(c):04x}" for c in "\x85\u2028\u2029"})
Write = Callable[[Mapping[str, Any]], object]


def jsonl(file: TextIO, _columns: Sequence[str]) -> Write:
    """One object in a line."""
    return lambda row: file.write(json.dumps(row, ensure_ascii=False).translate(_ENDS) + "\n")


def table(file: TextIO, columns: Sequence[str]) -> Write:
    """Comma-separated values with a line of names."""
    lines = csv.writer(file)
    lines.writerow(columns)
    return lambda row: lines.writerow([_cell(row[name]) for name in columns])


_LINES: Final[Mapping[str, Callable[[TextIO, Sequence[str]], Write]]] = {
    "csv": table,
    "jsonl": jsonl,
}
BOOK: Final = "xlsx"
FORMATS: Final = (*_LINES, BOOK)


@contextmanager
def opened(
    file: TextIO, form: str, columns: Sequence[str], made: Origin, told: str
) -> Iterator[Write]:
    """Ready for rows in this format; a workbook carries its mark inside."""
    if form != BOOK:
        yield _LINES[form](file, columns)
        return
    with workbook.opened(file.buffer, columns, made, told) as book:
        yield lambda row: book.write(_number_or_text(row[name]) for name in columns)


async def copy(rows: AsyncIterator[Mapping[str, Any]], write: Write) -> int:
    """Write them all; returns how many there were."""
    count = 0
    async for row in rows:
        write(row)
        count += 1
    return count


@contextmanager
def target(path: Path | None) -> Iterator[TextIO]:
    """A file that only its owner can read and that appears when it is whole; else stdout."""
    if path is None:
        yield sys.stdout
        return
    beside = path.with_name(f"{path.name}.part")
    handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
            yield file
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


def _cell(value: object) -> str:
    return _FORMULA.sub("'", _text(value))


def _number_or_text(value: object) -> str | int:
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    return _text(value)


def _text(value: object) -> str:
    if value is None:
        return ""
    return json.dumps(value, ensure_ascii=False) if isinstance(value, (list, dict)) else str(value)
