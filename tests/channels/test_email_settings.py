"""What an operator may write about a mailbox, and what he is told where it is wrong."""

from __future__ import annotations

import pytest

from channels.email import SETTINGS, check
from channels.settings import SettingsError

FEW: dict[str, object] = {
    "address": "Lapor@Kota.go.id",
    "password": "rahasia-sekali",
    "imap_host": "imap.kota.go.id",
    "smtp_host": "smtp.kota.go.id",
}
LMTP: dict[str, object] = {
    "address": "lapor@kota.go.id",
    "smtp_host": "127.0.0.1",
    "smtp_tls": "none",
    "smtp_auth": False,
    "lmtp_port": 2424,
    "secret": "enam-belas-huruf-lebih",
}
OAUTH: dict[str, object] = {
    "password": "",
    "oauth_token_url": "https://oauth2.googleapis.com/token",
    "oauth_client_id": "client",
    "oauth_client_secret": "client-secret",
    "oauth_refresh_token": "refresh-token",
}


def test_four_lines_are_enough() -> None:
    config = check(FEW)
    assert config.address == config.user == config.smtp_user == "lapor@kota.go.id"
    assert (config.imap_port, config.smtp_port) == (993, 465)
    assert config.smtp_password == config.password
    assert len(config.secret) >= 16


def test_an_office_with_its_own_server_needs_no_imap() -> None:
    config = check(LMTP)
    assert (config.lmtp_port, config.lmtp_host) == (2424, "127.0.0.1")
    assert config.smtp_port == 25


@pytest.mark.parametrize(("mode", "ports"), [("starttls", (143, 587)), ("none", (143, 25))])
def test_ports_follow_the_way_of_securing(mode: str, ports: tuple[int, int]) -> None:
    config = check(FEW | {"imap_tls": mode, "smtp_tls": mode})
    assert (config.imap_port, config.smtp_port) == ports
    config = check(FEW | {"imap_tls": mode, "imap_port": 1143, "smtp_port": 1587})
    assert (config.imap_port, config.smtp_port) == (1143, 1587)


def test_the_secret_of_reply_addresses_follows_the_password() -> None:
    assert check(FEW).secret == check(FEW).secret
    assert check(FEW).secret != check(FEW | {"password": "another"}).secret
    assert check(FEW | {"secret": "a secret of our own"}).secret == "a secret of our own"


def test_oauth_takes_the_place_of_the_password() -> None:
    assert check(FEW | OAUTH).oauth_token_url == OAUTH["oauth_token_url"]


def test_an_application_may_log_in_by_itself() -> None:
    own = {"oauth_refresh_token": "", "oauth_scope": "https://outlook.office365.com/.default"}
    assert check(FEW | OAUTH | own).oauth_scope


def test_an_app_password_may_be_copied_as_it_is_shown() -> None:
    config = check(FEW | {"password": "abcd efgh ijkl mnop"})
    assert config.password == config.smtp_password == "abcdefghijklmnop"
    assert check(FEW | {"password": "kata sandi biasa"}).password == "kata sandi biasa"


MISTAKES: list[tuple[dict[str, object], str]] = [
    ({}, "address"),
    ({}, "smtp_host"),
    (FEW | {"address": "lapor"}, "address"),
    (FEW | {"address": "lapor@kota..id"}, "address"),
    (FEW | {"address": "Kantor <lapor@kota.go.id>"}, "address"),
    (FEW | {"imap_host": ""}, "imap_host"),
    (FEW | {"password": ""}, "password"),
    (FEW | {"imap_tls": "ssl"}, "imap_tls"),
    (FEW | {"smtp_tls": "yes"}, "smtp_tls"),
    (FEW | {"smtp_port": 70000}, "smtp_port"),
    (FEW | {"lmtp_port": 70000}, "lmtp_port"),
    (FEW | {"poll_seconds": 0}, "poll_seconds"),
    (FEW | {"poll_seconds": 1800}, "poll_seconds"),
    (FEW | {"max_mb": 0}, "max_mb"),
    (FEW | {"folders": []}, "folders"),
    (FEW | {"per_second": 0}, "per_second"),
    (FEW | {"per_day": 0}, "per_day"),
    (FEW | {"timeout": 0}, "timeout"),
    (FEW | {"own": "bukan alamat"}, "own"),
    (FEW | {"ca_file": "tidak-ada.pem"}, "ca_file"),
    (FEW | {"secret": "pendek"}, "secret"),
    (LMTP | {"secret": ""}, "secret"),
    (LMTP | {"smtp_auth": True}, "password"),
    (FEW | OAUTH | {"oauth_token_url": "http://login.example/token"}, "oauth_token_url"),
    (FEW | OAUTH | {"oauth_client_id": ""}, "oauth_client_id"),
    (FEW | OAUTH | {"oauth_refresh_token": ""}, "oauth_refresh_token"),
    (FEW | {"imap_hots": "x"}, "imap_hots"),
]


@pytest.mark.parametrize(("given", "key"), MISTAKES, ids=lambda value: str(value)[-40:])
def test_a_mistake_in_the_settings_is_named_without_its_value(
    given: dict[str, object], key: str
) -> None:
    with pytest.raises(SettingsError) as caught:
        check(given)
    assert key in [wrong for wrong, _ in caught.value.mistakes]
    assert "rahasia-sekali" not in str(caught.value)


def test_settings_show_no_secret() -> None:
    shown = repr(check(FEW | OAUTH | {"password": "rahasia-sekali", "smtp_password": "lain"}))
    for secret in ("rahasia-sekali", "lain'", "client-secret", "refresh-token"):
        assert secret not in shown


def test_every_setting_is_explained_in_a_sentence() -> None:
    for setting in SETTINGS:
        assert setting.help.endswith(".")
        assert setting.help[0].isupper() or setting.help.startswith("tls")
    secret = {setting.name for setting in SETTINGS if setting.secret}
    assert secret == {
        *("password", "smtp_password", "oauth_client_secret", "oauth_refresh_token", "secret")
    }
