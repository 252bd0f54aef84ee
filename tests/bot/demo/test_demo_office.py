"""The example office: its stories, its page, and who may ask it for anything."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import aiohttp
import pytest
import pytest_asyncio
from sqlalchemy import select

from bot.commands.stopping import Stop
from bot.config import Settings
from bot.demo import office
from bot.demo import street as streets
from bot.demo.office import Demo
from storage.database import Database, Occupied
from storage.tables import complaints

#: One demo serves all tests of this file; each gives a phone to somebody new.
pytestmark = pytest.mark.asyncio(loop_scope="module")
JOKO, DARMO, HENDRA = "5811042001", "+6281300110001", "hendra@warga.example"


class Visitor:
    """A browser on the demo's page."""

    def __init__(self, demo: Demo, http: aiohttp.ClientSession, token: str) -> None:
        self.demo, self._http, self._token = demo, http, token

    async def get(self, path: str, **headers: str) -> tuple[aiohttp.ClientResponse, str]:
        async with self._http.get(f"{self.demo.page}{path}", headers=headers) as answer:
            return answer, await answer.text(errors="replace")

    async def post(self, path: str, given: Any, **headers: str) -> int:
        told = {"X-Demo-Token": self._token} | headers
        url = f"{self.demo.page}{path}"
        async with self._http.post(url, json=given, headers=told) as answer:
            return answer.status

    async def meet(self, channel: str, name: str = "Tono") -> dict[str, str]:
        """Somebody new gets a phone; what names him in every request."""
        url, headers = f"{self.demo.page}/people", {"X-Demo-Token": self._token}
        given = {"channel": channel, "name": name}
        async with self._http.post(url, json=given, headers=headers) as answer:
            return {"channel": channel, "person": (await answer.json())["person"]}

    async def upload(self, who: dict[str, str], name: str, mime: str, data: bytes) -> int:
        form = aiohttp.FormData(who)
        form.add_field("file", data, filename=name, content_type=mime)
        headers = {"X-Demo-Token": self._token}
        async with self._http.post(
            f"{self.demo.page}/upload", data=form, headers=headers
        ) as answer:
            return answer.status

    async def fault(self, channel: str, name: str, on: bool) -> int:
        return await self.post("/faults", {"channel": channel, "fault": name, "on": on})

    async def told(self) -> Any:
        return json.loads((await self.get("/chats"))[1])

    async def chat(self, who: dict[str, str]) -> list[Any]:
        return list((await self.told())["chats"].get("/".join(who.values()), []))

    async def until(self, who: dict[str, str], part: str) -> Any:
        """Wait for a bubble whose words contain this."""
        async with asyncio.timeout(15):
            while True:
                for bubble in await self.chat(who):
                    if part in "".join(run["text"] for run in bubble["words"]):
                        return bubble
                await asyncio.sleep(0.05)


def quiet(_settings: Settings) -> None:
    """The process's own logs stay as the tests have them."""


@asynccontextmanager
async def visiting(folder: Path, stories: int) -> AsyncIterator[Visitor]:
    street = streets.load()
    told = replace(street, stories=street.stories[:stories])
    await office.clear(folder)
    async with Demo(folder, 0, told, quiet).open() as demo, aiohttp.ClientSession() as http:
        async with http.get(demo.page) as answer:
            token = re.search(r'name="demo-token" content="([^"]+)"', await answer.text())
        assert token
        yield Visitor(demo, http, token[1])


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def visitor(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Visitor]:
    async with visiting(tmp_path_factory.mktemp("office") / "demo", 1) as visitor:
        yield visitor


async def test_every_story_is_told_before_the_doors_open(tmp_path: Path) -> None:
    street = streets.load()
    async with visiting(tmp_path / "demo", len(street.stories)) as visitor:
        chats = (await visitor.told())["chats"]
        assert set(chats) == {f"{one.channel}/{one.address}" for one in street.people}
        for chat in chats.values():
            assert any(not bubble["mine"] for bubble in chat)
        url = f"sqlite+aiosqlite:///{tmp_path / 'demo' / 'sahut.db'}"
        database = Database(url)
        async with database.read() as db:
            states = {row.state for row in await db.execute(select(complaints.c.state))}
        await database.close()
    assert len(states) >= 3


