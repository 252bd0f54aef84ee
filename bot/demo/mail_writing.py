"""Mails as citizens' programs write them, and as the servers between them stamp and return them."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from datetime import datetime
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from email.utils import format_datetime, formataddr, parseaddr
from typing import Final

#: The citizens' mail server, and the office's, which hands over what it has received.
FAR, NEAR = "mail.warga.example", "mx.sukajaya.example"
_DAYS: Final = ("Sen", "Sel", "Rab", "Kam", "Jum", "Sab", "Min")
_MONTHS: Final = (
    "Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Enclosure:
    """A file that goes with a mail."""

    name: str
    mime: str
    data: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Draft:
    """What somebody has typed; `answers` is the letter that it replies to."""

    text: str
    subject: str = ""
    answers: EmailMessage | None = None
    file: Enclosure | None = None


def new_id(domain: str) -> str:
    return f"<{secrets.token_hex(12)}@{domain}>"


def written(name: str, address: str, office: str, draft: Draft, at: datetime) -> EmailMessage:
    """A mail as a program sends it: an answer keeps its thread, and quotes what it answers."""
    made = EmailMessage(policy=policy.SMTP)
    made["From"] = formataddr((name, address))
    made["To"] = office if draft.answers is None else _return_to(draft.answers)
    made["Subject"] = _subject(draft)
    made["Date"] = format_datetime(at)
    made["Message-ID"] = new_id(address.rpartition("@")[2])
    if draft.answers is not None:
        own = str(draft.answers["Message-ID"])
        made["In-Reply-To"] = own
        made["References"] = f"{draft.answers.get('References', '')} {own}".strip()
    made.set_content(_body(draft), cte="quoted-printable")
    if draft.file:
        main, _, sub = draft.file.mime.partition(";")[0].partition("/")
        made.add_attachment(
            draft.file.data, maintype=main, subtype=sub or "octet-stream", filename=draft.file.name
        )
    return made


def stamped(content: bytes, sender: str, to: str, at: datetime, *, signed: bool) -> bytes:
    """As the office's own server keeps it: where it came from, and whether its signature holds."""
    domain = sender.rpartition("@")[2]
    found = f"dkim=pass header.d={domain}" if signed else "dkim=none"
    lines = [
        f"Return-Path: <{sender}>",
        f"Delivered-To: {to}",
        f"Received: from {FAR} by {NEAR} with ESMTPS; {format_datetime(at)}",
        f"Authentication-Results: {NEAR}; {found}",
    ]
    return "".join(f"{line}\r\n" for line in lines).encode() + content


def report(content: bytes, server: str, to: str, failed: str, said: str, at: datetime) -> bytes:
    """What comes back with a mail that could not be delivered: RFC 3464."""
    code, _, words = said.partition(" ")
    status = words.partition(" ")[0]
    told = {
        "server": server,
        "to": to,
        "failed": failed,
        "said": said,
        "status": status if status[:2] in ("4.", "5.") else f"{code[:1]}.0.0",
        "date": format_datetime(at),
        "id": new_id(server),
        "edge": secrets.token_hex(12),
        "head": content.partition(b"\r\n\r\n")[0].decode("latin-1"),
    }
    return _REPORT.format(**told).replace("\r\n", "\n").replace("\n", "\r\n").encode()


def read(content: bytes) -> EmailMessage:
    return BytesParser(policy=policy.default).parsebytes(content)


def text_of(letter: EmailMessage) -> str:
    """The part that is read: the plain one."""
    part = letter.get_body(("plain",))
    return str(part.get_content()).replace("\r\n", "\n").strip() if part else ""


def _return_to(letter: EmailMessage) -> str:
    return str(letter["Reply-To"] or letter["From"])


def _subject(draft: Draft) -> str:
    if draft.answers is None:
        return draft.subject
    told = str(draft.answers["Subject"])
    return told if told.lower().startswith("re:") else f"Re: {told}"


def _body(draft: Draft) -> str:
    """The new words, and under them what they answer, as mail programs put it."""
    if draft.answers is None:
        return draft.text
    name, address = parseaddr(str(draft.answers["From"]))
    at = draft.answers["Date"].datetime
    day = f"{_DAYS[at.weekday()]}, {at.day} {_MONTHS[at.month - 1]} {at.year}"
    quoted = "".join(f"> {line}\n" for line in text_of(draft.answers).splitlines())
    head = f"Pada {day} pukul {at:%H.%M} {name} <{address}> menulis:"
    return f"{draft.text}\n\n{head}\n\n{quoted}"


_REPORT: Final = """\
From: Mail Delivery System <MAILER-DAEMON@{server}>
To: {to}
Subject: Undelivered Mail Returned to Sender
Date: {date}
Message-ID: {id}
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="{edge}"

--{edge}
Content-Type: text/plain; charset=us-ascii

This is the mail system at host {server}.

I'm sorry to have to inform you that your message could not
be delivered to one or more recipients.

<{failed}>: {said}

--{edge}
Content-Type: message/delivery-status

Reporting-MTA: dns; {server}

Final-Recipient: rfc822; {failed}
Action: failed
Status: {status}
Diagnostic-Code: smtp; {said}

--{edge}
Content-Type: text/rfc822-headers

{head}

--{edge}--
"""
