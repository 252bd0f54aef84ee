"""A loopback Bot API: what Telegram does for one bot, on this machine only."""

from __future__ import annotations

import asyncio
import hmac
import json
import secrets
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from aiohttp import web

from bot.demo.telegram_methods import Methods
from bot.demo.telegram_rules import MB, BotApiError, Faults, Flood, Obj, bad
from bot.demo.telegram_updates import RETRIES, Updates


class BotApi(Methods):
    """Hands out updates, takes messages and plays phones. Knows no client of its own."""

    def __init__(
        self,
        now: Callable[[], datetime],
        token: str = "",
        *,
        username: str = "SukajayaLaporBot",
        name: str = "Kelurahan Sukajaya",
        flood: Flood | None = None,
        retries: Sequence[float] = RETRIES,
    ) -> None:
        self.token = token or f"{10**9 + secrets.randbelow(10**9)}:{secrets.token_urlsafe(26)}"
        number = int(self.token.partition(":")[0])
        bot = {"id": number, "is_bot": True, "first_name": name, "username": username}
        faults = Faults()
        super().__init__(now, Updates(now, faults, retries), bot, faults, flood)
        self.url = ""
        #: Answers for the next calls but getUpdates, (status, body), used up one by one.
        self.answers: list[tuple[int, Obj]] = []
        #: Method names in the order they were called, getUpdates left out.
        self.calls: list[str] = []
        self._closing = asyncio.Event()
        self._runner: web.AppRunner | None = None

    async def start(self, port: int = 0) -> str:
        """Listen on the loopback interface and return the base URL."""
        app = web.Application(middlewares=[self._guard], client_max_size=60 * MB)
        app.router.add_route("*", "/bot{token}/{method}", self._call)
        app.router.add_get("/file/bot{token}/{path:.*}", self._file)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.5)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", port).start()
        await self.updates.start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        return self.url

    async def close(self) -> None:
        self._closing.set()
        await self.updates.close()
        if self._runner:
            await self._runner.cleanup()

    @web.middleware
    async def _guard(self, request: web.Request, handler: Any) -> web.StreamResponse:
        if self.faults.hang:
            await self._closing.wait()
        await asyncio.sleep(self.faults.answer_after)
        try:
            self._let_in(request)
            answer: web.StreamResponse = await handler(request)
        except BotApiError as refusal:
            answer = web.json_response(refusal.body(), status=refusal.code)
        await asyncio.sleep(self.faults.answer_late)
        if self.faults.lose_answer and request.transport:
            request.transport.abort()
        return answer

    def _let_in(self, request: web.Request) -> None:
        shown = request.match_info.get("token", "").encode(errors="replace")
        if self.faults.token_revoked or not hmac.compare_digest(shown, self.token.encode()):
            raise BotApiError(401, "Unauthorized")
        if self.faults.http_500:
            raise BotApiError(500, "Internal Server Error")

    async def _call(self, request: web.Request) -> web.Response:
        name = request.match_info["method"]
        method = self._methods.get(name.lower())
        if method is None:
            raise BotApiError(404, "Not Found")
        if name.lower() != "getupdates":
            self.calls.append(name)
            if self.answers:
                status, body = self.answers.pop(0)
                return web.json_response(body, status=status)
        return web.json_response({"ok": True, "result": await method(await _given(request))})

    async def _file(self, request: web.Request) -> web.Response:
        data = self.files.at(request.match_info["path"])
        if data is None:
            raise BotApiError(404, "Not Found")
        return web.Response(body=data, content_type="application/octet-stream")


async def _given(request: web.Request) -> Obj:
    """Parameters, which the Bot API takes from the address, from forms and from JSON."""
    given: Obj = dict(request.query)
    if request.content_type != "application/json":
        return given | dict(await request.post())
    try:
        body = await request.json()
    except json.JSONDecodeError as error:
        raise bad("can't parse request JSON") from error
    return given | body if isinstance(body, dict) else given
