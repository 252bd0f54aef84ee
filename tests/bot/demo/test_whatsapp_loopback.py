"""The loopback Graph API: as strict, and when asked as untidy, as the provider itself."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest

from bot.demo.whatsapp_rules import GraphError, Template, check, recipient
from channels.base import Address, Choice
from tests.channels.whatsapp_kit import ACCOUNT, JOKO, SULASTRI, Office, office, outbound


@pytest.fixture
async def place() -> AsyncIterator[Office]:
    async with office() as built:
        yield built


def text(body: str = "Halo", **fields: Any) -> dict[str, Any]:
    return {"messaging_product": "whatsapp", "type": "text", "text": {"body": body}} | fields


def interactive(kind: str, body: str, **action: Any) -> dict[str, Any]:
    said = {"type": kind, "body": {"text": body}, "action": action}
    return {"messaging_product": "whatsapp", "type": "interactive", "interactive": said}


def buttons(*titles: str) -> list[dict[str, Any]]:
    return [{"type": "reply", "reply": {"id": f"{n}", "title": t}} for n, t in enumerate(titles)]


def rows(*titles: str) -> list[dict[str, Any]]:
    return [{"rows": [{"id": f"{n}", "title": title} for n, title in enumerate(titles)]}]


def knock(name: str = "kabar", *params: str, language: str = "id") -> dict[str, Any]:
    body = {"type": "body", "parameters": [{"type": "text", "text": param} for param in params]}
    said = {"name": name, "language": {"code": language}, "components": [body]}
    return {"messaging_product": "whatsapp", "type": "template", "template": said}


@pytest.mark.parametrize(
    ("message", "code"),
    [
        (text(messaging_product="sms"), 100),
        (text(""), 131009),
        (text("a" * 4097), 131009),
        (text(colour="red"), 100),
        (text(context={}), 131009),
        (text(biz_opaque_callback_data="a" * 513), 131009),
        (text() | {"type": "hologram"}, 100),
        (interactive("button", "a" * 1025, buttons=buttons("Ya")), 131009),
        (interactive("button", "Ya?", buttons=buttons("1", "2", "3", "4")), 100),
        (interactive("button", "Ya?", buttons=buttons("a" * 21)), 131009),
        (interactive("button", "Ya?", buttons=buttons("Ya", "Ya")), 100),
        (interactive("button", "Ya?", buttons=[]), 100),
        (interactive("list", "Mana?", button="a" * 21, sections=rows("1")), 131009),
        (interactive("list", "Mana?", button="Pilih", sections=rows(*"12345678901")), 100),
        (interactive("list", "Mana?", button="Pilih", sections=rows("a" * 25)), 131009),
        (interactive("location_request_message", "a" * 1025, name="send_location"), 131009),
        (interactive("location_request_message", "Di mana?", name="send"), 100),
        (interactive("carousel", "Mana?"), 100),
        (knock("lain", "1"), 132001),
        (knock("kabar", "1", language="en"), 132001),
        (knock("kabar"), 132000),
        (knock("kabar", "dua\nbaris"), 100),
        (knock("kabar", " "), 100),
    ],
)
def test_refuses_what_the_provider_refuses(message: dict[str, Any], code: int) -> None:
    with pytest.raises(GraphError) as caught:
        check(message, {"kabar": Template("id", params=1)})
    assert caught.value.code == code


@pytest.mark.parametrize(
    "whom", [{"to": SULASTRI}, {"to": "+62-811"}, {}, {"recipient": "BSUID_1"}, {"recipient": 7}]
)
def test_refuses_a_reader_who_cannot_be_meant(whom: dict[str, Any]) -> None:
    with pytest.raises(GraphError):
        recipient(whom)


async def test_a_wrong_token_opens_nothing(place: Office) -> None:
    url = f"{place.api.url}/v25.0/{ACCOUNT.phone_number_id}"
    async with aiohttp.ClientSession() as http:
        for headers in ({}, {"Authorization": "Bearer é"}):
            async with http.get(url, headers=headers) as answer:
                assert answer.status == 401


async def test_a_conversation_there_and_back(place: Office) -> None:
    seen: list[dict[str, Any]] = []

    async def watch(event: dict[str, Any]) -> None:
        seen.append(event)

    place.api.subscribe(watch)
    await place.api.citizen_writes(SULASTRI, text="Lampu mati", name="Bu Sulastri")
    wamid = await place.channel.send(outbound("Sudah benar?", choices=(Choice("ok", "Ya"),)))
    await place.api.citizen_reads(SULASTRI)
    await place.api.citizen_taps(SULASTRI, "ok", "Ya", wamid)
    first, tap = await place.heard()
    assert (first.text, first.name) == ("Lampu mati", "Bu Sulastri")
    assert (tap.choice, tap.text, tap.reply_to) == ("ok", "Ya", wamid)
    assert [told.state for told in await place.told()] == ["sent", "delivered", "read"]
    assert [event["phone"] for event in seen] == [SULASTRI]


async def test_a_knock_is_answered_by_a_template_button(place: Office) -> None:
    place.clock.wind(days=3)
    knocked = outbound(
        template=place.channel.notice, params=("K7F3-9QX",), choices=(Choice("read:7", "Baca"),)
    )
    wamid = await place.channel.send(knocked)
    await place.api.citizen_taps(SULASTRI, "read:7", "Baca kabar", wamid)
    (tap,) = await place.heard()
    assert tap.choice == "read:7"
    await place.channel.send(outbound("Kabarnya begini."))


async def test_files_places_echoes_and_moves_arrive(place: Office) -> None:
    await place.api.citizen_sends(SULASTRI, "voice", b"OggS", "audio/ogg; codecs=opus")
    await place.api.citizen_sends(SULASTRI, "document", b"%PDF", "application/pdf", "ini", "a.pdf")
    await place.api.citizen_shares(SULASTRI, -6.2, 106.8, "Balai")
    await place.api.staff_writes(SULASTRI, "Dari HP kantor")
    await place.api.citizen_moves(SULASTRI, JOKO)
    heard = await place.heard()
    assert [file.kind for event in heard for file in event.attachments] == [
        "voice",
        "document",
        "location",
    ]
    assert [event.kind for event in heard[3:]] == ["echo", "moved"]
    assert heard[4].sender.value == SULASTRI
    assert heard[4].aliases[0].value == JOKO


async def test_a_hidden_citizen_has_an_id_and_no_number(place: Office) -> None:
    joko = place.api.citizen(JOKO, "Joko", hidden=True)
    await place.api.citizen_writes(JOKO, "Lampu mati")
    (told,) = await place.heard()
    assert told.sender.value == joko.user_id
    assert JOKO.encode() not in place.callback.hooks[0].body
    await place.channel.send(outbound(to=told.sender))
    assert JOKO.encode() not in b"".join(hook.body for hook in place.callback.hooks)


async def test_a_quick_reader_is_never_told_as_delivered(place: Office) -> None:
    place.api.citizen(SULASTRI).quick = True
    await place.channel.send(outbound())
    assert [told.state for told in await place.told()] == ["sent", "read"]


async def test_a_closed_window_may_be_told_late(place: Office) -> None:
    place.clock.wind(hours=24)
    place.api.faults.late_errors = True
    await place.channel.send(outbound())
    (told,) = await place.told()
    assert (told.state, told.code, told.ref) == ("failed", "131047", "77")


async def test_a_webhook_comes_again_until_it_is_taken(place: Office) -> None:
    place.callback.statuses = [503, 500]
    await place.api.citizen_writes(SULASTRI, "Lampu mati")
    assert len(await place.heard()) == 1
    assert place.api.hooks.answers == [503, 500, 200]


async def test_a_webhook_is_given_up_in_the_end(place: Office) -> None:
    place.callback.statuses = [503] * 9
    await place.api.citizen_writes(SULASTRI, "Lampu mati")
    assert await place.heard() == []
    assert place.api.hooks.answers == [503] * 4


async def test_duplicates_and_disorder_come_when_asked_for(place: Office) -> None:
    place.api.faults.duplicate_webhooks = place.api.faults.reorder = True
    for word in ("satu", "dua"):
        await place.api.citizen_writes(SULASTRI, word)
    assert [event.text for event in await place.heard()] == ["dua", "dua", "satu", "satu"]


async def test_a_batch_carries_messages_and_statuses_together(place: Office) -> None:
    place.api.faults.batch = True
    for word in ("satu", "dua"):
        await place.api.citizen_writes(SULASTRI, word)
    await place.channel.send(outbound())
    await place.api.citizen_writes(JOKO, "tiga")
    assert [event.text for event in await place.heard()] == ["satu", "dua", "tiga"]
    assert [told.state for told in await place.told()] == ["sent", "delivered"]
    (hook,) = place.callback.hooks
    assert len(json.loads(hook.body)["entry"]) == 3


async def test_scattered_webhooks_all_arrive(place: Office) -> None:
    place.api.faults.scatter = 0.05
    for number in range(5):
        await place.api.citizen_writes(SULASTRI, str(number))
    assert {event.text for event in await place.heard()} == set("01234")


async def test_a_callback_that_does_not_know_the_word_gets_nothing(place: Office) -> None:
    with pytest.raises(RuntimeError, match="403"):
        await place.api.hooks.handshake(place.api.hooks.url, "salah")


async def test_a_stranger_by_user_id_cannot_be_reached(place: Office) -> None:
    with pytest.raises(Exception, match="undeliverable"):
        await place.channel.send(outbound(to=Address("wa", "ID.1")))
