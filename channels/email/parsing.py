"""One mail becomes events: what a citizen wrote, what came back, what machines and staff sent."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

from channels.base import Address, Attachment, Delivery, Event, Inbound, InboundKind, Webhook
from channels.email import bounces, fields, kinds, mime, tokens, trust
from channels.email.bounces import Bounce
from channels.email.charsets import fit
from channels.email.config import Config
from channels.email.mime import Mail
from channels.email.words import new_words

#: Fields that name to whom a mail was sent, the surest first.
_TO = ("delivered-to", "x-original-to", "envelope-to", "x-forwarded-to", "to", "cc", "resent-to")
#: Fields that name who sent it, should From say nothing.
_FROM = ("from", "sender", "reply-to", "return-path", "x-original-from")
#: Where our id stands, even after a server has put its own into Message-ID.
_IDS = ("message-id", "x-sahut-id")
_NOBODY: Final = "?"
_RAW = 32_768
#: Words of these are a server's, so nothing of them is a quotation.
_WHOLE: Final = frozenset({"bounce", "report"})


def events(account: str, config: Config, hook: Webhook) -> Sequence[Event]:
    """The events of one mail. Never raises: what cannot be read is still kept as it came."""
    mail = mime.read(hook.body)
    if hook.headers.get("x-sahut-role") == "sent":
        ours, _ = tokens.outbound(config, " ".join(mail.headers.every(*_IDS)))
        return () if ours else (_echo(account, config, hook, mail),)
    kind = kinds.kind(mail, config, hook.headers.get("x-sahut-mail-from"))
    inbound = _inbound(account, config, hook, mail, kind)
    bounce = bounces.read(mail) if kind == "bounce" else None
    if bounce is None:
        return (inbound,)
    inbound = replace(inbound, reply_to=bounce.original)
    delivery = _delivery(config, mail, bounce, inbound)
    return (delivery, inbound) if delivery else (inbound,)


def _inbound(account: str, config: Config, hook: Webhook, mail: Mail, kind: InboundKind) -> Inbound:
    sender = next(_people(mail, *_FROM), None) or _envelope_sender(hook)
    text = mail.text.strip() if kind in _WHOLE else new_words(mail.text, mail.html)
    sent_at = _sent_at(hook, mail)
    headers = mail.headers
    return Inbound(
        key=_key(mail, sent_at),
        sender=Address(account, fit(sender.value)),
        kind=kind,
        proof=trust.proof(mail, config),
        provider_id=_first(fields.ids(headers.first("message-id"))),
        name=fit(sender.name),
        text=fit(text),
        subject=fit(fields.words(headers.first("subject"))),
        sent_at=sent_at,
        reply_to=_first(fields.ids(headers.first("in-reply-to"))),
        refs=fields.ids(*headers.every("references"))[::-1],
        number=tokens.number(config, _recipients(hook, mail)),
        full=fit(mail.text.strip()) if mail.text.strip() != text else "",
        junk=hook.headers.get("x-sahut-role") == "junk",
        attachments=_attachments(hook, mail),
        raw=mail.block[:_RAW],
    )


def _echo(account: str, config: Config, hook: Webhook, mail: Mail) -> Inbound:
    """What staff wrote in the mailbox itself, under the one it was written to."""
    to = next(_people(mail, "to", "cc", "bcc"), fields.Address(_NOBODY))
    written = _inbound(account, config, hook, mail, "echo")
    return replace(written, sender=Address(account, fit(to.value)), name=fit(to.name))


def _delivery(config: Config, mail: Mail, bounce: Bounce, inbound: Inbound) -> Delivery | None:
    """Of a mail of ours that came back for good; a server that goes on trying says nothing yet."""
    answered = " ".join(mail.headers.every("in-reply-to", "references"))
    said = f"{bounce.original} {mail.returned.decode('latin-1')} {mail.text} {answered}"
    original, outbound = tokens.outbound(config, said)
    if not original or not bounce.final:
        return None
    return Delivery(
        key=f"{inbound.key} {outbound}",
        provider_id=original,
        state="failed",
        at=inbound.sent_at,
        ref=outbound,
        reason=fit(bounce.reason),
        code=bounce.status,
        permanent=bounce.permanent,
        scope=bounce.scope,
        raw=inbound.raw,
    )


def _key(mail: Mail, sent_at: datetime | None) -> str:
    """The same for one mail wherever it lies; without id and time it counts as new."""
    own = _first(fields.ids(mail.headers.first("message-id")))
    if not own and sent_at is None:
        return ""
    known = own or "\n".join(map(mail.headers.first, ("from", "date", "subject"))) + str(sent_at)
    body = bytes(mail.body).replace(b"\r\n", b"\n").rstrip(b"\n")
    digest = hashlib.sha256(body if own else known.encode("utf-8", "replace") + b"\n" + body)
    return f"{own} {digest.hexdigest()}".strip()


def _sent_at(hook: Webhook, mail: Mail) -> datetime | None:
    written = fields.moment(mail.headers.first("date"))
    return written or fields.instant(hook.headers.get("x-sahut-internaldate", ""))


def _people(mail: Mail, *names: str) -> Iterator[fields.Address]:
    for name in names:
        for value in mail.headers.every(name):
            yield from fields.addresses(value)


def _envelope_sender(hook: Webhook) -> fields.Address:
    known = fields.addresses(hook.headers.get("x-sahut-mail-from", ""))
    return known[0] if known else fields.Address(_NOBODY)


def _recipients(hook: Webhook, mail: Mail) -> Iterator[str]:
    for one in fields.addresses(hook.headers.get("x-sahut-rcpt-to", "")):
        yield one.value
    for one in _people(mail, *_TO):
        yield one.value


def _attachments(hook: Webhook, mail: Mail) -> tuple[Attachment, ...]:
    size = len(hook.body)
    source = Attachment("source", "source", "message/rfc822", "pesan.eml", size, hook.body)
    if hook.headers.get("x-sahut-cut") == "size":
        return Attachment("document", "too_large", "message/rfc822", "pesan.eml"), source
    return *mail.files, source


def _first(ids: Sequence[str]) -> str:
    return ids[0] if ids else ""
