"""One pure function from a text to a reading: what it wants, what it says, how it sounds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType

from bot.casework.words import Slot
from bot.dialogue import (
    circumstances,
    kinds,
    maladministration,
    money,
    people,
    places,
    signs,
    times,
    tokens,
    wishes,
)
from bot.dialogue.almanac import When
from bot.dialogue.circumstances import Loss
from bot.dialogue.found import Found
from bot.dialogue.kinds import Gist as Gist
from bot.dialogue.lexicon import OFFICIALS, WRONGS
from bot.dialogue.texts import local
from bot.dialogue.tokens import Tokens


class Short(StrEnum):
    """What a very short message answers to whatever was asked."""

    NOTHING = ""
    YES = "yes"
    NO = "no"
    SKIP = "skip"
    UNKNOWN = "unknown"


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
    #: Who is said to have done wrong, and for whom it is told where that is somebody else.
    reported: Found | None = field(default=None, repr=False)
    behalf: Found | None = field(default=None, repr=False)
    #: blind, deaf, disabled, elderly, ill, pregnant, child, cannot_write, remote.
    assistance: tuple[str, ...] = ()
    loss: Loss | None = None
    #: A sum was asked that is more than the published fee.
    above_tariff: bool = False


def read(
    text: str,
    services: tuple[str, ...],
    now: datetime,
    *,
    zone: str = "Asia/Jakarta",
    own: Mapping[str, str] = MappingProxyType({}),
    tariffs: Mapping[str, int] = MappingProxyType({}),
) -> Reading:
    """Read one message. `now` is when it was said, `zone` is where its days are counted.

    own: words of the office's own region and what they stand for. tariffs: the published fee
    of a service, in rupiah.
    """
    cut = tokens.cut(text, own)
    said = frozenset(cut.words)
    plain = " ".join(cut.words)
    time = times.when(cut, now, zone)
    slots = _slots(cut, services, time[0] if time else None)
    spoken = tuple(word for word in cut.words if word[0].isalnum())
    overcharged = _overcharged(cut, slots, tariffs)
    wrong = _wrong(cut, said, plain, overcharged)
    return Reading(
        gist=kinds.gist(cut.words, spoken, said),
        slots=slots,
        short=_short(spoken),
        language=signs.language(said.union(cut.typed)),
        fear=signs.fear(said, plain),
        urgent=signs.urgent(said, plain),
        emergency=signs.emergency(said, plain, _over(time, now, zone)),
        reported_party=signs.reported(cut.words, said),
        threat=signs.threat(said, plain),
        insult=signs.insult(said),
        progress=signs.progress(said, plain),
        correction=signs.correction(cut.words),
        wrong=bool(said & WRONGS),
        greeting=kinds.greeting(spoken),
        known=len(spoken),
        when=time[1] if time else None,
        maladministration=wrong[0],
        suggested_by=wrong[1],
        reported=circumstances.reported(cut) if not said.isdisjoint(OFFICIALS) else None,
        behalf=circumstances.behalf(cut, said, plain),
        assistance=circumstances.assistance(said, plain),
        loss=circumstances.loss(cut, said, plain),
        above_tariff=overcharged,
    )


def _wrong(
    cut: Tokens, said: frozenset[str], plain: str, overcharged: bool
) -> tuple[str, Found | None]:
    """A sum above the tariff is a demand for reward, whatever else was done."""
    told = maladministration.suggested(cut, said, plain)
    if overcharged and (told is None or told[0] != _REWARD):
        return _REWARD, None
    return told or ("", None)


def _over(time: tuple[Found, When] | None, now: datetime, zone: str) -> bool:
    """Did it happen before today?"""
    return time is not None and time[1].last < local(now, zone).date()


def _overcharged(cut: Tokens, slots: Mapping[Slot, Found], tariffs: Mapping[str, int]) -> bool:
    service = slots.get(Slot.SERVICE)
    tariff = tariffs.get(service.value) if service is not None else None
    return tariff is not None and circumstances.above(money.sums(cut), tariff) is not None


_REWARD = "permintaan_imbalan"


def _slots(cut: Tokens, services: tuple[str, ...], time: Found | None) -> dict[Slot, Found]:
    name = people.name(cut)
    address = people.address(cut, name)
    hits = {
        Slot.NAME: name,
        Slot.ADDRESS: address,
        Slot.SERVICE: wishes.service(cut, services),
        Slot.REQUEST: wishes.request(cut),
        Slot.PLACE: places.place(cut, address),
        Slot.TIME: time,
    }
    return {slot: hit for slot, hit in hits.items() if hit is not None}


def _short(spoken: tuple[str, ...]) -> Short:
    if not 0 < len(spoken) < 7:
        return Short.NOTHING
    core = [word for word in spoken if word not in kinds.PADDING]
    return _SHORT.get(" ".join(core), _SHORT.get(" ".join(spoken), Short.NOTHING))


_PHRASES = {
    Short.YES: """ya|iya|y|yes|benar|betul|oke|ok|siap|setuju|sudah benar|sudah betul|benar sudah
        |ya benar|ya betul|iya benar|iya betul|ya oke|leres|nggih|inggih|correct|right|true|sudah
        |that is correct|yes correct|sesuai|sudah sesuai|ya sudah|sudah sesuai semua|kirim|ya kirim
        |iya sudah benar|ya sudah benar|iya sudah betul|ya sudah betul
        |benar semua|betul semua|sudah benar semua|benar begitu|ya begitu|boleh|mau|ya mau""",
    Short.NO: """tidak|bukan|salah|keliru|no|belum benar|ada yang keliru|ada yang salah|mboten
        |tidak benar|tidak sesuai|belum sesuai|kurang tepat|wrong|not correct|perbaiki|jangan
        |tidak usah|tidak jadi|no wrong|ora""",
    Short.SKIP: """lewati|skip|lewat|lewatkan|nanti|nanti saja|lewati dulu|next|pass|kosongkan
        |tidak mau jawab|tidak perlu|-""",
    Short.UNKNOWN: """tidak tahu|kurang tahu|lupa|tidak ingat|entah|entahlah|saya tidak tahu
        |saya lupa|saya kurang tahu|mboten ngertos|tidak paham|i don't know|don't know|not sure
        |saya tidak ingat|tidak tahu pasti|kurang ingat|sudah lupa|unknown|no idea""",
}
_SHORT = {
    " ".join(phrase.split()): short
    for short, phrases in _PHRASES.items()
    for phrase in phrases.split("|")
}
