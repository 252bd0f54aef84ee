"""Replies: what an officer writes to a citizen, with files, on the channel they wrote from."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any, Final

from aiohttp import web

from bot.casework.words import Event
from bot.house import House
from bot.inbox import asking, letters, screens, uploads
from bot.inbox.acts import Act, Unfit, act
from bot.inbox.sessions import Officer, officer_of
from bot.inbox.uploads import Upload
from bot.inbox.words import HASTY
from bot.roles import Right, allow
from storage import sorting

_HASTY: Final = re.compile(rf"\b(?:{'|'.join(HASTY)})\b", re.IGNORECASE)
#: A letter's id is given out with the form, so that pressing twice sends once.
_FORM_LIVES: Final = (24 * 3600 * 1000) << 22


class Weigh(Exception):
    """Nothing is wrong, but the officer should look once more: why."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A reply as it was typed. `sure`: the officer read the hint and sends it as it is."""

    letter: int
    text: str = field(repr=False)
    caption: str = field(repr=False)
    files: tuple[Upload, ...] = field(repr=False)
    sure: bool

    @property
    def pictures(self) -> bool:
        return any(file.kind == "image" for file in self.files)


def routes(house: House) -> list[web.RouteDef]:
    """/inbox/laporan/{number}/balas"""

    @allow(Right.ANSWER)
    async def reply(request: web.Request) -> web.StreamResponse:
        officer, number = officer_of(request), request.match_info["number"]
        try:
            draft = await _draft(house, request)
            _weigh(draft)
            await _send(house, officer, number, draft)
        except screens.REFUSED as error:
            return await screens.refused(house, request, number, "balas", error)
        except Weigh as error:
            return await screens.refused(house, request, number, "balas", error, weigh=True)
        return await screens.done(house, request, number)

    return [web.post(f"/inbox/laporan/{screens.NUMBER}/balas", reply)]


def hasty(text: str) -> list[str]:
    """Words that promise more than an office can keep."""
    return list(dict.fromkeys(word.lower() for word in _HASTY.findall(text)))


async def _send(house: House, officer: Officer, number: str, draft: Draft) -> None:
    await uploads.store(house, officer, number, draft.files)
    async with act(house, officer, number) as case:
        if await sorting.is_queued(case.db, draft.letter):
            return
        to = await letters.where(house, case.db, case.row, case.person)
        text = _fitting(house, case, to, draft)
        case.letters += letters.post(
            house, case.row, to, "reply", text, officer.id, letter=draft.letter
        )
        case.letters += await letters.copies(
            house, case.db, case.row, "reply", "reply_from_officer", officer.id,
            text=_body(draft), officer=officer.name,
        )  # fmt: skip
        case.files += [_row(case, to, draft, file) for file in draft.files]
        case.record(Event.REPLY, {"outbox": draft.letter})
        await _settle(case)


def _fitting(house: House, case: Act, to: letters.Where, draft: Draft) -> str:
    if draft.files and not to.files:
        raise Unfit(f"{to.channel_name} tidak membawa berkas; sampaikan dengan kata-kata.")
    text = letters.say(
        house,
        case.row,
        to.account,
        "reply_from_officer",
        text=_body(draft),
        officer=case.officer.name,
    )
    letters.refuse_long(house, to, text)
    return text


async def _settle(case: Act) -> None:
    """Who answers has seen what was urgent about it, and holds the case if nobody did."""
    await case.confirm()
    changes: dict[str, Any] = {"alarm": "", "alarm_at": None, "seen_at": case.house.now()}
    if case.row.officer_id is None:
        changes["officer_id"] = case.officer.id
        case.record(Event.ASSIGN)
    await sorting.change(case.db, case.row.id, **changes)


def _row(case: Act, to: letters.Where, draft: Draft, file: Upload) -> dict[str, Any]:
    return uploads.row(case, file) | {
        "outbox_id": draft.letter,
        "account": to.account,
        "description": draft.caption if file.kind == "image" else "",
    }


def _body(draft: Draft) -> str:
    """A picture's description goes along as words: not everybody sees it."""
    caption = f"Foto: {draft.caption}" if draft.pictures else ""
    return "\n\n".join(filter(None, [draft.text, caption]))


async def _draft(house: House, request: web.Request) -> Draft:
    letter = asking.number(await asking.words(request, "surat"))
    newest = house.new_id()
    if letter is None or not newest - _FORM_LIVES < letter < newest:
        letter = newest
    text = await asking.words(request, "text")
    caption = (await asking.words(request, "keterangan", 200)).replace("\n", " ")
    files = await uploads.taken(house, request, "balasan")
    draft = Draft(letter, text, caption, files, bool(await asking.words(request, "yakin")))
    if not text and not files:
        raise Unfit("Tulis balasannya dulu, atau lampirkan berkas.")
    if draft.pictures and not caption:
        raise Unfit("Tulis satu baris keterangan foto: sebagian warga tidak dapat melihatnya.")
    return draft


def _weigh(draft: Draft) -> None:
    found = hasty(draft.text)
    if found and not draft.sure:
        said = ", ".join(f"“{word}”" for word in found)
        raise Weigh(f"Ada kata {said}. Lebih baik sebut tanggalnya, yang bisa ditepati.")
