"""A text too long for its channel leaves as several messages, whole sentences each, none lost."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.dialogue.desk import KEY_MARK
from bot.outgoing import splitting
from channels.base import Channel, Limits
from tests.bot.messages_kit import DARMO, Sim, office
from tests.wire import filed, queue, received
from tests.world import JOKO, SULASTRI_WA, World

SENTENCES = [
    f"Kalimat nomor {place} menceritakan apa yang terjadi di loket." for place in range(200)
]
LONG = " ".join(SENTENCES)


class Narrow(Channel):
    """A channel of which only the limits matter."""

    account = "narrow"

    def __init__(self, text: int) -> None:
        self.limits = Limits(text=text)

    def verify(self, hook: object) -> None:
        raise NotImplementedError

    def parse(self, hook: object) -> tuple[()]:
        raise NotImplementedError

    async def send(self, outbound: object) -> str:
        raise NotImplementedError


@pytest.fixture
async def sim(closed_world: World) -> AsyncIterator[Sim]:
    async with office(closed_world, max_segments=2) as made:
        yield made


async def test_whatsapp_gets_whole_sentences_in_order_and_nothing_is_lost(world: World) -> None:
    (case,) = await filed(world, SULASTRI_WA)
    await queue(world, case, LONG, "sesudahnya")
    await world.settled()
    *parts, _ = sorted(received(world), key=len, reverse=True)
    told = [text for text in received(world) if text != "sesudahnya"]
    assert " ".join(told) == LONG
    assert all(len(text) <= 4096 and text.endswith(".") for text in parts)
    assert len(parts) == 3


async def test_telegram_gets_them_too(world: World) -> None:
    await world.telegram.citizen_writes(JOKO, "lampu jalan gang mawar mati sudah lama")
    await world.until(lambda: world.telegram.sent)
    await world.settled()
    world.telegram.sent.clear()
    (case,) = await world.cases()
    await queue(world, case, LONG)
    await world.settled()
    told = [sent.text for sent in world.telegram.sent]
    assert " ".join(told) == LONG
    assert all(len(text) <= 4096 for text in told)


async def test_an_sms_stays_within_its_segments(sim: Sim) -> None:
    world = sim.world
    await sim.brings("Lampu jalan di gang Kenanga mati sejak hari Senin, mohon diperbaiki.")
    await world.until(lambda: sim.sent(DARMO))
    await world.settled()
    before = len(sim.sent(DARMO))
    (case,) = await world.cases()
    await queue(world, case, " ".join(SENTENCES[:8]))
    await world.settled()
    told = sim.sent(DARMO)[before:]
    assert " ".join(told) == " ".join(SENTENCES[:8])
    assert all(len(text) <= 306 and text.endswith(".") for text in told)


@given(st.text(max_size=400), st.integers(1, 60))
def test_whatever_the_text_every_piece_fits_and_all_of_it_is_there(text: str, limit: int) -> None:
    found = splitting.pieces(Narrow(limit), text)
    assert all(len(piece) <= limit for piece in found)
    assert _bare("".join(found)) == _bare(text)


def test_a_kunci_counts_as_what_it_becomes() -> None:
    assert splitting.fits(Narrow(6), KEY_MARK)
    assert not splitting.fits(Narrow(5), KEY_MARK)


def test_paragraphs_go_before_sentences() -> None:
    assert splitting.pieces(Narrow(24), "Satu dua. Tiga.\n\nEmpat lima. Enam.") == [
        "Satu dua. Tiga.",
        "Empat lima. Enam.",
    ]


def _bare(text: str) -> str:
    return re.sub(r"\s", "", text)
