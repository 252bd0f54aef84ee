"""How a message begins and ends before and after it says anything: cut off in what is said back."""

from __future__ import annotations

import re

#: Whoever is greeted; behind a greeting it is no part of the story.
_WHO = (
    r"(?:pak|bapak|bpk|bu|ibu|min|admin|kak|kakak|mas|mbak|mba|bang|bro|gan|om|tante|bos|sir|madam)"
)
_TITLE = (
    r"(?:lurah|camat|kades|kepala(?: desa| dinas| kantor)?|bupati|wali ?kota|gubernur|rt|rw|admin"
    r"|petugas|semua|sekalian|team|tim)"
)
_DAYTIME = r"(?:pagi|siang|sore|malam|petang)"
_SALAM = (
    r"(?:wa ?'?alaikum|as+al+am\w*[ '’`]?\w*)\.?"
    r"(?:[ ,.]*(?:wr|warahmat\w*|warohmat\w*)\b\.?)?(?:[ ,.]*(?:wb|wabarak\w*|wabarok\w*)\b\.?)?"
)
_GREETS = (
    rf"(?:selamat|met)(?: {_DAYTIME}(?:\s?[/,&]\s?{_DAYTIME})*| hari\b)?|{_SALAM}"
    rf"|{_DAYTIME}(?=[ ,]{{1,2}}(?:{_WHO}|{_TITLE})\b)"
    r"|sugeng (?:enjing|enjang|siyang|siang|sonten|dalu|ndalu)|kulo ?nuwun|nuwun sewu|punten"
    r"|sampurasun|om swastiastu|shalom|salam(?: sejahtera| sehat| hormat)?|tabik|horas|permisi"
    r"|hal+o|hel+o|hai|hi|hey|p|maaf|mohon (?:maaf|izin|ijin)|yth|kepada|dear"
    r"|good (?:morning|afternoon|evening)"
)
#: A title belongs to the greeting where a comma or a dot stands behind it, or courtesy; else it
#: is somebody who did something: "pak lurah minta uang".
_ADDRESSED = (
    rf"{_WHO}(?:\s?[/,&]?\s?{_WHO})*\b(?! (?:{_TITLE})\b)(?:,? yang terhormat\b)?"
    rf"|(?:{_WHO}(?:\s?[/,&]\s?{_WHO})*\b )?{_TITLE}(?: [^\W_]+)?(?=\s*[,.!:]|\s+yang terhormat\b)"
    r"|yang terhormat"
)
_SIGNS = r"[^\w\n(\"'*]*"
_BEGINNING = re.compile(rf"{_SIGNS}(?:(?:{_GREETS}|{_ADDRESSED})\b{_SIGNS})+", re.IGNORECASE)
#: "Selamat pagi Pak Budi, ...": a name with a capital, and a comma behind it.
_NAMED = re.compile(r"[A-Z][a-z]+[,.!:]\s*")
_ANNOUNCING = re.compile(
    r"(?:(?:saya|kami|sy|bapak/ibu|panjenengan)\s+)?"
    r"(?:(?:mau|ingin|hendak|izin|mohon izin|numpang|badhe|arep)\s+)"
    r"(?:lapor|melapor|melaporkan|mengadukan|mengadu|ngadu|adu|matur)\b"
    r"(?: bahwa\b| kalau\b| bilih\b)?[\s,:.]*",
    re.IGNORECASE,
)
_HEADING = re.compile(r"\s*(?:yth|kepada|dear|to)\b[^\n]{0,80}\n", re.IGNORECASE)
_CLOSING = re.compile(
    r"\n\s*(?:hormat (?:saya|kami)|salam(?: hormat)?|terima kasih|wassalam\w*|demikian|regards"
    r"|(?:best|kind|warm) regards|many thanks|sincerely|yours)"
    r"\b[^\n]{0,80}(?:\n[^\n]{0,60}){0,4}\s*$",
    re.IGNORECASE,
)


def body(letter: str) -> str:
    """A letter without the lines above its first word and below its last."""
    heading = _HEADING.match(letter)
    return _CLOSING.sub("", letter[heading.end() if heading else 0 :])


def without(line: str) -> str:
    """A line without the greeting and the announcement at its beginning."""
    greeting = _BEGINNING.match(line)
    rest = line[greeting.end() :] if greeting else line
    if greeting and (named := _NAMED.match(rest)):
        rest = rest[named.end() :]
    announced = _ANNOUNCING.match(rest)
    return rest[announced.end() :] if announced else rest
