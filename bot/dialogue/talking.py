"""Free words and files: they open a case, join one, or are small talk; none are lost."""

from __future__ import annotations

from bot.casework.words import Protection, Slot, State
from bot.dialogue import (
    asked,
    buttons,
    compose,
    filing,
    letter,
    lookup,
    secrecy,
    sms,
    threats,
    tokens,
    turns,
)
from bot.dialogue.desk import Case, Turn
from bot.dialogue.kinds import CHATTER, Gist
from bot.dialogue.lexicon import ACKNOWLEDGING, FILLERS, GREETINGS, THANKS
from bot.dialogue.proof import Action, allows, owes
from bot.dialogue.reading import Short
from bot.dialogue.routing import other_kind, separate, straggles, subject, thanks, vents, wonders
from bot.dialogue.scene import Scene, is_open
from bot.dialogue.turns import Answer


def answer(scene: Scene) -> Turn:
    """One message that is neither a tap nor a command."""
    case = subject(scene)
    if scene.said.slots:
        return filing.file(scene)
    if not scene.said.text.strip() and not scene.said.files:
        return _small(scene, case, "small.unread")
    talked = _talked(scene, case)
    if talked is not None and turns.bursting(scene.desk) and not _apart(scene, talked):
        return filing.rejoin(scene, talked)
    leaving = _leaves(scene, case)
    return leaving or _foreign(scene) or asked.answer(scene, case) or _free(scene, case)


def _leaves(scene: Scene, case: Case | None) -> Turn | None:
    """Who is protected finds the way outside at any time."""
    if case is None or case.protection is Protection.OPEN:
        return None
    return secrecy.leave(scene, case) if secrecy.outwards(scene.said.text) else None


def _talked(scene: Scene, about: Case | None) -> Case | None:
    """The case of the conversation; a letter without a thread belongs to none."""
    if scene.form == "letter" and about is None:
        return None
    return next((case for case in scene.desk.cases if case.id == scene.desk.talk.case), None)


def _apart(scene: Scene, talked: Case) -> bool:
    """Within a burst only what was asked for as new, or is of another kind, stands for itself."""
    return scene.desk.talk.asking == "new" or other_kind(scene, talked)


def _free(scene: Scene, case: Case | None) -> Turn:
    """Nothing was asked, or this does not answer it."""
    if scene.reading.gist in CHATTER and not (scene.said.files or scene.partial):
        return _chatter(scene, case)
    if wonders(scene) and not scene.said.files and scene.desk.cases:
        return _progress(scene, case)
    curse = vents(scene) and scene.reading.known <= _CURSE
    if case is None and curse and not (scene.said.files or scene.partial):
        return _small(scene, case, "small.angry", "story")
    if case is None:
        return filing.file(scene, note=_number_note(scene))
    if not is_open(case) and not (scene.desk.named or scene.said.about == case.id):
        return filing.file(scene)
    if separate(scene, case):
        return filing.file(scene, note=_number_note(scene))
    return _join(scene, case)


#: A longer message may tell what happened.
_CURSE = 3


def _join(scene: Scene, case: Case) -> Turn:
    mends = scene.reading.correction
    after = filing.merge(scene, case, correct=mends)
    deeds = filing.filled(scene, case, after)
    if straggles(scene, case):
        return turns.silent(scene, after, deeds, filing.alarms(scene))
    gained = filing.gains(case, after)
    mends = mends and bool(frozenset(gained) - {Slot.DESCRIPTION})
    if mends or _goes_on(scene, case, after):
        lead = compose.MENDED if mends else ""
        composed, said = compose.answer(scene, after, lead=lead, gained=gained)
        return turns.reply(scene, composed, said, happenings=deeds, alarms=filing.alarms(scene))
    said = _acknowledged(scene, after)
    return turns.reply(scene, after, said, happenings=deeds, alarms=filing.alarms(scene))


def _goes_on(scene: Scene, before: Case, after: Case) -> bool:
    """Fear, danger, an owed kunci or a located place are answered as a whole."""
    reading, talk = scene.reading, scene.desk.talk
    newly_closed = after.protection is not before.protection
    located = bool(scene.said.location) and talk.asking == "place"
    owed = owes(scene.desk, scene.said, after)
    return newly_closed or located or owed or reading.emergency or talk.asking == "fear"


def _acknowledged(scene: Scene, case: Case) -> Answer:
    """A short word of thanks with the number; what was asked stays asked."""
    asking = "" if "voice" in scene.said.files else scene.desk.talk.asking
    if case.state in (State.DECIDED, State.DELIVERED):
        text = scene.text("joined.result", number=case.number)
        return Answer(text, "ack", asking, buttons.row(scene, ("done", "undone"), case))
    if threats.at_office(scene.reading, scene.said.text):
        return Answer(scene.text("joined.threat", number=case.number), "ack", asking)
    if thanks(scene):
        return Answer(scene.text("joined.good", number=case.number), "ack")
    if vents(scene) and scene.form != "sms":
        sorry = scene.text("joined.vent", number=case.number)
        return Answer(f"{sorry} {lookup.next_news(scene, case)}".strip(), "ack", asking)
    if scene.form == "sms":
        return _briefly(scene, case)
    text = compose.joined(scene, case)
    hours = compose.office(scene, scene.said.text) if _asks(scene) else ""
    text = compose.paragraphs([_number_note(scene), text, hours])
    if scene.form == "letter":
        subject_line = scene.text("letter.subject_again", number=case.number)
        return Answer(letter.dressed(scene, text, case), "ack", asking, subject=subject_line)
    return Answer(text, "ack", asking, buttons.row(scene, ("new",), case))


