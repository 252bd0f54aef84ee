"""Signing in: the door, how long it stays shut after misses, and what a session is."""

from __future__ import annotations

import hashlib

import pytest
from sqlalchemy import select

from bot.inbox import attempts
from storage import officers
from storage.tables import sessions, tries
from tests.bot.inbox.conftest import Enter
from tests.bot.inbox.kit import PASSWORD, Desk, hire
from tests.world import World


@pytest.fixture
async def stranger(world: World, enter: Enter) -> Desk:
    """Somebody in front of the door."""
    return await enter("nobody")


async def test_who_is_not_signed_in_is_sent_to_the_door(stranger: Desk) -> None:
    answer = await stranger.get("/inbox")
    assert (answer.status, answer.headers["Location"]) == (303, "/inbox/masuk")
    assert "Kata sandi" in await stranger.page("/inbox/masuk")


async def test_the_right_password_opens_and_the_cookie_is_closed_to_scripts(
    stranger: Desk,
) -> None:
    answer = await stranger.sign_in("rina")
    assert (answer.status, answer.headers["Location"]) == (303, "/inbox")
    cookie = answer.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Rina Wulandari" in await stranger.page("/inbox")


async def test_over_https_the_cookie_is_bound_to_this_host(closed_world: World) -> None:
    await closed_world.open(server={"public_url": "https://lapor.example.go.id"})
    await hire(closed_world)
    desk = Desk(closed_world.base)
    answer = await desk.post_plain("/inbox/masuk", nama="rina", sandi=PASSWORD)
    await desk.close()
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("__Host-sahut=")
    assert "Secure" in cookie
    assert "Path=/" in cookie
    assert "Domain" not in cookie


async def test_only_the_hash_of_a_token_is_kept(world: World, stranger: Desk) -> None:
    await stranger.sign_in("rina")
    (row,) = await world.rows(select(sessions))
    (cookie,) = [c.value for c in stranger.session.cookie_jar]
    assert row.token == hashlib.sha256(cookie.encode()).digest()
    assert len(cookie) >= 43


async def test_wrong_passwords_and_unknown_logins_get_the_same_answer(stranger: Desk) -> None:
    known = await stranger.sign_in("rina", "salah-salah-salah")
    unknown = await stranger.sign_in("tidak-ada", "salah-salah-salah")
    assert known.status == unknown.status == 403
    assert (await known.text()).replace("rina", "") == (await unknown.text()).replace(
        "tidak-ada", ""
    )


async def test_after_five_misses_each_try_waits_longer(world: World, stranger: Desk) -> None:
    for login in ("rina", "tidak-ada"):
        for _ in range(5):
            assert (await stranger.sign_in(login, "salah-salah-salah")).status == 403
        for seconds in (1, 2, 4, 8):
            answer = await stranger.sign_in(login, PASSWORD)
            assert (answer.status, answer.headers["Retry-After"]) == (429, str(seconds))
            assert f"Coba lagi {seconds} detik lagi" in await answer.text()
            world.clock.wind(seconds=seconds)
            assert (await stranger.sign_in(login, "salah-salah-salah")).status == 403
        world.clock.wind(seconds=16)
    assert (await stranger.sign_in("rina", PASSWORD)).status == 303


async def test_the_wait_ends_at_a_quarter_of_an_hour() -> None:
    waits = [attempts.pause(attempts.ACCOUNT, count) for count in range(40)]
    assert waits[:9] == [0, 0, 0, 0, 0, 1, 2, 4, 8]
    assert max(waits) == 900
    assert attempts.in_words(900) == "15 menit"


async def test_a_network_that_misses_too_often_waits_whatever_the_login(
    world: World, stranger: Desk
) -> None:
    for number in range(attempts.NETWORK.free - 1):  # one was at the door already
        assert (await stranger.sign_in(f"nama{number}", "salah-salah-salah")).status == 403
    assert (await stranger.sign_in("rina")).status == 429


async def test_a_success_forgives_the_account(world: World, stranger: Desk) -> None:
    for _ in range(4):
        await stranger.sign_in("rina", "salah-salah-salah")
    await stranger.sign_in("rina")
    who = world.house.vault.blind("login", "rina")
    assert await world.rows(select(tries).where(tries.c.who == who)) == []


async def test_no_login_and_no_address_stands_in_the_table_of_tries(
    world: World, stranger: Desk
) -> None:
    await stranger.sign_in("rina", "salah-salah-salah")
    assert all(len(row.who) == 16 for row in await world.rows(select(tries)))


async def test_a_session_ends_when_nobody_works_in_it(world: World, rina: Desk) -> None:
    world.clock.wind(minutes=59)
    assert (await rina.get("/inbox")).status == 200
    world.clock.wind(minutes=59)
    assert (await rina.get("/inbox", **{"X-Sahut-Background": "1"})).status == 200
    world.clock.wind(minutes=2)
    assert (await rina.get("/inbox")).status == 303


async def test_a_session_ends_after_a_working_day_however_busy(world: World, rina: Desk) -> None:
    for _ in range(24):
        world.clock.wind(minutes=30)
        await rina.get("/inbox")
    assert (await rina.get("/inbox")).status == 303


async def test_signing_out_ends_the_session_on_the_server(world: World, rina: Desk) -> None:
    (kept,) = [(c.key, c.value) for c in rina.session.cookie_jar]
    answer = await rina.post("/inbox/keluar")
    assert answer.headers["Location"] == "/inbox/masuk"
    rina.session.cookie_jar.update_cookies({kept[0]: kept[1]})
    assert (await rina.get("/inbox")).status == 303


async def test_a_disabled_account_is_out_at_once_and_stays_out(world: World, rina: Desk) -> None:
    async with world.house.database.write() as db:
        row = await officers.by_login(db, "rina")
        assert row is not None
        await officers.disable(db, row.id, world.house.now())
    assert (await rina.get("/inbox")).status == 303
    assert (await rina.sign_in("rina")).status == 403


async def test_a_form_without_its_token_changes_nothing(world: World, rina: Desk) -> None:
    for token in ("", "x" * 43, "ü"):
        assert (await rina.post_plain("/inbox/keluar", csrf=token)).status == 403
    assert (await rina.get("/inbox")).status == 200


async def test_another_site_cannot_sign_anybody_in(world: World) -> None:
    for headers in ({"Origin": "https://jahat.example"}, {"Sec-Fetch-Site": "cross-site"}):
        desk = Desk(world.base, **headers)
        assert (await desk.sign_in("rina")).status == 403
        await desk.close()


async def test_a_login_form_as_long_as_a_book_is_not_read(stranger: Desk) -> None:
    answer = await stranger.post_plain("/inbox/masuk", nama="rina", sandi="x" * 100_000)
    assert answer.status == 413
