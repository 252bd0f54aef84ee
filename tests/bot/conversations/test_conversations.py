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

FOLDER = Path(__file__).parent
FILES = sorted(FOLDER.glob("*.txt"))
CHANNELS = {"Telegram", "WhatsApp", "SMS", "mail", "the web"}
#: Where each is heard, and words without which it did not happen.
SITUATIONS = {
    "thanked, said back, number and dates": (
        "whatsapp-complete", "Terima kasih sudah menulis", "Yang kami tangkap", "Nomor: *K7F3-9QX*",
        "paling lambat Kamis 8 Januari",
    ),
    "one most useful question": ("telegram-buttons", "Satu pertanyaan dulu."),
    "several answers at once": (
        "web-several-answers", "dicatat: Jalan Kenanga dekat Pasar, sejak awal Desember 2025.",
    ),
    "correction": ("correction", "bukan, yang di kelurahan"),
    "not known": ("web-several-answers", "tidak tahu", "Baik, tidak apa-apa."),
    "skipped": ("silence", "lewati", "Baik, tidak apa-apa."),
    "silence": ("silence", "Friday 9 January"),
    "a second complaint": ("second-complaint", "K7F3-9QX", "1W95"),
    "questions about a number": ("numbers", "belum cocok"),
    "an insult": ("insult", "Kami minta maaf atas pengalaman", "Nomor: *K7F3-9QX*"),
    "a threat": ("threat", "Kami mengerti Bapak/Ibu marah.", "tetap kami kerjakan"),
    "an emergency": ("emergency-whatsapp", "112"),
    "outside authority": ("outside-authority", "karena mereka yang berwenang"),
    "thanks": ("thanks", "Terima kasih kembali"),
    "a human": ("a-human", "PETUGAS", "petugas kami diberi tahu"),
    "signed": ("silence", "kami catat sebagai tanda tangan"),
    "fear before a name": ("fear-rahasia", "Takut itu wajar"),
    "withdrawn and taken up again": ("withdraw-and-resume", "LANJUT"),
}  # fmt: skip
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


def test_every_situation_has_a_conversation_in_which_it_happens() -> None:
    missing = {
        (situation, words)
        for situation, (name, *spoken) in SITUATIONS.items()
        for words in spoken
        if words not in " ".join((FOLDER / f"{name}.txt").read_text("utf-8").split())
    }
    assert missing == set()


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
