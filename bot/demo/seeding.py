"""Seeding: the street's stories, played on the phones as they happened over the last days."""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import aiohttp
from sqlalchemy import select

from bot.clock import Clock
from bot.demo.chats import Chats, File
from bot.demo.clerk import Clerk
from bot.demo.handsets import HERE, About, Handset
from bot.demo.street import Person, Step, Story, Street
from bot.house import House
from storage.tables import messages, outbox

OFFICER, DECIDER = "rina", "siti"
_NUMBER = re.compile(r"\b[0-9A-Z]{4}-[0-9A-Z]{3}\b")
#: What a decision says beside its sentence; the street's own sentences say that we are sorry.
_DECIDED = {
    "outcome": "proven",
    "cause": "governance",
    "apology": "no",
    "unheard": "Yang diadukan layanannya, bukan orang.",
}
#: So long after one thing a person does the next.
PAUSE = timedelta(seconds=40)
JUST_NOW = timedelta(minutes=5)
#: A story that does not come to rest is left behind.
PATIENCE = 20.0


_LOOK = 0.04

log = logging.getLogger(__name__)


class StoryClock(Clock):
    """Tells the time of a story while it is played, and the right time afterwards."""

    def __init__(self) -> None:
        self._behind = timedelta()

    def now(self) -> datetime:
        return super().now() - self._behind

    def steady(self) -> float:
        """Runs ahead with the story, as a clock does that was not set."""
        return super().steady() - self._behind.total_seconds()

    def go(self, moment: datetime) -> None:
        """Let it be this moment, or later where that is already past."""
        self._behind -= max(moment - self.now(), timedelta())

    def today(self) -> datetime:
        """The right time, whatever story is being told."""
        return super().now()

    def begin(self, moment: datetime) -> None:
        """Go back, once, before anything has happened."""
        self._behind = super().now() - moment

    def come_home(self) -> None:
        """From here on it is now."""
        self._behind = timedelta()


class Player:
    """Plays stories on phones, and waits until the office has answered."""

    def __init__(
        self,
        house: House,
        street: Street,
        handsets: Mapping[str, Handset],
        chats: Chats,
        clock: StoryClock,
        clerks: Mapping[str, Clerk],
    ) -> None:
        self._house, self._street, self._handsets = house, street, handsets
        self._chats, self._clock, self._clerks = chats, clock, clerks

    async def play(self, story: Story) -> None:
        """One story; its steps are forty seconds apart."""
        person = self._street.person(story.person)
        self._clock.go(moment(story, self._clock, self._house.settings.zone))
        for step in story.steps:
            await self._step(person, step)
            await self._rest(self._handsets[person.channel])
            self._clock.go(self._clock.now() + PAUSE)

    async def _step(self, person: Person, step: Step) -> None:
        handset = self._handsets[person.channel]
        if step.deed:
            await self._deed(person, step)
        elif step.tap:
            asked = self._chats.asked((person.channel, person.address), step.tap)
            if asked:
                await handset.press(person.address, asked.id, step.tap)
        elif step.place:
            await handset.place(person.address, *HERE)
        elif step.photo or step.voice:
            await self._share(handset, person, step)
        else:
            await handset.say(person.address, step.text, self._about(person, step))

    def _about(self, person: Person, step: Step) -> About:
        last = self._chats.last_letter((person.channel, person.address))
        return About(step.subject) if step.subject else About(answers=last)

    async def _share(self, handset: Handset, person: Person, step: Step) -> None:
        name = f"{step.photo}.jpg" if step.photo else f"{step.voice}.ogg"
        sample = self._street.gallery[name]
        key = self._chats.keep(sample.data, sample.mime)
        file = File("photo" if step.photo else "voice", key, name)
        about = self._about(person, step)
        await handset.share(person.address, file, sample.data, sample.mime, step.text, about)

    async def _deed(self, person: Person, step: Step) -> None:
        number = self._chats.last_said((person.channel, person.address), _NUMBER)
        told = {"text": step.text, "to": step.to}
        fields = {name: value for name, value in told.items() if value}
        fields |= _DECIDED if step.deed == "decide" else {}
        clerk = self._clerks[DECIDER if step.deed == "decide" else OFFICER]
        try:
            await clerk.do(number, step.deed, **fields)
        except aiohttp.ClientError as error:
            log.warning("the story of %s lacks %s: %s", person.id, step.deed, type(error).__name__)

    async def _rest(self, handset: Handset) -> None:
        """Wait until everything is handled and answered."""
        try:
            async with asyncio.timeout(PATIENCE):
                await handset.idle()
                while await self._busy():  # noqa: ASYNC110 - the office rings no bell for us
                    await asyncio.sleep(_LOOK)
        except TimeoutError:
            log.warning("a story went on before the office had answered")

    async def _busy(self) -> bool:
        unhandled = select(messages.c.id).where(
            messages.c.handled_at.is_(None), messages.c.unread_at.is_(None)
        )
        queued = select(outbox.c.id).where(
            outbox.c.done_at.is_(None),
            outbox.c.held_at.is_(None),
            outbox.c.not_before <= self._clock.now(),
        )
        async with self._house.database.read() as db:
            for query in (unhandled, queued):
                if (await db.execute(query.limit(1))).first():
                    return True
        return False


def moment(story: Story, clock: StoryClock, zone: ZoneInfo) -> datetime:
    """When a story begins: a while ago at the latest."""
    day = clock.today().astimezone(zone).date() - timedelta(days=story.days)
    then = datetime.combine(day, story.at, zone).astimezone(UTC)
    return min(then, clock.today() - JUST_NOW)


def first_moment(street: Street, clock: StoryClock, zone: ZoneInfo) -> datetime:
    """An hour before the first story."""
    moments = [moment(story, clock, zone) for story in street.stories]
    return min(moments, default=clock.today()) - timedelta(hours=1)
