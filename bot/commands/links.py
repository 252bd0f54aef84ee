"""sahut links: the addresses that open a chat with the office, and a sheet to hang up."""

from __future__ import annotations

import argparse
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import segno
from markupsafe import Markup

from bot.commands import offices, sheets
from bot.commands.exports.messages import channel_of
from bot.commands.parser import Parser
from bot.commands.stopping import FINE, WRONG
from bot.commands.words import Words
from bot.house import House


@dataclass(frozen=True, slots=True)
class Link:
    """One way to write to the office: where it leads, and how a human reads it."""

    use: str
    url: str
    shown: Markup
    code: Markup


def add(parser: Parser, words: Words) -> None:
    offices.add(parser, words)
    parser.add_argument(
        "--out",
        type=Path,
        default=Path("tautan.html"),
        metavar=words("parser.file"),
        help=words("links.out"),
    )


async def run(args: argparse.Namespace, words: Words) -> int:
    async with offices.opened(offices.settings_of(args)) as house:
        found, without = _links(house, words)
        settings = house.settings
    for account in without:
        print(words("links.without", account=account))
    if not found:
        print(words("links.none"))
        return WRONG
    for link in found:
        print(f"{words(f'channel.{link.use}'):<10} {link.url}")
    page = sheets.render(
        "links.html", words, settings=settings, links=found, layout=_LAYOUTS.get(len(found), "many")
    )
    args.out.write_text(page, encoding="utf-8")
    print(words("links.written", file=args.out))
    return FINE


#: Few ways have a large picture each.
_LAYOUTS: Final = {1: "one", 2: "two", 3: "three"}
#: What most citizens have stands first.
_ORDER: Final = {
    use: place for place, use in enumerate(("whatsapp", "telegram", "sms", "email", "web"))
}


def _links(house: House, words: Words) -> tuple[list[Link], list[str]]:
    """Every way there is, and the accounts that cannot say where they are reached."""
    found, without = [], []
    public = house.settings.server.public_url.rstrip("/")
    if public:
        found.append(_link("web", f"{public}/lapor"))
    for name, channel in house.channels.items():
        # a ready text that says nothing would cost the citizen a message
        url = channel.link("" if channel.limits.costly else words("links.ready_text"))
        if url:
            found.append(_link(channel_of(house, name), url))
        elif not (channel.limits.page or channel.limits.by_hand):
            without.append(name)
    return sorted(found, key=lambda link: _ORDER.get(link.use, len(_ORDER))), without


def _link(use: str, url: str) -> Link:
    code = segno.make_qr(url, error="m")
    return Link(use, url, _shown(url), sheets.picture(code))


def _shown(url: str) -> Markup:
    """What one types by hand, with places where a line may end."""
    plain = re.sub("^(https://|mailto:|sms:)", "", url.partition("?")[0])
    return Markup("<wbr>").join(re.split(r"(?<=[./_@])", plain))
