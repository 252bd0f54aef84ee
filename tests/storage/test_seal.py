"""Sealing: a value opens with its key, in its place, and nowhere else."""

from __future__ import annotations

import os

import pytest

from storage.seal import KEY_BYTES, PersonKey, Unreadable, Vault

KEY = bytes(range(KEY_BYTES))


def test_what_is_sealed_opens_and_never_looks_the_same_twice() -> None:
    vault = Vault(KEY)
    first, second = vault.seal("a.b.1", b"Sulastri"), vault.seal("a.b.1", b"Sulastri")
    assert first != second
    assert vault.open("a.b.1", first) == vault.open("a.b.1", second) == b"Sulastri"


@pytest.mark.parametrize("place", ["a.b.2", "a.c.1", "x.b.1", ""])
def test_a_value_that_was_moved_does_not_open(place: str) -> None:
    vault = Vault(KEY)
    with pytest.raises(Unreadable):
        vault.open(place, vault.seal("a.b.1", b"Sulastri"))


def test_every_changed_byte_is_noticed() -> None:
    vault = Vault(KEY)
    sealed = vault.seal("a.b.1", b"Sulastri")
    for place in range(len(sealed)):
        changed = bytearray(sealed)
        changed[place] ^= 1
        with pytest.raises(Unreadable):
            vault.open("a.b.1", bytes(changed))
    for cut in (b"", sealed[:28], sealed[:-1]):
        with pytest.raises(Unreadable):
            vault.open("a.b.1", cut)


def test_a_persons_key_is_wrapped_for_that_person_alone() -> None:
    vault = Vault(KEY)
    wrapped, key = vault.new_person(7)
    sealed = key.seal("messages.raw.1", b"event")
    assert vault.person(7, wrapped).open("messages.raw.1", sealed) == b"event"
    with pytest.raises(Unreadable):
        vault.person(8, wrapped)
    with pytest.raises(Unreadable):
        vault.person(7, None)
    with pytest.raises(Unreadable):
        Vault(os.urandom(KEY_BYTES)).person(7, wrapped)
    with pytest.raises(Unreadable):
        PersonKey(os.urandom(KEY_BYTES)).open("messages.raw.1", sealed)


def test_a_blind_index_finds_again_and_tells_kinds_and_installations_apart() -> None:
    vault, other = Vault(KEY), Vault(os.urandom(KEY_BYTES))
    assert vault.blind("address/whatsapp", "628") == Vault(KEY).blind("address/whatsapp", "628")
    blinds = {
        vault.blind("address/whatsapp", "628"),
        vault.blind("address/telegram", "628"),
        vault.blind("address/whatsapp", "6281"),
        other.blind("address/whatsapp", "628"),
        vault.blind("address/whatsapp", "62\ud800"),
    }
    assert len(blinds) == 5
    assert all(len(blind) == 16 for blind in blinds)


@pytest.mark.parametrize("length", [0, 16, 31, 33])
def test_a_key_of_another_length_is_no_key(length: int) -> None:
    with pytest.raises(ValueError, match="length"):
        Vault(bytes(length))
