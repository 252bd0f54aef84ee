"""Who is speaking: a claim, a signature our own server vouches for, an address that we signed."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from channels.email import html, tokens
from tests.channels.email_kit import CONFIG, mail, read

TRUSTING = replace(CONFIG, authserv_id="mx.sukajaya.go.id")


def proof(result: str, **fields: Any) -> str:
    return read(mail(Authentication_Results=result, **fields), TRUSTING).proof


@pytest.mark.parametrize(
    ("result", "expected"),
    [
        ("mx.sukajaya.go.id; dkim=pass header.d=contoh.id", "strong"),
        ("mx.sukajaya.go.id; dkim=pass header.i=@contoh.id header.s=x", "strong"),
        ("mx.sukajaya.go.id; dkim=pass (2048-bit key) header.d=CONTOH.ID;", "strong"),
        ("MX.Sukajaya.go.id 1;\r\n spf=fail;\r\n dkim=pass header.d=contoh.id", "strong"),
        ("mx.sukajaya.go.id; dkim=fail header.d=contoh.id; dkim=pass header.d=contoh.id", "strong"),
        ("mx.sukajaya.go.id; dkim=fail header.d=contoh.id", "weak"),
        ("mx.sukajaya.go.id; dkim=pass header.d=palsu.id", "weak"),
        ("mx.sukajaya.go.id; dkim=pass header.d=id", "weak"),
        ("mx.sukajaya.go.id; dkim=pass header.d=xcontoh.id", "weak"),
        ("mx.sukajaya.go.id; dkim=pass header.d=surat.contoh.id", "weak"),
        ("mx.sukajaya.go.id; dkim=pass", "weak"),
        ("mx.sukajaya.go.id; spf=pass smtp.mailfrom=siti@contoh.id; dmarc=pass", "weak"),
        ("mx.sukajaya.go.id; none", "weak"),
        ("mx.sukajaya.go.id", "weak"),
        ("mx.palsu.id; dkim=pass header.d=contoh.id", "weak"),
        ("mx.sukajaya.go.id.palsu.id; dkim=pass header.d=contoh.id", "weak"),
        ("; dkim=pass header.d=contoh.id", "weak"),
        ("", "weak"),
        ("mx.sukajaya.go.id; spf=pass (x); ipdkim=pass header.d=contoh.id", "weak"),
        ('mx.sukajaya.go.id; spf=pass smtp.mailfrom="a; dkim=pass header.d=contoh.id"@x', "weak"),
        ("mx.sukajaya.go.id; spf=pass (of ; dkim=pass header.d=contoh.id ) x", "weak"),
        ("mx.sukajaya.go.id; spf=pass (of (; dkim=pass header.d=contoh.id ) x", "weak"),
    ],
)
def test_only_our_own_servers_result_proves_a_sender(result: str, expected: str) -> None:
    assert proof(result) == expected


def test_a_domain_may_sign_for_the_ones_below_it() -> None:
    signed = "mx.sukajaya.go.id; dkim=pass header.d=contoh.id"
    assert proof(signed, From="siti@rumah.contoh.id") == "strong"


def test_a_result_below_the_topmost_is_a_strangers_word() -> None:
    data = mail(Authentication_Results="mx.lain.id; none").replace(
        b"\r\n\r\n",
        b"\r\nAuthentication-Results: mx.sukajaya.go.id; dkim=pass header.d=contoh.id\r\n\r\n",
        1,
    )
    assert read(data, TRUSTING).proof == "weak"


def test_two_senders_prove_nobody() -> None:
    signed = "mx.sukajaya.go.id; dkim=pass header.d=contoh.id"
    assert proof(signed, From="siti@contoh.id, budi@contoh.id") == "weak"
    twice = mail(Authentication_Results=signed).replace(b"To:", b"From: budi@contoh.id\r\nTo:", 1)
    assert read(twice, TRUSTING).proof == "weak"


def test_without_a_server_of_ours_nobody_is_proved() -> None:
    data = mail(Authentication_Results="; dkim=pass header.d=contoh.id")
    assert read(data, CONFIG).proof == "weak"


def test_a_signed_address_comes_back_with_its_number() -> None:
    ours = tokens.address(CONFIG, "K7F3-9QX")
    assert ours.startswith("lapor+k7f39qx.")
    assert ours.endswith("@sukajaya.go.id")
    assert tokens.number(CONFIG, [ours]) == "K7F3-9QX"
    assert tokens.number(CONFIG, ["siti@contoh.id", f"<{ours.upper()}>"]) == "K7F3-9QX"


def test_an_address_of_another_name_of_ours_counts_too() -> None:
    ours = tokens.address(CONFIG, "K7F3-9QX").replace("lapor+", "info+")
    assert tokens.number(CONFIG, [ours]) == "K7F3-9QX"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("k7f39qx.", "k7f39qa."),
        ("@sukajaya.go.id", "@palsu.id"),
        ("lapor+", "warga+"),
        ("lapor+", "+"),
        ("@", "x@"),
        (".go.id", ".go.id.palsu"),
        ("k7f39qx.", "k7f39qx"),
    ],
)
def test_an_address_that_we_did_not_sign_names_no_case(old: str, new: str) -> None:
    forged = tokens.address(CONFIG, "K7F3-9QX").replace(old, new, 1)
    assert tokens.number(CONFIG, [forged]) == ""


@pytest.mark.parametrize("given", ["", "@", "+@", "lapor+@sukajaya.go.id", "lapor@sukajaya.go.id"])
def test_an_empty_token_names_no_case(given: str) -> None:
    assert tokens.number(CONFIG, [given]) == ""
    assert tokens.number(CONFIG, []) == ""


def test_another_secret_signs_otherwise() -> None:
    other = replace(CONFIG, secret="rahasia-yang-lain-sama-sekali")
    assert tokens.number(other, [tokens.address(CONFIG, "K7F3-9QX")]) == ""
    assert tokens.outbound(other, tokens.message_id(CONFIG, "42")) == ("", "")


def test_without_a_secret_nothing_is_signed_and_nothing_believed() -> None:
    open_one = replace(CONFIG, secret="")
    assert tokens.address(open_one, "K7F3-9QX") == "lapor@sukajaya.go.id"
    assert tokens.number(open_one, [tokens.address(CONFIG, "K7F3-9QX")]) == ""
    assert tokens.outbound(open_one, tokens.message_id(open_one, "42")) == ("", "")


def test_where_the_server_takes_no_plus_the_address_stays_bare() -> None:
    assert tokens.address(replace(CONFIG, subaddress=False), "K7F3-9QX") == "lapor@sukajaya.go.id"
    assert tokens.address(CONFIG, "") == "lapor@sukajaya.go.id"


def test_our_message_id_is_the_same_for_every_try_and_read_back() -> None:
    ours = tokens.message_id(CONFIG, "42")
    assert ours == tokens.message_id(CONFIG, "42") != tokens.message_id(CONFIG, "43")
    assert tokens.outbound(CONFIG, f"<lain@x> {ours}") == (ours, "42")


@pytest.mark.parametrize("text", ["", "<>", "<sahut..@x>", "<sahut.42.00000000@x>", "sahut.42"])
def test_an_id_that_we_did_not_make_is_nobodys(text: str) -> None:
    assert tokens.outbound(CONFIG, text) == ("", "")


def test_a_forged_id_before_ours_does_not_hide_it() -> None:
    ours = tokens.message_id(CONFIG, "42")
    assert tokens.outbound(CONFIG, f"<sahut.41.00000000@x> {ours}") == (ours, "42")


@pytest.mark.parametrize(
    "attack",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "<a href='javascript:alert(1)'>x</a>",
        "<a href='data:text/html,x'>x</a>",
        "<svg onload=alert(1)><style>@import 'http://x'</style>",
        "<iframe src=http://x></iframe><object data=http://x></object>",
        "<form action=http://x><input name=a></form>",
        "<div style='background:url(http://x)' onclick=alert(1)>x</div>",
        "<link rel=stylesheet href=http://x><meta http-equiv=refresh content='0;url=http://x'>",
        "<base href=http://x><p>x",
        "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
        "<div>" * 400 + "<img src=x onerror=alert(1)>",
    ],
)
def test_html_of_strangers_is_shown_without_its_teeth(attack: str) -> None:
    shown = html.safe(f"<p>Lampu mati.</p>{attack}").lower()
    assert "lampu mati." in shown
    for tooth in ("<script", "onerror=", "onload=", "onclick=", "<img", "<svg", "style", "<form"):
        assert tooth not in shown
    for tooth in ("javascript:", "data:", "url(", "<iframe", "<object", "<link", "<meta", "<base"):
        assert tooth not in shown


def test_links_of_strangers_are_kept_but_vouched_for_by_nobody() -> None:
    shown = html.safe('<a href="https://contoh.id/foto" target=_top>foto</a><a href="/inbox">x</a>')
    assert 'href="https://contoh.id/foto"' in shown
    assert 'rel="noopener noreferrer nofollow"' in shown
    assert "/inbox" not in shown
    assert "target" not in shown
