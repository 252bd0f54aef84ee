"""A case said back in a few lines: what happened, where, when, what is asked for, by whom."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from bot.casework.words import Protection, Slot
from bot.dialogue import retell
from bot.dialogue.desk import Case
from bot.dialogue.scene import EMERGENCY, Scene

_POINT = re.compile(r"geo:[-\d.,;=a-z]+")
_KINDS = ("text", "voice", "image", "video", "document", "audio", "location", "contact", "sticker")


def story(scene: Scene, case: Case) -> str:
    """What happened, without what is said elsewhere: who writes and what they ask for."""
    slots = case.slots
    parts = (slots.get(Slot.REQUEST, ""), *_introduction(slots))
    without = tuple(part for part in parts if part)
    text, place = slots.get(Slot.DESCRIPTION, ""), slots.get(Slot.PLACE, "")
    told = retell.story(text, scene.language, without, place)
    return told or scene.text("summary.empty")


def wish(scene: Scene, case: Case) -> str:
    return retell.wish(case.slots.get(Slot.REQUEST, ""), scene.language)


def understood(scene: Scene, case: Case) -> str:
    """What happened and what is wished for, in two sentences of the citizen's own words."""
    if not case.slots.get(Slot.DESCRIPTION):
        return ""
    told, wished = story(scene, case), wish(scene, case)
    lines = [scene.text("receipt.understood", story=told)]
    if wished and wished.rstrip(".").lower() not in told.lower():
        lines.append(scene.text("receipt.wish", request=wished))
    return " ".join(lines)


def full(scene: Scene, case: Case) -> str:
    """Everything that is signed with "Ya, benar"."""
    lines = [story(scene, case), *_facts(scene, case), who(scene, case)]
    return "\n".join(line for line in lines if line)


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


def value(scene: Scene, slot: Slot, text: str) -> str:
    """One fact as it is shown: a point on the map has no digits for people."""
    if slot is Slot.NAME:
        return retell.name(text)
    if slot is Slot.REQUEST:
        return retell.wish(text, scene.language).rstrip(".")
    point = scene.text("summary.map_point")
    shown = _POINT.sub(lambda _: point, text)
    if slot is Slot.TIME:
        return retell.part(shown, scene.language)
    return retell.site(shown, scene.language)


def gains(scene: Scene, case: Case, slots: Iterable[Slot]) -> str:
    """What a message has just told: "Joko, RT 2, 3 mingguan"."""
    told = (value(scene, slot, case.slots[slot]) for slot in slots if slot in case.slots)
    return ", ".join(part for part in told if part)


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
    mended = scene.text("summary.correction", text="").strip()
    lines_told = case.slots.get(Slot.DESCRIPTION, "").split("\n")
    told = "\n".join(line for line in lines_told if not line.startswith(mended))
    facts = [(slot, case.slots.get(slot, "")) for slot in (Slot.PLACE, Slot.TIME)]
    lines = [
        scene.text(f"summary.{slot}", value=value(scene, slot, text))
        for slot, text in facts
        if text and text not in told
    ]
    if wanted := case.slots.get(Slot.REQUEST):
        lines.append(scene.text("summary.request", value=value(scene, Slot.REQUEST, wanted)))
    return lines


def _introduction(slots: Mapping[Slot, str]) -> tuple[str, ...]:
    return slots.get(Slot.ADDRESS, ""), slots.get(Slot.NAME, "")
