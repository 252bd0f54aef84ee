"""What a deliver_sm tells: a citizen's words, or a receipt for a message of ours."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import TYPE_CHECKING, Final

from channels.base import Delivery, DeliveryState, Event, Malformed, Part, Webhook
from channels.sms.smpp import coding
from channels.sms.sms import Sms

if TYPE_CHECKING:
    from smpp34 import DeliverSm

#: What kind of message it is, by the middle bits of esm_class.
_KIND: Final = 0x3C
_PLAIN: Final = 0x00
#: Written by the message centre, or by the phone itself.
_RECEIPTS: Final = frozenset({0x04, 0x08, 0x20})
_INTERNATIONAL: Final = 1
_ALPHANUMERIC: Final = 5

#: In words (the text of a receipt) and in numbers (message_state).
STATES: Final[Mapping[str, DeliveryState]] = {
    "ENROUTE": "sent",
    "ACCEPTD": "sent",
    "DELIVRD": "delivered",
    "EXPIRED": "failed",
    "DELETED": "failed",
    "UNDELIV": "failed",
    "REJECTD": "failed",
}
_NUMBERED: Final = {
    1: "ENROUTE",
    2: "DELIVRD",
    3: "EXPIRED",
    4: "DELETED",
    5: "UNDELIV",
    6: "ACCEPTD",
    8: "REJECTD",
}
_FIELD: Final = re.compile(r"\b(id|stat|err):(\S+)", re.IGNORECASE)


def events(sms: Sms, hook: Webhook) -> Sequence[Event]:
    """One deliver_sm, one event; none for what says nothing to us."""
    pdu = read(hook.body)
    kind = pdu.esm_class & _KIND
    if kind in _RECEIPTS:
        return _receipt(pdu, hook)
    return [_heard(sms, pdu, hook)] if kind == _PLAIN else []


def read(body: bytes) -> DeliverSm:
    """Raises Malformed."""
    import smpp34

    try:
        pdu = smpp34.decode(body)
    except smpp34.SmppError as error:
        raise Malformed("no message of SMPP") from error
    if not isinstance(pdu, smpp34.DeliverSm):
        raise Malformed("no deliver_sm")
    return pdu


def told_id(pdu: DeliverSm) -> str:
    """By what a receipt names our message, as it was written there; "" for anything else."""
    if pdu.esm_class & _KIND not in _RECEIPTS:
        return ""
    named = _tlvs(pdu).get(coding.RECEIPTED_MESSAGE_ID, b"").partition(b"\0")[0]
    return named.decode("ascii", "replace") or _told(pdu).get("id", "")


def normal(message_id: str) -> str:
    """One spelling of an id: message centres add zeros and change the case."""
    return message_id.strip().casefold().lstrip("0")


def _heard(sms: Sms, pdu: DeliverSm, hook: Webhook) -> Event:
    told = _tlvs(pdu)
    body = pdu.short_message or told.get(coding.MESSAGE_PAYLOAD, b"")
    part = _sar(told)
    if pdu.esm_class & coding.HAS_HEADER:
        body, part = coding.unwrapped(body)
    text = coding.text_of(body, pdu.data_coding, hook.query.get("alphabet", "gsm"))
    return sms.heard(
        _sender(pdu),
        text or "",
        key=f"{digest(hook.body)}/{hook.query.get('arrival', '')}",
        part=part,
        raw=hook.body,
    )


def _receipt(pdu: DeliverSm, hook: Webhook) -> Sequence[Event]:
    said = _told(pdu)
    state = _tlvs(pdu).get(coding.MESSAGE_STATE, b"")
    word = _NUMBERED.get(state[0], "") if state else said.get("stat", "").upper()[:7]
    message_id = hook.query.get("id") or normal(told_id(pdu))
    ref = hook.query.get("ref", "")
    if word not in STATES or not (message_id or ref):
        return []
    code = said.get("err", "").lstrip("0")
    return [
        Delivery(
            key=f"{message_id}/{word}/{digest(hook.body)}",
            provider_id=message_id,
            ref=ref,
            state=STATES[word],
            reason=word if STATES[word] == "failed" else "",
            code=code,
            # It says that this message did not arrive, and nothing of the next one.
            scope="message",
            raw=hook.body,
        )
    ]


def digest(pdu: bytes) -> str:
    """Of the message without its head: brought again it has another number."""
    return sha256(pdu[16:]).hexdigest()[:32]


def _sender(pdu: DeliverSm) -> str:
    number = pdu.source_addr
    if pdu.source_addr_ton == _ALPHANUMERIC or not number.isdecimal():
        return number
    international = pdu.source_addr_ton == _INTERNATIONAL and not number.startswith("0")
    return f"+{number}" if international else number


def _sar(told: Mapping[int, bytes]) -> Part | None:
    ref, number, total = (told.get(tag, b"") for tag in coding.SAR)
    if not (ref and number and total):
        return None
    return coding.part(*(int.from_bytes(value) for value in (ref, number, total)))


def _told(pdu: DeliverSm) -> Mapping[str, str]:
    body = pdu.short_message or _tlvs(pdu).get(coding.MESSAGE_PAYLOAD, b"")
    found = _FIELD.findall(body.decode("latin-1"))
    # The first of a name counts: behind them stand the words of the message.
    return {name.lower(): value for name, value in reversed(found)}


def _tlvs(pdu: DeliverSm) -> Mapping[int, bytes]:
    return {tlv.tag: tlv.value for tlv in pdu.tlvs}
