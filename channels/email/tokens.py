"""What we sign: reply addresses that carry a case's number, Message-IDs that carry our own id."""

from __future__ import annotations

import base64
import hmac
import re
from collections.abc import Iterable

from channels.email.config import Config

#: Base32 characters of a reply address's signature: fifty bits, told apart in either case.
_SIGNS = 10
_TOKEN = re.compile(rf"([0-9a-z]{{7}})\.([a-z2-7]{{{_SIGNS}}})")
_OURS = re.compile(r"<sahut\.([\w-]{1,40})\.([0-9a-f]{8})@[^<>\s]+>")


def address(config: Config, number: str) -> str:
    """Where replies about this case go; the bare address where the server takes no other."""
    symbols = number.replace("-", "").lower()
    if not (config.subaddress and config.secret and _TOKEN.match(f"{symbols}.{'a' * _SIGNS}")):
        return config.address
    local, _, domain = config.address.partition("@")
    return f"{local}+{symbols}.{_signed(config, symbols)}@{domain}"


def number(config: Config, addresses: Iterable[str]) -> str:
    """The number that one of these addresses vouches for, as K7F3-9QX; "" where none does."""
    own = {config.address, *config.own}
    for given in addresses:
        local, _, domain = given.strip("<> \t").lower().rpartition("@")
        base, _, token = local.partition("+")
        found = _TOKEN.fullmatch(token)
        if not found or not config.secret or f"{base}@{domain}" not in own:
            continue
        if hmac.compare_digest(_signed(config, found[1]), found[2]):
            return f"{found[1][:4]}-{found[1][4:]}".upper()
    return ""


def message_id(config: Config, outbound_id: str) -> str:
    """The Message-ID of an outbound: the same for every try, and recognised as ours later."""
    domain = config.address.partition("@")[2]
    return f"<sahut.{outbound_id}.{_marked(config, outbound_id)}@{domain}>"


def outbound(config: Config, message_ids: str) -> tuple[str, str]:
    """Our first id in this text and the outbound it carries; two empty ones where none is ours."""
    for found in _OURS.finditer(message_ids):
        if config.secret and hmac.compare_digest(_marked(config, found[1]), found[2]):
            return found[0], found[1]
    return "", ""


def _signed(config: Config, symbols: str) -> str:
    return base64.b32encode(_digest(config, f"address:{symbols}"))[:_SIGNS].decode().lower()


def _marked(config: Config, outbound_id: str) -> str:
    return _digest(config, f"message:{outbound_id}")[:4].hex()


def _digest(config: Config, what: str) -> bytes:
    return hmac.digest(config.secret.encode(), what.encode(), "sha256")
