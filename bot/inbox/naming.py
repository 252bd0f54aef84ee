"""Naming: an officer writes down who is reported, which closes the case to them or seals it."""

from __future__ import annotations

from typing import Final

from aiohttp import web

from bot import above, duty, tree
from bot.casework.lifecycle import Refusal
from bot.casework.lines import Post, Tree
from bot.casework.rights import Right
from bot.casework.words import Event
from bot.house import House
from bot.inbox import asking, letters, parties, screens
from bot.inbox.acts import Act, Unfit, act
from bot.inbox.parties import WHOLE
from bot.inbox.sessions import officer_of
from bot.roles import allow
from storage import sorting, units

_LONGEST: Final = 300
_PLACE: Final = "terlapor"
_SEALS: Final = (
    "Laporan ini menyangkut pimpinan, pemutus, atau unit pengaduan kantor ini. Laporan disegel "
    "untuk {above} dan tidak dapat dibuka lagi di kantor ini. Bila benar begitu, centang lalu "
    "simpan sekali lagi."
)


def routes(house: House) -> list[web.RouteDef]:
    """/inbox/laporan/{number}/terlapor"""

    @allow(Right.NAME_PARTY)
    async def name(request: web.Request) -> web.StreamResponse:
        number, officer = request.match_info["number"], officer_of(request)
        who, note = await asking.words(request, "siapa", 20), await asking.words(request, "uraian")
        sure = bool(await asking.words(request, "yakin"))
        try:
            async with act(house, officer, number, Right.NAME_PARTY) as case:
                still_open = await _name(case, who, note[:_LONGEST].replace("\n", " "), sure=sure)
        except screens.REFUSED as error:
            return await screens.refused(house, request, number, _PLACE, error)
        if not still_open:
            raise web.HTTPSeeOther("/inbox")
        return await screens.done(house, request, number)

    return [web.post(f"/inbox/laporan/{screens.NUMBER}/terlapor", name)]


async def _name(case: Act, who: str, note: str, *, sure: bool) -> bool:
    """Write down who is reported; False where the case is closed to this officer from now on."""
    house, db = case.house, case.db
    places = await tree.load(db, house)
    post = places.posts.get(asking.number(who) or 0)
    if post is None and who != WHOLE and not note:
        raise Refusal("Pilih siapa yang dilaporkan, atau tulis uraiannya", "uu25-41")
    seals = who == WHOLE or (post is not None and await tree.seals(db, house, places, post))
    if seals and not case.row.sealed_above and not sure:
        raise Unfit(_SEALS.format(above=_above(house) or "pejabat di atas kantor ini"))
    called = parties.called(post, places) if post else "Unit pengaduan" if who == WHOLE else ""
    case.record(Event.NAME_PARTY, {"post": post.id if post else None, "party": called})
    await sorting.change(
        db,
        case.row.id,
        reported_post_id=post.id if post else None,
        reported=_sealed(case, note),
    )
    if seals and not case.row.sealed_above:
        await _seal(case)
    await _pass_on(case, places, post, sealed=seals or case.row.sealed_above)
    barred = post is not None and post.id in case.officer.reader.barred
    return not barred and (seals or case.row.sealed_above) == bool(case.officer.reader.sealed)


def _sealed(case: Act, note: str) -> bytes | None:
    return case.key.seal(f"complaints.reported.{case.row.id}", note.encode()) if note else None


async def _seal(case: Act) -> None:
    """From now on a number and dates; its citizen is told who has it."""
    house, to_whom = case.house, _above(case.house)
    case.record(Event.SEAL_ABOVE)
    await sorting.change(case.db, case.row.id, sealed_above=True)
    to = await letters.where(house, case.db, case.row, case.person)
    text = letters.say(
        house, case.row, to.account, "sealed_above" if to_whom else "sealed_alone", to=to_whom
    )
    case.letters += letters.post(house, case.row, to, "status", text, None)
    written = await above.write(case.db, house, case.row, case.key)
    case.entries += [written] if written is not None else []


async def _pass_on(case: Act, places: Tree, post: Post | None, *, sealed: bool) -> None:
    """Who is reported, or under them, is not responsible for the case either."""
    row, house = case.row, case.house
    line = places.line(post) if post is not None else frozenset()
    if not sealed and row.officer_id not in line:
        return
    above = await duty.above(case.db, house) if sealed else None
    follows = above if sealed else _free(await duty.staff(case.db, house), line)
    if follows == row.officer_id:
        return
    await units.give(case.db, row.id, follows, None)
    passed = duty.entry(house, row, follows, "Laporan tidak dipegang pihak terlapor.")
    if passed is not None and follows is not None:
        case.entries.append(passed)


def _free(people: duty.Staff, line: frozenset[int]) -> int | None:
    return next((one for one in people.on_duty() if one not in line), None)


def _above(house: House) -> str:
    name, contact = above.addressee(house), house.settings.above_head.contact
    return f"{name} ({contact})" if name and contact else name
