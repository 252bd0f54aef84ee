"""Telegram: a durable loop of our own, and python-telegram-bot for its calls and types."""

from __future__ import annotations

import asyncio
import hmac
import json
import logging
import os
import re
import ssl
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from datetime import timedelta
from functools import cache
from typing import Any
from urllib.parse import quote

import aiohttp
import httpx
from telegram import Bot
from telegram.constants import ChatAction
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
)
from telegram.request import HTTPXRequest

from channels.base import (
    Accept,
    Address,
    Channel,
    Event,
    Gone,
    Health,
    Limits,
    Outbound,
    Refused,
    SendError,
    Webhook,
)
from channels.telegram import parsing, sending
from channels.telegram.config import Config, check

log = logging.getLogger(__name__)

# Seconds as a whole number are on their way out of python-telegram-bot, with a warning each time.
os.environ.setdefault("PTB_TIMEDELTA", "1")

UPDATES = ("message", "edited_message", "callback_query", "my_chat_member")
CHUNK = 64 * 1024
_REASON = 120
_CURSOR = "offset"
_REST = 1.0
_REST_AT_MOST = 60.0
#: A file takes longer than a message.
_FILE_SECONDS = 300.0


def open_channel(
    account: str, settings: Mapping[str, object], http: aiohttp.ClientSession
) -> Channel:
    """Raises SettingsError."""
    # These write whole messages, and addresses with the token inside, into their logs.
    for name in ("telegram", "httpx"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
    return Telegram(account, check(settings), http)


class Telegram(Channel):
    """One bot of the office."""

    def __init__(self, account: str, config: Config, http: aiohttp.ClientSession) -> None:
        self.account = account
        self.limits = Limits(
            text=4096,
            choices=8,
            choice_title=40,
            per_second=config.per_second,
            per_recipient=config.per_recipient,
            burst=3,
            quiet=3.0,
            file=parsing.MAX_FILE,
            markup="star",
            threads=True,
        )
        self._config = config
        self._http = http
        base = config.api_url.rstrip("/")
        self._files = f"{base}/file/bot"
        # Bot.shutdown() does nothing unless initialize() made a network call: we own these two.
        self._requests = (_request(config, 32), _request(config, 2))
        self._patience = aiohttp.ClientTimeout(total=_FILE_SECONDS, sock_read=config.timeout)
        self._bot = _Bot(
            config.token,
            base_url=f"{base}/bot",
            base_file_url=self._files,
            request=self._requests[0],
            get_updates_request=self._requests[1],
        )

    def verify(self, hook: Webhook) -> None:
        secret = self._config.webhook_secret
        if self._config.mode != "webhook" or not secret:
            raise Refused(404)
        told = hook.headers.get("x-telegram-bot-api-secret-token", "")
        if not told:
            raise Refused(401)
        if not hmac.compare_digest(told.encode("utf-8", "replace"), secret.encode()):
            raise Refused(403)

    def parse(self, hook: Webhook) -> Sequence[Event]:
        return parsing.events(self.account, hook)

    @property
    def listens(self) -> bool:
        return self._config.mode == "polling"

    async def listen(self, accept: Accept, cursor: Callable[[str], str]) -> None:
        """Fetch, commit, and only then raise the offset: Telegram forgets below the offset."""
        offset = int(cursor(_CURSOR) or 0)
        rest = _REST
        while True:
            try:
                updates = await self._fetch(offset)
                if updates:
                    offset = await self._commit(accept, updates)
                rest = _REST
            except asyncio.CancelledError:
                raise
            except Exception as error:
                log.warning("%s: fetching rests %.0f s: %s", self.account, rest, _named(error))
                if isinstance(error, Conflict) and "webhook" in str(error):
                    await self._stop_pushing()
                await asyncio.sleep(_wait(error) or rest)
                rest = min(rest * 2, _REST_AT_MOST)

    async def send(self, outbound: Outbound) -> str:
        try:
            return await sending.send(self._bot, outbound)
        except (TimeoutError, TelegramError) as error:
            raise self._failure(error) from None

    async def noticed(self, provider_id: str, to: Address) -> None:
        try:
            if provider_id.startswith("callback/"):
                await self._bot.answer_callback_query(provider_id.removeprefix("callback/"))
            else:
                await self._bot.send_chat_action(to.value, ChatAction.TYPING)
        except TelegramError as error:
            log.info("%s: no sign was shown: %s", self.account, _named(error))

    async def download(self, ref: str) -> AsyncIterator[bytes]:
        try:
            file = await self._bot.get_file(ref)
        except BadRequest as error:
            raise Gone("too_large" if "too big" in str(error) else "expired") from None
        except TelegramError as error:
            raise self._failure(error) from None
        try:
            async with self._http.get(
                file.file_path or "", allow_redirects=False, timeout=self._patience
            ) as answer:
                if answer.status != 200:
                    raise SendError(f"HTTP {answer.status}")
                async for chunk in answer.content.iter_chunked(CHUNK):
                    yield chunk
        except (aiohttp.ClientError, TimeoutError) as error:
            raise SendError(_named(error)) from None

    async def health(self) -> Health:
        try:
            me = await self._bot.get_me()
        except TelegramError as error:
            return Health(False, self._failure(error).reason)
        return Health(True, f"@{me.username}")

    def link(self, text: str) -> str:
        name = self._config.username.lstrip("@")
        return f"https://t.me/{quote(name)}" if name else ""

    async def announce(self, url: str) -> None:
        if self._config.mode != "webhook":
            return
        try:
            await self._bot.set_webhook(
                url, secret_token=self._config.webhook_secret, allowed_updates=UPDATES
            )
        except TelegramError as error:
            raise self._failure(error) from None

    async def close(self) -> None:
        for request in self._requests:
            await request.shutdown()

    def _failure(self, error: Exception) -> SendError:
        """What the Bot API said, as facts, and never with a secret among its words."""
        failure = next(facts(error) for kind, facts in _FACTS if isinstance(error, kind))
        for secret in filter(None, (self._config.token, self._config.webhook_secret)):
            # python-telegram-bot changes the case of what it was told.
            failure.reason = re.sub(re.escape(secret), "***", failure.reason, flags=re.IGNORECASE)
        failure.reason = failure.reason[:_REASON]
        failure.args = (failure.reason,)
        return failure

    async def _stop_pushing(self) -> None:
        # The operator went from webhook to polling; what waits there is kept.
        try:
            await self._bot.delete_webhook(drop_pending_updates=False)
        except TelegramError as error:
            log.warning("%s: the webhook is still set: %s", self.account, _named(error))

    async def _fetch(self, offset: int) -> list[dict[str, object]]:
        seconds = self._config.poll_seconds
        # Asked by ourselves: the library hands out parsed objects, and we keep what was sent.
        async with self._http.post(
            f"{self._bot.base_url}/getUpdates",
            json={"offset": offset, "timeout": seconds, "allowed_updates": UPDATES},
            timeout=aiohttp.ClientTimeout(total=seconds + 10),
            allow_redirects=False,
        ) as answer:
            told = await answer.json()
        if told.get("ok") is not True:
            raise _refusal(told)
        return [one for one in told["result"] if isinstance(one, dict)]

    async def _commit(self, accept: Accept, updates: Sequence[Mapping[str, object]]) -> int:
        offset = max(number for one in updates for number in _number(one)) + 1
        hooks = [Webhook(self.account, body=json.dumps(one).encode()) for one in updates]
        await accept(hooks, (_CURSOR, str(offset)))
        return offset


def _number(update: Mapping[str, object]) -> Sequence[int]:
    """The number by which an update is acknowledged, if it has one."""
    told = str(update.get("update_id", ""))
    return [int(told)] if told.isascii() and told.isdecimal() else []


def _refusal(told: Mapping[str, Any]) -> TelegramError:
    code, wait = told.get("error_code"), told.get("parameters", {}).get("retry_after")
    if wait:
        return RetryAfter(wait)
    return Conflict(str(told.get("description"))) if code == 409 else NetworkError(f"HTTP {code}")


class _Bot(Bot):
    def __repr__(self) -> str:
        # python-telegram-bot's own shows the token
        return "Bot()"


def _request(config: Config, size: int) -> HTTPXRequest:
    return HTTPXRequest(
        connection_pool_size=size,
        connect_timeout=config.timeout,
        read_timeout=config.timeout,
        write_timeout=config.timeout,
        pool_timeout=config.timeout,
        httpx_kwargs={"verify": _trust()},
    )


@cache
def _trust() -> ssl.SSLContext:
    """Whom this machine trusts: to read that once takes longer than all the rest of a start."""
    return httpx.create_ssl_context()


def _wait(error: object) -> float | None:
    wait = getattr(error, "retry_after", None)
    return wait.total_seconds() if isinstance(wait, timedelta) else wait


_FACTS: tuple[tuple[type[Exception], Callable[[Exception], SendError]], ...] = (
    (
        RetryAfter,
        lambda e: SendError("flood control", wait=_wait(e), scope="recipient", code="429"),
    ),
    (Forbidden, lambda e: SendError("blocked", permanent=True, scope="recipient", code="403")),
    (
        InvalidToken,
        lambda e: SendError("token refused", permanent=True, scope="account", code="401"),
    ),
    (ChatMigrated, lambda e: SendError("chat moved", moved_to=str(getattr(e, "new_chat_id", "")))),
    (Conflict, lambda e: SendError("another process fetches", scope="account", code="409")),
    (BadRequest, lambda e: SendError(str(e), permanent=True, scope=_whom(e), code="400")),
    (NetworkError, lambda e: SendError(_named(e.__cause__ or e), unknown=_left(e.__cause__))),
    (Exception, lambda e: SendError(_named(e), unknown=isinstance(e, TimeoutError))),
)
#: Where one of these ends a call, Telegram never saw it.
_NEVER_LEFT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)


def _left(cause: BaseException | None) -> bool:
    """Whether the provider may have what it did not answer."""
    return isinstance(cause, httpx.TransportError) and not isinstance(cause, _NEVER_LEFT)


def _whom(error: Exception) -> sending.Whom:
    return "recipient" if "chat not found" in str(error).lower() else "message"


def _named(error: BaseException) -> str:
    return type(error).__name__
