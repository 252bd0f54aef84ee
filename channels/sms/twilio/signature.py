"""Twilio's signature: over the address as it was called and every field of the form."""

from __future__ import annotations

import hmac
from base64 import b64encode
from collections.abc import Iterator
from hashlib import sha1, sha256
from typing import Final
from urllib.parse import parse_qs, parse_qsl, urlsplit

from channels.base import Webhook

_PORTS: Final = {"http": 80, "https": 443}


def fits(hook: Webhook, token: str, told: str) -> bool:
    """Whether Twilio, which knows the token, has made `told` for this push."""
    asked = parse_qs(urlsplit(hook.url).query).get("bodySHA256")
    if asked:
        written = ""
        if not hmac.compare_digest(sha256(hook.body).hexdigest(), asked[0].lower()):
            return False
    else:
        written = _written(hook.body)
    dues = [_made(url + written, token) for url in _addresses(hook.url)]
    return any(hmac.compare_digest(told.encode(errors="replace"), due) for due in dues)


def _made(signed: str, token: str) -> bytes:
    # Twilio's choice, not ours.
    mac = hmac.new(token.encode(), signed.encode(errors="surrogateescape"), sha1)
    return b64encode(mac.digest())


def _written(body: bytes) -> str:
    """Each name with its values, sorted, each value once."""
    pairs = fields(body)
    return "".join(name + value for name, value in sorted(set(pairs)))


def fields(body: bytes) -> list[tuple[str, str]]:
    """The form, with bytes that are no UTF-8 kept as they came."""
    try:
        text = body.decode("ascii", "surrogateescape")
        return parse_qsl(text, keep_blank_values=True, errors="surrogateescape")
    except ValueError:
        return []


def _addresses(url: str) -> Iterator[str]:
    """The address with and without its port, as Twilio may have called it."""
    for one in dict.fromkeys((url, url.replace("'", "%27"))):
        yield one
        parts = urlsplit(one)
        name, _, host = parts.netloc.rpartition("@")
        bare = host.rpartition(":")[0] if _has_port(host) else host
        port = _PORTS.get(parts.scheme, 443)
        for changed in (bare, f"{bare}:{port}"):
            if changed != host:
                yield one.replace(parts.netloc, f"{name}@{changed}" if name else changed, 1)


def _has_port(host: str) -> bool:
    return host.rpartition(":")[2].isdigit() and not host.endswith("]")
