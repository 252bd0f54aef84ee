"""What stands around a letter's text: its subject, and the thread that it belongs to."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.dialogue import reading as readings
from bot.dialogue import salutations, tokens, words
from bot.dialogue.desk import Desk, Said
from bot.dialogue.kinds import CHATTER
from bot.dialogue.lexicon import ANNOUNCING, FILLERS, GREETINGS, THANKS
from bot.dialogue.lexicon import words as listed
from bot.dialogue.words import Command

_REPLY = re.compile(
    r"\s*(?:(?:re|bls|balas|balasan|fwd?|fw|tr|aw|sv|antw|terusan|teruskan|diteruskan)"
    r"\s*(?:\[\d+\]|\(\d+\))?\s*[:：]\s*)+",
    re.IGNORECASE,
)
#: What letters are called, whatever they are about.
_EMPTY = (
    FILLERS
    | GREETINGS
    | ANNOUNCING
    | THANKS
    | listed(
        """no subject tanpa judul subjek perihal hal surat email pesan penting urgent permohonan
        pemberitahuan pertanyaan masyarakat warga kepada yth terhormat yang keluh kesah informasi
        segera message none untitled request inquiry question dan public"""
    )
)
#: What was asked for before a case exists; a letter that begins a thread may answer only this.
_OPENING = frozenset({"story", "new", "rahasia", "anonim"})


def opened(desk: Desk, said: Said) -> tuple[Desk, Said]:
    """The desk as this letter's thread finds it, and subject and text as one."""
    return _threaded(desk, said), replace(said, text=_whole(desk, said))


def command(said: Said) -> Command | None:
    """The word that the text is, or the subject where the text says no more than thanks."""
    body = salutations.body(f"{said.text}\n").strip()
    spotted = words.spot(body) if body else None
    ours = said.about is not None and _REPLY.match(said.subject) is not None
    if spotted is not None or not said.subject or ours:
        return spotted
    spotted = words.spot(_REPLY.sub("", said.subject, count=1))
    return spotted if spotted is not None and _says_nothing(said, body) else None


def _says_nothing(said: Said, body: str) -> bool:
    return not body or readings.read(body, (), said.at).gist in CHATTER


def _threaded(desk: Desk, said: Said) -> Desk:
    """The conversation is that of the thread; what another one asked is not answered here."""
    own = [one.case.id for one in desk.named if one.case is not None and one.case.own]
    named = [*own, *(case.id for case in desk.cases if case.id == said.about)]
    talk = desk.talk
    if named and talk.case == named[0]:
        return desk
    asking = talk.asking
    if not asking.startswith("which:"):
        asking = "all" if named else asking if asking in _OPENING else ""
    case = named[0] if named else talk.case
    return replace(desk, talk=replace(talk, case=case, asking=asking))


def _whole(desk: Desk, said: Said) -> str:
    subject = _subject(desk, said)
    if not said.text.strip():
        return subject
    return f"{subject}\n{said.text}" if _adds(subject, said.text) else said.text


def _subject(desk: Desk, said: Said) -> str:
    """The writer's own subject; what stands behind "Re:" in a thread of ours is none."""
    prefix = _REPLY.match(said.subject)
    numbered = any(one.typed in said.subject for one in desk.named)
    if prefix is not None and (numbered or said.about is not None):
        return ""
    if numbered and said.text.strip():
        return ""
    return said.subject[prefix.end() if prefix else 0 :].strip()


def _adds(subject: str, text: str) -> bool:
    said = frozenset(word for word in tokens.cut(subject).words if word[0].isalnum())
    return not said <= _EMPTY | frozenset(tokens.cut(text).words)
