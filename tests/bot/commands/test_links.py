"""sahut links: every way to the office, on one sheet that leads where it says."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from tests.bot.commands.kit import ANSWERS, sahut, write, write_answers

FOLDERS = ("inbox", "outbox", "sent", "error")
PUBLIC: dict[str, Any] = {
    "server": {"public_url": "https://lapor.sukajaya.go.id/"},
    "channels": {
        "telegram": {"token": "123456:ABC", "username": "lapor_bot"},
        "whatsapp": {
            "access_token": "rahasia-a",
            "app_secret": "rahasia-b",
            "verify_token": "rahasia-c",
            "phone_number_id": "1",
            "display_number": "+62 811-2222-3333",
        },
    },
}


@pytest.fixture
async def founded(tmp_path: Path) -> Path:
    assert (await sahut("init", "--answers", write_answers(tmp_path), cwd=tmp_path)).code == 0
    return tmp_path


async def test_every_way_is_listed_and_drawn(founded: Path) -> None:
    write(founded, _told(PUBLIC))
    ended = await sahut("links", cwd=founded)
    assert ended.code == 0, ended.all
    assert re.search(r"Telegram +https://t\.me/lapor_bot\n", ended.out)
    assert re.search(r"WhatsApp +https://wa\.me/6281122223333\?text=Halo", ended.out)
    assert re.search(r"Web +https://lapor\.sukajaya\.go\.id/lapor\n", ended.out)
    page = (founded / "tautan.html").read_text()
    assert page.count("<svg") == 4  # three codes and the mark
    assert "Dra. Siti Aminah" in page
    assert "rahasia" not in page.casefold() + ended.all


async def test_sms_and_email_open_with_one_look(founded: Path) -> None:
    told = _told(PUBLIC)
    told["channels"] = told["channels"] | {
        "sms": {
            "gateway": "gammu",
            "number": "+62 812-3456-7890",
            **{f"gammu_{name}": f"/var/spool/gammu/{name}" for name in FOLDERS},
        },
        "email": {
            "address": "lapor@sukajaya.go.id",
            "password": "rahasia-surat",
            "imap_host": "mail.sukajaya.go.id",
            "smtp_host": "mail.sukajaya.go.id",
        },
    }
    write(founded, told)
    ended = await sahut("links", cwd=founded)
    assert ended.code == 0, ended.all
    assert re.search(r"SMS +sms:\+6281234567890(\?body=)?\n", ended.out)
    assert re.search(r"Email +mailto:lapor@sukajaya\.go\.id\?subject=Laporan&body=Halo", ended.out)
    page = (founded / "tautan.html").read_text()
    assert page.count("<svg") == 6  # five codes and the mark
    shown = re.findall(r'<p class="where">(.*?)</p>', page)
    assert [one.replace("<wbr>", "") for one in shown][2:4] == [
        "+6281234567890",
        "lapor@sukajaya.go.id",
    ]
    assert "rahasia" not in page.casefold() + ended.all


async def test_the_sheet_needs_nothing_from_elsewhere(founded: Path) -> None:
    write(founded, _told(PUBLIC))
    await sahut("links", cwd=founded)
    page = (founded / "tautan.html").read_text()
    assert not re.search(r"(?:src|href)=|@import|url\(", page)


async def test_what_the_operator_wrote_is_escaped(founded: Path) -> None:
    told = _told(PUBLIC)
    told["office"] = told["office"] | {"name": "<b>Kantor</b>"}
    write(founded, told)
    await sahut("links", "--out", "lembar.html", cwd=founded)
    page = (founded / "lembar.html").read_text()
    assert "<b>Kantor" not in page
    assert "&lt;b&gt;Kantor" in page


async def test_an_account_without_a_link_is_named(founded: Path) -> None:
    told = _told(PUBLIC)
    del told["server"]
    told["channels"] = {"telegram": {"token": "123456:ABC"}}
    write(founded, told)
    ended = await sahut("links", cwd=founded)
    assert ended.code == 1
    assert "telegram: belum ada tautan" in ended.out
    assert not (founded / "tautan.html").exists()


def _told(more: dict[str, Any]) -> dict[str, Any]:
    office = ANSWERS["office"] | {"zone": "Asia/Makassar"}
    return {"office": office, "responsible": ANSWERS["responsible"], **more}
