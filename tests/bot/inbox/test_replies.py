"""Replies: an officer writes, the citizen reads it where they wrote, and the record holds both."""

from __future__ import annotations

from sqlalchemy import select, update

from storage import journal, sorting
from storage.tables import attachments, complaints, contacts
from tests.bot.inbox.kit import Desk, received, reported
from tests.bot.inbox.pictures import JPEG_WITH_PLACE
from tests.world import JOKO, World

PDF = "application/pdf"
PHOTO = ("loket.jpg", JPEG_WITH_PLACE, "image/jpeg")


async def test_a_reply_reaches_the_citizen_on_the_channel_they_wrote_from(
    world: World, rina: Desk
) -> None:
    case = await reported(world)
    answer = await rina.reply(case.number, "Blangko sudah ada, silakan ke loket 2.")
    assert answer.headers["Location"] == f"/inbox/laporan/{case.number}"
    await world.until(lambda: len(world.whatsapp.sent) == 2)
    sent = str(world.whatsapp.sent[-1])
    assert "Blangko sudah ada, silakan ke loket 2." in sent
    assert "Rina Wulandari" in sent
    assert case.number in sent
    assert world.telegram.sent == []


async def test_a_reply_is_a_row_and_a_line_of_the_journal_without_its_text(
    world: World, rina: Desk
) -> None:
    case = await reported(world)
    before = (await world.rows(select(contacts)))[0].version
    await rina.reply(case.number, "Blangko sudah ada.")
    row = (await world.outgoing())[-1]
    assert (row.purpose, row.complaint_id, row.account) == ("reply", case.id, "whatsapp")
    async with world.house.database.read() as db:
        story = await journal.story(db, world.house.vault, case.id)
        breaks = [found async for found in journal.verify(db, world.house.vault)]
    reply = next(one for one in story if one["event"] == "reply")
    assert reply["details"] == {"outbox": row.id}
    assert breaks == []
    assert (await world.rows(select(contacts)))[0].version > before


async def test_who_answers_first_holds_the_case_and_quiets_its_alarm(
    world: World, rina: Desk
) -> None:
    await world.telegram.citizen_writes(JOKO, "lampu jalan gang mawar mati sudah lama")
    await received(world, 1)
    (case,) = await world.cases()
    async with world.house.database.write() as db:
        await sorting.change(db, case.id, alarm="human", alarm_at=world.house.now())
    assert "minta berbicara dengan petugas" in await rina.page("/inbox")
    await rina.reply(case.number, "Saya Rina, ada yang bisa dibantu?")
    (case,) = await world.cases()
    assert (case.alarm, case.alarm_at) == ("", None)
    assert "Rina Wulandari" in await rina.page(f"/inbox/daftar/{case.id}")


async def test_pressing_twice_sends_once(world: World, rina: Desk) -> None:
    case = await reported(world)
    letter = str(world.house.new_id())
    for _ in range(3):
        answer = await rina.reply(case.number, "Sekali saja.", surat=letter)
        assert answer.status == 303
    assert [row.purpose for row in await world.outgoing()].count("reply") == 1


async def test_a_letter_id_that_was_never_given_out_is_not_used(world: World, rina: Desk) -> None:
    case = await reported(world)
    for letter in ("", "0", "-1", "abc", "9223372036854775807", "9" * 40, "1"):
        before = len(await world.outgoing())
        await rina.reply(case.number, "Halo.", surat=letter)
        rows = await world.outgoing()
        assert len(rows) == before + 1, letter
        assert letter not in [str(row.id) for row in rows]


