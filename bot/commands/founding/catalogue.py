"""Catalogue: every question there is, in the order in which they are asked."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from bot import config, oversight, settings
from bot.casework import offices
from bot.commands import accounts
from bot.commands.founding import mailboxes
from bot.commands.stopping import Stop
from channels.settings import SettingsError

Told = Mapping[str, Any]
ZONES: Final = {"WIB": "Asia/Jakarta", "WITA": "Asia/Makassar", "WIT": "Asia/Jayapura"}


@dataclass(frozen=True, slots=True)
class Question:
    """`key` is where the answer goes. `check` gives what is wrong with it, "" where nothing is.

    when: whether it is asked, after these answers. offer: a default out of them.
    """

    key: str
    default: str = ""
    kind: str = "text"
    required: bool = False
    when: Callable[[Told], bool] = lambda _told: True
    offer: Callable[[Told], str] = lambda _told: ""
    check: Callable[[str], str] = lambda _typed: ""

    @property
    def group(self) -> str:
        return self.key.split(".")[0] if self.key.split(".")[0] != "channels" else "has"


def found(told: Told, key: str) -> Any:
    """The answer with this key, "" where there is none."""
    value: Any = told
    for name in filter(None, key.split(".")):
        value = value.get(name, "") if isinstance(value, Mapping) else ""
    return "" if value is told else value


def _has(*keys: str) -> Callable[[Told], bool]:
    return lambda told: all(found(told, key) for key in keys)


def _through(gateway: str) -> Callable[[Told], bool]:
    return lambda told: found(told, "channels.sms.gateway") == gateway


def _at_microsoft(told: Told) -> bool:
    host = str(found(told, "channels.email.imap_host"))
    return mailboxes.serving(host) is mailboxes.MICROSOFT


def _with_password(told: Told) -> bool:
    return bool(found(told, "has.mailbox")) and not _at_microsoft(told)


def _same_as(key: str) -> Callable[[Told], str]:
    return lambda told: str(found(told, key))


def _imap_host(told: Told) -> str:
    return mailboxes.guessed(str(found(told, "channels.email.address"))).imap_host


def _smtp_host(told: Told) -> str:
    """Beside a large provider's IMAP server stands its own SMTP server."""
    provider = mailboxes.serving(str(found(told, "channels.email.imap_host")))
    known = provider or mailboxes.guessed(str(found(told, "channels.email.address")))
    return known.smtp_host


def _one_of(*known: str) -> Callable[[str], str]:
    return lambda typed: "" if typed in known else f"Pilihan: {', '.join(known)}"


def _kind(typed: str) -> str:
    return "" if oversight.kind_of(typed) else f"Pilihan: {', '.join(offices.OfficeKind)}"


def _in_region(told: Told) -> bool:
    """Asked where a regency's or city's council watches."""
    kind = oversight.kind_of(str(found(told, "office.kind")))
    return kind is not None and offices.takes_region(kind)


def _https(typed: str) -> str:
    return "" if typed.startswith("https://") else "Mulai dengan https://"


def _zone(typed: str) -> str:
    known = typed.upper() in ZONES or typed in ZONES.values()
    return "" if known else f"Pilihan: {', '.join(ZONES)}"


def _as(use: str, key: str, **beside: str) -> Callable[[str], str]:
    """What the channel itself says of this one value, `beside` some that are right."""

    def check(typed: str) -> str:
        try:
            config.channel_module(use).check({key: typed, **beside})
        except SettingsError as error:
            return dict(error.mistakes).get(key, "")
        return ""

    return check


def _rupiah(typed: str) -> str:
    return "" if typed.isascii() and typed.isdigit() else "Angka saja, misalnya 350"


def _login(typed: str) -> str:
    try:
        accounts.login_of(typed)
    except Stop:
        return "Huruf kecil, angka, titik, garis; mulai dengan huruf atau angka."
    return ""


def _defaults() -> Iterator[tuple[str, str]]:
    for setting in settings.KEYS["office"]:
        yield setting.name, str(setting.default or "")


