"""Access: every role at every route of a case, for every kind of case there is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import pytest
from sqlalchemy import update

from bot.roles import Role, declared
from storage.tables import complaints
from tests.bot.inbox.kit import PEOPLE, Desk, hire
from tests.bot.inbox.test_guard import with_file
from tests.bot.inbox.tree_kit import SETTINGS, post_of, seat_all
from tests.world import World

#: Who sees a case of each kind. Written out here, so that no table of the program is believed.
EVERYTHING: Final = {"rina", "siti", "lina", "wahyu", "nina"}
SEEN: Final[Mapping[str, set[str]]] = {
    "open": EVERYTHING | {"tono"},
    "unsettled": EVERYTHING | {"tono"},
    "rahasia": EVERYTHING | {"tono", "dewi"},
    "anonim": EVERYTHING | {"tono"},
    "information": EVERYTHING | {"tono", "putu"},
    "reported": EVERYTHING,
    "reported_rahasia": EVERYTHING | {"dewi"},
    "sealed": set(),
    "sealed_rahasia": {"dewi"},
}
#: Who reads the name where the citizen did not close it.
NAMED: Final = {"rina", "tono", "siti", "lina", "putu", "wahyu"}
WORDS, NAME, PHONE = "loket 2 minta uang", "Sulastri", "81234567001"


@pytest.mark.parametrize("kind", SEEN)
async def test_a_case_is_shown_to_those_it_is_for_and_its_name_to_fewer(
    closed_world: World, kind: str
) -> None:
    world = await closed_world.open(**SETTINGS)
    await hire(world)
    await seat_all(world)
    case = await _made(world, kind)
    paths = await _routes(world, case)
    for login, (_, role) in PEOPLE.items():
        desk = Desk(world.base)
        await desk.sign_in(login)
        sees = login in SEEN[kind]
        named = sees and login in NAMED and kind in ("open", "information", "reported")
        for path, roles in paths:
            answer = await desk.get(path)
            text = await answer.text(errors="replace")
            if Role(role) not in roles:
                assert answer.status == 403, (kind, login, path)
            elif path.endswith(case.number):
                assert answer.status == (200 if sees else 404), (kind, login, path)
            elif not sees and "{" not in path and _leads_to_it(path, case):
                assert answer.status in (204, 403, 404), (kind, login, path)
            assert sees or WORDS not in text, (kind, login, path)
            if not named:
                assert NAME not in text and PHONE not in text, (kind, login, path)
        if sees:
            text = await desk.page(f"/inbox/laporan/{case.number}")
            assert (NAME in text) is named, (kind, login)
        await desk.close()


@pytest.mark.parametrize("kind", ["reported", "sealed"])
async def test_what_is_closed_is_changed_by_no_button(closed_world: World, kind: str) -> None:
    world = await closed_world.open(**SETTINGS)
    await hire(world)
    await seat_all(world)
    case = await _made(world, kind)
    before = [tuple(row) for row in await world.cases()]
    desk = Desk(world.base)
    await desk.sign_in("tono")
    for route in world.service.application.router.routes():
        at = route.resource.canonical if route.resource else ""
        if route.method == "POST" and "{number}" in at and Role.OFFICER in declared(route.handler):
            path = at.replace("{number}", case.number).replace("{event}", "declare_complete")
            path = path.replace("{kind}", "review").replace("{id}", "1")
            answer = await desk.post(path, text="x", uraian="x", cara="langsung")
            assert answer.status == 404, path
    assert [tuple(row) for row in await world.cases()] == before
    await desk.close()


async def _made(world: World, kind: str) -> Any:
    """A case of this kind, as it stands after somebody made it so."""
    case = await with_file(world)
    reported = (await post_of(world, "tono")).id if kind.startswith("reported") else None
    protection = kind.rpartition("_")[2]
    closed = protection if protection in ("unsettled", "rahasia", "anonim") else "open"
    async with world.house.database.write() as db:
        await db.execute(
            update(complaints)
            .where(complaints.c.id == case.id)
            .values(
                protection=closed,
                kind="information" if kind == "information" else "complaint",
                reported_post_id=reported,
                sealed_above=kind.startswith("sealed"),
            )
        )
    return case


async def _routes(world: World, case: Any) -> list[tuple[str, frozenset[Role]]]:
    """Every page of the inbox, with this case's numbers in its address."""
    message = next(row for row in await world.messages() if row.complaint_id == case.id)
    found = []
    for route in world.service.application.router.routes():
        at = route.resource.canonical if route.resource else ""
        roles = declared(route.handler)
        if route.method != "GET" or not at.startswith("/inbox") or Role.EVERYONE in roles:
            continue
        if at == "/inbox/hidup":
            continue
        number = case.id if "daftar" in at else message.id
        path = at.replace("{number}", case.number).replace("{kind}", "review")
        found.append((path.replace("{id}", str(number)), roles))
    return found


def _leads_to_it(path: str, case: Any) -> bool:
    return case.number in path or any(part.isdigit() for part in path.split("/"))
