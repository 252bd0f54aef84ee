"""Who writes and where they live, as far as they say so."""

from __future__ import annotations

from bot.dialogue.found import FUNCTION, Found, breaks, found, proper, run, skip
from bot.dialogue.lexicon import ADDRESS_NOUNS, FILLERS, GREETINGS, words
from bot.dialogue.tokens import Tokens

_STRONG_LEADS = words("nama name pelapor bernama namaku")
_WEAK_LEADS = words("saya perkenalkan kenalkan im")
_BETWEEN = words("saya lengkap pelapor : = adalah bernama kami my is the nama")
_TITLES = words("pak bapak bu ibu mas mbak h hj haji hajah dr drs ir")
_TITLED = _TITLES | {"."}
_FOLLOWERS = ADDRESS_NOUNS | words(
    """dari warga tinggal umur usia nik hp wa telp telepon mau ingin melaporkan mengadukan lapor
    alamat di asal ketua selaku - / and from i i'm dan penduduk pengguna wali orang"""
)
_CLOSINGS = words("hormat salam wassalam kasih regards sincerely pelapor thanks hormatku")
_MOST_NAME, _MOST_ADDRESS = 4, 18


def name(tokens: Tokens) -> Found | None:
    """The writer's own name: "nama saya Sulastri", "sy darmo kp baru", or below a letter."""
    for at, word in enumerate(tokens.words):
        if word in _STRONG_LEADS and (hit := _strong(tokens, at)):
            return hit
        if word in _WEAK_LEADS and (hit := _weak(tokens, at)):
            return hit
    return _signature(tokens)


def address(tokens: Tokens, who: Found | None) -> Found | None:
    """Where the writer lives: behind the name, or behind words that announce an address."""
    if who is not None and (hit := _behind_name(tokens, who)):
        return hit
    for at, word in enumerate(tokens.words):
        if word in _MANY and at and tokens.words[at - 1] in _OTHERS:
            continue
        over = _ADDRESS_LEADS.get(word)
        start = skip(tokens.words, at + 1, over) if over is not None else at
        if over is not None and (hit := _announced(tokens, start, start > at + 1)):
            return hit
    return None


def whole_name(tokens: Tokens) -> int:
    """How many of the first words may be a name, where a name was asked for."""
    return run(tokens.words, 0, lambda at: proper(tokens, at), _MOST_NAME)


_ADDRESS_LEADS = {
    "alamat": words("saya kami rumah : = di lengkap adalah ,"),
    "address": words("my is : ,"),
    "tinggal": words("di"),
    "domisili": words("di :"),
    "berdomisili": words("di"),
    "beralamat": words("di :"),
    "warga": words("di dari"),
    "penduduk": words("di dari"),
}
_MANY = words("warga penduduk")
#: "rumah warga di jalan mawar" is somebody else's.
_OTHERS = words("rumah para banyak semua tanah lahan milik jalan")
_BEHIND_NAME = words(", dari warga tinggal di alamat asal - rumah : \n and i live from at penduduk")


def _strong(tokens: Tokens, at: int) -> Found | None:
    start = skip(tokens.words, at + 1, _BETWEEN)
    announced = start > at + 1 or breaks(tokens.words, at - 1)
    start = skip(tokens.words, start, _TITLED)
    end = run(tokens.words, start, lambda i: proper(tokens, i), _MOST_NAME)
    return found(tokens, start, end - 1, 0.9) if announced and end > start else None


def _weak(tokens: Tokens, at: int) -> Found | None:
    if not _opens(tokens.words, at):
        return None
    start = skip(tokens.words, at + 1, _BETWEEN | _TITLED)
    end = run(tokens.words, start, lambda i: proper(tokens, i), _MOST_NAME)
    followed = breaks(tokens.words, end) or tokens.words[end] in _FOLLOWERS
    return found(tokens, start, end - 1, 0.7) if followed and end > start else None


def _opens(words: tuple[str, ...], at: int) -> bool:
    """Is "saya" the beginning of a sentence, greetings aside?"""
    return breaks(words, at - 1) or words[at - 1] in FILLERS or words[at - 1] in GREETINGS


def _signature(tokens: Tokens) -> Found | None:
    """The last line of a letter, behind "Hormat saya," or "Terima kasih,"."""
    words = tokens.words
    last = next((i for i in range(len(words) - 1, -1, -1) if words[i] in _CLOSINGS), None)
    if last is None or "\n" not in words[last:]:
        return None
    start = skip(words, words.index("\n", last), _LINE_ENDS)
    end = run(words, start, lambda i: proper(tokens, i), _MOST_NAME)
    return found(tokens, start, end - 1, 0.7) if end > start and breaks(words, end) else None


_LINE_ENDS = words("\n , saya . -") | {"\n"}


def _behind_name(tokens: Tokens, who: Found) -> Found | None:
    at = next((i for i, end in enumerate(tokens.ends) if end == who.end), len(tokens.ends))
    start = skip(tokens.words, at + 1, _BEHIND_NAME | {"\n"})
    if start >= len(tokens.words) or tokens.words[start] not in ADDRESS_NOUNS:
        return None
    return _run(tokens, start)


def _announced(tokens: Tokens, start: int, led: bool) -> Found | None:
    """ "warga Sukajaya" and "tinggal di sukajaya", but "warga gatal-gatal" is no address."""
    if start >= len(tokens.words):
        return None
    named = proper(tokens, start) and (led or tokens.text[tokens.starts[start]].isupper())
    if tokens.words[start] in ADDRESS_NOUNS or named:
        return _run(tokens, start)
    return None


def _run(tokens: Tokens, start: int) -> Found | None:
    end = run(tokens.words, start, lambda i: _belongs(tokens, i), _MOST_ADDRESS)
    while end > start and tokens.words[end - 1] in ",./-:":
        end -= 1
    return (
        found(tokens, start, end - 1, 0.8) if end > start + 1 or _specific(tokens, start) else None
    )


def _specific(tokens: Tokens, at: int) -> bool:
    return at < len(tokens.words) and tokens.words[at] not in ADDRESS_NOUNS


def _belongs(tokens: Tokens, at: int) -> bool:
    word = tokens.words[at]
    if word in ADDRESS_NOUNS or word[0].isdigit() or proper(tokens, at):
        return True
    if word in ",./-:":
        return _joins(tokens.words, at)
    behind = at > 0 and tokens.words[at - 1] in ADDRESS_NOUNS
    return behind and word.isalpha() and word not in FUNCTION


def _joins(words: tuple[str, ...], at: int) -> bool:
    """A comma or dot inside an address: between its parts, or behind an abbreviation."""
    after = words[at + 1] if at + 1 < len(words) else ""
    if words[at] in "./:":
        return words[at - 1] in ADDRESS_NOUNS or (words[at - 1][0].isdigit() and words[at] == "/")
    return after in ADDRESS_NOUNS
