"""The loopback Bot API refuses what Telegram refuses, and keeps its rules of fetching."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any

import aiohttp
import pytest
from telegram import Bot
from telegram.request import HTTPXRequest

from bot.demo.telegram import BotApi

JOKO = 1002


class Client:
    """Calls methods as a stranger's library would: forms, and no code of ours."""

    def __init__(self, api: BotApi, http: aiohttp.ClientSession) -> None:
        self.api, self._http = api, http

    async def call(self, method: str, token: str = "", **given: Any) -> tuple[int, Any]:
        url = f"{self.api.url}/bot{token or self.api.token}/{method}"
        async with self._http.post(url, json=given) as answer:
            return answer.status, await answer.json()

    async def fetched(self, **given: Any) -> list[Any]:
        status, told = await self.call("getUpdates", **given)
        assert status == 200
        return list(told["result"])

    async def refused(self, method: str, **given: Any) -> tuple[int, str]:
        status, told = await self.call(method, **given)
        assert told["ok"] is False
        assert told["error_code"] == status
        return status, told["description"]


@pytest.fixture
async def client() -> AsyncIterator[Client]:
    api = BotApi(lambda: datetime(2026, 1, 5, 2, 14, tzinfo=UTC))
    await api.start()
    api.citizen(JOKO, "Joko").met = True
    async with aiohttp.ClientSession() as http:
        yield Client(api, http)
    await api.close()


async def test_the_library_takes_it_for_telegram(client: Client) -> None:
    api = client.api
    request = HTTPXRequest()
    bot = Bot(api.token, f"{api.url}/bot", f"{api.url}/file/bot", request=request)
    async with bot:
        assert (await bot.get_me()).username == "SukajayaLaporBot"
        sent = await bot.send_message(JOKO, "<b>Halo</b>", parse_mode="HTML")
        assert (sent.text, sent.chat.type) == ("Halo", "private")
        shown = await bot.send_photo(JOKO, b"\xff\xd8\xff" + bytes(99), caption="Foto")
        assert len(shown.photo) == 3
        edited = await bot.edit_message_text("Hai", JOKO, sent.message_id)
        assert getattr(edited, "text", "") == "Hai"


async def test_a_wrong_token_and_a_wrong_method_are_refused(client: Client) -> None:
    assert await client.refused("getMe", token="1:wrong") == (401, "Unauthorized")
    assert await client.refused("getNothing") == (404, "Not Found")


REFUSED: list[tuple[dict[str, Any], str]] = [
    ({"text": ""}, "message text is empty"),
    ({"text": "a" * 4097}, "message is too long"),
    ({"text": "<b>tebal", "parse_mode": "HTML"}, "Can't find end tag"),
    ({"text": "tebal</b>", "parse_mode": "HTML"}, "Unexpected end tag"),
    ({"text": "<blink>x</blink>", "parse_mode": "HTML"}, "Unsupported start tag"),
    ({"text": "a < b", "parse_mode": "HTML"}, "Unsupported start tag"),
    ({"text": "x", "chat_id": "nobody"}, "chat_id is missing"),
    ({"text": "x", "chat_id": 404}, "chat not found"),
    ({"text": "x", "reply_parameters": {"message_id": 99}}, "message to be replied not found"),
    (
        {
            "text": "x",
            "reply_markup": {"inline_keyboard": [[{"text": "a", "callback_data": "b" * 65}]]},
        },
        "BUTTON_DATA_INVALID",
    ),
    ({"text": "x", "reply_markup": {"inline_keyboard": [[{"text": "a"}]]}}, "Text buttons"),
    ({"text": "x", "reply_markup": "{"}, "can't parse reply_markup"),
]


@pytest.mark.parametrize(("given", "said"), REFUSED, ids=lambda value: str(value)[:30])
async def test_what_telegram_refuses_is_refused(
    client: Client, given: dict[str, Any], said: str
) -> None:
    status, description = await client.refused("sendMessage", **({"chat_id": JOKO} | given))
    assert status == 400
    assert said in description
    assert client.api.sent == []


