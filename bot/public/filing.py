"""Filing: the form for a report. Whatever is wrong, nothing that was typed or chosen is lost."""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Mapping
from typing import Any, Final

from aiohttp import web

from bot.casework.words import Protection, Slot
from bot.house import House
from bot.intake.accept import Intake, Later
from bot.public import errors, limits, shell, tokens
from bot.public.drafts import Drafts
from bot.public.forms import Form, Reader
from bot.roles import Role, allow
from channels.base import Address, Attachment, Inbound
from storage import public, wires
from storage.database import Away

PURPOSE: Final = "lapor"
STORY, PROTECTION, CONTACT, HONEYPOT = "cerita", "perlindungan", "kontak", "situs"
SLOTS: Final[Mapping[str, Slot]] = {
    "layanan": Slot.SERVICE,
    "tempat": Slot.PLACE,
    "waktu": Slot.TIME,
    "permintaan": Slot.REQUEST,
    "nama": Slot.NAME,
    "alamat": Slot.ADDRESS,
}
#: Who stays without a name leaves none here either.
PERSONAL: Final = frozenset({"nama", "alamat", CONTACT})
PROTECTIONS: Final = frozenset({Protection.OPEN, Protection.RAHASIA, Protection.ANONIM})
_LONGEST_FACT: Final = 2000
_LATER: tuple[type[Exception], ...] = (Later, *Away)


def routes(house: House, intake: Intake, drafts: Drafts) -> list[web.RouteDef]:
    """/lapor."""
    reader = Reader(house, PURPOSE, drafts)

    @allow(Role.EVERYONE)
    async def empty(_request: web.Request) -> web.Response:
        drafts.sweep(house.now())
        return _page(house, drafts, Form(token=tokens.make(house, PURPOSE)))

    @allow(Role.EVERYONE)
    @errors.calm(house)
    async def submit(request: web.Request) -> web.StreamResponse:
        form = await reader.read(request)
        if form.token is None:
            return _stale(house, drafts, form)
        try:
            return await _submit(house, intake, drafts, request, form, form.token.nonce)
        except _LATER:
            return _page(house, drafts, form, status=503, notice="later")

    return [web.get("/lapor", empty), web.post("/lapor", submit)]


def receipt_id(nonce: str) -> str:
    """What a message that came by form is found by; the form's own number opens its receipt."""
    return "form:" + hashlib.sha256(nonce.encode()).hexdigest()


def filed_by(house: House, nonce: str) -> bytes | None:
    """What the message of this form is found by."""
    return wires.blind(house.vault, shell.web_account(house), receipt_id(nonce))


def attachments(form: Form, kept: list[Attachment]) -> tuple[Attachment, ...]:
    """The files that came, and those that were not kept, each marked with why."""
    refused = [Attachment("document", REASONS[why], name=name) for name, why in form.refused]
    return (*kept, *refused)


#: Why a file was not kept, as attachments are marked everywhere.
REASONS: Final[Mapping[str, str]] = {
    "large": "too_large",
    "kind": "forbidden_type",
    "empty": "empty",
    "many": "too_many",
    "room": "no_room",
}


async def _submit(
    house: House, intake: Intake, drafts: Drafts, request: web.Request, form: Form, nonce: str
) -> web.StreamResponse:
    """Limits first, then what has to be mended, then the report."""
    sent, mended = limits.forms(house, request), limits.drafts(house, request)
    async with house.database.read() as db:
        minutes = await limits.wait(db, house, sent, mended)
    if minutes:
        return _page(house, drafts, form, status=429, minutes=minutes)
    wrong = _wrong(house, form)
    async with house.database.read() as db:
        before = await public.sent_form(db, filed_by(house, nonce))
    if before is not None:
        return _again(house, drafts, form, nonce, before.text)
    async with house.database.write() as db:
        await limits.count(db, house, mended if wrong else sent)
    if wrong:
        return _page(house, drafts, form, status=422, wrong=wrong)
    kept = await drafts.hand_over(nonce, house.spool)
    try:
        await intake.take(shell.web_account(house), [_report(house, form, nonce, kept)])
    except _LATER:
        drafts.take_back(nonce, kept, house.spool)
        raise
    drafts.forget(nonce)
    raise web.HTTPSeeOther(f"/lapor/terima/{nonce}")


def _report(house: House, form: Form, nonce: str, kept: list[Attachment]) -> Inbound:
    given = _given(form)
    return Inbound(
        key=nonce,
        # A sender of its own: two reports from one browser are nobody's common history.
        sender=Address(shell.web_account(house), secrets.token_hex(16)),
        proof="strong",
        provider_id=receipt_id(nonce),
        text=form.text(STORY),
        sent_at=house.now(),
        attachments=attachments(form, kept),
        fields=json.dumps(given).encode(),
        raw=json.dumps({STORY: form.text(STORY)} | given).encode(),
    )


def _given(form: Form) -> dict[str, Any]:
    """The fields as the dialogue and the officers read them; of a nameless report no person."""
    protection = form.text(PROTECTION)
    nameless = protection == Protection.ANONIM
    names = [name for name in SLOTS if not (nameless and name in PERSONAL)]
    given: dict[str, Any] = {
        str(SLOTS[name]): form.text(name)[:_LONGEST_FACT] for name in names if form.text(name)
    }
    if protection:
        given["protection"] = protection
    if form.text(CONTACT) and not nameless:
        given["contact"] = form.text(CONTACT)[:_LONGEST_FACT]
    if form.text(HONEYPOT):
        given["suspect"] = True
    return given


def _wrong(house: House, form: Form) -> dict[str, str]:
    """Fields that have to be mended, and what is wrong with each in one word."""
    wrong = {}
    if not form.text(STORY):
        wrong[STORY] = "empty"
    chosen = form.text(PROTECTION)
    secret = chosen == Protection.RAHASIA and not house.settings.custodian.name
    if chosen and (chosen not in PROTECTIONS or secret):
        wrong[PROTECTION] = "unknown"
    return wrong


def _stale(house: House, drafts: Drafts, form: Form) -> web.Response:
    form.token = tokens.make(house, PURPOSE)
    return _page(house, drafts, form, status=403, notice="stale")


def _again(house: House, drafts: Drafts, form: Form, nonce: str, sent: str) -> web.StreamResponse:
    """This form was sent before: the same words need nothing more, other words are not lost."""
    if form.text(STORY) in ("", sent):
        raise web.HTTPSeeOther(f"/lapor/terima/{nonce}")
    form.token = tokens.make(house, PURPOSE)
    drafts.move(nonce, form.token.nonce)
    return _page(house, drafts, form, status=409, notice="again", before=nonce)


def _page(
    house: House,
    drafts: Drafts,
    form: Form,
    *,
    status: int = 200,
    wrong: Mapping[str, str] | None = None,
    notice: str = "",
    minutes: int = 0,
    before: str = "",
) -> web.Response:
    assert form.token is not None
    return shell.page(
        house,
        "report.html",
        status=status,
        headers={"Retry-After": str(minutes * 60)} if minutes else None,
        here="/lapor",
        form=form,
        token=form.token.text,
        kept=drafts.kept(form.token.nonce),
        wrong=wrong or {},
        notice=notice,
        minutes=minutes,
        before=before,
        limits=house.settings.limits,
        services=house.settings.office.services,
        custodian=house.settings.custodian,
        remedies=house.office.outside,
    )
