"""A message of ours as submit_sm: whole, or in parts that the phone joins."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from typing import Final

import smpp34

from channels.sms.smpp import coding
from channels.sms.smpp.config import Config

_INTERNATIONAL: Final = (1, 1)
_NATIONAL: Final = (0, 1)
_NAME: Final = (5, 0)
#: Numbers shorter than this are the operator's own.
_SHORT: Final = 7
_SHORT_CODE: Final = (3, 0)


def submits(config: Config, source: str, to: str, outbound: str, text: str) -> Sequence[bytes]:
    """Every submit_sm of a message, in order. A retry makes the same ones."""
    body = coding.coded(text, config.alphabet)
    whole = len(body.parts) == 1
    ref = int.from_bytes(sha256(outbound.encode()).digest()[:2])
    make = _WAYS["whole" if whole else config.long]
    return [_pdu(config, source, to, body.coding, *one) for one in make(body.parts, ref)]


def _pdu(
    config: Config,
    source: str,
    to: str,
    data_coding: int,
    message: bytes,
    esm_class: int,
    tlvs: list[smpp34.Tlv],
    last: bool,
) -> bytes:
    ton, npi = _plan(source)
    to_ton, to_npi = _plan(to)
    return smpp34.SubmitSm(
        source.removeprefix("+"),
        to.removeprefix("+"),
        message,
        source_addr_ton=int(config.source_ton or ton),
        source_addr_npi=int(config.source_npi or npi),
        dest_addr_ton=to_ton,
        dest_addr_npi=to_npi,
        esm_class=esm_class,
        data_coding=data_coding,
        # A receipt for the last part says enough, and is the only one that is told apart.
        registered_delivery=int(last),
        tlvs=tlvs,
    ).encode()


def _plan(number: str) -> tuple[int, int]:
    digits = number.removeprefix("+")
    if not digits.isdecimal():
        return _NAME
    if number.startswith("+"):
        return _INTERNATIONAL
    return _SHORT_CODE if len(digits) < _SHORT else _NATIONAL


_One = tuple[bytes, int, list[smpp34.Tlv], bool]


def _whole(parts: Sequence[bytes], ref: int) -> list[_One]:
    return [(parts[0], 0, [], True)]


def _udh(parts: Sequence[bytes], ref: int) -> list[_One]:
    total = len(parts)
    return [
        (coding.header(ref, place, total) + part, coding.HAS_HEADER, [], place == total)
        for place, part in enumerate(parts, 1)
    ]


def _sar(parts: Sequence[bytes], ref: int) -> list[_One]:
    total = len(parts)
    return [
        (part, 0, _sar_tlvs(ref, place, total), place == total)
        for place, part in enumerate(parts, 1)
    ]


def _payload(parts: Sequence[bytes], ref: int) -> list[_One]:
    whole = smpp34.Tlv(coding.MESSAGE_PAYLOAD, b"".join(parts))
    return [(b"", 0, [whole], True)]


def _sar_tlvs(ref: int, place: int, total: int) -> list[smpp34.Tlv]:
    values = (ref.to_bytes(2), bytes((place,)), bytes((total,)))
    return [smpp34.Tlv(tag, value) for tag, value in zip(coding.SAR, values, strict=True)]


_WAYS: Final = {"whole": _whole, "udh": _udh, "sar": _sar, "payload": _payload}
