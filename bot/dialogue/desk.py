"""What lies on the clerk's desk when a citizen speaks, and what the clerk hands back.

The dialogue is one pure function, `clerk.answer(desk, said) -> Turn`. It reads rows as values and
returns values; bot.intake turns them into rows again.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING

from bot.casework.remedies import Remedy, Role
from bot.casework.words import Event, Kind, Protection, Slot, State
from bot.casework.words import Fact as Fact

if TYPE_CHECKING:
    from bot.dialogue.texts import Texts

#: Stands for the six digits in every stored text; filled in when the provider is called.
#: Private-use characters, which are stripped from whatever strangers write.
KEY_MARK = "\ue000kunci\ue001"
_KEYS = re.compile("\ue000kunci(?::(?P<number>[^\ue000\ue001]+))?\ue001")


def key_mark(number: str) -> str:
    """Stands for the kunci of one of several cases that a text tells of."""
    return f"\ue000kunci:{number}\ue001"


def with_keys(text: str, kunci: Callable[[str], str]) -> str:
    """The text with every mark filled in; `kunci` is given the number, or "" for the one case."""
    return _KEYS.sub(lambda mark: kunci(mark["number"] or ""), text)


@dataclass(frozen=True, slots=True)
class Office:
    """What the texts may say of this office. No text names a body or a number by itself."""

    name: str
    short_name: str
    responsible: str
    address: str
    phone: str
    hours: str
    officer: str
    #: The bodies outside this office, in the order in which they are told.
    remedies: tuple[Remedy, ...] = ()
    #: (name, number) of each emergency service, as configured.
    emergency: tuple[tuple[str, str], ...] = ()
    #: Names of services and units of the office's own catalogue.
    services: tuple[str, ...] = ()
    #: Villages, estates and streets of the office's own area.
    places: tuple[str, ...] = ()
    #: Named custodian and her body; empty: RAHASIA cannot be promised.
    custodian: str = ""
    #: The published fee of a service, in rupiah; 0 where it is free.
    tariffs: Mapping[str, int] = field(default_factory=dict)
    #: Words of the office's own region: what is said, and the Indonesian word it stands for.
    words: Mapping[str, str] = field(default_factory=dict, repr=False)
    public_url: str = ""
    #: IANA name; every date and hour we write is meant here.
    zone: str = "Asia/Jakarta"

    @property
    def outside(self) -> tuple[Remedy, ...]:
        """Where to go for fear of this office: a village's own council is too near."""
        return tuple(one for one in self.remedies if one.role is not Role.BPD)


@dataclass(frozen=True, slots=True)
class Line:
    """What the dialogue needs to know of the channel: not its name, only what it can carry."""

    choices: int
    choice_title: int
    text: int
    #: One segment of GSM-7, paid by the citizen: asked at most once, no menus, no confirmations.
    costly: bool = False
    #: Everything missing is listed in one letter instead of one question at a time.
    letter: bool = False
    #: The citizen sees the case beside the conversation (web), so the receipt need not repeat it.
    page: bool = False
    #: *bold* is rendered as bold.
    markup: bool = False


@dataclass(frozen=True, slots=True)
class Case:
    """One complaint (or information request ...) as the dialogue sees and returns it."""

    id: int
    number: str
    kind: Kind
    state: State
    received_at: datetime
    slots: Mapping[Slot, str] = field(default_factory=dict, repr=False)
    #: Slots already asked for, so that nothing is asked twice.
    asked: frozenset[Slot] = frozenset()
    #: Slots the citizen chose to skip or does not know.
    skipped: frozenset[Slot] = frozenset()
    protection: Protection = Protection.OPEN
    #: By when the next news is owed (clock V), and when the office must decide at the latest.
    news_by: date | None = None
    decide_by: date | None = None
    confirmed_at: datetime | None = None
    #: The unit says that it is mended; the citizen has the last word.
    repaired_at: datetime | None = None
    urgent: str = ""
    facts: Mapping[Fact, str] = field(default_factory=dict, repr=False)
    #: Who needs another form of our answers: blind, deaf, elderly, cannot_write, ...
    assistance: frozenset[str] = field(default=frozenset(), repr=False)
    #: What of it the words tell; an officer may have decided otherwise.
    suggested: frozenset[str] = field(default=frozenset(), repr=False)
    #: How sure the reading was of what it put into a slot, from 0 to 1.
    sure: Mapping[Slot, float] = field(default_factory=dict)
    #: Facts that were asked for, once.
    wondered: frozenset[Fact] = frozenset()
    #: Pictures, voices, documents, locations so far.
    files: int = 0
    voices: int = 0
    #: An officer has listened to the last voice note (and typed what was said).
    heard: bool = True
    #: An officer has opened the case.
    looked: bool = False
    #: Of an archived case that nobody filed again: how it had ended.
    ended_as: State | None = None
    #: False where this contact only named the number of somebody else's case.
    own: bool = True
    generation: int = 1
    #: To whom it is closed: never said, and kept where it is filed again.
    reported_post: int | None = field(default=None, repr=False)
    sealed_above: bool = field(default=False, repr=False)


