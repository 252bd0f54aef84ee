"""Where the writer lives: behind the name, or behind words that announce an address."""

from __future__ import annotations

from bot.dialogue import localities
from bot.dialogue.found import FUNCTION, Found, breaks, found, made, proper, run, skip
from bot.dialogue.lexicon import ADDRESS_NOUNS, LOCALES, TOWNS, words
from bot.dialogue.placewords import BEHIND, MONTHS, NUMBERED
from bot.dialogue.tokens import Tokens

_ADDRESS_LEADS = {
    "alamat": words("saya kami rumah : = di lengkap adalah , tempat tinggal ku"),
    "alamatnya": words("di :"),
    "address": words("my is : ,"),
    "tinggal": words("di"),
    "domisili": words("di :"),
    "berdomisili": words("di"),
    "beralamat": words("di :"),
    "bertempat": words("tinggal di"),
    "ngontrak": words("di"),
    "ngekos": words("di"),
    "warga": words("di dari"),
    "penduduk": words("di dari"),
    "live": words("in at on"),
    "living": words("in at on"),
    "resident": words("of"),
}
_MANY = words("warga penduduk")
#: "rumah warga di jalan mawar" is somebody else's.
_OTHERS = words("rumah para banyak semua tanah lahan milik jalan sebagian beberapa data kepada ke")
_BEHIND_NAME = words(
    """, dari warga tinggal di alamat asal - rumah : and i live from at in penduduk orang saya (
    beralamat domisili living umur usia tahun th . alamatnya yang am ti"""
) | {"\n"}
_COMING = words("dari asal tinggal warga from in orang ti")
_NOUNS = LOCALES | ADDRESS_NOUNS
_MOST = 20


def address(tokens: Tokens, who: Found | None) -> Found | None:
    """Where the writer lives: behind the name, or behind words that announce an address."""
    beside = behind(tokens, who) if who is not None else None
    if beside is not None and _is_whole(tokens, beside):
        return beside
    return _told(tokens) or beside or _own_house(tokens)


def behind(tokens: Tokens, who: Found) -> Found | None:
    at = next((i for i, end in enumerate(tokens.ends) if end == who.end), len(tokens.ends))
    start = at + 1
    while start < len(tokens.words) and (
        tokens.words[start] in _BEHIND_NAME or tokens.words[start][0].isdigit()
    ):
        start += 1
    if start >= len(tokens.words):
        return None
    if tokens.words[start] in ADDRESS_NOUNS and not _starts_story(tokens, at, start):
        return _run(tokens, start)
    led = tokens.words[start - 1] in _COMING
    if led or (tokens.words[start - 1] in (",", "di", "-") and localities.named(tokens, start)):
        return _town(tokens, start, led)
    return None


def _is_whole(tokens: Tokens, hit: Found) -> bool:
    """Does it name a village or a street? "Ketua RT 06" below a letter tells less than it."""
    start, end = localities.extent(tokens, tokens.starts.index(hit.start))
    return end > start


def _told(tokens: Tokens) -> Found | None:
    for at, word in enumerate(tokens.words):
        if word in _MANY and at and tokens.words[at - 1] in _OTHERS:
            continue
        over = _ADDRESS_LEADS.get(word)
        if over is None:
            continue
        start = skip(tokens.words, at + 1, over)
        if hit := _announced(tokens, start, start > at + 1):
            return hit
    return None


def _own_house(tokens: Tokens) -> Found | None:
    """ "rumah saya di jalan mawar" is an address as well."""
    words = tokens.words
    for at in range(len(words) - 3):
        if words[at] == "rumah" and words[at + 1] in ("saya", "kami") and words[at + 2] == "di":
            return _announced(tokens, at + 3, True)
    return None


def _starts_story(tokens: Tokens, name_end: int, start: int) -> bool:
    """ "Budi. Jalan mawar rusak" and "Budi, jalan rusak" begin to tell what happened."""
    words = tokens.words
    if words[start] not in ("jalan", "gang", "jembatan") or words[start - 1] not in (
        ".",
        "\n",
        ",",
    ):
        return False
    _, end = localities.extent(tokens, start, most=_MOST)
    return (end == start or not breaks(words, end)) and not whole_clause(tokens, start)


def whole_clause(tokens: Tokens, start: int) -> int:
    """One past the address that goes on to the end of its sentence, or 0: Jl. Salak 33 Taman."""
    end = run(tokens.words, start, lambda at: _spelt_out(tokens, at), _MOST)
    numbered = any(word[0].isdigit() for word in tokens.words[start:end])
    while end > start and tokens.words[end - 1] in ",./-:":
        end -= 1
    return end if numbered and breaks(tokens.words, end) else 0


def _spelt_out(tokens: Tokens, at: int) -> bool:
    if tokens.words[at] in MONTHS or "".join(tokens.words[at + 1 : at + 2]) in MONTHS:
        return False
    named = tokens.capital(at) and tokens.words[at] not in FUNCTION
    behind = tokens.words[at] in BEHIND and tokens.words[at - 1] not in ",."
    known = tokens.words[at] in TOWNS or tokens.words[at] in NUMBERED
    return _belongs(tokens, at) or named or behind or known


def _town(tokens: Tokens, start: int, led: bool) -> Found | None:
    """ "dari Ciputat", "Kalibata" at the end, "asal bekasi timur"."""
    known = tokens.words[start] in TOWNS or localities.named(tokens, start)
    if not known and not (led and proper(tokens, start)):
        return None
    _, end = localities.extent(tokens, start, most=_MOST)
    return found(tokens, start, max(end, start + 1) - 1, 0.7)


def _announced(tokens: Tokens, start: int, led: bool) -> Found | None:
    """ "warga Sukajaya" and "tinggal di sukajaya", but "warga gatal-gatal" is no address."""
    if start >= len(tokens.words):
        return None
    if tokens.words[start] in ADDRESS_NOUNS or localities.opens(tokens, start):
        return _run(tokens, start)
    named = proper(tokens, start) and (led or tokens.text[tokens.starts[start]].isupper())
    if named or tokens.words[start] in TOWNS or localities.named(tokens, start):
        return _run(tokens, start)
    return None


def _run(tokens: Tokens, start: int) -> Found | None:
    """To the end of the address: a whole place, else as far as numbers and nouns go."""
    _, end = localities.extent(tokens, start, most=_MOST)
    end = max(end, whole_clause(tokens, start))
    if end == start:
        end = run(tokens.words, start, lambda i: _belongs(tokens, i), _MOST)
        while end > start and tokens.words[end - 1] in ",./-:":
            end -= 1
    if end > start + 1 or (end > start and tokens.words[start] not in _NOUNS):
        return found(tokens, start, end - 1, 0.8)
    return None


def _belongs(tokens: Tokens, at: int) -> bool:
    word = tokens.words[at]
    if word in ADDRESS_NOUNS or word[0].isdigit() or proper(tokens, at):
        return True
    if word in ",./-:":
        return _joins(tokens.words, at)
    behind = at > 0 and tokens.words[at - 1] in ADDRESS_NOUNS
    return behind and word.isalpha() and word not in FUNCTION and not made(word)


def _joins(words: tuple[str, ...], at: int) -> bool:
    """A comma or dot inside an address: between its parts, or behind an abbreviation."""
    after = words[at + 1] if at + 1 < len(words) else ""
    if words[at] in "./:":
        return words[at - 1] in ADDRESS_NOUNS or (words[at - 1][0].isdigit() and words[at] == "/")
    return after in ADDRESS_NOUNS
