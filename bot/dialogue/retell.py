"""The citizen's own words, cleaned a little: spelt out, without greeting, name and insults."""

from __future__ import annotations

import re

from bot.dialogue.lexicon import INSULTS, words
from bot.dialogue.spelling import CAPITALS, PROPER, SPELLING
from bot.dialogue.tokens import HEAD, normal

#: Longer stories are told back in part.
LENGTH = 320
#: Fewer words than these tell nothing by themselves.
_TELLING = 3

_TOKEN = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
_GREETING = re.compile(
    r"(?:(?:selamat (?:pagi|siang|sore|malam)|assalamualaikum|waalaikumsalam|wr|wb|halo|hallo"
    r"|permisi|maaf|mohon maaf|min|admin|kak|mas|mbak|yth|bang|good (?:morning|afternoon|evening)"
    r"|(?:pak|bapak|bu|ibu)(?: (?:lurah|camat|kepala desa|bupati|walikota))?|hello|hi|dear|sir"
    r"|madam|p)\b[\s.,!/]*)+",
    re.IGNORECASE,
)
_INTRODUCTION = re.compile(
    r"(?:(?:\b(?:nama|perkenalkan|my name is|i am|this is)\b|\b(?:saya|sy|sya|aku|ak)\b)[\s:,]*)+$",
    re.IGNORECASE,
)
#: "warga" and "tinggal di", left alone when the address behind them is told elsewhere.
_DWELLING = re.compile(
    r"(?:[\s,]*\b(?:warga|penduduk|dari|asal|tinggal|beralamat|alamat(?:nya)?|rumah|di)\b[\s:,]*)+$",
    re.IGNORECASE,
)
_ABBREVIATED = re.compile(
    r"\b(jalan|kelurahan|kecamatan|kabupaten|nomor|kampung|dusun|desa|gang|provinsi)\.(?=\s?\w)"
)
_ASKING = re.compile(
    r"(?:(?:(?:harapan|permintaan)(?: saya| kami| bapak/ibu)?"
    r"|tolong|mohon|minta|harap|please|supaya|agar|dengan sangat|segera|secepatnya"
    r"|banget|pak|bu|ya)\b[\s,]*)+",
    re.IGNORECASE,
)
_SALUTATION = re.compile(r"\s*(?:yth|kepada|dear|to)\b[^\n]{0,80}\n", re.IGNORECASE)
_CLOSING = re.compile(
    r"\n\s*(?:hormat (?:saya|kami)|salam(?: hormat)?|terima kasih|wassalam\w*|demikian|regards"
    r"|best regards|sincerely|yours)\b[^\n]{0,80}(?:\n[^\n]{0,60}){0,4}\s*$",
    re.IGNORECASE,
)
_ENDING = re.compile(
    r"(?:[\s,]+(?:ya|pak|bu|bapak|ibu|dong|terima kasih|min|kak|secepatnya|banget))+[\s.,!]*$",
    re.IGNORECASE,
)
_VOCATIVE = re.compile(r"[\s,]+(?:pak|bu|min|kak|bang|mas|mbak)(?=[.,!?]|$)", re.IGNORECASE)
_SENTENCE = re.compile(r"([.?] )([a-z])")
_SHOUTING = re.compile(r"([!?.,])[!?.,\s]*(?=[!?.,])")
_GAPS = re.compile(r"\s*\n+\s*")
_SPACES = re.compile(r"[ \t\r\f\v]+")
_LOOSE = re.compile(r"^[\s.,;:!/-]+|[\s,;:/-]+$")
_BEFORE = re.compile(r"\s+([.,;:!?])")
_SMALL = words(
    """di ke dari dan depan dekat belakang sebelah samping seberang sekitar titik peta pada on the
    map in of near"""
)
_STRETCHED = re.compile(r"([^\W\d_])\1\1")
#: Every word that is shown otherwise than it was typed.
_SHOWN = (
    SPELLING
    | {word: word.upper() for word in CAPITALS}
    | {word: word.capitalize() for word in PROPER}
    | dict.fromkeys(INSULTS, "")
    | {"saya": "Bapak/Ibu", "kami": "Bapak/Ibu"}
)
_SHOWN |= {short: _SHOWN.get(full, full) for short, full in SPELLING.items()}