@dataclass(frozen=True, slots=True)
class Talk:
    """What the conversation with one contact remembers between messages (sealed at rest)."""

    language: str = ""
    #: The case this conversation is about.
    case: int | None = None
    #: What was asked last: a Slot value, "confirm", "withdraw", "secrecy", "which", ... or "".
    asking: str = ""
    #: When the running burst began and what it holds, e.g. {"voice": 1, "image": 2, "text": 3}.
    burst_at: datetime | None = None
    burst: Mapping[str, int] = field(default_factory=dict)
    #: When we last answered this burst's case; stragglers within ten minutes join silently.
    answered_at: datetime | None = None
    #: Stragglers that joined silently and are still to be named in the next message.
    late: Mapping[str, int] = field(default_factory=dict)
    #: The kunci was given at this time, for this case: an hour's trust for a weak sender.
    opened_at: datetime | None = None
    opened: int | None = None
    stopped: bool = False
    #: The cases whose kunci nobody has been told yet, because their receipt still waits.
    owed: tuple[int, ...] = ()
    #: The answer that waits names `late`, and tells the kunci of these cases of `owed`.
    told: bool = False
    telling: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Said:
    """One message of a citizen, as the dialogue needs it."""

    at: datetime
    text: str = field(default="", repr=False)
    choice: str = ""
    strong: bool = False
    #: Of a letter: what stands above its text, and the case that its thread or a token names.
    subject: str = field(default="", repr=False)
    about: int | None = None
    #: The name the provider shows; never used before secrecy is settled, never a slot by itself.
    shown_name: str = field(default="", repr=False)
    #: Kinds of the attachments: image, video, audio, voice, document, sticker, location, contact.
    files: tuple[str, ...] = ()
    #: "geo:-6.2,106.8" or a place name when a location came with it.
    location: str = field(default="", repr=False)
    #: "tel:+62812..." of a contact that was shared.
    contact: str = field(default="", repr=False)
    edits: bool = False
    #: False for the parts of a web form that were given in fields of their own.
    slots: Mapping[Slot, str] = field(default_factory=dict, repr=False)
    protection: Protection | None = None
    #: Of an entry: the help that an officer saw is needed.
    assistance: frozenset[str] = field(default=frozenset(), repr=False)
    #: More messages of this contact are waiting behind this one in the same group.
    more: bool = False


@dataclass(frozen=True, slots=True)
class Named:
    """A tracking number found in the message: the case, or why there is none."""

    typed: str
    #: "own", "other" (exists, belongs to somebody else), "unknown", "mistyped"
    found: str
    case: Case | None = None


@dataclass(frozen=True, slots=True)
class Way:
    """An address to which news of a case may go: its channel in words, the end of its number."""

    id: int
    name: str
    tail: str = field(default="", repr=False)
    #: Whoever speaks writes from here.
    here: bool = False
    #: News of the case goes here alone, because its citizen wants it so.
    chosen: bool = False
    #: May be used where another one does not reach.
    spare: bool = False


@dataclass(frozen=True, slots=True)
class Desk:
    """Everything the clerk may know. `spare` holds unused (id, number) pairs for new cases."""

    office: Office
    texts: Texts = field(repr=False)
    line: Line
    now: datetime
    talk: Talk
    #: Own cases, newest first; the dialogue sees at most the ten newest.
    cases: tuple[Case, ...] = ()
    named: tuple[Named, ...] = ()
    #: Did the six digits in the message open the case named with them? By number.
    keyed: Mapping[str, bool] = field(default_factory=dict)
    spare: tuple[tuple[int, str], ...] = ()
    #: By when news is owed on a case that is opened now, by kind.
    news_by: Mapping[Kind, date] = field(default_factory=dict)
    #: The same where it is urgent, which may be promised sooner.
    urgent_by: Mapping[Kind, date] = field(default_factory=dict)
    #: The burst's answer is queued and nobody has taken it yet, so it can still be replaced.
    answer_waits: bool = False
    #: A cap holds that answer back: what is said now must not become a second one.
    merging: bool = False
    #: Seconds of silence that end a burst on this channel.
    quiet: float = 3.0
    #: Messages of officers that were only knocked for ("Ada kabar ..."), by case; BACA shows them.
    news: Mapping[int, str] = field(default_factory=dict, repr=False)
    #: The addresses of each case that has several, or is about to.
    ways: Mapping[int, tuple[Way, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Button:
    """A choice under a message; `id` is read back by the clerk, e.g. "confirm:123"."""

    id: str
    title: str
    wants: str = ""


@dataclass(frozen=True, slots=True)
class Say:
    """One message to the citizen who spoke.

    burst: this is the answer to the running burst: it waits for the quiet time and is replaced
    by a newer one until it is on its way. Otherwise it leaves at once.
    purpose: receipt, question, status, help, command, ack: "receipt" is owed by law.
    """

    text: str = field(repr=False)
    purpose: str
    case: int | None = None
    buttons: tuple[Button, ...] = ()
    burst: bool = False
    subject: str = ""


@dataclass(frozen=True, slots=True)
class Happening:
    """Something for the journal: the lifecycle decides whether and where the state moves."""

    case: int
    event: Event
    details: Mapping[str, str] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True)
class Turn:
    """What one message led to. `cases` are new or changed, `joins` is the message's case."""

    talk: Talk
    cases: tuple[Case, ...] = ()
    joins: int | None = None
    happenings: tuple[Happening, ...] = ()
    say: Say | None = None
    #: Kinds the message was taken for, for lists and exports: "citizen" unless a command.
    taken_for: str = "citizen"
    #: Officers should look: "human", "pressure", "threat", "emergency", "link".
    alarms: tuple[str, ...] = ()
    #: Case that this address is to be linked to (number and kunci fitted).
    links: int | None = None
    unlinks: int | None = None
    #: (case, address): where its news goes from now on, and what stands by; 0: all, and none.
    news: tuple[int, int] | None = None
    spare: tuple[int, int] | None = None
    language: str = ""
