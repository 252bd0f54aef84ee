"""The edge: what strangers send is refused politely or kept whole, and never breaks anything."""

from __future__ import annotations

import asyncio
import copy
import io
import json
import logging
from collections.abc import AsyncIterator, Iterator
from typing import Any

import aiohttp
import pytest
from sqlalchemy import func, select

from storage.tables import deliveries, messages
from tests.wire import COMPLAINT, Obj, hook, push, raw, said, told
from tests.world import JOKO_WA, SULASTRI_WA, World

DEEP = 100_000
UNREADABLE = [
    b"",
    b"null",
    b"{",
    b"[]",
    b'"text"',
    b"\xff\xfe\x00",
    b'{"object": 1}',
    b'{"object": "whatsapp_business_account", "entry": 7}',
    b'{"object": "whatsapp_business_account", "entry": [7]}',
    b"[" * DEEP,
    b'{"object": "whatsapp_business_account", "entry": ' + b"[" * DEEP,
    b'{"object": "whatsapp_business_account", "entry": ' + b'{"a":' * DEEP,
]
ODD: list[Any] = [None, 5, -1, 1e308, True, "", "x", "\0", "\ud800", [], {}, [[]], [None], {"": {}}]


async def test_an_unsigned_or_badly_signed_webhook_leaves_no_trace(world: World) -> None:
    body = hook(world, said(world, SULASTRI_WA, COMPLAINT), statuses=[told(world, "w", "read")])
    good = world.whatsapp.hooks.sign(body)
    assert await push(world, body, headers={}) == [401]
    for shown in (good[:-1], good.replace("sha256=", "sha1="), "sha256=", "x", good.upper()):
        assert await push(world, body, headers={"X-Hub-Signature-256": shown}) == [403]
    assert await push(world, body + b" ", headers={"X-Hub-Signature-256": good}) == [403]
    assert await world.messages() == []
    assert await world.rows(select(deliveries)) == []


async def test_what_is_no_webhook_is_refused_as_the_senders_mistake(world: World) -> None:
    answers = [(await push(world, body))[0] for body in UNREADABLE]
    assert all(400 <= status < 500 for status in answers)
    await still_works(world)


async def test_a_message_nested_deeper_than_any_is_refused_or_kept(world: World) -> None:
    body = hook(world, said(world, SULASTRI_WA, COMPLAINT, odd="MARK"))
    for depth in (100, 900, 5_000, DEEP):
        nested = b'{"a":' * depth + b"1" + b"}" * depth
        assert (await push(world, body.replace(b'"MARK"', nested)))[0] in (200, 400)
    await still_works(world)


@pytest.mark.parametrize("announced", [True, False])
async def test_four_megabytes_are_too_much(world: World, announced: bool) -> None:
    body = hook(world, said(world, SULASTRI_WA, "a" * 2**22))
    assert await post(world, body, announced=announced) == 413
    assert await world.messages() == []
    await still_works(world)


@pytest.mark.parametrize(
    "line",
    [
        b"GET /lacak?nomor=" + b"a" * 9000,
        b"GET /\x1b[31m",
        b"GET\x00 /",
        b"\x16\x03\x01\x02 /",
        b"GET //[",
    ],
    ids=["long", "control", "nul", "tls", "host"],
)
async def test_a_request_that_cannot_be_read_is_refused_and_leaves_no_line(
    world: World, caplog: pytest.LogCaptureFixture, line: bytes
) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", int(world.base.rpartition(":")[2]))
    writer.write(line + b" HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
    answer = await reader.read()
    assert 400 <= int(answer.split()[1]) < 500
    writer.close()
    await writer.wait_closed()
    assert "127.0.0.1" not in caplog.text
    assert [one for one in caplog.records if one.levelno >= logging.WARNING] == []


async def test_no_account_of_that_name_and_no_bot_that_is_fetched_from(world: World) -> None:
    body = hook(world, said(world, SULASTRI_WA, COMPLAINT))
    for account in ("nobody", "telegram", "web", "%2e%2e", "whatsapp%00"):
        assert (await push(world, body, account=account))[0] in (401, 403, 404, 405)
    assert await world.messages() == []


async def test_a_handshake_with_another_token_is_refused(world: World) -> None:
    url = f"{world.base}/hooks/whatsapp"
    query = {"hub.mode": "subscribe", "hub.challenge": "1", "hub.verify_token": "guess"}
    async with aiohttp.ClientSession() as http:
        for asked in (query, query | {"hub.verify_token": "\ud7ff\u0000é"}, {}):
            async with http.get(url, params=asked) as answer:
                assert answer.status == 403


@pytest.mark.parametrize("host", ["", "a b", "[::1", "x" * 500, "evil.example", "a:99999999"])
async def test_a_strange_host_breaks_nothing(world: World, host: str) -> None:
    body = hook(world, said(world, SULASTRI_WA, COMPLAINT))
    signed = {"X-Hub-Signature-256": world.whatsapp.hooks.sign(body), "Host": host}
    assert (await push(world, body, headers=signed))[0] in (200, 400)


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("gelap\0 sekali", "gelap sekali"),
        ("gelap \ud83d sekali", "gelap \ufffd sekali"),
        ("\udc00\ud800", "\ufffd\ufffd"),
        ("awas \u202egnp.exe", "awas \u202egnp.exe"),
        ("kunci \ue000 anda", "kunci  anda"),
        ("a" * 1_000_000, "a" * 1_000_000),
        ("\U0001f525" * 5000, "\U0001f525" * 5000),
    ],
)
async def test_strange_text_is_kept_whole_and_can_be_read(
    world: World, sent: str, kept: str
) -> None:
    assert await push(world, hook(world, said(world, SULASTRI_WA, sent))) == [200]
    await world.settled()
    (row,) = await world.messages()
    assert (row.text, row.unread_at) == (kept, None)
    assert json.loads((await raw(world))[0])["messages"][0]["text"]["body"] == sent
    assert len(world.whatsapp.sent) == 1


