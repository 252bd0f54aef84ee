"""What WhatsApp brings, as values: messages, echoes, notices, statuses, and the wrong shapes."""

from __future__ import annotations

import json
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

import pytest

from channels.base import Attachment, Delivery, Event, Inbound, Malformed
from channels.whatsapp import parsing
from tests.channels.whatsapp_kit import ACCOUNT, SULASTRI, message, payload

USER = "ID.13491208655302741918"
WHEN = datetime(2026, 11, 21, 7, 30, tzinfo=UTC)


def events(*values: dict[str, Any], field: str | None = "messages") -> tuple[Event, ...]:
    return parsing.events("wa", ACCOUNT.phone_number_id, payload(*values, field=field))


def heard(told: dict[str, Any], **value: Any) -> Inbound:
    (event,) = events({"messages": [told], **value})
    assert isinstance(event, Inbound)
    return event


def status(**fields: Any) -> dict[str, Any]:
    return {"id": "wamid.9", "status": "delivered", "timestamp": "1795246200"} | fields


def receipt(**fields: Any) -> Delivery:
    (event,) = events({"statuses": [status(**fields)]})
    assert isinstance(event, Delivery)
    return event


def test_a_text_carries_who_what_and_when() -> None:
    contact = {"wa_id": SULASTRI, "user_id": USER, "profile": {"name": "Sulastri"}}
    told = heard(message(from_user_id=USER, context={"id": "wamid.0"}), contacts=[contact])
    assert (told.key, told.provider_id, told.reply_to) == ("wamid.1", "wamid.1", "wamid.0")
    assert (told.kind, told.proof, told.text) == ("citizen", "strong", "Lampu mati")
    assert (told.sender.value, told.name, told.sent_at) == (SULASTRI, "Sulastri", WHEN)
    assert [alias.value for alias in told.aliases] == [USER]


IMAGE = {"id": "55", "mime_type": "image/jpeg"}
PAPER = {"id": "5", "filename": "é.pdf"}
SPOT = {"latitude": -6.2, "longitude": 106.816666}
HALL = SPOT | {"name": "Balai", "address": "Jl. 1"}
CARD = {"name": {"formatted_name": "Rina"}, "phones": [{"phone": "+62 812-1", "wa_id": "628121"}]}
FORM = '{"flow_token": "x", "nama": "Joko", "hari": ["Senin"]}'
HERE = "geo:-6.2,106.816666"


def flow(answers: str | None) -> dict[str, Any]:
    return {"type": "nfm_reply", "nfm_reply": {"body": "Sent", "response_json": answers}}


def tapped(kind: str) -> dict[str, Any]:
    return {"type": kind, kind: {"id": "ok", "title": "Ya"}}


#: A type, its body, and the text, choice and attachments that come of it.
SHAPES: list[tuple[str, Any, str, str, tuple[Attachment, ...]]] = [
    ("image", IMAGE, "", "", (Attachment("image", "55", "image/jpeg"),)),
    ("video", {"id": "5", "caption": "gelap"}, "gelap", "", (Attachment("video", "5"),)),
    ("audio", {"id": "5", "voice": True}, "", "", (Attachment("voice", "5"),)),
    ("audio", {"id": "5", "voice": False}, "", "", (Attachment("audio", "5"),)),
    ("sticker", {"id": "5"}, "", "", (Attachment("sticker", "5"),)),
    ("document", PAPER, "", "", (Attachment("document", "5", name="é.pdf"),)),
    ("location", SPOT, "", "", (Attachment("location", HERE),)),
    ("location", HALL, "Balai, Jl. 1", "", (Attachment("location", HERE, name="Balai, Jl. 1"),)),
    ("location", {"latitude": "x", "longitude": "y", "name": "Balai"}, "Balai", "", ()),
    ("location", {"latitude": 91, "longitude": 0, "name": "Kutub"}, "Kutub", "", ()),
    ("contacts", [CARD], "Rina", "", (Attachment("contact", "tel:+628121", name="Rina"),)),
    ("button", {"payload": "read:7", "text": "Baca kabar"}, "Baca kabar", "read:7", ()),
    ("interactive", tapped("button_reply"), "Ya", "ok", ()),
    ("interactive", tapped("list_reply"), "Ya", "ok", ()),
    ("interactive", flow(FORM), 'nama: Joko\nhari: ["Senin"]', "", ()),
    ("interactive", flow("{"), "Sent", "", ()),
    ("interactive", flow("[" * 100_000), "Sent", "", ()),
    ("interactive", flow(None), "Sent", "", ()),
    ("order", {"text": "dua", "product_items": []}, "dua", "", ()),
]


