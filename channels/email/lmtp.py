"""The way in by LMTP: the office's own mail server hands a mail over, and 250 means committed."""

from __future__ import annotations

import asyncio
import logging
from email.utils import localtime
from typing import Any

from aiosmtpd.lmtp import LMTP
from aiosmtpd.smtp import Envelope, Session

from channels.base import Accept, Webhook
from channels.email.config import Config

log = logging.getLogger(__name__)

#: A port that is taken is tried again after this time.
REST = 10.0
_TAKEN = "250 2.0.0 OK"
_LATER = "451 4.3.0 Try again later"


async def serve(account: str, config: Config, accept: Accept) -> None:
    """For ever, on the loop that calls it."""
    # These write whole mails into their logs.
    for name in ("mail.log", "mail.debug"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
    lines: set[_Line] = set()
    handler = _Handler(account, accept)
    loop = asyncio.get_running_loop()
    while True:
        try:
            server = await loop.create_server(
                lambda: _Line(handler, config, lines), config.lmtp_host, config.lmtp_port
            )
        except OSError as error:
            log.warning("%s: LMTP cannot listen: %s", account, type(error).__name__)
            await asyncio.sleep(REST)
            continue
        try:
            await server.serve_forever()
        finally:
            for line in list(lines):
                line.hang_up()


class _Handler:
    """What becomes of a mail."""

    def __init__(self, account: str, accept: Accept) -> None:
        self._account = account
        self._accept = accept

    async def handle_DATA(self, server: LMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        """One answer for each recipient, after the COMMIT."""
        answer = _TAKEN
        try:
            await self._accept([self._hook(envelope)])
        except Exception as error:
            log.warning("%s: a mail was not accepted: %s", self._account, type(error).__name__)
            answer = _LATER
        return "\r\n".join([answer] * len(envelope.rcpt_tos))

    def _hook(self, envelope: Envelope) -> Webhook:
        return Webhook(
            self._account,
            headers={
                "x-sahut-role": "inbox",
                "x-sahut-mail-from": f"<{(envelope.mail_from or '').strip('<>')}>",
                "x-sahut-rcpt-to": ", ".join(f"<{one}>" for one in envelope.rcpt_tos),
                "x-sahut-internaldate": localtime().isoformat(timespec="seconds"),
            },
            body=envelope.original_content or b"",
        )


class _Line(LMTP):
    """One connection of the mail server."""

    def __init__(self, handler: _Handler, config: Config, lines: set[_Line]) -> None:
        limit = config.max_mb * 2**20
        # A line that is too long makes the library refuse a citizen's whole mail.
        self.line_length_limit = limit
        self._lines = lines
        self._in_data = False
        super().__init__(
            handler,
            data_size_limit=limit,
            enable_SMTPUTF8=True,
            hostname=config.address.partition("@")[2],
            ident="LMTP",
            loop=asyncio.get_running_loop(),
        )

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._lines.add(self)
        super().connection_made(transport)

    def connection_lost(self, error: Exception | None) -> None:
        self._lines.discard(self)
        super().connection_lost(error)

    async def smtp_DATA(self, arg: str) -> None:  # noqa: N802
        self._in_data = True
        try:
            await super().smtp_DATA(arg)
        finally:
            self._in_data = False

    async def push(self, status: Any) -> Any:
        """A mail refused for its size is refused to each recipient, as LMTP wants it."""
        if self._in_data and self.envelope and str(status)[:3] in ("500", "552"):
            status = "\r\n".join([str(status)] * len(self.envelope.rcpt_tos))
        return await super().push(status)

    def hang_up(self) -> None:
        if self.transport:
            self.transport.close()
