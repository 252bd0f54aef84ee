"""Who is speaking: From is a claim, until our own receiving server vouches for its signature."""

from __future__ import annotations

import re

from channels.base import Proof
from channels.email import fields
from channels.email.config import Config
from channels.email.mime import Mail

_COMMENT = re.compile(r"\((?:[^()\\]|\\.)*\)")
_DOUBTFUL = re.compile(r"[\"\\()]")
_RESULT = re.compile(r"dkim\s*=\s*(\w+)\b(.*)", re.IGNORECASE | re.DOTALL)
_PROPERTY = re.compile(r"header\.([di])\s*=\s*\"?@?([^\s;\"]+)", re.IGNORECASE)


def proof(mail: Mail, config: Config) -> Proof:
    """Strong: the one sender's domain signed it, says the topmost result, which is our server's.

    A result further down may have been written by whoever sent the mail.
    """
    senders = [one.value for field in mail.headers.every("from") for one in fields.addresses(field)]
    result = _COMMENT.sub(" ", mail.headers.first("authentication-results"))
    server, _, results = result.partition(";")
    ours = server.lower().split()[:1] == [config.authserv_id] and config.authserv_id != ""
    # A sender's quoted words inside the result could be made to look like another result.
    if not ours or len(senders) != 1 or _DOUBTFUL.search(result):
        return "weak"
    domain = senders[0].rpartition("@")[2]
    signed = (_signer(part) for part in results.split(";"))
    return "strong" if any(_aligned(signer, domain) for signer in signed) else "weak"


def _signer(part: str) -> str:
    """The domain of a signature that holds; "" for any other result."""
    found = _RESULT.fullmatch(part.strip())
    if not found or found[1].lower() != "pass":
        return ""
    named = {p[1].lower(): p[2].lower() for p in _PROPERTY.finditer(found[2])}
    domain: str = named.get("d") or named.get("i", "").rpartition("@")[2]
    return domain.rstrip(".")


def _aligned(signer: str, domain: str) -> bool:
    """Signed by the address's own domain or one above it; never by a bare top-level domain."""
    return "." in signer and (domain == signer or domain.endswith(f".{signer}"))
