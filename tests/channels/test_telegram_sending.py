"""What Telegram's phones get from us, what its refusals mean, and files on their way in."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from typing import Any

import pytest

from bot.demo.telegram_methods import Sent
from bot.demo.telegram_rules import MB, Flood
from channels.base import Address, Choice, Gone, OutFile, SendError
from tests.channels.telegram_kit import (
    JOKO,
    JPEG,
    OGG,
    SECRET,
    SULASTRI,
    TOKEN,
    Office,
    office,
    outbound,
)


@pytest.fixture
async def tg() -> AsyncIterator[Office]:
    async with office() as built:
        yield built


async def sent(tg: Office, text: str = "Terima kasih.", **fields: Any) -> Sent:
    """What reached the phone."""
    assert await tg.channel.send(outbound(text, **fields)) == f"{SULASTRI}/{tg.api.sent[-1].id}"
    return tg.api.sent[-1]


async def refused(tg: Office, **fields: Any) -> SendError:
    with pytest.raises(SendError) as caught:
        await tg.channel.send(outbound(**fields))
    return caught.value


async def test_words_between_stars_are_bold(tg: Office) -> None:
    shown = await sent(tg, "Nomor: *K7F3-9QX* dan 2 * 3")
    assert shown.text == "Nomor: K7F3-9QX dan 2 * 3"
    assert shown.marked == "Nomor: <b>K7F3-9QX</b> dan 2 * 3"


@pytest.mark.parametrize(
    "text", ["a < b & c > d", "<b>tebal", "</i>", "&lt;", "*<b>*", "&nbsp;", "\u202ebalik"]
)
async def test_what_strangers_wrote_is_read_as_they_wrote_it(tg: Office, text: str) -> None:
    assert (await sent(tg, text)).text == text.replace("*<b>*", "<b>")


async def test_four_thousand_characters_fit_and_no_more(tg: Office) -> None:
    assert tg.channel.limits.text == 4096
    assert len((await sent(tg, "&" * 4096)).text) == 4096
    error = await refused(tg, text="a" * 4097)
    assert (error.permanent, error.scope) == (True, "message")


async def test_buttons_stand_under_the_message(tg: Office) -> None:
    choices = (Choice("yes:K7F39QX", "Ya, benar"), Choice("no", "Ada yang keliru"))
    shown = await sent(tg, choices=choices)
    assert [(b["text"], b["callback_data"]) for b in shown.buttons] == [
        ("Ya, benar", "yes:K7F39QX"),
        ("Ada yang keliru", "no"),
    ]


async def test_a_position_is_asked_for_by_a_keyboard(tg: Office) -> None:
    choices = (Choice("where", "Kirim lokasi", "location"), Choice("skip", "Lewati dulu"))
    shown = await sent(tg, choices=choices)
    assert shown.keys[0]["request_location"] is True
    assert shown.keys[1]["text"] == "Lewati dulu"
    assert not shown.buttons


async def test_a_reply_points_at_what_it_answers(tg: Office) -> None:
    asked = await tg.api.citizen_writes(SULASTRI, "Sudah sampai mana?")
    assert (await sent(tg, reply_to=f"{SULASTRI}/{asked}")).reply_to == asked
    assert (await sent(tg, reply_to=f"{SULASTRI}/999")).reply_to is None


FILES = [
    ("bukti.jpg", "image/jpeg", JPEG, "photo"),
    ("surat.pdf", "application/pdf", b"%PDF-1.7", "document"),
    ("jawaban.ogg", "audio/ogg", OGG, "voice"),
    ("jalan.mp4", "video/mp4", b"\0\0\0 ftypmp42", "video"),
]


@pytest.mark.parametrize(("name", "mime", "data", "kind"), FILES, ids=lambda value: str(value)[:12])
async def test_a_file_carries_the_words_as_its_caption(
    tg: Office, name: str, mime: str, data: bytes, kind: str
) -> None:
    shown = await sent(tg, "Sudah *selesai*.", attachments=(_file(name, mime, data),))
    assert (shown.kind, shown.text) == (kind, "Sudah selesai.")
    assert shown.file
    assert (shown.file.data, shown.file.mime) == (data, mime)
    assert len(tg.api.sent) == 1


async def test_words_too_long_for_a_caption_follow_the_files(tg: Office) -> None:
    files = (_file("a.jpg", "image/jpeg", JPEG), _file("b.jpg", "image/jpeg", JPEG))
    shown = await sent(tg, "a" * 1025, attachments=files)
    assert [one.kind for one in tg.api.sent] == ["photo", "photo", "message"]
    assert len(shown.text) == 1025


async def test_a_wound_meter_of_flood_control_says_how_long(tg: Office) -> None:
    tg.api.flood = Flood(per_chat=0.1, credit=2)
    await sent(tg)
    await sent(tg)
    error = await refused(tg)
    assert (error.wait, error.permanent, error.unknown) == (10.0, False, False)
    tg.clock.wind(seconds=10)
    await sent(tg)


async def test_who_blocked_the_bot_is_reached_another_way(tg: Office) -> None:
    await tg.api.citizen_blocks(SULASTRI)
    error = await refused(tg)
    assert (error.permanent, error.scope, error.code) == (True, "recipient", "403")


async def test_who_never_wrote_cannot_be_written_to(tg: Office) -> None:
    error = await refused(tg, to=Address("tg", str(JOKO)))
    assert (error.permanent, error.scope) == (True, "recipient")


async def test_a_chat_that_moved_says_where(tg: Office) -> None:
    tg.api.moved[SULASTRI] = -100999
    error = await refused(tg)
    assert (error.moved_to, error.permanent) == ("-100999", False)


async def test_a_revoked_token_stops_the_account(tg: Office) -> None:
    tg.api.faults.token_revoked = True
    error = await refused(tg)
    assert (error.scope, error.permanent, error.code) == ("account", True, "401")
    assert not (await tg.channel.health()).ok


async def test_a_fault_of_telegrams_passes(tg: Office) -> None:
    tg.api.faults.http_500 = True
    error = await refused(tg)
    assert (error.permanent, error.unknown, error.wait) == (False, False, None)
    tg.api.faults.http_500 = False
    await sent(tg)


@pytest.mark.parametrize("fault", [{"answer_late": 0.8}, {"lose_answer": True}])
async def test_what_was_done_without_an_answer_is_unknown(
    tg: Office, fault: dict[str, Any]
) -> None:
    _turn(tg, fault)
    tg.hurry()
    error = await refused(tg)
    assert (error.unknown, error.permanent) == (True, False)
    assert len(tg.api.sent) == 1


async def test_a_slow_provider_is_waited_for(tg: Office) -> None:
    _turn(tg, {"answer_after": 0.1})
    await sent(tg)


async def test_a_provider_that_is_away_has_taken_nothing(tg: Office) -> None:
    await tg.api.close()
    error = await refused(tg)
    assert (error.unknown, error.permanent) == (False, False)


async def test_typing_is_shown_and_a_tap_is_answered(tg: Office) -> None:
    shown = await sent(tg, choices=(Choice("yes", "Ya"),))
    query = await tg.api.citizen_taps(SULASTRI, "yes", shown.id)
    await tg.channel.noticed(f"callback/{query}", outbound().to)
    await tg.channel.noticed(f"{SULASTRI}/1", outbound().to)
    assert tg.api.unanswered == []
    assert tg.api.calls[-2:] == ["answerCallbackQuery", "sendChatAction"]


async def test_a_tap_too_old_to_be_answered_is_no_matter(tg: Office) -> None:
    await tg.channel.noticed("callback/1", outbound().to)


async def test_a_file_comes_in_as_it_was_sent(tg: Office) -> None:
    data = JPEG + bytes(range(256)) * 1000
    key = tg.api.files.keep("photo", data)
    assert await _fetched(tg, key) == data


async def test_a_file_too_large_for_bots_is_gone(tg: Office) -> None:
    key = tg.api.files.keep("video", b"....", size=20 * MB + 1)
    with pytest.raises(Gone, match="too_large"):
        await _fetched(tg, key)


async def test_a_file_that_telegram_forgot_is_gone(tg: Office) -> None:
    with pytest.raises(Gone, match="expired"):
        await _fetched(tg, "AgACAgUAAxkBAAI")


async def test_a_broken_download_may_be_tried_again(
    tg: Office, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    key = tg.api.files.keep("photo", JPEG)
    tg.api.answers.append(_found(key))
    with pytest.raises(SendError) as caught:
        await _fetched(tg, key)
    assert not caught.value.permanent
    tg.api.answers.append(_found(key))
    tg.api.faults.answer_late = 0.3
    fetching = asyncio.create_task(_fetched(tg, key))
    await asyncio.sleep(0.35)
    await tg.api.close()
    with pytest.raises(SendError) as lost:
        await fetching
    assert TOKEN not in f"{caught.value!r} {lost.value!r} {caplog.text}"


async def test_health_names_the_bot(tg: Office) -> None:
    told = await tg.channel.health()
    assert (told.ok, told.detail) == (True, "@SukajayaLaporBot")


async def test_the_link_opens_a_chat_with_the_bot() -> None:
    async with office(username="@SukajayaLaporBot") as tg:
        assert tg.channel.link("Halo") == "https://t.me/SukajayaLaporBot"


async def test_a_webhook_secret_never_stands_in_an_error() -> None:
    async with office(mode="webhook", webhook_secret=SECRET) as tg:
        said = f"Bad Request: {SECRET} for {TOKEN}"
        tg.api.answers.append((400, {"ok": False, "error_code": 400, "description": said}))
        with pytest.raises(SendError) as caught:
            await tg.channel.announce("https://x")
        assert caught.value.reason == "*** for ***"


def _file(name: str, mime: str, data: bytes) -> OutFile:
    async def read() -> bytes:
        return data

    return OutFile(name, mime, read)


async def _fetched(tg: Office, ref: str) -> bytes:
    return b"".join([piece async for piece in tg.channel.download(ref)])


def _found(key: str) -> tuple[int, dict[str, Any]]:
    """An answer of getFile whose path leads nowhere."""
    told = {"file_id": key, "file_unique_id": "u", "file_path": "photos/none"}
    return 200, {"ok": True, "result": told}


def _turn(tg: Office, fault: dict[str, Any]) -> None:
    for name, value in fault.items():
        setattr(tg.api.faults, name, value)
