"""One message as the clerk looks at it: the desk, what was said, how it reads, in which tongue."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from bot.casework import completeness, lifecycle
from bot.casework.words import Actor, Event, Kind, Protection, Slot, State
from bot.dialogue import krama, parts
from bot.dialogue import reading as readings
from bot.dialogue.desk import Case, Desk, Line, Office, Said
from bot.dialogue.reading import Reading
from bot.dialogue.texts import DEFAULT, Texts, local
from bot.dialogue.words import Command

#: Why a case is urgent when life or limb is in danger now.
EMERGENCY = "darurat"
HIDDEN = frozenset({Protection.RAHASIA, Protection.ANONIM})
#: The slots of a question that asks for more than one thing.
ASKED_BY: Mapping[str, frozenset[Slot]] = {
    **{slot.value: frozenset({slot}) for slot in Slot},
    Slot.NAME.value: frozenset({Slot.NAME, Slot.ADDRESS}),
    "fear": frozenset({Slot.NAME}),
    "secrecy": frozenset({Slot.NAME}),
    "rest": frozenset({Slot.REQUEST, Slot.NAME, Slot.ADDRESS}),
    "all": frozenset(Slot),
}
SLOTS: Mapping[str, Slot] = {slot.value: slot for slot in Slot}


@dataclass(frozen=True, slots=True)
class Scene:
    desk: Desk
    said: Said
    reading: Reading
    language: str
    form: str
    common: Mapping[str, str] = field(repr=False)
    command: Command | None = None

    @property
    def texts(self) -> Texts:
        return self.desk.texts

    @property
    def partial(self) -> bool:
        """Is this only what came of a longer message? Then nothing in it is small talk."""
        return parts.partial(self.said.text)

    @property
    def now(self) -> datetime:
        return self.desk.now

    def text(self, key: str, /, **params: object) -> str:
        """The text of this key in the form and language of the conversation."""
        return self.texts.say(
            self.language,
            key,
            form=self.form,
            bold=self.desk.line.markup,
            **{**self.common, **params},
        )

    def day(self, day: date | None) -> str:
        if day is None:
            return ""
        if self.form == "sms":
            return self.text("sms.date", day=day.day, month=day.month)
        other_year = day.year != self.now.year
        return self.texts.day(self.language, day, year=other_year or self.form == "letter")

    def moment(self, moment: datetime) -> str:
        return self.texts.moment(self.language, moment, self.desk.office.zone)

    def today(self) -> date:
        return local(self.now, self.desk.office.zone).date()

    def stage(self, state: State) -> str:
        return self.text(f"stage.{state.value}")


def look(desk: Desk, said: Said, command: Command | None) -> Scene:
    """Read the message once; everything after this only looks at the scene."""
    told = parts.without(said.text) if said.text.endswith(")") else said.text
    office = desk.office
    reading = readings.read(
        told,
        office.services,
        said.at,
        zone=office.zone,
        own=office.words,
        localities=office.places,
        tariffs=office.tariffs,
    )
    reading = replace(reading, language=krama.heard(told, reading.language))
    tongue = desk.talk.language or reading.language
    return Scene(desk, said, reading, tongue or DEFAULT, form(desk.line), common(office), command)


def form(line: Line) -> str:
    """Which wording of a text fits this channel."""
    if line.costly:
        return "sms"
    if line.letter:
        return "letter"
    return "page" if line.page else "chat"


def may(case: Case, event: Event) -> bool:
    """Does the law let a citizen do this to the case where it stands?"""
    try:
        lifecycle.after(case.state, event, Actor.CITIZEN)
    except lifecycle.Refusal:
        return False
    return True


def is_open(case: Case) -> bool:
    return case.state in lifecycle.OPEN


def missing(case: Case) -> tuple[Slot, ...]:
    """What may still be asked: neither asked before nor skipped."""
    if case.kind is not Kind.COMPLAINT:
        return () if case.slots.get(Slot.DESCRIPTION) else _unasked(case, (Slot.DESCRIPTION,))
    return _unasked(case, completeness.missing(case.kind, case.slots, case.protection))


def _unasked(case: Case, slots: tuple[Slot, ...]) -> tuple[Slot, ...]:
    return tuple(slot for slot in slots if slot not in case.asked and slot not in case.skipped)


def remedies(desk: Desk) -> str:
    """Each way out of this office, within a sentence."""
    return ", ".join(one.briefly for one in desk.office.remedies)


def common(office: Office) -> dict[str, str]:
    """What every text may name without being told."""
    return {
        "office": office.name,
        "short_name": office.short_name,
        "responsible": office.responsible,
        "address": office.address,
        "phone": office.phone,
        "hours": office.hours,
        "officer": office.officer,
        "custodian": office.custodian,
        "url": office.public_url,
    }