@pytest.mark.parametrize(("kind", "body", "text", "choice", "files"), SHAPES)
def test_reads_each_type(
    kind: str, body: Any, text: str, choice: str, files: tuple[Attachment, ...]
) -> None:
    told = heard(message(type=kind, **{kind: body}))
    assert (told.kind, told.text, told.choice) == ("citizen", text, choice)
    assert told.attachments == files


def test_a_message_without_a_type_is_known_by_what_it_holds() -> None:
    told = heard(message(type=None, text=None, location=SPOT))
    assert told.attachments[0].kind == "location"


def test_media_with_errors_is_kept() -> None:
    told = heard(message(type="image", image=IMAGE, errors=[{"code": 131052}]))
    assert told.kind == "citizen"
    assert told.attachments[0].ref == "55"


@pytest.mark.parametrize(
    "told",
    [
        message(type="reaction", reaction={"message_id": "wamid.0", "emoji": "👍"}),
        message(type="reaction", reaction={"message_id": "wamid.0"}),
        message(type="request_welcome"),
        message(type="unsupported", errors=[{"code": 131051}]),
        message(type="unknown"),
        message(type="ephemeral"),
        message(type="interactive"),
        message(type="interactive", interactive={"type": "call_permission_reply"}),
        message(type="text", text={"body": None}),
        message(type="image", image="not an object"),
        message(type="system", system={"type": "customer_identity_changed"}),
    ],
)
def test_invents_nothing_for_what_nobody_said(told: dict[str, Any]) -> None:
    event = heard(told)
    assert (event.kind, event.text, event.attachments) == ("system", "", ())


def test_leaves_groups_and_other_numbers_alone() -> None:
    other = {"metadata": {"phone_number_id": "999"}, "messages": [message()]}
    assert not events({"messages": [message(group_id="g")]}, other)
    assert not events({"messages": [message()]}, field="history")


def test_reads_a_change_that_does_not_name_its_field() -> None:
    assert len(events({"messages": [message()], "statuses": [status()]}, field=None)) == 2


def test_the_same_event_twice_in_one_payload_is_one() -> None:
    assert len(events({"messages": [message(), message()]}, {"messages": [message()]})) == 1


@pytest.mark.parametrize(
    ("told", "contact", "known"),
    [
        ({"from_user_id": USER, "from_": None}, {"user_id": USER}, [USER]),
        ({"from_": None}, {"user_id": USER}, [USER]),
        ({"from_": "+62811"}, {}, ["62811"]),
        ({"from_user_id": USER}, {"wa_id": SULASTRI, "user_id": USER}, [SULASTRI, USER]),
        ({}, {"wa_id": "62899", "user_id": "ID.2"}, [SULASTRI]),
    ],
)
def test_knows_a_person_by_number_and_by_user_id(
    told: dict[str, Any], contact: dict[str, Any], known: list[str]
) -> None:
    event = heard(message(**told), contacts=[contact])
    assert [event.sender.value, *(alias.value for alias in event.aliases)] == known


def test_never_guesses_who_wrote_among_several() -> None:
    nobody = [message(id=f"wamid.{n}", from_=None) for n in (1, 2)]
    assert not events({"messages": nobody, "contacts": [{"wa_id": SULASTRI}]})


@pytest.mark.parametrize(
    ("notice", "sender", "now"),
    [
        ({"type": "user_changed_number", "wa_id": "62899", "user_id": "ID.2",
          "previous_user_id": USER}, SULASTRI, ["62899", "ID.2"]),
        ({"type": "customer_changed_number", "new_wa_id": "62899"}, SULASTRI, ["62899"]),
    ],
)  # fmt: skip
def test_a_new_number_is_told_as_a_move(
    notice: dict[str, str], sender: str, now: list[str]
) -> None:
    event = heard(message(type="system", system=notice))
    assert (event.kind, event.sender.value) == ("moved", sender)
    assert [alias.value for alias in event.aliases] == now


def test_a_new_user_id_without_a_number_is_a_move_too() -> None:
    notice = {"type": "user_changed_user_id", "user_id": "ID.2", "previous_user_id": USER}
    event = heard(message(type="system", from_=None, from_user_id="ID.2", system=notice))
    assert (event.kind, event.sender.value) == ("moved", USER)
    assert [alias.value for alias in event.aliases] == ["ID.2"]


def test_what_staff_wrote_in_the_app_is_an_echo_to_the_citizen() -> None:
    echo = message(from_="622150996800", to=f"+{SULASTRI}", to_user_id=USER)
    (event,) = events({"message_echoes": [echo]}, field="smb_message_echoes")
    assert isinstance(event, Inbound)
    assert (event.kind, event.sender.value, event.text) == ("echo", SULASTRI, "Lampu mati")
    assert [alias.value for alias in event.aliases] == [USER]


