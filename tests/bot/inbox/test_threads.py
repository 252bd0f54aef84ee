"""The conversation: everything said and done, in order, safe to look at."""

from __future__ import annotations

import re

import pytest

from bot.inbox import threads
from tests.bot.inbox.kit import Desk, received, reported
from tests.world import JOKO, SULASTRI_WA, World

PAYLOADS = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '"><svg/onload=alert(1)>',
    "'><iframe src=javascript:alert(1)>",
    "javascript:alert(1)",
    "</textarea><script>alert(1)</script>",
    "</title><script>alert(1)</script>",
    "{{ 7*7 }} {% raw %} ${7*7}",
    '<a href="data:text/html,<script>alert(1)</script>">klik</a>',
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "<style>*{display:none}</style>",
    "\u202egnp.exe\u202c \u200b\u2066x\u2069",
    "<!--<script>-->",
    '*<b>tebal</b>* *"><script>alert(1)</script>*',
)
#: What our own pages have, and nothing else may bring.
_TAGS = re.compile(r"<(script|iframe|style|svg/|img|b>|object|embed)[^>]*>", re.IGNORECASE)


async def test_what_strangers_wrote_is_only_text_on_every_page(world: World, rina: Desk) -> None:
    story = "jalan rusak di depan sekolah " + "\n".join(PAYLOADS)
    case = await reported(world, story, name='<script>alert("nama")</script>')
    await rina.reply(case.number, "Terima kasih. <script>alert(2)</script> *<i>ya</i>*")
    await rina.post(f"/inbox/laporan/{case.number}/catatan", text="<script>alert(3)</script>")
    for path in ("/inbox", f"/inbox/laporan/{case.number}", f"/inbox/daftar/{case.id}"):
        text = await rina.page(path)
        foreign = [tag for tag in _TAGS.findall(text) if tag.lower() not in ("script", "b>")]
        assert foreign == [], path
        assert re.findall(r"<script(?! src=\"/static/)", text) == []
        assert "\u202e" not in text
        assert "\u2066" not in text
    thread = await rina.page(f"/inbox/laporan/{case.number}")
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in thread
    assert "⟨U+202E⟩gnp.exe" in thread
    assert "{{ 7*7 }}" in thread


async def test_pages_forbid_scripts_of_others(world: World, rina: Desk) -> None:
    policy = (await rina.get("/inbox")).headers["Content-Security-Policy"]
    assert "script-src 'self'" in policy
    assert "unsafe-inline" not in policy
    text = await rina.page("/inbox")
    assert " style=" not in text
    assert re.search(r"\son[a-z]+=", text) is None


async def test_both_sides_stand_in_order_with_their_ticks(world: World, rina: Desk) -> None:
    case = await reported(world)
    world.clock.wind(minutes=1)
    await rina.reply(case.number, "Kami cek hari ini.")
    await world.settled()
    await world.whatsapp.citizen_reads(SULASTRI_WA)

    async def read() -> bool:
        return all(row.read_at for row in await world.outgoing())

    await world.until(read)
    text = await rina.page(f"/inbox/laporan/{case.number}")
    order = [text.index(words) for words in (
        "ktp saya belum jadi sejak", "Sahut mendaftarkan laporan ini", "Terima kasih sudah",
        "Kami cek hari ini.",
    )]  # fmt: skip
    assert order == sorted(order)
    assert text.count("dibaca 09.15</span>") == 2
    assert "••••••" in text
    assert "Hari ini" in text


async def test_an_edited_message_shows_its_last_form_and_keeps_the_first(
    world: World, rina: Desk
) -> None:
    message = await world.telegram.citizen_writes(JOKO, "lampu jalan gang mawar mati")
    await received(world, 1)
    await world.telegram.citizen_edits(JOKO, message, "lampu jalan gang melati mati")
    await received(world, 2)
    (case,) = await world.cases()
    text = await rina.page(f"/inbox/laporan/{case.number}")
    thread = text[text.index('id="percakapan"') : text.index('id="berkas"')]
    assert thread.count('class="in"') == 1
    assert thread.index("gang melati") < thread.index("Sebelum diubah") < thread.index("gang mawar")
    assert "diubah 09.14" in thread


