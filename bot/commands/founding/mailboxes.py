"""Mailboxes: what is known of the large providers, so that nobody has to look it up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final


@dataclass(frozen=True, slots=True)
class Provider:
    """Where mail is read and sent; `more` is what else fits this provider's mailboxes."""

    imap_host: str
    smtp_host: str
    more: Mapping[str, object] = field(default_factory=dict)


GOOGLE: Final = Provider(
    "imap.gmail.com",
    "smtp.gmail.com",
    {"authserv_id": "mx.google.com", "subaddress": True},
)
MICROSOFT: Final = Provider(
    "outlook.office365.com",
    "smtp.office365.com",
    {"smtp_tls": "starttls", "subaddress": True},
)
YAHOO: Final = Provider("imap.mail.yahoo.com", "smtp.mail.yahoo.com")
_OF_DOMAIN: Final = {
    **dict.fromkeys(("gmail.com", "googlemail.com"), GOOGLE),
    **dict.fromkeys(("outlook.com", "hotmail.com", "live.com", "msn.com"), MICROSOFT),
    **dict.fromkeys(("yahoo.com", "yahoo.co.id", "ymail.com", "rocketmail.com"), YAHOO),
}
_OF_HOST: Final = {one.imap_host: one for one in (GOOGLE, MICROSOFT, YAHOO)}
_TOKEN_URL: Final = "https://login.microsoftonline.com/{}/oauth2/v2.0/token"  # noqa: S105
_SCOPE: Final = "https://outlook.office365.com/.default"


def guessed(address: str) -> Provider:
    """By the address's domain; a domain of one's own is mostly served by mail.DOMAIN."""
    domain = address.rpartition("@")[2].lower()
    return _OF_DOMAIN.get(domain) or Provider(f"mail.{domain}", f"mail.{domain}")


def serving(host: str) -> Provider | None:
    """Whose server this is, where it is one of the large ones."""
    return _OF_HOST.get(host.lower())


def complete(values: dict[str, Any], office: str, tenant: str) -> None:
    """Fill in what follows from what was answered; nothing that was given is changed."""
    values.setdefault("name", office)
    provider = serving(str(values.get("imap_host", "")))
    for name, value in provider.more.items() if provider else ():
        values.setdefault(name, value)
    if tenant:
        values.setdefault("oauth_token_url", _TOKEN_URL.format(tenant))
        values.setdefault("oauth_scope", _SCOPE)
