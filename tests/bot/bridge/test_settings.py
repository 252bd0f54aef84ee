"""bridge.toml: every mistake at once, and no secret in any of them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bot.bridge import settings
from bot.config import BadConfig
from tests.bot.bridge.kit import SECRET

FOLDERS = "".join(f'gammu_{n} = "/spool/{n}"\n' for n in ("inbox", "outbox", "sent", "error"))
GOOD = f"""
url = "https://lapor.sukajaya.go.id"
secret = "{SECRET}"
[gateway]
gateway = "gammu"
{FOLDERS}
"""


def write(folder: Path, text: str) -> Path:
    path = folder / "bridge.toml"
    path.write_text(text)
    return path


def mistakes(path: Path, environment: dict[str, str] | None = None) -> list[str]:
    with pytest.raises(BadConfig) as caught:
        settings.load(path, environment or {})
    assert SECRET not in str(caught.value)
    return [key for key, _ in caught.value.mistakes]


def test_a_good_file_is_read(tmp_path: Path) -> None:
    read = settings.load(write(tmp_path, GOOD), {})
    assert read.hook == "https://lapor.sukajaya.go.id/hooks/sms"
    assert read.folder == tmp_path / "antrean"
    assert read.secrets == {SECRET}
    assert SECRET not in repr(read)


@pytest.mark.parametrize(
    ("wrong", "keys"),
    [
        ({"https://": "http://"}, ["url"]),
        ({SECRET: "pendek"}, ["secret"]),
        ({"[gateway]": 'host = "0.0.0.0"\n[gateway]'}, ["host"]),
        ({"[gateway]": "port = 0\n[gateway]"}, ["port"]),
        ({'"gammu"': '"twilio"'}, ["gateway.gateway"]),
        ({'"gammu"': '"bridge"'}, ["gateway.gateway"]),
        ({'"/spool/sent"': '"sent"'}, ["gateway.gammu_sent"]),
        ({"https://": "http://", SECRET: "pendek"}, ["url", "secret"]),
        ({"[gateway]": 'warna = "biru"\n[gateway]'}, ["warna"]),
        ({"[gateway]": "[gerbang]"}, ["gateway.gateway", "gerbang"]),
    ],
)
def test_every_mistake_is_named(tmp_path: Path, wrong: dict[str, str], keys: list[str]) -> None:
    text = GOOD
    for before, after in wrong.items():
        text = text.replace(before, after)
    assert set(mistakes(write(tmp_path, text))) >= set(keys)


def test_a_secret_may_lie_in_a_file_or_in_the_environment(tmp_path: Path) -> None:
    path = write(tmp_path, GOOD.replace(f'secret = "{SECRET}"', 'secret_file = "rahasia"'))
    (tmp_path / "rahasia").write_text(f"{SECRET}\n")
    (tmp_path / "rahasia").chmod(0o644)
    assert mistakes(path) == ["secret_file"]
    (tmp_path / "rahasia").chmod(0o600)
    assert settings.load(path, {}).secret == SECRET
    told = {"SAHUT_BRIDGE_SECRET": "rahasia-lain-dari-lingkungan"}
    assert settings.load(write(tmp_path, GOOD), told).secret == told["SAHUT_BRIDGE_SECRET"]


@pytest.mark.parametrize("content", [None, b"url = ", b"\xff\xfe", b"gateway = 1"])
def test_a_file_that_cannot_be_read_is_named(tmp_path: Path, content: Any) -> None:
    path = tmp_path / "bridge.toml"
    if content is not None:
        path.write_bytes(content)
    assert mistakes(path)
