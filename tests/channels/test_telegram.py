"""Telegram's Updates, read: what people said, what became of the chat, and what says nothing."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from channels.base import Address, Inbound, Malformed
from channels.telegram import parsing
from tests.channels.telegram_kit import (
    AT,
    JOKO,
    SULASTRI,
    message,
    sealed,
    update,
)

FILE = {"file_id": "BQAC", "file_unique_id": "u", "file_size": 4321}
SIZES = [
    {"file_id": "small", "file_size": 900, "width": 90, "height": 67},
    {"file_id": "large", "file_size": 90_000, "width": 1280, "height": 960},
    {"file_id": "middle", "file_size": 9_000, "width": 320, "height": 240},
]
GROUP = {"id": -100777, "type": "supergroup", "title": "Warga RT 05"}
CHANNEL = {"id": -100888, "type": "channel", "title": "Kabar Sukajaya"}


def read(**parts: Any) -> list[Inbound]:
    found = parsing.events("tg", sealed(update(**parts)))
    assert all(isinstance(event, Inbound) for event in found)
    return list(found)  # type: ignore[arg-type]


def one(**fields: Any) -> Inbound:
    """The only event of one message of Sulastri's."""
    (event,) = read(message=message(**fields))
    return event


def test_a_text_says_who_wrote_what_and_when() -> None:
    said = one(text="Lampu jalan mati", from_=_person(last_name="Wati"))
    assert said.kind == "citizen"
    assert said.sender == Address("tg", str(SULASTRI))
    assert (said.name, said.text, said.sent_at) == ("Sulastri Wati", "Lampu jalan mati", AT)
    assert said.provider_id == f"{SULASTRI}/7"
    assert said.proof == "strong"


def test_the_key_carries_the_date_because_ids_start_over() -> None:
    body = {"update_id": 5, "message": message(text="satu")}
    later = {"update_id": 5, "message": message(text="satu", date=int(AT.timestamp()) + 1)}
    keys = [parsing.events("tg", sealed(json.dumps(one).encode()))[0].key for one in (body, later)]
    assert len(set(keys)) == 2


FILES: list[tuple[dict[str, Any], str, str, int]] = [
    ({"photo": SIZES}, "image", "large", 90_000),
    ({"document": FILE | {"file_name": "surat.pdf"}}, "document", "BQAC", 4321),
    ({"voice": FILE | {"mime_type": "audio/ogg", "duration": 9}}, "voice", "BQAC", 4321),
    ({"audio": FILE}, "audio", "BQAC", 4321),
    ({"video": FILE}, "video", "BQAC", 4321),
    ({"video_note": FILE}, "video", "BQAC", 4321),
    ({"sticker": FILE}, "sticker", "BQAC", 4321),
    ({"animation": FILE, "document": FILE}, "video", "BQAC", 4321),
]


@pytest.mark.parametrize(("part", "kind", "ref", "size"), FILES, ids=lambda value: str(value)[:20])
def test_a_file_alone_is_a_report(part: dict[str, Any], kind: str, ref: str, size: int) -> None:
    said = one(**part)
    (file,) = said.attachments
    assert said.kind == "citizen"
    assert (file.kind, file.ref, file.size) == (kind, ref, size)


def test_name_and_type_of_a_document_are_kept_as_claims() -> None:
    told = FILE | {"file_name": "surat.pdf", "mime_type": "application/pdf"}
    (file,) = one(document=told).attachments
    assert (file.name, file.mime) == ("surat.pdf", "application/pdf")


def test_a_caption_is_the_text_of_its_photo() -> None:
    assert one(photo=SIZES, caption="Tiang roboh").text == "Tiang roboh"


def test_the_photos_of_an_album_are_messages_of_their_own() -> None:
    album = [
        read(message=message(message_id=n, photo=SIZES, media_group_id="1", caption=words))[0]
        for n, words in ((7, "Jalan rusak"), (8, None), (9, None))
    ]
    assert [said.text for said in album] == ["Jalan rusak", "", ""]
    assert len({said.key for said in album}) == 3
    assert all(len(said.attachments) == 1 for said in album)


