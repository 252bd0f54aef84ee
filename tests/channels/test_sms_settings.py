"""What an operator may write about SMS, and what he is told where it is wrong."""

from __future__ import annotations

from datetime import date

import aiohttp
import pytest

from channels.settings import SettingsError
from channels.sms import GATEWAYS, SETTINGS, check, open_channel
from channels.sms.sms import Sms
from tests.channels.sms_kit import ACCOUNT_SID, AUTH_TOKEN, PASSWORD, SECRET, SIGNING_KEY

KANNEL = {
    "gateway": "kannel",
    "kannel_username": "sahut",
    "kannel_password": PASSWORD,
    "kannel_secret": SECRET,
}
ANDROID = {
    "gateway": "android",
    "android_username": "HPKANTOR",
    "android_password": PASSWORD,
    "android_signing_key": SIGNING_KEY,
}
TWILIO = {
    "gateway": "twilio",
    "twilio_account_sid": ACCOUNT_SID,
    "twilio_auth_token": AUTH_TOKEN,
    "twilio_sender": "+15005550006",
}
MISTAKES: list[tuple[dict[str, object], str]] = [
    ({}, "gateway"),
    ({"gateway": "merpati"}, "gateway"),
    ({"gateway": "kannel"}, "kannel_password"),
    (KANNEL | {"kannel_secret": "pendek"}, "kannel_secret"),
    (KANNEL | {"kannel_secret": "ada spasi dan % di sini"}, "kannel_secret"),
    (KANNEL | {"kannel_url": "http://kannel.example/cgi-bin/sendsms"}, "kannel_url"),
    (
        KANNEL | {"kannel_callback_url": "http://127.0.0.1:8081/hooks/sms?a=1"},
        "kannel_callback_url",
    ),
    (KANNEL | {"kanel_url": "x"}, "kanel_url"),
    (KANNEL | {"number": "satu tujuh"}, "number"),
    (KANNEL | {"region": "Indonesia"}, "region"),
    (KANNEL | {"max_segments": 0}, "max_segments"),
    (KANNEL | {"max_segments": 11}, "max_segments"),
    (KANNEL | {"price": -1}, "price"),
    (KANNEL | {"per_second": 0}, "per_second"),
    (KANNEL | {"sim_expires": "31/3/2027"}, "sim_expires"),
    (KANNEL | {"self_test": "1708"}, "self_test"),
    (KANNEL | {"silent_hours": "lama"}, "silent_hours"),
    (ANDROID | {"android_url": "http://api.sms-gate.app"}, "android_url"),
    (ANDROID | {"android_signing_key": "x"}, "android_signing_key"),
    (ANDROID | {"android_sim": 4}, "android_sim"),
    (TWILIO | {"twilio_account_sid": "SK0123456789"}, "twilio_account_sid"),
    (TWILIO | {"twilio_url": "http://192.168.1.2"}, "twilio_url"),
]


def opened(http: aiohttp.ClientSession, **more: object) -> Sms:
    channel = open_channel("sms", KANNEL | more, http)
    assert isinstance(channel, Sms)
    return channel


@pytest.mark.parametrize(("given", "key"), MISTAKES, ids=lambda value: str(value)[-40:])
def test_a_mistake_in_the_settings_is_named_without_its_value(
    given: dict[str, object], key: str
) -> None:
    with pytest.raises(SettingsError) as caught:
        check(given)
    assert key in [wrong for wrong, _ in caught.value.mistakes]
    assert PASSWORD not in str(caught.value)


def test_the_mistakes_of_the_number_and_of_its_gateway_are_told_together() -> None:
    with pytest.raises(SettingsError) as caught:
        check({"gateway": "kannel", "region": "??", "kannel_username": "sahut"})
    wrong = {key for key, _ in caught.value.mistakes}
    assert wrong == {"region", "kannel_password", "kannel_secret"}


@pytest.mark.parametrize("given", [KANNEL, ANDROID, TWILIO], ids=lambda one: one["gateway"])
def test_settings_show_no_secret(given: dict[str, object]) -> None:
    shown = repr(check(given))
    for setting in SETTINGS:
        if setting.secret and setting.name in given:
            assert str(given[setting.name]) not in shown


def test_the_keys_of_another_gateway_may_stay_when_the_office_changes() -> None:
    check(KANNEL | ANDROID | {"gateway": "kannel"})
    check(KANNEL | ANDROID | {"gateway": "android"})


def test_a_phone_in_the_house_and_a_kannel_beside_us_need_no_https() -> None:
    check(ANDROID | {"android_url": "http://192.168.1.10:8080"})
    check(KANNEL | {"kannel_url": "http://10.0.0.5:13013/cgi-bin/sendsms"})


def test_every_key_has_one_name_and_one_sentence() -> None:
    names = [setting.name for setting in SETTINGS]
    assert len(names) == len(set(names))
    assert all(setting.help.endswith(".") for setting in SETTINGS)
    assert {name.partition("_")[0] for name in names} >= set(GATEWAYS)


async def test_the_care_of_the_card_can_be_asked_of_the_channel() -> None:
    async with aiohttp.ClientSession() as http:
        bare = opened(http)
        assert (bare.sim_expires, bare.self_test) == (None, "")
        assert (bare.silent_hours, bare.balance_low) == (0, 0)
        told = opened(
            http,
            sim_expires="2027-03-31",
            self_test="0812-3456-7890",
            silent_hours=48,
            balance_low="20000",
        )
    assert told.sim_expires == date(2027, 3, 31)
    assert told.self_test == "+6281234567890"
    assert (told.silent_hours, told.balance_low) == (48, 20000)


async def test_limits_tell_what_a_message_may_cost() -> None:
    async with aiohttp.ClientSession() as http:
        three, one = opened(http, price=350), opened(http, max_segments=1, per_day=200)
    assert three.limits.costly
    assert (three.limits.units, three.limits.text, three.limits.price) == (3, 459, 350)
    assert (three.limits.choices, three.limits.quiet, three.limits.per_day) == (0, 20, None)
    assert (one.limits.units, one.limits.text, one.limits.per_day) == (1, 160, 200)


async def test_a_text_is_counted_as_it_leaves() -> None:
    async with aiohttp.ClientSession() as http:
        channel = opened(http)
    assert channel.units("Laporan – " + "x" * 150) == 1
    assert channel.units("x" * 161) == 2
    assert channel.units("日" * 71) == 2


async def test_a_link_opens_a_message_to_the_office() -> None:
    async with aiohttp.ClientSession() as http:
        assert opened(http).link("LAPOR") == ""
        channel = opened(http, number="+62 812-3456-7890")
    assert channel.link("LAPOR saya & kami") == "sms:+6281234567890?body=LAPOR%20saya%20%26%20kami"


async def test_a_message_says_nothing_of_itself_in_a_log() -> None:
    async with aiohttp.ClientSession() as http:
        heard = opened(http).heard("081234567890", "Lampu mati", key="1")
    assert "Lampu" not in repr(heard)
    assert "81234" not in repr(heard)
