"""sahut officer: accounts from the command line."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest

from bot.inbox import sessions
from bot.inbox.passwords import Doorkeeper
from bot.timekeeping import postbox
from storage import officers
from tests.bot.commands.kit import Ended, given, sahut, write
from tests.world import World


@pytest.fixture(autouse=True)
def _written(world: World) -> None:
    write(world.folder, given(world))


async def test_a_made_up_password_opens_the_door(world: World) -> None:
    ended = await _officer(
        world, "add", "Rina", "--name", "Rina W.", "--role", "head", "--generate"
    )
    assert ended.code == 0, ended.all
    row = await _row(world, "rina")
    assert (row.name, row.role) == ("Rina W.", "head")
    assert await Doorkeeper().fits(row.password, _password(ended))


async def test_a_password_is_typed_twice(world: World) -> None:
    typed = "pendek\nkopi-hitam-tubruk\nkopi-hitam-tubruk\n"
    ended = await _officer(world, "add", "rina", "--name", "Rina", typed=typed)
    assert ended.code == 0, ended.all
    assert await Doorkeeper().fits((await _row(world, "rina")).password, "kopi-hitam-tubruk")
    assert "kopi-hitam-tubruk" not in ended.all


async def test_two_that_differ_make_no_account(world: World) -> None:
    typed = "kopi-hitam-tubruk\nkopi-hitam-tubruh\n" * 3
    ended = await _officer(world, "add", "rina", "--name", "Rina", typed=typed)
    assert ended.code == 1
    assert await _row(world, "rina") is None


async def test_a_login_is_taken_once(world: World) -> None:
    await _officer(world, "add", "rina", "--name", "Rina", "--generate")
    again = await _officer(world, "add", "RINA", "--name", "Lain", "--generate")
    assert again.code == 1
    assert "sudah dipakai" in again.err


async def test_a_strange_login_is_refused(world: World) -> None:
    ended = await _officer(world, "add", "rina wati", "--name", "Rina", "--generate")
    assert ended.code == 1


async def test_the_list_shows_who_may_come_in(world: World) -> None:
    assert "Belum ada akun" in (await _officer(world, "list")).out
    await _officer(world, "add", "rina", "--name", "Rina W.", "--generate")
    await _officer(world, "add", "budi", "--name", "Budi", "--role", "admin", "--generate")
    await _officer(world, "disable", "budi")
    shown = (await _officer(world, "list")).out
    assert re.search(r"rina +petugas +aktif +Rina W\.", shown)
    assert re.search(r"budi +pengelola +ditutup +Budi", shown)


async def test_a_closed_account_loses_its_sessions_and_can_be_opened_again(world: World) -> None:
    await _officer(world, "add", "rina", "--name", "Rina", "--generate")
    token = await _sign_in(world)
    assert (await _officer(world, "disable", "rina")).code == 0
    assert not await _is_in(world, token)
    assert (await _row(world, "rina")).disabled_at is not None
    assert (await _officer(world, "disable", "rina", "--undo")).code == 0
    assert (await _row(world, "rina")).disabled_at is None


async def test_a_reset_ends_old_sessions_and_old_passwords(world: World) -> None:
    first = _password(await _officer(world, "add", "rina", "--name", "Rina", "--generate"))
    token = await _sign_in(world)
    second = _password(await _officer(world, "reset", "rina", "--generate"))
    row = await _row(world, "rina")
    assert not await _is_in(world, token)
    assert not await Doorkeeper().fits(row.password, first)
    assert await Doorkeeper().fits(row.password, second)


async def test_an_address_for_letters_lies_sealed_and_is_shown_to_nobody(world: World) -> None:
    told = ("--name", "Rina", "--generate", "--email", "rina@sukajaya.go.id")
    assert (await _officer(world, "add", "rina", *told)).code == 0
    assert await _email(world) == "rina@sukajaya.go.id"
    row = await _row(world, "rina")
    assert b"sukajaya" not in row.email
    assert "sukajaya" not in (await _officer(world, "list")).all
    assert (await _officer(world, "email", "Rina", "rina.w@contoh.id")).code == 0
    assert await _email(world) == "rina.w@contoh.id"
    wrong = await _officer(world, "email", "rina", "rina di kantor")
    assert wrong.code == 1
    assert "bukan alamat email" in wrong.err
    assert "dihapus" in (await _officer(world, "email", "rina")).out
    assert await _email(world) == ""


@pytest.mark.parametrize("act", ["disable", "reset"])
async def test_nobody_of_that_name_is_said(world: World, act: str) -> None:
    ended = await _officer(world, act, "siapa", *(["--generate"] if act == "reset" else []))
    assert ended.code == 1
    assert "siapa" in ended.err


async def _officer(world: World, *argv: str, typed: str = "") -> Ended:
    return await sahut("officer", *argv, cwd=world.folder, typed=typed)


async def _email(world: World) -> str:
    row = await _row(world, "rina")
    return postbox.opened(world.house, row.id, row.email)


def _password(ended: Ended) -> str:
    return re.findall(r"Kata sandi .*: (\S+)", ended.out)[0]


async def _row(world: World, login: str) -> Any:
    async with world.house.database.read() as db:
        return await officers.by_login(db, login)


async def _sign_in(world: World) -> bytes:
    row = await _row(world, "rina")
    _, session = sessions.fresh(world.house, row.id)
    async with world.house.database.write() as db:
        await officers.begin(db, session)
    assert await _is_in(world, session.token)
    return session.token


async def _is_in(world: World, token: bytes) -> bool:
    now = world.clock.now()
    async with world.house.database.read() as db:
        return await officers.find(db, token, now, now - timedelta(hours=1)) is not None
