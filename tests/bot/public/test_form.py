"""The form: works without JavaScript, loses nothing, files once."""

from __future__ import annotations

import hashlib
import json

import pytest
from sqlalchemy import select

from storage.tables import attachments, messages
from tests.bot.public.browser import PDF, PNG, Browser, kunci_of, number_of
from tests.world import World

KTP = "urus ktp di kelurahan sukajaya sejak 22 desember, tiga kali disuruh balik"


async def test_a_form_becomes_a_case_with_number_and_kunci(world: World, sulastri: Browser) -> None:
    receipt = await sulastri.reports(KTP)
    (case,) = await world.cases()
    assert receipt.status == 200
    assert number_of(receipt) == case.number
    assert len(kunci_of(receipt)) == 6
    assert "/lapor/terima/" in receipt.url


async def test_fields_of_their_own_become_facts(world: World, sulastri: Browser) -> None:
    receipt = await sulastri.reports(
        KTP, layanan="KTP", permintaan="KTP selesai", nama="Sulastri", alamat="RT 3 RW 1",
        kontak="0812-3456-7001", perlindungan="open",
    )  # fmt: skip
    (case,) = await world.cases()
    slots = json.loads(case.slots)
    assert slots["service"] == "KTP"
    assert slots["request"] == "KTP selesai"
    assert "name" not in slots
    for told in ("Sulastri", "RT 3 RW 1", "0812-3456-7001"):
        assert told in receipt.text


async def test_a_form_without_files_works_as_well(world: World, sulastri: Browser) -> None:
    form = (await sulastri.get("/lapor")).form("/lapor")
    receipt = await sulastri.send("/lapor", form | {"cerita": KTP})
    assert number_of(receipt) == (await world.cases())[0].number


async def test_what_has_to_be_mended_stands_beside_the_field_and_on_top(sulastri: Browser) -> None:
    page = await sulastri.reports("  ", nama="Sulastri")
    assert page.status == 422
    summary = page.one("div", kind="summary")
    assert "tabindex" in summary.given
    assert "autofocus" in summary.given
    (link,) = [e for e in summary.inside if e.name == "a"]
    field = page.one("textarea", id=link.given["href"].removeprefix("#"))
    assert field.given["aria-invalid"] == "true"
    assert "cerita-masalah" in field.given["aria-describedby"].split()
    assert page.one("p", id="cerita-masalah").text in summary.text


async def test_nothing_is_lost_when_a_field_is_wrong(world: World, sulastri: Browser) -> None:
    page = await sulastri.reports(
        "", [("loket.png", PNG, "image/png"), ("surat.pdf", PDF, "application/pdf")],
        nama="Sulastri", tempat="Loket 2", perlindungan="rahasia",
    )  # fmt: skip
    form = page.form("/lapor")
    assert form["nama"] == "Sulastri"
    assert form["tempat"] == "Loket 2"
    assert form["perlindungan"] == "rahasia"
    assert "loket.png" in page.text
    assert "surat.pdf" in page.text
    receipt = await sulastri.send("/lapor", form | {"cerita": KTP}, [])
    assert "loket.png" in receipt.text
    rows = await world.until(lambda: _stored(world, 2))
    assert {row.mime for row in rows} == {"image/png", "application/pdf"}


async def test_a_kept_file_can_be_left_out_after_all(world: World, sulastri: Browser) -> None:
    page = await sulastri.reports("", [("loket.png", PNG, "image/png")])
    box = page.one("input", name="buang")
    receipt = await sulastri.send(
        "/lapor", page.form("/lapor") | {"cerita": KTP, "buang": box.given["value"]}, []
    )
    assert "loket.png" not in receipt.text
    assert not await world.rows(select(attachments))


async def test_the_same_file_chosen_again_is_one(sulastri: Browser) -> None:
    page = await sulastri.reports("", [("loket.png", PNG, "image/png")])
    page = await sulastri.send("/lapor", page.form("/lapor"), [("loket.png", PNG, "image/png")])
    assert len(page.all("input", name="buang")) == 1


