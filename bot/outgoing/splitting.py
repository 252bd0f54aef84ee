"""Splitting: a text too long for its channel leaves as several messages, each whole sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from bot.dialogue.desk import with_keys
from channels.base import Channel

#: Where a text is best divided: between paragraphs, lines, sentences, words.
_ENDS: Final = tuple(
    re.compile(end) for end in (r"\n\s*\n", r"\n", r"(?<=[.!?…])[\"')\]]*\s", r"\s")
)
#: A piece is at least so large a part of what would fit; else a lesser end is taken.
_LEAST: Final = 0.5


def fits(channel: Channel, text: str) -> bool:
    """Does this channel carry the whole text in one message?"""
    whole = with_keys(text, lambda _: "000000")
    most = channel.limits.units
    return len(whole) <= channel.limits.text and (not most or channel.units(whole) <= most)


def pieces(channel: Channel, text: str) -> list[str]:
    """The text in as few messages as this channel needs, nothing left out."""
    return list(_pieces(channel, text.strip())) or [""]


def _pieces(channel: Channel, text: str) -> Iterator[str]:
    while not fits(channel, text):
        end = _cut(text, _longest(channel, text))
        yield text[:end].rstrip()
        text = text[end:].lstrip()
    if text:
        yield text


def _longest(channel: Channel, text: str) -> int:
    """How many characters of the beginning fit; at least one, so that it goes on."""
    low, high = 1, min(len(text), 2 * channel.limits.text)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if fits(channel, text[:middle]) else (low, middle - 1)
    return low


def _cut(text: str, most: int) -> int:
    """The last good end before this place."""
    for end in _ENDS:
        found = [match.end() for match in end.finditer(text, 0, most + 1) if match.start() <= most]
        if found and found[-1] >= most * _LEAST:
            return found[-1]
    return most
