"""Handsets: phones of any channel; what is done on one reaches its loopback provider."""

from __future__ import annotations

import secrets
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from bot.clock import Clock
from bot.demo.chats import Bubble, Button, Chats, File, Whose, Words

#: What a switch is set to: a provider that is slow, too late, or asks to wait.
SLOW, TOO_LATE, WAIT = 3.0, 12.0, 20
#: Where everybody stands who is asked for a position.
HERE = (-6.93417, 107.71852)
_ON: Mapping[type, Any] = {bool: True, int: WAIT, float: SLOW}


@dataclass(frozen=True, slots=True)
class About:
    """What a mail is about, and the letter that it answers; chats know neither."""

    subject: str = ""
    answers: str = ""


NOTHING = About()


class Handset(ABC):
    """Every phone of one channel; whoever holds one is named by the provider's id."""

    channel: str
    #: Switches of the provider behind it, with what the page says.
    faults: Mapping[str, str]

    def __init__(self, switches: Any, chats: Chats, names: dict[str, str], clock: Clock) -> None:
        self.names = names
        self._switches, self._chats, self._clock = switches, chats, clock

    @abstractmethod
    async def write(self, person: str, text: str) -> str:
        """A text leaves; returns its id."""

    @abstractmethod
    async def send(self, person: str, file: File, data: bytes, mime: str, caption: str) -> str:
        """A file leaves."""

    @abstractmethod
    async def locate(self, person: str, latitude: float, longitude: float) -> str:
        """A position leaves."""

    @abstractmethod
    async def tap(self, person: str, bubble: str, button: Button) -> None:
        """A button is tapped."""

    @abstractmethod
    async def idle(self) -> None:
        """Return when the office has taken everything that left."""

    async def read(self, person: str) -> None:
        """The chat is open on the screen."""

    def newcomer(self, name: str) -> str:
        """Somebody new gets an address of this channel."""
        address = self._new_address(name)
        self.names[address] = name
        return address

    def facts(self) -> Mapping[str, Any]:
        """What the page is told besides conversations."""
        return {}

    async def say(self, person: str, text: str, about: About = NOTHING) -> None:
        self._mine(person, await self.write(person, text), words=(Words(text),))

    async def share(
        self,
        person: str,
        file: File,
        data: bytes,
        mime: str,
        caption: str = "",
        about: About = NOTHING,
    ) -> None:
        # a chat tells the names of documents only
        file = file if file.kind == "document" else replace(file, name="")
        number = await self.send(person, file, data, mime, caption)
        words = (Words(caption),) if caption else ()
        self._mine(person, number, words=words, file=file)

    async def place(self, person: str, latitude: float, longitude: float) -> None:
        number = await self.locate(person, latitude, longitude)
        self._mine(person, number, place=f"{latitude:.5f}, {longitude:.5f}")

    async def press(self, person: str, bubble: str, button: str) -> None:
        """Tap the button with this id or this title; one that is not there is not tapped."""
        shown = self._chats.find(self._whose(person), bubble)
        keys = shown.buttons if shown else ()
        for key in [key for key in keys if button in (key.id, key.title)][:1]:
            self._chats.change(self._whose(person), bubble, tapped=key.id)
            if key.wants == "location":
                await self.place(person, *HERE)
            else:
                await self.tap(person, bubble, key)

    def turn(self, fault: str, on: bool) -> None:
        """Throw a switch of the provider."""
        kind = type(getattr(self._switches, fault))
        value = TOO_LATE if fault == "answer_late" else _ON[kind]
        setattr(self._switches, fault, value if on else kind())

    def turned(self) -> Sequence[str]:
        """Every switch that is on."""
        return [fault for fault in self.faults if getattr(self._switches, fault)]

    def _new_address(self, name: str) -> str:
        return digits(8)

    def _mine(self, person: str, number: str, **more: Any) -> None:
        before = self._chats.find(self._whose(person), number)
        # the office may have read it before its phone has drawn it
        state = before.state if before else "sent"
        self._show(person, Bubble(number, True, self._clock.now(), state=state, **more))

    def _show(self, person: str, bubble: Bubble) -> None:
        self._chats.show(self._whose(person), bubble)

    def _theirs(self, person: str, number: str, at: datetime, **more: Any) -> None:
        self._show(person, Bubble(number, False, at, **more))

    def _whose(self, person: str) -> Whose:
        return self.channel, person


def digits(count: int) -> str:
    """A number of so many digits, chosen by chance."""
    return str(10 ** (count - 1) + secrets.randbelow(9 * 10 ** (count - 1)))
