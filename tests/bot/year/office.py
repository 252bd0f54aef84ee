"""The people of the year: citizens with phones, officers at desks, and what each does when."""

from __future__ import annotations

import asyncio
import random
from collections import defaultdict
from collections.abc import Awaitable, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import select

from storage import units
from storage.tables import addresses, complaints, contacts, deliveries, papers
from tests.bot.inbox.kit import Desk
from tests.bot.year.oracle import DAY, PROMISED, Life, working
from tests.wire import hook, push, said
from tests.world import World

COMPLAINT = "ktp saya belum jadi di kantor kelurahan, tolong ktp saya dijadikan"
QUESTION = "mau tanya, syarat membuat KTP baru apa saja ya?"
UNIT = "Seksi Pelayanan"
#: One of so many asks instead of complaining.
ASKS = 6

#: How often a case goes which way, step by step.
COMPLAINTS: Final[tuple[tuple[int, str], ...]] = (
    (24, ""), (16, "incomplete"), (4, "incomplete noticed"), (3, "incomplete noticed complete"),
    (4, "incomplete complete"), (3, "incomplete withdrawn"), (10, "complete"),
    (4, "complete reviewed"), (3, "reviewed complete"), (2, "complete handed"),
    (2, "complete handed handed_back"), (1, "complete withdrawn"), (2, "complete decided"),
    (2, "complete reviewed decided read"), (3, "complete decided delivered"),
    (1, "complete reviewed decided delivered done"),
    (1, "complete decided delivered objected"),
    (1, "complete decided delivered objected reviewed_again"),
    (1, "complete reviewed decided delivered objected reviewed_again decided delivered"),
    (2, "referred"), (2, "referred referred_back"), (1, "complete taken referred"),
    (2, "information"), (2, "information answered"), (1, "information ppid"),
    (2, "information resumed"), (1, "information resumed complete"), (1, "proposal"),
    (1, "proposal answered"), (2, "withdrawn"),
)  # fmt: skip
QUESTIONS: Final[tuple[tuple[int, str], ...]] = (
    (5, ""), (6, "answered"), (3, "ppid"), (3, "ppid lengthened"), (2, "ppid answered"),
    (2, "ppid lengthened answered"), (3, "made_complaint"), (2, "made_complaint complete"),
)  # fmt: skip
#: Within how many days each step comes after the one before; what a citizen says in time, too.
WITHIN: Final = {
    "decided": 60, "reviewed": 25, "handed": 5, "handed_back": 4, "taken": 5, "referred": 12,
    "referred_back": 120, "information": 12, "proposal": 12, "resumed": 9, "answered": 15,
    "ppid": 6, "lengthened": 7, "objected": 10, "done": 10, "reviewed_again": 10,
}  # fmt: skip
USUALLY: Final = 20
#: The working day by which a request for public information is lengthened, if it is.
LENGTHENED_BY: Final = 8
#: What citizens do, and what they write; to withdraw they are asked once more.
WORDS: Final = {
    "noticed": "STATUS", "read": "STATUS", "objected": "KEBERATAN", "done": "SELESAI",
    "withdrawn": "CABUT",
}  # fmt: skip
#: A step after which something may be due on the very day.
HURRIES: Final = frozenset({"ppid", "lengthened", "reviewed"})
#: These wait for every third day, whichever day of the week that is, for the test to be quick.
TOGETHER: Final = HURRIES | frozenset(WORDS)
EACH: Final = 3
REVIEWS: Final[tuple[Mapping[str, str], ...]] = (
    {"weight": "light"}, {"weight": "medium"}, {"weight": "heavy"},
    {"weight": "heavy", "category": "KTP"}, {"weight": "medium", "category": "KTP"},
    {"weight": "heavy", "urgency": "short", "why_urgent": "Obat habis besok."},
)  # fmt: skip

#: Seconds in which most is done: whoever looks at once looks often, and slows what it waits for.
LOOK_AFTER: Final = 0.15

#: What the operator wrote beside the office's name.
SETTINGS: Final[dict[str, Any]] = {
    "limits": {"session_hours": 20_000, "idle_minutes": 1_000_000},
    "promises": {
        **{name: {"decision": PROMISED[name]} for name in ("light", "medium", "urgent")},
        "category": {"KTP": {"decision": PROMISED["KTP"]}},
    },
}


