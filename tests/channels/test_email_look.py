"""A letter on the screen: wide and narrow, by day and by night."""

from __future__ import annotations

from itertools import product
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Browser, async_playwright

from channels.email import letter

CHROMIUM = Path("/usr/bin/chromium")
TEXT = """\
Yth. Bapak/Ibu Hendra,

Laporan sudah kami terima.
Nomor laporan: K7F3-9QX (dibaca: K, tujuh, F, tiga, sembilan, Q, X).

Kami masih memerlukan satu hal:
1. Alamat tempat tinggal. Cukup jalan atau kampung.

Salam hormat,
Sari Handayani, petugas pengaduan, Puskesmas Sukajaya"""


@pytest.fixture
async def browser() -> Any:
    async with async_playwright() as started:
        made = await started.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
        yield made
        await made.close()


@pytest.mark.chromium
@pytest.mark.skipif(not CHROMIUM.exists(), reason="needs Debian's chromium")
async def test_it_reads_well_on_wide_and_narrow_screens_by_day_and_night(browser: Browser) -> None:
    long = "https://sukajaya.go.id/" + "panjang/" * 40 + "\n\n" + TEXT
    shown = letter.shown(long, "Laporan", "K7F3-9QX", "id")
    for width, scheme in product((1280, 390), ("light", "dark")):
        page = await browser.new_page(viewport={"width": width, "height": 800}, color_scheme=scheme)
        await page.set_content(shown)
        measured = await page.evaluate(MEASURE)
        assert measured["scroll"] <= width
        assert measured["letter"] <= 640
        assert measured["size"] == 16
        assert min(measured["contrasts"]) >= 4.5


MEASURE = """() => {
  const light = (color) => {
    const [r, g, b] = color.match(/[\\d.]+/g).map(Number).map((c) => {
      const s = c / 255;
      return s <= 0.03928 ? s / 12.92 : ((s + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const paper = light(getComputedStyle(document.body).backgroundColor);
  const contrast = (element) => {
    const ink = light(getComputedStyle(element).color);
    return (Math.max(ink, paper) + 0.05) / (Math.min(ink, paper) + 0.05);
  };
  const letter = document.querySelector(".letter");
  return {
    scroll: document.documentElement.scrollWidth,
    letter: letter.getBoundingClientRect().width,
    size: parseFloat(getComputedStyle(letter).fontSize),
    contrasts: [...letter.querySelectorAll("p, li, a, .number")].map(contrast),
  };
}"""
