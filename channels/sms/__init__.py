"""SMS: one number of the office, and one gateway that carries its messages."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import Any, Final, cast

import aiohttp

from channels.base import Channel
from channels.settings import Setting, SettingsError
from channels.sms import config
from channels.sms.config import Config, prefixed
from channels.sms.sms import Gateway

#: One more gateway is one module, and its name here. What a module needs of others' libraries it
#: imports when it is opened.
GATEWAYS: Final = {
    name: cast(Gateway, import_module(f"channels.sms.{name}"))
    for name in ("android", "bridge", "gammu", "kannel", "smpp", "twilio")
}
_OWN: Final = {name: tuple(prefixed(name, module.SETTINGS)) for name, module in GATEWAYS.items()}
#: The keys of every gateway: `kannel_url` belongs to Kannel, and is not read by the others.
SETTINGS: Final[tuple[Setting, ...]] = (
    *config.SETTINGS,
    *(setting for own in _OWN.values() for setting in own),
)


def check(given: Mapping[str, object]) -> tuple[Config, Any]:
    """The common settings and those of the chosen gateway. Raises SettingsError."""
    names = {setting.name for settings in _OWN.values() for setting in settings}
    mistakes: list[tuple[str, str]] = []
    common, own = None, None
    try:
        common = config.check({key: value for key, value in given.items() if key not in names})
    except SettingsError as error:
        mistakes += error.mistakes
    gateway = str(given.get("gateway", ""))
    if gateway in GATEWAYS:
        try:
            own = GATEWAYS[gateway].check(_bare(gateway, given))
        except SettingsError as error:
            mistakes += [(f"{gateway}_{key}", text) for key, text in error.mistakes]
    elif gateway:
        mistakes.append(("gateway", f"pilihannya: {', '.join(sorted(GATEWAYS))}"))
    if mistakes or common is None:
        raise SettingsError(mistakes)
    return common, own


def open_channel(
    account: str, settings: Mapping[str, object], http: aiohttp.ClientSession
) -> Channel:
    """Raises SettingsError."""
    common, own = check(settings)
    return GATEWAYS[common.gateway].open_gateway(account, common, own, http)


def _bare(gateway: str, given: Mapping[str, object]) -> dict[str, object]:
    own = {setting.name for setting in _OWN[gateway]}
    start = len(gateway) + 1
    return {key[start:]: value for key, value in given.items() if key in own}
