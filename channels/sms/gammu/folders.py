"""The four folders of gammu-smsd: what lies in them, and how a message is left there."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import Path
from typing import Final

#: IN<date>_<time>_<serial>_<sender>_<part>.<kind>; a sender's name may hold a line of its own.
_PIECE: Final = re.compile(r"IN(\d{8})_(\d{6})_(\d{2,})_(.*)_(\d{2,})\.(txt|bin)", re.DOTALL)
#: OUT<priority><date>_<time>_<serial>_<number>_<note>.txt, of which only the number is read.
_OURS: Final = re.compile(r"OUTC([A-Za-z0-9-]+)_0_00_(\+?\d+)_sahut\.txt")
#: Whoever shares a group with gammu-smsd may read and move what we leave.
_MODE: Final = 0o660


@dataclass(frozen=True, slots=True)
class Piece:
    """One received part, as the name of its file tells it; `place` counts from zero."""

    name: str = field(repr=False)
    stamp: str
    serial: str
    sender: str = field(repr=False)
    place: int
    kind: str
    size: int = 0
    written: int = 0

    @property
    def order(self) -> tuple[int, str]:
        return self.written, self.stamp


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a message of ours; `at` is when it was moved, in nanoseconds."""

    name: str = field(repr=False)
    folder: str
    written: int
    at: int


class Earlier(Exception):
    """The same message failed before, and that has not been told yet."""


@dataclass(frozen=True, slots=True)
class Folders:
    """Inbox, outbox, sent and error, as gammu-smsd is told them. Everything here blocks."""

    inbox: Path
    outbox: Path
    sent: Path
    error: Path

    def pieces(self) -> list[Piece]:
        """Every received part that lies there now."""
        found = (piece_of(entry) for entry in _files(self.inbox))
        return [piece for piece in found if piece]

    def outcomes(self) -> list[Outcome]:
        """Our messages that were sent, and those that could not be."""
        return [
            Outcome(entry.name, name, entry.stat().st_mtime_ns, entry.stat().st_ctime_ns)
            for name, folder in (("sent", self.sent), ("error", self.error))
            for entry in _files(folder)
            if id_of(entry.name)
        ]

    def put(self, name: str, content: bytes) -> None:
        """Leave a message once: one that was sent stays sent. Raises Earlier, OSError."""
        if (self.sent / name).exists():
            return
        if (self.error / name).exists():
            raise Earlier
        # Hidden, so that it is not sent before it is whole.
        hidden = self.outbox / f".{name}"
        descriptor = os.open(hidden, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, _MODE)
        with os.fdopen(descriptor, "wb") as file:
            os.fchmod(descriptor, _MODE)
            file.write(content)
            file.flush()
            os.fsync(descriptor)
        hidden.rename(self.outbox / name)
        _sync(self.outbox)

    def waiting(self) -> list[float]:
        """For how many seconds each of our messages has not been fetched."""
        probe = self.outbox / ".sahut"
        probe.write_bytes(b"")
        now = probe.stat().st_mtime
        probe.unlink()
        there = [entry for entry in _files(self.outbox) if id_of(entry.name)]
        return [now - written for written in map(_written, there) if written]

    def open(self) -> bool:
        """Whether this process may take files away everywhere."""
        folders = (self.inbox, self.outbox, self.sent, self.error)
        return all(os.access(folder, os.R_OK | os.W_OK | os.X_OK) for folder in folders)

    def unreadable(self) -> int:
        """Messages in a form that only gammu itself reads."""
        return sum(entry.name.endswith(".smsbackup") for entry in _files(self.inbox))


def piece_of(entry: os.DirEntry[str]) -> Piece | None:
    """None for a file of anything else, and for one that has just been taken away."""
    piece = read(entry.name)
    if piece is None:
        return None
    with suppress(FileNotFoundError):
        told = entry.stat()
        return replace(piece, size=told.st_size, written=told.st_mtime_ns)
    return None


def read(name: str) -> Piece | None:
    """What a name tells; None for another's file."""
    match = _PIECE.fullmatch(name)
    if match is None:
        return None
    day, time, serial, sender, place, kind = match.groups()
    return Piece(name, f"{day}{time}", serial, sender, int(place), kind)


def messages(pieces: Iterable[Piece]) -> list[list[Piece]]:
    """The pieces of each message together, in their order.

    The daemon writes the parts of a message one after the other, under one serial; each has a
    time of its own. A part whose beginning is missing stands alone.
    """
    ordered = sorted(pieces, key=lambda piece: (piece.place, piece.order))
    found: list[list[Piece]] = []
    for piece in ordered:
        open_ones = [one for one in found if _continues(one, piece)] if piece.place else []
        before = [one for one in open_ones if one[0].order <= piece.order]
        if open_ones:
            (before[-1] if before else open_ones[0]).append(piece)
        else:
            found.append([piece])
    return sorted(found, key=lambda message: message[0].order)


def name_of(outbound: str, number: str) -> str:
    """The file of a message: the same for every try, and in the order of their ids."""
    safe = outbound if re.fullmatch(r"[A-Za-z0-9-]{1,40}", outbound) else _digest(outbound)
    return f"OUTC{safe:0>20}_0_00_{number}_sahut.txt"


def id_of(name: str) -> str:
    """Our id of a message by its file, "" for a file of somebody else's."""
    match = _OURS.fullmatch(name)
    return match[1].lstrip("0") if match else ""


def remove(paths: Sequence[Path]) -> list[Path]:
    """Take files away, the last part first; returns those that could not be."""
    left = []
    for path in reversed(paths):
        try:
            path.unlink(missing_ok=True)
        except OSError:
            left.append(path)
    return left


def _continues(message: Sequence[Piece], piece: Piece) -> bool:
    first = message[0]
    same = (first.serial, first.sender) == (piece.serial, piece.sender)
    return same and first.place == 0 and len(message) == piece.place


def _files(folder: Path) -> Iterator[os.DirEntry[str]]:
    with os.scandir(folder) as entries:
        yield from (entry for entry in entries if entry.is_file(follow_symlinks=False))


def _written(entry: os.DirEntry[str]) -> float:
    """When a file was written, 0 for one that has just been taken away."""
    with suppress(FileNotFoundError):
        return entry.stat().st_mtime
    return 0.0


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:20]