async def test_sending_the_same_form_twice_files_once(world: World, sulastri: Browser) -> None:
    form = (await sulastri.get("/lapor")).form("/lapor") | {"cerita": KTP}
    first = await sulastri.send("/lapor", form, [("loket.png", PNG, "image/png")])
    again = await sulastri.send("/lapor", form, [("loket.png", PNG, "image/png")])
    assert number_of(first) == number_of(again)
    assert len(await world.cases()) == 1
    assert len(await world.messages()) == 1


async def test_other_words_in_a_form_that_was_sent_are_not_lost(
    world: World, sulastri: Browser
) -> None:
    form = (await sulastri.get("/lapor")).form("/lapor")
    await sulastri.send("/lapor", form | {"cerita": KTP})
    page = await sulastri.send("/lapor", form | {"cerita": "lampu jalan mati di gang melati"})
    assert page.status == 409
    assert page.form("/lapor")["cerita"] == "lampu jalan mati di gang melati"
    await sulastri.send("/lapor", page.form("/lapor"))
    assert len(await world.cases()) == 2


async def test_a_filled_honeypot_marks_and_never_refuses(world: World, sulastri: Browser) -> None:
    page = await sulastri.get("/lapor")
    trap = page.one("input", id="situs")
    assert trap.given["tabindex"] == "-1"
    assert trap.given["autocomplete"] == "off"
    assert [e for e in page.all("div") if "hidden" in e.given and trap in e.inside]
    receipt = await sulastri.reports(KTP, situs="https://example.org")
    (case,) = await world.cases()
    assert number_of(receipt) == case.number
    assert case.alarm == "suspect"


async def test_without_a_token_the_form_comes_back_with_everything(
    world: World, sulastri: Browser
) -> None:
    page = await sulastri.send("/lapor", {"cerita": KTP, "nama": "Sulastri"})
    assert page.status == 403
    form = page.form("/lapor")
    assert (form["cerita"], form["nama"]) == (KTP, "Sulastri")
    assert not await world.messages()
    assert number_of(await sulastri.send("/lapor", form))


async def test_a_form_sent_by_another_site_is_not_taken(world: World, sulastri: Browser) -> None:
    form = (await sulastri.get("/lapor")).form("/lapor") | {"cerita": KTP}
    page = await sulastri.send("/lapor", form, **{"Sec-Fetch-Site": "cross-site"})
    assert page.status == 403
    assert not await world.messages()


async def test_a_form_that_lay_open_too_long_is_shown_again(
    world: World, sulastri: Browser
) -> None:
    form = (await sulastri.get("/lapor")).form("/lapor") | {"cerita": KTP}
    world.clock.wind(days=3)
    page = await sulastri.send("/lapor", form)
    assert page.status == 403
    assert page.form("/lapor")["cerita"] == KTP


async def test_nameless_means_that_no_name_and_no_way_back_is_kept(
    world: World, sulastri: Browser
) -> None:
    receipt = await sulastri.reports(
        KTP, nama="Sulastri", alamat="RT 3", kontak="0812", perlindungan="anonim"
    )
    (case,) = await world.cases()
    (message,) = await world.messages()
    key = world.house.vault.person(case.contact_id, (await _key(world, case.contact_id)))
    given = json.loads(key.open(f"messages.fields.{message.id}", message.fields))
    assert case.protection == "anonim"
    assert given == {"protection": "anonim"}
    assert "Sulastri" not in receipt.text
    assert "Sulastri" not in key.open(f"messages.raw.{message.id}", message.raw).decode()


async def test_secrecy_is_offered_with_the_custodians_name(sulastri: Browser) -> None:
    page = await sulastri.get("/lapor")
    assert "Ibu Dewi Lestari dari Inspektorat" in page.text
    assert page.html.index('id="p-rahasia"') < page.html.index('id="nama"')


