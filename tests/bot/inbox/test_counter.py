"""The counter: what somebody came, called or wrote on paper for becomes a case like any other."""

from __future__ import annotations

from datetime import UTC, date, datetime
from types import MethodType
from typing import Any

import pytest
from sqlalchemy import select

from bot.casework.vias import NAMES
from storage import journal
from storage.tables import addresses, contacts, officers
from tests.bot.inbox.counter_kit import AT, PDF, STORY, clock, files, read, told, types, value
from tests.bot.inbox.kit import Desk, received, reported, stored
from tests.bot.public.browser import Browser, away, refusing
from tests.world import MONDAY, World


async def test_who_comes_to_the_counter_has_a_number_and_a_receipt_at_once(
    world: World, rina: Desk
) -> None:
    case = await files(world, rina)
    assert (case.via, case.state, case.account) == ("counter", "received", "counter")
    page = read(await rina.page(f"/inbox/laporan/{case.number}/tanda-terima"))
    for words in (
        case.number, "lewat loket, dicatat Rina Wulandari", STORY, "Darmo Suwito",
        "Gang Melati 3", "0812 3456 7890", "dibaca: ", "Kamis, 8 Januari 2026", "Tanpa biaya",
        "Dra. Siti Aminah", "pukul 09.10 WIB",
    ):  # fmt: skip
        assert words in page, words
    register = (await told(world, case))[0]
    rows = await world.rows(select(officers.c.id, officers.c.login))
    assert (register.event, register.actor) == ("register", "officer")
    assert register.officer_id == next(row.id for row in rows if row.login == "rina")


async def test_that_an_officer_typed_it_is_no_signature_of_the_citizens(
    world: World, rina: Desk
) -> None:
    case = await files(world, rina)
    assert case.confirmed_at is None
    assert [row.event for row in await told(world, case)] == ["register"]


@pytest.mark.parametrize("via", list(NAMES))
async def test_each_way_is_told_by_its_own_name(world: World, rina: Desk, via: str) -> None:
    case = await files(world, rina, lewat=via)
    assert case.via == via
    assert NAMES[via] in read(await rina.page("/inbox/daftar"))
    assert case.number in await rina.page(f"/inbox/daftar?kanal={via}")
    other = next(one for one in NAMES if one != via)
    assert case.number not in await rina.page(f"/inbox/daftar?kanal={other}")
    assert case.number not in await rina.page("/inbox/daftar?kanal=counter-x")
    assert f"{NAMES[via]}, dicatat Rina" in read(await rina.page(f"/inbox/laporan/{case.number}"))


async def test_the_days_of_the_law_count_from_when_it_came(world: World, rina: Desk) -> None:
    case = await files(world, rina, lewat="letter", tanggal="2026-01-02", jam="08:30")
    assert case.received_at == datetime(2026, 1, 2, 1, 30, tzinfo=UTC)
    assert (await clock(world, case, "V")).due_on == date(2026, 1, 7)
    assert case.due_on == date(2026, 1, 7)
    assert (await told(world, case))[0].at == MONDAY
    assert case.touched_at >= MONDAY
    async with world.house.database.read() as db:
        story = await journal.story(db, world.house.vault, case.id)
    assert story[0]["details"]["received_at"].startswith("2026-01-02T08:30")


async def test_a_day_that_is_over_is_promised_to_nobody(world: World, rina: Desk) -> None:
    case = await files(world, rina, lewat="letter", tanggal="2025-12-15")
    (letter,) = await world.outgoing()
    assert "paling lambat" not in read(await rina.page(f"/inbox/sampaikan/{letter.id}/cetak"))
    assert case.due_on < date(2026, 1, 5)


async def test_nothing_is_lost_when_something_has_to_be_mended(world: World, rina: Desk) -> None:
    status, _, page = await types(
        rina,
        ("surat.pdf", PDF, "application/pdf"),
        lewat="letter",
        tanggal="2026-01-06",
        surel="tanpa-domain",
        perlu=["lihat", "dampingi"],
        perlu_lain="Datang dengan <b>anaknya</b>",
        perlindungan="anonim",
        slip="K7F3-9QW",
    )
    assert status == 422
    shown = read(page)
    assert "Waktu diterima ini belum terjadi" in shown
    assert "Nomor slip ini belum cocok" in shown
    assert "surat.pdf sudah masuk" in shown
    assert STORY in shown
    assert value(page, "nama") == "Darmo Suwito"
    assert value(page, "tanggal") == "2026-01-06"
    assert value(page, "perlu_lain") == "Datang dengan <b>anaknya</b>"
    for chosen in ("letter", "anonim", "lihat", "dampingi"):
        assert f'value="{chosen}" checked' in page
    assert await world.cases() == []
    status, _, _ = await types(rina, page=page, perlu=["lihat", "dampingi"])
    assert status == 303
    file = await stored(world, 1)
    (case,) = await world.cases()
    assert (case.files, file.mime, file.size) == (1, "application/pdf", len(PDF))


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"tanggal": "2026-01-05", "jam": "09:20"}, "belum terjadi"),
        ({"tanggal": "kemarin"}, "Tulis tanggal dan jam"),
        ({"jam": ""}, "Tulis tanggal dan jam"),
        ({"tanggal": "1926-01-05"}, "sudah terlalu lama"),
        ({"kata": "  "}, "Tulis apa yang disampaikan"),
        ({"surel": "nama@", "perlindungan": "open"}, "belum lengkap"),
        ({"kabar": "whatsapp", "hp": "12"}, "perlu nomor HP yang lengkap"),
        ({"kabar": "merpati"}, "Kanal ini sedang tidak ada"),
        ({"perlindungan": "teman"}, "Pilih salah satu"),
    ],
)
async def test_what_cannot_be_is_said_in_a_sentence(
    world: World, rina: Desk, fields: dict[str, Any], sentence: str
) -> None:
    status, _, page = await types(rina, **fields)
    assert status == 422
    assert sentence in read(page)
    assert await world.messages() == []


