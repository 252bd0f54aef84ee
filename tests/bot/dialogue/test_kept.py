"""What a conversation remembers, put away and taken out again, as of today and of before."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings

from bot import memory
from bot.dialogue.desk import Talk
from storage.seal import PersonKey
from tests.bot.dialogue.test_anything import talks

KEY = PersonKey(bytes(range(32)))


@given(talks())
@settings(max_examples=50, deadline=None)
def test_a_conversation_is_remembered_as_it_was(talk):
    assert memory.opened(7, memory.sealed(7, talk, KEY), KEY) == talk


@pytest.mark.parametrize(
    ("kept", "talk"),
    [
        ({"owed": 5, "told": True, "case": 5}, Talk(owed=(5,), told=True, telling=(5,), case=5)),
        ({"owed": 5, "case": 5}, Talk(owed=(5,), case=5)),
        ({"asking": "place"}, Talk(asking="place")),
    ],
)
def test_what_was_put_away_when_one_receipt_could_be_owed_is_still_understood(kept, talk):
    sealed = KEY.seal("contacts.talk.7", json.dumps(kept).encode())
    assert memory.opened(7, sealed, KEY) == talk
