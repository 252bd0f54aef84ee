"""How long a mail takes to be read: plain, HTML with a quotation, and one with two attachments."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Iterator
from email.message import EmailMessage
from email.utils import make_msgid

from channels import email
from channels.base import Webhook
from channels.email import parsing
from tests.bench import table
from tests.bench.sentences import SENTENCES
from tests.bench.table import Row

ROUNDS = 600
LARGE = 10 * 2**20
SETTINGS = {
    "address": "lapor@sukajaya.go.id",
    "password": "kotak-surat-sukajaya",
    "smtp_host": "127.0.0.1",
    "lmtp_port": 24,
}
QUOTED = "\n\nPada Sen, 5 Jan 2026 pukul 09.14 Kelurahan <lapor@sukajaya.go.id> menulis:\n> {}\n"
HTML = (
    '<html><body><div>{}</div><div class="gmail_quote">Pada Sen, 5 Jan 2026 menulis:<br>'
    "<blockquote>{}</blockquote></div></body></html>"
)


async def mails() -> AsyncIterator[Row]:
    """On one core, by processor time; and how long the largest mail keeps it busy."""
    config = email.check(SETTINGS)
    hooks = [Webhook("surel", body=one, headers={"x-sahut-role": "inbox"}) for one in _written()]
    start = time.process_time()
    for number in range(ROUNDS):
        parsing.events("surel", config, hooks[number % len(hooks)])
    took = time.process_time() - start
    note = f"{len(hooks)} surat: teks, HTML dengan kutipan, dua lampiran; waktu prosesor"
    yield table.rate("mails", "surat dibaca pada satu inti", ROUNDS / took, 300, note)
    large = Webhook("surel", body=_letter("Berkas besar", LARGE).as_bytes())
    start = time.process_time()
    parsing.events("surel", config, large)
    took = time.process_time() - start
    note = "di utas lain; event loop tidak menunggunya"
    yield table.wait("mails", "surat 10 MB dibaca", took, 0.5, note)


def _written() -> Iterator[bytes]:
    for number, sentence in enumerate(SENTENCES):
        message = _letter(sentence, 30_000 if number % 3 == 2 else 0)
        if number % 3 == 1:
            before = SENTENCES[number - 1]
            message.set_content(sentence + QUOTED.format(before))
            message.add_alternative(HTML.format(sentence, before), subtype="html")
        yield message.as_bytes()


def _letter(text: str, attached: int) -> EmailMessage:
    message = EmailMessage()
    message["From"] = "Hendra <hendra@contoh.id>"
    message["To"] = str(SETTINGS["address"])
    message["Subject"] = text[:40]
    message["Message-ID"] = make_msgid(domain="contoh.id")
    message.set_content(text)
    for name in ("satu.jpg", "dua.jpg") if attached else ():
        content = b"\xff\xd8\xff" + bytes(range(256)) * (attached // 512)
        message.add_attachment(content, maintype="image", subtype="jpeg", filename=name)
    return message
