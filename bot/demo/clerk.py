"""The clerk of the stories: an officer at the inbox, by its own pages and buttons."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

import aiohttp

from bot.clock import Clock

REPLY = "reply"
#: Sooner than a session ends by itself.
_SHIFT = timedelta(minutes=30)
_CSRF = re.compile(r'name="csrf" value="([^"]+)"')


class Clerk:
    """Signs in, and again when days have passed."""

    def __init__(self, office: str, login: str, password: str, clock: Clock) -> None:
        self._office, self._login, self._password = office, login, password
        self._clock = clock
        self._came: datetime | None = None
        # cookies of an address that is only a number are refused without "unsafe"
        jar = aiohttp.CookieJar(unsafe=True)
        self._http = aiohttp.ClientSession(cookie_jar=jar, raise_for_status=True)

    async def do(self, number: str, deed: str, **fields: str) -> None:
        """A reply, or a step of the case with this number. Raises ClientResponseError."""
        if self._came is None or self._clock.now() - self._came > _SHIFT:
            await self._sign_in()
        case = f"{self._office}/inbox/laporan/{number}"
        async with self._http.get(case) as page:
            token = _CSRF.search(await page.text())
        form = {"csrf": token[1] if token else ""} | fields
        # the inbox reads a reply as a form that may carry files
        data = _parts(form) if deed == REPLY else aiohttp.FormData(form)
        path = "balas" if deed == REPLY else f"langkah/{deed}"
        async with self._http.post(f"{case}/{path}", data=data, allow_redirects=False):
            return

    async def close(self) -> None:
        await self._http.close()

    async def _sign_in(self) -> None:
        form = {"nama": self._login, "sandi": self._password}
        async with self._http.post(f"{self._office}/inbox/masuk", data=form, allow_redirects=False):
            self._came = self._clock.now()


def _parts(form: dict[str, str]) -> aiohttp.FormData:
    parts = aiohttp.FormData(default_to_multipart=True)
    for name, value in form.items():
        parts.add_field(name, value)
    return parts
