"""Findings: what the reading suggests of a case; an officer decides, and handlers alone see it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from bot import cases
from bot.casework.catalogue import MALADMINISTRATION
from bot.casework.citations import cite
from bot.casework.clocks import RULES
from bot.casework.words import IDENTITY, Clock, Slot
from bot.dialogue import moments
from bot.dialogue.desk import Case, Fact
from bot.house import House
from bot.inbox import times
from bot.inbox.people import Person
from bot.outgoing.budget import rupiah

#: Below this the reading guessed, and somebody should look again.
SURE: Final = 0.75
NEEDS: Final[Mapping[str, str]] = {
    "blind": "Sulit melihat",
    "deaf": "Sulit mendengar",
    "disabled": "Sulit berjalan atau bergerak",
    "elderly": "Lanjut usia",
    "ill": "Sakit, atau ada yang sakit di rumah",
    "pregnant": "Hamil atau menyusui",
    "child": "Ada bayi atau anak kecil",
    "cannot_write": "Sulit membaca atau menulis",
    "remote": "Tinggal jauh, atau sinyal sulit",
}
#: What follows for whoever answers.
_FORMS: Final[Mapping[str, str]] = {
    "blind": "tanpa gambar, ditulis supaya enak dibacakan",
    "deaf": "ditulis, jangan ditelepon",
    "disabled": "didatangi, atau diurus tanpa ke kantor",
    "elderly": "kalimat pendek, atau ditelepon",
    "cannot_write": "kalimat pendek atau pesan suara",
    "remote": "diurus tanpa ke kantor",
}
_SUSPICIONS: Final = dict(MALADMINISTRATION)
_LOST: Final[Mapping[str, str]] = {"days": "hari kerja atau usaha", "health": "kesehatan"}


@dataclass(frozen=True, slots=True)
class Finding:
    """One line: what it is, what was read, and what an officer should know beside it."""

    label: str
    words: str = field(repr=False)
    note: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Need:
    """A kind of help, what follows from it, and whether it is needed. read: the words tell it."""

    code: str
    words: str
    form: str
    needed: bool = field(repr=False)
    read: bool = field(repr=False)


@dataclass(frozen=True, slots=True)
class Findings:
    """What stands beside the slots of a case."""

    lines: tuple[Finding, ...] = ()
    needs: tuple[str, ...] = field(default=(), repr=False)
    #: All there is to choose from; none where nothing may be known of the citizen.
    help: tuple[Need, ...] = field(default=(), repr=False)
    phone: str = field(default="", repr=False)
    #: The days that the words of the time mean.
    dated: str = ""
    doubts: frozenset[Slot] = frozenset()


def findings(house: House, row: Any, person: Person, *, handles: bool) -> Findings:
    """For who handles the case; of a protected citizen nothing that would tell who it is."""
    case = person.case
    if case is None:
        return Findings()
    doubts = frozenset(slot for slot, sure in case.sure.items() if sure < SURE)
    if person.hidden:
        doubts -= IDENTITY
    if not handles:
        return Findings(dated=_dated(house, case), doubts=doubts)
    return Findings(
        lines=(*_lines(house, person, case), *_late(house, row, case)),
        needs=() if person.hidden else tuple(NEEDS[n] for n in NEEDS if n in case.assistance),
        help=() if person.hidden else _help(case),
        phone="" if person.hidden else case.facts.get(Fact.PHONE, ""),
        dated=_dated(house, case),
        doubts=doubts,
    )


def _help(case: Case) -> tuple[Need, ...]:
    return tuple(
        Need(code, words, _FORMS.get(code, ""), code in case.assistance, code in case.suggested)
        for code, words in NEEDS.items()
    )


def _lines(house: House, person: Person, case: Case) -> list[Finding]:
    facts, over = case.facts, person.veil.over
    suspected = (line.partition(": ") for line in _listed(facts, Fact.MALADMINISTRATION))
    lines = [
        Finding(_SUSPICIONS[slug], f"\u201c{over(words)}\u201d" if words else "menurut jumlahnya")
        for slug, _, words in suspected
        if slug in _SUSPICIONS
    ]  # fmt: skip
    lines += [Finding("Terlapor", over(words)) for words in _listed(facts, Fact.REPORTED)]
    if facts.get(Fact.BEHALF) and not person.hidden:
        lines.append(Finding("Untuk siapa", facts[Fact.BEHALF], "menurut pelapor"))
    if (read := case.suggested) and not person.hidden:
        told = ", ".join(NEEDS[code] for code in NEEDS if code in read)
        lines.append(Finding("Perlu bantuan", told, _decided(case)))
    if lost := _loss(house, case):
        lines.append(Finding("Kerugian", lost, over(facts.get(Fact.LOSS_TOLD, ""))))
    if threatened := facts.get(Fact.THREAT):
        today = house.calendar.local_date(house.now())
        at = times.short(date.fromisoformat(threatened), today)
        lines.append(Finding("Kata ancaman", f"dalam pesan {at}", "laporannya tetap dikerjakan"))
    return lines


def _decided(case: Case) -> str:
    return "petugas memutuskan lain" if case.suggested - case.assistance else ""


def _late(house: House, row: Any, case: Case) -> list[Finding]:
    if not cases.filed_late(house, row, case):
        return []
    law = RULES[Clock.F]
    late = f"lewat {law.span} sejak layanan, petugas yang memutuskan"
    return [Finding(law.label, late, f"laporannya tetap diterima ({cite(law.citation)})")]


def _loss(house: House, case: Case) -> str:
    """The sum beside the published fee, and what else it has cost."""
    facts = case.facts
    told = [_LOST[kind] for kind in facts.get(Fact.LOSS, "").split() if kind in _LOST]
    amount = facts.get(Fact.RUPIAH, "")
    if not amount:
        return ", ".join(told) or ("menurut kata pelapor" if facts.get(Fact.LOSS_TOLD) else "")
    named = f"{rupiah(int(amount))} disebut"
    service = case.slots.get(Slot.SERVICE, "")
    tariff = house.office.tariffs.get(service)
    if tariff is not None and facts.get(Fact.ABOVE_TARIFF):
        fee = rupiah(tariff) if tariff else "tanpa biaya"
        named += f", tarif resmi {service}: {fee}"
    return ", ".join([named, *told])


def _dated(house: House, case: Case) -> str:
    typed, kept = case.slots.get(Slot.TIME, ""), case.facts.get(Fact.WHEN, "")
    if not typed or not kept:
        return ""
    return moments.told(house.texts, "id", typed, moments.restored(kept))


def _listed(facts: Mapping[Fact, str], fact: Fact) -> list[str]:
    return [line for line in facts.get(fact, "").split("\n") if line]
