"""Marks: what would act on a page without being seen stands there as its number."""

from __future__ import annotations

import re
from typing import Final

#: Turns of direction, characters without width, fillers, and letters that only machines read.
#: What chooses between two pictures of one character stays.
_HIDDEN: Final = (
    "\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u206f"
    "\u3164\ufeff\uffa0\ufff0-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
    "\U000e0000-\U000e00ff\U000e01f0-\U000e0fff"
)
#: The flags of England, Scotland and Wales are written with such letters.
_FLAGS: Final = "\U0001f3f4\U000e0067\U000e0062(?:{})\U000e007f".format(
    "|".join(
        "".join(chr(0xE0000 + ord(letter)) for letter in land) for land in ("eng", "sct", "wls")
    )
)
#: The joiner holds emoji and many a script together; after a Latin letter it only hides.
_JOINER: Final = "(?<![^\0-\u024f\u2000-\u206f])\u200d"
_UNSEEN: Final = re.compile(f"(?P<flag>{_FLAGS})|[{_HIDDEN}]|{_JOINER}")


def visible(text: str) -> str:
    """The same text, with a mark like ⟨U+202E⟩ for everything that hides."""
    return text if text.isascii() else _UNSEEN.sub(_mark, text)


def without(text: str) -> str:
    """The same text, without what hides in it."""
    return text if text.isascii() else _UNSEEN.sub(lambda match: match["flag"] or "", text)


def _mark(match: re.Match[str]) -> str:
    return match[0] if match["flag"] else f"⟨U+{ord(match[0]):04X}⟩"
