"""sahut init: answers become an office that runs, and a sheet from which its key comes back."""

from __future__ import annotations

import re
import stat
import tomllib
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from bot.commands import recovery
from bot.commands.words import LANGUAGES, Words
from bot.demo.mail import MailServer
from bot.demo.telegram import BotApi
from tests.bot.commands.kit import ANSWERS, ROOT, free_port, running, sahut, write_answers
from tests.channels.mailbox_kit import ADDRESS, PASSWORD, ImapServer
from tests.world import WoundClock

FOLDERS = ("inbox", "outbox", "sent", "error")


async def test_the_office_runs_and_the_first_officer_can_sign_in(tmp_path: Path) -> None:
    port = free_port()
    answers = write_answers(tmp_path, ANSWERS | {"server": {"port": port}})
    founded = await sahut("init", "--answers", answers, cwd=tmp_path)
    assert founded.code == 0, founded.all
    password = re.findall(r"Kata sandi .*: (\S+)", founded.out)[0]
    async with running("run", cwd=tmp_path) as service:
        await service.says("Ctrl+C")
        assert await _signs_in(f"http://127.0.0.1:{port}", "rina", password)
        ended = await service.stop()
    assert ended.code == 0
    assert ended.err == ""


async def test_what_must_stay_private_is_readable_by_its_owner_only(tmp_path: Path) -> None:
    await sahut("init", "--answers", write_answers(tmp_path), cwd=tmp_path)
    for name in ("config.toml", "data/sahut.key", "lembar-kunci.html"):
        assert stat.S_IMODE((tmp_path / name).stat().st_mode) == 0o600, name


async def test_the_configuration_holds_what_was_answered(tmp_path: Path) -> None:
    told = ANSWERS | {"has": {"ombudsman": True, "emergency": "112"}}
    await sahut("init", "--answers", write_answers(tmp_path, told), cwd=tmp_path)
    written = tomllib.loads((tmp_path / "config.toml").read_text())
    assert written["office"]["zone"] == "Asia/Makassar"
    assert written["remedies"][0]["name"] == "Ombudsman Republik Indonesia"
    assert written["emergency"][0]["contact"] == "112"
    assert "has" not in written
    assert "officer" not in written


async def test_mistakes_are_said_together_and_nothing_is_written(tmp_path: Path) -> None:
    told = {"office": {"kind": "desa"}, "channels.telegram": {"token": "bukan token"}}
    ended = await sahut("init", "--answers", write_answers(tmp_path, told), cwd=tmp_path)
    assert ended.code == 3
    for key in ("office.name", "responsible.name", "responsible.address", "telegram.token"):
        assert key in ended.err
    assert "bukan token" not in ended.all
    assert not (tmp_path / "config.toml").exists()
    assert not (tmp_path / "data").exists()


async def test_it_never_overwrites_without_being_told(tmp_path: Path) -> None:
    answers = write_answers(tmp_path)
    await sahut("init", "--answers", answers, cwd=tmp_path)
    before = (tmp_path / "config.toml").read_text()
    refused = await sahut("init", "--answers", answers, cwd=tmp_path)
    assert refused.code == 1
    assert "--force" in refused.err
    assert (tmp_path / "config.toml").read_text() == before


async def test_a_forced_second_time_keeps_key_account_and_old_file(tmp_path: Path) -> None:
    answers = write_answers(tmp_path)
    await sahut("init", "--answers", answers, cwd=tmp_path)
    key = (tmp_path / "data/sahut.key").read_text()
    again = await sahut("init", "--force", "--answers", answers, cwd=tmp_path)
    assert again.code == 0, again.all
    assert (tmp_path / "data/sahut.key").read_text() == key
    assert (tmp_path / "config.toml.lama").exists()
    assert "rina sudah ada" in again.out
    assert "LEMBAR KUNCI" not in again.out


async def test_the_bot_says_its_own_name(tmp_path: Path, telegram: BotApi) -> None:
    told = ANSWERS | {"channels.telegram": {"token": telegram.token, "api_url": telegram.url}}
    ended = await sahut("init", "--answers", write_answers(tmp_path, told), cwd=tmp_path)
    assert ended.code == 0, ended.all
    written = tomllib.loads((tmp_path / "config.toml").read_text())
    assert written["channels"]["telegram"]["username"]
    assert telegram.token not in ended.all


async def test_a_bot_that_does_not_answer_stops_nothing(tmp_path: Path) -> None:
    away = f"http://127.0.0.1:{free_port()}"
    told = ANSWERS | {"channels.telegram": {"token": "1:abcdefgh", "api_url": away}}
    ended = await sahut("init", "--answers", write_answers(tmp_path, told), cwd=tmp_path)
    assert ended.code == 0, ended.all
    assert "Bot belum menjawab" in ended.out


