"""Small mails, written by hand, and what is read in them."""

from __future__ import annotations

from channels.base import Attachment, Inbound, Webhook
from channels.email import parsing
from channels.email.config import Config, check

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 20
CONFIG = check(
    {
        "address": "lapor@sukajaya.go.id",
        "own": "info@sukajaya.go.id",
        "secret": "kunci-untuk-uji-coba",
        "subaddress": True,
        "imap_host": "127.0.0.1",
        "smtp_host": "127.0.0.1",
        "password": "x",
    }
)
HEAD = {
    "From": "Siti Aminah <Siti@Contoh.id>",
    "To": "lapor@sukajaya.go.id",
    "Subject": "Lampu jalan mati",
    "Date": "Mon, 5 Jan 2026 09:14:00 +0700",
    "Message-ID": "<pertama@contoh.id>",
}


def mail(body: str | bytes = "Lampu di gang kami mati.", **fields: str | None) -> bytes:
    """A small mail; a field given as None is left out."""
    named = {name.replace("_", "-"): value for name, value in fields.items()}
    named = {**{k: v for k, v in HEAD.items() if k.lower() not in map(str.lower, named)}, **named}
    lines = [f"{name}: {value}" for name, value in named.items() if value is not None]
    content = body if isinstance(body, bytes) else body.encode()
    return "\r\n".join(lines).encode("utf-8", "surrogateescape") + b"\r\n\r\n" + content


def parts(*inner: str, kind: str = "mixed", **fields: str | None) -> bytes:
    body = "".join(f"--batas\r\n{part}\r\n" for part in inner) + "--batas--\r\n"
    return mail(body, content_type=f'multipart/{kind}; boundary="batas"', **fields)


def read(data: bytes, config: Config = CONFIG, **headers: str) -> Inbound:
    named = {f"x-sahut-{name.replace('_', '-')}": value for name, value in headers.items()}
    (event,) = parsing.events("surat", config, Webhook("surat", headers=named, body=data))
    assert isinstance(event, Inbound)
    return event


def files(event: Inbound) -> list[Attachment]:
    """Without the mail itself."""
    *found, source = event.attachments
    assert source.kind == "source"
    return found
