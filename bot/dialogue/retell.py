"""The citizen's own words, cleaned a little: spelt out, without greeting, name and insults."""

from __future__ import annotations

import re

from bot.dialogue import krama, salutations
from bot.dialogue.lexicon import CAPITALS, INSULTS, PLACE_NOUNS, PROPER, SPELLING, words
from bot.dialogue.tokens import HEAD, plain

#: Longer stories are told back in part.
LENGTH = 320
#: Fewer words than these tell nothing by themselves.
_TELLING = 3
#: A longer text all in capitals is shouted.
_SHORT = 24

_TOKEN = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
_INTRODUCTION = re.compile(
    r"(?:(?:\b(?:nama|perkenalkan|my name is|i am|this is)\b|\b(?:saya|sy|sya|aku|ak|kulo"
    r"|kula)\b)[\s:,]*)+$",
    re.IGNORECASE,
)
#: "warga" and "tinggal di", left alone when the address behind them is told elsewhere.
_DWELLING = re.compile(
    r"(?:[\s,]*\b(?:warga|penduduk|dari|asal|tinggal|beralamat|alamat(?:nya)?|rumah|di)\b[\s:,]*)+$",
    re.IGNORECASE,
)
#: A dot behind what was abbreviated, and a name right behind the dot.
_DOTTED = re.compile(
    r"\b(jalan|kelurahan|kecamatan|kabupaten|kampung|dusun|desa|gang|provinsi|rt|rw)\.\s*(?=\w)",
    re.IGNORECASE,
)
_ASKING = re.compile(
    r"(?:(?:(?:harapan|permintaan)(?: saya| kami| bapak/ibu)?"
    r"|tolong|mohon|minta|harap|please|supaya|agar|dengan sangat|segera|secepatnya"
    r"|nyuwun tulung|tulung|nyuwun|supados|banget|pak|bu|ya)\b[\s,]*)+",
    re.IGNORECASE,
)
_ENDING = re.compile(
    r"(?:[\s,]+(?:ya|pak|bu|bapak|ibu|dong|terima kasih|min|kak|secepatnya|banget|nggih|njih"
    r"|matur nuwun))+[\s.,!]*$",
    re.IGNORECASE,
)
_VOCATIVE = re.compile(r"[\s,]+(?:pak|bu|min|kak|bang|mas|mbak)(?=[.,!?]|$)", re.IGNORECASE)
#: "Tolong pak, ada kebakaran", "satu lagi, ...": not a part of what happened.
_CRY = re.compile(
    r"\A(?:(?:satu|ada) lagi|tetapi|tapi|terus)[\s,:]+"
    r"|\A(?:tolong|tulung|help)(?:[\s,!]+(?:pak|bu|bapak|ibu|min|kak|bang|mas|mbak|dong))+[\s,!]+",
    re.IGNORECASE,
)
#: A report's number stands above what is said back.
_NUMBER = re.compile(r"\b(?=[0-9A-Z-]*\d)[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{3}\b[\s,:]*")
_SENTENCE = re.compile(r"([.?] )([a-z])")
_SHOUTING = re.compile(r"([!?.,])[!?.,\s]*(?=[!?.,])")
_SPACES = re.compile(r"[ \t\r\f\v]+")
_LOOSE = re.compile(r"^[\s.,;:!/-]+|[\s,;:/-]+$")
_BEFORE = re.compile(r"\s+([.,;:!?])")
_SMALL = words(
    """di ke dari dan depan dekat belakang sebelah samping seberang sekitar titik peta pada on the
    map in of near"""
)
#: Every word that is shown otherwise than it was typed.
_SHOWN = (
    SPELLING
    | {word: word.upper() for word in CAPITALS}
    | {word: word.capitalize() for word in PROPER}
    | dict.fromkeys(INSULTS, "")
    | {"saya": "Bapak/Ibu", "kami": "Bapak/Ibu"}
)
_SHOWN |= {short: _SHOWN.get(full, full) for short, full in SPELLING.items()}


def story(
    text: str,
    language: str,
    without: tuple[str, ...] = (),
    place: str = "",
    time: tuple[str, str] = ("", ""),
) -> str:
    """What happened, as one would read it back; `without` are parts told elsewhere.

    time: the words that say when, and what is said instead.
    """
    whole = salutations.body(text[:HEAD])
    rest = whole
    for other in without:
        rest = _cut_out(rest, other)
    told = _told(rest, language)
    if len(told.split()) < _TELLING:
        told = _told(whole, language)
    if place:
        told = _instead(told, part(place, language), site(place, language))
    if time[1]:
        told = _instead(told, part(time[0], language), time[1], 1)
    return _sentence(_shortened(told))