async def test_it_asks_in_plain_words_and_takes_empty_lines_as_defaults(tmp_path: Path) -> None:
    async with running("init", cwd=tmp_path) as talk:
        typed = ["Kelurahan Sukajaya", "", "", "Jayapura", "Kota Jayapura", "papua"]
        typed += ["Jalan Melati 1", "", "", "WIT", "KTP, KK", ""]
        typed += ["Dra. Siti Aminah", "Lurah", ""]  # her address: the office's
        typed += [""]  # no custodian
        typed += ["y", "112", "t", "t"]  # no bot, no public address
        typed += ["y", "lapor@", "lapor@sukajaya.go.id", "", "", ""]  # the password comes later
        typed += ["merpati", "gammu", "hp", "+6281234567890", "mahal", "350", "", "", "", ""]
        typed += ["Rina", "Rina!", "rina", "", "y"]
        await talk.type(*typed)
        await talk.says("Lembar siap cetak")
        await talk.type(_sheet(talk.told)[-1])
        ended = await talk.end()
    assert "Cocok." in ended.out
    assert ended.code == 0, ended.all
    assert "mewajibkan nama dan alamatnya diumumkan" in ended.out
    assert "Server IMAP, tempat surat dibaca: [mail.sukajaya.go.id]" in ended.out
    assert "begitu kata sandinya ada" in ended.out
    assert "gammu-smsd" in ended.out
    written = tomllib.loads((tmp_path / "config.toml").read_text())
    assert written["responsible"]["address"] == "Jalan Melati 1"
    assert written["office"]["zone"] == "Asia/Jayapura"
    assert written["office"]["region"] == "Kota Jayapura"
    assert written["office"]["services"] == ["KTP", "KK"]
    assert "email" not in written["channels"]
    assert written["channels"]["sms"] == {
        "gateway": "gammu",
        "number": "+6281234567890",
        "price": 350,
        **{f"gammu_{name}": f"/var/spool/gammu/{name}" for name in FOLDERS},
    }


async def test_a_mailbox_that_does_not_open_stops_nothing(tmp_path: Path) -> None:
    port = free_port()
    mailbox = {"address": "lapor@sukajaya.go.id", "password": "rahasia-surat"}
    mailbox |= {"imap_host": "127.0.0.1", "imap_port": port, "imap_tls": "none"}
    mailbox |= {"smtp_host": "127.0.0.1", "smtp_port": port, "smtp_tls": "none"}
    told = ANSWERS | {"channels.email": mailbox}
    ended = await sahut("init", "--answers", write_answers(tmp_path, told), cwd=tmp_path)
    assert ended.code == 0, ended.all
    assert "Kotak surat belum dapat dipakai" in ended.out
    assert "rahasia-surat" not in ended.all


async def test_a_mailbox_that_opens_is_said(tmp_path: Path) -> None:
    server = ImapServer()
    await server.start()
    post = MailServer(WoundClock().now, ADDRESS)
    await post.start()
    mailbox = {"address": ADDRESS, "password": PASSWORD, "smtp_auth": False}
    mailbox |= {"imap_host": "127.0.0.1", "imap_port": server.port, "imap_tls": "none"}
    mailbox |= {"smtp_host": "127.0.0.1", "smtp_port": post.port, "smtp_tls": "none"}
    told = ANSWERS | {"channels.email": mailbox}
    ended = await sahut("init", "--answers", write_answers(tmp_path, told), cwd=tmp_path)
    await post.close()
    await server.stop()
    assert ended.code == 0, ended.all
    assert f"Kotak surat: {ADDRESS} terbaca" in ended.out


GATEWAYS = {
    "bridge": ({}, "bridge_secret", "perlu alamat publik dulu"),
    "kannel": ({"kannel_username": "sahut", "kannel_password": "x"}, "kannel_secret", "post-url"),
    "android": (
        {"android_username": "HP", "android_password": "x", "android_signing_key": "kunci-hp"},
        "android_signing_key",
        "SMS masuk perlu alamat https",
    ),
}


@pytest.mark.parametrize("gateway", GATEWAYS)
async def test_a_gateway_gets_its_secret_and_what_is_left_to_do_is_said(
    tmp_path: Path, gateway: str
) -> None:
    given, secret, said = GATEWAYS[gateway]
    told = ANSWERS | {"channels.sms": {"gateway": gateway, "number": "1708"} | given}
    ended = await sahut("init", "--answers", write_answers(tmp_path, told), cwd=tmp_path)
    assert ended.code == 0, ended.all
    assert said in ended.out
    sms = tomllib.loads((tmp_path / "config.toml").read_text())["channels"]["sms"]
    assert len(sms[secret]) >= 8
    assert sms[secret] not in ended.all


