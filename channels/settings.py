"""What a channel asks of the operator, and how one settings table becomes one frozen value."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TypeVar, get_type_hints

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Setting:
    """One key of a channel's table; `help` is one Indonesian sentence for the operator."""

    name: str
    help: str
    default: object = None
    required: bool = False
    secret: bool = False


class SettingsError(ValueError):
    """Every mistake of a settings table at once: (key, what is wrong and how to mend it).

    Holds no value that was given, so it can be printed where secrets may not.
    """

    def __init__(self, mistakes: Sequence[tuple[str, str]]) -> None:
        super().__init__("; ".join(f"{key}: {text}" for key, text in mistakes))
        self.mistakes = tuple(mistakes)


def read(into: type[T], offered: Sequence[Setting], given: Mapping[str, object]) -> T:
    """The dataclass `into`, filled from `given`; it has one field per offered setting."""
    mistakes = [(key, _unknown(key, offered)) for key in given if key not in _names(offered)]
    types = get_type_hints(into)
    values: dict[str, object] = {}
    for setting in offered:
        value = given.get(setting.name, setting.default)
        if setting.required and value in (None, "", ()):
            mistakes.append((setting.name, f"belum diisi. {setting.help}"))
            continue
        try:
            values[setting.name] = _CONVERT[types[setting.name]](value)
        except (TypeError, ValueError) as error:
            mistakes.append((setting.name, str(error)))
    if mistakes:
        raise SettingsError(mistakes)
    return into(**values)


def _names(offered: Sequence[Setting]) -> list[str]:
    return [setting.name for setting in offered]


def _unknown(key: str, offered: Sequence[Setting]) -> str:
    close = get_close_matches(key, _names(offered), 1)
    return f"tidak dikenal; mungkin maksudnya {close[0]}" if close else "tidak dikenal"


def _text(value: object) -> str:
    if isinstance(value, (str, int)) and not isinstance(value, bool):
        return str(value).strip()
    raise ValueError("harus berupa teks")


def _texts(value: object) -> tuple[str, ...]:
    items = value.split(",") if isinstance(value, str) else value
    if not isinstance(items, (list, tuple)):
        raise ValueError("harus berupa daftar teks")
    return tuple(filter(None, map(_text, items)))


def _number(value: object) -> float:
    try:
        number = float(value) if isinstance(value, (str, int, float)) else -1.0
    except ValueError:
        number = -1.0
    if isinstance(value, bool) or not 0 <= number < float("inf"):
        raise ValueError("harus berupa angka, nol atau lebih")
    return number


def _whole(value: object) -> int:
    number = _number(value)
    if number != int(number):
        raise ValueError("harus berupa angka bulat")
    return int(number)


def _flag(value: object) -> bool:
    words = {"true": True, "ya": True, "1": True, "false": False, "tidak": False, "0": False}
    if str(value).lower() not in words:
        raise ValueError("harus true atau false")
    return words[str(value).lower()]


_CONVERT: dict[object, Callable[[object], object]] = {
    str: _text,
    int: _whole,
    float: _number,
    bool: _flag,
    tuple[str, ...]: _texts,
}
