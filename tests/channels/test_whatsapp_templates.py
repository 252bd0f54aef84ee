"""The template that knocks: what the provider says of it, and what an operator is told to do."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from bot.demo.whatsapp import KNOCK
from channels.base import Health
from channels.settings import SettingsError
from channels.whatsapp import open_channel
from tests.channels.whatsapp_kit import Office, configured, office

NAME = "kabar_laporan"
RIGHT = KNOCK[NAME]


@pytest.fixture
async def place() -> AsyncIterator[Office]:
    async with office() as made:
        yield made


async def one(place: Office, **settings: object) -> Health:
    (told,) = await place.opened(**settings).templates()
    return told


async def test_an_approved_template_is_in_order(place: Office) -> None:
    told = await one(place)
    assert (told.ok, told.detail) == (
        True,
        "Template kabar_laporan (id) disetujui: 1 isian, satu tombol.",
    )


@pytest.mark.parametrize(
    ("status", "grave", "words"),
    [
        ("PENDING", False, "masih ditinjau"),
        ("IN_APPEAL", False, "keberatan"),
        ("PAUSED", True, "dijeda"),
        ("DISABLED", True, "nama lain"),
        ("PENDING_DELETION", True, "dihapus"),
        ("SOMETHING_NEW", True, "SOMETHING_NEW"),
    ],
)
async def test_one_that_is_not_approved_says_why(
    place: Office, status: str, grave: bool, words: str
) -> None:
    place.api.templates[NAME] = replace(RIGHT, status=status)
    told = await one(place)
    assert (told.ok, told.grave) == (False, grave)
    assert words in told.detail


async def test_a_rejected_one_names_the_reason(place: Office) -> None:
    place.api.templates[NAME] = replace(RIGHT, status="REJECTED", reason="INVALID_FORMAT")
    assert "ditolak Meta (INVALID_FORMAT)" in (await one(place)).detail


async def test_one_that_is_not_there_leads_to_the_guide(place: Office) -> None:
    told = await one(place, template_notice="kabar_lain")
    assert told.detail == "Template kabar_lain tidak ada di akun ini: buat menurut " + (
        "docs/whatsapp.md langkah 6."
    )


async def test_a_longer_name_is_another_template(place: Office) -> None:
    place.api.templates = {f"{NAME}_lama": RIGHT}
    assert "tidak ada" in (await one(place)).detail


async def test_another_language_is_named(place: Office) -> None:
    place.api.templates[NAME] = replace(RIGHT, language="en_US")
    assert "hanya ada dalam bahasa en_US" in (await one(place)).detail


async def test_what_does_not_fit_what_we_send_is_named_at_once(place: Office) -> None:
    place.api.templates[NAME] = replace(RIGHT, params=2, buttons=0)
    told = await place.channel.templates()
    assert [one.grave for one in told] == [True, True]
    assert "punya 2 isian, sedangkan template_params menyebut 1" in told[0].detail
    assert "satu tombol Quick reply" in told[1].detail
    assert (await one(place, template_params=["number", "office"])).detail == told[1].detail


async def test_marketing_is_worth_a_look(place: Office) -> None:
    place.api.templates[NAME] = replace(RIGHT, category="MARKETING")
    told = await place.channel.templates()
    assert ("Marketing" in told[0].detail, told[0].grave) == (True, False)


async def test_it_is_found_on_a_later_page(place: Office) -> None:
    others = {f"{NAME}_{place}": RIGHT for place in range(5)}
    place.api.templates = others | {NAME: RIGHT}
    assert (await one(place)).ok


async def test_without_a_template_or_an_account_nothing_is_asked(place: Office) -> None:
    for settings in ({"template_notice": ""}, {"waba_id": ""}):
        told = await one(place, **settings)
        assert (told.ok, told.grave) == (False, False)


async def test_a_token_without_the_right_says_which(place: Office) -> None:
    place.api.faults.token_expired = True
    assert "whatsapp_business_management" in (await one(place)).detail


def test_a_template_is_filled_with_what_we_know() -> None:
    given = configured("http://127.0.0.1:9") | {"template_params": ["number", "nama"]}
    with pytest.raises(SettingsError, match="template_params: hanya number dan office"):
        open_channel("wa", given, None)  # type: ignore[arg-type]