async def test_what_a_phone_says_is_answered_on_it(visitor: Visitor) -> None:
    tono = await visitor.meet("telegram")
    given = tono | {"text": "lampu jalan di gang mawar mati"}
    assert await visitor.post("/say", given) == 204
    answer = await visitor.until(tono, "Nomor")
    assert not answer["mine"]
    said = (await visitor.chat(tono))[0]
    assert (said["mine"], said["state"]) == (True, "taken")


async def test_whatsapp_shows_that_it_was_read_and_takes_taps(visitor: Visitor) -> None:
    text = "urus ktp 3x disuruh balik di kelurahan rt 3 rw 1 sejak 5 maret, minta ktp diselesaikan"
    tono = await visitor.meet("whatsapp")
    await visitor.post("/say", tono | {"text": text})
    answer = await visitor.until(tono, "Nomor")
    assert (await visitor.chat(tono))[0]["state"] == "read"
    assert await visitor.post("/read", tono) == 204
    button = answer["buttons"][0]
    tap = tono | {"bubble": answer["id"], "button": button["id"]}
    assert await visitor.post("/tap", tap) == 204
    assert (await visitor.until(tono, button["title"]))["mine"]


LETTER = {
    "subject": "Nomor antrean hanya di layar",
    "text": "Nama saya Tono, saya tunanetra. Hari Jumat nomor antrean di kantor kelurahan Sukajaya"
    " hanya tampil di layar dan saya terlewat dua kali.",
}
SHORT = (
    "Bantuan beras desember sy tdk dpt pdhl nama ada di daftar november. sy darmo kp baru rt 5 rw 2"
    " sukajaya. sdh 2x tanya ke kelurahan, tlg cek nama sy. pulsa mepet mgkn tdk bs bls lagi"
)


async def test_a_mail_is_answered_in_its_thread(visitor: Visitor) -> None:
    tono = await visitor.meet("email")
    assert await visitor.post("/say", tono | LETTER) == 204
    answer = await visitor.until(tono, "Nomor laporan")
    mine = (await visitor.chat(tono))[0]
    assert (mine["mine"], mine["state"]) == (True, "taken")
    assert dict(answer["sheet"]["head"])["In-Reply-To"] == mine["id"]
    assert "pertanyaan" in answer["sheet"]["subject"]
    reply = {"text": "Jalan Kenanga 7 RT 3 RW 1 Sukajaya.", "answers": answer["id"]}
    assert await visitor.post("/say", tono | reply) == 204
    again = await visitor.until(tono, "Tambahan")
    number = re.search(r"[0-9A-Z]{4}-[0-9A-Z]{3}", answer["sheet"]["subject"])
    assert number
    assert number[0] in again["sheet"]["subject"]
    sent = (await visitor.chat(tono))[2]
    assert sent["sheet"]["subject"].startswith("Re: Laporan")
    assert "+" in sent["sheet"]["to"]


async def test_a_file_goes_with_a_mail(visitor: Visitor) -> None:
    tono = await visitor.meet("email")
    sample = {"sample": "lampu.jpg", "subject": "Lampu gang mawar", "text": "Lampu mati."}
    assert await visitor.post("/sample", tono | sample) == 204
    (file,) = (await visitor.chat(tono))[0]["sheet"]["files"]
    assert (file["kind"], file["name"]) == ("photo", "lampu.jpg")
    more = tono | {"subject": "Surat", "text": "Terlampir."}
    assert await visitor.upload(more, "surat.pdf", "application/pdf", b"%PDF-1.7 x") == 204
    assert (await visitor.chat(tono))[1]["sheet"]["files"][0]["name"] == "surat.pdf"
    await visitor.until(tono, "Nomor laporan")


