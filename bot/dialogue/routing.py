"""Where a message belongs: the open case, a new one, or none, and whether it asks for news."""

from __future__ import annotations

import re
from datetime import timedelta

from bot.casework.words import Kind, Protection, Slot
from bot.dialogue import tokens, turns
from bot.dialogue.desk import Case
from bot.dialogue.kinds import Gist
from bot.dialogue.lexicon import THANKS_MARKS, words
from bot.dialogue.scene import EMERGENCY, Scene, is_open

_FILES_OWN = frozenset({Gist.COMPLAINT, Gist.INFORMATION, Gist.ASPIRATION})
#: Tie a message to what was told before.
_TYING = words("juga tadi itu tambahan lagi nambah menambahkan laporan nomor tersebut masih also")
#: Too general to tell one matter from another.
_GENERAL = frozenset({"Pelayanan loket"})
#: A service that was only told by its house or a uniform makes no other matter.
_SUPPOSED = 0.5
#: Voice and photos of one story arrive so far apart where the signal is poor.
_SLOW_NETWORK = timedelta(minutes=2)
#: A complaint is more than these.
_LIGHT = frozenset({Kind.INFORMATION, Kind.ASPIRATION, Kind.THANKS})
#: What is hoped for, or put right, may sound like a suggestion.
_WISHING = frozenset({Slot.REQUEST.value, "all", "rest", "correct", "object", "add"})
#: Said by who is tired of waiting or does not believe any more.
_VENTING = words(
    """kalian kamu maling bohong percuma capek capai kecewa sabar muak kesal bosan jawabannya janji
    dibohongi omong kapok useless liars tired"""
)
#: "Kok lama banget", "kapan?": nothing is told, news is asked for.
_IMPATIENT = re.compile(
    r"\b(?:kenapa|knp|kok|mengapa|kapan)\b.{0,20}\b(?:lama|lambat|belum|blm|blom)\b"
    r"|\A\W*kapan(?:\s+(?:ya|pak|bu|dong|nih|sih|jadinya))*\W*\Z|\bwhy\b.{0,20}\blong\b",
    re.IGNORECASE,
)
_MOST_VENTING = 8
_MOST_WONDERING = 14
_MOST_STRAGGLING = 30
_NEW_MATTER = 4


def subject(scene: Scene) -> Case | None:
    """The case this message is about: the one it names, that of the conversation, the newest."""
    named = [one.case for one in scene.desk.named if one.case is not None and one.case.own]
    if named:
        return named[0]
    cases = scene.desk.cases
    if scene.form == "letter":  # a new letter is a new matter, whatever was written before
        return next((case for case in cases if case.id == scene.said.about), None)
    talked = [case for case in cases if case.id == scene.desk.talk.case]
    still_open = [case for case in cases if is_open(case)]
    return next(iter([*filter(is_open, talked), *still_open, *talked, *cases]), None)


def wonders(scene: Scene) -> bool:
    """ "Kapan diperbaiki?" asks for news of the open case."""
    reading = scene.reading
    if reading.progress and reading.known <= _MOST_WONDERING:
        return True
    return reading.known <= _NEW_MATTER + 2 and _IMPATIENT.search(scene.said.text) is not None


def thanks(scene: Scene) -> bool:
    """ "Terima kasih, sampahnya sudah diangkut" tells no fact and answers no question."""
    said = tokens.cut(scene.said.text[:60]).words[:4]
    marks = THANKS_MARKS if "terima" in said else THANKS_MARKS - {"kasih"}
    return not marks.isdisjoint(said[:3]) and scene.reading.slots.keys() <= {Slot.SERVICE}


def vents(scene: Scene) -> bool:
    """Tired or angry words, "sabar terus jawabannya", tell no fact and answer no question."""
    reading = scene.reading
    tells = reading.maladministration or reading.reported_party or reading.urgent
    if tells or reading.known > _MOST_VENTING or reading.slots.keys() - {Slot.SERVICE}:
        return False
    return reading.insult or not _VENTING.isdisjoint(tokens.cut(scene.said.text).words)


def separate(scene: Scene, case: Case) -> bool:
    """Does it clearly tell of another matter than the open case?"""
    reading = scene.reading
    if scene.said.about == case.id or (reading.fear and case.protection is not Protection.OPEN):
        return False
    if other_kind(scene, case):
        return True
    if reading.gist not in _FILES_OWN or reading.known < _NEW_MATTER or _tied(scene):
        return False
    before = case.slots.get(Slot.SERVICE, "")
    other = _other_service(scene, case)
    if reading.gist is Gist.INFORMATION:
        return other or (case.kind is Kind.COMPLAINT and not before)
    return other and bool(before) and before not in _GENERAL


def other_kind(scene: Scene, case: Case) -> bool:
    """A wrong reported after a question or a suggestion, or a suggestion after either?"""
    reading = scene.reading
    tied = scene.desk.named or scene.said.about == case.id or _tied(scene)
    if reading.known < _NEW_MATTER or tied:
        return False
    if reading.gist is Gist.ASPIRATION:
        return case.kind is not Kind.ASPIRATION and scene.desk.talk.asking not in _WISHING
    graver = reading.wrong or reading.reported_party or reading.urgent or reading.emergency
    return case.kind in _LIGHT and reading.gist is Gist.COMPLAINT and bool(graver)


def straggles(scene: Scene, case: Case) -> bool:
    """May it join without a word: just answered, nothing asked, nothing that needs an answer?"""
    if not turns.straggling(scene.desk) or scene.desk.talk.case != case.id:
        return False
    if not scene.said.text.strip():
        return _silent_files(scene)
    if _other_service(scene, case) or case.urgent == EMERGENCY:
        return False
    reading = scene.reading
    loud = reading.fear or reading.emergency or reading.threat or reading.correction
    loud = loud or reading.reported_party or bool(reading.urgent)
    plain = reading.gist is Gist.COMPLAINT and reading.known <= _MOST_STRAGGLING
    return plain and not loud and not scene.desk.talk.asking and not scene.desk.named


def _other_service(scene: Scene, case: Case) -> bool:
    told = scene.reading.slots.get(Slot.SERVICE)
    if told is None or told.value in _GENERAL or told.confidence <= _SUPPOSED:
        return False
    return told.value != case.slots.get(Slot.SERVICE, "")


def _silent_files(scene: Scene) -> bool:
    """Photos join silently; a voice note that may answer a question is heard, a slow one not."""
    asking = scene.desk.talk.asking
    if scene.said.location and asking == Slot.PLACE.value:
        return False
    at = scene.desk.talk.answered_at
    prompt = at is not None and scene.desk.now - at <= _SLOW_NETWORK
    return "voice" not in scene.said.files or not asking or prompt


def _tied(scene: Scene) -> bool:
    text = scene.said.text.lower()
    return any(word in _TYING for word in text.split())