async def test_nothing_is_put_off_to_a_later_version(tmp_path: Path) -> None:
    ended = await sahut("init", "--answers", write_answers(tmp_path), cwd=tmp_path)
    checked = await sahut("check", cwd=tmp_path)
    for language in LANGUAGES:
        book = Words.load(language).book.values()
        assert not any("versi berikutnya" in text or "later version" in text for text in book)
    for document in ("docs/email.md", "docs/sms.md"):
        assert document in ended.out
        assert document in checked.out
        assert (ROOT / document).exists()


async def test_nobody_at_the_keyboard_leaves_nothing_behind(tmp_path: Path) -> None:
    ended = await sahut("init", cwd=tmp_path, typed="Kelurahan Sukajaya\n")
    assert ended.code == 1
    assert "Traceback" not in ended.all
    assert list(tmp_path.iterdir()) == []


async def test_the_words_of_the_sheet_bring_the_key_back(tmp_path: Path) -> None:
    founded = await sahut("init", "--answers", write_answers(tmp_path), cwd=tmp_path)
    words = _sheet(founded.out)
    key = tmp_path / "data/sahut.key"
    before = key.read_text()
    key.unlink()
    lost = await sahut("check", cwd=tmp_path)
    assert lost.code == 4
    restored = await sahut("init", "--restore-key", cwd=tmp_path, typed=" ".join(words))
    assert restored.code == 0, restored.all
    assert key.read_text() == before
    assert stat.S_IMODE(key.stat().st_mode) == 0o600


async def test_the_words_of_another_office_are_refused(tmp_path: Path) -> None:
    await sahut("init", "--answers", write_answers(tmp_path), cwd=tmp_path)
    (tmp_path / "data/sahut.key").unlink()
    other = " ".join(recovery.words_of(bytes(32)))
    refused = await sahut("init", "--restore-key", cwd=tmp_path, typed=other)
    assert refused.code == 4
    assert not (tmp_path / "data/sahut.key").exists()


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda words: words[:-1], "Terbaca 32 kata"),
        (lambda words: [*words[:4], "xyzzy", *words[5:]], "Kata nomor 5"),
    ],
)
async def test_a_slip_on_the_sheet_is_said(tmp_path: Path, spoil: Any, said: str) -> None:
    founded = await sahut("init", "--answers", write_answers(tmp_path), cwd=tmp_path)
    (tmp_path / "data/sahut.key").unlink()
    typed = " ".join(spoil(_sheet(founded.out)))
    refused = await sahut("init", "--restore-key", cwd=tmp_path, typed=typed)
    assert refused.code == 1
    assert said in refused.err


async def test_a_rehearsal_writes_no_key_and_ends_the_nagging(tmp_path: Path) -> None:
    founded = await sahut("init", "--answers", write_answers(tmp_path), cwd=tmp_path)
    assert "belum pernah dicoba" in (await sahut("check", cwd=tmp_path)).out
    words = " ".join(_sheet(founded.out))
    rehearsed = await sahut("init", "--restore-key", "--rehearse", cwd=tmp_path, typed=words)
    assert rehearsed.code == 0, rehearsed.all
    assert "belum pernah dicoba" not in (await sahut("check", cwd=tmp_path)).out


async def test_a_key_that_is_there_is_never_overwritten(tmp_path: Path) -> None:
    founded = await sahut("init", "--answers", write_answers(tmp_path), cwd=tmp_path)
    words = " ".join(_sheet(founded.out))
    refused = await sahut("init", "--restore-key", cwd=tmp_path, typed=words)
    assert refused.code == 4
    assert "--rehearse" in refused.err


@pytest.fixture
async def telegram() -> Any:
    api = BotApi(WoundClock().now)
    await api.start()
    yield api
    await api.close()


def _sheet(out: str) -> list[str]:
    """The words as they were printed, in the order of their numbers."""
    found = {int(place): word for place, word in re.findall(r"(\d+)\. ([a-z]+)", out)}
    return [found[place] for place in range(1, 34)]


async def _signs_in(base: str, login: str, password: str) -> bool:
    async with aiohttp.ClientSession() as browser:
        form = {"nama": login, "sandi": password}
        async with browser.post(f"{base}/inbox/masuk", data=form, allow_redirects=False) as answer:
            return answer.status == 303
