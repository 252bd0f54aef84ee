"""sahut run: when it refuses and why, and how it stops."""

from __future__ import annotations

import sqlite3
import stat
from pathlib import Path

import pytest

from bot import keys
from storage import schema, upgrading
from storage.upgrading import Form
from tests.bot.commands.kit import ANSWERS, free_port, given, running, sahut, write, write_answers
from tests.databases import Server
from tests.world import MONDAY, OFFICE, World


@pytest.fixture
async def founded(tmp_path: Path) -> Path:
    """A folder in which `sahut init` was run."""
    answers = write_answers(tmp_path, ANSWERS | {"server": {"port": free_port()}})
    ended = await sahut("init", "--answers", answers, cwd=tmp_path)
    assert ended.code == 0, ended.all
    return tmp_path


async def test_a_second_run_on_the_same_file_refuses_and_says_why(founded: Path) -> None:
    async with running("run", cwd=founded) as first:
        await first.says("Ctrl+C")
        async with running("run", cwd=founded) as second:
            refused = await second.end()
        assert refused.code == 4
        assert "sedang dipakai" in refused.err
        await first.stop()


async def test_it_stops_cleanly_when_told_to(founded: Path) -> None:
    async with running("run", cwd=founded) as service:
        await service.says("Ctrl+C")
        ended = await service.stop()
    assert ended.code == 0
    assert "Traceback" not in ended.all
    with sqlite3.connect(founded / "data/sahut.db") as db:
        assert db.execute("SELECT count(*) FROM runs").fetchone() == (0,)
    db.close()


async def test_a_file_that_is_not_there_is_made(founded: Path) -> None:
    for file in (founded / "data").glob("sahut.db*"):
        file.unlink()
    async with running("run", cwd=founded) as service:
        await service.says("Ctrl+C")
        assert "Belum ada akun petugas" in service.told
        await service.stop()


async def test_another_key_refuses(founded: Path) -> None:
    key = founded / "data/sahut.key"
    key.unlink()
    keys.make_key(key)
    ended = await sahut("check", cwd=founded)
    assert ended.code == 4
    assert "lembar kunci" in ended.err


async def test_a_missing_key_refuses(founded: Path) -> None:
    (founded / "data/sahut.key").unlink()
    ended = await sahut("officer", "list", cwd=founded)
    assert ended.code == 4
    assert "sahut.key" in ended.err


async def test_a_key_that_others_can_read_refuses(founded: Path) -> None:
    (founded / "data/sahut.key").chmod(0o644)
    ended = await sahut("replay", cwd=founded)
    assert ended.code == 4
    assert "chmod 600" in ended.err


async def test_a_port_in_use_is_said_and_the_run_leaves_no_trace(founded: Path) -> None:
    async with running("run", cwd=founded) as first:
        await first.says("Ctrl+C")
        other = founded / "lain.toml"
        text = (founded / "config.toml").read_text()
        other.write_text(text.replace("#database = ", "database = ").replace("sahut.db", "b.db"))
        async with running("run", "--config", other, cwd=founded) as second:
            ended = await second.end()
        assert ended.code == 1
        assert "server.port" in ended.err
        await first.stop()


async def test_a_database_from_a_newer_program_refuses(founded: Path) -> None:
    _stamp(founded / "data/sahut.db", "9999")
    for command in ("check", "migrate"):
        ended = await sahut(command, cwd=founded)
        assert ended.code == 4
        assert "lebih baru" in ended.err


async def test_an_empty_file_becomes_a_database(founded: Path) -> None:
    for file in (founded / "data").glob("sahut.db*"):
        file.unlink()
    (founded / "data/sahut.db").touch()
    refused = await sahut("officer", "list", cwd=founded)
    assert refused.code == 4
    migrated = await sahut("migrate", cwd=founded)
    assert migrated.code == 0
    assert schema.NEWEST in migrated.out
    assert (await sahut("officer", "list", cwd=founded)).code == 0


async def test_a_copy_is_whole_while_others_write(founded: Path) -> None:
    file = founded / "data/sahut.db"
    writer = sqlite3.connect(file)
    writer.execute("BEGIN IMMEDIATE")
    writer.execute("INSERT INTO facts VALUES ('half', x'00')")
    copied = upgrading.copy(file, founded / "salinan", MONDAY)
    writer.rollback()
    writer.close()
    assert stat.S_IMODE(copied.stat().st_mode) == 0o600
    assert await upgrading.form(f"sqlite+aiosqlite:///{copied}") is Form.TODAYS
    with sqlite3.connect(copied) as db:
        assert db.execute("SELECT name FROM facts").fetchall() == [("key_check",)]
    db.close()


async def test_looking_at_a_file_that_is_not_there_makes_none(tmp_path: Path) -> None:
    file = tmp_path / "nobody.db"
    assert await upgrading.form(f"sqlite+aiosqlite:///{file}") is Form.ABSENT
    assert not file.exists()


async def test_an_empty_server_is_refused_until_it_is_migrated(
    tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    server: Server = request.getfixturevalue("_postgresql")
    await server.execute("CREATE DATABASE freshly_made")
    keys.make_key(tmp_path / "sahut.key")
    storage = {"database": server.url("freshly_made"), "key_file": "sahut.key"}
    write(tmp_path, {**OFFICE, "storage": storage})
    async with running("run", cwd=tmp_path) as service:
        refused = await service.end()
    assert refused.code == 4
    assert "sahut migrate" in refused.err
    assert (await sahut("migrate", cwd=tmp_path)).code == 0
    assert (await sahut("officer", "list", cwd=tmp_path)).code == 0


async def test_a_database_that_is_away_is_said(tmp_path: Path) -> None:
    keys.make_key(tmp_path / "sahut.key")
    away = f"postgresql+asyncpg://sahut:rahasia-pg@127.0.0.1:{free_port()}/sahut"
    write(tmp_path, {**OFFICE, "storage": {"database": away, "key_file": "sahut.key"}})
    ended = await sahut("check", cwd=tmp_path)
    assert ended.code == 4
    assert "tidak menjawab" in ended.err
    assert "rahasia-pg" not in ended.all


@pytest.mark.parametrize(
    "url",
    ["postgresql://x/y", "mysql+aiomysql://x/y", "not a url"],
    ids=["without a driver", "another kind", "no address"],
)
async def test_a_database_we_do_not_speak_is_a_mistake(tmp_path: Path, url: str) -> None:
    write(tmp_path, {**OFFICE, "storage": {"database": url}})
    ended = await sahut("check", cwd=tmp_path)
    assert ended.code == 3
    assert "storage.database" in ended.err


async def test_no_secret_is_ever_said(world: World) -> None:
    told = given(world)
    folder = world.folder
    write(folder, told)
    await world.stop()
    async with running("run", cwd=folder) as service:
        await service.says("Ctrl+C")
        await world.telegram.citizen_writes(1001, "lampu jalan depan gang mati")
        await world.until(lambda: world.telegram.sent, 40)
        ended = await service.stop()
    checked = await sahut("check", cwd=folder)
    account = world.whatsapp.account
    secrets = [world.telegram.token, account.access_token, account.app_secret]
    secrets += [account.verify_token, (folder / "sahut.key").read_text().strip()]
    for secret in secrets:
        assert secret not in ended.all + checked.all
    assert "lampu" not in ended.all


def _stamp(file: Path, revision: str) -> None:
    with sqlite3.connect(file) as db:
        db.execute("UPDATE alembic_version SET version_num = ?", (revision,))
    db.close()
