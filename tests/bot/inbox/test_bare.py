"""Bare pictures: what is not the picture is gone, what is the picture is untouched."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.inbox.bare import Unreadable, bare
from tests.bot.inbox.pictures import JPEG_WITH_PLACE, exif, jpeg, png, segment, webp


def test_a_jpeg_loses_place_comment_and_author_and_keeps_its_picture() -> None:
    plain = jpeg(segment(0xE0, b"JFIF\0"))
    told = jpeg(
        segment(0xE0, b"JFIF\0"),
        exif(1),
        segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0<author>Agus</author>"),
        segment(0xED, b"Photoshop 3.0\0Agus"),
        segment(0xFE, b"dibuat Agus"),
    )
    assert bare(told, "image/jpeg") == plain


def test_a_jpeg_keeps_which_side_is_up() -> None:
    turned = bare(JPEG_WITH_PLACE, "image/jpeg")
    assert exif(6, b"") in turned
    assert b"GPS-RAHASIA" not in turned


def test_what_hangs_behind_a_jpeg_is_cut_off() -> None:
    assert bare(jpeg() + b"rahasia", "image/jpeg") == jpeg()
    assert bare(jpeg() + JPEG_WITH_PLACE, "image/jpeg") == jpeg()


def test_a_png_loses_its_texts() -> None:
    told = png((b"tEXt", b"Author\0Agus"), (b"eXIf", b"MM\0*"), (b"tIME", bytes(7)))
    assert bare(told + b"sisa", "image/png") == png()


def test_a_webp_loses_exif_and_the_promise_of_it() -> None:
    told = webp(
        (b"VP8X", b"\x0c" + bytes(9)), (b"VP8 ", b"xyz"), (b"EXIF", b"GPS"), (b"XMP ", b"A")
    )
    assert bare(told, "image/webp") == webp((b"VP8X", b"\0" + bytes(9)), (b"VP8 ", b"xyz"))


@pytest.mark.parametrize("mime", ["image/gif", "image/heic", "text/plain", "image/svg+xml"])
def test_what_cannot_be_taken_apart_is_not_shown(mime: str) -> None:
    with pytest.raises(Unreadable):
        bare(b"GIF89a", mime)


@given(st.binary(max_size=200), st.sampled_from(["image/jpeg", "image/png", "image/webp"]))
def test_broken_bytes_are_refused_or_taken_apart_and_nothing_else(body: bytes, mime: str) -> None:
    head = {"image/jpeg": b"\xff\xd8", "image/png": b"\x89PNG\r\n\x1a\n", "image/webp": b"RIFF"}
    with suppress(Unreadable):
        bare(head[mime] + body, mime)