async def test_files_go_along_and_stand_in_the_conversation(world: World, rina: Desk) -> None:
    case = await reported(world)
    answer = await rina.reply(
        case.number, "Ini buktinya.", PHOTO, ("surat ../jawaban.pdf", b"%PDF-1.7 x", PDF),
        keterangan="papan antrean di loket 2",
    )  # fmt: skip
    assert answer.status == 303, await answer.text()
    rows = await world.rows(select(attachments).order_by(attachments.c.id))
    assert [(row.kind, row.mime, row.state) for row in rows] == [
        ("image", "image/jpeg", "stored"), ("document", "application/pdf", "stored"),
    ]  # fmt: skip
    await world.settled()
    assert "Foto: papan antrean di loket 2" in str(world.whatsapp.sent)
    text = await rina.page(f"/inbox/laporan/{case.number}")
    assert "jawaban.pdf" in text
    assert 'alt="papan antrean di loket 2"' in text


async def test_what_cannot_be_sent_says_why_and_keeps_what_was_typed(
    world: World, rina: Desk
) -> None:
    case = await reported(world)
    for text, files, why in (
        ("", [], "Tulis balasannya dulu"),
        ("", [PHOTO], "satu baris keterangan foto"),
        ("Ini.", [("a.exe", b"MZ\x90", "image/png")], "jenis berkas ini tidak diterima"),
        ("Ini.", [("b.pdf", b"%PDF-1", PDF)] * 6, "Paling banyak 5 berkas"),
        ("Ini.", [("c.pdf", b"%PDF-1" + bytes(21 * 2**20), PDF)], "paling besar 20 MB"),
        ("panjang " * 800, [], "Terlalu panjang untuk WhatsApp"),
    ):
        answer = await rina.reply(case.number, text, *files)
        page = await answer.text()
        assert answer.status == 422, why
        assert why in page
        assert text.strip() in page
    assert [row.purpose for row in await world.outgoing()] == ["receipt"]


async def test_a_promise_is_weighed_once_and_then_sent(world: World, rina: Desk) -> None:
    case = await reported(world)
    for word in ("Pasti", "segera", "secepatnya", "janji"):
        before = len(await world.outgoing())
        answer = await rina.reply(case.number, f"Ini {word} kami kerjakan.")
        assert answer.status == 422
        assert f"Ada kata “{word.lower()}”" in await answer.text()
        assert len(await world.outgoing()) == before
        await rina.reply(case.number, f"Ini {word} kami kerjakan.", yakin="ya")
        assert len(await world.outgoing()) == before + 1


async def test_words_that_only_look_like_promises_pass(world: World, rina: Desk) -> None:
    case = await reported(world)
    answer = await rina.reply(case.number, "Kepastian dan kesegeraan bukan janjinya kantor ini.")
    assert answer.status == 303


async def test_a_closed_window_is_told_before_one_writes(world: World, rina: Desk) -> None:
    case = await reported(world)
    path = f"/inbox/laporan/{case.number}"
    assert "Bisa langsung dibalas sampai" in await rina.page(path)
    world.clock.wind(hours=25)
    await rina.sign_in("rina")
    assert "Di luar 24 jam: pesan menunggu sampai pelapor menulis." in await rina.page(path)
    await rina.reply(case.number, "Sudah selesai.")

    async def held() -> bool:
        return (await world.outgoing())[1].state == "held"

    await world.until(held)
    assert "menunggu pelapor menulis lagi" in await rina.page(path)


async def test_a_refused_message_says_why_in_the_conversation(world: World, rina: Desk) -> None:
    await world.telegram.citizen_writes(JOKO, "lampu jalan gang mawar mati sudah lama")
    await received(world, 1)
    (case,) = await world.cases()
    await world.telegram.citizen_blocks(JOKO)
    await rina.reply(case.number, "Sudah kami cek.")

    async def failed() -> bool:
        return (await world.outgoing())[-1].state == "failed"

    await world.until(failed)
    text = await rina.page(f"/inbox/laporan/{case.number}")
    assert "belum sampai:" in text


async def test_an_archived_case_takes_no_reply(world: World, rina: Desk) -> None:
    case = await reported(world)
    async with world.house.database.write() as db:
        await db.execute(update(complaints).values(state="archived"))
    answer = await rina.reply(case.number, "Halo.")
    assert answer.status == 422
    assert "tidak dapat dibalas (Perpres 76/2013 Ps. 8)" in await answer.text()
