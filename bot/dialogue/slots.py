"""Filling the slot that was asked for, with all else that the same words tell."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from bot.casework.words import IDENTITY, Slot
from bot.dialogue import facts, filing, people, places, tokens
from bot.dialogue.desk import Case, Fact
from bot.dialogue.found import found
from bot.dialogue.lexicon import ADDRESS_NOUNS, FILLERS, FIRST_PERSON, words
from bot.dialogue.scene import Scene
from bot.dialogue.tokens import Tokens

#: A longer message tells more of the story, too.
_SHORT = 14
#: A longer one answers the question only where the reading found the answer in it.
_ANSWER = 40
_MOST_NAME = 5
_A_PLACE = 8
_BESIDE_A_PLACE = frozenset({Slot.PLACE, Slot.SERVICE, Slot.TIME})
_WHY = re.compile(
    r"\s*(?:(?:lho|lah|kok|loh|emang\w*|memang\w*)\s+)*(?:kenapa|mengapa|knp|buat apa"
    r"|untuk apa|utk apa|apa gunanya|why|what for)\b"
    r"(?:\W*|.{0,40}\b(?:nama|alamat|nanya|tanya|ditanya|minta|diminta|perlu|butuh|harus|data"
    r"|identitas|name|address|ask|need)\b.{0,40})",
    re.IGNORECASE | re.DOTALL,
)
#: Who does not care does not tell, nor who does not want to.
_SHRUG = re.compile(
    r"\W*(?:saya\s+|sy\s+|kulo\s+)?(?:tidak|tdk|ga|gak|nggak|ngga|enggak|ogah|emoh|mboten)"
    r"(?:\s+(?:mau|usah|perlu|ingin|kersa))?\s+(?:kasih|kasi|ngasih|memberi|sebut|menyebut|jawab"
    r"|menjawab|bilang|disebut\w*|nyebat|nyebut|ngaturaken|maringi)"
    r"(?:\s+(?:nama|asm[ao]|alamat|itu|tahu|pak|bu|ya|nya))*\W*"
    r"|\W*(?:i\s+)?(?:don'?t|do not|won'?t|will not|(?:would )?(?:rather|prefer) not)"
    r"(?:\s+(?:want|wish|like))?(?:\s+to)?\s+(?:give|tell|say|share|answer)\b.{0,25}|"
    r"\W*(?:bodo(?:h)?\s?amat|masa\s?bodo(?:h)?|terserah|serah(?: kalian)?|sakarepmu|whatever)"
    r"(?:\s+(?:deh|lah|aja|saja|kalian|pak|bu))*\W*",
    re.IGNORECASE,
)
_IDENTITY = re.compile(r"\b(?:nama|alamat|asm[ao]|name|address)", re.IGNORECASE)
_LEAD = re.compile(
    r"(?:\s*(?:nama(?: saya| lengkap)?|saya|sy|aku|kulo|kula|asmo kulo|jenengku|alamat(?: saya)?|di"
    r"|my name is|i am)\b[\s:,]*)+",
    re.IGNORECASE,
)


def asks_why(text: str) -> bool:
    """ "Buat apa nama saya?" asks back."""
    return _WHY.fullmatch(text) is not None


def shrugs(text: str) -> bool:
    """ "Bodo amat" skips the question."""
    return _SHRUG.fullmatch(text) is not None


def unnamed(scene: Scene, case: Case) -> Case:
    """Who says that no name will be given is not asked for one."""
    refused = shrugs(scene.said.text) and _IDENTITY.search(scene.said.text)
    return replace(case, skipped=case.skipped | IDENTITY) if refused else case


def take(scene: Scene, case: Case, slot: Slot) -> Case:
    """The case with the answer in its slot, and everything else the words hold."""
    case, scene = _represented(scene, case) if slot is Slot.NAME else (case, scene)
    reading = scene.reading
    found_it = slot in reading.slots or bool(scene.said.location and slot is Slot.PLACE)
    if found_it and slot is Slot.PLACE and _only_a_place(scene):
        found_it = False  # "jalan melati depan masjid" is more than the street
    left = _left(scene, slot)
    whole = not found_it and bool(left) and _answers(scene, slot)
    bare = found_it or whole or not left
    merged = _merged(scene, case, describe=reading.known > _SHORT or not bare)
    if not whole:
        return merged
    if scene.reading.correction and filing.gains(case, merged) != (Slot.DESCRIPTION,):
        return merged
    answered = left if slot in _ALONE else scene.said.text
    return given(merged, _whole(answered, slot, merged))


def _only_a_place(scene: Scene) -> bool:
    reading = scene.reading
    short = reading.known <= _A_PLACE and not scene.said.location and not reading.correction
    return short and reading.slots.keys() <= _BESIDE_A_PLACE and not reading.wrong


def take_loss(scene: Scene, case: Case) -> Case:
    """What was lost, in the citizen's words; a longer text tells more of the story, too."""
    longer = scene.reading.known > _SHORT
    merged = filing.merge(scene, case, describe=longer)
    told = " ".join(scene.said.text.split())[: facts.LONGEST]
    return replace(merged, facts={**merged.facts, Fact.LOSS_TOLD: told}) if not longer else merged


def given(case: Case, told: Mapping[Slot, str]) -> Case:
    """The case with answers in so many words, which nobody need check."""
    sure = {slot: sureness for slot, sureness in case.sure.items() if slot not in told}
    answered = replace(case, slots={**case.slots, **told}, sure=sure)
    return facts.undated(answered) if Slot.TIME in told else answered