async def test_a_photo_must_be_one(client: Client) -> None:
    form = aiohttp.FormData({"chat_id": str(JOKO)})
    form.add_field("photo", b"no picture", filename="a.jpg", content_type="image/jpeg")
    async with (
        aiohttp.ClientSession() as http,
        http.post(f"{client.api.url}/bot{client.api.token}/sendPhoto", data=form) as answer,
    ):
        assert (await answer.json())["description"] == "Bad Request: IMAGE_PROCESS_FAILED"


async def test_only_what_lies_below_the_offset_is_forgotten(client: Client) -> None:
    for text in ("satu", "dua", "tiga"):
        await client.api.citizen_writes(JOKO, text)
    first = await client.fetched()
    assert await client.fetched() == first
    assert await client.fetched(limit=2) == first[:2]
    assert await client.fetched(offset=first[1]["update_id"]) == first[1:]
    assert await client.fetched(offset=-1) == first[2:]
    assert await client.fetched(offset=first[2]["update_id"] + 1) == []


async def test_a_fetch_waits_for_news_as_long_as_it_was_told(client: Client) -> None:
    waiting = asyncio.create_task(client.fetched(timeout=50))
    await asyncio.sleep(0.05)
    await client.api.citizen_writes(JOKO, "Halo")
    (update,) = await asyncio.wait_for(waiting, 10)
    assert update["message"]["text"] == "Halo"
    assert await client.fetched(offset=update["update_id"] + 1, timeout=0) == []


async def test_a_second_fetch_ends_the_first(client: Client) -> None:
    first = asyncio.create_task(client.refused("getUpdates", timeout=50))
    await asyncio.sleep(0.05)
    second = asyncio.create_task(client.fetched(timeout=1))
    status, said = await asyncio.wait_for(first, 10)
    assert (status, "terminated" in said) == (409, True)
    await client.api.citizen_writes(JOKO, "Halo")
    assert len(await second) == 1


async def test_only_what_was_asked_for_is_told(client: Client) -> None:
    assert await client.fetched(allowed_updates=["message"]) == []
    await client.api.citizen_blocks(JOKO)
    await client.api.citizen_unblocks(JOKO)
    await client.api.citizen_writes(JOKO, "Halo")
    assert [set(update) - {"update_id"} for update in await client.fetched()] == [{"message"}]


async def test_with_a_webhook_nothing_can_be_fetched(client: Client) -> None:
    url = "http://127.0.0.1:9/hook"
    assert (await client.call("setWebhook", url=url, secret_token="a-secret"))[0] == 200
    status, said = await client.refused("getUpdates")
    assert (status, "webhook is active" in said) == (409, True)
    assert (await client.call("getWebhookInfo"))[1]["result"]["url"] == url
    await client.call("deleteWebhook")
    assert await client.fetched() == []


async def test_a_webhook_needs_an_address_and_a_secret_of_plain_letters(client: Client) -> None:
    status, _ = await client.refused("setWebhook", url="http://example.org/hook")
    assert status == 400
    status, _ = await client.refused("setWebhook", url="https://x/", secret_token="a b")
    assert status == 400


async def test_a_path_is_good_for_one_file_and_only_with_the_token(client: Client) -> None:
    api = client.api
    key = api.files.keep("photo", b"bytes")
    _, told = await client.call("getFile", file_id=key)
    path = told["result"]["file_path"]
    async with aiohttp.ClientSession() as http:
        async with http.get(f"{api.url}/file/bot{api.token}/{path}") as answer:
            assert await answer.read() == b"bytes"
        async with http.get(f"{api.url}/file/bot1:wrong/{path}") as answer:
            assert answer.status == 401
        async with http.get(f"{api.url}/file/bot{api.token}/photos/other") as answer:
            assert answer.status == 404


async def test_nobody_writes_to_a_bot_that_he_blocked(client: Client) -> None:
    await client.api.citizen_blocks(JOKO)
    with pytest.raises(RuntimeError):
        await client.api.citizen_writes(JOKO, "Halo")
