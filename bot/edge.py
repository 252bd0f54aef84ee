"""The edge: which address a request came from and which one it was sent to, proxies considered."""

from __future__ import annotations

import ipaddress
from typing import Final

from aiohttp import web
from aiohttp.http import HttpProcessingError

from bot.house import House

#: What aiohttp raises over a body that is not what its headers say.
BROKEN: Final = (HttpProcessingError, web.RequestPayloadError)
#: The same, and what it raises over a form that no browser sent.
NOT_A_FORM: Final = (ValueError, AssertionError, LookupError, RuntimeError, *BROKEN)


def public_url(house: House, request: web.Request) -> str:
    """The URL as the provider knows it."""
    base = house.settings.server.public_url.rstrip("/")
    # Not request.url: what stands in Host may be no address at all.
    return (base or f"{request.scheme}://{request.host}") + request.path_qs


def visitor(house: House, request: web.Request) -> str:
    """The first hop that is not one of our own proxies; "" when it cannot be known."""
    trusted = set(house.settings.server.trusted_proxies)
    hops = [hop.strip() for hop in request.headers.get("X-Forwarded-For", "").split(",")]
    chain = [*filter(None, hops), request.remote or ""]
    while len(chain) > 1 and chain[-1] in trusted:
        chain.pop()
    return chain[-1]


def network(address: str) -> str:
    """The /24 or /64 an address belongs to: limits count networks, not machines."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return "?"
    prefix = 24 if parsed.version == 4 else 64
    return str(ipaddress.ip_network(f"{address}/{prefix}", strict=False))


def is_secure(house: House, request: web.Request) -> bool:
    """Whether the citizen or officer came by https, also when a proxy speaks for them."""
    return request.secure or house.settings.server.public_url.startswith("https://")
