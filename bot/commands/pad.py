"""sahut pad: numbered slips for days without power; the case that is typed in keeps the number."""

from __future__ import annotations

import argparse
import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import segno
from markupsafe import Markup

from bot.casework import numbers
from bot.commands import offices, sheets
from bot.commands.parser import Parser
from bot.commands.stopping import FINE, USAGE, Stop
from bot.commands.words import Words
from bot.house import House
from storage import slips

MOST: Final = 500
PER_PAGE: Final = 4
_TRIES: Final = 3


@dataclass(frozen=True, slots=True)
class Slip:
    """One slip of paper."""

    number: str
    spelt: str
    kunci: str = field(repr=False)


def add(parser: Parser, words: Words) -> None:
    offices.add(parser, words)
    parser.add_argument("count", type=int, metavar=words("pad.count"), help=words("pad.count_help"))
    parser.add_argument(
        "--out",
        type=Path,
        default=Path("pad.html"),
        metavar=words("parser.file"),
        help=words("pad.out"),
    )


async def run(args: argparse.Namespace, words: Words) -> int:
    if not 1 <= args.count <= MOST:
        raise Stop("pad.how_many", USAGE, most=MOST)
    if args.out.exists():  # an older pad may not be printed yet, and cannot be made again
        raise Stop("pad.there", USAGE, file=args.out)
    async with offices.opened(offices.settings_of(args)) as house:
        pad = await _pad(house, args.count)
        page = _page(house, pad, words)
    handle = os.open(args.out, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(page)
    print(words("pad.written", count=len(pad), file=args.out))
    return FINE


async def _pad(house: House, count: int) -> list[Slip]:
    kept: list[tuple[int, str]] = []
    async with house.database.write() as db:
        for _ in range(_TRIES):
            wanted = [_pair(house) for _ in range(count - len(kept))]
            kept += await slips.reserve(db, house.now(), wanted) if wanted else []
    return [
        Slip(number, numbers.spell(number), numbers.kunci(house.vault.kunci_key, key, 1))
        for key, number in sorted(kept)
    ]


def _pair(house: House) -> tuple[int, str]:
    return house.new_id(), numbers.make(os.urandom(16))


def _page(house: House, pad: list[Slip], words: Words) -> str:
    settings = house.settings
    base = settings.server.public_url.rstrip("/")
    return sheets.render(
        "pad.html",
        words,
        office=settings.office,
        link=f"{base}/lacak" if base else "",
        code=_code(f"{base}/lacak") if base else Markup(),
        pages=[pad[start : start + PER_PAGE] for start in range(0, len(pad), PER_PAGE)],
        count=len(pad),
    )


def _code(link: str) -> Markup:
    return sheets.picture(segno.make_qr(link, error="m"))
