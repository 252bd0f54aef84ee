"""What a message mainly wants; where in doubt, it complains."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Final

from bot.dialogue import praise, questions
from bot.dialogue.lexicon import (
    ACKNOWLEDGING,
    ANNOUNCING,
    ENGLISH,
    FILLERS,
    FIRST_PERSON,
    INSULTED,
    INSULTS,
    PRAISE,
    SUGGESTING,
    THANKS,
    THANKS_MARKS,
    WEAK_WRONGS,
    WRONGS,
    words,
)


class Gist(StrEnum):
    """The first three open a case; the rest is conversation."""

    COMPLAINT = "complaint"
    INFORMATION = "information"
    ASPIRATION = "aspiration"
    THANKS = "thanks"
    GREETING = "greeting"
    #: "baik", "siap": heard, and nothing to add.
    ACKNOWLEDGED = "acknowledged"
    #: "mau lapor pak", or nothing but anger: a story is announced and not told.
    UNCLEAR = "unclear"
    #: No word at all: a dot, a row of question marks, an emoji.
    NOTHING = "nothing"


#: Talk that opens no case.
CHATTER = frozenset({Gist.GREETING, Gist.THANKS, Gist.ACKNOWLEDGED, Gist.NOTHING, Gist.UNCLEAR})

#: Left out before a short answer is looked up.
PADDING = FILLERS - words("ya iya kan deh") | words("deh kan")

_LIKELY = 0.7
_MOST_SMALL_TALK = 12


def gist(
    all_words: tuple[str, ...],
    spoken: tuple[str, ...],
    said: frozenset[str],
    suspected: float = 0.0,
) -> Gist:
    """Small talk only if every word is; then suggestion, question, praise, else a complaint.

    suspected: how surely the words suggest that somebody of the office did wrong.
    """
    if not spoken:
        return Gist.NOTHING
    if len(spoken) <= _MOST_SMALL_TALK and (small := _small_talk(frozenset(spoken))):
        return small
    plain = " ".join(all_words)
    asked = questions.asked(all_words, spoken, said, plain)
    fault = suspected > _LIKELY and not (asked and _wonders(spoken, said, plain))
    own = not asked or bool(said & FIRST_PERSON)
    wrong = fault or (suspected > 0 and own) or _reports(all_words, spoken, said, asked)
    if praise.given(spoken, said, plain, wrong, fault):
        return Gist.COMPLAINT if asked and not wrong else Gist.THANKS
    hoped = not suspected and said.isdisjoint(_DEFECTS) and _hopes(said, plain)
    if hoped or _suggests(spoken, said, suspected > 0):
        return Gist.ASPIRATION
    if not fault and (questions.wants_to_know(said, plain) or (not wrong and asked)):
        return Gist.INFORMATION
    return Gist.COMPLAINT


def _wonders(spoken: tuple[str, ...], said: frozenset[str], plain: str) -> bool:
    """Is a wrong only supposed, or asked about: "puskesmas tanggal 17 libur tidak"?"""
    offered = questions.yes_or_no(spoken) and not said & FIRST_PERSON
    return offered or questions.supposes(spoken, said, plain)


def _hopes(said: frozenset[str], plain: str) -> bool:
    """Is something wished for that is not there yet?"""
    if said.isdisjoint(_HOPING) and "-" not in plain and "andai" not in plain:
        return False
    return _WISHING.search(plain) is not None


def greeting(spoken: tuple[str, ...]) -> str:
    """The answer that a greeting at the beginning asks for, as a key of the texts, or ""."""
    for at, word in enumerate(spoken[:4]):
        if word in _SALAM:
            return "salam"
        if word in _PARTS and at and spoken[at - 1] in ("selamat", "met", "good", "sugeng"):
            return _PARTS[word]
    return ""


_SALAM = words("assalamualaikum")
_PARTS = {
    "pagi": "pagi",
    "siang": "siang",
    "sore": "sore",
    "malam": "malam",
    "enjing": "pagi",
    "siyang": "siang",
    "sonten": "sore",
    "dalu": "malam",
    "morning": "pagi",
    "afternoon": "siang",
    "evening": "malam",
}


def _small_talk(said: frozenset[str]) -> Gist | None:
    if said <= _CALLING:
        return Gist.GREETING
    if said <= _HEARD:
        return Gist.ACKNOWLEDGED
    if said & THANKS_MARKS and said <= _THANKFUL:
        return Gist.THANKS
    if said <= _ANNOUNCED or (said & INSULTS and said <= _ANGRY):
        return Gist.UNCLEAR
    return None


_ANYBODY = words("apakah ada orang admin online aktif on disini tanya kenal berkenalan")
_THANKING = words(
    """banyak atas bantuannya bantuan infonya info informasinya jawabannya jawaban responnya respon
    kembali sama-sama sudah dibantu layanannya pelayanan semoga sehat selalu berkah kerja for your
    help all sangat kami saya perhatiannya perhatian kerjasamanya penjelasannya amin aamiin so
    much very untuk dan"""
)
_CALLING = questions.POLITE | _ANYBODY
_HEARD = questions.POLITE | ACKNOWLEDGING
_THANKFUL = _HEARD | THANKS | PRAISE | _THANKING
_ANNOUNCED = _HEARD | ANNOUNCING | THANKS
_ANGRY = questions.POLITE | INSULTS | INSULTED | ANNOUNCING


def _reports(
    all_words: tuple[str, ...], spoken: tuple[str, ...], said: frozenset[str], asked: bool
) -> bool:
    """Do the words tell of something that went wrong?"""
    if said & WRONGS and not _idle(all_words, spoken, said, asked):
        return True
    if "kapan" in said and _WHEN_MENDED.search(" ".join(spoken[:60])):
        return True
    idle = questions.PARTICLES if asked and questions.ends_asking(spoken) else frozenset()
    weak = said & WEAK_WRONGS - idle - (frozenset() if said & _ENGLISH_WORDS else _NUMBER)
    return bool(weak) and not questions.merely(spoken, said)


def _idle(
    all_words: tuple[str, ...], spoken: tuple[str, ...], said: frozenset[str], asked: bool
) -> bool:
    """Is what went wrong the writer's own bad luck, supposed, or part of a question?"""
    if questions.loses_a_paper(spoken, said, asked):
        return True
    if questions.about_rules(all_words, spoken, said):
        return True
    if said & WRONGS <= _THINGS and not said & FIRST_PERSON and questions.yes_or_no(spoken):
        return True
    return asked and questions.supposes(spoken, said, " ".join(all_words))


