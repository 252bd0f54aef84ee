"""Questions: what the place has, asked in plain words, or read from a file of answers."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from bot import config, settings
from bot.commands import accounts, asking
from bot.commands.founding import mailboxes
from bot.commands.stopping import CONFIGURATION, Stop
from bot.commands.words import LANGUAGES, Words
from channels.settings import SettingsError

ZONES: Final = {"WIB": "Asia/Jakarta", "WITA": "Asia/Makassar", "WIT": "Asia/Jayapura"}
Told = Mapping[str, Any]
#: Answers that are no part of the configuration.
_ASIDE: Final = ("has", "officer")


@dataclass(frozen=True, slots=True)
class Answers:
    """`given` is the configuration; `has` what the place has; `officer` the first account."""

    given: dict[str, Any] = field(repr=False)
    has: Mapping[str, Any]
    officer: Mapping[str, str] = field(repr=False)


def read(path: Path) -> Answers:
    """From a TOML file. Raises Stop."""
    try:
        told = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise Stop("init.bad_answers", CONFIGURATION, file=path.name) from error
    return _sorted_out(told)


def asked(words: Words) -> Answers:
    """From who sits at the keyboard, question by question."""
    told: dict[str, Any] = {}
    group = ""
    for question in QUESTIONS:
        if not question.when(told):
            continue
        if question.group != group:
            group = question.group
            print(f"\n{words(f'ask.about_{group}')}")
        _keep(told, question.key, _answer(question, told, words))
    _set_aside(told)
    return _sorted_out(told)


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


def _answer(question: Question, told: Told, words: Words) -> Any:
    text = words(f"ask.{question.key.replace('.', '_')}")
    if question.kind == "yes":
        return asking.yes(text, words, default=bool(question.default))
    default = question.offer(told) or question.default
    while True:
        hidden = question.kind == "secret"
        typed = asking.secret(text) if hidden else asking.line(text, default)
        wrong = question.check(typed) if typed else words("ask.needed") * question.required
        if not wrong:
            return _KINDS[question.kind](typed)
        print(f"  {wrong}")


def _items(typed: str) -> list[str]:
    return [one.strip() for one in typed.split(",")]


#: How an answer is written down.
_KINDS: Final[Mapping[str, Callable[[str], object]]] = {
    "text": str,
    "secret": str,
    "list": _items,
    "number": lambda typed: int(typed) if typed else "",
}


def _set_aside(told: dict[str, Any]) -> None:
    """A mailbox that nobody can open yet is left out; everything else of the office begins."""
    mailbox = told.get("channels", {}).get("email", {})
    if mailbox and not (mailbox.get("password") or mailbox.get("oauth_client_secret")):
        del told["channels"]["email"]


def _sorted_out(told: dict[str, Any]) -> Answers:
    """Without what was left empty; the zone by its whole name."""
    office = told.get("office", {})
    if isinstance(office, dict) and str(office.get("zone", "")).upper() in ZONES:
        office["zone"] = ZONES[office["zone"].upper()]
    given = {name: _filled(value) for name, value in told.items() if name not in _ASIDE}
    given = {name: value for name, value in given.items() if value not in ({}, [])}
    has = told.get("has", {})
    _add_contacts(given, has)
    return Answers(given, has, told.get("officer", {}))


def _add_contacts(given: dict[str, Any], has: Mapping[str, Any]) -> None:
    """What citizens read is Indonesian, whatever language the operator speaks."""
    words = Words.load(LANGUAGES[0])
    contacts = {
        "remedies": words("example.remedies_at") if has.get("ombudsman") else "",
        "emergency": str(has.get("emergency") or ""),
    }
    for name, contact in contacts.items():
        if contact and name not in given:
            given[name] = [{"name": words(f"example.{name}"), "contact": contact}]


def _filled(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    kept = {name: _filled(one) for name, one in value.items()}
    return {name: one for name, one in kept.items() if one not in ("", [], [""], {})}


def _found(told: Told, key: str) -> Any:
    value: Any = told
    for name in filter(None, key.split(".")):
        value = value.get(name, "") if isinstance(value, Mapping) else ""
    return "" if value is told else value


def _keep(told: dict[str, Any], key: str, answer: Any) -> None:
    *above, name = key.split(".")
    for part in above:
        told = told.setdefault(part, {})
    told[name] = answer


def _has(*keys: str) -> Callable[[Told], bool]:
    return lambda told: all(_found(told, key) for key in keys)


def _through(gateway: str) -> Callable[[Told], bool]:
    return lambda told: _found(told, "channels.sms.gateway") == gateway


def _at_microsoft(told: Told) -> bool:
    host = str(_found(told, "channels.email.imap_host"))
    return mailboxes.serving(host) is mailboxes.MICROSOFT


def _with_password(told: Told) -> bool:
    return bool(_found(told, "has.mailbox")) and not _at_microsoft(told)


def _same_as(key: str) -> Callable[[Told], str]:
    return lambda told: str(_found(told, key))


def _imap_host(told: Told) -> str:
    return mailboxes.guessed(str(_found(told, "channels.email.address"))).imap_host


def _smtp_host(told: Told) -> str:
    """Beside a large provider's IMAP server stands its own SMTP server."""
    provider = mailboxes.serving(str(_found(told, "channels.email.imap_host")))
    known = provider or mailboxes.guessed(str(_found(told, "channels.email.address")))
    return known.smtp_host


def _one_of(*known: str) -> Callable[[str], str]:
    return lambda typed: "" if typed in known else f"Pilihan: {', '.join(known)}"


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
    Question("office.kind", _OFFICE["kind"], check=_one_of(*settings.KINDS)),
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
    Question("channels.email.address", required=True, when=_MAILBOX, check=_as("email", "address", smtp_host="a")),
    Question("channels.email.imap_host", required=True, when=_MAILBOX, offer=_imap_host),
    Question("channels.email.smtp_host", required=True, when=_MAILBOX, offer=_smtp_host),
    Question("channels.email.password", kind="secret", when=_with_password),
    Question("has.tenant", when=_at_microsoft),
    Question("channels.email.oauth_client_id", when=_has("has.tenant")),
    Question("channels.email.oauth_client_secret", kind="secret", when=_has("has.tenant")),
    Question("channels.sms.gateway", check=_one_of(*_GATEWAYS)),
    Question("channels.sms.number", required=True, when=_SMS, check=_as("sms", "number", gateway="android")),
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
