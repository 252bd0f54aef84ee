"""What came by mail and is no report, or lay among unwanted mail: seen, and put right."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.bot.inbox.kit import Desk, hire
from tests.bot.post import HENDRA, OFFICE, Post, post, words
from tests.bot.test_letters import LAMP, junked
from tests.world import World


@pytest.fixture
async def mail(closed_world: World) -> AsyncIterator[Post]:
    async with post(closed_world) as made:
        await hire(closed_world)
        yield made


@pytest.fixture
async def desk(mail: Post) -> AsyncIterator[Desk]:
    made = Desk(mail.world.base)
    await made.sign_in("rina")
    yield made
    await made.close()


async def test_an_automatic_answer_is_listed_and_becomes_a_report_by_a_button(
    mail: Post, desk: Desk
) -> None:
    await mail.writes(HENDRA, LAMP, "Lampu mati", Auto_Submitted="auto-replied")
    await mail.world.until(mail.world.messages)
    await mail.world.settled()
    page = await desk.page("/inbox/lain")
    assert "balasan otomatis" in page
    assert HENDRA in page
    (message,) = await mail.world.messages()
    assert (await desk.post(f"/inbox/pesan/{message.id}/warga")).status == 303
    (case,) = await mail.world.until(mail.world.cases)
    assert case.number in words(await mail.answered(1))
    assert HENDRA not in await desk.page("/inbox/lain")


async def test_what_a_citizen_wrote_in_a_case_is_not_taken_back_to_the_start(
    mail: Post, desk: Desk
) -> None:
    await mail.writes(HENDRA, LAMP, "Lampu mati")
    await mail.answered(1)
    await desk.page("/inbox/lain")
    (message,) = await mail.world.messages()
    await desk.post(f"/inbox/pesan/{message.id}/warga")
    await mail.world.settled()
    assert len(await mail.world.cases()) == len(mail.letters()) == 1


@pytest.mark.parametrize("deed", ["handled", "answered"])
async def test_an_officer_who_deals_with_unwanted_mail_lets_its_receipt_go(
    mail: Post, desk: Desk, deed: str
) -> None:
    case = await junked(mail)
    page = await desk.page(f"/inbox/laporan/{case.number}")
    assert "dari folder spam" in page
    if deed == "handled":
        await desk.post(f"/inbox/laporan/{case.number}/ditangani")
    else:
        await desk.reply(case.number, "Petugas kami memeriksa hari ini.")
    await mail.world.until(lambda: mail.letters(HENDRA))
    assert case.number in words(mail.letters(HENDRA)[0])


async def test_a_whole_letter_is_folded_beside_its_new_words_and_can_be_downloaded(
    mail: Post, desk: Desk
) -> None:
    await mail.writes(HENDRA, LAMP, "Lampu mati")
    first = await mail.answered(1)
    quoted = f"Tempatnya dekat warung.\n\nPada 5 Jan 2026 09.14, {OFFICE} menulis:\n> Terima kasih"
    await mail.writes(HENDRA, quoted, "Re: Lampu", In_Reply_To=first["Message-ID"])
    await mail.world.settled()
    (case,) = await mail.world.cases()
    page = await desk.page(f"/inbox/laporan/{case.number}")
    assert "Seluruh surat, dengan kutipannya" in page
    assert "&gt; Terima kasih" in page
    assert "Email asli" in page
