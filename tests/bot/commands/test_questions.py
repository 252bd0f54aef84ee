"""What `sahut init` asks after what, and what it fills in by itself. Nobody is called here."""

from __future__ import annotations

import io
from typing import Any

import pytest

from bot.commands.founding import mailboxes, questions
from bot.commands.founding.questions import Answers
from bot.commands.words import Words
from channels import email, sms

#: Everything up to the question for a mailbox: no custodian, no bot, no public address.
OFFICE = ("Kelurahan Sukajaya", "", "", "", "", "Jalan Melati 1", "", "", "WIB", "", "")
OFFICE += ("Dra. Siti Aminah", "Lurah", "", "", "", "", "t", "t")
OFFICER = ("Rina", "rina", "")


@pytest.fixture
def typing(monkeypatch: pytest.MonkeyPatch) -> Any:
    def typed(*lines: str) -> Answers:
        told = "".join(f"{line}\n" for line in (*OFFICE, *lines, *OFFICER))
        monkeypatch.setattr("sys.stdin", io.StringIO(told))
        return questions.asked(Words.load("id"))

    return typed


def mailbox(answers: Answers) -> dict[str, Any]:
    given: dict[str, Any] = answers.given["channels"]["email"]
    mailboxes.complete(given, "Kelurahan Sukajaya", str(answers.has.get("tenant", "")))
    email.check(given)
    return given


def test_the_mailbox_of_a_large_provider_needs_two_answers(typing: Any) -> None:
    found = mailbox(typing("y", "lapor.sukajaya@gmail.com", "", "", "abcd efgh ijkl mnop", ""))
    assert (found["imap_host"], found["smtp_host"]) == ("imap.gmail.com", "smtp.gmail.com")
    assert (found["authserv_id"], found["subaddress"]) == ("mx.google.com", True)
    assert found["name"] == "Kelurahan Sukajaya"


def test_a_domain_of_the_offices_own_at_google_is_known_by_its_server(typing: Any) -> None:
    found = mailbox(typing("y", "lapor@sukajaya.go.id", "imap.gmail.com", "", "abcd", ""))
    assert (found["smtp_host"], found["authserv_id"]) == ("smtp.gmail.com", "mx.google.com")


def test_the_server_of_an_own_domain_is_guessed(typing: Any) -> None:
    found = mailbox(typing("y", "lapor@sukajaya.go.id", "", "", "sandi", ""))
    assert (found["imap_host"], found["smtp_host"]) == ("mail.sukajaya.go.id",) * 2
    assert "subaddress" not in found


def test_microsoft_is_asked_for_an_application_and_no_password(typing: Any) -> None:
    found = mailbox(
        typing("y", "lapor@sukajaya.go.id", "outlook.office365.com", "", "id-t", "id-a", "s", "")
    )
    assert (found["smtp_host"], found["smtp_tls"]) == ("smtp.office365.com", "starttls")
    assert "/id-t/" in found["oauth_token_url"]
    assert found["oauth_client_id"] == "id-a"


@pytest.mark.parametrize(
    "lines",
    [
        ("y", "lapor@sukajaya.go.id", "", "", "", ""),
        ("y", "lapor@outlook.com", "", "", "", ""),
        ("y", "lapor@outlook.com", "", "", "id-t", "id-a", "", ""),
        ("t", ""),
    ],
)
def test_a_mailbox_that_nobody_can_open_yet_is_left_out(typing: Any, lines: Any) -> None:
    assert "channels" not in typing(*lines).given


@pytest.mark.parametrize(
    ("kind", "seat", "office"),
    [
        ("desa", ("Sleman", "Kabupaten Sleman", "Jogya", "DIY"), ("Kabupaten Sleman", "DIY")),
        ("kementerian", ("Bali",), ("", "Bali")),
    ],
)
def test_the_place_is_asked_where_the_kind_needs_it(
    monkeypatch: pytest.MonkeyPatch, kind: str, seat: tuple[str, ...], office: tuple[str, str]
) -> None:
    lines = ("Kantor", "", "dinas", kind, *seat, *OFFICE[5:], "t", "", *OFFICER)
    monkeypatch.setattr("sys.stdin", io.StringIO("".join(f"{line}\n" for line in lines)))
    given = questions.asked(Words.load("id")).given
    assert (given["office"].get("region", ""), given["office"].get("province", "")) == office
    (remedy,) = given["remedies"]
    # Its name follows the place, so it is not written down.
    assert remedy["role"] == "ombudsman"
    assert "name" not in remedy


def test_what_was_given_stays() -> None:
    given: dict[str, Any] = {"imap_host": "imap.gmail.com", "name": "Lapor", "subaddress": False}
    mailboxes.complete(given, "Kelurahan Sukajaya", "")
    assert (given["name"], given["subaddress"]) == ("Lapor", False)


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (
            ("android", "+6281234567890", "350", "", "HPKANTOR", "sandi", "kunci-hp"),
            {"android_url": "https://api.sms-gate.app/3rdparty/v1", "price": 350},
        ),
        (("gammu", "+6281234567890", "", *[""] * 4), {"gammu_sent": "/var/spool/gammu/sent"}),
        (("kannel", "1708", "", "", "sandi"), {"kannel_username": "sahut"}),
        (("bridge", "1708", ""), {"number": "1708"}),
    ],
    ids=lambda one: one[0] if isinstance(one, tuple) else "",
)
def test_each_gateway_is_asked_for_what_it_needs(typing: Any, lines: Any, expected: Any) -> None:
    given = typing("t", *lines).given["channels"]["sms"]
    assert given.items() >= expected.items()
    sms.check({"bridge_secret": "a" * 20, "kannel_secret": "a" * 20} | given)


def test_what_makes_no_sense_is_asked_again(typing: Any) -> None:
    lines = ("y", "lapor@", "lapor@sukajaya.go.id", "", "", "sandi")
    answers = typing(*lines, "merpati", "bridge", "hp kantor", "1708", "mahal", "350")
    assert answers.given["channels"]["email"]["address"] == "lapor@sukajaya.go.id"
    assert answers.given["channels"]["sms"]["price"] == 350
