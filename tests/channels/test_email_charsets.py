"""Letters: whatever a label says of them, they come back."""

from __future__ import annotations

import base64

import pytest

from tests.channels.email_kit import mail, read


@pytest.mark.parametrize(
    ("charset", "body"),
    [
        ("utf-8", "Terima kasih – “Pak Lurah”".encode()),
        ("iso-8859-1", "Terima kasih – “Pak Lurah”".encode("cp1252")),
        ("us-ascii", "Terima kasih – “Pak Lurah”".encode()),
        ("us-ascii", "Terima kasih – “Pak Lurah”".encode("cp1252")),
        ("x-unknown", "Terima kasih – “Pak Lurah”".encode()),
        ("unknown-8bit", "Terima kasih – “Pak Lurah”".encode("cp1252")),
        ("latin1", "Terima kasih – “Pak Lurah”".encode()),
        ("utf-16", "Terima kasih – “Pak Lurah”".encode("utf-16")),
        ('"utf-8;', "Terima kasih – “Pak Lurah”".encode()),
        ("", "Terima kasih – “Pak Lurah”".encode()),
    ],
)
def test_a_wrong_charset_costs_no_letter(charset: str, body: bytes) -> None:
    data = mail(body, Content_Type=f"text/plain; charset={charset}")
    assert read(data).text == "Terima kasih – “Pak Lurah”"


@pytest.mark.parametrize(
    ("charset", "words"),
    [
        ("gb2312", "你好镕"),
        ("shift_jis", "こんにちは"),
        ("iso-2022-jp", "こんにちは"),
        ("ks_c_5601-1987", "안녕"),
        ("koi8-r", "привет, как дела"),
        ("windows-1256", "مرحبا بكم"),
    ],
)
def test_letters_of_other_scripts_are_read(charset: str, words: str) -> None:
    codec = {"gb2312": "gb18030", "ks_c_5601-1987": "cp949"}.get(charset, charset)
    data = mail(words.encode(codec), Content_Type=f"text/plain; charset={charset}")
    assert read(data).text == words


def test_a_codec_that_is_no_charset_is_not_used() -> None:
    for name in ("punycode", "idna", "unicode_escape", "hex", "zip", "undefined", "utf\0-8"):
        data = mail("Lampu \\u0041 mati", Content_Type=f"text/plain; charset={name}")
        assert read(data).text == "Lampu \\u0041 mati"


def test_nul_and_half_letters_never_come_through() -> None:
    data = mail(b"Lam\0pu +2AA- mati", Content_Type="text/plain; charset=utf-7")
    assert read(data).text == "Lampu \ufffd mati"
    assert read(mail("x", Subject="Lam\0pu")).subject == "Lampu"


@pytest.mark.parametrize(
    ("encoding", "body"),
    [
        ("base64", base64.b64encode(b"Lampu mati.")),
        ("BASE64", base64.encodebytes(b"Lampu mati.")),
        ("base64", base64.b64encode(b"Lampu mati.").rstrip(b"=")),
        ("base64", b"TGFt\r\ncHUg\r\n!bWF0aS4=\r\n"),
        ("base64", b"Lampu mati."),
        ("quoted-printable", b"Lampu=20m=\r\nati."),
        ("quoted-printable", b"Lampu m=  \r\nati."),
        ("quoted-printable;", b"Lampu=20mati."),
        ("7-bit", b"Lampu mati."),
        ("antah-berantah", b"Lampu mati."),
        ("x-uuencode", b"begin 644 a.txt\r\n+3&%M<'4@;6%T:2X \r\n`\r\nend\r\n"),
    ],
)
def test_whatever_the_transfer_did_to_it_the_words_come_back(encoding: str, body: bytes) -> None:
    assert "Lampu mati." in read(mail(body, Content_Transfer_Encoding=encoding)).text


def test_a_footer_under_base64_is_read_with_it() -> None:
    body = base64.encodebytes(b"Lampu mati. " * 10) + b"-- milis warga --\r\n"
    text = read(mail(body, Content_Transfer_Encoding="base64")).text
    assert text.startswith("Lampu mati.")
    assert text.endswith("-- milis warga --")


@pytest.mark.parametrize(
    ("written", "subject"),
    [
        ("=?UTF-8?B?TGFtcHUgw6E=?=", "Lampu á"),
        ("=?utf-8?q?Lampu_=C3?=\r\n =?utf-8?q?=A1_mati?=", "Lampu á mati"),
        ("=?utf-8?b?TGFtcHU?= =?utf-8?b?IMOhIG1hdGk=?=", "Lampu á mati"),
        ("=?utf-8?q?Lampu mati?=", "Lampu mati"),
        ("=?utf-8?q?Kenapa??=", "Kenapa?"),
        ("=?utf-8?q?Lampu", "Lampu"),
        ("Re: =?utf-8*id?q?Lampu?= mati", "Re: Lampu mati"),
        ("=?x-unknown?q?Lampu?=", "Lampu"),
        ("=?utf-8?b?!!!?=", ""),
        ("Lampu\r mati", "Lampu mati"),
        ("Lampu\r\n\t mati", "Lampu mati"),
        ("Lampu – mati", "Lampu – mati"),
        ("", ""),
    ],
)
def test_subjects_are_read_in_one_line(written: str, subject: str) -> None:
    assert read(mail(Subject=written)).subject == subject


def test_flowed_lines_are_joined() -> None:
    body = (
        "Lampu di gang \r\nkami mati.\r\n\r\n  menjorok\r\n> kutipan \r\n> lama\r\n-- \r\nSiti\r\n"
    )
    event = read(mail(body, Content_Type="text/plain; format=flowed"))
    assert event.full == "Lampu di gang kami mati.\n\n menjorok\n> kutipan lama\n-- \nSiti"
    data = mail("Selo \r\nkan", Content_Type="text/plain; format=flowed; delsp=yes")
    assert read(data).text == "Selokan"
