"""A letter: a text that stands alone, the same words as HTML, and headers that any server keeps."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from channels.base import Address
from channels.email import check, letter, tokens
from channels.email.letter import Enclosure
from tests.channels.smtp_kit import outbound, sending

CHROMIUM = Path("/usr/bin/chromium")
NOW = datetime(2026, 1, 5, 3, 2, tzinfo=UTC)
TEXT = """\
Yth. Bapak/Ibu Hendra,

Terima kasih sudah menulis. Laporan sudah kami terima Senin, 5 Januari 2026.
Nomor laporan: K7F3-9QX (dibaca: K, tujuh, F, tiga, sembilan, Q, X).

Kami masih memerlukan dua hal:
1. Alamat tempat tinggal. Cukup jalan atau kampung.
2. Penyelesaian yang diharapkan.

Langkahnya ada di https://sukajaya.go.id/lacak. Bisa juga menulis ke bantu@sukajaya.go.id.

Salam hormat,
Sari Handayani, petugas pengaduan, Puskesmas Sukajaya"""


def built(text: str = TEXT, *enclosed: Enclosure, **more: Any) -> EmailMessage:
    """The letter, as its reader's program takes it apart."""
    settings = more.pop("settings", {})
    return parsed(whole(text, *enclosed, settings=settings, **more))


def whole(text: str = TEXT, *enclosed: Enclosure, settings: Any = None, **more: Any) -> bytes:
    config = check(sending(1) | (settings or {}))
    return letter.written(config, outbound(text, **more), enclosed, NOW)


def parsed(content: bytes) -> EmailMessage:
    return BytesParser(policy=policy.default).parsebytes(content)


def text_of(made: EmailMessage, kind: str) -> str:
    body = made.get_body((kind,))
    assert body is not None
    return str(body.get_content()).replace("\r\n", "\n")


def test_the_text_comes_first_and_is_the_text() -> None:
    made = built()
    assert [part.get_content_type() for part in made.iter_parts()] == ["text/plain", "text/html"]
    assert text_of(made, "plain") == TEXT + "\n"


