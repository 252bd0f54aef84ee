"""Access tokens for XOAUTH2, fetched for the mailbox's owner or for ourselves, and kept."""

from __future__ import annotations

import asyncio
from typing import Any

import aiohttp

from channels.base import SendError
from channels.email.config import Config

#: A token is fetched anew so many seconds before it dies.
_MARGIN = 120.0
_LIFE = 3600.0


class Tokens:
    """The mailbox's access token; "" where the office logs in with a password."""

    def __init__(self, config: Config, http: aiohttp.ClientSession) -> None:
        self._config = config
        self._http = http
        self._token = ""
        self._refresh = config.oauth_refresh_token
        self._until = 0.0
        self._lock = asyncio.Lock()

    async def current(self) -> str:
        """Raises SendError."""
        if not self._config.oauth_token_url:
            return ""
        async with self._lock:
            if asyncio.get_running_loop().time() >= self._until:
                await self._fetch()
            return self._token

    def forget(self) -> None:
        """The server refused it: the next one is a new one."""
        self._until = 0.0

    async def _fetch(self) -> None:
        told = await self._ask()
        self._token = str(told.get("access_token") or "")
        if not self._token:
            raise SendError("OAuth: no access token in the answer", scope="account")
        # Microsoft hands out a new one each time; the configured one serves for the next start.
        self._refresh = str(told.get("refresh_token") or self._refresh)
        life = told.get("expires_in")
        seconds = float(life) if isinstance(life, (int, float)) else _LIFE
        self._until = asyncio.get_running_loop().time() + max(0.0, seconds - _MARGIN)

    async def _ask(self) -> dict[str, Any]:
        config = self._config
        try:
            async with self._http.post(
                config.oauth_token_url,
                data=self._request(),
                timeout=aiohttp.ClientTimeout(total=config.timeout),
                allow_redirects=False,
            ) as answer:
                told = await answer.json(content_type=None)
                status = answer.status
        except (aiohttp.ClientError, TimeoutError, ValueError) as error:
            raise SendError(f"OAuth: {type(error).__name__}", scope="account", wait=60.0) from None
        if status == 200 and isinstance(told, dict):
            return told
        raise _refusal(status, told)

    def _request(self) -> dict[str, str]:
        config = self._config
        asked = {
            "client_id": config.oauth_client_id,
            "client_secret": config.oauth_client_secret,
            "grant_type": "refresh_token" if self._refresh else "client_credentials",
        }
        asked |= {"refresh_token": self._refresh} if self._refresh else {}
        return asked | ({"scope": config.oauth_scope} if config.oauth_scope else {})


def _refusal(status: int, told: object) -> SendError:
    """400 and 401 do not mend themselves: the refresh token is dead or the client unknown."""
    code = str(told.get("error", ""))[:40] if isinstance(told, dict) else ""
    final = 400 <= status < 500 and status != 429
    return SendError(
        f"OAuth: HTTP {status} {code}".strip(),
        permanent=final,
        scope="account",
        code=code or str(status),
        wait=None if final else 60.0,
    )
