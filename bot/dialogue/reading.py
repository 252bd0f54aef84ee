"""One pure function from a text to a reading: what it wants, what it says, how it sounds."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from typing import Final

from bot.casework.words import Slot
from bot.dialogue import (
    circumstances,
    kinds,
    maladministration,
    money,
    opinion,
    patterns,
    people,
    places,
    services,
    shorts,
    signs,
    times,
    tokens,
    weighing,
    wishes,
)
from bot.dialogue.almanac import When
from bot.dialogue.circumstances import Loss
from bot.dialogue.found import Found
from bot.dialogue.kinds import Gist as Gist
from bot.dialogue.lexicon import ENGLISH, OFFICIALS, WRONGS
from bot.dialogue.patterns import Sight
from bot.dialogue.shorts import Short as Short
from bot.dialogue.texts import local
from bot.dialogue.tokens import Tokens


@dataclass(frozen=True, slots=True)
class Reading:
    """`slots` hold verbatim parts of the text, save the service, which has its usual name.

    urgent: the reason in one word, or "". emergency: danger to life now. language: "" where the
    words do not tell. known: how many words were said at all.
    """

    gist: Gist
    slots: Mapping[Slot, Found] = field(default_factory=dict, repr=False)
    short: Short = Short.NOTHING
    language: str = ""
    fear: bool = False
    urgent: str = ""
    emergency: bool = False
    reported_party: bool = False
    threat: bool = False
    insult: bool = False
    progress: bool = False
    correction: bool = False
    #: Something went wrong, by its words; a bare fact does not say so.
    wrong: bool = False
    greeting: str = ""
    known: int = 0
    #: The days that the words of the time mean.
    when: When | None = None
    #: One of the twelve forms, and the words that suggest it; an officer decides.
    maladministration: str = ""
    suggested_by: Found | None = field(default=None, repr=False)
    #: The words that say that it cannot wait.
    urged_by: Found | None = field(default=None, repr=False)
    #: Who is said to have done wrong, and for whom it is told where that is somebody else.
    reported: Found | None = field(default=None, repr=False)
    behalf: Found | None = field(default=None, repr=False)
    #: blind, deaf, disabled, elderly, ill, pregnant, child, cannot_write, remote.
    assistance: tuple[str, ...] = ()
    loss: Loss | None = None
    #: A sum was asked that is more than the published fee.
    above_tariff: bool = False
    #: How likely each kind is by all the words together; empty where they are too few.
    leans: Mapping[str, float] = field(default_factory=dict, repr=False)


def read(
    text: str,
    catalogue: tuple[str, ...],
    now: datetime,
    *,
    zone: str = "Asia/Jakarta",
    own: Mapping[str, str] = MappingProxyType({}),
    localities: tuple[str, ...] = (),
    tariffs: Mapping[str, int] = MappingProxyType({}),
) -> Reading:
    """Read one message. `now` is when it was said, `zone` is where its days are counted.

    catalogue, localities: the office's own services and units, and the names of its villages and
    streets. own: words of the office's own region and what they stand for. tariffs: the published
    fee of a service, in rupiah.
    """
    cut = tokens.cut(text, own)
    return told(cut, catalogue, now, zone=zone, localities=localities, tariffs=tariffs)


def told(
    cut: Tokens,
    catalogue: tuple[str, ...],
    now: datetime,
    *,
    zone: str = "Asia/Jakarta",
    localities: tuple[str, ...] = (),
    tariffs: Mapping[str, int] = MappingProxyType({}),
) -> Reading:
    """Read what has been cut into words already."""
    said = frozenset(cut.words)
    sight = patterns.seen(cut)
    time = times.when(cut, now, zone)
    slots = _slots(cut, catalogue, localities, time[0] if time else None)
    spoken = tuple(word for word in cut.words if word[0].isalnum())
    look = _Look(
        cut,
        said,
        " ".join(cut.words),
        spoken,
        sight,
        opinion.features(cut, sight) if len(spoken) >= opinion.ENOUGH else frozenset(),
        slots,
        time[1] if time else None,
        _ago(time, now, zone),
        _overcharged(cut, slots, tariffs),
    )
    return _reading(look, _judged(look))


@dataclass(frozen=True, slots=True)
class _Look:
    """A message and what its words are, before anything is made of it."""

    cut: Tokens = field(repr=False)
    said: frozenset[str]
    plain: str
    spoken: tuple[str, ...]
    sight: Sight
    features: frozenset[str]
    slots: Mapping[Slot, Found] = field(repr=False)
    when: When | None
    ago: int | None
    overcharged: bool


@dataclass(frozen=True, slots=True)
class _Judged:
    """What it mainly wants, who did what wrong, and whether it can wait."""

    gist: Gist
    wrong: tuple[str, Found | None]
    pressing: tuple[str, Found] | None
    danger: Found | None
    emergency: bool
    threat: bool
    leans: Mapping[str, float]


def _judged(look: _Look) -> _Judged:
    cut, sight = look.cut, look.sight
    foreign = len(look.said & ENGLISH) > 1 and signs.language(look.said) == "en"
    shares = opinion.shares(look.features) if look.features and not foreign else _SILENT
    leans = shares[opinion.KINDS]
    wrong = _wrong(look, shares[opinion.FORMS])
    ruled = kinds.gist(cut.words, look.spoken, look.said, _sureness(wrong, look.overcharged))
    danger = signs.emergency(cut, sight, look.ago)
    danger = weighing.danger(cut, sight, danger, leans, bool(look.ago) or ruled is Gist.ASPIRATION)
    threat, emergency = weighing.threat(
        signs.threat(look.said, look.plain), danger is not None, look.plain
    )
    pressing = weighing.urgent(cut, sight, signs.urgent(cut, sight), shares[opinion.URGENT])
    if pressing and (look.ago or 0) > _OVER and _passes(*pressing):
        pressing = None
    return _Judged(weighing.gist(ruled, leans), wrong, pressing, danger, emergency, threat, leans)


def _reading(look: _Look, judged: _Judged) -> Reading:
    cut, said, plain, pressing = look.cut, look.said, look.plain, judged.pressing
    return Reading(
        gist=judged.gist,
        slots=look.slots,
        short=shorts.of(look.spoken),
        language=signs.language(said.union(cut.typed)),
        fear=signs.fear(said, plain),
        urgent=pressing[0] if pressing else "",
        emergency=judged.emergency,
        reported_party=signs.reported(cut.words, said),
        threat=judged.threat,
        insult=signs.insult(said),
        progress=signs.progress(said, plain),
        correction=signs.correction(cut.words),
        wrong=bool(said & WRONGS),
        greeting=kinds.greeting(look.spoken),
        known=len(look.spoken),
        when=look.when,
        maladministration=judged.wrong[0],
        suggested_by=judged.wrong[1],
        urged_by=judged.danger or (pressing[1] if pressing else None),
        reported=circumstances.reported(cut) if not said.isdisjoint(OFFICIALS) else None,
        behalf=circumstances.behalf(cut, said, plain),
        assistance=circumstances.assistance(said, plain),
        loss=circumstances.loss(cut, said, plain),
        above_tariff=look.overcharged,
        leans=judged.leans,
    )


#: Of few words nothing is surmised, nor of English ones: too few were learnt from.
_SILENT: Final[opinion.Shares] = {question: {} for question in opinion.QUESTIONS}


def _wrong(look: _Look, shares: Mapping[str, float]) -> tuple[str, Found | None]:
    """A sum above the tariff is a demand for reward, whatever else was done."""
    told = maladministration.suggested(look.cut, look.sight, shares)
    if look.overcharged and (told is None or told[0] != _REWARD):
        return _REWARD, None
    return told or ("", None)


def _sureness(wrong: tuple[str, Found | None], overcharged: bool) -> float:
    """How surely the words say that somebody did wrong; what is only surmised says nothing."""
    sure = wrong[1].confidence if wrong[1] is not None else 0.0
    return 1.0 if overcharged else sure if sure > maladministration.SURMISED else 0.0


def _ago(time: tuple[Found, When] | None, now: datetime, zone: str) -> int | None:
    """How many days ago it happened, where that was said; what has lasted for days is not over."""
    if time is None:
        return None
    words, when = time
    days = (local(now, zone).date() - when.last).days
    return 0 if days <= _LASTING and not _PAST.search(words.value.lower()) else days


def _passes(reason: str, told: Found) -> bool:
    """A danger does, and what was only surmised; a threat that was told stays."""
    return reason == "bahaya" or told.confidence <= weighing.SURMISED


#: So many days later a danger has passed, or is one no more.
_OVER = 60
#: "sudah 3 hari" still goes on, "3 hari lalu" and "kemarin" are over.
_LASTING = 3
_PAST = re.compile(
    r"l(?:a)?lu|kem(?:a)?r[ei]?n|kmrn|kmaren|semalam|smlm|semalem|tadi mal|t(?:an)?gl|tanggal|wingi"
    r"|kamari"
    r"|ago|yesterday|last|patang|mambengi|lepas|senin|selasa|rabu|kamis|jum|sabtu|minggu|\d/\d"
)


def _overcharged(cut: Tokens, slots: Mapping[Slot, Found], tariffs: Mapping[str, int]) -> bool:
    service = slots.get(Slot.SERVICE)
    tariff = tariffs.get(service.value) if service is not None else None
    return tariff is not None and circumstances.above(money.sums(cut), tariff) is not None


_REWARD = "permintaan_imbalan"


def _slots(
    cut: Tokens, catalogue: tuple[str, ...], localities: tuple[str, ...], time: Found | None
) -> dict[Slot, Found]:
    name = people.name(cut)
    address = people.address(cut, name)
    place = places.place(cut, address, localities) or places.at_home(cut, address)
    hits = {
        Slot.NAME: name,
        Slot.ADDRESS: address,
        Slot.SERVICE: services.service(cut, catalogue),
        Slot.REQUEST: _unsigned(wishes.request(cut), name),
        Slot.PLACE: place,
        Slot.TIME: time,
    }
    return {slot: hit for slot, hit in hits.items() if hit is not None}


def _unsigned(request: Found | None, name: Found | None) -> Found | None:
    """ "Tolong diganti, saya Joko": who asks is no part of what is asked."""
    if request is None or name is None or not request.start < name.start < request.end:
        return request
    value = _PRESENTING.sub("", request.value[: name.start - request.start])
    return Found(value, request.start, request.start + len(value), request.confidence)


_PRESENTING = re.compile(
    r"[\s,.(-]*(?:\b(?:nama|saya|sy|aku|dari|pak|bu|ibu|bapak|hormat|salam|ttd|atas|with|by|i am)"
    r"\b[\s:,.]*)*$",
    re.IGNORECASE,
)
