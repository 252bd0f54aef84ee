"""The example street is whole: everybody in it exists, and everything can be sent."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest

from bot import filetypes
from bot.casework.words import Event
from bot.demo import street as streets
from bot.demo.chats import Words, starred, tagged
from bot.demo.clerk import REPLY
from bot.demo.on_sms import PRICE
from bot.demo.seeding import StoryClock, moment
from bot.demo.sms_rules import parts
from bot.demo.street import Street

CHANNELS = {"telegram", "whatsapp", "sms", "email"}


@pytest.fixture(scope="module")
def street() -> Street:
    return streets.load()


def test_a_dozen_people_and_more_than_a_dozen_stories(street: Street) -> None:
    assert len({person.address for person in street.people}) == len(street.people) >= 10
    assert len(street.stories) >= 12
    assert {person.channel for person in street.people} == CHANNELS
    assert {idea.channel for idea in street.ideas} == CHANNELS


def test_every_story_has_somebody_and_something(street: Street) -> None:
    for story in street.stories:
        assert street.person(story.person)
        for step in story.steps:
            assert any((step.text, step.photo, step.voice, step.tap, step.place, step.deed))


def test_a_mail_that_answers_nothing_says_what_it_is_about(street: Street) -> None:
    begun: set[str] = set()
    for story in street.stories:
        for step in story.steps:
            if street.person(story.person).channel == "email" and not step.deed:
                assert step.subject or story.person in begun
                begun.add(story.person)
    assert begun


def test_what_somebody_sends_by_sms_is_paid_for(street: Street) -> None:
    for person in street.people:
        said = [
            s.text
            for story in street.stories
            if story.person == person.id
            for s in story.steps
            if not s.deed
        ]
        if person.channel == "sms":
            assert sum(len(parts(text)) for text in said) * PRICE <= person.credit


def test_every_sample_is_what_it_says(street: Street) -> None:
    for sample in street.gallery.values():
        found = filetypes.recognise(sample.data, sample.mime)
        assert found == sample.mime.partition(";")[0]
        assert len(sample.data) < 100_000
    named = [f"{s.photo}.jpg" for story in street.stories for s in story.steps if s.photo]
    named += [f"{s.voice}.ogg" for story in street.stories for s in story.steps if s.voice]
    assert set(named) <= set(street.gallery)


def test_every_deed_is_one_of_the_inbox(street: Street) -> None:
    deeds = {step.deed for story in street.stories for step in story.steps if step.deed}
    assert deeds <= {REPLY, *Event}


def test_no_story_lies_ahead(street: Street) -> None:
    clock = StoryClock()
    for story in street.stories:
        assert moment(story, clock, ZoneInfo("Asia/Jakarta")) < clock.today()


def test_the_clock_of_stories_goes_forward_and_comes_home() -> None:
    clock = StoryClock()
    now = clock.today()
    then = now.replace(year=now.year - 1, day=1)
    clock.begin(then)
    assert (clock.now() - then).total_seconds() < 1
    clock.go(then.replace(day=5))
    clock.go(then)
    assert clock.now() >= then.replace(day=5)
    clock.come_home()
    assert (clock.now() - now).total_seconds() < 5


def test_marks_become_runs_of_words() -> None:
    assert starred("Nomor *K7F3-9QX* dan 2 * 3") == (
        Words("Nomor "),
        Words("K7F3-9QX", True),
        Words(" dan 2 * 3"),
    )
    assert tagged("a &lt; b <b>K7F3</b> <i>x</i>") == (
        Words("a < b "),
        Words("K7F3", True),
        Words(" x"),
    )
