"""The bridge's calls, against an office that answers as it is told to."""

from __future__ import annotations

import asyncio
import base64
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from bot.bridge.bridge import Pace
from channels.base import Refused, Webhook
from channels.sms import open_channel
from tests.bot.bridge.kit import CHANNELS, DARMO, JOKO, NAMES, Village, bridge_here, until
from tests.bot.commands.kit import free_port
from tests.channels.smpp_kit import line
from tests.channels.smpp_kit import told as smpp_told

Answer = Callable[[dict[str, Any]], web.Response | None]
GIVEN = {key: value for key, value in CHANNELS["sms"].items() if key != "quiet"}
QUICK = Pace(rest=0.05, again=0.05)
SIGNING_KEY = "kunci-tanda-tangan-hp-0123456789"


@dataclass
class Office:
    """Believes what is signed, keeps what is brought, gives what it is told to give."""

    calls: list[dict[str, Any]] = field(default_factory=list)
    give: list[dict[str, str]] = field(default_factory=list)
    taken: list[str] = field(default_factory=list)
    #: What it answers instead, while this says anything.
    instead: Answer = lambda told: None
    base: str = ""

    @property
    def brought(self) -> list[str]:
        bodies = [base64.b64decode(one["body"]) for call in self.calls for one in call["hooks"]]
        return [body[2:].decode("utf-16-be") for body in bodies]

    @property
    def outcomes(self) -> list[dict[str, Any]]:
        return [one for call in self.calls for one in call["deliveries"]]

    async def receive(self, request: web.Request) -> web.Response:
        hook = Webhook(
            "sms",
            headers={name.lower(): value for name, value in request.headers.items()},
            body=await request.read(),
        )
        async with aiohttp.ClientSession() as http:
            try:
                open_channel("sms", GIVEN, http).verify(hook)
            except Refused as error:
                return web.Response(status=error.status)
        told = {"hooks": [], "deliveries": [], "taken": [], **json.loads(hook.body)}
        other = self.instead(told)
        if other is not None:
            return other
        self.calls.append(told)
        self.taken += told["taken"]
        if not told["wait"]:
            return web.json_response({"send": []})
        if not self.give:
            await asyncio.sleep(0.05)
        given, self.give = self.give, []
        return web.json_response({"send": given})


