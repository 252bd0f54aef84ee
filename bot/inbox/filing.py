"""Filing: a paper is checked, kept, and what follows from it is done; so is its answer."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any, Final

from aiohttp import web

from bot import cases, paperwork
from bot.casework import catalogue, paper_checks
from bot.casework.paper_checks import Filed
from bot.casework.paper_table import PAPERS
from bot.casework.paper_values import Around
from bot.casework.papers import Given, Paper, PaperKind
from bot.casework.words import Clock, Event, State
from bot.inbox import letters, uploads
from bot.inbox.acts import Act, Unfit
from bot.inbox.uploads import Upload
from bot.inbox.words import OWED
from bot.intake.desks import line
from bot.paperwork import Kept
from storage import exchange, papers, sorting, units
from storage.journal import Wound

_URGENT, _CATEGORY = 64, 64
#: What of a review decides how much time there is, by the name of its column.
_TIMES: Final = {"weight": "weight", "category": "category", "sp4n_class": "class"}
#: It came by no channel.
_OURS: Final = {"account": ""}


async def file(case: Act, paper: Paper, given: Given, older: int | None = None) -> Kept:
    """Check it, keep it, and do what follows from it; the journal's row is the caller's."""
    paper_checks.permit(paper, State(case.row.state), case.officer.actors)
    filed = paper_checks.check(paper, given, await around(case))
    replaced = await _replaced(case, paper, older)
    kept = await _keep(case, paper, filed, replaced)
    follow = _FOLLOWS.get(paper.kind)
    if follow is not None:
        await follow(case, kept)
    return kept


async def wound(case: Act, kept: Kept) -> list[Wound]:
    """The decision's clock, where the office promises less time for what the review says."""
    house, values = case.house, kept.values
    running = await exchange.running(case.db, case.row.id)
    clock = next((one for one in running if one.clock == Clock.C and not one.stopped_at), None)
    if clock is None or kept.row["kind"] != PaperKind.REVIEW:
        return []
    since = house.calendar.local_date(clock.started_at)
    urgent = case.row.urgent or (values.get("urgency") == "short")
    told = {name: str(values.get(key, "")) for name, key in _TIMES.items()}
    names = cases.promised(**told, urgent=urgent)
    due = max(cases.due(house, Clock.C, since, names), house.calendar.local_date(house.now()))
    if due >= clock.due_on:
        return []
    return [cases.winding(house, Clock.C, since, due, clock.started_at)]


async def answer(case: Act, row: Any, given: Given, files: Sequence[Upload] = ()) -> None:
    """Write the answer of an open paper, with its proof. Raises Refusal, or Unfit where somebody
    was faster."""
    if row is None or not PAPERS[PaperKind(row.kind)].answer:
        raise web.HTTPNotFound
    paper = PAPERS[PaperKind(row.kind)]
    values = paper_checks.check_answer(paper, given, await around(case))
    plain = paperwork.plain(values)
    sealed = case.key.seal(f"papers.answer.{row.id}", plain)
    if not await papers.answer(case.db, row.id, sealed, case.officer.id, case.house.now()):
        raise Unfit("Lembar ini baru saja dijawab orang lain. Muat ulang untuk membacanya.")
    case.files += [uploads.row(case, file) | _OURS | {"paper_id": row.id} for file in files]
    told = paperwork.details(row.id, paper, row.number, plain)
    proof = {"files": [one["sha256"] for one in case.files]} if files else {}
    case.record(Event.ANSWER_PAPER, told | proof)
    if case.row.alarm == OWED:
        await sorting.change(case.db, case.row.id, alarm="", alarm_at=None)
    if paper.kind is PaperKind.HAND_OVER and values["verdict"] == "accepted" and row.to_unit_id:
        await sorting.change(case.db, case.row.id, unit_id=row.to_unit_id)


