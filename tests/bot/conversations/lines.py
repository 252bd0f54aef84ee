"""How somebody does a line of a conversation on each channel, and what reaches them there."""

from __future__ import annotations

import html
import re
from collections.abc import AsyncIterator, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final, Protocol

from bot.demo.on_whatsapp import KNOCK
from tests.bot.inbox.kit import Desk
from tests.bot.messages_kit import Sim
from tests.bot.post import Post, words
from tests.bot.public.browser import PNG, Browser, Page
from tests.world import World

VOICE: Final = b"OggS" + bytes(range(250)) * 8
SPOT: Final = (-6.9147, 107.6098)
_FILE = re.compile(r"\((photo|voice note|location)\)\s*(.*)", re.DOTALL)
_TAP = re.compile(r"\[([^\[\]]+)\]")


@dataclass(frozen=True, slots=True)
class Person:
    """One of the cast, and where she can be reached."""

    name: str
    index: int

    @property
    def phone(self) -> str:
        return f"62812345670{self.index:02}"

    @property
    def user(self) -> int:
        return 1000 + self.index

    @property
    def mailbox(self) -> str:
        return f"{self.name.lower()}@contoh.id"

    @property
    def shown(self) -> str:
        """What a provider tells; who hides does not go by a name."""
        return "" if self.name == "Pelapor" else self.name


@dataclass(frozen=True, slots=True)
class Message:
    """What stands on somebody's screen, and the ids of what can be tapped under it."""

    key: str
    text: str
    taps: Mapping[str, Any]

    @property
    def whole(self) -> str:
        row = " ".join(f"[{title}]" for title in self.taps)
        return f"{self.text.strip()}\n\n{row}" if row else self.text.strip()


class Line(Protocol):
    """One channel, as the citizens see it."""

    async def does(self, who: Person, said: str) -> None: ...

    def seen(self, who: Person) -> AsyncIterator[Message]: ...


class Telegram:
    def __init__(self, world: World) -> None:
        self._api = world.telegram

    async def does(self, who: Person, said: str) -> None:
        if tap := _TAP.fullmatch(said):
            message, data = _tapped([m async for m in self.seen(who)], tap[1])
            await self._api.citizen_taps(who.user, data, int(message))
        elif file := _FILE.fullmatch(said):
            await self._sends(who, file[1], file[2])
        else:
            await self._api.citizen_writes(who.user, said, name=who.shown)

    async def _sends(self, who: Person, kind: str, caption: str) -> None:
        if kind == "location":
            await self._api.citizen_shares_location(who.user, *SPOT)
            return
        data, sort = (PNG, "photo") if kind == "photo" else (VOICE, "voice")
        await self._api.citizen_sends(who.user, sort, data, caption=caption, name=who.shown)

    async def seen(self, who: Person) -> AsyncIterator[Message]:
        for sent in self._api.sent:
            if sent.chat == who.user:
                taps = {one["text"]: one["callback_data"] for one in sent.buttons}
                taps |= {one["text"]: "" for one in sent.keys}
                yield Message(str(sent.id), _starred(sent.marked), taps)


class WhatsApp:
    def __init__(self, world: World) -> None:
        self._api = world.whatsapp

    async def does(self, who: Person, said: str) -> None:
        if tap := _TAP.fullmatch(said):
            message, data = _tapped([m async for m in self.seen(who)], tap[1])
            await self._api.citizen_taps(who.phone, data, tap[1], message, name=who.shown)
        elif file := _FILE.fullmatch(said):
            await self._sends(who, file[1], file[2])
        else:
            await self._api.citizen_writes(who.phone, said, name=who.shown)

    async def _sends(self, who: Person, kind: str, caption: str) -> None:
        if kind == "location":
            await self._api.citizen_shares(who.phone, *SPOT, name=who.shown)
            return
        sort, data, mime = _FILES[kind]
        await self._api.citizen_sends(who.phone, sort, data, mime, caption, name=who.shown)

    async def seen(self, who: Person) -> AsyncIterator[Message]:
        for sent in self._api.sent:
            if sent["phone"] == who.phone:
                text, taps = _SHOWN[sent["payload"]["type"]](sent["payload"])
                yield Message(sent["id"], text, taps)


class Sms:
    def __init__(self, sim: Sim) -> None:
        self._sim = sim

    async def does(self, who: Person, said: str) -> None:
        assert await self._sim.brings(said, f"+{who.phone}") == 200

    async def seen(self, who: Person) -> AsyncIterator[Message]:
        for number, text in enumerate(self._sim.sent(f"+{who.phone}")):
            assert len(text) <= 160, text
            yield Message(str(number), text, {})


class Mail:
    def __init__(self, post: Post) -> None:
        self._post = post

    async def does(self, who: Person, said: str) -> None:
        first, _, rest = said.partition("\n")
        subject = first.removeprefix("Subject: ") if first.startswith("Subject: ") else ""
        text = rest.lstrip("\n") if subject else said
        letters = self._post.letters(who.mailbox)
        thread = letters[-1]["Message-ID"] if subject.startswith("Re:") and letters else ""
        headers = {"In_Reply_To": thread} if thread else {}
        await self._post.writes(who.mailbox, text, subject, **headers)

    async def seen(self, who: Person) -> AsyncIterator[Message]:
        for letter in self._post.letters(who.mailbox):
            text = re.sub(r"\n{3,}", "\n\n", words(letter).replace("\r\n", "\n"))
            yield Message(str(letter["Message-ID"]), f"Subject: {letter['Subject']}\n\n{text}", {})


