"""Email in the demo's mail program."""

from __future__ import annotations

import re
from collections.abc import Mapping
from email.message import EmailMessage
from typing import Final

from bot.clock import Clock
from bot.demo.chats import Button, Chats, File, Sheet, Words
from bot.demo.handsets import NOTHING, About, Handset, digits
from bot.demo.mail import Letter, MailServer
from bot.demo.mail_writing import Enclosure, text_of

#: Header lines that the program shows on demand, in this order.
_SHOWN: Final = (
    "Message-ID", "In-Reply-To", "References", "Reply-To", "Date", "Auto-Submitted",
)  # fmt: skip
_LETTERS: Final = re.compile(r"[^a-z0-9]+")


class MailHandset(Handset):
    """A person is an address."""

    channel = "email"
    faults: Mapping[str, str] = {
        "answer_after": "Lambat menjawab",
        "hang": "Diam saja",
        "hang_after_data": "Diam sesudah menerima surat",
        "try_later": "Minta datang lagi (451)",
        "unknown_recipient": "Alamat tidak dikenal (550)",
        "quota": "Kuota sehari habis (550)",
        "bounce": "Surat kembali belakangan",
        "unsigned": "Pengirim tanpa tanda tangan",
        "duplicate_mails": "Mengantar dua kali",
    }

    def __init__(
        self, server: MailServer, chats: Chats, names: dict[str, str], clock: Clock
    ) -> None:
        super().__init__(server.faults, chats, names, clock)
        self._server = server
        server.subscribe(self._arrived, self._taken)

    async def say(self, person: str, text: str, about: About = NOTHING) -> None:
        await self._post(person, text, about)

    async def share(
        self,
        person: str,
        file: File,
        data: bytes,
        mime: str,
        caption: str = "",
        about: About = NOTHING,
    ) -> None:
        await self._post(person, caption, about, file, Enclosure(file.name, mime, data))

    async def write(self, person: str, text: str) -> str:
        return str((await self._server.citizen_writes(person, text))["Message-ID"])

    async def send(self, person: str, file: File, data: bytes, mime: str, caption: str) -> str:
        enclosed = Enclosure(file.name, mime, data)
        mail = await self._server.citizen_writes(person, caption, file=enclosed)
        return str(mail["Message-ID"])

    async def locate(self, person: str, latitude: float, longitude: float) -> str:
        raise ValueError("a mail program does not know where it is")

    async def tap(self, person: str, bubble: str, button: Button) -> None:
        raise ValueError("a mail has no buttons")

    async def idle(self) -> None:
        await self._server.way_in.idle()

    def _new_address(self, name: str) -> str:
        return f"{_LETTERS.sub('.', name.lower()).strip('.') or 'warga'}.{digits(3)}@warga.example"

    async def _post(
        self,
        person: str,
        text: str,
        about: About,
        file: File | None = None,
        enclosed: Enclosure | None = None,
    ) -> None:
        mail = await self._server.citizen_writes(
            person, text, about.subject, about.answers, enclosed, name=self.names[person]
        )
        sheet = _sheet(mail, (file,) if file else ())
        self._mine(person, str(mail["Message-ID"]), words=(Words(text),), sheet=sheet)

    async def _arrived(self, letter: Letter) -> None:
        files = tuple(self._file(part) for part in letter.mail.iter_attachments())
        words = (Words(text_of(letter.mail)),)
        sheet = _sheet(letter.mail, files)
        self._theirs(letter.to, letter.id, letter.at, words=words, sheet=sheet)

    async def _taken(self, person: str, mail: str) -> None:
        self._chats.change(self._whose(person), mail, state="taken")

    def _file(self, part: EmailMessage) -> File:
        data, mime = part.get_content(), part.get_content_type()
        key = self._chats.keep(data if isinstance(data, bytes) else str(data).encode(), mime)
        return File(
            "photo" if mime.startswith("image/") else "document", key, part.get_filename() or ""
        )


def _sheet(mail: EmailMessage, files: tuple[File, ...]) -> Sheet:
    told = [(name, " ".join(str(mail[name]).split())) for name in _SHOWN if mail[name]]
    return Sheet(str(mail["Subject"]), str(mail["From"]), str(mail["To"]), tuple(told), files)