async def test_an_sms_costs_the_citizen_and_the_answer_does_not(visitor: Visitor) -> None:
    tono = await visitor.meet("sms")
    credit = (await visitor.told())["facts"]["sms"]
    assert await visitor.post("/say", tono | {"text": SHORT}) == 204
    answer = await visitor.until(tono, "Tidak perlu dibalas")
    mine = (await visitor.chat(tono))[0]
    assert len(mine["bill"]["parts"]) == 2
    assert mine["bill"]["price"] == 2 * credit["price"]
    assert (answer["bill"]["price"], len(answer["bill"]["parts"])) == (0, 1)
    left = (await visitor.told())["facts"]["sms"]["credit"]
    assert left[tono["person"]] == credit["credit"][tono["person"]] - mine["bill"]["price"]


async def test_who_has_no_credit_left_buys_some_first(visitor: Visitor) -> None:
    tono = await visitor.meet("sms")
    for _ in range(3):
        assert await visitor.post("/say", tono | {"text": "a" * 1530}) == 204
    assert await visitor.post("/say", tono | {"text": "a" * 1530}) == 400
    assert len([one for one in await visitor.chat(tono) if one["mine"]]) == 3
    assert await visitor.post("/credit", tono) == 204
    assert await visitor.post("/say", tono | {"text": "a" * 1530}) == 204


async def test_a_mail_that_finds_no_taker_is_sent_again(visitor: Visitor) -> None:
    assert await visitor.fault("email", "hang_after_data", True) == 200
    tono = await visitor.meet("email")
    await visitor.post("/say", tono | LETTER)
    await visitor.until(tono, "Nomor laporan")
    assert await visitor.fault("email", "hang_after_data", False) == 200
    answers = [one for one in await visitor.chat(tono) if not one["mine"]]
    assert len(answers) == 1


async def test_photo_voice_place_and_file_leave_the_phone(visitor: Visitor) -> None:
    tono = await visitor.meet("telegram")
    assert await visitor.post("/sample", tono | {"sample": "lampu.jpg"}) == 204
    assert await visitor.post("/sample", tono | {"sample": "beras.ogg"}) == 204
    assert await visitor.post("/place", tono) == 204
    assert await visitor.upload(tono, "surat.pdf", "application/pdf", b"%PDF-1.7 x") == 204
    chat = await visitor.chat(tono)
    kinds = [b["file"]["kind"] for b in chat if b["file"]]
    assert kinds == ["photo", "voice", "document"]
    assert any(bubble["place"] for bubble in chat)
    answer, _ = await visitor.get(f"/files/{chat[0]['file']['key']}")
    assert answer.content_type == "image/jpeg"
    assert answer.headers["Content-Security-Policy"].startswith("sandbox")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


async def test_the_stream_tells_of_every_change(visitor: Visitor) -> None:
    tono = await visitor.meet("telegram")
    async with aiohttp.ClientSession() as http, http.get(f"{visitor.demo.page}/stream") as stream:
        await visitor.post("/say", tono | {"text": "Halo"})
        async with asyncio.timeout(30):
            while (line := await stream.content.readline()) and _told(line) != (
                "bubble",
                "/".join(tono.values()),
            ):
                pass
    assert line


def _told(line: bytes) -> tuple[str, str]:
    """What changed, and on whose phone; others may still be answered meanwhile."""
    if not line.startswith(b"data: "):
        return "", ""
    change = json.loads(line.removeprefix(b"data: "))
    return change["what"], change.get("whose", "")


async def test_a_newcomer_gets_a_phone(visitor: Visitor) -> None:
    tono = await visitor.meet("whatsapp", "<b>Tono</b>")
    names = (await visitor.told())["names"]["whatsapp"]
    assert names[tono["person"]] == "<b>Tono</b>"