async def test_secrecy_is_not_offered_where_nobody_outside_keeps_it(closed_world: World) -> None:
    world = await closed_world.open(custodian={"name": "", "body": ""})
    async with Browser(world) as browser:
        page = await browser.get("/lapor")
        assert not page.all("input", value="rahasia")
        assert "Ombudsman RI" in page.text
        page = await browser.reports(KTP, perlindungan="rahasia")
    assert page.status == 422
    assert page.form("/lapor")["cerita"] == KTP


async def test_a_file_that_is_too_large_does_not_cost_the_report(closed_world: World) -> None:
    world = await closed_world.open(limits={"file_mb": 1})
    film = b"\0\0\0\x18ftypmp42" + bytes(2 * 2**20)
    async with Browser(world) as browser:
        receipt = await browser.reports(
            KTP, [("video.mp4", film, "video/mp4"), ("loket.png", PNG, "image/png")]
        )
        assert number_of(receipt)
        assert "video.mp4" in receipt.text
        (stored,) = await world.until(lambda: _stored(world, 1))
        assert stored.mime == "image/png"
        receipt = await browser.get(receipt.url)
        assert "terlalu besar" in receipt.text


async def test_a_program_is_not_kept_and_the_citizen_is_told(
    world: World, sulastri: Browser
) -> None:
    page = await sulastri.reports("", [("foto.jpg", b"MZ" + bytes(500), "image/jpeg")])
    assert "jenisnya tidak kami terima" in page.text
    assert not page.all("input", name="buang")


async def test_more_files_than_fit_are_named(sulastri: Browser) -> None:
    files = [(f"foto{n}.png", PNG + bytes([n]), "image/png") for n in range(7)]
    page = await sulastri.reports("", files)
    assert len(page.all("input", name="buang")) == 5
    assert "foto6.png" in page.text


async def test_a_file_of_twenty_megabytes_arrives_whole(world: World, sulastri: Browser) -> None:
    content = PNG + bytes(range(256)) * 4 * 1024 * 19
    await sulastri.reports(KTP, [("besar.png", content, "image/png")])
    (row,) = await world.until(lambda: _stored(world, 1))
    key = world.house.vault.person(row.contact_id, await _key(world, row.contact_id))
    assert (
        hashlib.sha256(world.house.files.get(row.id, key)).digest()
        == hashlib.sha256(content).digest()
    )


async def test_the_files_of_a_form_lie_sealed(world: World, sulastri: Browser) -> None:
    await sulastri.reports("", [("surat.pdf", PDF, "application/pdf")])
    lying = [path for path in (world.folder / "data" / "forms").rglob("*") if path.is_file()]
    assert len(lying) == 2
    assert not [path for path in lying if b"surat" in path.read_bytes()]


async def test_files_of_a_form_nobody_sent_are_swept(world: World, sulastri: Browser) -> None:
    await sulastri.reports("", [("surat.pdf", PDF, "application/pdf")])
    folder = world.folder / "data" / "forms"
    assert list(folder.iterdir())
    world.clock.wind(days=1000)
    await sulastri.get("/lapor")
    assert not list(folder.iterdir())


async def test_no_address_of_the_sender_is_kept(world: World, sulastri: Browser) -> None:
    await sulastri.reports(KTP, perlindungan="anonim")
    (message,) = await world.rows(select(messages))
    assert "127.0.0" not in str(message)


@pytest.mark.parametrize("kind", ["text/plain", "application/json", "multipart/form-data"])
async def test_what_no_browser_sends_is_answered_calmly(
    world: World, sulastri: Browser, kind: str
) -> None:
    page = await sulastri.send("/lapor", {"x": "1"}, **{"Content-Type": kind})
    assert page.status in (400, 403)
    assert page.all("h1")


async def _stored(world: World, count: int) -> list[object]:
    rows = await world.rows(
        select(attachments).where(attachments.c.state == "stored").order_by(attachments.c.id)
    )
    return rows if len(rows) == count else []


async def _key(world: World, contact: int) -> bytes:
    from storage.tables import contacts

    (row,) = await world.rows(select(contacts.c.wrapped_key).where(contacts.c.id == contact))
    wrapped: bytes = row.wrapped_key
    return wrapped
