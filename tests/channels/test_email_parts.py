"""The parts of a mail: which of them are its words, and which are files."""

from __future__ import annotations

import base64

import pytest

from tests.channels.email_kit import PNG, files, mail, parts, read


def test_html_alone_is_read_as_text() -> None:
    html = (
        "<html><head><title>x</title><style>p{color:red}</style></head><body><p>Lampu <b>mati</b>."
        "</p><ul><li>Gang 3<li>Gang 4</ul><script>alert(1)</script>"
        "<div style='display:none'>y</div>"
        "<table><tr><td>Nama</td><td>Siti</td></tr></table>Baris&nbsp;ini<br>dan ini</body></html>"
    )
    text = read(mail(html, Content_Type="text/html; charset=utf-8")).text
    assert text.startswith("Lampu mati.\n\n")
    assert "* Gang 3\n" in text
    assert "Nama Siti" in text
    assert text.endswith("Baris ini\ndan ini")
    assert not {"alert", "color", "y"} & set(text.replace("(", " ").split())


def test_html_tells_its_charset_itself_where_the_header_does_not() -> None:
    html = "<meta http-equiv=content-type content='text/html; charset=koi8-r'><p>привет всем"
    assert read(mail(html.encode("koi8-r"), Content_Type="text/html")).text == "привет всем"


def test_html_under_the_label_of_plain_text_is_read_as_html() -> None:
    assert read(mail("<html><body><p>Lampu mati.</p></body></html>")).text == "Lampu mati."


def test_of_two_forms_of_one_text_the_plain_one_is_read() -> None:
    data = parts(
        "Content-Type: text/plain\r\n\r\nLampu mati.",
        "Content-Type: text/html\r\n\r\n<p>Lampu mati.</p>",
        kind="alternative",
    )
    assert read(data).text == "Lampu mati."


def test_an_empty_plain_form_gives_way_to_html() -> None:
    data = parts(
        "Content-Type: text/plain\r\n\r\n \r\n",
        "Content-Type: text/html\r\n\r\n<p>Lampu mati.</p>",
        kind="alternative",
    )
    assert read(data).text == "Lampu mati."


def test_texts_that_stand_one_after_the_other_are_all_read() -> None:
    data = parts(
        "Content-Type: text/plain\r\n\r\nPertama.",
        "Content-Type: image/png; name=a.png\r\n\r\nx",
        "Content-Type: text/html\r\n\r\n<p>Kedua.</p>",
        "Content-Type: text/plain\r\n\r\nKetiga.",
    )
    assert read(data).text == "Pertama.\nKedua.\nKetiga."


def test_files_come_with_their_bytes() -> None:
    coded = base64.encodebytes(PNG).decode()
    data = parts(
        "Content-Type: text/plain\r\n\r\nTerlampir.",
        'Content-Type: image/png; name="foto.png"\r\nContent-Transfer-Encoding: base64\r\n'
        f"Content-Disposition: inline\r\nContent-ID: <a>\r\n\r\n{coded}",
        "Content-Type: application/pdf\r\nContent-Disposition: attachment; filename=surat.pdf\r\n"
        "\r\n%PDF-1.4",
        "Content-Type: audio/ogg; name=suara.ogg\r\n\r\nOggS",
    )
    event = read(data)
    assert event.text == "Terlampir."
    assert [(f.kind, f.mime, f.name, f.content) for f in files(event)] == [
        ("image", "image/png", "foto.png", PNG),
        ("document", "application/pdf", "surat.pdf", b"%PDF-1.4"),
        ("audio", "audio/ogg", "suara.ogg", b"OggS"),
    ]
    assert len({f.ref for f in event.attachments}) == 4


def test_pictures_in_the_text_are_files_too() -> None:
    inner = "--dalam\r\nContent-Type: text/html\r\n\r\n<p>Ini: <img src='cid:a'></p>\r\n"
    inner += "--dalam\r\nContent-Type: image/jpeg\r\nContent-ID: <a>\r\n\r\nJFIF\r\n--dalam--"
    event = read(parts(f"Content-Type: multipart/related; boundary=dalam\r\n\r\n{inner}"))
    assert event.text == "Ini:"
    assert [(f.kind, f.name) for f in files(event)] == [("image", "lampiran-2.jpg")]