async def test_what_staff_wrote_in_the_app_stands_on_our_side(world: World, rina: Desk) -> None:
    case = await reported(world)
    await world.whatsapp.staff_writes(SULASTRI_WA, "Berkasnya sedang dicari, Bu.")
    await received(world, 2)
    text = await rina.page(f"/inbox/laporan/{case.number}")
    bubble = text[text.index("ditulis di aplikasi WhatsApp") :]
    assert "Berkasnya sedang dicari, Bu." in bubble
    assert text.count('class="in"') == 1


async def test_a_long_message_is_folded_and_wholly_there(world: World, rina: Desk) -> None:
    lines = [f"baris {number} jalan rusak" for number in range(300)]
    case = await reported(world, "\n".join(lines))
    text = await rina.page(f"/inbox/laporan/{case.number}")
    assert "Baca selengkapnya (300 baris)" in text
    assert all(line in text for line in lines)


async def test_older_parts_are_reached_by_a_link_and_nothing_is_missing(
    world: World, rina: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(threads, "PAGE", 3)
    case = await reported(world)
    for number in range(7):
        world.clock.wind(minutes=7)
        await reported(world, f"tambahan ke {number} dari saya tentang ktp itu")
    seen, path = "", f"/inbox/laporan/{case.number}"
    for _ in range(12):
        text = await rina.page(path)
        thread = text[text.index('id="percakapan"') : text.index('id="berkas"')]
        seen += thread
        found = re.search(r'class="older"><a href="([^"]+)"', text)
        if found is None:
            break
        path = found[1]
    for number in range(7):
        assert seen.count(f"tambahan ke {number} dari") >= 1, number
    ids = re.findall(r'<li id="([mo]\d+)"', seen)
    assert len(ids) == len(set(ids)) == len(await world.messages()) + len(await world.outgoing())


async def test_a_place_is_a_link_and_loads_nothing(world: World, rina: Desk) -> None:
    await world.telegram.citizen_writes(JOKO, "lampu jalan depan gang mati")
    await world.telegram.citizen_shares_location(JOKO, -6.2146, 106.8451)
    await received(world, 2)
    (case,) = await world.cases()
    text = await rina.page(f"/inbox/laporan/{case.number}")
    assert "-6.2146, 106.8451" in text
    assert 'href="https://www.openstreetmap.org/?mlat=-6.2146' in text
    assert 'src="https' not in text


async def test_a_number_nobody_has_is_not_found(world: World, rina: Desk) -> None:
    await rina.page("/inbox/laporan/K7F3-9QX", 404)
    await rina.page("/inbox/laporan/..%2f..", 404)


async def test_a_note_is_yellow_internal_and_sealed(world: World, rina: Desk) -> None:
    case = await reported(world)
    answer = await rina.post(f"/inbox/laporan/{case.number}/catatan", text="Ditelepon, tidak ada.")
    assert answer.headers["Location"] == f"/inbox/laporan/{case.number}"
    text = await rina.page(f"/inbox/laporan/{case.number}")
    assert re.search(r'class="note".*?Catatan internal, Rina.*?Ditelepon, tidak', text, re.DOTALL)
    assert len(await world.outgoing()) == 1
    raw = (
        (world.folder / world.url.rpartition("/")[2]).read_bytes() if "sqlite" in world.url else b""
    )
    assert b"Ditelepon, tidak ada" not in raw


async def test_an_erased_citizen_leaves_only_the_stages(world: World, rina: Desk) -> None:
    case = await reported(world)
    async with world.house.database.write() as db:
        from storage.tables import contacts

        await db.execute(contacts.update().values(wrapped_key=None))
    text = await rina.page(f"/inbox/laporan/{case.number}")
    assert "Data pelapor ini sudah dihapus" in text
    assert "Sulastri" not in text
    assert (await rina.reply(case.number, "Halo")).status == 422
