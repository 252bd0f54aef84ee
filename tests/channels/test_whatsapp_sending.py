"""What leaves for WhatsApp, over the wire and within the provider's limits."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest

from channels.base import Address, Choice, OutFile, SendError
from channels.whatsapp import errors
from tests.channels.whatsapp_kit import ACCOUNT, JOKO, SULASTRI, Office, office, outbound

YES, WRONG, HIDE = (
    Choice("ok", "Ya, benar"),
    Choice("fix", "Ada yang keliru"),
    Choice("hide", "Tutup"),
)
LONG = "Terima kasih. " * 80


@pytest.fixture
async def place() -> AsyncIterator[Office]:
    async with office() as built:
        yield built


def file(name: str, mime: str, data: bytes = b"isi") -> OutFile:
    async def read() -> bytes:
        return data

    return OutFile(name, mime, read)


async def sent(place: Office, **fields: Any) -> dict[str, Any]:
    """The payload of a message as the provider took it."""
    await place.channel.send(outbound(**fields))
    return dict(place.api.sent[-1]["payload"])


async def refused(place: Office, **fields: Any) -> SendError:
    with pytest.raises(SendError) as caught:
        await place.channel.send(outbound(**fields))
    return caught.value


async def test_a_text_names_its_reader_with_a_plus_and_our_own_id(place: Office) -> None:
    said = await sent(place, text="Terima kasih.", reply_to="wamid.0")
    assert said["to"] == f"+{SULASTRI}"
    assert said["text"] == {"body": "Terima kasih.", "preview_url": False}
    assert said["biz_opaque_callback_data"] == "77"
    assert said["context"] == {"message_id": "wamid.0"}


async def test_somebody_without_a_number_is_reached_by_user_id(place: Office) -> None:
    joko = place.api.citizen(JOKO, "Joko", hidden=True)
    joko.wrote_at = place.clock()
    said = await sent(place, to=Address("wa", joko.user_id))
    assert said["recipient"] == joko.user_id
    assert "to" not in said


async def test_up_to_three_choices_are_buttons(place: Office) -> None:
    said = await sent(place, choices=(YES, WRONG, HIDE))
    buttons = said["interactive"]["action"]["buttons"]
    assert [button["reply"]["id"] for button in buttons] == ["ok", "fix", "hide"]


async def test_four_to_ten_choices_are_a_list(place: Office) -> None:
    choices = tuple(Choice(f"rw{n}", f"RW {n}") for n in range(10))
    said = await sent(place, choices=choices)
    (section,) = said["interactive"]["action"]["sections"]
    assert [row["title"] for row in section["rows"]] == [f"RW {n}" for n in range(10)]


async def test_a_text_too_long_for_buttons_comes_with_a_list(place: Office) -> None:
    said = await sent(place, text=LONG, choices=(YES, WRONG))
    assert said["interactive"]["type"] == "list"
    assert said["interactive"]["body"]["text"] == LONG


@pytest.mark.parametrize(
    "choices",
    [
        tuple(Choice(f"rw{n}", f"RW {n}") for n in range(11)),
        (Choice("a", "Sama"), Choice("b", "Sama")),
        (Choice("a", "Di depan balai kelurahan A"), Choice("b", "Di depan balai kelurahan B")),
    ],
)
async def test_choices_that_fit_nowhere_are_written_out(
    place: Office, choices: tuple[Choice, ...]
) -> None:
    said = await sent(place, text="Yang mana?", choices=choices)
    assert said["text"]["body"].startswith(f"Yang mana?\n\n- {choices[0].title}\n")


async def test_a_long_title_is_cut_with_a_mark(place: Office) -> None:
    said = await sent(place, choices=(Choice("a", "Saya mau menulis sendiri"),))
    (button,) = said["interactive"]["action"]["buttons"]
    assert button["reply"]["title"] == "Saya mau menulis se…"


async def test_a_position_is_asked_for_with_its_own_button(place: Office) -> None:
    said = await sent(place, choices=(Choice("here", "Kirim lokasi", "location"),))
    assert said["interactive"]["type"] == "location_request_message"
    said = await sent(place, choices=(Choice("here", "Kirim lokasi", "location"), YES))
    assert said["interactive"]["type"] == "button"


async def test_a_template_knocks_when_the_window_is_closed(place: Office) -> None:
    place.clock.wind(hours=25)
    assert (await refused(place)).window_closed
    said = await sent(
        place,
        template=place.channel.notice,
        params=("K7F3-9QX\nbaru",),
        choices=(Choice("read:7", "Baca kabar"),),
    )
    assert said["template"]["name"] == "kabar_laporan"
    body, button = said["template"]["components"]
    assert body["parameters"] == [{"type": "text", "text": "K7F3-9QX baru"}]
    assert button["parameters"] == [{"type": "payload", "payload": "read:7"}]


async def test_an_unknown_template_is_our_mistake(place: Office) -> None:
    error = await refused(place, template="lain")
    assert (error.code, error.permanent, error.scope) == ("132001", True, "message")


@pytest.mark.parametrize(
    "fields", [{"text": "a" * 4097}, {"text": ""}, {"text": "", "choices": (YES,)}]
)
async def test_what_the_provider_would_refuse_is_not_sent(
    place: Office, fields: dict[str, Any]
) -> None:
    assert (await refused(place, **fields)).permanent
    assert not place.api.sent


async def test_a_file_carries_the_text_as_its_caption(place: Office) -> None:
    said = await sent(place, attachments=(file("surat.pdf", "application/pdf", b"%PDF"),))
    assert said["document"]["filename"] == "surat.pdf"
    assert said["document"]["caption"] == "Terima kasih."
    assert place.api.media(said["document"]["id"]).data == b"%PDF"


@pytest.mark.parametrize(
    ("fields", "kinds"),
    [
        ({"text": LONG}, ["image", "text"]),
        ({"choices": (YES,)}, ["image", "interactive"]),
        ({"attachments": (file("a.ogg", "audio/ogg; codecs=opus"),)}, ["audio", "text"]),
        ({"text": "", "attachments": (file("a.ogg", "audio/ogg"),)}, ["audio"]),
        ({"attachments": (file("a.png", "image/png"), file("b.png", "image/png"))}, ["image"] * 2),
    ],
)
async def test_text_that_fits_under_no_file_follows_it(
    place: Office, fields: dict[str, Any], kinds: list[str]
) -> None:
    fields = {"attachments": (file("a.png", "image/png"),)} | fields
    wamid = await place.channel.send(outbound(**fields))
    assert [message["payload"]["type"] for message in place.api.sent] == kinds
    assert wamid == place.api.sent[-1]["id"]
    ours = ["biz_opaque_callback_data" in message["payload"] for message in place.api.sent]
    assert ours == [False] * (len(kinds) - 1) + [True]


@pytest.mark.parametrize(
    "given",
    [file("a.zip", "application/zip"), file("a.png", "image/png", bytes(5 * 2**20 + 1))],
    ids=["type", "size"],
)
async def test_a_file_that_whatsapp_does_not_carry_is_named_at_once(
    place: Office, given: OutFile
) -> None:
    assert (await refused(place, attachments=(given,))).permanent
    assert not place.api.sent


async def test_a_retry_repeats_no_file_that_went(place: Office) -> None:
    photo = file("a.png", "image/png")
    twice = outbound(attachments=(photo, file("b.png", "image/png")))
    place.api.phones[SULASTRI].credit = 1
    with pytest.raises(SendError):
        await place.channel.send(twice)
    place.clock.wind(seconds=60)
    await place.channel.send(twice)
    assert len(place.api.sent) == 2


async def test_the_pair_rate_delays_this_reader_only(place: Office) -> None:
    place.api.phones[SULASTRI].credit = 0
    error = await refused(place)
    assert (error.scope, error.permanent, error.wait) == ("recipient", False, 6.0)


async def test_an_answer_after_our_patience_leaves_it_unknown(place: Office) -> None:
    place.api.faults.answer_after = 0.8
    place.hurry()
    assert (await refused(place)).unknown
    (told, *_) = await place.told()
    assert told.ref == "77"


async def test_an_upload_that_hangs_has_sent_nothing(place: Office) -> None:
    place.api.faults.hang = True
    place.hurry()
    assert not (await refused(place, attachments=(file("a.png", "image/png"),))).unknown


@pytest.mark.parametrize("body", [{}, {"messages": []}, {"messages": [{"id": None}]}])
async def test_taken_without_an_id_is_unknown(place: Office, body: dict[str, Any]) -> None:
    place.api.answers.append((200, body, {}))
    assert (await refused(place)).unknown


async def test_a_redirect_gets_no_token(place: Office) -> None:
    again = f"{place.api.url}/v25.0/{ACCOUNT.phone_number_id}/messages"
    place.api.answers.append((307, {}, {"Location": again}))
    assert (await refused(place)).permanent
    assert not place.api.sent


async def test_reading_and_typing_are_shown(place: Office) -> None:
    await place.channel.noticed("wamid.1", Address("wa", SULASTRI))
    (mark,) = place.api.marked
    assert (mark["status"], mark["message_id"]) == ("read", "wamid.1")
    assert mark["typing_indicator"] == {"type": "text"}


async def test_health_says_what_is_wrong(place: Office) -> None:
    assert (await place.channel.health()).ok
    place.api.hooks.url = ""
    assert "berlangganan" in (await place.channel.health()).detail
    place.api.faults.token_expired = True
    assert not (await place.channel.health()).ok


#: Every row of the provider's table: codes, permanent, scope, waits, window closed.
ROWS: list[tuple[list[int], bool, str, bool, bool]] = [
    ([0, 3, 10, 190, 200, 250, 299], True, "account", False, False),
    ([4, 80007, 130429], False, "account", True, False),
    ([131056], False, "recipient", True, False),
    ([131048, 131064], False, "message", True, False),
    ([131049, 130472, 131050], True, "recipient", True, False),
    ([131026, 131030], True, "recipient", False, False),
    ([131047], True, "message", False, True),
    ([131051, 131052, 131053, 131062], True, "message", False, False),
    ([131000, 131016, 131057, 133004], False, "message", False, False),
    ([131031, 368, 130497, 131042, 131045, 131037], True, "account", False, False),
    ([131008, 131009, 100, 132000, 132001, 132015, 132016], True, "message", False, False),
]


@pytest.mark.parametrize(("codes", "permanent", "scope", "waits", "closed"), ROWS)
async def test_every_code_has_its_class(
    place: Office, codes: list[int], permanent: bool, scope: str, waits: bool, closed: bool
) -> None:
    for code in codes:
        place.api.answers.append((400, {"error": {"code": code, "message": "no"}}, {}))
        error = await refused(place)
        assert (error.permanent, error.scope, error.code) == (permanent, scope, str(code))
        assert (error.wait is not None, error.window_closed) == (waits, closed)


@pytest.mark.parametrize(
    ("status", "permanent", "scope"),
    [(400, True, "message"), (401, True, "account"), (403, True, "account"),
     (408, False, "message"), (429, False, "account"), (500, False, "message"),
     (502, False, "message"), (504, False, "message")],
)  # fmt: skip
def test_without_a_known_code_the_status_decides(status: int, permanent: bool, scope: str) -> None:
    error = errors.refusal(status, {"error": {"code": 999_999}}, {}, ())
    assert (error.permanent, error.scope) == (permanent, scope)


def test_a_failure_that_calls_itself_transient_is() -> None:
    told = {"error": {"code": 999_999, "is_transient": True}}
    assert not errors.refusal(400, told, {}, ()).permanent