def story(text: str, language: str, without: tuple[str, ...] = (), place: str = "") -> str:
    """What happened, as one would read it back; `without` are parts told elsewhere."""
    saluted = _SALUTATION.match(text)
    whole = _CLOSING.sub("", text[saluted.end() if saluted else 0 : HEAD])
    rest = whole
    for other in without:
        rest = _cut_out(rest, other)
    told = _told(rest, language)
    if len(told.split()) < _TELLING:
        told = _told(whole, language)
    if place:
        told = told.replace(_told(place, language), site(place, language))
    return _sentence(_shortened(told))


def wish(text: str, language: str) -> str:
    """What is asked for, without the asking: "tolong KTP sy dijadikan" -> KTP Bapak/Ibu ..."""
    plain = _ENDING.sub("", _told(text, language))
    bare = _LOOSE.sub("", _ASKING.sub("", plain, count=1)) if _ASKING.match(plain) else plain
    return _sentence(_shortened(bare or plain))


def name(text: str) -> str:
    """Sulastri, as one writes a name."""
    cleaned = _SPACES.sub(" ", text.replace("*", "").replace("\n", " ")).strip(" .,;:-")[:60]
    return cleaned.title() if cleaned.islower() or cleaned.isupper() else cleaned


def part(text: str, language: str) -> str:
    """A time or any other fact, spelt out."""
    return _shortened(_told(text, language).rstrip("."))


def site(text: str, language: str) -> str:
    """A place or an address, with the capitals of a name."""
    told = part(text, language)
    return " ".join(_titled(word) for word in told.split()) if text.islower() else told


def _told(text: str, language: str) -> str:
    cleaned = text if language == "en" else _TOKEN.sub(_spelt, text)
    cleaned = _ABBREVIATED.sub(r"\1", cleaned)
    cleaned = _GAPS.sub(". ", cleaned.replace("*", "").strip())
    cleaned = _SPACES.sub(" ", cleaned)
    if greeting := _GREETING.match(cleaned):
        cleaned = cleaned[greeting.end() :]
    cleaned = _VOCATIVE.sub("", _BEFORE.sub(r"\1", _SHOUTING.sub("", cleaned)))
    return _LOOSE.sub("", cleaned).replace("!", ".").replace("..", ".")


def _spelt(match: re.Match[str]) -> str:
    typed = match[0]
    word = typed.lower()
    shown = _SHOWN.get(word)
    if shown is not None:
        return shown
    plain = normal(word) if "2" in word or _STRETCHED.search(word) else word
    return typed if plain == word else _SHOWN.get(plain, plain)


def _titled(word: str) -> str:
    if word in _SMALL:
        return word
    return word.upper() if word.lower() in CAPITALS else word.capitalize()


def _cut_out(text: str, part: str) -> str:
    at = text.find(part) if part else -1
    if at < 0:
        return text
    before = _INTRODUCTION.sub("", _DWELLING.sub("", text[:at]))
    return f"{before.rstrip(' ,')}. {text[at + len(part) :].lstrip(' ,.')}"


def _shortened(text: str) -> str:
    if len(text) <= LENGTH:
        return text
    return text[:LENGTH].rsplit(" ", 1)[0].rstrip(" ,.;:") + " ..."


def _sentence(text: str) -> str:
    told = _SENTENCE.sub(_started, _capital(_LOOSE.sub("", text)))
    return told if not told or told[-1] in ".?" else f"{told}."


def _started(match: re.Match[str]) -> str:
    return match[1] + match[2].upper()


def _capital(text: str) -> str:
    return text if text.startswith("http") else text[:1].upper() + text[1:]
