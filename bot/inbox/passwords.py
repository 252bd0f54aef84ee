"""Passwords: hashed with argon2id, in a thread, and as slowly for a login nobody has."""

from __future__ import annotations

import asyncio
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

SHORTEST: Final = 10
LONGEST: Final = 256

#: 32 MiB and three passes; two at once keep the memory of a small machine free.
_HASHER: Final = PasswordHasher(time_cost=3, memory_cost=32 * 1024, parallelism=1)
_AT_ONCE: Final = 2
#: The hash of no password: who asks for an unknown login waits as long as for a known one.
_NOBODY: Final = (
    "$argon2id$v=19$m=32768,t=3,p=1$c2FodXQtbm9ib2R5LWhlcmU"
    "$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
)


def weakness(password: str, login: str = "") -> str:
    """Why a password should not be taken, as a sentence; "" where it is good enough."""
    if len(password) < SHORTEST:
        return f"Kata sandi paling sedikit {SHORTEST} karakter; kalimat pendek lebih mudah diingat."
    if len(password) > LONGEST:
        return f"Kata sandi paling banyak {LONGEST} karakter."
    if len(set(password)) < 4 or (login and login.casefold() in password.casefold()):
        return "Kata sandi ini terlalu mudah ditebak."
    return ""


def seal(password: str) -> str:
    """The hash to keep. Takes a tenth of a second; use a thread."""
    return _HASHER.hash(password)


class Doorkeeper:
    """Checks passwords, a few at a time."""

    def __init__(self) -> None:
        self._room = asyncio.Semaphore(_AT_ONCE)

    async def fits(self, kept: str | None, password: str) -> bool:
        """Whether this is the password; None stands for a login that nobody has."""
        async with self._room:
            return await asyncio.to_thread(_fits, kept, password[: LONGEST + 1])

    async def renewed(self, kept: str, password: str) -> str:
        """A new hash where the old one was made with weaker settings than today's, else ""."""
        if not _HASHER.check_needs_rehash(kept):
            return ""
        async with self._room:
            return await asyncio.to_thread(seal, password)


def _fits(kept: str | None, password: str) -> bool:
    try:
        _HASHER.verify(kept or _NOBODY, password)
    except (VerifyMismatchError, InvalidHashError):
        return False
    return kept is not None
