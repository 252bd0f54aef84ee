"""A case said back in a few lines: what happened, where, when, what is asked for, by whom."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from bot.casework.words import Kind, Protection, Slot
from bot.dialogue import moments, retell
from bot.dialogue.desk import Case, Fact
from bot.dialogue.scene import EMERGENCY, Scene
from bot.dialogue.texts import DEFAULT

_POINT = re.compile(r"geo:[-\d.,;=a-z]+")
_KINDS = ("text", "voice", "image", "video", "document", "audio", "location", "contact", "sticker")


def story(scene: Scene, case: Case) -> str:
    """What happened, without what is said elsewhere: who writes and what they ask for."""
    slots = case.slots
    asked = slots.get(Slot.REQUEST, "") if case.kind is Kind.COMPLAINT else ""
    parts = (asked, *_introduction(slots))
    without = tuple(part for part in parts if part)
    text, place = slots.get(Slot.DESCRIPTION, ""), slots.get(Slot.PLACE, "")
    time = slots.get(Slot.TIME, ""), dated(scene, case)
    told = retell.story(_uncorrected(scene, case, text), scene.language, without, place, time)
    return _of_whom(scene, case, told) or scene.text("summary.empty")


def _uncorrected(scene: Scene, case: Case, text: str) -> str:
    """The story without the lines that did no more than put a fact right: it stands below."""
    mark, facts = _mended(scene), [case.slots.get(slot, "") for slot in (Slot.PLACE, Slot.TIME)]

    def shown(line: str) -> bool:
        brief = line.startswith(mark) and len(line.split()) < _BRIEFLY_MENDED
        return not (brief and any(fact and fact in line for fact in facts))

    ours = scene.text("summary.correction", text="").strip()
    lines = (line for line in text.split("\n") if shown(line))
    return "\n".join(line.replace(mark, ours, 1) for line in lines)


#: More words than these tell more than the one fact.
_BRIEFLY_MENDED = 10


def _mended(scene: Scene) -> str:
    """Before every correction, in the language that officers read."""
    return scene.texts.say(DEFAULT, "summary.correction", text="").strip()


def _of_whom(scene: Scene, case: Case, told: str) -> str:
    """ "Ibu saya ditolak" begins with whom it happened to, and greets nobody."""
    whom = case.facts.get(Fact.BEHALF, "")
    begins = case.slots.get(Slot.DESCRIPTION, "").lower().startswith(whom.lower())
    named = retell.part(whom, scene.language)
    if not whom or not begins or told.lower().startswith(named.lower()):
        return told
    return f"{named[:1].upper()}{named[1:]} {told[:1].lower()}{told[1:]}"


def dated(scene: Scene, case: Case, *, year: bool = True) -> str:
    """When it happened, in days of the calendar; "" where the words tell none."""
    typed, kept = case.slots.get(Slot.TIME, ""), case.facts.get(Fact.WHEN, "")
    if not typed or not kept or case.kind is not Kind.COMPLAINT:
        return ""
    when = moments.restored(kept)
    return moments.told(scene.texts, scene.language, typed, when, year=year)


def wish(scene: Scene, case: Case) -> str:
    return retell.wish(case.slots.get(Slot.REQUEST, ""), scene.language, _introduction(case.slots))


def understood(scene: Scene, case: Case) -> str:
    """What happened and what is wished for, in two sentences of the citizen's own words."""
    if not case.slots.get(Slot.DESCRIPTION):
        return ""
    told = story(scene, case)
    wished = wish(scene, case) if case.kind is Kind.COMPLAINT else ""
    lines = [scene.text("receipt.understood", story=told)]
    if wished and wished.rstrip(".").lower() not in told.lower():
        lines.append(scene.text("receipt.wish", request=wished))
    return " ".join(lines)


def full(scene: Scene, case: Case) -> str:
    """Everything that is signed with "Ya, benar"."""
    lines = [story(scene, case), *_facts(scene, case), who(scene, case), _behalf(scene, case)]
    return "\n".join(line for line in lines if line)


def loss(scene: Scene, case: Case) -> str:
    """What was answered about a loss; a sum that only the story named stands in the story."""
    told = case.facts.get(Fact.LOSS_TOLD, "")
    return retell.wish(told, scene.language).rstrip(".") if told else ""


def who(scene: Scene, case: Case) -> str:
    if case.protection is Protection.ANONIM:
        return scene.text("summary.nameless")
    if case.protection is not Protection.OPEN:
        return scene.text("summary.hidden")
    name = retell.name(case.slots.get(Slot.NAME, ""))
    address = value(scene, Slot.ADDRESS, case.slots.get(Slot.ADDRESS, ""))
    key = {(True, True): "who", (True, False): "name", (False, True): "address"}.get(
        (bool(name), bool(address))
    )
    return scene.text(f"summary.{key}", name=name, address=address) if key else ""


