"""Filling the slot that was asked for, with all else that the same words tell."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.casework.words import Slot
from bot.dialogue import filing, people, places, tokens
from bot.dialogue.desk import Case
from bot.dialogue.found import found
from bot.dialogue.lexicon import ADDRESS_NOUNS, FILLERS, FIRST_PERSON, words
from bot.dialogue.scene import Scene
from bot.dialogue.tokens import Tokens

#: A longer message tells more of the story, too.
_SHORT = 14
#: A longer one answers the question only where the reading found the answer in it.
_ANSWER = 40
_MOST_NAME = 5
_WHY = re.compile(
    r"\s*(?:(?:lho|lah|kok|loh|emang\w*|memang\w*)\s+)*(?:kenapa|mengapa|knp|buat apa"
    r"|untuk apa|utk apa"
    r"|apa gunanya|why|what for)\b.{0,60}",
    re.IGNORECASE | re.DOTALL,
)
_LEAD = re.compile(
    r"(?:\s*(?:nama(?: saya| lengkap)?|saya|sy|aku|alamat(?: saya)?|di|my name is|i am)\b[\s:,]*)+",
    re.IGNORECASE,
)


def asks_why(text: str) -> bool:
    """ "Buat apa nama saya?" asks back."""
    return _WHY.fullmatch(text) is not None


def take(scene: Scene, case: Case, slot: Slot) -> Case:
    """The case with the answer in its slot, and everything else the words hold."""
    reading = scene.reading
    found_it = slot in reading.slots or bool(scene.said.location and slot is Slot.PLACE)
    left = _left(scene, slot)
    whole = not found_it and bool(left) and _answers(scene, slot)
    bare = found_it or whole or not left
    merged = _merged(scene, case, describe=reading.known > _SHORT or not bare)
    if not whole:
        return merged
    answered = left if slot in _ALONE else scene.said.text
    return replace(merged, slots={**merged.slots, **_whole(answered, slot, merged)})


def take_all(scene: Scene, case: Case) -> Case:
    """Everything was asked at once: a name may simply stand first, "joko, rt 5, di jl mawar"."""
    merged = filing.merge(scene, case)
    if merged.slots.get(Slot.NAME) or Slot.NAME not in case.asked:
        return merged
    cut = tokens.cut(scene.said.text[:200])
    count = people.whole_name(cut)
    if count == 0 or (count < len(cut.words) and cut.words[count].isalpha()):
        return merged
    return replace(merged, slots={**merged.slots, **_introduced(cut, count)})


def _introduced(cut: Tokens, count: int) -> dict[Slot, str]:
    """The name in front, the address behind it, and a place that is not that address."""
    who = found(cut, 0, count - 1, 0.6)
    home = people.address(cut, who)
    where = places.place(cut, home)
    hits = {Slot.NAME: who, Slot.ADDRESS: home, Slot.PLACE: where}
    return {slot: hit.value for slot, hit in hits.items() if hit is not None}


def _merged(scene: Scene, case: Case, *, describe: bool) -> Case:
    """What was told again and differs from before is kept in the story, whatever it answers."""
    merged = filing.merge(scene, case, correct=scene.reading.correction, describe=describe)
    told = scene.reading.slots.items()
    if describe or all(merged.slots.get(slot) == filing.fact(hit) for slot, hit in told):
        return merged
    return filing.merge(scene, case, correct=scene.reading.correction)


def _left(scene: Scene, slot: Slot) -> str:
    """The words that no other slot has taken; nothing where only small words are left."""
    text = scene.said.text
    kept = _NOT_OTHERS.get(slot, frozenset()) | {slot, Slot.SERVICE}
    others = [hit for other, hit in scene.reading.slots.items() if other not in kept]
    for hit in sorted(others, key=lambda one: -one.start):
        text = f"{text[: hit.start]} {text[hit.end :]}"
    telling = [word for word in tokens.cut(text).words if word not in _SMALL and word[0].isalnum()]
    return " ".join(text.split()).strip(" .,;:-/") if telling else ""


#: Of these the rest of the words is the answer; a name comes with its address, a wish is told.
_ALONE = frozenset({Slot.PLACE, Slot.TIME})
#: Where one is asked for, the others may stand for it.
_NOT_OTHERS = {
    Slot.NAME: frozenset({Slot.ADDRESS, Slot.PLACE}),
    Slot.ADDRESS: frozenset({Slot.NAME, Slot.PLACE}),
}
_SMALL = FILLERS | FIRST_PERSON | words("nama alamat dan di dari itu ini my name is i am and")


def _answers(scene: Scene, slot: Slot) -> bool:
    """May the whole message be the answer? What tells of more trouble is none to "when?"."""
    if slot in (Slot.DESCRIPTION, Slot.REQUEST):
        return slot is Slot.DESCRIPTION or scene.reading.known <= _ANSWER
    return scene.reading.known <= _SHORT and not scene.reading.wrong


def _whole(text: str, slot: Slot, case: Case) -> dict[Slot, str]:
    """The message itself is the answer."""
    said = " ".join(text.split())
    if slot is Slot.DESCRIPTION:
        return {slot: text.strip()[: tokens.HEAD]}
    if slot is Slot.NAME:
        return _person(said, case)
    if slot is Slot.ADDRESS:
        said = _LEAD.sub("", said, count=1) if _LEAD.match(said) else said
    return {slot: said[: filing.FACT]}


def _person(said: str, case: Case) -> dict[Slot, str]:
    """ "joko, rt 2" is a name and an address."""
    bare = _LEAD.sub("", said, count=1) if _LEAD.match(said) else said
    cut = tokens.cut(bare)
    end = next((i for i, word in enumerate(cut.words) if _ends_name(word)), len(cut.words))
    start = next((i for i, word in enumerate(cut.words) if word not in FILLERS), 0)
    if start >= end or end - start > _MOST_NAME:
        return {} if case.slots.get(Slot.ADDRESS) else {Slot.ADDRESS: bare[: filing.FACT]}
    told = {Slot.NAME: cut.cut(start, end - 1)}
    rest = bare[cut.ends[end - 1] :].strip(" ,.;:-")
    if rest and not case.slots.get(Slot.ADDRESS):
        told[Slot.ADDRESS] = rest[: filing.FACT]
    return told


def _ends_name(word: str) -> bool:
    return word in ADDRESS_NOUNS or word[0].isdigit() or not word[0].isalpha()
