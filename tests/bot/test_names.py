"""Names: a file that is downloaded has the name it came with, without what would deceive."""

from __future__ import annotations

import re
from urllib.parse import unquote

import pytest

from bot.names import disposition

NAMES = [
    ("laporan.pdf", "laporan.pdf"),
    ("../../etc/passwd", "etcpasswd"),
    ("..\\..\\windows\\win.ini", "windowswin.ini"),
    ('a"; filename="b.exe\r\nX-Odd: 1', "a; filename=b.exeX-Odd: 1"),
    ("tagihan\u202egpj.exe", "tagihangpj.exe"),
    ("foto\u3164\u115f\u034f.jpg", "foto.jpg"),
    ("\U0001f469\u200d\U0001f467.png", "\U0001f469\U0001f467.png"),
    ("naïve 😀 %2e%2e%2f.pdf", "naïve 😀 %2e%2e%2f.pdf"),
    (" .png", "png"),
    (".htaccess", "htaccess"),
    ("\x1b[31m\x07\x7f", "[31m"),
    ("", "berkas"),
    (". .", "berkas"),
    ("\u202e\u200b", "berkas"),
    ("x" * 255 + ".jpg", "x" * 108 + "…xxxxxx.jpg"),
]


@pytest.mark.parametrize(("told", "shown"), NAMES, ids=ascii)
def test_a_download_keeps_its_name_and_its_ending(told: str, shown: str) -> None:
    header = disposition("application/pdf", told)
    found = re.fullmatch(
        r"attachment; filename=\"([ !#-\[\]-~]*)\"; filename\*=UTF-8''(.*)", header
    )
    assert found
    assert unquote(found[2]) == shown
    assert found[1]


def test_only_what_a_browser_may_show_is_shown_in_place() -> None:
    assert disposition("image/png", "a.png").startswith("inline; ")
    for mime in ("image/svg+xml", "text/html", "application/pdf", "text/plain", ""):
        assert disposition(mime, "a.png").startswith("attachment; ")