def test_an_edit_names_what_it_replaces() -> None:
    inner = {"type": "text", "text": {"body": "Lampu hidup"}}
    change = {"original_message_id": "wamid.0", "message": inner}
    event = heard(message(type="edit", edit=change))
    assert (event.kind, event.edits, event.text) == ("citizen", "wamid.0", "Lampu hidup")


def test_an_edit_under_the_old_id_is_still_an_event_of_its_own() -> None:
    change = {"original_message_id": "wamid.1", "message": {"text": {"body": "Lampu hidup"}}}
    assert heard(message(type="edit", edit=change)).key != heard(message()).key


def test_a_taken_back_message_leaves_a_note_and_no_text() -> None:
    event = heard(message(type="revoke", revoke={"original_message_id": "wamid.0"}))
    assert (event.kind, event.edits, event.text) == ("system", "wamid.0", "")


def test_a_message_without_an_id_keeps_one_key() -> None:
    bare, other = message(id=None), message(id=None, text={"body": "Lain"})
    assert heard(bare).key == heard(bare).key != heard(other).key
    assert heard(message(id=None, timestamp=None)).key == ""


@pytest.mark.parametrize(
    ("told", "at"),
    [
        (1795246200, WHEN),
        ("32503680000", datetime(3000, 1, 1, tzinfo=UTC)),
        ("-1", datetime(1969, 12, 31, 23, 59, 59, tzinfo=UTC)),
        ("9" * 30, None),
        ("kemarin", None),
        ([], None),
    ],
)
def test_takes_time_as_it_comes(told: Any, at: datetime | None) -> None:
    assert heard(message(timestamp=told)).sent_at == at


@pytest.mark.parametrize(
    ("told", "state"),
    [("sent", "sent"), ("delivered", "delivered"), ("read", "read"), ("played", "read")],
)
def test_a_receipt_names_our_id_and_theirs(told: str, state: str) -> None:
    event = receipt(status=told, biz_opaque_callback_data="77")
    assert (event.state, event.ref, event.provider_id) == (state, "77", "wamid.9")
    assert (event.key, event.at) == (f"wamid.9/{told}/1795246200", WHEN)


@pytest.mark.parametrize(
    ("code", "permanent", "scope"),
    [(131049, False, "recipient"), (131047, True, "message"),
     (131026, True, "recipient"), (190, True, "account"),
     (131000, False, "message"), (131056, False, "recipient"), (987654, True, "message")],
)  # fmt: skip
def test_a_late_failure_says_whom_it_concerns(code: int, permanent: bool, scope: str) -> None:
    error = {"code": code, "title": "No", "error_data": {"details": f"to {SULASTRI}"}}
    event = receipt(status="failed", errors=[error])
    assert (event.state, event.code) == ("failed", str(code))
    assert (event.permanent, event.scope) == (permanent, scope)
    assert event.window_closed is (code == 131047)
    assert event.reason == "No: to …"


def test_statuses_that_say_nothing_are_left_out() -> None:
    told = [status(status="deleted"), status(id=None), status(recipient_type="group")]
    assert not events({"statuses": told})


@pytest.mark.parametrize("body", [b"{}", b'{"object": 7}', *(
    json.dumps({"object": "whatsapp_business_account", "entry": wrong}).encode()
    for wrong in ("x", 7, {"a": 1}, [7], [{"changes": "x"}], [{"changes": [[]]}])
)])  # fmt: skip
def test_wrong_shapes_are_malformed(body: bytes) -> None:
    with pytest.raises(Malformed):
        parsing.events("wa", ACCOUNT.phone_number_id, body)


@pytest.mark.parametrize("depth", [100, 300, 900, 990, 100_000])
def test_deep_nesting_is_read_or_malformed(depth: int) -> None:
    flat = payload({"messages": [message(order="HERE")]})
    deep = flat.replace(b'"HERE"', b'{"a":[' * depth + b"1" + b"]}" * depth)
    with suppress(Malformed):
        assert parsing.events("wa", ACCOUNT.phone_number_id, deep)


@pytest.mark.parametrize(
    "body",
    [b'{"object": "page", "entry": [{"changes": []}]}',
     b'{"object": "whatsapp_business_account", "entry": {}}',
     b'{"object": "whatsapp_business_account", "entry": [{"changes": [{}]}]}'],
)  # fmt: skip
def test_what_is_not_meant_for_us_is_nothing(body: bytes) -> None:
    assert not parsing.events("wa", ACCOUNT.phone_number_id, body)
