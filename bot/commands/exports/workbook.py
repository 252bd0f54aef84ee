"""Workbook: a table as XLSX, row by row, that names on every printed page who took it out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC
from typing import IO, Any, Final

from xlsxwriter import Workbook  # type: ignore[import-untyped]

from bot.commands.exports.origin import Origin
from bot.commands.stopping import Stop

#: What one sheet and one cell hold.
ROWS: Final = 1_048_576
LETTERS: Final = 32_767
#: What a page's head and foot hold.
_EDGE: Final = 255
_CUT: Final = " [dipotong]"
_A4: Final = 9
#: Rows leave memory as they come; no text is ever taken for a formula or a link.
_OPTIONS: Final = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


class Book:
    """The sheet that is being written."""

    def __init__(self, sheet: Any) -> None:
        self._sheet = sheet
        self._rows = 0

    def write(self, cells: Iterable[str | int]) -> None:
        """One more row. Raises Stop where a sheet holds no more."""
        if self._rows == ROWS:
            raise Stop("export.too_long", rows=ROWS - 1)
        for column, value in enumerate(cells):
            if isinstance(value, int):
                self._sheet.write_number(self._rows, column, value)
            else:
                self._sheet.write_string(self._rows, column, _fitting(value))
        self._rows += 1


@contextmanager
def opened(file: IO[bytes], columns: Sequence[str], made: Origin, told: str) -> Iterator[Book]:
    """A workbook with one sheet; its first row, the names, stays in sight. told: its mark."""
    with Workbook(file, _OPTIONS) as workbook:
        at = made.at.astimezone(UTC).replace(tzinfo=None)
        workbook.set_properties(
            {"author": made.by, "company": made.office, "comments": told, "created": at}
        )
        sheet = workbook.add_worksheet("Sahut")
        sheet.freeze_panes(1, 0)
        sheet.set_paper(_A4)
        sheet.set_landscape()
        sheet.set_header(f"&C{_doubled(made.office)}"[:_EDGE])
        sheet.set_footer(f"&L{_doubled(told)}&R&P / &N"[:_EDGE])
        book = Book(sheet)
        book.write(columns)
        yield book


def _fitting(text: str) -> str:
    return text if len(text) <= LETTERS else text[: LETTERS - len(_CUT)] + _CUT


def _doubled(text: str) -> str:
    return text.replace("&", "&&")
