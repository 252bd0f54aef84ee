"""Questions: what the place has, asked in plain words, or read from a file of answers."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from bot import oversight, settings
from bot.casework.remedies import Role, derived
from bot.commands import asking
from bot.commands.founding.catalogue import QUESTIONS, ZONES, Question, Told
from bot.commands.stopping import CONFIGURATION, Stop
from bot.commands.words import LANGUAGES, Words

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
    if has.get("ombudsman") and "remedies" not in given:
        given["remedies"] = [_ombudsman(given.get("office", {}), words)]
    if (emergency := str(has.get("emergency") or "")) and "emergency" not in given:
        given["emergency"] = [{"name": words("example.emergency_name"), "contact": emergency}]


def _ombudsman(office: Any, words: Words) -> dict[str, str]:
    """By its role alone where the seat gives the name, so that it follows the seat."""
    told = {"role": Role.OMBUDSMAN.value, "contact": words("example.remedies_contact")}
    place = office if isinstance(office, dict) else {}
    kind, province = (str(place.get(name) or _DEFAULTS[name]) for name in ("kind", "province"))
    seat, _ = oversight.seat("", kind, "", province)
    if seat and derived(Role.OMBUDSMAN, seat):
        return told
    return told | {"name": words("example.remedies_name")}


_DEFAULTS: Final = {setting.name: setting.default for setting in settings.KEYS["office"]}


def _filled(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    kept = {name: _filled(one) for name, one in value.items()}
    return {name: one for name, one in kept.items() if one not in ("", [], [""], {})}


def _keep(told: dict[str, Any], key: str, answer: Any) -> None:
    *above, name = key.split(".")
    for part in above:
        told = told.setdefault(part, {})
    told[name] = answer