class Office:
    """Everybody who acts in the year, and the lives they lead the cases through."""

    def __init__(self, world: World, rina: Desk, siti: Desk) -> None:
        self.world, self.rina, self.siti = world, rina, siti
        self.lives: dict[str, Life] = {}
        self.phones: dict[str, str] = {}
        self._dice = random.Random(2026)
        self._diary: dict[date, list[tuple[str, str, int]]] = defaultdict(list)
        self._papers: dict[str, int] = {}
        self._reviews: dict[str, Mapping[str, str]] = {}
        self._today = date.min
        self._first = world.clock.now().astimezone(world.house.settings.zone).date()

    async def open(self) -> None:
        """The unit to which cases are handed over."""
        house = self.world.house
        self.unit = house.new_id()
        row = {"id": self.unit, "name": UNIT, "kind": "service", "from_on": date(2025, 1, 1)}
        async with house.database.write() as db:
            await units.add_unit(db, row)

    async def receive(self, day: date, phones: Sequence[str]) -> None:
        """Citizens write for the first time; what will become of each is thrown."""
        if not phones:
            return
        asks = {phone: self._dice.randrange(ASKS) == 0 for phone in phones}
        texts = {phone: QUESTION if asks[phone] else COMPLAINT for phone in phones}
        await self._say(texts)
        filed = await self._filed(self.world.clock.now())
        for phone in phones:
            number = filed[phone]
            self.phones[number] = phone
            kind = "question" if asks[phone] else "complaint"
            self.lives[number] = Life(kind, day)
            self._plan(number, day, QUESTIONS if asks[phone] else COMPLAINTS)

    def _plan(self, number: str, day: date, routes: tuple[tuple[int, str], ...]) -> None:
        (route,) = self._dice.choices([way for _, way in routes], [often for often, _ in routes])
        first = day
        for place, step in enumerate(route.split()):
            wait = WITHIN.get(step, USUALLY)
            day += self._dice.randint(min(1, wait), wait) * DAY
            if step == "lengthened":  # while there is time
                day = min(day, working(first, LENGTHENED_BY))
            while step in TOGETHER and (day - self._first).days % EACH:
                day += DAY
            if step == "reviewed":
                self._reviews[number] = self._dice.choice(REVIEWS)
            self._diary[day].append((number, step, place))

    async def work(self, day: date) -> bool:
        """What was planned for this day: citizens first. Whether something is due at once."""
        self._today = day
        planned = self._diary.pop(day, [])
        spoken = [(number, step) for number, step, _ in planned if step in WORDS]
        if spoken:
            await self._hear(spoken)
        for turn in sorted({place for *_, place in planned}):
            await asyncio.gather(
                *(
                    getattr(self, f"_{step}")(number)
                    for number, step, place in planned
                    if place == turn and step not in WORDS
                )
            )
        return any(step in HURRIES for _, step, _ in planned)

    def _note(self, number: str, what: str, *more: str) -> None:
        self.lives[number].deeds.append((self._today, what, more))

    async def _hear(self, spoken: Iterable[tuple[str, str]]) -> None:
        """Citizens' words, and what follows by itself: what waited for them arrives."""
        await self._say({self.phones[number]: WORDS[step] for number, step in spoken})
        sure = {self.phones[number]: "YA" for number, step in spoken if step == "withdrawn"}
        if sure:
            await self._say(sure)
        await self._carried()
        for number, step in spoken:
            self._note(number, "wrote")
            self._note(number, "delivered" if step == "read" else step)
        asked = [number for number, step in spoken if WORDS[step] == "STATUS"]
        await asyncio.gather(*(self.rina.page(f"/inbox/laporan/{number}") for number in asked))

    async def _say(self, texts: dict[str, str]) -> None:
        world = self.world
        words = [said(world, phone, text) for phone, text in texts.items()]
        assert await push(world, hook(world, *words)) == [200]
        await asyncio.sleep(LOOK_AFTER)
        await world.settled()

    async def _carried(self) -> None:
        """Wait until the provider has told of every message, and that was taken in."""

        async def applied() -> bool:
            await self.world.settled()
            await self.world.whatsapp.hooks.idle()
            open_ = select(deliveries.c.id).where(deliveries.c.applied_at.is_(None)).limit(1)
            return not await self.world.rows(open_)

        await self.world.until(applied)

    async def _filed(self, at: datetime) -> dict[str, str]:
        """The cases of this moment: phone and number."""
        rows = await self.world.rows(
            select(complaints.c.number, addresses.c.id, addresses.c.value,
                   contacts.c.id.label("owner"), contacts.c.wrapped_key)
            .join(addresses, addresses.c.id == complaints.c.address_id)
            .join(contacts, contacts.c.id == complaints.c.contact_id)
            .where(complaints.c.received_at == at)
        )  # fmt: skip
        person = self.world.house.vault.person
        return {
            person(row.owner, row.wrapped_key)
            .open(f"addresses.value.{row.id}", row.value)
            .decode(): row.number
            for row in rows
        }

    async def _step(self, number: str, event: str, what: str, **fields: str) -> None:
        await self._ok(self.rina.step(number, event, **fields))
        self._note(number, what)

    async def _ok(self, act: Awaitable[Any]) -> None:
        answer = await act
        assert answer.status == 303, (answer.status, await answer.text())

    async def _newest(self, number: str) -> int:
        """The paper that was written last in this case."""
        (paper,) = await self.world.rows(
            select(papers.c.id)
            .join(complaints, complaints.c.id == papers.c.complaint_id)
            .where(complaints.c.number == number)
            .order_by(papers.c.id.desc())
            .limit(1)
        )
        return int(paper.id)

    async def _incomplete(self, number: str) -> None:
        text = "- alamat tempat tinggal"
        await self._step(number, "declare_incomplete", "incomplete", text=text)

    async def _complete(self, number: str) -> None:
        await self._step(number, "declare_complete", "complete")

    async def _taken(self, number: str) -> None:
        await self._step(number, "take", "taken")

    async def _reviewed(self, number: str) -> None:
        fields = self._reviews[number]
        await self._ok(self.rina.paper(number, "review", problem="KTP diduga tertunda.", **fields))
        names = (fields["weight"], fields.get("category", ""))
        self._note(number, "reviewed", *names, "urgent" if "urgency" in fields else "")

    async def _decided(self, number: str) -> None:
        if self.lives[number].on("decided") is None:
            await self._taken(number)
        await self._step(number, "recommend", "recommended", to="Kasi", text="Cetak.")
        advice = await self._newest(number)
        await self._ok(self.rina.answers(number, advice, verdict="accepted"))
        await self._ok(self.siti.decide(number, "Benar, KTP sudah jadi."))
        self._note(number, "decided")

    async def _delivered(self, number: str) -> None:
        await self._step(number, "deliver", "delivered", text="Diambil sendiri di loket.")

    async def _reviewed_again(self, number: str) -> None:
        await self._ok(self.siti.step(number, "review_again"))
        self._note(number, "reviewed_again")

    async def _referred(self, number: str) -> None:
        to, text = "Dinas Dukcapil", "Cetak KTP wewenang dinas."
        await self._step(number, "refer", "referred", to=to, text=text)
        self._papers[number] = await self._newest(number)

    async def _referred_back(self, number: str) -> None:
        await self._ok(self.rina.answers(number, self._papers[number], answer="Sudah dicetak."))
        self._note(number, "referred_back")

    async def _handed(self, number: str) -> None:
        fields = {"unit": str(self.unit), "text": "Wewenang seksi."}
        await self._ok(self.rina.paper(number, "hand_over", **fields))
        self._papers[number] = await self._newest(number)
        self._note(number, "handed")

    async def _handed_back(self, number: str) -> None:
        await self._ok(self.rina.answers(number, self._papers[number], verdict="accepted"))
        self._note(number, "handed_back")

    async def _information(self, number: str) -> None:
        fields = {"kind": "information", "text": "Ini pertanyaan."}
        await self._step(number, "reclassify", "information", **fields)

    async def _proposal(self, number: str) -> None:
        fields = {"kind": "aspiration", "text": "Ini usul."}
        await self._step(number, "reclassify", "proposal", **fields)

    async def _resumed(self, number: str) -> None:
        await self._step(number, "resume", "resumed")

    async def _made_complaint(self, number: str) -> None:
        await self._step(number, "to_complaint", "made_complaint")

    async def _ppid(self, number: str) -> None:
        await self._step(number, "to_ppid", "ppid")

    async def _lengthened(self, number: str) -> None:
        await self._step(number, "extend", "lengthened", text="Arsipnya di gudang kecamatan.")

    async def _answered(self, number: str) -> None:
        await self._step(number, "answer", "answered", text="Cukup Kartu Keluarga, tanpa biaya.")
