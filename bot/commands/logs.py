"""Logs: one line per event on stderr, without secrets and without what people wrote."""

from __future__ import annotations

import logging
import re
import sys
import traceback
import warnings
from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import Final
from urllib.parse import quote

from aiohttp import BadContentDispositionHeader, BadContentDispositionParam
from sqlalchemy import make_url

from bot import config, keys
from bot.config import Settings
from bot.dialogue import private

#: Libraries whose lines hold addresses with tokens in them.
_QUIET: Final = ("httpx", "httpcore", "telegram", "aiohttp.access", "alembic", "asyncio")
#: Warnings that hold the name of somebody's file.
_TELLING: Final = (BadContentDispositionHeader, BadContentDispositionParam)
_STARS: Final = "***"
_TOKEN: Final = re.compile(r"(?<!\d)\d{6,}:[\w-]{20,}|(?<=access_token=)[^\s&\"']+")
_SHORTEST: Final = 4


def set_up(settings: Settings, level: int = logging.WARNING, *, debug: bool = False) -> None:
    """From here on whatever is logged goes through one handler."""
    handler = _Stderr()
    handler.setFormatter(Plain(secrets(settings), debug=debug))
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for name in ("bot", "channels", "storage"):
        logging.getLogger(name).setLevel(logging.DEBUG if debug else level)
    for name in _QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)
    for category in _TELLING:
        warnings.simplefilter("ignore", category)


class _Stderr(logging.Handler):
    """Whatever stderr is at the moment; nothing is kept open."""

    def emit(self, record: logging.LogRecord) -> None:
        try:
            print(self.format(record), file=sys.stderr, flush=True)
        except Exception:
            self.handleError(record)


def secrets(settings: Settings) -> frozenset[str]:
    """Every secret this process knows, also as it stands in an address."""
    known = {text for text in _secrets(settings) if len(text) >= _SHORTEST}
    return frozenset(known | {quote(text, safe="") for text in known})


class Plain(logging.Formatter):
    """One line. An exception is its type and where it came from: its words may be a citizen's."""

    def __init__(self, hidden: Iterable[str], *, debug: bool = False) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s", "%Y-%m-%dT%H:%M:%S%z")
        self._hidden = sorted(hidden, key=len, reverse=True)
        self._debug = debug

    def format(self, record: logging.LogRecord) -> str:
        # super().format() would add the traceback's own text.
        record.message = record.getMessage()
        record.asctime = self.formatTime(record, self.datefmt)
        line = _printed(self.formatMessage(record))
        if record.exc_info and record.exc_info[1] is not None:
            line += self._told(record.exc_info[1])
        for secret in self._hidden:
            line = line.replace(secret, _STARS)
        return private.masked(_TOKEN.sub(_STARS, line))

    def _told(self, error: BaseException) -> str:
        if self._debug:
            trace = "".join(traceback.format_exception(error)).rstrip()
            return "".join(f"\n{_printed(line)}" for line in trace.split("\n"))
        frames = traceback.extract_tb(error.__traceback__)
        places = [f"{frame.name}:{frame.lineno}" for frame in frames[-6:]]
        return f" [{type(error).__name__} {' > '.join(places)}]"


def _printed(line: str) -> str:
    """One line that does nothing to a terminal."""
    if line.isprintable():
        return line
    seen = (c if c.isprintable() else c.encode("unicode_escape").decode() for c in line)
    return "".join(seen)


def _secrets(settings: Settings) -> Iterator[str]:
    yield make_url(settings.storage.database).password or ""
    with suppress(keys.BadKey):
        yield keys.load_key(settings).hex()
    for account in settings.accounts:
        for setting in config.channel_module(account.use).SETTINGS:
            if setting.secret:
                yield str(account.values.get(setting.name, ""))