class Words(HTMLParser):
    """What a reader of the HTML part reads."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []
        self.tags: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self._silent += tag in ("style", "title")
        if tag == "li" and (place := dict(attrs).get("value")):
            self.said.append(f"{place}. ")

    def handle_endtag(self, tag: str) -> None:
        self._silent -= tag in ("style", "title")

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.said.append(data)


def read(page: str) -> Words:
    words = Words()
    words.feed(page)
    return words


TAGS = frozenset(
    ("html", "head", "meta", "title", "style", "body", "div", "p", "ol", "ul", "li", "a", "span")
)
TEXTS = [
    TEXT,
    "Satu baris saja.",
    "",
    "Daftar:\n- satu\n- dua\n\n3. tiga\n10. sepuluh\nakhir",
    "<script>alert(1)</script> & \"kutip\" 'satu' 5 < 6 > 4",
    "Tanggal 5. Januari\n\n\n\n12. baris\n\n   menjorok   \nlalu",
    "K7F3-9QX dan K7F3-9QX https://x.id/K7F3-9QX?a=1&b=2",
]


@pytest.mark.parametrize("text", TEXTS)
def test_both_parts_say_the_same_words(text: str) -> None:
    page = text_of(built(text, number="K7F3-9QX"), "html")
    plain = re.sub(r"(?m)^\s*[-•] ", "", text).split()
    assert "".join(read(page).said).split() == plain


@pytest.mark.parametrize("text", TEXTS)
def test_nothing_is_fetched_and_nothing_is_run(text: str) -> None:
    page = text_of(built(text), "html")
    tags = set(read(page).tags)
    assert tags <= TAGS
    assert not re.search(r"url\(|@import|<[^>]+\bon\w+=|<[^>]+\bsrc=", page)


def test_links_show_where_they_lead() -> None:
    page = text_of(built(), "html")
    assert '<a href="https://sukajaya.go.id/lacak">https://sukajaya.go.id/lacak</a>.' in page
    assert '<a href="mailto:bantu@sukajaya.go.id">bantu@sukajaya.go.id</a>.' in page
    hostile = text_of(built('https://x.id/"onmouseover="y javascript:alert(1)'), "html")
    assert 'href="https://x.id/"' in hostile
    assert "javascript:" not in "".join(re.findall(r'href="([^"]*)"', hostile))


def test_lists_are_lists_and_the_number_is_set_off() -> None:
    page = text_of(built(number="K7F3-9QX"), "html")
    assert page.count("<li value=") == 2
    assert '<span class="number">K7F3-9QX</span>' in page


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (TEXT, "id"),
        ("Halo", "id"),
        ("Dear Joko,\n\nThank you. We received your report and an officer reads it.", "en"),
    ],
)
def test_a_screen_reader_takes_the_right_voice(text: str, language: str) -> None:
    made = built(text)
    assert made["Content-Language"] == language
    assert f'<html lang="{language}">' in text_of(made, "html")


def test_headers_say_who_speaks() -> None:
    assert built()["Auto-Submitted"] is None
    for auto, said in (("replied", "auto-replied"), ("generated", "auto-generated")):
        made = built(auto=auto)
        assert made["Auto-Submitted"] == said
        assert made["X-Auto-Response-Suppress"] == "All"
    assert built()["From"] == "Kelurahan Sukajaya <lapor@kota.go.id>"
    assert built(settings={"name": ""})["From"] == "lapor@kota.go.id"
    assert built()["Date"].datetime == NOW


def test_a_case_has_an_address_of_its_own_where_the_server_takes_one() -> None:
    config = check(sending(1) | {"subaddress": True})
    made = built(number="K7F3-9QX", settings={"subaddress": True})
    assert made["Reply-To"] == tokens.address(config, "K7F3-9QX")
    assert tokens.number(config, [str(made["Reply-To"])]) == "K7F3-9QX"
    assert built(number="K7F3-9QX")["Reply-To"] is None
    assert built(settings={"subaddress": True})["Reply-To"] is None


def test_a_letter_stands_in_its_thread_however_long_the_ids_are() -> None:
    ids = [f"<{'panjang' * 20}.{n}@mail.warga.example>" for n in range(30)]
    content = whole(reply_to=ids[0], refs=(ids[0], *ids[1:], "bukan id", "<a b>", "<x>\r\nBcc: y"))
    made = parsed(content)
    assert made["In-Reply-To"] == ids[0]
    assert str(made["References"]).split() == ids[11::-1]
    assert made["Bcc"] is None
    assert max(map(len, content.splitlines())) < 998


def test_a_letter_that_answers_nothing_says_so() -> None:
    made = built()
    assert made["In-Reply-To"] is made["References"] is None
    assert built(reply_to="gibberish")["In-Reply-To"] is None
    assert built(refs=("<a@b.id>",))["In-Reply-To"] == "<a@b.id>"


def test_our_id_stands_twice_for_servers_that_take_the_first() -> None:
    made = built()
    assert made["Message-ID"] == made["X-Sahut-Id"]
    config = check(sending(1))
    assert tokens.outbound(config, made["X-Sahut-Id"]) == (made["X-Sahut-Id"], "77")


@pytest.mark.parametrize(
    "subject",
    [
        "Laporan K7F3-9QX",
        "Laporan é 漢字 " * 12,
        "dua\r\nBcc: semua@warga.example",
        "  ",
        "nul \0 x",
    ],
)
def test_a_subject_is_one_line(subject: str) -> None:
    made = built(subject=subject)
    assert made["Bcc"] is None
    clean = " ".join(subject.replace("\0", "").split())
    assert made["Subject"] == (clean or "Jawaban Kelurahan Sukajaya untuk pesan Bapak/Ibu")


@pytest.mark.parametrize(
    "text", ["nul \0 inside", "half \ud83d", "\u202edetrever", "x" * 5000, ".titik\n..dua\nFrom me"]
)
def test_any_text_travels_in_short_lines_of_ascii(text: str) -> None:
    content = whole(text)
    assert content.isascii()
    assert max(map(len, content.splitlines())) <= 200
    clean = text.replace("\0", "").encode("utf-8", "replace").decode()
    assert text_of(parsed(content), "plain").rstrip("\n") == clean


@pytest.mark.parametrize(
    ("mime", "taken"),
    [
        ("image/jpeg", "image/jpeg"),
        ("application/pdf", "application/pdf"),
        ("text/html", "text/html"),
        ("", "application/octet-stream"),
        ("message/rfc822", "application/octet-stream"),
        ("image/\r\nBcc: x", "application/octet-stream"),
    ],
)
def test_files_go_with_it_as_they_are(mime: str, taken: str) -> None:
    data = bytes(range(256)) * 40
    made = built(TEXT, Enclosure("surat balasan é.pdf", mime, data), Enclosure("", mime, b"x"))
    first, second = made.iter_attachments()
    assert first.get_content_type() == taken
    assert first.get_payload(decode=True) == data
    assert first.get_filename() == "surat balasan é.pdf"
    assert second.get_filename() == "berkas"
    assert text_of(made, "plain") == TEXT + "\n"
    assert made["Bcc"] is None


@pytest.mark.parametrize(
    ("value", "good"),
    [
        ("hendra@warga.example", True),
        ("a..b@docomo.example", True),
        ("o'brien+x@warga.example", True),
        ("dé@warga.example", True),
        ("?", False),
        ("", False),
        ("a@b@c", False),
        ("a b@c.id", False),
        ("<a@b.id>", False),
        ("a@b.id, c@d.id", False),
        ("a@b.id\n", False),
    ],
)
def test_a_mail_goes_only_where_mail_can_go(value: str, good: bool) -> None:
    assert letter.is_address(value) is good
    if good:
        assert built(to=Address("email", value))["To"] == value
