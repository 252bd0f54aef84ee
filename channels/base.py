"""What a channel is: the values that cross its border, and the one interface in the house."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, Protocol

#: What an inbound event was taken for. Only "citizen" speaks to the dialogue; "echo" is what
#: staff wrote in the provider's own app or mailbox; "code" is a one-time code, shown to nobody;
#: the rest is kept and shown as what it is.
InboundKind = Literal[
    "citizen",
    "echo",
    "auto_reply",
    "bounce",
    "list",
    "report",
    "system",
    "code",
    "blocked",
    "unblocked",
    "moved",
]
Proof = Literal["strong", "weak"]
#: Ranks of a message on its way out; `failed` is terminal unless a later delivery contradicts it.
DeliveryState = Literal["accepted", "sent", "delivered", "read", "failed"]
#: Whom a failure concerns.
Scope = Literal["message", "recipient", "account"]
#: location and contact carry their content in `ref` ("geo:-6.2,106.8", "tel:+62812...") and are
#: never downloaded; every other kind is fetched with Channel.download(ref). "source" is the
#: message itself as it came (an .eml): for officers to download, no evidence of the citizen's.
AttachmentKind = Literal[
    "image", "video", "audio", "voice", "document", "sticker", "location", "contact", "source"
]


@dataclass(frozen=True, slots=True)
class Address:
    """Where somebody is reached: our account's name and the provider's id of the person."""

    account: str
    value: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file as the provider announces it; mime, name and size (bytes) are claims.

    `content` is set only where the bytes came with the event itself (mail, web form).
    """

    kind: AttachmentKind
    ref: str = field(repr=False)
    mime: str = ""
    name: str = ""
    size: int | None = None
    content: bytes | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Webhook:
    """Read and not yet believed, whether it was pushed to us or fetched by us.

    Header names are lower case; `url` is the public one, as the provider signed it.
    """

    account: str
    url: str = field(default="", repr=False)
    query: Mapping[str, str] = field(default_factory=dict, repr=False)
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    body: bytes = field(default=b"", repr=False)


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a message that the provider did not join: 1-based number of total."""

    ref: str
    number: int
    total: int


@dataclass(frozen=True, slots=True)
class Inbound:
    """One message of a citizen (or one event about a citizen), normalised.

    key: the provider's id made unique within the account; empty means "count it as new".
    provider_id: what a reply, an edit or a receipt names (wamid, "chat/message_id", Message-ID).
    aliases: other addresses of the same person, told in the same event; for kind "moved" the
        new addresses of `sender`.
    choice: the id of a tapped button. reply_to, edits: provider_id of another message.
    refs: further messages that this one answers, nearest first (References of a mail).
    number: a tracking number vouched for by a token of ours, as it stands in an address.
    full: the whole text where `text` holds only its new words; empty where they are the same.
    junk: it lay among the unwanted mail; kept and shown, answered once somebody confirms it.
    phone: the sender's number in E.164 where the provider tells it ("+62812...").
    fields: what a form gave in fields of their own, as JSON; empty elsewhere.
    raw: that event's slice of what came over the wire, as it came.
    """

    key: str
    sender: Address
    kind: InboundKind = "citizen"
    proof: Proof = "weak"
    provider_id: str = ""
    aliases: tuple[Address, ...] = ()
    name: str = field(default="", repr=False)
    text: str = field(default="", repr=False)
    subject: str = field(default="", repr=False)
    sent_at: datetime | None = None
    reply_to: str = ""
    choice: str = ""
    edits: str = ""
    thread: str = ""
    refs: tuple[str, ...] = ()
    number: str = ""
    full: str = field(default="", repr=False)
    junk: bool = False
    phone: str = field(default="", repr=False)
    attachments: tuple[Attachment, ...] = ()
    part: Part | None = None
    fields: bytes = field(default=b"", repr=False)
    raw: bytes = field(default=b"", repr=False)


@dataclass(frozen=True, slots=True)
class Delivery:
    """What the provider tells of a message of ours; `ref` is our own id where it is echoed."""

    key: str
    provider_id: str
    state: DeliveryState
    at: datetime | None = None
    ref: str = ""
    reason: str = ""
    code: str = ""
    #: True where the failure forbids every further message to this recipient.
    permanent: bool = True
    scope: Scope = "message"
    #: Refused because the citizen has not written lately: it may go once they write again.
    window_closed: bool = False
    raw: bytes = field(default=b"", repr=False)


Event = Inbound | Delivery


@dataclass(frozen=True, slots=True)
class Choice:
    """A button: `id` comes back in Inbound.choice (at most 64 bytes), `title` is shown."""

    id: str
    title: str
    #: A button that asks the phone for its position, where the channel has one.
    wants: Literal["", "location", "contact"] = ""


@dataclass(frozen=True, slots=True)
class OutFile:
    """A stored file on its way out: name, content type, bytes read when it is sent."""

    name: str
    mime: str
    read: Callable[[], Awaitable[bytes]] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Outbound:
    """One message to one address. `id` is ours and goes to the provider where it can be echoed.

    template and params are set where only a template may be sent; text then is for the record.
    thread, reply_to, refs: of the citizen's last message in this case, and those before it.
    number: the case's tracking number, "" where there is none. auto: who speaks: an officer (""),
    the house in reply to a message, or the house by itself.
    """

    id: str
    to: Address
    text: str = field(repr=False)
    choices: tuple[Choice, ...] = ()
    template: str = ""
    params: tuple[str, ...] = field(default=(), repr=False)
    subject: str = field(default="", repr=False)
    thread: str = ""
    reply_to: str = ""
    refs: tuple[str, ...] = ()
    number: str = ""
    auto: Literal["", "replied", "generated"] = ""
    attachments: tuple[OutFile, ...] = ()


class SendError(Exception):
    """A message could not be handed over. Facts only: one table in the outbox decides.

    wait: seconds the provider asked for. unknown: written, but no answer came; the provider may
    have it.
    """

    def __init__(
        self,
        reason: str,
        *,
        permanent: bool = False,
        wait: float | None = None,
        scope: Scope = "message",
        code: str = "",
        unknown: bool = False,
        moved_to: str = "",
        window_closed: bool = False,
    ) -> None:
        super().__init__(reason)
        self.reason = reason
        self.permanent = permanent
        self.wait = wait
        self.scope: Scope = scope
        self.code = code
        self.unknown = unknown
        self.moved_to = moved_to
        self.window_closed = window_closed


class Gone(Exception):
    """An attachment that can no longer be fetched, or never could: its reason in one word."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What a channel can carry, so that nobody needs to ask which channel it is.

    text: characters of one message. choices: buttons under a message, 0 where there are none.
    per_second: for the whole account. per_recipient: seconds between two messages to one
    person. per_day: messages of the account in 24 hours. window: hours after the citizen's
    last message in which free text may be sent. quiet: seconds of silence that end a burst.
    file: bytes of the largest attachment we take. units: the most units (segments) one message
    may be billed as, 0 where nothing is counted; price: rupiah for one unit.
    """

    text: int = 4096
    choices: int = 0
    choice_title: int = 20
    per_second: float = 20.0
    per_recipient: float = 1.0
    burst: int = 5
    per_day: int | None = None
    window: float | None = None
    quiet: float = 3.0
    file: int = 20 * 2**20
    markup: Literal["", "star", "html"] = ""
    #: The citizen pays for each message; one letter instead of a chat; a page shows the case.
    costly: bool = False
    letter: bool = False
    page: bool = False
    #: Messages stand in threads: an answer names the message that it answers.
    threads: bool = False
    #: The provider tells when a message was delivered.
    receipts: bool = False
    #: No wire leads to the citizen: the office's own people carry each message there.
    by_hand: bool = False
    units: int = 0
    price: float = 0.0


class Accept(Protocol):
    """Make events durable. Returns after the COMMIT of the hooks' events and of the cursor."""

    async def __call__(
        self, hooks: Sequence[Webhook], cursor: tuple[str, str] | None = None
    ) -> None: ...