def _briefly(scene: Scene, case: Case) -> Answer:
    """One segment: the hours to who asks for them, else a word of thanks."""
    hours = compose.office(scene, scene.said.text) if _asks(scene) else ""
    return Answer(hours, "ack") if hours else sms.answer(scene, case, owed=False)[1]


def _asks(scene: Scene) -> bool:
    return scene.reading.gist is Gist.INFORMATION


def _progress(scene: Scene, case: Case | None) -> Turn:
    if case is None:
        return lookup.status(scene)
    return turns.aside(scene, lookup.stage(scene, case), "status", case)


def _chatter(scene: Scene, case: Case | None) -> Turn:
    """Greetings, thanks, "mau lapor", a dot: answered kindly, and nothing is opened."""
    gist = scene.reading.gist
    if gist is Gist.UNCLEAR:
        return _announced(scene, case)
    if gist is Gist.THANKS:
        good = case is not None and is_open(case) and _tells_good_news(scene)
        return _small(scene, case, "joined.good" if good else "small.thanks", "" if good else None)
    agreed = gist is Gist.ACKNOWLEDGED or scene.reading.short is Short.YES
    if case is not None and agreed:
        return _small(scene, case, "small.acknowledged")
    if case is not None and is_open(case):
        return _hello_again(scene, case)
    return _hello(scene, case)


def _tells_good_news(scene: Scene) -> bool:
    """Is there more than thanks: what was put right?"""
    said = tokens.cut(scene.said.text[:200]).words
    return sum(word.isalpha() and word not in _POLITE for word in said) > _GOOD_NEWS


_POLITE = FILLERS | THANKS | GREETINGS | ACKNOWLEDGING
_GOOD_NEWS = 1


def _hello(scene: Scene, case: Case | None) -> Turn:
    """Who greets is greeted; who has just been told how it goes is asked what happened."""
    part = scene.reading.greeting if scene.form in ("chat", "page") else ""
    greeting = scene.text(f"greeting.{part}") if part else ""
    before = scene.text("greeting.alone", greeting=greeting) if greeting else ""
    if turns.straggling(scene.desk) and case is None:
        return _small(scene, case, "small.here", before=before)
    return _small(scene, case, "hello.open", before=before)


def _announced(scene: Scene, case: Case | None) -> Turn:
    """A story is announced: asked once what happened, and whatever comes next is a report."""
    if scene.reading.insult:
        return _small(scene, case, "small.angry", "story")
    if case is not None and is_open(case):
        return _small(scene, case, "joined.new", "new")
    return _small(scene, case, "small.story", "story")


def _hello_again(scene: Scene, case: Case) -> Turn:
    facts = {"number": case.number, "stage": scene.stage(case.state)}
    said = Answer(scene.text("hello.again", **facts), "help", scene.desk.talk.asking)
    return turns.reply(scene, case, said, changed=False, counts=False)


def _small(
    scene: Scene, case: Case | None, key: str, asking: str | None = None, *, before: str = ""
) -> Turn:
    """Small talk joins the case of the conversation, if there is one, and changes nothing."""
    text = f"{before} {scene.text(key, number=case.number if case else '')}".strip()
    if scene.form == "letter":
        text = letter.dressed(scene, text, case)
    asking = scene.desk.talk.asking if asking is None else asking
    said = Answer(text, "help", asking)
    return turns.reply(scene, case, said, changed=False, counts=False)


def _foreign(scene: Scene) -> Turn | None:
    """Words with a number that belongs to somebody else."""
    named = next((one.case for one in scene.desk.named if one.found == "other"), None)
    if named is None:
        return None
    if allows(scene.desk, scene.said, named, Action.LINK):
        return _linked(scene, named)
    if not scene.said.files and (scene.reading.gist in CHATTER or wonders(scene)):
        return turns.aside(scene, lookup.of_others(scene, named), "status", named)
    note = scene.text("number.elsewhere", number=named.number)
    return filing.file(scene, note=note)


def _linked(scene: Scene, case: Case) -> Turn:
    """Number and kunci came with words: the address is linked and the words join."""
    turn = lookup.link(scene, case)
    return turns.joining(turn, case)


def _number_note(scene: Scene) -> str:
    """A number that was not found is answered, whatever else the message said."""
    lost = next((one for one in scene.desk.named if one.case is None), None)
    if lost is None:
        return ""
    return scene.text(f"number.{lost.found}", typed=lost.typed)
