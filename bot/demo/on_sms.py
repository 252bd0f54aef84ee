"""SMS on the demo's plain phones, where every message costs the citizen money."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.clock import Clock
from bot.demo.chats import Bill, Button, Chats, File, Words
from bot.demo.handsets import NOTHING, About, Handset, digits
from bot.demo.sms import SmsGate
from bot.demo.sms_rules import Obj, parts

#: Rupiah: for one SMS, on the phone of somebody new, and added at a kiosk.
PRICE, FIRST, ADDED = 300, 10_000, 5_000


class SmsHandset(Handset):
    """A person is a telephone number; what is left on it pays for what leaves."""

    channel = "sms"
    faults: Mapping[str, str] = {
        "answer_after": "Lambat menjawab",
        "hang": "Diam saja",
        "http_500": "Rusak (500)",
        "rate_limit": "Minta menunggu (429)",
        "password_changed": "Kata sandi diganti (401)",
        "no_service": "HP kantor tanpa sinyal",
        "no_receipts": "Laporan kirim tidak datang",
        "duplicate_webhooks": "Mengirim dua kali",
        "reorder": "Urutan terbalik",
    }

    def __init__(
        self,
        gate: SmsGate,
        chats: Chats,
        names: dict[str, str],
        clock: Clock,
        credit: Mapping[str, int],
    ) -> None:
        super().__init__(gate.faults, chats, names, clock)
        self._gate = gate
        self._credit = {person: credit.get(person, FIRST) for person in names}
        gate.subscribe(self._arrived)

    def facts(self) -> Mapping[str, Any]:
        return {"credit": dict(self._credit), "price": PRICE}

    async def say(self, person: str, text: str, about: About = NOTHING) -> None:
        """Raises ValueError where the credit does not pay for all of it."""
        pieces = parts(text)
        price = len(pieces) * PRICE
        if price > self._credit[person]:
            raise ValueError("too little credit")
        self._pay(person, -price)
        number = await self.write(person, text)
        self._mine(person, number, words=(Words(text),), bill=Bill(pieces, price))

    def top_up(self, person: str) -> None:
        """Credit is bought at a kiosk."""
        self._pay(person, ADDED)

    async def write(self, person: str, text: str) -> str:
        return await self._gate.citizen_writes(person, text)

    async def send(self, person: str, file: File, data: bytes, mime: str, caption: str) -> str:
        raise ValueError("a plain phone has no files")

    async def locate(self, person: str, latitude: float, longitude: float) -> str:
        raise ValueError("a plain phone does not know where it is")

    async def tap(self, person: str, bubble: str, button: Button) -> None:
        raise ValueError("an SMS has no buttons")

    async def idle(self) -> None:
        await self._gate.hooks.idle()

    def _new_address(self, name: str) -> str:
        number = f"+62813{digits(8)}"
        self._credit[number] = FIRST
        return number

    def _pay(self, person: str, amount: int) -> None:
        self._credit[person] += amount
        self._chats.credit(self._whose(person), self._credit[person])

    async def _arrived(self, sent: Obj) -> None:
        bill = Bill(tuple(sent["parts"]))
        words = (Words(sent["text"]),)
        self._theirs(sent["phone"], sent["id"], sent["at"], words=words, bill=bill)