@dataclass(frozen=True, slots=True)
class Health:
    """What `sahut check` shows of an account: in order or not, and one sentence.

    grave: where it is not in order, something does not work at all.
    """

    ok: bool
    detail: str
    grave: bool = True


class Refused(Exception):
    """verify() does not believe a webhook: the HTTP status to answer with."""

    def __init__(self, status: int = 403) -> None:
        super().__init__(f"refused with {status}")
        self.status = status


class Malformed(ValueError):
    """A believed webhook that parse() cannot read: answered with 400, never retried into 5xx."""


class Channel(ABC):
    """The only interface in the house. A channel knows nothing of complaints.

    Each module offers SETTINGS, `check(values)` and `open_channel(account, values, http)`.
    """

    account: str
    limits: Limits
    #: The template that only knocks where the window for free text is closed; "" where none is.
    notice: str = ""
    #: What that template is filled with, in order: "number" of the case, name of the "office".
    notice_params: Sequence[str] = ("number",)
    #: Its pushes are not signed: only the loopback port of the server takes them.
    local: bool = False
    #: The provider pushes again what was not answered with 200. Where it does not, a request that
    #: cannot be committed waits on disk.
    retries: bool = True
    #: What the provider calls this account, where it brings one address the pushes of several.
    recipient: str = ""

    @abstractmethod
    def verify(self, hook: Webhook) -> None:
        """Raise Refused unless the provider sent this hook. No default: fail closed."""

    @abstractmethod
    def parse(self, hook: Webhook) -> Sequence[Event]:
        """Every event of the batch, and nothing of what we do not know. Pure.

        Raises Malformed for what is not of the provider's shape.
        """

    @abstractmethod
    async def send(self, outbound: Outbound) -> str:
        """Hand one message over and return the provider's id of it. Raises SendError."""

    def recipients(self, hook: Webhook) -> Collection[str]:
        """Whom the provider meant this push for; nobody where each account has its own address.

        Whoever of them is an account of ours reads its own part, if it believes the push, too.
        """
        return ()

    async def reply(self, hook: Webhook) -> tuple[str, str]:
        """Body and content type for a push that is kept. Called after the COMMIT."""
        return "", "text/plain"

    def units(self, text: str) -> int:
        """How many units this text is billed as (segments of an SMS)."""
        return 1

    def handshake(self, hook: Webhook) -> str:
        """The body that proves to the provider that this address is ours. Raises Refused."""
        raise Refused(404)

    async def listen(self, accept: Accept, cursor: Callable[[str], str]) -> None:
        """Fetch for ever what is not pushed; acknowledge only after `accept` has returned.

        `cursor(name)` is what was committed under that name when listening began, "" at first.
        """

    @property
    def listens(self) -> bool:
        """Whether this account fetches (and so needs to be held by one process only)."""
        return False

    async def announce(self, url: str) -> None:
        """Tell the provider where to push, where that is done by a call. Raises SendError."""

    async def noticed(self, provider_id: str, to: Address) -> None:
        """Show the citizen that somebody reads: read mark, typing sign. Failing is no matter."""

    def download(self, ref: str) -> AsyncIterator[bytes]:
        """The bytes of an attachment, in pieces. Raises Gone or SendError."""
        raise Gone("unsupported")

    async def health(self) -> Health:
        """Ask the provider whether this account works."""
        return Health(True, "")

    async def templates(self) -> Sequence[Health]:
        """Ask the provider whether the templates we use are approved and as we use them."""
        return ()

    def link(self, text: str) -> str:
        """The address that opens a chat with this account, with `text` ready; "" if none."""
        return ""

    async def close(self) -> None:
        """Let go of connections."""
