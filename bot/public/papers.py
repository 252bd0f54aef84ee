"""Papers: the whole receipt of an opened case, to read, to print and to take to the Ombudsman."""

from __future__ import annotations

from aiohttp import web

from bot import cases
from bot.house import House
from bot.privacy import receipts
from bot.public import sessions, shell
from bot.roles import Role, allow
from storage import persons, public


def routes(house: House) -> list[web.RouteDef]:
    """/lacak/tanda-terima."""

    @allow(Role.EVERYONE)
    async def receipt(request: web.Request) -> web.StreamResponse:
        session = await sessions.find(house, request)
        if session is None:
            raise web.HTTPSeeOther("/lacak")
        async with house.database.read() as db:
            row = await public.case(db, session.complaint)
            if row is None or row.wrapped_key is None or row.erased_at is not None:
                raise web.HTTPNotFound
            key = house.vault.person(row.contact_id, row.wrapped_key)
            case = cases.opened(row, key)
            files = await persons.files_of_case(db, row.contact_id, row.id)
            shown = await receipts.of(
                db,
                house,
                row,
                case,
                who=receipts.identity(case),
                files=[
                    key.open(f"attachments.name.{one.id}", one.name).decode() or "berkas"
                    if one.name
                    else "berkas"
                    for one in files
                ],
            )
        return shell.page(
            house,
            "full_receipt.html",
            here="/lacak",
            receipt=shown,
            remedies=house.settings.remedies,
            custodian=house.settings.custodian,
        )

    return [web.get("/lacak/tanda-terima", receipt)]
