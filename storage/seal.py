"""Sealing: what lies at rest can be read only with the key that lies outside the database.

A sealed value is: key id (1 byte, 0 for a person's own key), nonce (12), AES-256-GCM ciphertext.
Table, column and row are the associated data, so that a value moved elsewhere does not open.
"""

from __future__ import annotations

import hashlib
import hmac
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand

KEY_BYTES = 32
_PERSON = 0
_MASTER = 1


class Unreadable(Exception):
    """A sealed value does not open: another key, another place, or bytes that were changed."""


class PersonKey:
    """The data key of one person: seals everything that came from them."""

    __slots__ = ("_aead",)

    def __init__(self, key: bytes) -> None:
        self._aead = AESGCM(key)

    def seal(self, place: str, plain: bytes) -> bytes:
        """`place` is "table.column.row"."""
        return _seal(self._aead, _PERSON, place, plain)

    def open(self, place: str, sealed: bytes) -> bytes:
        """Raises Unreadable."""
        return _open(self._aead, _PERSON, place, sealed)


class Vault:
    """The installation's key and what is derived from it."""

    def __init__(self, key: bytes) -> None:
        if len(key) != KEY_BYTES:
            raise ValueError("the sealing key has the wrong length")
        self._wrapping = AESGCM(_derive(key, b"wrap"))
        self._sealing = AESGCM(_derive(key, b"seal"))
        self._blinding = _derive(key, b"blind")
        self.journal_key = _derive(key, b"journal")
        self.kunci_key = _derive(key, b"kunci")
        self.token_key = _derive(key, b"token")
        self.check = hmac.digest(key, b"check", hashlib.sha256)[:16]

    def blind(self, kind: str, value: str) -> bytes:
        """Find a value again without reading it: 16 bytes of HMAC over kind and value."""
        return hmac.digest(
            self._blinding, f"{kind}\0{value}".encode("utf-8", "surrogatepass"), hashlib.sha256
        )[:16]

    def new_person(self, contact: int) -> tuple[bytes, PersonKey]:
        """A fresh data key: wrapped for the row, and ready for use."""
        key = os.urandom(KEY_BYTES)
        return _seal(self._wrapping, _MASTER, _wrapped(contact), key), PersonKey(key)

    def person(self, contact: int, wrapped: bytes | None) -> PersonKey:
        """Raises Unreadable, also when the person was erased."""
        if wrapped is None:
            raise Unreadable("erased")
        return PersonKey(_open(self._wrapping, _MASTER, _wrapped(contact), wrapped))

    def seal(self, place: str, plain: bytes) -> bytes:
        """For what belongs to no person, e.g. a stored file's own key."""
        return _seal(self._sealing, _MASTER, place, plain)

    def open(self, place: str, sealed: bytes) -> bytes:
        """Raises Unreadable."""
        return _open(self._sealing, _MASTER, place, sealed)


def _wrapped(contact: int) -> str:
    return f"contacts.wrapped_key.{contact}"


def _derive(key: bytes, purpose: bytes) -> bytes:
    return HKDFExpand(hashes.SHA256(), KEY_BYTES, b"sahut/" + purpose).derive(key)


def _seal(aead: AESGCM, key_id: int, place: str, plain: bytes) -> bytes:
    nonce = os.urandom(12)
    return bytes((key_id,)) + nonce + aead.encrypt(nonce, plain, place.encode())


def _open(aead: AESGCM, key_id: int, place: str, sealed: bytes) -> bytes:
    if len(sealed) < 29 or sealed[0] != key_id:
        raise Unreadable(place)
    try:
        return aead.decrypt(sealed[1:13], sealed[13:], place.encode())
    except InvalidTag as error:
        raise Unreadable(place) from error
