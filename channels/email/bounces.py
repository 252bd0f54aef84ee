"""What came back: delivery reports of RFC 3464, and those that mail servers word as they like."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from channels.base import Scope
from channels.email import fields
from channels.email.fields import Headers
from channels.email.mime import Mail
from channels.email.parts import head, read_head

_DAEMON = re.compile(
    r"mail(?:er)?[-_. ]?daemon|postmaster|mail[-_. ]delivery[-_. ](?:sub)?system|^\s*<>\s*$"
    r"|system administrator|mail administrator|mail[-_. ]system",
    re.IGNORECASE,
)
#: How servers say it, in a text of their own.
_FAILED = re.compile(
    r"undeliver|unable to deliver|(?:not|n't) be delivered|not (?:been )?delivered"
    r"|deliver(?:y|ing)[^.\n]{0,60}fail|fail[^.\n]{0,40}deliver|error delivering"
    r"|did not reach|could ?n[o']t (?:be )?(?:sent|send)|could not send|permanent (?:fatal )?error"
    r"|returned (?:message|mail|to sender)|returning (?:message|mail|to sender)|mail(?:box)? quota"
    r"|(?:user|recipient|mailbox|address|account)[^.\n]{0,30}(?:unknown|not found|full|exceed"
    r"|unavailable|disabled|does ?n[o']t exist|rejected)|unknown (?:user|recipient|address)"
    r"|no such (?:user|recipient|mailbox|address)|is delayed|been delayed|delayed mail"
    r"|tidak (?:dapat|bisa|berhasil) (?:di)?(?:kirim|terkirim|disampaikan)|gagal (?:di)?kirim"
    r"|kotak (?:surat|masuk)[^.\n]{0,20}penuh|alamat tidak ditemukan|доставлено"
    r"|\b[45]\.\d{1,3}\.\d{1,3}\b|\b[45]\d\d[ -][A-Z<]|original message follows"
    r"|copy of the (?:original )?message|message headers follow|original mail info",
    re.IGNORECASE,
)
_NOTIFIED = re.compile(r'"(?:notificationType|eventType)"\s*:\s*"Bounce"')
_DELAYED = re.compile(
    r"delayed|still being retried|temporar(?:y|ily)|will (?:continue|keep)[^.\n]{0,20}(?:try|retry)"
    r"|could not send message for past|warning: message|tertunda",
    re.IGNORECASE,
)
_STATUS = re.compile(r"(?<![\d.])([245])\.(\d{1,3})\.(\d{1,3})(?![\d.])")
_REPLY = re.compile(r"(?<![\d.])([45])\d\d(?=[ -](?:<|#|[A-Z]))")
_LINE_OF_ID = re.compile(r"^\W{0,3}message-id:\s*(<[^<>\s]+>)", re.IGNORECASE | re.MULTILINE)
_ADDRESS = re.compile(r"[^\s<>()\[\]:;,\"']+@[^\s<>()\[\]:;,\"']+\.[^\s<>()\[\]:;,\"'.]+")
#: Refusals of this one mail (too large, its content, a policy) or of a full mailbox.
_PASSING = re.compile(r"5\.(?:2\.[23]|3\.4|6\.\d+|7\.\d+)")
_ARRIVED = frozenset({"delivered", "relayed", "expanded"})
_SEEN = 60_000


@dataclass(frozen=True, slots=True)
class Bounce:
    """What a mail server tells of a mail that it was given; `original` is that mail's id."""

    recipient: str = field(repr=False)
    status: str
    #: False while the server goes on trying.
    final: bool
    original: str
    reason: str = field(repr=False)

    @property
    def permanent(self) -> bool:
        """Whether this recipient can be written to no more."""
        return self.status.startswith("5.") and not _PASSING.fullmatch(self.status)

    @property
    def scope(self) -> Scope:
        return "recipient" if self.permanent else "message"


def read(mail: Mail) -> Bounce | None:
    """The bounce that this mail is; None where it is none."""
    if arrived(mail) or not (_is_report(mail) or _is_failure(mail)):
        return None
    groups = _recipients(mail)
    group = next((g for g in groups if g.first("action").lower() == "failed"), None)
    group = group or next(iter(groups), Headers(()))
    said = mail.text[:_SEEN]
    status = _status(group, said)
    return Bounce(
        recipient=_recipient(mail, group, said),
        status=status,
        final=not _goes_on(mail, group, status),
        original=_original(mail, said),
        reason=_reason(group, said),
    )


def arrived(mail: Mail) -> bool:
    """Whether it reports that a mail was delivered."""
    groups = _recipients(mail)
    return bool(groups) and all(g.first("action").lower() in _ARRIVED for g in groups)


def _recipients(mail: Mail) -> list[Headers]:
    return [g for g in mail.statuses if g.has("action", "status", "final-recipient")]


def _is_report(mail: Mail) -> bool:
    about = mail.parameters.get("report-type", "").lower()
    report = mail.mime == "multipart/report" and about in ("", "delivery-status")
    return report or bool(mail.statuses)


def _is_failure(mail: Mail) -> bool:
    """A notice without a report: who says so matters as much as what is said."""
    headers, said = mail.headers, mail.text[:_SEEN]
    if headers.has("x-failed-recipients"):
        return True
    subject = _FAILED.search(fields.words(headers.first("subject"))) is not None
    if _DAEMON.search(fields.words(headers.first("from"))):
        # What calls itself an answer needs more than a word of it that a bounce would use too.
        told = subject if headers.has("auto-submitted") else _FAILED.search(said) is not None
        return told or bool(mail.returned)
    if headers.first("return-path") == "<>":
        return subject
    return headers.has("x-amz-sns-message-id") and _NOTIFIED.search(said) is not None


def _status(group: Headers, said: str) -> str:
    for text in (group.first("status"), group.first("diagnostic-code"), said):
        found = _STATUS.search(text)
        if found:
            return found[0]
    reply = _REPLY.search(group.first("diagnostic-code")) or _REPLY.search(said)
    return f"{reply[1]}.0.0" if reply else ("4.0.0" if _DELAYED.search(said) else "5.0.0")


def _goes_on(mail: Mail, group: Headers, status: str) -> bool:
    action = group.first("action").lower()
    if action:
        return action.startswith("delayed")
    subject = fields.words(mail.headers.first("subject"))
    return _DELAYED.search(subject) is not None or status.startswith("4.")


def _recipient(mail: Mail, group: Headers, said: str) -> str:
    own = {one.value for one in fields.addresses(mail.headers.first("to"))}
    named = (group.first("final-recipient"), group.first("original-recipient"))
    for text in (*named, mail.headers.first("x-failed-recipients"), said):
        for found in _ADDRESS.finditer(text.rpartition(";")[2] if text in named else text):
            if found[0].lower() not in own:
                return found[0].lower()
    return ""


def _original(mail: Mail, said: str) -> str:
    headers, *_ = read_head(head(mail.returned, 0, len(mail.returned))[0])
    quoted = _LINE_OF_ID.search(said)
    known = (headers.first("message-id"), quoted[1] if quoted else "")
    answered = (mail.headers.first("in-reply-to"), mail.headers.first("references"))
    return next(iter(fields.ids(*known, *answered)), "")


def _reason(group: Headers, said: str) -> str:
    given = group.first("diagnostic-code").rpartition("smtp;")[2]
    lines = (line for line in said.split("\n") if _STATUS.search(line) or _REPLY.search(line))
    return " ".join((given or next(lines, "")).split())[:200]