@pytest.fixture
async def office() -> AsyncIterator[Office]:
    made = Office()
    application = web.Application()
    application.router.add_post("/hooks/sms", made.receive)
    runner = web.AppRunner(application, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    made.base = f"http://127.0.0.1:{runner.addresses[0][1]}"
    yield made
    await runner.cleanup()


@pytest.fixture
def village(tmp_path: Path, office: Office) -> Village:
    made = Village(tmp_path / "village")
    made.prepare(office.base)
    return made


@asynccontextmanager
async def bridge(village: Village, office: Office, pace: Pace = QUICK) -> AsyncIterator[Any]:
    folders = {f"gammu_{name}": str(village.folder / name) for name in NAMES}
    gateway = {"gateway": "gammu", "gammu_poll_seconds": 0.05, **folders}
    folder = village.folder / "antrean"
    async with bridge_here(folder, office.base, gateway, pace=pace) as (_, spool):
        yield spool


def message(number: str, text: str, to: str = DARMO) -> dict[str, str]:
    return {"id": number, "to": to, "text": text}


OTHERS: list[Callable[[], web.Response]] = [
    lambda: web.Response(status=503, headers={"Retry-After": "0"}),
    lambda: web.Response(status=403),
    lambda: web.Response(status=404),
    lambda: web.Response(status=302, headers={"Location": "https://example.org/hooks/sms"}),
    lambda: web.Response(text="<html>Masuk ke jaringan kantor</html>"),
    lambda: web.Response(text="[]"),
]


@pytest.mark.parametrize("other", OTHERS)
async def test_what_is_not_taken_stays(
    office: Office, village: Village, other: Callable[[], web.Response]
) -> None:
    asked = []

    def instead(told: dict[str, Any]) -> web.Response:
        asked.append(told)
        return other()

    office.instead = instead
    village.hear("Lampu mati")
    async with bridge(village, office) as spool:
        await until(lambda: [call for call in asked if call["hooks"]])
        await until(lambda: len(asked) > 3)
        assert len(spool.heard(9, 9999)) == 1
        office.instead = lambda told: None
        await until(lambda: office.brought)
        await until(lambda: not spool.heard(9, 9999))
    assert office.brought == ["Lampu mati"]


async def test_an_office_that_is_away_loses_nothing(village: Village, office: Office) -> None:
    away = Office(base=f"http://127.0.0.1:{free_port()}")
    async with bridge(village, away) as spool:
        for text in ("satu", "dua"):
            village.hear(text)
        await until(lambda: len(spool.heard(9, 9999)) == 2)
    async with bridge(village, office):
        await until(lambda: len(office.brought) == 2)
    assert office.brought == ["satu", "dua"]


async def test_one_that_is_refused_takes_no_other_with_it(office: Office, village: Village) -> None:
    def instead(told: dict[str, Any]) -> web.Response | None:
        bad = any(b"\0b\0u\0r\0u\0k" in base64.b64decode(one["body"]) for one in told["hooks"])
        return web.Response(status=400) if bad else None

    office.instead = instead
    for number in range(5):
        village.hear(f"baik {number}")
    village.hear("buruk")
    village.hear("terakhir")
    async with bridge(village, office) as spool:
        await until(lambda: len(set(office.brought)) == 6)
        await until(lambda: spool.counts() == {"heard": 0, "aside": 1, "said": 0})
    assert sorted(office.brought) == sorted([f"baik {n}" for n in range(5)] + ["terakhir"])


async def test_a_message_is_told_as_taken_and_sent_once(office: Office, village: Village) -> None:
    office.give = [message("7", "Halo")]
    async with bridge(village, office):
        await until(lambda: "7" in office.taken)
        assert await until(village.said) == ["Halo"]
        village.finish()
        # The office lost its memory of it, and asks once more.
        office.taken.clear()
        office.give = [message("7", "Halo"), message("8", "Dua")]
        await until(lambda: {"7", "8"} <= set(office.taken))
        assert await until(village.said) == ["Dua"]
    assert office.taken.count("7") == 1


async def test_each_citizens_messages_keep_their_order(office: Office, village: Village) -> None:
    """What waits for the modem holds up the later ones to the same number, and no others."""
    blocker = village.folder / "error" / f"OUTC{'7':0>20}_0_00_{DARMO}_sahut.txt"
    blocker.mkdir()
    office.give = [message("7", "satu"), message("8", "dua"), message("9", "tiga", JOKO)]
    async with bridge(village, office):
        assert await until(village.said) == ["tiga"]
        blocker.rmdir()
        await until(lambda: len(village.said()) == 3)


async def test_a_modem_that_comes_back_gets_what_waited(office: Office, village: Village) -> None:
    outbox = village.folder / "outbox"
    outbox.rmdir()
    office.give = [message("7", "satu"), message("8", "dua", JOKO)]
    async with bridge(village, office) as spool:
        await until(lambda: {"7", "8"} <= set(office.taken))
        assert len(spool.waiting()) == 2
        outbox.mkdir()
        await until(lambda: village.said() == ["satu", "dua"])
    assert office.outcomes == []


async def test_what_a_modem_does_not_take_for_an_hour_goes_back(
    office: Office, village: Village
) -> None:
    (village.folder / "outbox").rmdir()
    office.give = [message("7", "satu")]
    async with bridge(village, office, replace(QUICK, give_back=0.0)):
        (told,) = await until(lambda: office.outcomes)
    assert (told["id"], told["permanent"], told["state"]) == ("7", False, "failed")


async def test_what_no_number_takes_goes_back_for_ever(office: Office, village: Village) -> None:
    office.give = [message("7", "Halo", "TELKOMSEL")]
    async with bridge(village, office):
        (told,) = await until(lambda: office.outcomes)
    assert (told["permanent"], told["scope"]) == (True, "recipient")


async def test_what_the_gateway_may_have_is_not_said_again_at_once(
    office: Office, tmp_path: Path
) -> None:
    """No answer from the operator: the next citizen's message goes, this one waits its time."""
    patient = replace(QUICK, unknown=3600.0)
    async with line() as operator:
        given = smpp_told(operator.centre.port) | {"timeout": 1.0}
        operator.centre.script = [None]
        office.give = [message("7", "satu")]
        async with bridge_here(tmp_path / "antrean", office.base, given, pace=patient) as (
            _,
            spool,
        ):
            await until(lambda: not operator.centre.script)
            office.give = [message("8", "dua", JOKO)]
            await until(lambda: operator.centre.submitted)
            office.give = [message("9", "tiga", JOKO)]
            await until(lambda: len(operator.centre.submitted) == 2)
            await until(lambda: [one.id for one in spool.waiting()] == ["7"])
    assert [one.short_message for one in operator.centre.submitted] == [b"dua", b"tiga"]


async def test_a_phone_pushes_through_the_door(office: Office, tmp_path: Path) -> None:
    """Only what is signed by the phone; answered once it is on the disk."""
    office.instead = lambda told: web.Response(status=503) if told["hooks"] else None
    port = free_port()
    gateway = {
        "gateway": "kannel",
        "kannel_username": "app",
        "kannel_password": "rahasia-kannel",
        "kannel_secret": SIGNING_KEY,
        "kannel_url": f"http://127.0.0.1:{free_port()}/cgi-bin/sendsms",
        "kannel_callback_url": "",
    }
    query = f"id=k1&from=%2B6281234567001&text=Air%20mati&charset=UTF-8&secret={SIGNING_KEY}"
    async with bridge_here(tmp_path / "antrean", office.base, gateway, port=port, pace=QUICK) as (
        _,
        spool,
    ):
        door = f"http://127.0.0.1:{port}/hooks/sms"
        async with aiohttp.ClientSession() as http:
            await until(lambda: office.calls)
            for told, status in ((query.replace("kunci", "kuncu"), 403), (query, 200)):
                async with http.get(f"{door}?{told}") as answer:
                    assert answer.status == status
        assert len(spool.heard(9, 9999)) == 1
        office.instead = lambda told: None
        await until(lambda: [call for call in office.calls if call["hooks"]])
    (call,) = [call for call in office.calls if call["hooks"]]
    assert call["gateway"] == "kannel"
    assert call["hooks"][0]["query"]["text"] == "Air mati"