async def around(case: Act) -> Around:
    """What the rules have to know of this case."""
    house, row, calendar = case.house, case.row, case.house.calendar
    running = [one for one in await exchange.running(case.db, row.id) if one.stopped_at is None]
    return Around(
        today=calendar.local_date(house.now()),
        calendar=calendar,
        state=State(row.state),
        writer=case.officer.id,
        filed={PaperKind(kind) for kind in await papers.kinds(case.db, row.id)},
        due={Clock(one.clock): one.due_on for one in running},
        reported=await _reported(case),
        files={str(one.id) for one in await papers.files_of(case.db, row.id)},
        units={str(one.id): one.name for one in await units.all_units(case.db)},
        services=house.settings.office.services,
        standards=house.settings.standards,
        repaired=await sorting.moved_by(case.db, row.id, str(row.state)) == Event.FAST_REPAIR,
    )


async def _reported(case: Act) -> set[int]:
    """The account of the reported party, where they have one."""
    post = case.row.reported_post_id
    holder = await papers.holder(case.db, post) if post is not None else None
    return set() if holder is None else {holder}


async def _replaced(case: Act, paper: Paper, older: int | None) -> Any:
    """The paper that this one takes the place of: the one that was named, or the only one."""
    if older is not None:
        row = await papers.current(case.db, case.row.id, older)
        if row is None or row.kind != paper.kind:
            raise Unfit("Lembar yang diperbaiki sudah diganti. Muat ulang untuk melihatnya.")
        return row
    return None if paper.several else await papers.newest(case.db, case.row.id, paper.kind)


async def _keep(case: Act, paper: Paper, filed: Filed, older: Any) -> Kept:
    last = await papers.count(case.db, case.row.id, paper.kind)
    kept = paperwork.keep(
        case.key,
        paper,
        filed,
        id=case.house.new_id(),
        complaint=case.row.id,
        officer=case.officer.id,
        number=older.number if older is not None else last + 1,
        at=case.house.now(),
        replaces=older.id if older is not None else None,
    )
    await papers.add(case.db, dict(kept.row))
    return kept


async def _weigh(case: Act, kept: Kept) -> None:
    category = str(kept.values.get("category", ""))[:_CATEGORY]
    changes: dict[str, Any] = {
        "weight": kept.values["weight"],
        "category": category,
        "sp4n_class": kept.values.get("class", ""),
    }
    if kept.values.get("urgency") == "short":
        changes["urgent"] = str(kept.values["why_urgent"])[:_URGENT]
    await sorting.change(case.db, case.row.id, **changes)


async def _order(case: Act, kept: Kept) -> None:
    await sorting.change(case.db, case.row.id, level=kept.values["level"])


async def _ask(case: Act, kept: Kept) -> None:
    """To a citizen it goes as a message; where every message costs them, as a call to make."""
    if kept.values["whom"] != "citizen":
        return
    to = await letters.where(case.house, case.db, case.row, case.person)
    if not line(case.house, to.account).costly:
        await _tell(case, to, "clarification_asked", kept, text=kept.values["question"])


async def _outside(case: Act, kept: Kept) -> None:
    to = await letters.where(case.house, case.db, case.row, case.person)
    body = catalogue.words(catalogue.BODIES, str(kept.values["body"]))
    if kept.values["body"] in _TOLD:
        await _tell(case, to, "outside_told", kept, to=body)


async def _status(case: Act, kept: Kept) -> None:
    """What stands there is typed once, and the citizen hears of it."""
    if "status" in kept.values:
        to = await letters.where(case.house, case.db, case.row, case.person)
        told = {"other": kept.values["tracking"], "text": kept.values["status"]}
        await _tell(case, to, "sp4n_told", kept, **told)


#: Bodies to whom a citizen turned, and would want to know that their letter has come.
_TOLD: Final = frozenset({"ombudsman", "dpr", "dprd", "sp4n"})
_FOLLOWS: Final[Mapping[PaperKind, Callable[[Act, Kept], Awaitable[None]]]] = {
    PaperKind.REVIEW: _weigh,
    PaperKind.PRIORITY: _order,
    PaperKind.CLARIFICATION: _ask,
    PaperKind.OUTSIDE: _outside,
    PaperKind.SP4N: _status,
}


async def _tell(case: Act, where: letters.Where, key: str, kept: Kept, **given: object) -> None:
    due = letters.day(case.house, case.row, where.account, kept.due) if kept.due else ""
    text = letters.say(case.house, case.row, where.account, key, date=due, **given)
    letters.refuse_long(case.house, where, text)
    case.letters += letters.post(case.house, case.row, where, "status", text, case.officer.id)
