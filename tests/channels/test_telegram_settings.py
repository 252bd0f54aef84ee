"""What an operator may write about a bot, and what he is told where it is wrong."""

from __future__ import annotations

import pytest

from channels.settings import SettingsError
from channels.telegram import check
from tests.channels.telegram_kit import SECRET, TOKEN

MISTAKES: list[tuple[dict[str, object], str]] = [
    ({}, "token"),
    ({"token": "my token"}, "token"),
    ({"token": TOKEN, "mode": "push"}, "mode"),
    ({"token": TOKEN, "mode": "webhook"}, "webhook_secret"),
    ({"token": TOKEN, "mode": "webhook", "webhook_secret": "a b c d e f g h"}, "webhook_secret"),
    ({"token": TOKEN, "tokn": "x"}, "tokn"),
]


@pytest.mark.parametrize(("given", "key"), MISTAKES, ids=lambda value: str(value)[:30])
def test_a_mistake_in_the_settings_is_named_without_its_value(
    given: dict[str, object], key: str
) -> None:
    with pytest.raises(SettingsError) as caught:
        check(given)
    assert key in [wrong for wrong, _ in caught.value.mistakes]
    assert TOKEN not in str(caught.value)


def test_settings_show_no_secret() -> None:
    shown = repr(check({"token": TOKEN, "mode": "webhook", "webhook_secret": SECRET}))
    assert TOKEN not in shown
    assert SECRET not in shown
