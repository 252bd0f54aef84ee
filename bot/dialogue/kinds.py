"""What a message mainly wants; where in doubt, it complains."""

from __future__ import annotations

from enum import StrEnum

from bot.dialogue.lexicon import (
    ACKNOWLEDGING,
    ANNOUNCING,
    ASKING,
    FILLERS,
    FIRST_PERSON,
    GREETINGS,
    INSULTED,
    INSULTS,
    PRAISE,
    QUESTIONS,
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

_MOST_PRAISE = 25
_MOST_SMALL_TALK = 12


def gist(all_words: tuple[str, ...], spoken: tuple[str, ...], said: frozenset[str]) -> Gist:
    """Small talk only if every word is; then suggestion, question, praise, else a complaint."""
    if not spoken:
        return Gist.NOTHING
    if len(spoken) <= _MOST_SMALL_TALK and (small := _small_talk(frozenset(spoken))):
        return small
    wrong = bool(said & WRONGS) and not _asks_for_rules(all_words, spoken, said)
    wrong = wrong or (bool(said & WEAK_WRONGS) and not _mere_question(spoken, said))
    if not wrong and said & THANKS_MARKS and said & PRAISE and len(spoken) <= _MOST_PRAISE:
        return Gist.COMPLAINT if _asks(all_words, spoken, said) else Gist.THANKS
    if _suggests(spoken, said):
        return Gist.ASPIRATION
    return Gist.INFORMATION if not wrong and _asks(all_words, spoken, said) else Gist.COMPLAINT


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
_POLITE = FILLERS | GREETINGS


def _small_talk(said: frozenset[str]) -> Gist | None:
    if said <= _POLITE:
        return Gist.GREETING
    if said <= _POLITE | ACKNOWLEDGING:
        return Gist.ACKNOWLEDGED
    if said & THANKS_MARKS and said <= _POLITE | ACKNOWLEDGING | THANKS | PRAISE | _THANKING:
        return Gist.THANKS
    if said <= _POLITE | ACKNOWLEDGING | ANNOUNCING | THANKS:
        return Gist.UNCLEAR
    if said & INSULTS and said <= _POLITE | INSULTS | INSULTED | ANNOUNCING:
        return Gist.UNCLEAR
    return None


_THANKING = words(
    """banyak atas bantuannya bantuan infonya info informasinya jawabannya jawaban responnya respon
    kembali sama-sama sudah dibantu layanannya pelayanan semoga sehat selalu berkah kerja for your
    help all sangat kami saya perhatiannya perhatian kerjasamanya penjelasannya amin aamiin so
    much very untuk dan"""
)


def _suggests(spoken: tuple[str, ...], said: frozenset[str]) -> bool:
    """What opens as a suggestion may name the thing that it is about: rubbish, dark, floods."""
    if said & SUGGESTING and not said & WRONGS:
        return True
    return not said & WRONGS - _THINGS and not SUGGESTING.isdisjoint(_content(spoken)[:3])


_THINGS = words(
    """sampah banjir gelap macet bising licin asap limbah susah sulit mahal antre kenapa mengapa
    habis kok kotor kosong gangguan lambat"""
)


def _asks(all_words: tuple[str, ...], spoken: tuple[str, ...], said: frozenset[str]) -> bool:
    if "?" in all_words or said & ASKING:
        return True
    return any(word in QUESTIONS for word in _content(spoken)[:3])


def _mere_question(spoken: tuple[str, ...], said: frozenset[str]) -> bool:
    """ "apakah tidak perlu surat RT?" reports no wrong; "saya belum dapat, kapan?" does."""
    content = _content(spoken)
    return bool(content) and not said & FIRST_PERSON and _opens_question(content)


def _asks_for_rules(
    all_words: tuple[str, ...], spoken: tuple[str, ...], said: frozenset[str]
) -> bool:
    """ "syarat bikin KTP hilang apa saja?" reports no loss; "syaratnya berubah terus" a wrong."""
    content = _content(spoken)
    if not content or said & FIRST_PERSON:
        return False
    asked = "?" in all_words or bool(said & QUESTIONS)
    return asked and bool(said & ASKING) and (content[0] in ASKING or content[0] in _OF_RULES)


#: A question that begins with these is one about rules, whatever it names.
_OF_RULES = words("apa apakah berapa what which")


def _opens_question(content: list[str]) -> bool:
    return content[0] in QUESTIONS or content[0] in ASKING or content[-1] in QUESTIONS


def _content(spoken: tuple[str, ...]) -> list[str]:
    return [word for word in spoken[:30] if word not in _POLITE and word not in _ANNOUNCING_ASK]


_ANNOUNCING_ASK = words("mau ingin numpang boleh")