async def test_a_scan_alone_is_a_report(world: World, rina: Desk) -> None:
    status, _, _ = await types(rina, ("surat.pdf", PDF, "application/pdf"), kata="", lewat="letter")
    assert status == 303
    await stored(world, 1)
    (case,) = await world.cases()
    assert (case.via, case.files) == ("letter", 1)


async def test_a_program_is_not_taken_and_says_so_before_anything_is_saved(
    world: World, rina: Desk
) -> None:
    status, _, page = await types(rina, ("undangan.exe", b"MZ" + b"x" * 900, "application/pdf"))
    assert status == 422
    assert "undangan.exe : jenisnya tidak kami terima" in read(page)
    assert (await types(rina, page=page))[0] == 303


async def test_saving_twice_writes_one_case_and_other_words_are_not_lost(
    world: World, rina: Desk
) -> None:
    page = await rina.page(AT)
    first = await types(rina, page=page)
    second = await types(rina, page=page)
    assert first[:2] == second[:2]
    await world.settled()
    assert len(await world.cases()) == 1
    status, _, text = await types(rina, page=page, kata="Ini laporan lain, got mampet.")
    assert status == 409
    assert "Laporan yang pertama sudah tersimpan" in read(text)
    status, _, _ = await types(rina, page=text, kata="Ini laporan lain, got mampet.")
    assert status == 303
    await world.settled()
    assert len(await world.cases()) == 2


async def test_a_form_of_long_ago_keeps_its_words(world: World, rina: Desk) -> None:
    page = await rina.page(AT)
    world.clock.wind(hours=49)
    await rina.sign_in("rina")
    status, _, text = await types(rina, page=page)
    assert status == 422
    assert "sudah lama terbuka" in read(text)
    assert STORY in read(text)
    assert (await types(rina, page=text))[0] == 303


async def test_while_the_database_is_away_everything_stays_on_the_page(
    world: World, rina: Desk
) -> None:
    page = await rina.page(AT)
    committer = world.service.intake
    keep = committer._keep
    committer._keep = MethodType(lambda _self, group: refusing(group), committer)  # type: ignore[method-assign]
    try:
        status, _, text = await types(rina, ("surat.pdf", PDF, "application/pdf"), page=page)
    finally:
        committer._keep = keep  # type: ignore[method-assign]
    assert status == 503
    assert STORY in read(text)
    assert "surat.pdf sudah masuk" in read(text)
    status, _, _ = await types(rina, page=text)
    assert status == 303
    await stored(world, 1)
    with away(world):
        assert (await rina.get(AT)).status == 503


async def test_nobody_sees_the_name_of_who_asked_for_secrecy(world: World, rina: Desk) -> None:
    case = await files(world, rina, perlindungan="rahasia", surel="darmo@contoh.id")
    for path in (
        "/inbox", f"/inbox/laporan/{case.number}", "/inbox/sampaikan",
        f"/inbox/laporan/{case.number}/tanda-terima",
    ):  # fmt: skip
        text = read(await rina.page(path)).casefold()
        for secret in ("darmo", "suwito", "3456 7890", "darmo@contoh.id"):
            assert secret not in text, (path, secret)
    assert "Kontak: ditutup" in read(await rina.page(f"/inbox/laporan/{case.number}"))


async def test_of_who_stays_without_a_name_none_is_kept(world: World, rina: Desk) -> None:
    case = await files(world, rina, perlindungan="anonim", kabar="whatsapp")
    assert case.protection == "anonim"
    assert case.account == "counter"
    (message,) = await world.messages()
    key = world.house.vault.person(message.contact_id, (await _contact(world, message)).wrapped_key)
    kept = key.open(f"messages.fields.{message.id}", message.fields)
    kept += key.open(f"messages.raw.{message.id}", message.raw)
    assert b"Darmo" not in kept
    assert b"3456" not in kept


