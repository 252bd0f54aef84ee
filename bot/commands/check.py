"""sahut check: does everything work, and what is the shortest way to what is missing."""

from __future__ import annotations

import argparse
from collections.abc import AsyncIterator, Callable, Iterator
from typing import Final

from bot.commands import offices
from bot.commands.checks import keeping, machine, office, oversight, places, proving, ways
from bot.commands.checks.findings import Finding, Level, show
from bot.commands.parser import Parser
from bot.commands.stopping import FINE, USAGE, WRONG, Stop
from bot.commands.words import Words
from bot.house import House

_PEOPLE: Final = (office.key, office.people)
_PLACES: Final = (places.responsible, places.custodian, places.above)
Check = Callable[[House, Words], AsyncIterator[Finding]]
#: What is looked at, under the heading it stands under.
SECTIONS: Final[tuple[tuple[str, tuple[Check, ...]], ...]] = (
    ("machine", (machine.database, machine.disk, machine.clock, machine.service)),
    ("office", (*_PEOPLE, *_PLACES, oversight.watching, office.waiting, keeping.schedule)),
    ("channels", (ways.accounts, ways.templates, ways.missing, ways.alive)),
)


def add(parser: Parser, words: Words) -> None:
    offices.add(parser, words)
    parser.add_argument("--full", action="store_true", help=words("check.full"))
    parser.add_argument("--send", action="store_true", help=words("check.send"))
    parser.add_argument(
        "--to",
        action="append",
        default=[],
        metavar=words("parser.target"),
        help=words("check.to"),
    )
    parser.add_argument(
        "--wait",
        type=float,
        default=120.0,
        metavar=words("parser.seconds"),
        help=words("check.wait"),
    )


async def run(args: argparse.Namespace, words: Words) -> int:
    settings = offices.settings_of(args)
    targets = dict(_targets(args.to))
    unknown = sorted(targets.keys() - {account.name for account in settings.accounts})
    if unknown:
        raise Stop("send.unknown", USAGE, account=", ".join(unknown))
    worst: set[Level] = set()
    print(words("check.title", office=settings.office.name))
    async with offices.opened(settings) as house:
        for heading, checks in _sections(full=args.full):
            print(words(f"check.heading_{heading}"))
            for check in checks:
                worst |= {_shown(one, words) async for one in check(house, words)}
        if args.send or targets:
            print(words("check.heading_send"))
            tests = proving.prove(house, targets, args.wait, words)
            worst |= {_shown(one, words) async for one in tests}
    print(words("check.end_wrong" if Level.WRONG in worst else "check.end_fine"))
    return WRONG if Level.WRONG in worst else FINE


def _sections(*, full: bool) -> Iterator[tuple[str, tuple[Check, ...]]]:
    for heading, checks in SECTIONS:
        yield heading, (*checks, machine.thorough) if full and heading == "machine" else checks


def _shown(found: Finding, words: Words) -> Level:
    show(found, words)
    return found.level


def _targets(given: list[str]) -> Iterator[tuple[str, str]]:
    for one in given:
        account, equals, value = one.partition("=")
        if not (account and equals and value.strip()):
            raise Stop("send.bad_target", USAGE, given=account)
        yield account.strip(), value.strip()
