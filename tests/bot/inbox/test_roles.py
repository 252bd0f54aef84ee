"""Roles: who may open which page and press which button, route by route."""

from __future__ import annotations

from bot.roles import OPEN, Role, declared
from tests.bot.inbox.conftest import Enter
from tests.bot.inbox.kit import reported
from tests.world import World

READ, WRITE = {Role.OFFICER, Role.HEAD, Role.INSPECTOR}, {Role.OFFICER, Role.HEAD}
ALL = {Role.OFFICER, Role.HEAD, Role.INSPECTOR, Role.ADMIN}
TABLE = {
    ("GET", "/inbox/masuk"): {Role.EVERYONE},
    ("POST", "/inbox/masuk"): {Role.EVERYONE},
    ("POST", "/inbox/keluar"): ALL,
    ("GET", "/inbox"): READ,
    ("GET", "/inbox/daftar"): READ,
    ("GET", "/inbox/daftar/{id}"): READ,
    ("GET", "/inbox/laporan/{number}"): READ,
    ("POST", "/inbox/laporan/{number}/ambil"): WRITE,
    ("POST", "/inbox/laporan/{number}/catatan"): WRITE,
    ("POST", "/inbox/laporan/{number}/ditangani"): WRITE,
    ("POST", "/inbox/laporan/{number}/balas"): WRITE,
    ("POST", "/inbox/laporan/{number}/langkah/{event}"): WRITE,
    ("GET", "/inbox/laporan/{number}/tanda-terima"): WRITE,
    ("POST", "/inbox/laporan/{number}/tanda-terima"): WRITE,
    ("GET", "/inbox/loket"): WRITE,
    ("POST", "/inbox/loket"): WRITE,
    ("GET", "/inbox/sampaikan"): READ,
    ("POST", "/inbox/sampaikan/{id}"): WRITE,
    ("GET", "/inbox/sampaikan/{id}/cetak"): READ,
    ("POST", "/inbox/pesan/{id}/pindah"): WRITE,
    ("POST", "/inbox/lampiran/{id}/didengar"): WRITE,
    ("GET", "/inbox/lampiran/{id}"): READ,
    ("GET", "/inbox/pesan/{id}/mentah"): READ,
    ("GET", "/inbox/hidup"): READ,
    ("GET", "/inbox/tak-terbaca"): READ,
    ("GET", "/inbox/lain"): READ,
    ("POST", "/inbox/pesan/{id}/warga"): WRITE,
    ("POST", "/inbox/pesan/{id}/ulang"): WRITE,
    ("GET", "/inbox/petugas"): {Role.ADMIN, Role.HEAD},
}


async def test_every_route_of_the_inbox_stands_in_the_table(world: World) -> None:
    found = {}
    for route in world.service.application.router.routes():
        path = route.resource.canonical if route.resource else ""
        if path.startswith("/inbox") and route.method != "HEAD":
            found[route.method, path] = set(declared(route.handler))
    assert found == TABLE


async def test_every_route_of_the_office_declares_who_may_ask(world: World) -> None:
    for route in world.service.application.router.routes():
        assert declared(route.handler), route


async def test_the_guard_keeps_out_who_may_not(world: World, enter: Enter) -> None:
    case = await reported(world)
    for login, role in (
        ("rina", Role.OFFICER),
        ("siti", Role.HEAD),
        ("wahyu", Role.INSPECTOR),
        ("budi", Role.ADMIN),
    ):
        desk = await enter(login)
        for (method, path), roles in TABLE.items():
            if roles & OPEN or path in ("/inbox/hidup", "/inbox/keluar"):
                continue
            at = path.replace("{number}", case.number).replace("{id}", "1")
            at = at.replace("{event}", "take")
            answer = await (desk.get(at) if method == "GET" else desk.post(at))
            assert (answer.status == 403) == (role not in roles), (login, method, at)


async def test_an_inspector_reads_and_finds_no_button(world: World, enter: Enter) -> None:
    case = await reported(world)
    desk = await enter("wahyu")
    text = await desk.page(f"/inbox/laporan/{case.number}")
    assert "Peran ini hanya membaca" in text
    assert "Langkah berikutnya" not in text
    assert 'action="/inbox/laporan' not in text
    (still,) = await world.cases()
    assert still.seen_at is None


async def test_who_runs_the_machine_sees_accounts_and_no_case(world: World, enter: Enter) -> None:
    case = await reported(world)
    desk = await enter("budi")
    text = await desk.page("/inbox/petugas")
    assert "Rina Wulandari" in text
    assert case.number not in text
    assert "Sulastri" not in text
