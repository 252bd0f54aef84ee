"""Whole conversations over the wire, on all five channels, as they are written down beside this."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest

from tests.bot.conversations import script, street
from tests.bot.dialogue.test_texts import NEVER
from tests.databases import Template
from tests.world import World

FILES = sorted(Path(__file__).parent.glob("*.txt"))
CHANNELS = {"Telegram", "WhatsApp", "SMS", "mail", "the web"}
_templates: list[Template] = []


@pytest.fixture
async def office(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> World:
    """What is said is the same on every database, so one is enough here."""
    if not _templates:
        template = Template(tmp_path_factory.mktemp("conversations"))
        await template.prepare()
        _templates.append(template)
    return World(tmp_path, await _templates[0].fresh(tmp_path))


@pytest.mark.parametrize("file", FILES, ids=[file.stem for file in FILES])
async def test_the_conversation_goes_as_it_is_written_down(office: World, file: Path) -> None:
    written = script.read(file)
    try:
        async with street.opened(office) as made:
            played = await made.plays(written)
    finally:
        await office.close()
    assert script.write(played) == script.write(written)


def test_there_are_twenty_and_every_channel_is_spoken_on_at_least_three_times() -> None:
    assert len(FILES) >= 20
    scripts = [script.read(file) for file in FILES]
    spoken = Counter(where for one in scripts for where in {said.where for said in one.said})
    assert all(spoken[channel] >= 3 for channel in CHANNELS), spoken


@pytest.mark.parametrize("file", FILES, ids=[file.stem for file in FILES])
def test_a_conversation_is_written_down_as_it_is_read(file: Path) -> None:
    assert script.write(script.read(file)) == file.read_text("utf-8")


@pytest.mark.parametrize("file", FILES, ids=[file.stem for file in FILES])
def test_no_word_is_said_that_hurts_or_promises(file: Path) -> None:
    """Not even in all that is put together; what people said themselves may be said back."""
    spoken = script.read(file)
    theirs = " ".join(said.body for said in spoken.said).lower()
    never = re.compile(rf"\b(?:{NEVER['id']})\b", re.IGNORECASE)
    ours = {word.lower() for heard in spoken.heard for word in never.findall(heard.body)}
    assert {word for word in ours if word not in theirs} == set()


@pytest.mark.parametrize("file", FILES, ids=[file.stem for file in FILES])
def test_nothing_stays_unanswered(file: Path) -> None:
    """Only stragglers join without a word, and these are photos, not sentences."""
    lines = script.read(file).lines
    silent = [
        said.body
        for said, heard in pairwise(lines)
        if isinstance(said, script.Said)
        and isinstance(heard, script.Heard)
        and heard.body == script.SILENCE
        and not re.fullmatch(r"\((?:photo|voice note)\)", said.body)
    ]
    assert silent == []