def _instead(told: str, said: str, shown: str, count: int = -1) -> str:
    """Shown otherwise than it was said; who shouts the whole story shouts this, too."""
    return told.replace(said if said in told else said.lower(), shown, count)


def brief(told: str, length: int) -> str:
    """A story that was told back, in less room."""
    return _shortened(told, length)


def wish(text: str, language: str, without: tuple[str, ...] = ()) -> str:
    """What is asked for, without the asking: "tolong KTP sy dijadikan" -> KTP Bapak/Ibu ..."""
    for other in without:
        text = _cut_out(text, other).strip(" .,") if other in text else text
    plain = _ENDING.sub("", _told(text, language))
    bare = _LOOSE.sub("", _ASKING.sub("", plain, count=1)) if _ASKING.match(plain) else plain
    return _sentence(_shortened(bare or plain))


def name(text: str) -> str:
    """Sulastri, as one writes a name."""
    cleaned = _SPACES.sub(" ", text.replace("*", "").replace("\n", " ")).strip(" .,;:-")[:60]
    return cleaned.title() if cleaned.islower() or cleaned.isupper() else cleaned


def part(text: str, language: str) -> str:
    """A time or any other fact, spelt out."""
    told = _tidy(_plain(text, language).replace("\n", ". "))
    return _shortened(_LOOSE.sub("", told).replace("!", ".").rstrip("."))


def site(text: str, language: str) -> str:
    """A place or an address, with the capitals of a name."""
    told = part(text, language)
    flat = text.islower() or text.isupper()
    return " ".join(_titled(word) if flat else _started_noun(word) for word in told.split())


def _told(text: str, language: str) -> str:
    """Without greetings, line by line."""
    lines = (salutations.without(line.strip()) for line in _plain(text, language).split("\n"))
    cleaned = ". ".join(line for line in lines if line)
    cleaned = _VOCATIVE.sub("", _CRY.sub("", _tidy(_NUMBER.sub("", cleaned)), count=1))
    return _LOOSE.sub("", cleaned).replace("!", ".").replace("..", ".")


def _plain(text: str, language: str) -> str:
    """In the spelling of a dictionary."""
    calm = "\n".join(line.lower() if _shouted(line) else line for line in text.split("\n"))
    spelt = calm if language == "en" else _TOKEN.sub(_SPELT.get(language, _spelt), calm)
    return _DOTTED.sub(r"\1 ", spelt.replace("*", ""))


def _tidy(text: str) -> str:
    return _BEFORE.sub(r"\1", _SHOUTING.sub("", _SPACES.sub(" ", text)))


def _shouted(text: str) -> bool:
    return text.isupper() and len(text) > _SHORT


def _spelt(match: re.Match[str]) -> str:
    typed = match[0]
    word = typed.lower()
    shown = _SHOWN.get(word)
    if shown is not None:
        return shown.capitalize() if typed[0].isupper() and shown in PLACE_NOUNS else shown
    unfolded = plain(word)
    return typed if unfolded == word else _SHOWN.get(unfolded, unfolded)


def _said_politely(match: re.Match[str]) -> str:
    """In krama; a name, written with a capital, stays what it is."""
    typed = match[0]
    said = krama.polite(typed.lower()) if match.start() == 0 or typed.islower() else None
    return said or _spelt(match)


_SPELT = {"jv": _said_politely}


def _started_noun(word: str) -> str:
    """jalan Mawar -> Jalan Mawar, where the name behind it was written with a capital."""
    return word.capitalize() if word in PLACE_NOUNS else word


def _titled(word: str) -> str:
    if word in _SMALL:
        return word
    return word.upper() if word.lower() in CAPITALS else word.capitalize()


def _cut_out(text: str, part: str) -> str:
    at = text.find(part) if part else -1
    if at < 0:
        return text
    before = _INTRODUCTION.sub("", _DWELLING.sub("", text[:at]))
    return f"{before.rstrip(' ,:')}. {text[at + len(part) :].lstrip(' ,.')}"


def _shortened(text: str, length: int = LENGTH) -> str:
    if len(text) <= length:
        return text
    return text[:length].rsplit(" ", 1)[0].rstrip(" ,.;:") + " ..."


def _sentence(text: str) -> str:
    told = _SENTENCE.sub(_started, _capital(_LOOSE.sub("", text)))
    return told if not told or told[-1] in ".?" else f"{told}."


def _started(match: re.Match[str]) -> str:
    return match[1] + match[2].upper()


def _capital(text: str) -> str:
    return text if text.startswith("http") else text[:1].upper() + text[1:]