_NUMBER: Final = words("no")
#: Who asks when it will be mended says that it is broken.
_WHEN_MENDED: Final = re.compile(
    r"\bkapan\b(?: \S+){0,6} (?:diperbaiki|diaspal|dibenahi|dibetulkan|ditambal|diangkut|ditindak"
    r"|nyala|hidup|mengalir|ditangani|dikeruk|dibangun|selesai|ditindaklanjuti)\b"
)
_ENGLISH_WORDS: Final = ENGLISH - _NUMBER


def _suggests(spoken: tuple[str, ...], said: frozenset[str], fault: bool) -> bool:
    """What opens as a suggestion may name the thing that it is about: rubbish, dark, floods."""
    if fault:
        return False
    if said & SUGGESTING and not said & WRONGS:
        return True
    begins = questions.content(spoken)[:3]
    return said.isdisjoint(_DEFECTS) and not SUGGESTING.isdisjoint(begins)


_NEW = (
    r"(?:ada|adakan|diadakan|dibangun\w*|bangun\w*|disediakan|sediakan|ditambah\w*|tambah\w*|"
    r"dibuat\w*|buat\w*|bikin|dipasang\w*|pasang\w*|dikasih|diberi|dibuka|buka|diperbanyak|"
    r"diperpanjang|diperluas|dijadikan|digelar|dilengkapi|punya|dipertimbangkan)"
)
#: What is not there yet and would be good to have.
_WISHING: Final = re.compile(
    rf"\b(?:kalau bisa|kalau boleh|bagaimana (?:kalau|jika|bila)|andai\w*|coba kalau|mungkin bisa"
    rf"|bagus kalau|baik kalau|bagus jika|baik jika|lebih baik|lebih bagus|perlu|mending)"
    rf"(?: \S+){{0,6}} {_NEW}\b|\b(?:ingin|pengen|pingin|berharap|harapan|semoga|moga-moga"
    rf"|harapan saya|harapan kami|mudah-mudahan|kepengen|i wish|it would be)"
    rf"(?: \S+){{0,6}} {_NEW}\b|\bke ?depan(?:nya)?(?: \S+){{0,6}} {_NEW}\b"
    rf"|\bbagaimana bila\b|\bbagaimana kalau\b|\bbagaimana jika\b|\balangkah\b"
    rf"|\b(?:mohon|minta|tolong|harap)(?: \S+){{0,3}} (?:diadakan|disediakan|dipertimbangkan)\b"
    rf"|\blebih (?:baik|nyaman|bagus|enak|aman|mudah|praktis) (?:jika|kalau|bila)\b"
    rf"|\b(?:semoga|moga-moga|mudah-mudahan|baiknya|sebaiknya|hendaknya)\b"
    rf"|^coba (?:\S+ ){{0,6}}(?:{_NEW}|masuk|keliling|juga)"
    rf"|\bit would be (?:nice|great|good|better)\b|\b(?:could|can) you (?:add|build|open)\b"
)

#: One of these stands in every wish.
_HOPING: Final = words(
    """kalau mungkin bagaimana coba bagus baik lebih perlu mending ingin pengen pingin berharap
    harapan semoga moga-moga mudah-mudahan kepengen wish would depan depannya kedepan kedepannya
    alangkah diadakan disediakan dipertimbangkan baiknya sebaiknya hendaknya could can"""
)

_THINGS = words(
    """sampah banjir gelap macet bising licin asap limbah susah sulit mahal antre kenapa mengapa
    habis kok kotor kosong gangguan lambat tutup libur"""
)
#: What is wrong wherever it is said.
_DEFECTS: Final = WRONGS - _THINGS