async def test_ids_of_ten_thousand_characters_stay_apart_and_count_once(world: World) -> None:
    ids = ["wamid." + "A" * 10_000 + end for end in "xy"]
    replies = {"context": {"id": "wamid." + "B" * 10_000, "from": "1"}}
    bodies = [hook(world, said(world, SULASTRI_WA, COMPLAINT, id=i, **replies)) for i in ids]
    assert await push(world, *bodies * 2) == [200] * 4
    await world.settled()
    rows = await world.messages()
    assert len(rows) == len({row.provider for row in rows}) == 2


async def test_senders_of_ten_thousand_characters_are_people_too(world: World) -> None:
    for phone in ("6" * 10_000, "user\0\ud800", "ID." + "9" * 200):
        message = said(world, JOKO_WA, COMPLAINT) | {"from": phone}
        assert await push(world, hook(world, message)) == [200]
    await world.until(lambda: _counted(world, 3))
    assert len({row.contact_id for row in await world.messages()}) == 3
    await still_works(world)


@pytest.mark.parametrize(
    "stamp", ["32503680001", "-1", "0", "9" * 400, "1e9", "", "besok", "253402300800"]
)
async def test_a_date_that_cannot_be_is_no_date(world: World, stamp: str) -> None:
    body = hook(world, said(world, SULASTRI_WA, COMPLAINT, timestamp=stamp))
    assert await push(world, body) == [200]
    await world.settled()
    (row,) = await world.messages()
    assert row.sent_at is None
    assert row.handled_at
    assert len(world.whatsapp.sent) == 1


async def test_a_message_from_the_past_does_not_close_the_window(world: World) -> None:
    old = str(int(world.clock.now().timestamp()) - 30 * 3600)
    await push(world, hook(world, said(world, SULASTRI_WA, COMPLAINT)))
    await world.settled()
    await push(world, hook(world, said(world, SULASTRI_WA, "Ini foto lama.", timestamp=old)))
    await push(world, hook(world, said(world, SULASTRI_WA, "STATUS")))
    await world.settled()
    assert [row.state for row in await world.outgoing() if row.held_at] == []


async def test_whatever_stands_in_any_field_nothing_answers_with_a_fault(world: World) -> None:
    message = said(world, SULASTRI_WA, COMPLAINT, context={"id": "w", "from": "1"})
    read = told(world, "wamid.x", "failed", errors=[{"code": 131000, "title": "t"}])
    whole = json.loads(hook(world, message, statuses=[read], names={SULASTRI_WA: "Sulastri"}))
    bodies = [json.dumps(odd).encode() for odd in spoilt(whole)]
    assert len(bodies) > 400
    for start in range(0, len(bodies), 50):
        assert set(await push(world, *bodies[start : start + 50])) <= {200, 400}
    await still_works(world)


def spoilt(whole: Obj) -> Iterator[Obj]:
    """The payload with each of its values replaced by each odd one."""
    for path in list(_paths(whole)):
        for odd in ODD:
            broken = copy.deepcopy(whole)
            at: Any = broken
            for step in path[:-1]:
                at = at[step]
            at[path[-1]] = odd
            yield broken


def _paths(value: Any, before: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    steps = value.items() if isinstance(value, dict) else enumerate(value)
    for step, inner in steps:
        yield (*before, step)
        if isinstance(inner, (dict, list)):
            yield from _paths(inner, (*before, step))


async def still_works(world: World) -> None:
    """A citizen who writes now is answered, and nothing is left lying."""
    await push(world, hook(world, said(world, JOKO_WA, COMPLAINT)))
    await world.until(lambda: JOKO_WA in [sent["phone"] for sent in world.whatsapp.sent])
    waiting = select(messages.c.id).where(
        messages.c.handled_at.is_(None), messages.c.unread_at.is_(None)
    )
    await world.until(lambda: _none(world, waiting))


async def post(world: World, body: bytes, *, announced: bool) -> int:
    """With the length told, or in pieces without it."""

    async def pieces() -> AsyncIterator[bytes]:
        for start in range(0, len(body), 2**16):
            yield body[start : start + 2**16]

    headers = {"X-Hub-Signature-256": world.whatsapp.hooks.sign(body)}
    async with (
        aiohttp.ClientSession(headers=headers) as http,
        http.post(
            f"{world.base}/hooks/whatsapp", data=io.BytesIO(body) if announced else pieces()
        ) as answer,
    ):
        return answer.status


async def _none(world: World, query: Any) -> bool:
    return not await world.rows(query)


async def _counted(world: World, count: int) -> bool:
    rows = await world.rows(
        select(func.count()).select_from(messages).where(messages.c.handled_at.is_not(None))
    )
    return bool(rows[0][0] == count)
