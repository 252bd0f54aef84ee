"""Roles: who may open which page and press which button, route by route."""

from __future__ import annotations

from bot.roles import OPEN, Role, declared
from tests.bot.inbox.conftest import Enter
from tests.bot.inbox.kit import PEOPLE, reported
from tests.world import World

WRITE = {Role.OFFICER, Role.HEAD}
ANSWER = WRITE | {Role.PPID}
PAPER = ANSWER | {Role.LIAISON}
NAMES = PAPER | {Role.INSPECTOR}
READ = NAMES | {Role.CUSTODIAN, Role.ASSESSOR}
ALL = READ | {Role.UNIT, Role.ADMIN}
KEEPERS = {Role.HEAD, Role.ADMIN}
TABLE = {
    ("GET", "/inbox/masuk"): {Role.EVERYONE},
    ("POST", "/inbox/masuk"): {Role.EVERYONE},
    ("POST", "/inbox/keluar"): ALL,
    ("GET", "/inbox"): READ,
    ("GET", "/inbox/daftar"): READ,
    ("GET", "/inbox/daftar/{id}"): READ,
    ("GET", "/inbox/laporan/{number}"): READ,
    ("POST", "/inbox/laporan/{number}/ambil"): ANSWER,
    ("POST", "/inbox/laporan/{number}/catatan"): ANSWER,
    ("POST", "/inbox/laporan/{number}/ditangani"): ANSWER,
    ("POST", "/inbox/laporan/{number}/bantuan"): ANSWER,
    ("POST", "/inbox/laporan/{number}/balas"): ANSWER,
    ("POST", "/inbox/laporan/{number}/langkah/{event}"): ANSWER,
    ("GET", "/inbox/laporan/{number}/tanda-terima"): WRITE,
    ("POST", "/inbox/laporan/{number}/tanda-terima"): WRITE,
    ("GET", "/inbox/loket"): WRITE,
    ("POST", "/inbox/loket"): WRITE,
    ("GET", "/inbox/sampaikan"): NAMES,
    ("POST", "/inbox/sampaikan/{id}"): WRITE,
    ("GET", "/inbox/sampaikan/{id}/cetak"): NAMES,
    ("POST", "/inbox/pesan/{id}/pindah"): WRITE,
    ("POST", "/inbox/lampiran/{id}/didengar"): WRITE,
    ("GET", "/inbox/lampiran/{id}"): NAMES | {Role.CUSTODIAN},
    ("GET", "/inbox/pesan/{id}/mentah"): NAMES,
    ("GET", "/inbox/hidup"): READ,
    ("GET", "/inbox/tak-terbaca"): NAMES,
    ("GET", "/inbox/lain"): NAMES,
    ("POST", "/inbox/pesan/{id}/warga"): WRITE,
    ("POST", "/inbox/pesan/{id}/ulang"): WRITE,
    ("GET", "/inbox/petugas"): KEEPERS,
    ("POST", "/inbox/petugas/{id}/cuti"): KEEPERS,
    ("POST", "/inbox/laporan/{number}/terlapor"): WRITE,
    ("POST", "/inbox/laporan/{number}/identitas"): {Role.CUSTODIAN},
    ("GET", "/inbox/identitas"): {Role.HEAD, Role.CUSTODIAN},
    ("GET", "/inbox/laporan/{number}/lembar/{kind}"): PAPER,
    ("POST", "/inbox/laporan/{number}/lembar/{kind}"): PAPER,
    ("POST", "/inbox/laporan/{number}/lembar/{id}/jawab"): PAPER,
    ("GET", "/inbox/laporan/{number}/lembar/{id}/surat"): READ,
    ("GET", "/inbox/unit"): {Role.UNIT},
    ("POST", "/inbox/unit/{id}/jawab"): {Role.UNIT},
    ("GET", "/inbox/laporan/{number}/tanda-terima/lengkap"): WRITE,
    ("POST", "/inbox/laporan/{number}/tanda-terima/lengkap"): WRITE,
    ("GET", "/inbox/data"): WRITE | {Role.CUSTODIAN, Role.ADMIN},
    ("POST", "/inbox/data/permintaan"): WRITE | {Role.CUSTODIAN},
    ("POST", "/inbox/data/permintaan/{id}"): {Role.HEAD, Role.CUSTODIAN},
    ("POST", "/inbox/laporan/{number}/salinan"): {Role.HEAD, Role.CUSTODIAN},
    ("POST", "/inbox/data/kebocoran"): KEEPERS,
    ("GET", "/inbox/data/kebocoran/{id}"): KEEPERS,
    ("POST", "/inbox/data/kebocoran/{id}/langkah"): KEEPERS,
    ("POST", "/inbox/jam/benar"): WRITE,
    ("POST", "/inbox/jam/tahan"): WRITE,
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
    for login, (_, role) in PEOPLE.items():
        desk = await enter(login)
        for (method, path), roles in TABLE.items():
            if roles & OPEN or path in ("/inbox/hidup", "/inbox/keluar"):
                continue
            at = path.replace("{number}", case.number).replace("{id}", "1")
            at = at.replace("{event}", "take").replace("{kind}", "review")
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