async def test_fear_in_the_story_closes_a_name_that_nobody_asked_about(
    world: World, rina: Desk
) -> None:
    case = await files(
        world, rina, perlindungan="", kata="Saya takut melapor, pegawai loket minta uang 50 ribu."
    )
    assert case.protection == "unsettled"
    assert "Darmo" not in await rina.page(f"/inbox/laporan/{case.number}")


async def test_who_is_told_by_whatsapp_is_one_citizen_with_a_case_of_its_own(
    world: World, rina: Desk
) -> None:
    before = await reported(world)
    case = await files(world, rina, hp="+62 812-3456-7001", kabar="whatsapp", nama="Sulastri")
    assert (case.account, case.via) == ("whatsapp", "counter")
    assert (case.contact_id, case.id) != (before.contact_id, before.id)
    assert case.contact_id == before.contact_id
    assert case.address_id == before.address_id
    message = (await world.messages())[-1]
    assert (message.proof, message.complaint_id) == ("weak", case.id)
    await world.until(lambda: any(case.number in str(one) for one in world.whatsapp.sent))
    page = read(await rina.page(f"/inbox/laporan/{case.number}"))
    assert "lewat WhatsApp" in page
    assert "Loket" in page


async def test_coming_here_opens_no_window_of_a_provider(world: World, rina: Desk) -> None:
    await files(world, rina, hp="0812 9999 0000", kabar="whatsapp")
    (letter,) = [row for row in await world.outgoing() if row.purpose == "receipt"]
    assert letter.state == "held"
    (address,) = await world.rows(select(addresses).where(addresses.c.account == "whatsapp"))
    assert (address.heard_at, address.strong_at) == (None, None)


async def test_what_helps_and_where_to_call_stands_in_the_case(world: World, rina: Desk) -> None:
    case = await files(world, rina, perlu=["dengar"], perlu_lain="Anaknya menerjemahkan")
    page = read(await rina.page(f"/inbox/laporan/{case.number}"))
    for words in (
        "Bantuan yang diperlukan", "jangan ditelepon", "Anaknya menerjemahkan",
        "pelapor perlu bantuan", "Kontak 0812 3456 7890", "dicatat petugas, diterima 09.10",
    ):  # fmt: skip
        assert words in page, words


async def test_the_kunci_is_shown_on_the_first_day_to_who_wrote_it_down(
    world: World, rina: Desk, enter: Any
) -> None:
    case = await files(world, rina)
    path = f"/inbox/laporan/{case.number}/tanda-terima"
    assert "cukup Bapak/Ibu yang tahu" in await rina.page(path)
    tono = await enter("tono")
    assert "cukup Bapak/Ibu yang tahu" not in await tono.page(path)
    assert "••••••" in await rina.page(f"/inbox/laporan/{case.number}")
    world.clock.wind(hours=25)
    await rina.sign_in("rina")
    assert "cukup Bapak/Ibu yang tahu" not in await rina.page(path)


async def test_a_receipt_is_made_only_of_what_was_written_down_here(
    world: World, rina: Desk
) -> None:
    case = await reported(world)
    await rina.page(f"/inbox/laporan/{case.number}/tanda-terima", 404)
    await rina.page("/inbox/laporan/K7F3-9QX/tanda-terima", 404)


async def test_only_who_answers_citizens_writes_down(world: World, enter: Any) -> None:
    wahyu, siti, budi = await enter("wahyu"), await enter("siti"), await enter("budi")
    assert (await wahyu.get(AT)).status == 403
    assert (await budi.get(AT)).status == 403
    assert (await budi.get("/inbox/sampaikan")).status == 403
    await files(world, siti)
    assert "Sudah disampaikan?" not in await wahyu.page("/inbox/sampaikan")


async def test_the_contact_that_a_citizen_left_on_the_web_is_shown_to_officers(
    world: World, rina: Desk
) -> None:
    async with Browser(world) as citizen:
        await citizen.reports("KTP saya belum jadi sejak desember", kontak="0857 1111 2222")
        await received(world, 1)
        await citizen.reports(
            "Pegawai loket minta uang, saya takut", kontak="0857 3333 4444", perlindungan="rahasia"
        )
        await received(world, 2)
    shown, closed = await world.cases()
    assert "Kontak 0857 1111 2222" in read(await rina.page(f"/inbox/laporan/{shown.number}"))
    page = read(await rina.page(f"/inbox/laporan/{closed.number}"))
    assert "Kontak: ditutup, seperti nama pelapor" in page
    assert "3333 4444" not in page


async def test_strangers_words_are_shown_as_they_are(world: World, rina: Desk) -> None:
    hostile = "<script>alert(1)</script> \u202eterbalik"
    case = await files(world, rina, kata=hostile, nama="<i>Darmo</i>", perlu_lain=hostile)
    for path in (f"/inbox/laporan/{case.number}", f"/inbox/laporan/{case.number}/tanda-terima"):
        page = await rina.page(path)
        assert "<script>alert" not in page
        assert "\u202e" not in page


async def _contact(world: World, message: Any) -> Any:
    (row,) = await world.rows(select(contacts).where(contacts.c.id == message.contact_id))
    return row