_OFFICE: Final = dict(_defaults())
_IS_ADDRESS: Final = _as("email", "address", smtp_host="mail.example")
_IS_NUMBER: Final = _as("sms", "number", gateway="android")
_WHATSAPP: Final = _has("has.public", "has.whatsapp")
_MAILBOX: Final = _has("has.mailbox")
#: Gateways that a place can have by itself; the others need a contract and a document.
_GATEWAYS: Final = ("android", "gammu", "bridge", "kannel")
_SMS: Final = _has("channels.sms.gateway")
_ANDROID_URL: Final = "https://api.sms-gate.app/3rdparty/v1"
_SPOOL: Final = "/var/spool/gammu"

QUESTIONS: Final = (
    Question("office.name", required=True),
    Question("office.short_name"),
    Question("office.kind", _OFFICE["kind"], check=_kind),
    Question("office.region", when=_in_region, check=oversight.wrong_region),
    Question("office.province", check=oversight.wrong_province),
    Question("office.address", required=True),
    Question("office.phone"),
    Question("office.hours", _OFFICE["hours"]),
    Question("office.zone", "WIB", check=_zone),
    Question("office.services", kind="list"),
    Question("office.officer"),
    Question("responsible.name", required=True),
    Question("responsible.title", required=True),
    Question("responsible.address", required=True, offer=_same_as("office.address")),
    Question("custodian.name"),
    Question("custodian.body", when=_has("custodian.name")),
    Question("custodian.contact", when=_has("custodian.name")),
    Question("has.ombudsman", "y", kind="yes"),
    Question("has.emergency"),
    Question("has.telegram", kind="yes"),
    Question(
        "channels.telegram.token",
        kind="secret",
        when=_has("has.telegram"),
        check=_as("telegram", "token"),
    ),
    Question("has.public", kind="yes"),
    Question("server.public_url", required=True, when=_has("has.public"), check=_https),
    Question("has.whatsapp", kind="yes", when=_has("has.public")),
    Question("channels.whatsapp.access_token", kind="secret", required=True, when=_WHATSAPP),
    Question("channels.whatsapp.app_secret", kind="secret", required=True, when=_WHATSAPP),
    Question("channels.whatsapp.phone_number_id", required=True, when=_WHATSAPP),
    Question("channels.whatsapp.display_number", when=_WHATSAPP),
    Question("has.mailbox", kind="yes"),
    Question(
        "channels.email.address",
        required=True,
        when=_MAILBOX,
        check=_IS_ADDRESS,
    ),
    Question("channels.email.imap_host", required=True, when=_MAILBOX, offer=_imap_host),
    Question("channels.email.smtp_host", required=True, when=_MAILBOX, offer=_smtp_host),
    Question("channels.email.password", kind="secret", when=_with_password),
    Question("has.tenant", when=_at_microsoft),
    Question("channels.email.oauth_client_id", when=_has("has.tenant")),
    Question("channels.email.oauth_client_secret", kind="secret", when=_has("has.tenant")),
    Question("channels.sms.gateway", check=_one_of(*_GATEWAYS)),
    Question(
        "channels.sms.number",
        required=True,
        when=_SMS,
        check=_IS_NUMBER,
    ),
    Question("channels.sms.price", kind="number", when=_SMS, check=_rupiah),
    Question("channels.sms.android_url", _ANDROID_URL, when=_through("android")),
    Question("channels.sms.android_username", required=True, when=_through("android")),
    Question(
        "channels.sms.android_password", kind="secret", required=True, when=_through("android")
    ),
    Question(
        "channels.sms.android_signing_key", kind="secret", required=True, when=_through("android")
    ),
    *(
        Question(f"channels.sms.gammu_{name}", f"{_SPOOL}/{name}", when=_through("gammu"))
        for name in ("inbox", "outbox", "sent", "error")
    ),
    Question("channels.sms.kannel_username", "sahut", when=_through("kannel")),
    Question("channels.sms.kannel_password", kind="secret", required=True, when=_through("kannel")),
    Question("officer.name", required=True),
    Question("officer.login", required=True, check=_login),
    Question("officer.role", "head", check=_one_of(*accounts.ROLES)),
)
