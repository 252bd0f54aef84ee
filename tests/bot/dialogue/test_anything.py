"""Whatever is said in whatever state: an answer or a reasoned silence, and nothing is lost."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.casework import lifecycle
from bot.casework.words import Actor, Event, Kind, Protection, Slot, State
from bot.dialogue import clerk, reading
from bot.dialogue.asked import HANDLERS
from bot.dialogue.desk import KEY_MARK, Case, Desk, Fact, Named, Said, Talk, Turn
from bot.dialogue.kinds import Gist
from bot.dialogue.steps import LOSS
from bot.dialogue.taps import TAPS
from bot.dialogue.words import Word
from tests.bot.dialogue.stage import (
    MAIL,
    MONDAY,
    NEWS,
    NUMBERS,
    SMS,
    SUKAJAYA,
    TELEGRAM,
    TEXTS,
    WEB,
    WHATSAPP,
    Stage,
)
from tests.bot.dialogue.test_texts import NEVER

CHATTER = {Gist.GREETING, Gist.THANKS, Gist.ACKNOWLEDGED, Gist.NOTHING, Gist.UNCLEAR}
#: Every form a text can have, with buttons and without.
LINES = [WHATSAPP, TELEGRAM, SMS, MAIL, WEB, replace(WEB, choices=8, choice_title=40)]
ASKING = [
    "", *(slot.value for slot in Slot), "confirm", "rest", "all", "correct", "withdraw", "fear",
    "secrecy", "story", "new", "rahasia", "anonim", "add", "object", "which:CABUT", "nonsense",
    "news", "news:1", "spare", "spare:1", LOSS.asking,
]  # fmt: skip
CHOICES = [
    "", "confirm:1", "wrong:1", "secret:1", "nameless:2", "outside:1", "shown:2", "withdraw:1",
    "keep:1", "skip:1:place", "skip:2:nonsense", "time:1:7", "write:1:place", "here:2", "new:",
    "word:STATUS", "word:CABUT:1", "word:NOPE", "tongue:en", "tongue:jv", "tongue:xx", "confirm:x",
    "news:1", "news:1:2", "spare:1", "spare:1:2", "nospare:1", "skip:1:loss", ":", "::",
]  # fmt: skip
SAID = st.one_of(
    st.sampled_from(
        [
            "", "p", "halo", "makasih", "ya", "bukan", "tidak tahu", "lewati", "STATUS", "CABUT",
            "RAHASIA", "TANPA NAMA", "TEKANAN", "SELESAI", "KEBERATAN", "LANJUT", "BERHENTI",
            "TAMBAH", "BATAL", "BACA", "BERKAS", "LEPAS", "BAHASA", "PETUGAS", "K7F3-9QX",
            "K7F3-9QX 482913", "CABUT K7F3-9QX", "mau lapor", "anjing kalian", "ke luar", "boleh",
            "lampu jalan di jl mawar mati sejak kemarin", "bukan, yang di pasar lama",
            "petugas minta uang", "saya takut ketahuan", "ada kebakaran di pasar baru",
            "apa syarat bikin KTP?", "usul: loket ditambah", "kapan selesai?", "sy joko rt 2",
            "K7F3-9QX lampunya masih mati", "awas kalian saya bakar kantor", "482913", "??",
            "The light is broken in our street please fix it", "saya antri", "buat apa nama?",
            "lampune dalan ngarep omahku mati wis telung minggu peteng tenan", "nggih leres",
            "JAWA", "mboten ngertos", "terima kasih pak lampunya sudah nyala", "bodo amat",
            "ENGLISH", "bisa bicara sama orang gak?", "INDONESIA", "tambahan: tiangnya miring juga",
        ]
    ),
    st.sampled_from([word.value for word in Word]),
    st.text(max_size=60),
)  # fmt: skip
FILES = st.lists(
    st.sampled_from(["image", "voice", "document", "location", "sticker", "video"]), max_size=3
).map(tuple)


@st.composite
def cases(draw, number: int) -> Case:
    state = draw(st.sampled_from([state for state in State if state is not State.DRAFT]))
    slots = draw(st.dictionaries(st.sampled_from(list(Slot)), st.text(max_size=20), max_size=4))
    return Case(
        id=number,
        number=NUMBERS[number - 1],
        kind=draw(st.sampled_from(list(Kind))),
        state=state,
        received_at=MONDAY - timedelta(hours=draw(st.integers(0, 90))),
        slots=slots,
        asked=draw(st.frozensets(st.sampled_from(list(Slot)))),
        skipped=draw(st.frozensets(st.sampled_from(list(Slot)))),
        protection=draw(st.sampled_from(list(Protection))),
        news_by=draw(st.sampled_from([None, date(2026, 1, 8), date(2025, 12, 1)])),
        confirmed_at=draw(st.sampled_from([None, MONDAY])),
        heard=draw(st.booleans()),
        urgent=draw(st.sampled_from(["", "darurat", "air"])),
        repaired_at=draw(st.sampled_from([None, MONDAY])),
        facts=draw(st.dictionaries(st.sampled_from(_FACTS), st.just(""), max_size=2))
        | draw(st.sampled_from([{}, {Fact.WHEN: "2025-12-22"}, {Fact.LOSS: "days"}])),
        assistance=draw(st.sampled_from([frozenset(), frozenset({"cannot_write", "blind"})])),
    )


_FACTS = [fact for fact in Fact if fact is not Fact.WHEN]


@st.composite
def talks(draw) -> Talk:
    counted = draw(st.sampled_from([{}, {"text": 1}, {"image": 2, "voice": 1}]))
    return Talk(
        language=draw(st.sampled_from(["", "id", "en", "jv"])),
        case=draw(st.sampled_from([None, 1, 2, 9])),
        asking=draw(st.sampled_from(ASKING)),
        burst_at=draw(st.sampled_from([None, MONDAY - timedelta(seconds=5)])),
        burst=counted,
        answered_at=draw(st.sampled_from([None, MONDAY - timedelta(minutes=3)])),
        late=draw(st.sampled_from([{}, {"image": 2}])),
        opened=draw(st.sampled_from([None, 1])),
        opened_at=draw(st.sampled_from([None, MONDAY])),
        stopped=draw(st.booleans()),
        owed=draw(st.sampled_from([(), (1,), (2,), (1, 2)])),
        told=draw(st.booleans()),
        telling=draw(st.sampled_from([(), (1,), (1, 2)])),
    )


@st.composite
def desks(draw) -> Desk:
    own = tuple(draw(cases(number)) for number in range(1, draw(st.integers(0, 2)) + 1))
    other = replace(draw(cases(5)), own=False, slots={})
    named = [
        Named(other.number, "other", other),
        Named("K7F3-9QZ", "mistyped"),
        Named("1W95-1TY", "unknown"),
        *(Named(case.number, "own", case) for case in own),
    ]
    office = draw(st.sampled_from([SUKAJAYA, replace(SUKAJAYA, custodian="", remedies=())]))
    return Desk(
        office=office,
        texts=TEXTS,
        line=draw(st.sampled_from(LINES)),
        now=MONDAY,
        talk=draw(talks()),
        cases=own,
        named=draw(st.sampled_from([(), *((one,) for one in named)])),
        keyed=draw(st.sampled_from([{}, {NUMBERS[0]: True}, {NUMBERS[4]: True}])),
        spare=((50, NUMBERS[10]), (51, NUMBERS[11])),
        news_by=draw(st.sampled_from([{}, NEWS])),
        answer_waits=draw(st.booleans()),
        merging=draw(st.booleans()),
    )


SUBJECTS = st.sampled_from(
    ["", "Re: Laporan K7F3-9QX", "Lampu jalan mati", "STATUS", "Fwd: halo", "CABUT K7F3-9QX", ":"]
)
THREADS = st.sampled_from([None, None, 1, 2, 9])


@given(desks(), SAID, FILES, st.sampled_from(CHOICES), st.booleans(), SUBJECTS, THREADS)
@settings(max_examples=300, deadline=None)
def test_any_message_at_any_desk_is_answered_and_kept(
    desk, text, files, choice, strong, subject, thread
):
    location = "geo:-6.2,106.8" if "location" in files else ""
    letter = {"subject": subject, "about": thread} if desk.line.letter else {}
    said = Said(MONDAY, text, choice, strong, files=files, location=location, **letter)
    turn = clerk.answer(desk, said)
    _answers_or_is_silent_for_a_reason(desk, said, turn)
    _loses_nothing(desk, said, turn)
    _forgets_nothing(desk, said, turn)
    _breaks_no_law(desk, turn)
    _tells_no_stranger(desk, turn)
    _hurts_nobody(desk, said, turn)
    _asks_for_nothing_told(desk, said, turn)


def _asks_for_nothing_told(desk: Desk, said: Said, turn: Turn) -> None:
    """A question of ours is about what does not stand in its case yet; a tap may ask again."""
    if said.choice or turn.say is None or turn.talk.asking == desk.talk.asking:
        return
    known = {case.id: case for case in (*desk.cases, *turn.cases)}
    case = known.get(turn.talk.case or 0)
    if case is not None and turn.talk.asking in {slot.value for slot in Slot}:
        assert not case.slots.get(Slot(turn.talk.asking), "").strip()
        assert Slot(turn.talk.asking) not in case.skipped


def _answers_or_is_silent_for_a_reason(desk: Desk, said: Said, turn: Turn) -> None:
    if turn.say is not None:
        assert turn.say.text.strip()
        assert "{" not in turn.say.text or "{" in said.text or "{" in str(desk.cases)
        assert len(turn.say.buttons) <= desk.line.choices
        return
    answered = desk.talk.answered_at
    assert answered is not None
    assert desk.now - answered <= timedelta(minutes=10)
    assert turn.talk.late
    assert turn.joins is not None


def _loses_nothing(desk: Desk, said: Said, turn: Turn) -> None:
    """Joined to a case, or small talk, a command, a tap, an answer to a question of ours."""
    if turn.joins is not None or turn.taken_for == "command" or said.choice:
        return
    gist = reading.read(said.text, (), desk.now).gist
    looked_up = any(one.found == "other" for one in desk.named)
    assert not said.files
    assert gist in CHATTER or looked_up or not said.text.strip()


def _forgets_nothing(desk: Desk, said: Said, turn: Turn) -> None:
    """What stood in a story before still stands in it."""
    before = {case.id: case.slots.get(Slot.DESCRIPTION, "") for case in desk.cases}
    for case in turn.cases:
        told = case.slots.get(Slot.DESCRIPTION, "")
        assert all(line.strip() in told for line in before.get(case.id, "").split("\n"))


def _hurts_nobody(desk: Desk, said: Said, turn: Turn) -> None:
    """No word of ours promises, blames or commands; what the citizen wrote is not ours."""
    if turn.say is None:
        return
    theirs = f"{said.text} {said.subject} {[case.slots for case in desk.cases]}".lower()
    never = re.compile(rf"\b(?:{NEVER[turn.talk.language or 'id']})\b", re.IGNORECASE)
    ours = {word.lower() for word in never.findall(f"{turn.say.text} {turn.say.subject}")}
    assert {word for word in ours if word not in theirs} == set()


def _breaks_no_law(desk: Desk, turn: Turn) -> None:
    """Every event is one that the lifecycle allows a citizen where the case stands."""
    states = {case.id: case.state for case in (*desk.cases, *turn.cases)}
    states |= {one.case.id: one.case.state for one in desk.named if one.case is not None}
    for happening in turn.happenings:
        if happening.event is not Event.REGISTER:
            state = states[happening.case]
            states[happening.case] = lifecycle.after(state, happening.event, Actor.CITIZEN)


def _tells_no_stranger(desk: Desk, turn: Turn) -> None:
    foreign = {one.case.id for one in desk.named if one.case is not None and not one.case.own}
    assert not foreign & {case.id for case in turn.cases}
    if turn.say is not None and turn.say.case in foreign:
        assert KEY_MARK not in turn.say.text


def test_every_question_and_every_button_is_tried() -> None:
    assert set(HANDLERS) <= {asking.partition(":")[0] for asking in ASKING}
    assert set(TAPS) <= {choice.partition(":")[0] for choice in CHOICES}


@given(desks(), st.sampled_from(["PETUGAS", "petugas", "bisa bicara sama orang gak?", "OFFICER"]))
@settings(max_examples=60, deadline=None)
def test_a_person_is_called_from_everywhere_and_the_question_stays(desk, text):
    turn = clerk.answer(desk, Said(MONDAY, text))
    assert turn.alarms == ("human",)
    assert turn.say is not None
    assert SUKAJAYA.phone in turn.say.text
    assert turn.talk.case == desk.talk.case or desk.line.letter


@given(desks(), st.sampled_from([word.value for word in Word if word is not Word.START]))
@settings(max_examples=150, deadline=None)
def test_after_any_word_there_is_a_way_on_and_no_dead_end(desk, text):
    turn = clerk.answer(desk, Said(MONDAY, text, strong=True))
    assert turn.say is not None
    after = replace(desk, talk=turn.talk, answer_waits=False, named=(), cases=desk.cases)
    told = clerk.answer(after, Said(MONDAY, "BANTUAN"))
    assert told.say is not None
    assert SUKAJAYA.phone in told.say.text


@given(desks())
@settings(max_examples=150, deadline=None)
def test_whatever_is_asked_batal_ends_it(desk):
    turn = clerk.answer(desk, Said(MONDAY, "BATAL", strong=True))
    assert turn.say is not None
    assert turn.talk.asking == ""
    assert not turn.happenings


MESSAGES = st.lists(
    st.tuples(SAID, FILES, st.sampled_from([0, 0, 2, 30, 700])), min_size=1, max_size=8
)


@given(MESSAGES, st.sampled_from([WHATSAPP, TELEGRAM, SMS, MAIL]), st.booleans())
@settings(max_examples=100, deadline=None)
def test_any_conversation_tells_every_case_its_number_and_its_kunci_once(messages, line, strong):
    stage = Stage(line, strong=strong)
    for text, files, wait in messages:
        stage.says(text, *files, wait=wait)
        stage.now = max(stage.now, datetime(2026, 1, 5, tzinfo=UTC)) + timedelta(seconds=1)
    stage.pause(60)
    settled = [case for case in stage.cases if case.protection is not Protection.UNSETTLED]
    for case in settled:
        said = [say for say in stage.sent if say.case == case.id and say.purpose != "command"]
        told = [say for say in said if KEY_MARK in say.text]  # a new kunci is another one
        assert len(told) == 1, [say.text for say in stage.sent]
        assert case.number in told[0].text


@given(st.text(min_size=1, max_size=400))
@settings(max_examples=100, deadline=None)
def test_the_words_of_a_report_are_kept_as_they_were_written(text):
    stage = Stage()
    stage.says(f"lampu jalan mati semua {text}")
    assert stage.case.slots[Slot.DESCRIPTION] == f"lampu jalan mati semua {text}".strip()