async def test_a_fault_is_turned_on_and_nothing_is_lost(visitor: Visitor) -> None:
    fault = {"channel": "telegram", "fault": "http_500"}
    assert await visitor.post("/faults", fault | {"on": True}) == 200
    assert (await visitor.told())["faults"]["telegram"] == ["http_500"]
    tono = await visitor.meet("telegram")
    await visitor.post("/say", tono | {"text": "jalan gang mawar rusak"})
    await asyncio.sleep(0.3)
    assert [bubble["mine"] for bubble in await visitor.chat(tono)] == [True]
    assert await visitor.post("/faults", fault | {"on": False}) == 200
    await visitor.until(tono, "Nomor")


async def test_only_this_machine_is_answered(visitor: Visitor) -> None:
    answer, _ = await visitor.get("/", Host="kantor.example")
    assert answer.status == 421
    async with aiohttp.ClientSession() as http:
        headers = {"Host": "kantor.example"}
        async with http.get(f"{visitor.demo.office}/lapor", headers=headers) as refused:
            assert refused.status == 421
        async with http.get(f"{visitor.demo.office}/lapor") as form:
            assert form.status == 200


async def test_only_its_own_page_may_change_anything(visitor: Visitor) -> None:
    tono = await visitor.meet("telegram")
    for token in ("", "wrong", "\u00e9"):
        given = tono | {"text": "Halo"}
        assert await visitor.post("/say", given, **{"X-Demo-Token": token}) == 403
    assert await visitor.chat(tono) == []


MALFORMED: list[tuple[str, Any]] = [
    ("/say", {}),
    ("/say", []),
    ("/say", {"channel": "pigeon", "person": JOKO, "text": "x"}),
    ("/say", {"channel": "telegram", "person": "nobody", "text": "x"}),
    ("/sample", {"channel": "telegram", "person": JOKO, "sample": "../../etc/passwd"}),
    ("/tap", {"channel": "telegram", "person": JOKO}),
    ("/faults", {"channel": "telegram", "fault": "__class__", "on": True}),
    ("/people", {"channel": "telegram"}),
    ("/credit", {"channel": "telegram", "person": JOKO}),
    ("/place", {"channel": "sms", "person": DARMO}),
    ("/sample", {"channel": "sms", "person": DARMO, "sample": "lampu.jpg"}),
    ("/place", {"channel": "email", "person": HENDRA}),
    ("/upload", {"channel": "telegram", "person": JOKO}),
]


async def test_what_is_malformed_is_refused(visitor: Visitor) -> None:
    for path, given in MALFORMED:
        assert await visitor.post(path, given) == 400, path


async def test_the_page_holds_no_script_and_no_style_of_its_own(visitor: Visitor) -> None:
    answer, page = await visitor.get("/")
    assert "'unsafe" not in answer.headers["Content-Security-Policy"]
    assert not re.search(r"<style|\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)", page)
    assert "Kantor contoh" in page
    assert visitor.demo.password in page


async def test_each_start_is_fresh(tmp_path: Path) -> None:
    secrets = []
    for _ in range(2):
        async with visiting(tmp_path / "demo", 1) as visitor:
            secrets.append((visitor.demo.password, visitor._token))
            secrets.append(((tmp_path / "demo" / "sahut.key").read_text(), ""))
            assert len((await visitor.told())["chats"]) == 1
    assert len(set(secrets)) == 4


async def test_a_folder_of_somebody_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "skripsi.doc").write_text("penting")
    with pytest.raises(Stop):
        await office.clear(tmp_path)
    assert (tmp_path / "skripsi.doc").read_text() == "penting"


async def test_a_demo_that_runs_keeps_its_folder(tmp_path: Path) -> None:
    async with visiting(tmp_path / "demo", 0):
        with pytest.raises(Occupied):
            await office.clear(tmp_path / "demo")
        assert (tmp_path / "demo" / "sahut.key").exists()


async def test_a_port_that_is_taken_is_named(tmp_path: Path) -> None:
    server = await asyncio.start_server(lambda reader, writer: None, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    await office.clear(tmp_path / "demo")
    with pytest.raises(Stop) as caught:
        async with Demo(tmp_path / "demo", port - 1, log=quiet).open():
            pass
    server.close()
    assert caught.value.params["port"] == port
