"""Vias: how a complaint came that an officer wrote down, each a channel of its own."""

from enum import StrEnum
from typing import Final


class Via(StrEnum):
    """By which way somebody came who did not write to us by wire."""

    COUNTER = "counter"
    PHONE = "phone"
    LETTER = "letter"
    BOX = "box"
    SOCIAL = "social"


#: What it is called on a page.
NAMES: Final[dict[str, str]] = {
    Via.COUNTER: "Loket",
    Via.PHONE: "Telepon",
    Via.LETTER: "Surat",
    Via.BOX: "Kotak aduan",
    Via.SOCIAL: "Media sosial",
}
#: What it is called in lists and exports.
CODES: Final[dict[str, str]] = {
    Via.COUNTER: "loket",
    Via.PHONE: "telepon",
    Via.LETTER: "surat",
    Via.BOX: "kotak",
    Via.SOCIAL: "medsos",
}