def test_a_location_is_kept_as_its_coordinates() -> None:
    said = one(location={"latitude": -6.914744, "longitude": 107.60981})
    assert [file.ref for file in said.attachments] == ["geo:-6.914744,107.60981"]


def test_a_venue_says_its_name() -> None:
    spot = {"latitude": -6.9, "longitude": 107.6}
    venue = {"location": spot, "title": "Pos Ronda", "address": "Jl. Melati"}
    said = one(location=spot, venue=venue)
    (file,) = said.attachments
    assert (said.text, file.kind, file.name) == ("Pos Ronda", "location", "Pos Ronda, Jl. Melati")


@pytest.mark.parametrize("spot", [(91, 107), (-6.9, 181), ("x", 1), (True, 1), (None, None)])
def test_a_place_that_is_nowhere_is_no_place(spot: tuple[Any, Any]) -> None:
    told = {"latitude": spot[0], "longitude": spot[1]}
    assert not one(text="di sini", location=told).attachments


def test_a_contact_is_kept_as_its_number() -> None:
    said = one(contact={"phone_number": "+62812555", "first_name": "Joko"})
    assert [(file.kind, file.ref) for file in said.attachments] == [("contact", "tel:+62812555")]


def test_an_edit_names_what_it_replaces() -> None:
    edited = message(text="Lampu gang mati", edit_date=int(AT.timestamp()) + 60)
    (said,) = read(edited_message=edited)
    assert said.edits == said.provider_id == f"{SULASTRI}/7"
    assert said.sent_at == datetime.fromtimestamp(AT.timestamp() + 60, UTC)


def test_a_reply_names_what_it_answers() -> None:
    assert one(text="ya", reply_to_message=message(message_id=3)).reply_to == f"{SULASTRI}/3"


def test_a_tap_says_which_button() -> None:
    query = {
        "id": "4382bfdwdsb323b2d9",
        "from": _person(),
        "message": message(message_id=12, text="Sudah benar?"),
        "data": "yes:K7F39QX",
        "chat_instance": "1",
    }
    (said,) = read(callback_query=query)
    assert (said.choice, said.reply_to, said.text) == ("yes:K7F39QX", f"{SULASTRI}/12", "")
    assert said.provider_id == "callback/4382bfdwdsb323b2d9"


def test_a_tap_on_a_message_that_is_out_of_reach_still_counts() -> None:
    far = {"chat": {"id": SULASTRI, "type": "private"}, "message_id": 12, "date": 0}
    (said,) = read(callback_query={"id": "1", "from": _person(), "message": far, "data": "yes"})
    assert said.choice == "yes"


def test_a_start_link_brings_its_payload_as_text() -> None:
    assert one(text="/start eyJrIjoxfQ").text == "/start eyJrIjoxfQ"


@pytest.mark.parametrize(
    ("status", "kind"), [("kicked", "blocked"), ("left", "blocked"), ("member", "unblocked")]
)
def test_who_blocks_the_bot_is_heard(status: str, kind: str) -> None:
    (said,) = read(my_chat_member=_membership(status))
    assert (said.kind, said.sender.value) == (kind, str(SULASTRI))


def test_a_bot_that_joins_a_group_has_not_met_a_citizen() -> None:
    assert read(my_chat_member=_membership("member") | {"chat": GROUP}) == []


def test_a_group_that_moves_takes_its_address_along() -> None:
    (said,) = read(message=message(chat=GROUP, migrate_to_chat_id=-100999))
    assert said.kind == "moved"
    assert said.aliases == (Address("tg", "-100999"),)


