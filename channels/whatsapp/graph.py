"""The Graph API as requests: answers become JSON, failures become one SendError."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from urllib.parse import quote

import aiohttp

from channels.base import SendError
from channels.whatsapp import errors
from channels.whatsapp.config import Config
from channels.whatsapp.fields import Obj

#: A file takes longer than a message.
FILE_SECONDS = 120.0


class Graph:
    """One number's way to the Graph API; the token leaves by no other."""

    def __init__(self, config: Config, http: aiohttp.ClientSession) -> None:
        self._config = config
        self._http = http

    async def get(self, *path: str, **query: str) -> Obj:
        async with self.request("GET", self._url(*path), params=query) as answer:
            return await self._read(answer)

    async def post(self, edge: str, payload: Obj) -> Obj:
        """POST to an edge of our number. Without an answer nobody knows whether it was done."""
        url = self._url(self._config.phone_number_id, edge)
        async with self.request("POST", url, unknown=True, json=payload) as answer:
            return await self._read(answer)

    async def upload(self, name: str, mime: str, data: bytes) -> str:
        """Leave a file with the provider and return its id there."""
        form = aiohttp.FormData()
        form.add_field("messaging_product", "whatsapp")
        form.add_field("type", mime)
        form.add_field("file", data, filename=name, content_type=mime)
        url = self._url(self._config.phone_number_id, "media")
        async with self.request("POST", url, seconds=FILE_SECONDS, data=form) as answer:
            stored = await self._read(answer)
        return str(stored.get("id", ""))

    @asynccontextmanager
    async def request(
        self,
        method: str,
        url: str,
        *,
        unknown: bool = False,
        seconds: float | None = None,
        **options: object,
    ) -> AsyncIterator[aiohttp.ClientResponse]:
        """One request with the token, to this address and nowhere else."""
        token = {"Authorization": f"Bearer {self._config.access_token}"}
        timeout = self._timeout(seconds)
        try:
            async with self._http.request(
                method,
                url,
                headers=token,
                timeout=timeout,
                allow_redirects=False,
                **options,  # type: ignore[arg-type]
            ) as answer:
                yield answer
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError) as error:
            raise SendError(type(error).__name__) from error
        except (aiohttp.ClientError, TimeoutError) as error:
            raise SendError(type(error).__name__, unknown=unknown) from error

    def _timeout(self, seconds: float | None) -> aiohttp.ClientTimeout:
        own = self._config.timeout
        return aiohttp.ClientTimeout(total=seconds or own, connect=own / 2, sock_read=own)

    def _url(self, *path: str) -> str:
        parts = (self._config.graph_version, *path)
        return "/".join([self._config.graph_url.rstrip("/"), *(quote(p, safe="") for p in parts)])

    async def _read(self, answer: aiohttp.ClientResponse) -> Obj:
        body = _object(await answer.read())
        if answer.status != 200:
            raise self.refusal(answer.status, body, answer.headers)
        return body

    def refusal(self, status: int, body: Obj, headers: Mapping[str, str]) -> SendError:
        config = self._config
        secrets = (config.access_token, config.app_secret, config.verify_token)
        return errors.refusal(status, body, headers, secrets)


def _object(body: bytes) -> Obj:
    try:
        read = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    return read if isinstance(read, dict) else {}
