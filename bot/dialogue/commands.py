"""The words that citizens send alone or with a number, and what each of them does."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from bot.casework.words import Event, Kind, Protection, State
from bot.dialogue import asked, buttons, deeds, filing, lookup, news, secrecy, turns, written
from bot.dialogue.deeds import Act
from bot.dialogue.desk import Case, Happening, Turn
from bot.dialogue.proof import Action, Standing, allows, standing
from bot.dialogue.scene import SLOTS, Scene, is_open
from bot.dialogue.texts import DEFAULT, LANGUAGES
from bot.dialogue.words import Command, Word

Handler = Callable[[Scene], Turn | None]

#: The buttons that lead to each language.
_TONGUES: Final = {"id": "indonesian", "jv": "javanese", "en": "english"}


def answer(scene: Scene) -> Turn | None:
    """The turn of a command; None where the words are an answer after all."""
    command = scene.command
    if command is None:
        return None
    word = _pending(scene, command)
    turn = WORDS[word](scene)
    return replace(turn, taken_for="command") if turn is not None else None


def speak(scene: Scene, language: str) -> Turn:
    """From now on in this language."""
    tongue = language if language in LANGUAGES else DEFAULT
    talk = replace(scene.desk.talk, language=tongue)
    spoken = replace(scene, language=tongue, desk=replace(scene.desk, talk=talk))
    others = tuple(name for other, name in _TONGUES.items() if other != tongue)
    back = buttons.row(spoken, others)
    return turns.aside(spoken, spoken.text("word.language.done"), "command", buttons=back)


def withdrawn(scene: Scene, case: Case) -> Turn:
    """The confirming tap, with the same proof as the word."""
    return _do(scene, Word.CABUT, Action.WITHDRAW, case, deeds.withdraw_confirmed)


def _pending(scene: Scene, command: Command) -> Word:
    """A number alone answers "for which report?"."""
    asking, _, word = scene.desk.talk.asking.partition(":")
    alone = command.word is Word.STATUS and command.mention is not None
    if asking == "which" and alone and word in Word.__members__:
        return Word[word]
    return command.word


def _with_case(word: Word, action: Action, act: Act, fits: Callable[[Case], bool]) -> Handler:
    """Find the one case that is meant, ask for the proof that is due, then act."""

    def handle(scene: Scene) -> Turn:
        named = scene.desk.named
        if named and named[0].case is None:
            return turns.aside(scene, lookup.unfound(scene, named[0]), "help")
        if named and named[0].case is not None:
            return _do(scene, word, action, named[0].case, act)
        return _one_of(scene, word, action, act, fits)

    return handle


def _one_of(
    scene: Scene, word: Word, action: Action, act: Act, fits: Callable[[Case], bool]
) -> Turn:
    """Without a number: the only case that fits, else the citizen says which."""
    fitting = [case for case in scene.desk.cases if fits(case)]
    if len(fitting) > 1 and word in _AMBIGUOUS:
        return _which(scene, word, fitting)
    talked = [case for case in fitting or scene.desk.cases if case.id == scene.desk.talk.case]
    case = next(iter([*talked, *fitting, *scene.desk.cases]), None)
    if case is None:
        return turns.aside(scene, scene.text("word.none"), "help")
    return _do(scene, word, action, case, act)


def _do(scene: Scene, word: Word, action: Action, case: Case, act: Act) -> Turn:
    if not allows(scene.desk, scene.said, case, action):
        return lookup.need_key(scene, case, word)
    turn = act(scene, case)
    if scene.desk.keyed.get(case.number):
        turn = turns.trusting(scene, case, turn)
    linked = standing(scene.desk, scene.said, case) is Standing.FOREIGN_KEYED
    return turns.linking(turn, case) if linked else turn


def _which(scene: Scene, word: Word, cases: list[Case]) -> Turn:
    lines = "\n".join(lookup.line(scene, case) for case in cases)
    text = scene.text("word.which", list=lines, word=word.value)
    return turns.aside(scene, text, "question", asking=f"which:{word.value}")


def _rahasia(scene: Scene) -> Turn | None:
    if scene.command is not None and scene.command.argument == "off":
        return _with_case(Word.RAHASIA, Action.UNPROTECT, deeds.unprotect, _any)(scene)
    return _protecting(scene, Word.RAHASIA, Protection.RAHASIA)


def _protecting(scene: Scene, word: Word, protection: Protection) -> Turn | None:
    """On the open case, or on the one that comes next."""
    fitting = [case for case in scene.desk.cases if is_open(case)]
    if scene.desk.talk.asking in ("story", "new") or not (fitting or scene.desk.named):
        return secrecy.promise(scene, protection)

    def act(scene: Scene, case: Case) -> Turn:
        if not case.own:
            return lookup.need_key(scene, case, word)
        return secrecy.hide(scene, case, protection)

    return _with_case(word, Action.PROTECT, act, is_open)(scene)


def _pressure(scene: Scene) -> Turn | None:
    """Urgent at once; without a case one is opened."""
    if not scene.desk.cases:
        turn = filing.file(scene, protection=Protection.UNSETTLED)
        case = replace(turn.cases[0], urgent="ancaman")
        deed = Happening(case.id, Event.PRESSURE)
        return replace(
            turn, cases=(case,), happenings=(*turn.happenings, deed), alarms=("pressure",)
        )
    return _with_case(Word.TEKANAN, Action.PRESSURE, deeds.press, is_open)(scene)


def _human(scene: Scene) -> Turn:
    """A person is called; with a case it stands in its journal, too."""
    case = next(iter(_own_first(scene)), None)
    deeds = (Happening(case.id, Event.ASK_HUMAN),) if case else ()
    text = scene.text("word.human")
    return turns.aside(scene, text, "command", case, happenings=deeds, alarms=("human",))


def _own_first(scene: Scene) -> list[Case]:
    named = [one.case for one in scene.desk.named if one.case is not None and one.case.own]
    talked = [case for case in scene.desk.cases if case.id == scene.desk.talk.case]
    return [*named, *talked, *scene.desk.cases]


def _cancel(scene: Scene) -> Turn:
    """The question of the moment is dropped; the case goes on."""
    asking = scene.desk.talk.asking
    case = next(iter(_own_first(scene)), None)
    if asking == "withdraw" and case is not None:
        return asked.keep(scene, case)
    if not asking:
        return turns.aside(scene, scene.text("word.cancel.nothing"), "help", case)
    slot = SLOTS.get(asking)
    changed = replace(case, skipped=case.skipped | {slot}) if case and slot else None
    text = scene.text("word.cancel" if case else "word.cancel.none")
    return turns.aside(scene, text, "command", case, asking="", changed=changed)


def _news(scene: Scene) -> Turn | None:
    """The choice; where there is none, "kabar" from who proves nothing asks how it goes."""
    if news.quiet(scene):
        return lookup.status(scene)
    return _with_case(Word.KABAR, Action.MOVE_NEWS, news.menu, _any)(scene)


def _turning(word: Word, action: Action, act: Act, fits: Callable[[Case], bool]) -> Handler:
    """Where nothing can be turned into another kind, the words are words."""
    handle = _with_case(word, action, act, fits)

    def turn(scene: Scene) -> Turn | None:
        known = bool(scene.desk.named) or any(fits(case) for case in scene.desk.cases)
        return handle(scene) if known else None

    return turn


def _stop(scene: Scene) -> Turn:
    """Nothing but answers from now on, and nowhere does this address stand by any more."""
    spare = [
        case for case, some in scene.desk.ways.items() if any(w.here and w.spare for w in some)
    ]
    gone = tuple(Happening(case, Event.FORBID_FALLBACK) for case in spare)
    turn = turns.aside(scene, scene.text("word.stop.done"), "command", happenings=gone)
    return replace(turn, talk=replace(turn.talk, stopped=True))


def _resume_news(scene: Scene) -> Turn | None:
    """LANJUT first undoes BERHENTI, then files again what was withdrawn."""
    if scene.desk.talk.stopped and not scene.desk.named:
        turn = turns.aside(scene, scene.text("word.resume.news"), "command")
        return replace(turn, talk=replace(turn.talk, stopped=False))
    if scene.desk.named and scene.desk.named[0].found == "unknown":
        return turns.aside(scene, lookup.gone(scene), "help")
    return _with_case(Word.LANJUT, Action.RESUME, deeds.resume, _resumable)(scene)


def _rights(scene: Scene) -> Turn:
    ways = "\n".join(one.wholly for one in scene.desk.office.remedies)
    return turns.aside(scene, _with_privacy(scene, "word.rights", remedies=ways), "help")


def _standards(scene: Scene) -> Turn:
    url = scene.desk.office.public_url.rstrip("/")
    if not url:
        return turns.aside(scene, scene.text("word.standards.bare"), "help")
    return turns.aside(scene, scene.text("word.standards", url=f"{url}/standar"), "help")


def _language(scene: Scene) -> Turn:
    """The word alone leads out of Indonesian and back to it."""
    asked_for = scene.command.argument if scene.command else ""
    return speak(scene, asked_for or ("en" if scene.language == DEFAULT else DEFAULT))


def _open(scene: Scene) -> Turn | None:
    """Six digits alone may be the answer to a question."""
    if not scene.desk.named and scene.desk.talk.asking:
        return None
    return lookup.opened(scene)


def _start(scene: Scene) -> Turn | None:
    """Somebody opened the conversation; a link may have brought a number along."""
    if scene.desk.named:
        return lookup.status(scene)
    text = scene.text("hello.open")
    return turns.aside(scene, text, "help")


def _help(scene: Scene) -> Turn:
    choices = buttons.row(scene, ("status", "human"))
    return turns.aside(scene, _with_privacy(scene, "word.help"), "help", buttons=choices)


def _with_privacy(scene: Scene, key: str, **told: str) -> str:
    parts = (scene.text(key, **told), written.privacy(scene))
    return "\n\n".join(part for part in parts if part)


def _text(key: str) -> Handler:
    return lambda scene: turns.aside(scene, scene.text(key), "help")


def _any(case: Case) -> bool:
    return True


_RESULT_SENT = frozenset({State.DECIDED, State.DELIVERED})


def _closable(case: Case) -> bool:
    result = case.state in _RESULT_SENT or deeds.repaired(case)
    return result or (case.kind is not Kind.COMPLAINT and is_open(case))


def _objectable(case: Case) -> bool:
    return case.state in _RESULT_SENT or deeds.repaired(case)


def _resumable(case: Case) -> bool:
    return case.state in deeds.RESUMED or case.ended_as in deeds.RESUMED


#: Where taking the wrong case would do harm, several candidates are never guessed among.
_AMBIGUOUS = frozenset({Word.CABUT, Word.SELESAI, Word.KEBERATAN, Word.LANJUT})

WORDS: Final[dict[Word, Handler]] = {
    Word.STATUS: lookup.status,
    Word.BANTUAN: _help,
    Word.TAMBAH: _with_case(Word.TAMBAH, Action.ADD, deeds.add, is_open),
    Word.BATAL: _cancel,
    Word.CABUT: _with_case(Word.CABUT, Action.WITHDRAW, deeds.withdraw, is_open),
    Word.SELESAI: _with_case(Word.SELESAI, Action.CLOSE, deeds.close, _closable),
    Word.LANJUT: _resume_news,
    Word.RAHASIA: _rahasia,
    Word.ANONIM: lambda scene: _protecting(scene, Word.ANONIM, Protection.ANONIM),
    Word.TEKANAN: _pressure,
    Word.PETUGAS: _human,
    Word.HAK: _rights,
    Word.ALUR: _text("word.steps"),
    Word.STANDAR: _standards,
    Word.KEBERATAN: _with_case(Word.KEBERATAN, Action.OBJECT, deeds.object_to, _objectable),
    Word.BERKAS: _with_case(Word.BERKAS, Action.READ, deeds.file, _any),
    Word.BACA: _with_case(Word.BACA, Action.READ, deeds.read, _any),
    Word.LEPAS: _with_case(Word.LEPAS, Action.MOVE_NEWS, deeds.unlink, _any),
    Word.KABAR: _news,
    Word.CADANGAN: _with_case(Word.CADANGAN, Action.MOVE_NEWS, news.spare_menu, _any),
    Word.KUNCI: _with_case(Word.KUNCI, Action.NEW_KEY, deeds.new_key, _any),
    Word.PENGADUAN: _turning(Word.PENGADUAN, Action.RESUME, deeds.to_complaint, deeds.may_turn),
    Word.TANYA: _turning(Word.TANYA, Action.WITHDRAW, deeds.to_question, buttons.is_question),
    Word.BERHENTI: _stop,
    Word.BAHASA: _language,
    Word.BUKA: _open,
    Word.START: _start,
}