def take_all(scene: Scene, case: Case) -> Case:
    """Everything was asked at once: a name may simply stand first, "joko, rt 5, di jl mawar"."""
    merged = filing.merge(scene, case)
    if merged.slots.get(Slot.NAME) or Slot.NAME not in case.asked:
        return merged
    cut = tokens.cut(scene.said.text[:200])
    count = people.whole_name(cut)
    if count == 0 or (count < len(cut.words) and cut.words[count].isalpha()):
        return merged
    return given(merged, _introduced(scene, cut, count))


def _represented(scene: Scene, case: Case) -> tuple[Case, Scene]:
    """ "Siti, untuk ibu saya Aminah" is Siti's name, and tells for whom she writes."""
    other = _OTHER.search(scene.said.text)
    if other is None or not case.facts.get(Fact.BEHALF):
        return case, scene
    whom = " ".join(other[1].split())[: facts.LONGEST]
    told = {slot: hit for slot, hit in scene.reading.slots.items() if hit.end <= other.start()}
    said = replace(scene.said, text=scene.said.text[: other.start()])
    own = replace(scene, said=said, reading=replace(scene.reading, slots=told, behalf=None))
    return replace(case, facts={**case.facts, Fact.BEHALF: whom}), own


_OTHER = re.compile(
    r"[\s,.;]*\b(?:untuk|utk|mewakili|atas nama|buat|bagi|kangge|on behalf of|for)\s+(\S.*)",
    re.IGNORECASE | re.DOTALL,
)


def _introduced(scene: Scene, cut: Tokens, count: int) -> dict[Slot, str]:
    """The name in front, the address behind it, and a place that is not that address."""
    who = found(cut, 0, count - 1, 0.6)
    home = people.address(cut, who)
    where = places.place(cut, home, scene.desk.office.places)
    hits = {Slot.NAME: who, Slot.ADDRESS: home, Slot.PLACE: where}
    return {slot: hit.value for slot, hit in hits.items() if hit is not None}


def _merged(scene: Scene, case: Case, *, describe: bool) -> Case:
    """What was told again and differs from before is kept in the story, whatever it answers."""
    merged = filing.merge(scene, case, correct=scene.reading.correction, describe=describe)
    told = scene.reading.slots.items()
    if describe or all(merged.slots.get(slot) == facts.brief(hit) for slot, hit in told):
        return merged
    return filing.merge(scene, case, correct=scene.reading.correction)


def _left(scene: Scene, slot: Slot) -> str:
    """The words that no other slot has taken; nothing where only small words are left."""
    text = scene.said.text
    kept = _NOT_OTHERS.get(slot, frozenset()) | {slot, Slot.SERVICE}
    others = [hit for other, hit in scene.reading.slots.items() if other not in kept]
    for hit in sorted(others, key=lambda one: -one.start):
        text = f"{text[: hit.start]} {text[hit.end :]}"
    cut = tokens.cut(text)
    telling = [at for at, word in enumerate(cut.words) if word not in _SMALL and word[0].isalnum()]
    if not telling:
        return ""
    spoken = (at for at, word in enumerate(cut.words) if word[0].isalnum())
    last = max((at for at in spoken if cut.words[at] not in FILLERS), default=telling[-1])
    ended = text[cut.starts[telling[0]] : cut.ends[last]] if slot in _ALONE else text
    return " ".join(ended.split()).strip(" .,;:-/")


#: Where these stand more of the story is told, and no wish.
_PLAINT = words("kok padahal malah ternyata")
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
    if scene.reading.threat:
        return False
    if slot is Slot.REQUEST and not _PLAINT.isdisjoint(tokens.cut(scene.said.text).words):
        return False
    if slot in (Slot.DESCRIPTION, Slot.REQUEST):
        return slot is Slot.DESCRIPTION or scene.reading.known <= _ANSWER
    if slot is Slot.TIME and scene.reading.slots.keys() - {Slot.SERVICE}:
        return False
    return scene.reading.known <= _SHORT and not scene.reading.wrong


def _whole(text: str, slot: Slot, case: Case) -> dict[Slot, str]:
    """The message itself is the answer."""
    said = " ".join(text.split())
    if slot is Slot.DESCRIPTION:
        return {slot: filing.told(case.slots.get(slot, ""), text)}
    if slot is Slot.NAME:
        return _person(said, case)
    if slot is Slot.ADDRESS:
        said = _LEAD.sub("", said, count=1) if _LEAD.match(said) else said
    return {slot: said[: facts.LONGEST]}


def _person(said: str, case: Case) -> dict[Slot, str]:
    """ "joko, rt 2" is a name and an address."""
    bare = _LEAD.sub("", said, count=1) if _LEAD.match(said) else said
    cut = tokens.cut(bare)
    end = next((i for i, word in enumerate(cut.words) if _ends_name(word)), len(cut.words))
    start = next((i for i, word in enumerate(cut.words) if word not in FILLERS), 0)
    if start >= end or end - start > _MOST_NAME:
        return {} if case.slots.get(Slot.ADDRESS) else {Slot.ADDRESS: bare[: facts.LONGEST]}
    told = {Slot.NAME: cut.cut(start, end - 1)}
    rest = bare[cut.ends[end - 1] :].strip(" ,.;:-")
    if rest and not case.slots.get(Slot.ADDRESS):
        told[Slot.ADDRESS] = rest[: facts.LONGEST]
    return told


def _ends_name(word: str) -> bool:
    return word in ADDRESS_NOUNS or word[0].isdigit() or not word[0].isalpha()
