"""An oracle of its own: what the law says happens to a case, day by day, from the bare rules.

It shares nothing with the service: the days are those of the ministers' decrees, the spans are
those of the statutes, and both are counted here by hand.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

DAY = timedelta(days=1)
#: Public holidays and joint leave on weekdays, by the joint decrees for 2026 and 2027.
_CLOSED = {
    2026: "01-01 01-16 02-16 02-17 03-18 03-19 03-20 03-23 03-24 04-03 05-01 05-14 05-15 05-27"
    " 05-28 06-01 06-16 08-17 08-25 12-24 12-25",
    2027: "01-01 01-05 02-05 03-08 03-09 03-10 03-11 03-12 03-15 03-25 03-26 05-06 05-17 05-18"
    " 05-19 05-20 06-01 08-17 12-24",
}
CLOSED = {
    date(year, int(day[:2]), int(day[3:])) for year, days in _CLOSED.items() for day in days.split()
}

#: Days to decide in that this office promises by weight, category and urgency; the least counts.
PROMISED = {"light": 14, "medium": 45, "urgent": 5, "KTP": 30}

#: Calendar days of the statutes (UU 25/2009): answer, completing, decision, delivery.
_CALENDAR = {"A": 14, "B": 30, "C": 60, "D": 14}
#: Working days: first news and the citizen's reply (SP4N), a question (PermenPANRB 62/2018), and
#: a request for public information (UU 14/2008), which may be lengthened once.
_WORKING = {"V": 3, "R": 10, "I": 5, "J": 10}
LENGTHENED = 7
#: Working days in which another body answers a referral, and a unit takes a case over.
WATCHES = {"referred": 14, "handed": 1}

_ALL = "VABCDRIJ"
_STOPS = {
    "incomplete": "V", "complete": "VB", "decided": "C", "delivered": "D", "objected": "R",
    "information": "VAC", "proposal": "VAC", "resumed": "IJ", "made_complaint": "IJ", "ppid": "I",
    "referred": _ALL, "withdrawn": _ALL, "answered": _ALL, "done": _ALL,
}  # fmt: skip
_STARTS = {
    "complaint": "VA", "question": "I", "incomplete": "B", "noticed": "B", "complete": "C",
    "decided": "D", "delivered": "R", "objected": "C", "information": "I", "resumed": "VA",
    "made_complaint": "VA", "ppid": "J",
}  # fmt: skip
#: With these the office answers whether a file is complete, and the citizen is told at once where
#: she wrote on that day; else when she writes next.
_ANSWERS = ("incomplete", "complete")
_ENDS = ("referred", "withdrawn", "answered", "done")
_REST = 90

#: What the citizen is told of each deed, and the clock whose last day the words name.
_TOLD = {
    "incomplete": "B", "complete": "C", "taken": "C", "recommended": "C", "decided": "R",
    "reviewed_again": "C", "made_complaint": "V", "resumed": "V", "ppid": "J", "lengthened": "J",
    "referred": "", "information": "", "proposal": "", "answered": "", "objected": "",
    "withdrawn": "", "done": "",
}  # fmt: skip

#: Who answers for a clock, and on which the statutes owe the citizen an apology.
_OURS, _STATUTORY = "VACDIJ", "ACDIJ"
_WARNINGS = ("half", "fifth", "last", "over")
_REMINDERS = ("reminder_1", "reminder_2", "reminder_3", "proposal")
_ORDER = (*_WARNINGS, "apology", "superior", "responsible", *_REMINDERS, "closing")

#: A deed on a day: its name, and what was promised with it.
Deed = tuple[date, str, tuple[str, ...]]


def works(day: date) -> bool:
    return day.weekday() < 5 and day not in CLOSED


def working(day: date, amount: int) -> date:
    while amount:
        day += DAY
        amount -= works(day)
    return day


@dataclass(slots=True)
class Life:
    """One case: what was asked, when it came, and on which day who did what."""

    kind: str
    received: date
    deeds: list[Deed] = field(default_factory=list)

    def on(self, what: str) -> date | None:
        return next((day for day, name, _ in self.deeds if name == what), None)


@dataclass(slots=True)
class Run:
    """A clock from its first day on. `dues`: from which day on which last day was known. heard:
    what winds it has reached the citizen."""

    clock: str
    since: date
    dues: list[tuple[date, date]]
    stopped: date | None = None
    heard: bool = True

    @property
    def answered(self) -> bool:
        """The citizen did not let it run out."""
        return self.stopped is not None and self.stopped <= self.dues[-1][1]


@dataclass(frozen=True, slots=True, order=True)
class Act:
    """What time did on a day. told: false where a stronger one of its kind stands for it."""

    on: date
    clock: str
    step: str
    told: bool = True
    due: date | None = field(default=None, compare=False)


@dataclass(slots=True)
class Story:
    """All that must have happened by a day, and what still runs."""

    acts: list[Act]
    letters: list[tuple[date, str, date | None]]
    due: dict[str, date]
    happened: list[tuple[date, str]]


def tell(life: Life, until: date) -> Story:
    """The whole story of a case as far as this day."""
    runs, letters = _played(life)
    acts = sorted(act for run in runs for act in _acts(run))
    acts += [Act(on, "", "owed") for on in _unanswered(life)]
    acts = sorted(act for act in acts if act.on <= until)
    seen = [act for act in acts if act.told and act.step in _HAPPENED]
    happened = [(act.on, _HAPPENED[act.step].format(act.clock)) for act in seen]
    happened += [(on, "archive") for on in _archived(life, runs) if on <= until]
    letters += [(act.on, *_letter(act)) for act in seen if act.step in _LETTERS]
    due = {r.clock: r.dues[-1][1] for r in runs if r.stopped is None or r.stopped > until}
    return Story(acts, sorted(letters, key=str), due, sorted(happened))


_HAPPENED = {
    "apology": "apologise {}", "superior": "escalate superior {}", "closing": "close",
    "responsible": "escalate responsible {}", "proposal": "propose withdrawal",
    **dict.fromkeys(_REMINDERS[:3], "remind"),
}  # fmt: skip
_LETTERS = {"apology": "apology", "closing": "closed", **dict.fromkeys(_REMINDERS[:3], "reminder")}


def _letter(act: Act) -> tuple[str, date | None]:
    """Its name, and the day that it names; who hears that a case ends hears of none."""
    return _LETTERS[act.step], None if act.step == "closing" else act.due


def _played(life: Life) -> tuple[list[Run], list[tuple[date, str, date | None]]]:
    """Every run of every clock, and what the citizen was told of each deed."""
    runs: list[Run] = []
    letters: list[tuple[date, str, date | None]] = []
    promised: tuple[str, ...] = ()
    wrote, answered = life.received, False
    for day, what, more in [(life.received, life.kind, ()), *life.deeds]:
        stops, starts = _STOPS.get(what, ""), _STARTS.get(what, "")
        wrote = day if what == "wrote" else wrote
        answered = (answered or what in _ANSWERS) and "A" not in starts
        if answered and day == wrote:
            stops += "A"
        for run in _running(runs):
            if run.clock in stops or (what == "noticed" and run.clock == "B"):
                run.stopped = day
        wound = [_wound(clock, day, life, promised) for clock in starts]
        for run in wound:
            run.heard = what != "incomplete" or day == wrote
        runs += wound
        if what == "reviewed":
            promised = more
            _promise(runs, day, promised)
        if what == "lengthened":
            _lengthen(runs, day)
        if what in _TOLD:
            letters.append((day, what, _named(_TOLD[what], runs, day)))
    for run in _running(runs):
        if run.clock == "R":
            closed = run.dues[-1][1] + DAY
            for one in _running(runs):
                one.stopped = closed
    return runs, letters


def _running(runs: Iterable[Run]) -> list[Run]:
    return [run for run in runs if run.stopped is None]


def _wound(clock: str, day: date, life: Life, promised: Iterable[str]) -> Run:
    since = life.received if clock == "J" else day
    due = _last(clock, since)
    if clock == "C":
        due = min([due, *(since + PROMISED[name] * DAY for name in promised if name in PROMISED)])
    return Run(clock, since, [(day, due)])


def _last(clock: str, since: date) -> date:
    if clock in _WORKING:
        return working(since, _WORKING[clock])
    return since + _CALENDAR[clock] * DAY


def _promise(runs: Iterable[Run], day: date, promised: Iterable[str]) -> None:
    """A review may bring the decision nearer, but makes nothing late at a stroke."""
    for run in _running(runs):
        if run.clock == "C":
            kinder = max(day, _wound("C", run.since, Life("", run.since), promised).dues[0][1])
            if kinder < run.dues[-1][1]:
                run.dues.append((day, kinder))


def _lengthen(runs: Iterable[Run], day: date) -> None:
    for run in _running(runs):
        if run.clock == "J":
            run.dues.append((day, working(run.dues[-1][1], LENGTHENED)))


def _named(clock: str, runs: Iterable[Run], day: date) -> date | None:
    """The day that the words name: of a clock that runs, or that will from the answer on."""
    if not clock:
        return None
    running = [run.dues[-1][1] for run in _running(runs) if run.clock == clock]
    return running[-1] if running else _last(clock, day)


def _acts(run: Run) -> Iterator[Act]:
    """What time does to a run, each step once for all, save the last warning: once for each
    last day. Of warnings, or of reminders, that come together the strongest is given."""
    given: set[str] = set()
    for place, (known, due) in enumerate(run.dues):
        later = run.dues[place + 1 :]
        ends = later[0][0] if later else run.stopped
        new = [
            (on, step)
            for on, step in _steps(run.clock, run.since, due, run.heard)
            if step not in given and (ends is None or (max(on, known) <= ends and known < ends))
        ]
        given |= {step for _, step in new if step != "last"}
        together: dict[tuple[date, tuple[str, ...]], list[tuple[date, str]]] = defaultdict(list)
        for on, step in new:
            together[max(on, known), _family(step)].append((on, step))
        for (day, _), some in together.items():
            strongest = max(some, key=lambda one: (one[0], _ORDER.index(one[1])))
            yield from (Act(day, run.clock, one[1], one is strongest, due) for one in some)


def _family(step: str) -> tuple[str, ...]:
    return next((some for some in (_WARNINGS, _REMINDERS) if step in some), (step,))


def _steps(clock: str, since: date, due: date, heard: bool) -> Iterator[tuple[date, str]]:
    late, last = due + DAY, max(since, _one_left(due))
    if clock in _OURS:
        yield min(last, _part(clock, since, due, 50)), "half"
        yield min(last, _part(clock, since, due, 80)), "fifth"
        yield last, "last"
        yield late, "over"
        yield late, "superior"
        yield working(late, 3), "responsible"
    if clock in _STATUTORY:
        yield late, "apology"
    if clock == "B":
        for before, step in zip((15, 5, 1), _REMINDERS, strict=False):
            yield due - before * DAY, step
        if heard:
            yield late, "proposal"
    if clock == "R":
        yield late, "closing"


def _part(clock: str, since: date, due: date, percent: int) -> date:
    """The first day by which at least so much of its days has gone, as that clock counts days."""
    if clock in _WORKING:
        days = sum(works(since + ahead * DAY) for ahead in range(1, (due - since).days + 1))
        return working(since, -(-days * percent // 100))
    return since - (-(due - since).days * percent // 100) * DAY


def _one_left(due: date) -> date:
    """The office works on one day more in time: the last one up to the due day."""
    last = due
    while not works(last):
        last -= DAY
    last -= DAY
    while not works(last):
        last -= DAY
    return last


def _unanswered(life: Life) -> Iterator[date]:
    """The day on which the office hears that an answer it waits for has not come."""
    for day, what, _ in life.deeds:
        if what in WATCHES:
            due = working(day, WATCHES[what])
            came = life.on(f"{what}_back")
            if came is None or came > due:
                yield due + DAY


def _archived(life: Life, runs: Iterable[Run]) -> Iterator[date]:
    """So long after the last that happened in it; while it waits for another body, never."""
    ended = [day for day, what, _ in life.deeds if what in (*_ENDS, "referred_back")]
    ended += [run.dues[-1][1] + DAY for run in runs if run.clock == "R" and not run.answered]
    if ended and (life.on("referred") is None or life.on("referred_back") is not None):
        yield ended[-1] + _REST * DAY
