"""What the words tell beside the slots: kept with the case, added to, corrected, never erased."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from bot.casework.words import Slot
from bot.dialogue import moments, times, tokens
from bot.dialogue.circumstances import Loss
from bot.dialogue.desk import Case, Fact
from bot.dialogue.found import Found
from bot.dialogue.reading import Reading
from bot.dialogue.scene import Scene
from bot.dialogue.texts import local

#: One fact is no longer than this; the whole text stays in the message.
LONGEST: Final = 300
#: Several of these stand below each other: nobody is forgotten because of the next.
_LISTS: Final = frozenset({Fact.MALADMINISTRATION, Fact.REPORTED})
_MOST: Final = 4
#: The form whose words speak of money, whether a sum was told or not.
_REWARD: Final = "permintaan_imbalan"
_SPACES = re.compile(r"\s+")


def added(scene: Scene, case: Case, *, correct: bool = False) -> Case:
    """The case with what this message tells; `case` holds the slots as they are now."""
    told = _told(scene)
    kept = dict(case.facts)
    for fact, words in told.items():
        if fact in _LISTS:
            kept[fact] = _listed(kept.get(fact, ""), words)
        elif fact is Fact.LOSS:
            kept[fact] = " ".join(sorted({*kept.get(fact, "").split(), *words.split()}))
        elif correct or not kept.get(fact):
            kept[fact] = words
    new = frozenset(scene.reading.assistance) - case.suggested  # what was decided stays decided
    return replace(
        case,
        facts=_dated(scene, case, kept),
        assistance=case.assistance | new | scene.said.assistance,
        suggested=case.suggested | new,
    )


def brief(found: Found) -> str:
    """What was found, as it is kept."""
    return _SPACES.sub(" ", found.value).strip()[:LONGEST]


def undated(case: Case) -> Case:
    """The case without the days of words that do not stand in it any more."""
    return replace(case, facts={f: words for f, words in case.facts.items() if f is not Fact.WHEN})


def wonders_about_loss(case: Case) -> bool:
    """Do the words tell of a loss, and of no sum; and was it never asked?"""
    facts = case.facts
    if facts.get(Fact.RUPIAH) or facts.get(Fact.LOSS_TOLD) or Fact.LOSS in case.wondered:
        return False
    return bool(facts.get(Fact.LOSS)) or _REWARD in facts.get(Fact.MALADMINISTRATION, "")


def _told(scene: Scene) -> dict[Fact, str]:
    reading = scene.reading
    found = {
        Fact.MALADMINISTRATION: _suggested(reading),
        Fact.REPORTED: brief(reading.reported) if reading.reported else "",
        Fact.BEHALF: brief(reading.behalf) if reading.behalf else "",
        **_lost(reading.loss),
        Fact.ABOVE_TARIFF: "yes" if reading.above_tariff else "",
        Fact.PHONE: scene.said.contact.removeprefix("tel:")[:LONGEST],
        Fact.THREAT: _today(scene) if reading.threat else "",
    }
    return {fact: words for fact, words in found.items() if words}


def _suggested(reading: Reading) -> str:
    if not reading.maladministration:
        return ""
    words = brief(reading.suggested_by) if reading.suggested_by else ""
    return f"{reading.maladministration}: {words}".strip()


def _lost(loss: Loss | None) -> Mapping[Fact, str]:
    if loss is None:
        return {}
    kinds = [name for name, lost in (("days", loss.days), ("health", loss.health)) if lost]
    return {
        Fact.RUPIAH: str(loss.rupiah) if loss.rupiah else "",
        Fact.LOSS: " ".join(kinds),
    }


def _today(scene: Scene) -> str:
    return str(local(scene.said.at, scene.desk.office.zone).date())


def _listed(before: str, line: str) -> str:
    """A line that is new; of one form of maladministration the first words suffice."""
    lines = before.split("\n") if before else []
    head = line.partition(":")[0]
    if any(one.partition(":")[0] == head for one in lines) or len(lines) == _MOST:
        return before
    return "\n".join([*lines, line])


def _dated(scene: Scene, case: Case, kept: dict[Fact, str]) -> dict[Fact, str]:
    """The days belong to the words that stand in the case: they come and go with them."""
    when, hit = scene.reading.when, scene.reading.slots.get(Slot.TIME)
    if when is not None and hit is not None and case.slots.get(Slot.TIME) == brief(hit):
        kept[Fact.WHEN] = moments.kept(when)
    elif (typed := scene.said.slots.get(Slot.TIME)) and Fact.WHEN not in kept:
        told = times.when(tokens.cut(typed), scene.said.at, scene.desk.office.zone)
        kept |= {Fact.WHEN: moments.kept(told[1])} if told else {}
    return kept
