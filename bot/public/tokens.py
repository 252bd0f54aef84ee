"""Tokens: every form carries a signed number that was given out for it, and serves once."""

from __future__ import annotations

import hmac
import re
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from aiohttp import web

from bot.house import House

#: A form may lie open over night and longer.
VALID_FOR: Final = timedelta(hours=48)
_SHAPE: Final = re.compile(r"(?P<nonce>[0-9a-f]{32})\.(?P<at>\d{9,11})\.(?P<mac>[0-9a-f]{32})")
_CROSS: Final = frozenset({"cross-site", "same-site"})


@dataclass(frozen=True, slots=True)
class Token:
    """The number of one form that was given out, and how it stands in the page."""

    nonce: str
    text: str


def make(house: House, purpose: str, nonce: str = "") -> Token:
    """A fresh token, or a fresh one for a number that is in use already."""
    nonce = nonce or secrets.token_hex(16)
    at = int(house.now().timestamp())
    return Token(nonce, f"{nonce}.{at}.{_mac(house, purpose, nonce, at)}")


def read(house: House, request: web.Request, purpose: str, text: str) -> Token | None:
    """The token that a form brought; None where it is none of ours, or came from elsewhere."""
    match = _SHAPE.fullmatch(text)
    if match is None or request.headers.get("Sec-Fetch-Site") in _CROSS:
        return None
    nonce, at = match["nonce"], int(match["at"])
    if not hmac.compare_digest(_mac(house, purpose, nonce, at), match["mac"]):
        return None
    given_out = datetime.fromtimestamp(at, UTC)
    return Token(nonce, text) if house.now() - given_out <= VALID_FOR else None


def _mac(house: House, purpose: str, nonce: str, at: int) -> str:
    message = f"public/{purpose}\0{nonce}\0{at}".encode()
    return hmac.digest(house.vault.token_key, message, "sha256").hex()[:32]
