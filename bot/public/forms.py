"""Forms: a request's fields as text, and its files on the disk while they stream in."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import PureWindowsPath
from typing import Final
from urllib.parse import parse_qsl

from aiohttp import BodyPartReader, web

from bot.edge import NOT_A_FORM
from bot.house import House
from bot.intake import cleaning
from bot.names import brief
from bot.public import parts, tokens
from bot.public.drafts import Drafts, Kept, NotKept
from bot.public.tokens import Token

TOKEN: Final = "token"  # noqa: S105
FILES: Final = "berkas"
REMOVED: Final = "buang"
#: Characters and bytes of all fields together; a story of a million letters fits.
LONGEST: Final = 1536 * 1024
_FIELDS: Final = 100
_PIECE: Final = 256 * 1024
#: What is too large is read to its end, so that the page can say so, but not for ever.
_PATIENCE: Final = 8


class TooLong(Exception):
    """More than one form may bring."""


class Unreadable(Exception):
    """Not what a browser sends."""


@dataclass(slots=True)
class Form:
    """What was sent. `refused`: (name, why) of files that were not kept."""

    values: dict[str, list[str]] = field(default_factory=dict, repr=False)
    token: Token | None = None
    refused: list[tuple[str, str]] = field(default_factory=list, repr=False)
    size: int = 0

    def text(self, name: str) -> str:
        """A field's first value, as somebody typed it, without the space around it."""
        return self.values.get(name, [""])[0].strip()

    def add(self, name: str, value: bytes) -> None:
        self.size += len(name) + len(value)
        if self.size > LONGEST or len(self.values) >= _FIELDS:
            raise TooLong
        text = cleaning.text(value.decode("utf-8", "replace")).replace("\r\n", "\n")
        self.values.setdefault(name, []).append(text)


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads the forms of one purpose; without `drafts` files are passed over."""

    house: House
    purpose: str
    drafts: Drafts | None = None

    async def read(self, request: web.Request) -> Form:
        """Raises TooLong, Unreadable."""
        form = Form()
        try:
            if request.content_type == "multipart/form-data":
                await self._parts(request, form)
            else:
                await self._pairs(request, form)
        except NOT_A_FORM as error:
            raise Unreadable from error
        form.token = tokens.read(self.house, request, self.purpose, form.text(TOKEN))
        self._remove(form)
        return form

    async def _pairs(self, request: web.Request, form: Form) -> None:
        body = b""
        async for piece in request.content.iter_chunked(_PIECE):
            body += piece
            if len(body) > 3 * LONGEST:
                raise TooLong
        for name, value in parse_qsl(body, keep_blank_values=True, max_num_fields=_FIELDS):
            form.add(name.decode("utf-8", "replace"), value)

    async def _parts(self, request: web.Request, form: Form) -> None:
        async for part in parts.reader(request):
            if not isinstance(part, BodyPartReader):
                raise Unreadable
            field, file = parts.names(part)
            if file:
                await self._file(request, form, part, field, _name(file))
            elif field and file is None:
                form.add(field, await _whole(part))
            else:
                await _drain(_pieces(part), self._most)

    @property
    def _most(self) -> int:
        limits = self.house.settings.limits
        return _PATIENCE * limits.files * limits.file_mb * 2**20

    async def _file(
        self, request: web.Request, form: Form, part: BodyPartReader, field: str, name: str
    ) -> None:
        # The token stands before the files in every form of ours.
        token = tokens.read(self.house, request, self.purpose, form.text(TOKEN))
        pieces = _pieces(part)
        if token is not None and self.drafts is not None and field == FILES:
            try:
                await self._keep(self.drafts, token.nonce, name, part, pieces)
            except NotKept as error:
                form.refused.append((name, str(error)))
        await _drain(pieces, self._most)

    async def _keep(
        self,
        drafts: Drafts,
        nonce: str,
        name: str,
        part: BodyPartReader,
        pieces: AsyncIterator[bytes],
    ) -> None:
        limits, before = self.house.settings.limits, drafts.kept(nonce)
        if len(before) >= limits.files:
            raise NotKept("many")
        claimed = part.headers.get("Content-Type", "").partition(";")[0].strip()[:100]
        kept = await drafts.add(nonce, name, claimed, pieces, limits.file_mb * 2**20)
        if any(_same(kept, other) for other in before):
            drafts.remove(nonce, kept.id)

    def _remove(self, form: Form) -> None:
        for file in form.values.get(REMOVED, ()):
            if form.token is not None and self.drafts is not None:
                self.drafts.remove(form.token.nonce, file)


async def _pieces(part: BodyPartReader) -> AsyncIterator[bytes]:
    while not part.at_eof():
        if piece := await part.read_chunk(_PIECE):
            yield bytes(piece)


async def _whole(part: BodyPartReader) -> bytes:
    value = bytearray()
    async for piece in _pieces(part):
        value += piece
        if len(value) > LONGEST:
            raise TooLong
    return bytes(value)


async def _drain(pieces: AsyncIterator[bytes], at_most: int) -> None:
    async for piece in pieces:
        at_most -= len(piece)
        if at_most < 0:
            raise TooLong


def _name(claimed: str) -> str:
    """The last part of a path, without what does not print, and not too long to read."""
    last = PureWindowsPath(claimed.replace("/", "\\")).name
    return brief("".join(c for c in last if c.isprintable()).strip() or "berkas")


def _same(one: Kept, other: Kept) -> bool:
    return (one.name, one.sha256) == (other.name, other.sha256)
