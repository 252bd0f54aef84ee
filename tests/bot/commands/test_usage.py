"""How the command answers to what was typed: help one would want to read, and exit codes."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from bot.commands import COMMANDS, main
from bot.config import BadConfig
from tests.bot.commands.kit import ROOT, sahut

LISTED = sorted(set(COMMANDS) - {"start"})


@pytest.mark.parametrize("name", LISTED)
def test_the_help_names_every_command(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--help"])
    assert ended.value.code == 0
    assert f"\n    {name} " in capsys.readouterr().out


def test_what_only_make_calls_is_not_listed(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--help"])
    assert "start" not in capsys.readouterr().out.split()


@pytest.mark.parametrize("name", LISTED)
@pytest.mark.parametrize("language", ["id", "en"])
def test_every_command_explains_itself(
    name: str, language: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--lang", language, name, "--help"])
    assert ended.value.code == 0
    assert len(capsys.readouterr().out) > 200


def test_the_exit_codes_are_documented(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 2
    shown = capsys.readouterr().out
    assert all(f"\n  {code}  " in shown for code in range(5))


@pytest.mark.parametrize(
    ("argv", "sentence"),
    [
        (["lari"], "tidak mengenal 'lari'"),
        (["officer", "add"], "masih perlu LOGIN"),
        (["export", "messages", "--since", "kemarin"], "'kemarin' untuk --since"),
        (["run", "--config"], "sesudah --config perlu"),
        (["run", "--cepat"], "tidak mengenal --cepat"),
    ],
)
def test_wrong_usage_is_explained_in_indonesian(
    argv: list[str], sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(argv)
    assert ended.value.code == 2
    told = capsys.readouterr().err
    assert sentence in told
    assert "--help" in told


def test_the_help_loads_nothing_heavy() -> None:
    look = (
        "import sys, contextlib\n"
        "from bot.commands import main\n"
        "with contextlib.suppress(SystemExit): main(['--help'])\n"
        "assert not {'sqlalchemy', 'aiohttp', 'telegram'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", look], cwd=ROOT, check=True, capture_output=True)


async def test_a_missing_configuration_is_said_without_a_traceback(tmp_path: Path) -> None:
    ended = await sahut("run", cwd=tmp_path)
    assert ended.code == 3
    assert "sahut init" in ended.err
    assert "Traceback" not in ended.all


async def test_debug_shows_where_it_came_from(tmp_path: Path) -> None:
    with pytest.raises(BadConfig):
        await sahut("run", "--debug", cwd=tmp_path)


async def test_all_mistakes_of_a_configuration_are_said_together(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text(
        '[office]\nnamae = "x"\n[channels.telegram]\ntoken = "rahasia-sekali"\nmode = "terbang"\n'
        "[sihir]\n"
    )
    ended = await sahut("check", cwd=tmp_path)
    assert ended.code == 3
    for key in (
        "office.namae",
        "office.name",
        "responsible.address",
        "channels.telegram.token",
        "channels.telegram.mode",
        "sihir",
    ):
        assert f"  {key}: " in ended.err
    assert "rahasia-sekali" not in ended.all


async def test_who_stops_reading_ends_the_command_quietly(tmp_path: Path) -> None:
    pipe = f"{sys.executable} -m bot init --example | head -1"
    done = subprocess.run(
        ["bash", "-c", pipe], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.stdout.startswith("#")
    assert "Traceback" not in done.stderr
