"""Questions: what the place has, asked in plain words, or read from a file of answers."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from bot import config, settings
from bot.commands import accounts, asking
from bot.commands.stopping import CONFIGURATION, Stop
from bot.commands.words import LANGUAGES, Words
from channels.settings import SettingsError

ZONES: Final = {"WIB": "Asia/Jakarta", "WITA": "Asia/Makassar", "WIT": "Asia/Jayapura"}
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
        if not all(_found(told, key) for key in question.when):
            continue
        if question.group != group:
            group = question.group
            print(f"\n{words(f'ask.about_{group}')}")
        _keep(told, question.key, _answer(question, told, words))
    return _sorted_out(told)


@dataclass(frozen=True, slots=True)
class Question:
    """`key` is where the answer goes. `check` gives what is wrong with it, "" where nothing is.

    like: the key of an earlier answer that is offered as the default.
    """

    key: str
    default: str = ""
    kind: str = "text"
    required: bool = False
    when: tuple[str, ...] = ()
    like: str = ""
    check: Callable[[str], str] = lambda _typed: ""

    @property
    def group(self) -> str:
        return self.key.split(".")[0] if self.key.split(".")[0] != "channels" else "has"


def _answer(question: Question, told: Mapping[str, Any], words: Words) -> Any:
    text = words(f"ask.{question.key.replace('.', '_')}")
    if question.kind == "yes":
        return asking.yes(text, words, default=bool(question.default))
    default = str(_found(told, question.like) or question.default)
    while True:
        hidden = question.kind == "secret"
        typed = asking.secret(text) if hidden else asking.line(text, default)
        wrong = question.check(typed) if typed else words("ask.needed") * question.required
        if not wrong:
            return [one.strip() for one in typed.split(",")] if question.kind == "list" else typed
        print(f"  {wrong}")


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


def _found(told: Mapping[str, Any], key: str) -> Any:
    value: Any = told
    for name in filter(None, key.split(".")):
        value = value.get(name, "") if isinstance(value, Mapping) else ""
    return "" if value is told else value


def _keep(told: dict[str, Any], key: str, answer: Any) -> None:
    *above, name = key.split(".")
    for part in above:
        told = told.setdefault(part, {})
    told[name] = answer


def _one_of(*known: str) -> Callable[[str], str]:
    return lambda typed: "" if typed in known else f"Pilihan: {', '.join(known)}"


def _https(typed: str) -> str:
    return "" if typed.startswith("https://") else "Mulai dengan https://"


def _zone(typed: str) -> str:
    known = typed.upper() in ZONES or typed in ZONES.values()
    return "" if known else f"Pilihan: {', '.join(ZONES)}"


def _token(typed: str) -> str:
    try:
        config.channel_module("telegram").check({"token": typed})
    except SettingsError as error:
        return next(iter(dict(error.mistakes).values()), "")
    return ""


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
_WHATSAPP: Final = ("has.public", "has.whatsapp")

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
    Question("responsible.address", required=True, like="office.address"),
    Question("custodian.name"),
    Question("custodian.body", when=("custodian.name",)),
    Question("custodian.contact", when=("custodian.name",)),
    Question("has.ombudsman", "y", kind="yes"),
    Question("has.emergency"),
    Question("has.telegram", kind="yes"),
    Question("channels.telegram.token", kind="secret", when=("has.telegram",), check=_token),
    Question("has.public", kind="yes"),
    Question("server.public_url", required=True, when=("has.public",), check=_https),
    Question("has.whatsapp", kind="yes", when=("has.public",)),
    Question("channels.whatsapp.access_token", kind="secret", required=True, when=_WHATSAPP),
    Question("channels.whatsapp.app_secret", kind="secret", required=True, when=_WHATSAPP),
    Question("channels.whatsapp.phone_number_id", required=True, when=_WHATSAPP),
    Question("channels.whatsapp.display_number", when=_WHATSAPP),
    Question("has.modem", kind="yes"),
    Question("has.android", kind="yes"),
    Question("has.mailbox", kind="yes"),
    Question("officer.name", required=True),
    Question("officer.login", required=True, check=_login),
    Question("officer.role", "head", check=_one_of(*accounts.ROLES)),
)