IGNORED: list[dict[str, Any]] = [
    {"message": message(chat=GROUP, text="Halo semua")},
    {"message": message(chat=CHANNEL, text="Pengumuman")},
    {"edited_message": message(chat=GROUP, text="Halo")},
    {"channel_post": message(chat=CHANNEL, from_=None, text="Pengumuman")},
    {"callback_query": {"id": "1", "from": {"id": 1}, "message": {"chat": GROUP}, "data": "a"}},
    {"message": message(new_chat_members=[{"id": 1}])},
    {"message": message(left_chat_member={"id": 1})},
    {"message": message(pinned_message=message())},
    {"message": message(message_auto_delete_timer_changed={"message_auto_delete_time": 1})},
    {"message": message(chat=GROUP, migrate_from_chat_id=-1)},
    {"message": message(from_={"id": 5, "is_bot": True, "first_name": "B"}, text="iklan")},
    {"inline_query": {"id": "1", "from": {"id": 1}, "query": "a", "offset": ""}},
    {"poll": {"id": "1", "question": "?", "options": []}},
    {"message_reaction": {"chat": GROUP, "message_id": 1}},
    {"hologram": {"id": 1}},
]


@pytest.mark.parametrize("parts", IGNORED, ids=lambda parts: json.dumps(parts)[:40])
def test_what_is_not_said_to_the_office_is_left_out(parts: dict[str, Any]) -> None:
    assert read(**parts) == []


@pytest.mark.parametrize("part", [{"dice": {"emoji": "x", "value": 3}}, {"game": {}}, {}])
def test_what_carries_no_words_is_kept_but_asks_nothing(part: dict[str, Any]) -> None:
    assert one(**part).kind == "system"


NONSENSE: list[Any] = [
    {},
    {"update_id": "x"},
    {"update_id": 1, "message": None},
    {"update_id": 1, "message": []},
    {"update_id": 1, "message": {}},
    {"update_id": 1, "message": {"chat": 7, "from": "x", "text": {}}},
    {"update_id": 1, "message": {"chat": {"id": {}}, "from": {"id": []}}},
    {"update_id": True, "message": {"chat": {"id": True}, "text": "x"}},
    {"update_id": 1, "callback_query": {"id": [], "from": None}},
    {"update_id": 1, "my_chat_member": {"chat": {"type": "private"}, "new_chat_member": 3}},
]


@pytest.mark.parametrize("body", NONSENSE, ids=lambda body: json.dumps(body)[:50])
def test_nonsense_is_left_out(body: Any) -> None:
    assert not parsing.events("tg", sealed(json.dumps(body).encode()))


ODD_FIELDS: list[dict[str, Any]] = [
    {"photo": "x"},
    {"photo": []},
    {"photo": [7, None]},
    {"photo": [{"file_size": "big"}]},
    {"document": []},
    {"voice": {"file_id": 7}},
    {"contact": {"phone_number": 7}},
    {"location": [1, 2]},
    {"reply_to_message": "x"},
    {"date": 10**30},
    {"date": -1},
    {"date": "now"},
    {"message_id": None},
    {"from_": None},
]


@pytest.mark.parametrize("fields", ODD_FIELDS, ids=lambda fields: json.dumps(fields)[:40])
def test_one_odd_field_costs_nobody_his_words(fields: dict[str, Any]) -> None:
    assert one(**({"text": "Lampu mati"} | fields)).text == "Lampu mati"


@pytest.mark.parametrize("depth", [100, 500, 900, 950, 980, 1_000, 5_000, 200_000])
def test_deep_nesting_is_read_or_malformed_and_nothing_else(depth: int) -> None:
    nest = "[" * depth + "]" * depth
    body = json.dumps({"update_id": 1, "message": message(text="x")})[:-1] + f', "n": {nest}}}'
    try:
        (event,) = parsing.events("tg", sealed(body.encode()))
        assert event.raw
    except Malformed:
        assert depth > 800


def test_the_raw_event_is_one_update() -> None:
    body = update(message=message(text="Lampu mati \ud83d"))
    (event,) = parsing.events("tg", sealed(body))
    assert json.loads(event.raw) == json.loads(body)


def _person(**more: str) -> dict[str, Any]:
    return {"id": SULASTRI, "is_bot": False, "first_name": "Sulastri", **more}


def _membership(status: str) -> dict[str, Any]:
    return {
        "chat": {"id": SULASTRI, "type": "private"},
        "from": _person(),
        "date": int(AT.timestamp()),
        "new_chat_member": {"user": {"id": JOKO}, "status": status},
    }