class Web:
    """The form, and afterwards the page of the case."""

    def __init__(self) -> None:
        self.browsers: dict[str, Browser] = {}
        self._base: World | None = None

    def at(self, world: World) -> Web:
        self._base = world
        return self

    async def does(self, who: Person, said: str) -> None:
        browser = self._browser(who)
        verb, _, rest = said.partition(":")
        if verb == "form":
            fields = dict(row.strip().split(": ", 1) for row in rest.strip().split("\n"))
            await browser.opens(await browser.reports(fields.pop("cerita"), **fields))
        elif verb == "opens":
            number, kunci = rest.split()
            await browser.looks_up(number, kunci)
        elif tap := _TAP.fullmatch(said):
            page = await browser.get("/lacak")
            await browser.writes("", pilihan=_choices(page)[tap[1]])
        else:
            await browser.writes(said)

    def _browser(self, who: Person) -> Browser:
        if who.name not in self.browsers:
            assert self._base is not None
            self.browsers[who.name] = Browser(self._base)
        return self.browsers[who.name]

    async def seen(self, who: Person) -> AsyncIterator[Message]:
        if who.name not in self.browsers:
            return
        page = _lined(await self.browsers[who.name].get("/lacak"))
        ours = page.all("article", kind="ours")
        for number, article in enumerate(ours):
            told = next(one for one in article.inside if one.name == "p")
            taps = _choices(page) if number == len(ours) - 1 else {}
            yield Message(f"{page.one('h1').text}{number}", told.text, taps)


class Inbox:
    """Steps of officers; what the head alone may do is done by the head."""

    def __init__(self, world: World) -> None:
        self._world = world

    async def does(self, number: str, said: str) -> None:
        for row in said.split("\n"):
            step, _, text = row.partition(": ")
            desk = Desk(self._world.base)
            try:
                await desk.sign_in("siti" if step in ("decide", "review_again") else "rina")
                answer = await self._step(desk, number, step, text)
                assert answer.status == 303, (row, answer.status)
            finally:
                await desk.close()

    async def _step(self, desk: Desk, number: str, step: str, text: str) -> Any:
        if step == "reply":
            return await desk.reply(number, text)
        if step == "hears":
            page = await desk.page(f"/inbox/laporan/{number}")
            (file,) = set(re.findall(r"/inbox/lampiran/(\d+)/didengar", page))
            return await desk.post(f"/inbox/lampiran/{file}/didengar", transkrip=text)
        if step == "decide":
            return await desk.decide(number, text)
        fields = {"text": text} if text else {}
        if step in ("recommend", "refer"):
            fields["to"], _, fields["text"] = text.partition(": ")
        return await desk.step(number, step, **fields)


def _tapped(messages: Iterable[Message], title: str) -> tuple[str, Any]:
    """The newest message with this button, and what the button carries."""
    found = [(one.key, one.taps[title]) for one in messages if title in one.taps]
    assert found, f"nobody was shown [{title}]"
    return found[-1]


def _choices(page: Page) -> dict[str, str]:
    forms = page.all("form", kind="taps")
    shown = [e for e in forms[-1].inside if e.name == "button"] if forms else []
    return {e.text.strip(): e.given["value"] for e in shown if "hidden" not in e.given}


def _lined(page: Page) -> Page:
    """The page with its lines as a reader sees them."""
    lined = re.sub(r"<br ?/?>\n?", "\n", page.html)
    return Page(page.status, page.url, lined, page.headers)


def _starred(marked: str) -> str:
    """Bold as the other channels write it."""
    text = re.sub(r"</?b>", "*", marked)
    return html.unescape(text)


def _text(payload: Mapping[str, Any]) -> tuple[str, dict[str, str]]:
    return payload["text"]["body"], {}


def _interactive(payload: Mapping[str, Any]) -> tuple[str, dict[str, str]]:
    told = payload["interactive"]
    if told["type"] == "location_request_message":
        return told["body"]["text"], {"Kirim lokasi": ""}
    action = told["action"]
    replies = [button["reply"] for button in action.get("buttons", [])]
    rows = [row for section in action.get("sections", []) for row in section["rows"]]
    return told["body"]["text"], {one["title"]: one["id"] for one in replies or rows}


def _template(payload: Mapping[str, Any]) -> tuple[str, dict[str, str]]:
    parts = payload["template"]["components"]
    said = [one["text"] for part in parts if part["type"] == "body" for one in part["parameters"]]
    taps = [part["parameters"][0]["payload"] for part in parts if part["type"] == "button"]
    return KNOCK.format(said[0], "Kelurahan Sukajaya"), {"Baca kabar": taps[0]}


_SHOWN: Final = {"text": _text, "interactive": _interactive, "template": _template}
_FILES: Final = {"photo": ("image", PNG, "image/png"), "voice note": ("voice", VOICE, "audio/ogg")}
