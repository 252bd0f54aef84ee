"""The configuration as a document: every key there is, each with its meaning above it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from bot import config, settings
from bot.casework.clocks import RULES
from bot.casework.words import Weight
from bot.commands.words import Words
from channels.settings import Setting

_WIDEST: Final = 98
#: Tables of the office's own names, with what one could look like.
_SAMPLES: Final[Mapping[str, Mapping[str, Any]]] = {
    "tariffs": {"Kartu Keluarga": 0, "Surat pindah": 10000},
    "standards": {
        "KTP": 14,
        "Kartu Keluarga": {
            "days": 3,
            "requirements": "KTP, Kartu Keluarga lama, dan surat pengantar RT.",
            "product": "Kartu Keluarga.",
        },
    },
}


def written(given: Mapping[str, Any], words: Words, *, example: bool = False) -> str:
    """A whole file. Keys that were not given are comments with their default.

    example: nothing is a comment, and every channel there is has its table.
    """
    lines = [*_comment(words("document.example" if example else "document.head")), ""]
    for name, offered in settings.KEYS.items():
        lines += _section(name, offered, given.get(name, {}), words, example=example)
    lines += _promises(given.get("promises", {}), words, example=example)
    for name, sample in _SAMPLES.items():
        lines += _named(name, sample, given.get(name, {}), words)
    for name, keys in settings.LISTS.items():
        lines += _list(name, keys, given.get(name, []), words, example=example)
    lines += _budget(given.get("budget", {}), words, example=example)
    lines += _channels(given.get("channels", {}), words, example=example)
    return "\n".join(lines).rstrip() + "\n"


def value(given: object) -> str:
    """A value as TOML writes it."""
    if isinstance(given, (list, tuple)):
        return f"[{', '.join(value(one) for one in given)}]"
    # JSON's strings, numbers and truth are TOML's as well, once DEL is escaped.
    return json.dumps(given, ensure_ascii=False).replace("\x7f", "\\u007f")


def _section(
    name: str, offered: Sequence[Setting], given: Mapping[str, Any], words: Words, *, example: bool
) -> Iterator[str]:
    yield from _comment(words(f"document.{name}"))
    yield f"[{name}]"
    yield from _keys(offered, given, example=example)
    yield ""


def _keys(offered: Sequence[Setting], given: Mapping[str, Any], *, example: bool) -> Iterator[str]:
    for setting in offered:
        yield from _comment(setting.help)
        known = given.get(setting.name, setting.default)
        open_key = example or setting.required or setting.name in given
        yield f"{'' if open_key else '#'}{setting.name} = {value('' if known is None else known)}"


def _promises(given: Mapping[str, Any], words: Words, *, example: bool) -> Iterator[str]:
    yield from _comment(words("document.promises"))
    yield "[promises]"
    for name, clock in settings.PROMISES.items():
        yield from _comment(words(f"promise.{name}"))
        days = given.get(name, RULES[clock].span.amount)
        yield f"{'' if example or name in given else '#'}{name} = {days}"
    yield from _comment(words("document.kinder"))
    for name, days in _kinder(given) or [("light", {"decision": 10})]:
        mark = "" if name in given or "." in name else "#"
        yield f"{mark}[promises.{name}]"
        yield from (f"{mark}{what} = {amount}" for what, amount in days.items())
    yield ""


def _kinder(given: Mapping[str, Any]) -> list[tuple[str, Mapping[str, int]]]:
    """What is promised by weight, and by category."""
    by_weight = [(name, given[name]) for name in (*map(str, Weight), "urgent") if name in given]
    named = given.get("category", {}).items()
    return by_weight + [(f"category.{value(name)}", days) for name, days in named]


def _named(
    name: str, sample: Mapping[str, Any], given: Mapping[str, Any], words: Words
) -> Iterator[str]:
    """A table whose keys are the office's own names; what is a table itself comes last."""
    mark, shown = "" if given else "#", given or sample
    yield from _comment(words(f"document.{name}"))
    yield f"{mark}[{name}]"
    inner = {what: told for what, told in shown.items() if isinstance(told, Mapping)}
    yield from (
        f"{mark}{value(what)} = {told}" for what, told in shown.items() if what not in inner
    )
    for what, told in inner.items():
        yield f"{mark}[{name}.{value(what)}]"
        yield from (f"{mark}{key} = {value(one)}" for key, one in told.items())
    yield ""


def _list(
    name: str,
    keys: Sequence[Setting],
    given: Sequence[Mapping[str, Any]],
    words: Words,
    *,
    example: bool,
) -> Iterator[str]:
    yield from _comment(words(f"document.{name}"))
    told = {key.name: words(at) for key in keys if words.has(at := f"example.{name}_{key.name}")}
    for one in given or [told]:
        mark = "" if given or example else "#"
        yield f"{mark}[[{name}]]"
        for setting in keys:
            yield from _comment(setting.help)
            left_out = given and not setting.required and setting.name not in one
            known = value(one.get(setting.name, setting.default or ""))
            yield f"{'#' if left_out else mark}{setting.name} = {known}"
    yield ""


def _budget(given: Mapping[str, Any], words: Words, *, example: bool) -> Iterator[str]:
    yield from _comment(words("document.budget"))
    yield "[budget]"
    for name, amount in (given or {"sms": 300_000}).items():
        yield from _comment(words("document.budget_of", account=name))
        yield f"{'' if example or given else '#'}{name} = {value(amount)}"
    yield ""


def _channels(given: Mapping[str, Any], words: Words, *, example: bool) -> Iterator[str]:
    yield from _comment(words("document.channels"))
    yield ""
    tables = {name: {} for name in config.CHANNELS} if example else given
    for name, values in tables.items():
        use = str(values.get("use", name))
        yield from _comment(words(f"document.{use}"))
        yield f"[channels.{name}]"
        for key, shown in (("use", use), ("quiet", _quiet(use))):
            yield from _comment(words(f"document.channel_{key}"))
            open_key = example or key in values
            yield f"{'' if open_key else '#'}{key} = {value(values.get(key, shown))}"
        yield from _keys(_offered(use, values, example=example), values, example=example)
        yield ""


def _offered(use: str, values: Mapping[str, Any], *, example: bool) -> Sequence[Setting]:
    """Of a channel with several gateways only the keys of the one that is used."""
    module = config.channel_module(use)
    offered: Sequence[Setting] = module.SETTINGS
    gateways = () if example else getattr(module, "GATEWAYS", ())
    others = tuple(f"{name}_" for name in gateways if name != values.get("gateway"))
    return [one for one in offered if one.name in values or not one.name.startswith(others)]


#: Seconds of silence that end a burst, where the operator says nothing.
_QUIETS: Final = {"telegram": 3, "whatsapp": 6, "email": 5, "sms": 20}


def _quiet(use: str) -> int:
    return _QUIETS.get(use, 0)


def _comment(text: str) -> Iterator[str]:
    for line in text.splitlines():
        yield f"# {line}".rstrip()
