"""A loopback Graph API: what the Cloud API does for one business number, on this machine only."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import secrets
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from aiohttp import web

from bot.demo.whatsapp_hooks import RETRIES
from bot.demo.whatsapp_phones import Account, Phone, Phones, new_wamid
from bot.demo.whatsapp_rules import MB, MEDIA, GraphError, Obj, Template, check, recipient

Listener = Callable[[Obj], Awaitable[None]]
WINDOW = timedelta(hours=24)
WEBHOOK_MEDIA, UPLOADED_MEDIA = timedelta(days=7), timedelta(days=30)
ADDRESS_LIFETIME = timedelta(minutes=5)
#: So many templates in one answer.
PAGE = 3
KNOCK = {"kabar_laporan": Template("id", params=1, buttons=1)}


class GraphApi(Phones):
    """Takes messages, keeps files and sends webhooks. Knows no client of its own."""

    def __init__(
        self,
        now: Callable[[], datetime],
        account: Account | None = None,
        *,
        templates: Mapping[str, Template] = KNOCK,
        retries: Sequence[float] = RETRIES,
        media_lifetime: timedelta = WEBHOOK_MEDIA,
    ) -> None:
        super().__init__(now, account or Account(), retries, media_lifetime)
        self.url = ""
        #: Read marks that were asked for.
        self.marked: list[Obj] = []
        #: Answers for the next messages, (status, body, headers), used up one by one.
        self.answers: list[tuple[int, Obj, dict[str, str]]] = []
        #: May be changed while it runs, as an operator would in WhatsApp Manager.
        self.templates = dict(templates)
        self._addresses: dict[str, tuple[str, datetime]] = {}
        self._listeners: list[Listener] = []
        self._closing = asyncio.Event()
        self._runner: web.AppRunner | None = None

    async def start(self, port: int = 0) -> str:
        """Listen on the loopback interface and return the base URL."""
        app = web.Application(middlewares=[self._guard], client_max_size=110 * MB)
        version = "/{version:v[0-9.]+}"
        app.router.add_get("/files/{key}", self._file)
        app.router.add_post(version + "/{number}/messages", self._message)
        app.router.add_post(version + "/{number}/media", self._upload)
        app.router.add_get(version + "/{waba}/subscribed_apps", self._apps)
        app.router.add_get(version + "/{waba}/message_templates", self._known)
        app.router.add_get(version + "/{node}", self._node)
        self._runner = web.AppRunner(app, shutdown_timeout=0.5)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", port).start()
        await self.hooks.start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        return self.url

    async def close(self) -> None:
        self._closing.set()
        await self.hooks.close()
        if self._runner:
            await self._runner.cleanup()

    async def connect(self, callback: str) -> None:
        """Subscribe a callback address; raises RuntimeError where the handshake fails."""
        await self.hooks.handshake(callback, self.account.verify_token)

    def subscribe(self, listener: Listener) -> None:
        """Call `listener` with each message and read mark that reaches a phone."""
        self._listeners.append(listener)

    @web.middleware
    async def _guard(self, request: web.Request, handler: Any) -> web.StreamResponse:
        if self.faults.hang:
            await self._closing.wait()
            raise web.HTTPServiceUnavailable
        try:
            self._let_in(request)
            answer: web.StreamResponse = await handler(request)
        except GraphError as error:
            answer = web.json_response(error.body(), status=error.status)
        await asyncio.sleep(self.faults.answer_after)
        return answer

    def _let_in(self, request: web.Request) -> None:
        shown = request.headers.get("Authorization", "").encode(errors="replace")
        due = f"Bearer {self.account.access_token}".encode()
        if self.faults.token_expired or not hmac.compare_digest(shown, due):
            raise GraphError(190, "Access token has expired", status=401)
        if self.faults.http_500:
            raise GraphError(131000, "Something went wrong", status=500)
        if self.faults.rate_limit:
            raise GraphError(130429, "Rate limit hit")
        number = request.match_info.get("number", self.account.phone_number_id)
        if number != self.account.phone_number_id:
            raise GraphError(100, "Unsupported post request", "Object does not exist")

    async def _message(self, request: web.Request) -> web.Response:
        if self.answers:
            status, body, headers = self.answers.pop(0)
            return web.json_response(body, status=status, headers=headers)
        payload = await _json(request)
        if payload.get("status") == "read":
            return await self._mark(payload)
        person = recipient(payload)
        check(payload, self.templates)
        who = self._reached(person, payload)
        closed = self._closed(who, payload)
        if closed and not self.faults.late_errors:
            raise closed
        sent = {"id": new_wamid(), "phone": who.number, "payload": payload, "at": self._now()}
        self.sent.append(sent)
        await self._carry(who, sent, closed)
        contact = {"input": payload.get("to", person), "wa_id": who.number}
        message = {"id": sent["id"]}
        return web.json_response(
            {"messaging_product": "whatsapp", "contacts": [contact], "messages": [message]}
        )

    def _reached(self, person: str, payload: Obj) -> Phone:
        users = {phone.user_id: phone for phone in self.phones.values()}
        if not person.isdigit() and person not in users:
            raise GraphError(131026, "Message undeliverable")
        who = users.get(person) or self.citizen(person)
        kind = payload.get("type", "text")
        if kind in MEDIA and self._mime(payload[kind]["id"]) not in MEDIA[kind][0]:
            raise GraphError(131053, "Media upload error", f"the file is no {kind}")
        if not who.takes(self._now()):
            raise GraphError(131056, "(Business Account, Consumer Account) pair rate limit hit")
        return who

    def _mime(self, node: str) -> str:
        return self.media(node).mime.partition(";")[0]

    def _closed(self, who: Phone, payload: Obj) -> GraphError | None:
        open_ = who.wrote_at and self._now() - who.wrote_at < WINDOW
        if open_ or payload.get("type") == "template":
            return None
        return GraphError(131047, "Re-engagement message", "More than 24 hours have passed")

    async def _carry(self, who: Phone, sent: Obj, closed: GraphError | None) -> None:
        if closed:
            self._status(who, sent, "failed", closed)
            return
        for state in ("sent", "read") if who.quick else ("sent", "delivered"):
            self._status(who, sent, state)
        if not who.quick:
            who.unread.append(sent["id"])
        await self._announce({"kind": "message", **sent})

    async def _mark(self, payload: Obj) -> web.Response:
        self.marked.append(payload)
        await self._announce({"kind": "read", "id": payload.get("message_id", "")})
        return web.json_response({"success": True})

    async def _announce(self, event: Obj) -> None:
        for listener in self._listeners:
            await listener(event)

    async def _upload(self, request: web.Request) -> web.Response:
        form = await request.post()
        file, mime = form.get("file"), str(form.get("type", ""))
        if form.get("messaging_product") != "whatsapp" or not isinstance(file, web.FileField):
            raise GraphError(100, "Invalid parameter", "messaging_product and file are required")
        data = file.file.read()
        sizes = [most for mimes, most in MEDIA.values() if mime.partition(";")[0] in mimes]
        if not sizes or len(data) > max(sizes):
            raise GraphError(131053, "Media upload error", f"{mime} of {len(data)} bytes")
        return web.json_response({"id": self._keep(data, mime, UPLOADED_MEDIA)})

    async def _apps(self, request: web.Request) -> web.Response:
        app = {"whatsapp_business_api_data": {"id": "1", "name": self.account.name}}
        return web.json_response({"data": [app] if self.hooks.url else []})

    async def _known(self, request: web.Request) -> web.Response:
        """The templates whose name holds what is asked for, a page at a time."""
        if request.match_info["waba"] != self.account.waba_id:
            raise GraphError(100, "Unsupported get request", "Object does not exist")
        wanted, start = request.query.get("name", ""), int(request.query.get("after", "0"))
        some = [one.told(name) for name, one in self.templates.items() if wanted in name]
        page, end = some[start : start + PAGE], start + PAGE
        paging = {"cursors": {"before": str(start), "after": str(end)}}
        more = {"next": f"{self.url}{request.path}?after={end}"} if end < len(some) else {}
        return web.json_response({"data": page, "paging": paging | more})

    async def _node(self, request: web.Request) -> web.Response:
        node = request.match_info["node"]
        if node == self.account.phone_number_id:
            return web.json_response(
                {
                    "id": node,
                    "verified_name": self.account.name,
                    "display_phone_number": f"+{self.account.display_number}",
                    "quality_rating": "GREEN",
                }
            )
        media, key = self.media(node), secrets.token_urlsafe(24)
        self._addresses[key] = (node, self._now() + ADDRESS_LIFETIME)
        return web.json_response(
            {
                "messaging_product": "whatsapp",
                "url": f"{self.url}/files/{key}",
                "mime_type": media.mime,
                "sha256": hashlib.sha256(media.data).hexdigest(),
                "file_size": len(media.data),
                "id": node,
            }
        )

    async def _file(self, request: web.Request) -> web.Response:
        node, until = self._addresses.get(request.match_info["key"], ("", self._now()))
        if until <= self._now():
            raise web.HTTPNotFound
        media = self.media(node)
        return web.Response(body=media.data, headers={"Content-Type": media.mime})


async def _json(request: web.Request) -> Obj:
    try:
        payload = await request.json()
    except ValueError as error:
        raise GraphError(100, "Invalid parameter", "not JSON") from error
    if not isinstance(payload, dict):
        raise GraphError(100, "Invalid parameter", "no object")
    return payload