def _behalf(scene: Scene, case: Case) -> str:
    """For whom it is told; of who is protected nobody's kin is named."""
    told = case.facts.get(Fact.BEHALF, "")
    if not told or case.protection is not Protection.OPEN:
        return ""
    return scene.text("summary.behalf", name=retell.part(told, scene.language))


def value(scene: Scene, slot: Slot, text: str) -> str:
    """One fact as it is shown: a point on the map has no digits for people."""
    if slot is Slot.NAME:
        return retell.name(text)
    if slot is Slot.REQUEST:
        return retell.wish(text, scene.language).rstrip(".")
    if slot is Slot.TIME and text in (tapped := _tapped(scene)):
        return tapped[text]
    point = scene.text("summary.map_point")
    shown = _POINT.sub(lambda _: point, text)
    if slot is Slot.TIME:
        return retell.part(shown, scene.language)
    return retell.site(shown, scene.language)


def _tapped(scene: Scene) -> dict[str, str]:
    """What a tap left in the case, and how it is said to who tapped."""
    say = scene.texts.say
    return {say(DEFAULT, f"time.{n}"): scene.text(f"time.{n}") for n in range(3)}


def gains(scene: Scene, case: Case, slots: Iterable[Slot]) -> str:
    """What a message has just told: "Joko, RT 2, 3 mingguan"."""
    told = (_gain(scene, case, slot) for slot in slots if slot in case.slots)
    return ", ".join(dict.fromkeys(part for part in told if part))


def _gain(scene: Scene, case: Case, slot: Slot) -> str:
    day = dated(scene, case, year=False) if slot is Slot.TIME else ""
    return day or value(scene, slot, case.slots[slot])


def danger(scene: Scene, case: Case, owed: bool) -> list[str]:
    """Where life is in danger the numbers to call stand before everything else."""
    if not in_danger(scene, case, owed):
        return []
    calls = joined(scene, emergency(scene), "or")
    head = "emergency.head" if calls else "emergency.head_bare"
    return [scene.text(head, numbers=calls), scene.text("emergency.told")]


def in_danger(scene: Scene, case: Case, owed: bool) -> bool:
    return scene.reading.emergency or (owed and case.urgent == EMERGENCY)


def emergency(scene: Scene) -> list[str]:
    """Ambulans 119: every service that the office configured."""
    return [f"{name} {number}" for name, number in scene.desk.office.emergency]


def counted(scene: Scene, counts: Mapping[str, int]) -> str:
    """1 pesan suara dan 2 foto."""
    told = [_count(scene, kind, counts[kind]) for kind in _KINDS if counts.get(kind)]
    return joined(scene, told, "and")


def joined(scene: Scene, parts: list[str], word: str) -> str:
    """a, b dan c."""
    if len(parts) < 2:
        return "".join(parts)
    return scene.text(f"count.{word}", first=", ".join(parts[:-1]), second=parts[-1])


def _count(scene: Scene, kind: str, count: int) -> str:
    return scene.text(f"count.{kind}_one" if count == 1 else f"count.{kind}", count=count)


def _facts(scene: Scene, case: Case) -> list[str]:
    """Place and time only where the story does not hold them already, corrections aside."""
    days = {Slot.TIME: dated(scene, case)}
    mended = _mended(scene)
    lines_told = case.slots.get(Slot.DESCRIPTION, "").split("\n")
    told = "\n".join(line for line in lines_told if not line.startswith(mended))
    whole = "\n".join(line for line in lines_told if line.startswith(mended))
    facts = [(slot, case.slots.get(slot, "")) for slot in (Slot.PLACE, Slot.TIME)]
    lines = [
        scene.text(f"summary.{slot}", value=days.get(slot) or value(scene, slot, text))
        + (" " + scene.text("summary.mended") if mended in whole and text in whole else "")
        for slot, text in facts
        if text and text not in told
    ]
    if case.slots.get(Slot.REQUEST):
        lines.append(scene.text("summary.request", value=wish(scene, case).rstrip(".")))
    if lost := loss(scene, case):
        lines.append(scene.text("summary.loss", value=lost))
    return lines


def _introduction(slots: Mapping[Slot, str]) -> tuple[str, ...]:
    return slots.get(Slot.ADDRESS, ""), slots.get(Slot.NAME, "")