@pytest.mark.parametrize(
    ("field", "name"),
    [
        ('attachment; filename="foto lampu.png"', "foto lampu.png"),
        ("attachment; filename=foto lampu.png", "foto lampu.png"),
        ("attachment; filename*=UTF-8''lampu%20%C3%A1.png", "lampu á.png"),
        ("attachment; filename=x.png; filename*=UTF-8''lampu.png", "lampu.png"),
        ('attachment; filename*0="lam";\r\n filename*1="pu.png"', "lampu.png"),
        ("attachment; filename*1*=%20mati.png; filename*0*=utf-8'id'lampu", "lampu mati.png"),
        ('attachment; filename="=?utf-8?B?bGFtcHUucG5n?="', "lampu.png"),
        ("attachment; filename==?utf-8?Q?lampu=2Epng?=", "lampu.png"),
        ('attachment; filename="C:\\\\foto\\\\lampu.png"', "lampu.png"),
        ('attachment; filename="../../etc/lampu.png"', "lampu.png"),
        ("attachment; filename*=x-tak-ada''lampu.png", "lampu.png"),
        ("attachment", "lampiran-1.png"),
        ('attachment; filename=".."', "lampiran-1.png"),
    ],
)
def test_file_names_are_read_in_every_spelling(field: str, name: str) -> None:
    (file,) = files(read(mail("x", Content_Type="image/png", Content_Disposition=field)))
    assert file.name == name


def test_a_long_file_name_keeps_its_ending() -> None:
    field = f"attachment; filename={'x' * 500}.png"
    (file,) = files(read(mail("x", Content_Type="image/png", Content_Disposition=field)))
    assert len(file.name) == 200
    assert file.name.endswith(".png")


def test_calendars_and_tnef_are_kept_as_files() -> None:
    data = parts(
        "Content-Type: text/plain\r\n\r\nUndangan.",
        "Content-Type: text/calendar; method=REQUEST\r\n\r\nBEGIN:VCALENDAR",
        "Content-Type: application/ms-tnef; name=winmail.dat\r\n\r\nx\x9f",
    )
    assert [(f.mime, f.name) for f in files(read(data))] == [
        ("text/calendar", "lampiran-2.ics"),
        ("application/ms-tnef", "winmail.dat"),
    ]


def test_a_mail_inside_a_mail_is_a_file_with_its_own_bytes() -> None:
    inner = b"From: Budi <budi@contoh.id>\r\nSubject: =?utf-8?q?Isi=2FLama?=\r\n\r\nKata Budi.\r\n"
    data = parts(
        "Content-Type: text/plain\r\n\r\nSaya teruskan.",
        f"Content-Type: message/rfc822\r\n\r\n{inner.decode()}",
    )
    event = read(data)
    assert event.text == "Saya teruskan."
    assert event.sender.value == "siti@contoh.id"
    (file,) = files(event)
    assert (file.kind, file.mime, file.name) == ("document", "message/rfc822", "Isi-Lama.eml")
    assert file.content == inner


def test_a_mail_of_nothing_but_another_mail_is_read_from_that() -> None:
    inner = "From: budi@contoh.id\r\nContent-Type: text/html\r\n\r\n<p>Kata Budi.</p>"
    event = read(parts(f"Content-Type: message/rfc822\r\n\r\n{inner}"))
    assert event.text == "Kata Budi."
    assert event.sender.value == "siti@contoh.id"
    assert event.subject == "Lampu jalan mati"


def test_the_only_text_is_read_even_when_it_calls_itself_a_file() -> None:
    data = mail("Isi.", Content_Type="text/plain; name=isi.txt")
    assert read(data).text == "Isi."
    assert [f.name for f in files(read(data))] == ["isi.txt"]


@pytest.mark.parametrize(
    "kind",
    [
        "multipart/mixed",
        "multipart/mixed; boundary=lain",
        'multipart/mixed; boundary="batas',
        "multipart/mixed; boundary=batas; boundary=lain",
        "MULTIPART/MIXED;\r\n\tBOUNDARY=batas",
    ],
)
def test_a_missing_or_wrong_boundary_is_guessed(kind: str) -> None:
    body = "awal\r\n--batas\r\nContent-Type: text/plain\r\n\r\nLampu mati.\r\n--batas\r\n"
    body += "Content-Type: image/png\r\n\r\nx"
    event = read(mail(body, Content_Type=kind))
    assert event.text == "Lampu mati."
    assert len(files(event)) == 1


def test_a_multipart_without_parts_is_its_text() -> None:
    assert read(mail("Lampu mati.", Content_Type="multipart/mixed; boundary=x")).text == (
        "Lampu mati."
    )


def test_a_boundary_that_begins_like_another_is_another() -> None:
    inner = "--batas1\r\n\r\nDalam.\r\n--batas1--"
    data = parts(f"Content-Type: multipart/mixed; boundary=batas1\r\n\r\n{inner}", "\r\nLuar.")
    assert read(data).text == "Dalam.\nLuar."


def test_text_nested_forty_deep_is_found() -> None:
    deep = "".join(f"Content-Type: multipart/mixed; boundary=b{n}\n\n--b{n}\n" for n in range(40))
    assert read(f"From: a@b.id\n{deep}\nIsi.".encode()).text == "Isi."


def test_html_too_deep_for_the_parser_keeps_its_words() -> None:
    html = "<div>" * 1000 + "Lampu mati." + "</div>" * 1000 + "<p>Tolong.</p>"
    assert read(mail(html, Content_Type="text/html")).text == "Lampu mati. Tolong."
