"""Kannel: what it calls us with, what we ask of it, and what its answers mean."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime
from urllib.parse import parse_qs, urlsplit

import pytest

from channels.base import Delivery, Inbound, Malformed, Part, Refused, SendError
from tests.channels.sms_kit import (
    DARMO,
    HOOK,
    PASSWORD,
    SECRET,
    Answered,
    Asked,
    Line,
    from_kannel,
    line,
    outbound,
)

MOMENT = datetime(2026, 11, 22, 0, 34, 36, tzinfo=UTC)


def accepted(_asked: Asked) -> Answered:
    return Answered(202, b"0: Accepted for delivery")


@pytest.fixture
async def kannel() -> AsyncIterator[Line]:
    async with line("kannel", accepted, "/cgi-bin/sendsms") as made:
        yield made


def heard(kannel: Line, body: bytes = b"", **told: object) -> Inbound:
    (event,) = kannel.channel.parse(from_kannel(body, **told))  # type: ignore[arg-type]
    assert isinstance(event, Inbound)
    return event


async def test_a_message_is_read_from_the_body_and_its_headers(kannel: Line) -> None:
    headers = {
        "content-type": 'text/plain; charset="UTF-8"',
        "x-kannel-from": "081234567890",
        "x-kannel-time": "2026-11-22 00:34:36",
        "x-kannel-coding": "0",
    }
    message = heard(kannel, "Lampu  mati, café".encode(), headers=headers, id="ae33db85")
    assert message.text == "Lampu  mati, café"
    assert message.sender.value == message.phone == DARMO
    assert message.sent_at == MOMENT
    assert (message.key, message.kind, message.proof) == ("ae33db85", "citizen", "weak")


async def test_a_wide_message_is_read_in_the_charset_that_is_told(kannel: Line) -> None:
    headers = {"content-type": 'text/plain; charset="UTF-16BE"', "x-kannel-coding": "2"}
    body = "日本 😀".encode("utf-16-be")
    assert heard(kannel, body, headers=headers, **{"from": DARMO}).text == "日本 😀"


@pytest.mark.parametrize(
    ("text", "charset", "coding"),
    [("Lampu mati é", "UTF-8", "0"), ("日本 😀", "UTF-16BE", "2"), ("日本", "", "2")],
)
async def test_a_message_is_read_from_the_address_alone(
    kannel: Line, text: str, charset: str, coding: str
) -> None:
    raw = text.encode("utf-16-be" if coding == "2" else "utf-8")
    query = {"text": raw.decode("utf-8", "surrogateescape"), "charset": charset, "coding": coding}
    told = {key: value for key, value in query.items() if value}
    assert heard(kannel, headers={}, **told, **{"from": "081234567890"}).text == text


async def test_the_names_of_others_in_the_address_are_understood(kannel: Line) -> None:
    hook = from_kannel(sender=DARMO, message="Jalan rusak", ts="1795307676", id="x-1", to="1708")
    (message,) = kannel.channel.parse(replace(hook, body=b""))
    assert isinstance(message, Inbound)
    assert (message.text, message.phone, message.key) == ("Jalan rusak", DARMO, "x-1")
    assert message.sent_at == MOMENT


async def test_a_message_without_an_id_has_the_same_key_when_it_comes_again(kannel: Line) -> None:
    first, again = (heard(kannel, b"Halo", **{"from": DARMO, "at": "1795307676"}) for _ in "12")
    other = heard(kannel, b"Halo?", **{"from": DARMO, "at": "1795307676"})
    assert first.key == again.key != other.key
    assert heard(kannel, b"Halo", **{"from": DARMO}).key == ""


async def test_a_wrong_charset_loses_no_message(kannel: Line) -> None:
    for charset in ("UTF-8", "KLINGON-1", "UTF-16BE"):
        headers = {"content-type": f'text/plain; charset="{charset}"'}
        assert heard(kannel, b"\xff\xfeabc", headers=headers, **{"from": DARMO}).text


async def test_names_short_codes_and_data_open_nothing(kannel: Line) -> None:
    assert heard(kannel, b"Promo", **{"from": "TELKOMSEL"}).kind == "system"
    assert heard(kannel, b"Sisa pulsa", **{"from": "858"}).kind == "system"
    headers = {"content-type": "application/octet-stream", "x-kannel-coding": "1"}
    assert heard(kannel, b"\x06\x05\x04", headers=headers, **{"from": DARMO}).kind == "system"


@pytest.mark.parametrize(
    ("udh", "part"),
    [
        ("050003070201", Part("07", 1, 2)),
        ("06080401020302", Part("0102", 2, 3)),
        ("0b05040b8423f00003070302", Part("07", 2, 3)),
        ("0605040b8423f0", None),
        ("zz", None),
        ("05000307", None),
        ("", None),
    ],
)
async def test_parts_that_kannel_did_not_join_say_so(
    kannel: Line, udh: str, part: Part | None
) -> None:
    headers = {"content-type": "text/plain", "x-kannel-udh": udh}
    assert heard(kannel, b"dua", headers=headers, **{"from": DARMO}).part == part


async def test_a_message_whose_sender_kannel_was_not_told_to_name_is_kept(kannel: Line) -> None:
    headers = {"content-type": "text/plain", "x-kannel-smsc": "FAKE"}
    message = heard(kannel, b"Lampu mati", headers=headers, id="1")
    assert (message.kind, message.sender.value, message.text) == ("system", "?", "Lampu mati")


async def test_who_does_not_know_the_secret_is_refused(kannel: Line) -> None:
    kannel.channel.verify(from_kannel())
    for secret in ("", "x", SECRET[:-1], SECRET + "x", "\ud83d"):
        with pytest.raises(Refused):
            kannel.channel.verify(replace(from_kannel(), query={"secret": secret}))


async def test_the_secret_is_not_kept_with_the_message(kannel: Line) -> None:
    assert SECRET.encode() not in heard(kannel, b"Halo", **{"from": DARMO}).raw


async def test_a_call_without_a_sender_is_malformed(kannel: Line) -> None:
    for hook in (from_kannel(), from_kannel(b"Halo", id="1"), from_kannel(dlr="1")):
        with pytest.raises(Malformed):
            kannel.channel.parse(hook)


@pytest.mark.parametrize(
    ("told", "state"),
    [("1", "delivered"), ("2", "failed"), ("4", "sent"), ("8", "sent"), ("16", "failed")],
)
async def test_a_report_moves_the_message_that_it_names(
    kannel: Line, told: str, state: str
) -> None:
    reply = "NACK/11/Invalid Destination +6281234567890"
    (report,) = kannel.channel.parse(from_kannel(ref="77", dlr=told, at="1795307676", reply=reply))
    assert isinstance(report, Delivery)
    assert (report.ref, report.state, report.at) == ("77", state, MOMENT)
    assert report.code == ("11" if state == "failed" else "")
    assert DARMO not in report.reason


@pytest.mark.parametrize("told", ["0", "66", "", "-1", "x", "٨", "9" * 5000])
async def test_a_report_of_an_unknown_kind_says_nothing(kannel: Line, told: str) -> None:
    assert kannel.channel.parse(from_kannel(ref="77", dlr=told)) == ()


async def test_a_message_asks_for_reports_under_our_own_id(kannel: Line) -> None:
    assert await kannel.channel.send(outbound("Terima kasih – [77]")) == "77"
    asked = kannel.gate.asked[-1].query
    assert (asked["username"], asked["password"]) == ("sahut", PASSWORD)
    assert (asked["from"], asked["to"]) == ("1708", DARMO)
    assert (asked["text"], asked["coding"], asked["charset"]) == (
        "Terima kasih - [77]",
        "0",
        "UTF-8",
    )
    assert asked["dlr-mask"] == "31"
    report = urlsplit(asked["dlr-url"])
    told = parse_qs(report.query)
    assert asked["dlr-url"].startswith(f"{HOOK}?")
    assert (told["secret"], told["ref"], told["dlr"]) == ([SECRET], ["77"], ["%d"])


async def test_another_script_leaves_in_wide_letters(kannel: Line) -> None:
    await kannel.channel.send(outbound("ꦱꦸꦒꦼꦁ 🙏"))
    assert kannel.gate.asked[-1].query["coding"] == "2"
    assert kannel.gate.asked[-1].query["text"] == "ꦱꦸꦒꦼꦁ"


async def test_a_message_of_too_many_parts_is_not_sent_at_all(kannel: Line) -> None:
    with pytest.raises(SendError) as caught:
        await kannel.channel.send(outbound("x" * 460))
    assert caught.value.permanent
    assert caught.value.code == "too_long"
    assert kannel.gate.asked == []


async def test_a_kannel_without_its_bearerbox_rests_the_account(kannel: Line) -> None:
    kannel.gate.answers.append(Answered(503, b"Temporal failure, try again later."))
    with pytest.raises(SendError) as caught:
        await kannel.channel.send(outbound())
    assert (caught.value.scope, caught.value.permanent) == ("account", False)
    assert caught.value.wait


async def test_without_an_address_for_reports_none_are_asked_for() -> None:
    async with line("kannel", accepted, kannel_callback_url="") as made:
        await made.channel.send(outbound())
        assert "dlr-url" not in made.gate.asked[-1].query
        assert not made.channel.limits.receipts


async def test_health_tells_a_wrong_password_from_a_kannel_that_is_away(kannel: Line) -> None:
    kannel.gate.answers += [
        Answered(400, b"Empty receiver number not allowed, rejected"),
        Answered(403, b"Authorization failed for sendsms"),
    ]
    assert (await kannel.channel.health()).ok
    assert "Authorization failed" in (await kannel.channel.health()).detail
    await kannel.gate.close()
    assert not (await kannel.channel.health()).ok


async def test_a_push_is_answered_with_nothing_that_kannel_could_send_on(kannel: Line) -> None:
    assert await kannel.channel.reply(from_kannel()) == ("", "text/plain")
    assert kannel.channel.local
    assert not kannel.channel.retries
