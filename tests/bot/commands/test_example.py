"""config.example.toml: every key there is, each with a comment, and a file that loads."""

from __future__ import annotations

import copy
import tomllib
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from bot import config, settings
from bot.commands.founding import document
from bot.commands.words import Words
from tests.bot.commands.kit import ROOT

TEXT = (ROOT / "config.example.toml").read_text()
TOLD: dict[str, Any] = tomllib.loads(TEXT)
#: What is left empty because only the operator knows it.
FILLED = {
    "office": {"name": "Kelurahan Sukajaya"},
    "responsible": {"name": "Dra. Siti Aminah", "title": "Lurah", "address": "Jalan Melati 1"},
}
CHANNELS = {
    "telegram": {"token": "123456:ABC-def"},
    "whatsapp": {
        "access_token": "a",
        "app_secret": "b",
        "verify_token": "c",
        "phone_number_id": "1",
    },
    "email": {
        "address": "lapor@sukajaya.go.id",
        "password": "abcd efgh ijkl mnop",
        "imap_host": "imap.gmail.com",
        "smtp_host": "smtp.gmail.com",
    },
    "sms": {
        "gateway": "android",
        "number": "+6281234567890",
        "android_username": "HPKANTOR",
        "android_password": "sandi",
        "android_signing_key": "kunci-tanda-tangan",
    },
}


def test_it_is_what_the_command_writes() -> None:
    assert document.written({}, Words.load("id"), example=True) == TEXT, (
        "write it anew: sahut init --example > config.example.toml"
    )


@pytest.mark.parametrize("section", settings.KEYS)
def test_every_key_of_a_section_is_there(section: str) -> None:
    assert list(TOLD[section]) == [setting.name for setting in settings.KEYS[section]]


@pytest.mark.parametrize("channel", config.CHANNELS)
def test_every_key_of_a_channel_is_there(channel: str) -> None:
    offered = [setting.name for setting in config.channel_module(channel).SETTINGS]
    assert list(TOLD["channels"][channel]) == ["use", "quiet", *offered]


def test_every_promise_and_every_list_is_there() -> None:
    assert TOLD["promises"].keys() == settings.PROMISES.keys()
    for name, keys in settings.LISTS.items():
        assert [*TOLD[name][0]] == [setting.name for setting in keys]


def test_every_key_has_a_comment_above_it() -> None:
    lines = TEXT.splitlines()
    bare = [
        line
        for before, line in pairwise(lines)
        if " = " in line and not line.startswith("#") and not before.startswith("# ")
    ]
    assert bare == []


def test_it_loads_once_the_empty_places_are_filled(tmp_path: Path) -> None:
    told = copy.deepcopy(TOLD)
    for name, values in FILLED.items():
        told[name] |= values
    for name, values in CHANNELS.items():
        told["channels"][name] |= values
    read = config.read(told, tmp_path, {})
    assert [account.name for account in read.accounts] == list(config.CHANNELS)


def test_as_it_is_it_says_what_has_to_be_filled_in(tmp_path: Path) -> None:
    with pytest.raises(config.BadConfig) as bad:
        config.read(copy.deepcopy(TOLD), tmp_path, {})
    wrong = {key for key, _ in bad.value.mistakes}
    filled = {f"{name}.{key}" for name, values in FILLED.items() for key in values}
    assert filled <= wrong
    assert {"channels.telegram.token", "channels.whatsapp.app_secret"} <= wrong
    assert {"channels.email.address", "channels.sms.gateway"} <= wrong


def test_only_the_gateway_that_is_used_has_its_keys() -> None:
    told = {"channels": {"sms": CHANNELS["sms"] | {"kannel_username": "sahut"}}}
    shown = document.written(told, Words.load("id"))
    assert "android_sim" in shown
    assert "kannel_username" in shown  # what somebody wrote is never lost
    assert "kannel_password" not in shown
    assert "gammu_" not in shown


@pytest.mark.parametrize("channel", config.CHANNELS)
def test_the_quiet_time_that_is_shown_is_the_channels_own(channel: str) -> None:
    values = CHANNELS.get(channel, {})
    opened = config.channel_module(channel).open_channel(channel, values, None)
    assert TOLD["channels"][channel]["quiet"] == opened.limits.quiet


def test_what_is_written_from_answers_reads_back_the_same() -> None:
    told = {
        "office": {"name": 'Kantor "Baru"\\n', "services": ["KTP", "KK"]},
        "promises": {"decision": 30},
        "remedies": [{"name": "Inspektorat", "contact": "Jalan\u00a0Mawar 2"}],
        "channels": {"loket": {"use": "telegram", "token": "1:x", "quiet": 4.5}},
    }
    read = tomllib.loads(document.written(told, Words.load("id")))
    assert read["office"] == told["office"]
    assert read["promises"] == told["promises"]
    assert read["remedies"] == told["remedies"]
    assert read["channels"] == told["channels"]
