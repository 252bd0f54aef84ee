"""Letters: which case a mail belongs to, what it is told, and what is never answered."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest

from bot.intake import caps
from channels.base import Webhook
from tests.bot.post import HENDRA, OFFICE, SARI, Post, post, words
from tests.world import World

LAMP = "Lampu jalan di depan gang Kenanga mati sejak hari Senin. Mohon diperbaiki."
QUEUE = "Antrean di loket KTP tidak berurutan, saya menunggu empat jam pada hari Jumat."


@pytest.fixture
async def mail(closed_world: World) -> AsyncIterator[Post]:
    async with post(closed_world) as made:
        yield made


async def test_a_mail_becomes_a_case_and_is_answered_in_its_thread(mail: Post) -> None:
    written = await mail.writes(HENDRA, LAMP, "Lampu mati")
    letter = await mail.answered(1)
    (case,) = await mail.world.cases()
    assert case.number in words(letter)
    assert letter["In-Reply-To"] == written
    assert letter["Auto-Submitted"] == "auto-replied"
    assert letter["Reply-To"] != OFFICE


async def test_an_answer_in_the_thread_joins_its_case_and_a_new_letter_opens_another(
    mail: Post,
) -> None:
    await mail.writes(HENDRA, LAMP, "Lampu mati")
    first = await mail.answered(1)
    await mail.writes(HENDRA, QUEUE, "Antrean KTP")
    await mail.answered(2)
    await mail.writes(
        HENDRA, "Tempatnya dekat warung Bu Tini.", "Re: apa saja", In_Reply_To=first["Message-ID"]
    )
    await mail.world.settled()
    lamp, queue = await mail.world.cases()
    joined = [row.complaint_id for row in await mail.world.messages()]
    assert joined == [lamp.id, queue.id, lamp.id]


async def test_the_token_in_the_address_counts_where_a_mail_program_lost_the_thread(
    mail: Post,
) -> None:
    await mail.writes(HENDRA, LAMP, "Lampu mati")
    first = await mail.answered(1)
    await mail.writes(HENDRA, QUEUE, "Antrean KTP")
    await mail.answered(2)
    await mail.writes(HENDRA, "Tempatnya dekat warung Bu Tini.", Cc=first["Reply-To"])
    await mail.world.settled()
    lamp, _ = await mail.world.cases()
    assert (await mail.world.messages())[-1].complaint_id == lamp.id


async def test_who_answers_from_another_address_adds_and_is_told_nothing(mail: Post) -> None:
    await mail.writes(HENDRA, LAMP, "Lampu mati")
    first = await mail.answered(1)
    await mail.writes(SARI, "STATUS", In_Reply_To=first["Message-ID"])
    told = await mail.answered(2)
    await mail.world.settled()
    (case,) = await mail.world.cases()
    assert [row.complaint_id for row in await mail.world.messages()] == [case.id, case.id]
    assert mail.letters(SARI) == []
    assert told["To"] == HENDRA
    assert "alamat lain" in words(told)
    assert SARI not in words(told)


async def test_an_empty_or_foreign_thread_leads_nowhere(mail: Post) -> None:
    await mail.writes(HENDRA, LAMP, "Lampu mati", In_Reply_To="<>")
    await mail.writes(SARI, QUEUE, "Antrean", References="<> <siapa@lain.id>", In_Reply_To="")
    await mail.answered(2)
    first, second = await mail.world.cases()
    assert first.contact_id != second.contact_id


async def test_a_number_in_the_subject_opens_no_case_of_somebody_else(mail: Post) -> None:
    await mail.writes(HENDRA, LAMP, "Lampu mati")
    await mail.answered(1)
    (lamp,) = await mail.world.cases()
    await mail.writes(SARI, QUEUE, f"Re: Laporan {lamp.number}")
    letter = await mail.answered(1, SARI)
    assert "gang Kenanga" not in words(letter)
    assert len(await mail.world.cases()) == 2


@pytest.mark.parametrize(
    "header",
    [
        {"Auto_Submitted": "auto-replied"},
        {"Precedence": "bulk"},
        {"List_Id": "<warga.contoh.id>"},
    ],
)
async def test_a_machine_opens_nothing_is_not_answered_and_is_kept(
    mail: Post, header: dict[str, str]
) -> None:
    await mail.writes(HENDRA, LAMP, "Saya sedang cuti", **header)
    await mail.world.until(mail.world.messages)
    await mail.world.settled()
    (message,) = await mail.world.messages()
    assert message.kind in ("auto_reply", "list")
    assert await mail.world.cases() == []
    assert mail.letters() == []


async def test_an_automatic_answer_in_a_thread_is_a_note_in_its_case(mail: Post) -> None:
    await mail.writes(HENDRA, LAMP, "Lampu mati")
    first = await mail.answered(1)
    await mail.writes(
        HENDRA,
        "Saya cuti sampai Senin.",
        Auto_Submitted="auto-replied",
        In_Reply_To=first["Message-ID"],
    )
    await mail.world.settled()
    (case,) = await mail.world.cases()
    assert [row.complaint_id for row in await mail.world.messages()] == [case.id] * 2
    assert len(mail.letters()) == 1


async def test_who_writes_again_and_again_gets_one_receipt_for_what_waited(mail: Post) -> None:
    stories = [f"Lampu jalan nomor {n} di Jalan Melati {n} mati sejak Senin." for n in range(7)]
    for count, story in enumerate(stories[: caps.PER_SENDER], 1):
        await mail.writes(HENDRA, story, f"Lampu {count}")
        await mail.answered(count)
    for story in stories[caps.PER_SENDER :]:
        await mail.writes(HENDRA, story, "Lampu lagi")
    await mail.world.until(lambda: _cases(mail, 7))
    assert len(mail.letters()) == caps.PER_SENDER
    mail.world.clock.wind(minutes=61)
    mail.world.house.outgoing.ring()
    merged = words(await mail.answered(caps.PER_SENDER + 1))
    late = (await mail.world.cases())[caps.PER_SENDER :]
    assert "4 laporan" in merged
    assert all(case.number in merged for case in late)
    assert "\ue000" not in merged


async def _cases(mail: Post, count: int) -> bool:
    waiting = [row for row in await mail.world.messages() if row.handled_at is None]
    return len(await mail.world.cases()) == count and not waiting


async def test_letters_that_come_at_once_over_the_cap_are_merged_as_well(mail: Post) -> None:
    stories = [f"Lampu jalan nomor {n} di Jalan Melati {n} mati sejak Senin." for n in range(7)]
    for count, story in enumerate(stories[: caps.PER_SENDER], 1):
        await mail.writes(HENDRA, story, f"Lampu {count}")
        await mail.answered(count)
    hooks = [
        Webhook(
            "surel",
            headers={"x-sahut-role": "inbox"},
            body=f"From: {HENDRA}\r\nTo: {OFFICE}\r\nSubject: Lagi\r\n\r\n{one}\r\n".encode(),
        )
        for one in stories[caps.PER_SENDER :]
    ]
    await mail.world.service.intake.accept("surel", hooks)
    await mail.world.until(lambda: _cases(mail, 7))
    mail.world.clock.wind(minutes=61)
    mail.world.house.outgoing.ring()
    assert "4 laporan" in words(await mail.answered(caps.PER_SENDER + 1))


async def test_a_letter_among_unwanted_mail_is_a_case_and_its_receipt_waits(mail: Post) -> None:
    case = await junked(mail)
    assert case.alarm == "junk"
    assert mail.letters() == []
    await mail.writes(HENDRA, QUEUE, "Antrean KTP")
    await mail.world.until(lambda: mail.letters(HENDRA))
    assert "K" in words(mail.letters(HENDRA)[0])


async def junked(mail: Post) -> Any:
    """A letter that the listener found in the folder for unwanted mail."""
    content = f"From: {HENDRA}\r\nTo: {OFFICE}\r\nSubject: Lampu\r\n\r\n{LAMP}\r\n".encode()
    hook = Webhook("surel", headers={"x-sahut-role": "junk"}, body=content)
    await mail.world.service.intake.accept("surel", [hook])
    await mail.world.until(mail.world.cases)
    await mail.world.settled()
    return (await mail.world.cases())[-1]


async def test_what_a_colleague_sent_from_the_mailbox_stands_in_its_case_as_ours(
    mail: Post,
) -> None:
    written = await mail.writes(HENDRA, LAMP, "Lampu mati")
    await mail.answered(1)
    sent = (
        f"From: {OFFICE}\r\nTo: {HENDRA}\r\nSubject: Re: Lampu mati\r\nIn-Reply-To: {written}\r\n"
        "Message-ID: <dari-rekan@sukajaya.go.id>\r\n\r\nTeknisi datang besok.\r\n"
    )
    hook = Webhook("surel", headers={"x-sahut-role": "sent"}, body=sent.encode())
    await mail.world.service.intake.accept("surel", [hook])
    await mail.world.until(lambda: _messages(mail, 2))
    await mail.world.settled()
    (case,) = await mail.world.cases()
    ours = (await mail.world.messages())[-1]
    assert (ours.kind, ours.complaint_id, ours.text) == ("echo", case.id, "Teknisi datang besok.")
    assert len(mail.letters()) == 1


async def test_when_too_much_is_acknowledged_only_what_is_owed_is_still_said(mail: Post) -> None:
    house = mail.world.house
    async with house.database.write() as db:
        for _ in range(caps.PER_ACCOUNT):
            await caps.count(db, house, "surel", house.now())
    await mail.writes(SARI, "BANTUAN", "")
    await mail.world.until(lambda: _messages(mail, 1))
    await mail.world.settled()
    assert mail.letters() == []
    await mail.writes(HENDRA, LAMP, "Lampu mati")
    letter = await mail.answered(1)
    (case,) = await mail.world.cases()
    assert case.number in words(letter)


async def _messages(mail: Post, count: int) -> bool:
    return len(await mail.world.messages()) == count
