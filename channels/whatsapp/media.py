"""A citizen's file in two steps: ask for its address, then fetch it with the same token."""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from collections.abc import AsyncIterator

from yarl import URL

from channels.base import Gone, SendError
from channels.whatsapp.config import Config
from channels.whatsapp.fields import Obj, string
from channels.whatsapp.graph import FILE_SECONDS, Graph

PIECE = 64 * 1024
#: How the provider says that an object does not exist, any more or for us.
MISSING = frozenset({"100", "404", "131052"})


async def fetch(graph: Graph, config: Config, ref: str) -> AsyncIterator[bytes]:
    """The bytes in pieces. An address lives five minutes, so a dead one is asked for once more."""
    if not re.fullmatch(r"[\w-]{1,256}", ref, re.ASCII):
        raise Gone("missing")
    for _ in range(2):
        announced = await _announced(graph, config, ref)
        try:
            async for piece in _pieces(graph, announced):
                yield piece
        except _DeadAddressError:
            continue
        return
    raise Gone("expired")


class _DeadAddressError(Exception):
    """The address has expired."""


async def _announced(graph: Graph, config: Config, ref: str) -> Obj:
    try:
        announced = await graph.get(ref, phone_number_id=config.phone_number_id)
    except SendError as error:
        if error.code in MISSING:
            raise Gone("expired") from error
        raise
    if not allowed(string(announced, "url"), config):
        raise Gone("refused")
    return announced


def allowed(address: str, config: Config) -> bool:
    """Only where the token may go: the Graph API itself and the provider's file hosts."""
    try:
        url, graph = URL(address), URL(config.graph_url)
    except ValueError:
        return False
    if url.scheme not in ("http", "https") or url.user or url.password or not url.host:
        return False
    if url.origin() == graph.origin():
        return True
    hosts = {host.lower() for host in config.media_hosts} | {graph.host}
    return url.scheme == "https" and url.port == 443 and url.host in hosts


async def _pieces(graph: Graph, announced: Obj) -> AsyncIterator[bytes]:
    digest = hashlib.sha256()
    async with graph.request("GET", string(announced, "url"), seconds=FILE_SECONDS) as answer:
        if answer.status == 404:
            raise _DeadAddressError
        if 300 <= answer.status < 400:
            raise Gone("refused")
        if answer.status != 200:
            raise graph.refusal(answer.status, {}, answer.headers)
        async for piece in answer.content.iter_chunked(PIECE):
            digest.update(piece)
            yield piece
    expected = _digest(string(announced, "sha256"))
    if expected and expected != digest.digest():
        raise SendError("file arrived damaged")


def _digest(told: str) -> bytes:
    """The provider writes the same hash as hex here and as base64 in the webhook."""
    try:
        read = bytes.fromhex(told) if len(told) == 64 else base64.b64decode(told, validate=True)
    except (ValueError, binascii.Error):
        return b""
    return read if len(read) == 32 else b""
