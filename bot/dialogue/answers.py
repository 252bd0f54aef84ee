"""What only answers: a name, an address, a place, a time, or that it is not known."""

from __future__ import annotations

import re
from typing import Final

from bot.casework.words import Slot
from bot.dialogue.found import Found, proper
from bot.dialogue.lexicon import (
    ADDRESS_NOUNS,
    FILLERS,
    FIRST_PERSON,
    MISDEEDS,
    PLACE_NOUNS,
    PREPOSITIONS,
    QUESTIONS,
    WEAK_WRONGS,
    WRONGS,
)
from bot.dialogue.lexicon import words as listed
from bot.dialogue.reading import Reading
from bot.dialogue.tokens import Tokens


def curt(cut: Tokens, reading: Reading) -> bool:
    """ "belum ada", "bukan, salah alamatnya": said to a question, and to nothing else."""
    said = frozenset(cut.words)
    if said <= _CURT and said & _ANSWERING:
        return True
    corrects = reading.correction or _CORRECTS.search(" ".join(cut.words)) is not None
    return corrects and reading.known <= _SHORT + 1


def facts(cut: Tokens, reading: Reading) -> bool:
    """Nothing but a name, an address, a place or a time answers what was asked before."""
    if reading.known > _LONGEST_ANSWER or Slot.REQUEST in reading.slots or reading.fear:
        return False
    if not _BLAMING.isdisjoint(_unnamed(cut, reading)) or _questions(cut):
        return False
    if reading.known <= _AN_ADDRESS and _begins_an_address(cut, reading):
        return True
    hits = [hit for slot, hit in reading.slots.items() if slot in _FACTS]
    brief = reading.known <= _BRIEF
    return all(_is_fact(cut, at, hits, brief) for at in range(len(cut.words)))


def _unnamed(cut: Tokens, reading: Reading) -> set[str]:
    """The words that are no part of the writer's name: Kristina Bau."""
    name = reading.slots.get(Slot.NAME)
    start, end = (name.start, name.end) if name is not None else (0, 0)
    spoken = zip(cut.words, cut.starts, strict=True)
    return {word for word, at in spoken if not start <= at < end}


def _begins_an_address(cut: Tokens, reading: Reading) -> bool:
    """ "RT 2", "Dusun Karangsari"; not "jalan desa becek"."""
    if cut.words[0] not in ADDRESS_NOUNS or reading.maladministration:
        return False
    behind = cut.text[cut.ends[0] :]
    return any(letter.isdigit() or letter.isupper() for letter in behind)


def _questions(cut: Tokens) -> bool:
    return "?" in cut.words or cut.words[-1] in QUESTIONS


def knows_not(cut: Tokens, reading: Reading) -> bool:
    return reading.known <= _SHORT and _UNKNOWN.match(" ".join(cut.words)) is not None


#: Said to a question, and to nothing else.
_CURT: Final = FILLERS | listed(
    "tidak ada belum sudah pernah punya ingat tahu semua itu saya . , !"
)
_ANSWERING: Final = listed("tidak ada belum sudah pernah punya ingat tahu semua itu")
#: "yang di pasar pak, bukan yang di terminal"
_CORRECTS: Final = re.compile(r"\bbukan yang\b|\byang di \S+.* bukan\b")
_SHORT = 7
_UNKNOWN: Final = re.compile(
    r"(?:saya |kami )?(?:(?:tidak|kurang) (?:tahu|ingat|paham)|lupa)\b"
    r"|(?:tidak|belum|sudah|ada) (?:ada |punya )?(?:foto|bukti|kuitansi|saksi|surat|nota|video)"
    r"|(?:iya|ya|betul|benar) "
)


_LONGEST_ANSWER = 20
_BRIEF = 5
_AROUND: Final = (
    ADDRESS_NOUNS
    | PREPOSITIONS
    | PLACE_NOUNS
    | listed(
        """jam pukul sekitar kira-kira wib wita wit tanggal an pagi siang sore malam hari minggu
    kemarin tadi lusa bulan tahun lalu situ sana sini"""
    )
)
_BLAMING: Final = (WRONGS | WEAK_WRONGS | MISDEEDS) - listed("no")
_AN_ADDRESS = 12
_FACTS: Final = frozenset({Slot.NAME, Slot.ADDRESS, Slot.PLACE, Slot.TIME})
SMALL: Final = (
    FILLERS
    | FIRST_PERSON
    | listed(
        """nama alamat dan di dari itu ini my name is am and warga
        tinggal kejadian lokasi namaku namanya om tante from at"""
    )
)


def _is_fact(cut: Tokens, at: int, hits: list[Found], brief: bool) -> bool:
    """In more than a few words an unknown one is a name only where it has a capital."""
    word, start = cut.words[at], cut.starts[at]
    if not word[0].isalpha() or word in SMALL or word in _AROUND:
        return True
    if proper(cut, at) and (brief or cut.text[start].isupper()):
        return True
    return any(hit.start <= start < hit.end for hit in hits)
