"""One request to a gateway: an answer, or a SendError that says whether it may have been taken."""

from __future__ import annotations

import json
import re
from base64 import b64encode
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Any

import aiohttp
from yarl import URL

from channels.base import SendError

Obj = dict[str, Any]
_REASON = 120
#: No gateway is worth a longer rest than an hour.
_LONGEST = 3600.0
#: A phone number, or a run as long as a token or an id.
_PRIVATE = re.compile(r"\+?\d[\d ()-]{6,}\d|[\w+/=.|-]{24,}")


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back, read whole."""

    status: int
    body: bytes
    headers: Mapping[str, str]

    @property
    def fine(self) -> bool:
        return 200 <= self.status < 300

    def wait(self, otherwise: float | None = None) -> float | None:
        """The seconds that the gateway asks us to wait."""
        said = self.headers.get("Retry-After", "")
        return min(float(said), _LONGEST) if said.isascii() and said.isdigit() else otherwise

    def json(self) -> Any:
        """The body as JSON; None where it is none."""
        try:
            return json.loads(self.body)
        except (ValueError, RecursionError):
            return None

    def said(self, *names: str, secrets: Iterable[str] = ()) -> str:
        """The gateway's own words, without numbers of people and without our secrets."""
        told = self.json()
        words = [text(told, name) for name in names] if isinstance(told, dict) else []
        return clean(": ".join(filter(None, words)), secrets) or f"HTTP {self.status}"


async def ask(
    http: aiohttp.ClientSession,
    method: str,
    url: str,
    *,
    seconds: float,
    unknown: bool = False,
    **options: Any,
) -> Answer:
    """One request, to this address and no other. unknown: without an answer nobody knows."""
    timeout = aiohttp.ClientTimeout(total=seconds, connect=seconds / 2)
    try:
        async with http.request(
            method, url, timeout=timeout, allow_redirects=False, **options
        ) as answer:
            return Answer(answer.status, await answer.read(), answer.headers)
    # Not chained: what these say may hold the address, and with it a password.
    except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError) as error:
        raise SendError(type(error).__name__) from None
    except (aiohttp.ClientError, TimeoutError) as error:
        raise SendError(type(error).__name__, unknown=unknown) from None


def basic(name: str, password: str) -> dict[str, str]:
    """The header that names us."""
    return {"Authorization": f"Basic {b64encode(f'{name}:{password}'.encode()).decode()}"}


def is_safe(url: str, *, at_home: bool = False) -> bool:
    """https; or http to this machine, and at_home to an address of the house."""
    parsed = URL(url)
    if parsed.scheme == "https":
        return bool(parsed.host)
    return parsed.scheme == "http" and _is_near(parsed.host or "", at_home)


def clean(words: str, secrets: Iterable[str] = ()) -> str:
    """Without anything like a number, a token or one of these secrets."""
    for secret in filter(None, secrets):
        words = words.replace(secret, "…")
    return _PRIVATE.sub("…", words)[:_REASON]


def text(told: Obj, name: str) -> str:
    """Text, or a number as text; "" for anything else."""
    value = told.get(name)
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        return ""
    return str(value)


def _is_near(host: str, at_home: bool) -> bool:
    try:
        address = ip_address(host)
    except ValueError:
        return host == "localhost"
    return address.is_loopback or (at_home and address.is_private)
