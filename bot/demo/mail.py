"""A loopback mail server: the office's letters come by SMTP, citizens' mails go in by LMTP."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from email.message import EmailMessage

from aiosmtpd.smtp import SMTP, Envelope, Session

from bot.demo import mail_rules as rules
from bot.demo.mail_carrying import RETRIES, Carrier, Parcel
from bot.demo.mail_rules import Faults
from bot.demo.mail_writing import FAR, NEAR, Draft, Enclosure, read, report, stamped, written

TAKEN = "250 2.0.0 OK queued"


@dataclass(frozen=True, slots=True)
class Letter:
    """What lies in a citizen's mailbox."""

    to: str
    at: datetime
    content: bytes = field(repr=False)
    mail: EmailMessage = field(repr=False)

    @property
    def id(self) -> str:
        return str(self.mail["Message-ID"]).strip()


#: A letter reached a mailbox; or the office has taken a mail, by its id.
Arrived = Callable[[Letter], Awaitable[None]]
Taken = Callable[[str, str], Awaitable[None]]


class MailServer:
    """Both servers between citizens and office in one. Knows no client of its own."""

    def __init__(
        self,
        now: Callable[[], datetime],
        office: str = "lapor@sukajaya.example",
        *,
        retries: Sequence[float] = RETRIES,
    ) -> None:
        self.office = office
        #: What the office signs its reply addresses with.
        self.secret = secrets.token_hex(16)
        self.faults = Faults()
        self.way_in = Carrier(self.faults, self._was_told, retries)
        #: Where SMTP is spoken.
        self.port = 0
        #: Every letter that reached a mailbox, in order; a second copy of one is the same letter.
        self.letters: list[Letter] = []
        #: Answers for the next mails, used up one by one.
        self.answers: list[str] = []
        self._now = now
        self._boxes: dict[str, dict[str, Letter]] = {}
        self._arrived: list[Arrived] = []
        self._taken: list[Taken] = []
        self._lines: set[_Line] = set()
        self._closing = asyncio.Event()
        self._server: asyncio.Server | None = None

    async def start(self, port: int = 0) -> int:
        """Listen on the loopback interface and return the port."""
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(lambda: _Line(self, self._lines), "127.0.0.1", port)
        self.port = self._server.sockets[0].getsockname()[1]
        await self.way_in.start()
        return self.port

    async def close(self) -> None:
        self._closing.set()
        await self.way_in.close()
        if self._server:
            self._server.close()
        for line in list(self._lines):
            line.hang_up()

    def subscribe(self, arrived: Arrived, taken: Taken) -> None:
        """Call back with each letter that reaches a mailbox, and each mail that the office took."""
        self._arrived.append(arrived)
        self._taken.append(taken)

    async def citizen_writes(
        self,
        address: str,
        text: str,
        subject: str = "",
        answers: str = "",
        file: Enclosure | None = None,
        *,
        name: str = "",
    ) -> EmailMessage:
        """A mail leaves; `answers` is the id of a letter in this mailbox."""
        known = self._boxes.get(address, {}).get(answers)
        draft = Draft(text, subject, known.mail if known else None, file)
        now = self._now()
        mail = written(name, address, self.office, draft, now)
        to = _bare(mail)
        content = stamped(mail.as_bytes(), address, to, now, signed=not self.faults.unsigned)
        self.way_in.put(Parcel(str(mail["Message-ID"]), address, to, content))
        return mail

    async def handle_EHLO(  # noqa: N802
        self, line: SMTP, session: Session, envelope: Envelope, name: str, answers: list[str]
    ) -> list[str]:
        await self._pause()
        session.host_name = name
        return answers

    async def handle_RSET(self, line: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        await self._pause()
        return "250 2.0.0 OK"

    async def handle_MAIL(  # noqa: N802
        self, line: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        await self._pause()
        refused = rules.sender(address, self.office) or (rules.QUOTA * self.faults.quota)
        if not refused:
            envelope.mail_from, envelope.mail_options = address, list(options)
        return refused or "250 2.1.0 OK"

    async def handle_RCPT(  # noqa: N802
        self, line: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        await self._pause()
        refused = rules.recipient(address, len(envelope.rcpt_tos)) or self._turned_away()
        if not refused:
            envelope.rcpt_tos.append(address)
        return refused or "250 2.1.5 OK"

    async def handle_DATA(self, line: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        await self._pause()
        if self.answers:
            return self.answers.pop(0)
        content = envelope.original_content or b""
        options = {option.upper() for option in envelope.mail_options}
        eight = bool(options & {"BODY=8BITMIME", "SMTPUTF8"})
        refused = rules.content(content, self.office, eight=eight)
        if refused:
            return refused
        for address in envelope.rcpt_tos:
            await self._deliver(address.lower(), content)
        if self.faults.hang_after_data:
            await self._closing.wait()
        return TAKEN

    def _turned_away(self) -> str:
        switches = {rules.LATER: self.faults.try_later, rules.NOBODY: self.faults.unknown_recipient}
        return next((said for said, on in switches.items() if on), "")

    async def _pause(self) -> None:
        if self.faults.hang:
            await self._closing.wait()
        await asyncio.sleep(self.faults.answer_after)

    async def _deliver(self, address: str, content: bytes) -> None:
        """Into the mailbox; or back to where it came from."""
        if not self.faults.bounce:
            await self._keep(address, content)
            return
        now = self._now()
        back = report(content, FAR, self.office, address, rules.NOBODY, now)
        own = str(read(back)["Message-ID"])
        content = stamped(back, "", self.office, now, signed=False)
        self.way_in.put(Parcel(own, "", self.office, content))

    async def _keep(self, address: str, content: bytes) -> None:
        """Once for each id, as mailboxes do."""
        letter = Letter(address, self._now(), content, read(content))
        box = self._boxes.setdefault(address, {})
        if letter.id in box:
            return
        box[letter.id] = letter
        self.letters.append(letter)
        for listener in self._arrived:
            await listener(letter)

    async def _was_told(self, parcel: Parcel, answer: str) -> None:
        """The office took a mail; or never will, and its writer is told so."""
        if answer.startswith("2"):
            for listener in self._taken:
                await listener(parcel.sender, parcel.id)
        elif parcel.sender:
            said = answer or "554 5.4.7 Delivery expired (message too old)"
            back = report(parcel.content, NEAR, parcel.sender, parcel.to, said, self._now())
            await self._keep(parcel.sender, back)


class _Line(SMTP):
    """One connection of the office."""

    def __init__(self, server: MailServer, lines: set[_Line]) -> None:
        self._open = lines
        super().__init__(
            server,
            hostname=NEAR,
            ident="ESMTP",
            data_size_limit=rules.SIZE,
            enable_SMTPUTF8=True,
            loop=asyncio.get_running_loop(),
        )

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._open.add(self)
        super().connection_made(transport)

    def connection_lost(self, error: Exception | None) -> None:
        self._open.discard(self)
        super().connection_lost(error)

    def hang_up(self) -> None:
        if self.transport:
            self.transport.close()


def _bare(mail: EmailMessage) -> str:
    """The address that the envelope names."""
    return str(mail["To"].addresses[0].addr_spec)
