"""A browser without JavaScript: keeps cookies, follows redirects, sends the forms it was shown."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlencode

import aiohttp
from sqlalchemy.exc import OperationalError

from tests.world import World

PNG = b"\x89PNG\r\n\x1a\n" + bytes(2000)
PDF = b"%PDF-1.4\n" + b"surat keterangan " * 40
_HTML = {"Accept": "text/html"}
#: Elements that have no end.
_VOID = {"meta", "link", "input", "br", "img", "option"}


@dataclass
class Element:
    """One element of a page with its attributes and everything that is written in it."""

    name: str
    given: dict[str, str]
    text: str = ""
    inside: list[Element] = field(default_factory=list)


class Page(HTMLParser):
    """What came back, and where from."""

    def __init__(self, status: int, url: str, html: str, headers: Any) -> None:
        super().__init__()
        self.status, self.url, self.html, self.headers = status, url, html, headers
        self.elements: list[Element] = []
        self._open: list[Element] = []
        self.feed(html)

    @property
    def text(self) -> str:
        """Everything one reads, with single spaces."""
        hidden = re.sub(r"(?s)<(head|script).*?</\1>", " ", self.html)
        plain = re.sub(r"<[^>]+>", " ", hidden)
        return re.sub(r"\s+", " ", plain).replace("&#39;", "'").replace("&#34;", '"')

    def all(self, name: str, /, **given: str) -> list[Element]:
        """Elements of this name with these attributes (`kind` for class, `for_` for for)."""
        wanted = {{"kind": "class", "for_": "for"}.get(k, k): v for k, v in given.items()}
        return [
            e
            for e in self.elements
            if e.name == name
            and all(
                v in e.given.get(k, "").split() or v == e.given.get(k) for k, v in wanted.items()
            )
        ]

    def one(self, name: str, /, **given: str) -> Element:
        (found,) = self.all(name, **given)
        return found

    def form(self, action: str, last: bool = False) -> dict[str, str]:
        """The fields of a form as they stand, ready to be sent again."""
        forms = self.all("form", action=action)
        form = forms[-1 if last else 0]
        fields = {}
        for e in form.inside:
            if e.name == "textarea":
                fields[e.given["name"]] = e.text.removeprefix("\n")
            if e.name != "input" or "name" not in e.given or e.given.get("type") == "file":
                continue
            if e.given.get("type") in ("radio", "checkbox") and "checked" not in e.given:
                continue
            fields[e.given["name"]] = e.given.get("value", "")
        return fields

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.elements.append(element)
        for around in self._open:
            around.inside.append(element)
        if tag not in _VOID:
            self._open.append(element)

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop().name != tag:
            pass

    def handle_data(self, data: str) -> None:
        for element in self._open:
            element.text += data


class Browser:
    """One citizen's."""

    def __init__(self, world: World) -> None:
        self.base = world.base
        self._http = aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True), headers=_HTML)

    async def get(self, path: str, **headers: str) -> Page:
        async with self._http.get(self.base + path, headers=headers) as answer:
            return await _page(answer)

    async def raw(self, path: str, **headers: str) -> tuple[int, bytes, Any]:
        async with self._http.get(self.base + path, headers=headers) as answer:
            return answer.status, await answer.read(), answer.headers

    async def send(
        self,
        path: str,
        fields: dict[str, str],
        files: list[tuple[str, bytes, str]] | None = None,
        **headers: str,
    ) -> Page:
        """As a browser sends a form: multipart where there are files to choose."""
        data: Any = io.BytesIO(urlencode(fields, errors="surrogatepass").encode())
        headers = {"Content-Type": "application/x-www-form-urlencoded"} | headers
        if files is not None:
            headers.pop("Content-Type")
            data = aiohttp.FormData(default_to_multipart=True)
            for name, value in fields.items():
                data.add_field(name, value)
            for filename, content, mime in files:
                data.add_field("berkas", io.BytesIO(content), filename=filename, content_type=mime)
        async with self._http.post(self.base + path, data=data, headers=headers) as answer:
            return await _page(answer)

    async def reports(
        self, story: str, files: list[tuple[str, bytes, str]] | None = None, **fields: str
    ) -> Page:
        """Fill in the form and send it; ends on the receipt, or on the form again."""
        form = (await self.get("/lapor")).form("/lapor")
        return await self.send("/lapor", form | {"cerita": story} | fields, files or [])

    async def opens(self, receipt: Page) -> Page:
        """From the receipt to the conversation."""
        return await self.send("/lacak", receipt.form("/lacak"))

    async def looks_up(self, number: str, kunci: str = "") -> Page:
        form = (await self.get("/lacak")).form("/lacak")
        return await self.send("/lacak", form | {"nomor": number, "kunci": kunci})

    async def writes(
        self, text: str, files: list[tuple[str, bytes, str]] | None = None, **fields: str
    ) -> Page:
        """On the page of the opened case."""
        page = await self.get("/lacak")
        return await self.send(
            "/lacak/pesan",
            page.form("/lacak/pesan", last=True) | {"pesan": text} | fields,
            files or [],
        )

    async def __aenter__(self) -> Browser:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._http.close()


def number_of(receipt: Page) -> str:
    return receipt.one("dd", id="nomor").text.strip()


def kunci_of(receipt: Page) -> str:
    return receipt.one("dd", id="kunci").text.strip()


@contextmanager
def away(world: World) -> Iterator[None]:
    """The database answers nothing for as long as the block lasts."""
    database = world.house.database
    read, write = database.read, database.write
    database.read = database.write = _gone
    try:
        yield
    finally:
        database.read, database.write = read, write


async def refusing(_group: Any) -> None:
    """In the place of the committer's hand: nothing is kept."""
    _gone()


def _gone() -> Any:
    raise OperationalError("", {}, Exception("away"))


async def _page(answer: aiohttp.ClientResponse) -> Page:
    return Page(answer.status, answer.url.path_qs, await answer.text(), answer.headers)
