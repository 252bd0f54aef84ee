"""Who writes and where they live, as far as they say so."""

from __future__ import annotations

from bot.dialogue import homes
from bot.dialogue.found import FUNCTION, Found, breaks, found, made, proper, run, skip
from bot.dialogue.homes import address as address
from bot.dialogue.lexicon import (
    ADDRESS_NOUNS,
    FILLERS,
    FIRST_PERSON,
    GREETINGS,
    LOCALES,
    NAMES,
    THANKS,
    TOWNS,
    words,
)
from bot.dialogue.tokens import Tokens

_STRONG_LEADS = words("nama name pelapor bernama namaku nm namanya")
_WEAK_LEADS = words("saya perkenalkan kenalkan im kenalin abdi kulo i'm dengan ini is am kula ambo")
_BETWEEN = words(
    """saya lengkap pelapor awak ambo kulo kula abdi ulun titiang beta aku : = adalah bernama kami
    my is the nama ini dengan name"""
)
_TITLES = words("pak bapak bu ibu mas mbak h hj haji hajah dr drs ir kak bang abang mpok sdr sdri")
_TITLED = _TITLES | {"."}
#: Behind a weak lead these are led in by a title, or by nothing that could be a name.
_ONLY_TITLED = words("dengan ini is")
_FOLLOWERS = ADDRESS_NOUNS | words(
    """dari warga tinggal umur usia nik hp wa telp telepon mau ingin melaporkan mengadukan lapor
    alamat di asal ketua selaku - / and from i i'm dan penduduk pengguna wali orang pengen melapor
    living resident ( yang ti"""
)
_CLOSINGS = words(
    "hormat salam wassalam kasih regards sincerely pelapor thanks hormatku wasalam ttd nuwun nuhun"
)
_SIGNS = frozenset({"-", "–", "—", "~", "("})
_BALINESE = words("gusti wayan made nyoman ketut putu kadek komang dewa nengah gede luh ayu bagus")
#: What begins a name with these behind it: La Ode, I Gusti, Ni Luh, Ida Bagus.
_BORN = {"la": {"ode"}, "wa": {"ode"}, "i": _BALINESE, "ni": _BALINESE, "ida": _BALINESE}
_CLOSES = _CLOSINGS | _SIGNS
_LINKS = words("bin binti br")
_MOST_NAME, _MOST_SIGNED = 4, 14
_SMALL = FILLERS | GREETINGS | THANKS


def name(tokens: Tokens) -> Found | None:
    """The writer's own name: "nama saya Sulastri", "sy darmo kp baru", or below a letter."""
    for at, word in enumerate(tokens.words):
        if word in _STRONG_LEADS and (hit := _strong(tokens, at)):
            return hit
        if word in _WEAK_LEADS and (hit := _weak(tokens, at)):
            return hit
    return _signature(tokens) or _opening(tokens)


def whole_name(tokens: Tokens) -> int:
    """How many of the first words may be a name, where a name was asked for."""
    return run(tokens.words, 0, lambda at: proper(tokens, at), _MOST_NAME)


def _strong(tokens: Tokens, at: int) -> Found | None:
    start = skip(tokens.words, at + 1, _BETWEEN)
    announced = start > at + 1 or breaks(tokens.words, at - 1) or _speaks_for(tokens.words, at)
    start = skip(tokens.words, start, _TITLED)
    end = _name_end(tokens, start, sure=True)
    return found(tokens, start, end - 1, 0.9) if announced and end > start else None


def _speaks_for(words: tuple[str, ...], at: int) -> bool:
    """ "atas nama Bu Tumini" at the beginning; "ktp atas nama Budi" is a paper."""
    if at == 0 or words[at - 1] != "atas":
        return False
    return at == 1 or breaks(words, at - 2) or words[at - 2] in _SMALL | {"saya", "kami"}


def _weak(tokens: Tokens, at: int) -> Found | None:
    if not _opens(tokens.words, at):
        return None
    start = skip(tokens.words, at + 1, _BETWEEN | {","} if tokens.capital(at) else _BETWEEN)
    titled = skip(tokens.words, start, _TITLED)
    if tokens.words[at] in _ONLY_TITLED and titled == start:
        return None
    end = _name_end(tokens, titled, sure=False)
    followed = breaks(tokens.words, end) or tokens.words[end] in _FOLLOWERS
    return found(tokens, titled, end - 1, 0.7) if followed and end > titled else None


def _opens(words: tuple[str, ...], at: int) -> bool:
    """Is "saya" the beginning of a sentence, greetings aside?"""
    before = words[at - 1] if at else "."
    return breaks(words, at - 1) or before in _SMALL or before in ("this", "i", "ini", "dengan")


def _name_end(tokens: Tokens, start: int, *, sure: bool) -> int:
    """One past the name that begins here; with a capital it goes on through ordinary words."""
    return run(tokens.words, start, lambda at: _in_name(tokens, at, start, sure), _MOST_NAME + 1)


def _in_name(tokens: Tokens, at: int, start: int, sure: bool) -> bool:
    word, capital = tokens.words[at], tokens.capital(at)
    if word in TOWNS and not capital:
        return False
    if capital and tokens.words[at + 1 : at + 2] and tokens.words[at + 1] in _BORN.get(word, ()):
        return True
    if proper(tokens, at):
        return word not in LOCALES and word not in FIRST_PERSON
    if at > start and (word in _LINKS or (word == "." and len(tokens.words[at - 1]) < 3)):
        return tokens.capital(at - 1) or word in _LINKS
    if not capital or not word.isalpha() or word in FUNCTION or word in LOCALES:
        return False
    return at > start or (sure and not made(word)) or len(word) == 1


def _signature(tokens: Tokens) -> Found | None:
    """Below a letter or behind the last word: "Hormat saya, Hendra", "- Budi, Kalibata"."""
    words, end = tokens.words, len(tokens.words)
    closing = not _CLOSES.isdisjoint(words[-_MOST_SIGNED:])
    for at in range(max(0, end - _MOST_SIGNED), end) if closing else ():
        if words[at] in _CLOSINGS and (hit := _signed(tokens, skip(words, at + 1, _LINE_ENDS))):
            return hit
        if (
            words[at] in _SIGNS
            and not _joins_digits(tokens, at)
            and (hit := _signed(tokens, at + 1))
        ):
            return hit
    last = next((i for i in range(end - 2, 0, -1) if words[i] in _ENDS), -1)
    hit = _signed(tokens, last + 1) if last > 0 and end - last <= _MOST_SIGNED else None
    return hit or _between(tokens)


def _between(tokens: Tokens) -> Found | None:
    """A clause that is nothing but a name and its address: ", joko, jl kenanga 3 rt 2"."""
    for at in range(len(tokens.words) - 3, 0, -1):
        if tokens.words[at] in _PARTING and (hit := _clause(tokens, at + 1)):
            return hit
    return None


def _clause(tokens: Tokens, at: int) -> Found | None:
    start = skip(tokens.words, at, _TITLED)
    end = _name_end(tokens, start, sure=False)
    if end == start:
        return None
    hit = found(tokens, start, end - 1, 0.6)
    where = homes.behind(tokens, hit)
    if where is None:
        return None
    last = next(i for i in range(len(tokens.words)) if tokens.ends[i] == where.end)
    return hit if breaks(tokens.words, last + 1) else None


_LINE_ENDS = words(", saya kami . - ya pak bu ibu bapak min kak dari ttd") | {"\n"}
_ENDS = frozenset({".", "!", "?", "\n"})
_PARTING = _ENDS | {","}


def _signed(tokens: Tokens, at: int) -> Found | None:
    """A name that ends the text, or behind which nothing but an address stands."""
    start = skip(tokens.words, at, _TITLED)
    end = _name_end(tokens, start, sure=False)
    if end == start or not (
        tokens.text[tokens.starts[start]].isupper() or tokens.words[start] in NAMES
    ):
        return _small_signed(tokens, start, end)
    rest = skip(tokens.words, end, _AFTER_NAME)
    if rest >= len(tokens.words):
        return found(tokens, start, end - 1, 0.7)
    return _small_signed(tokens, start, end)


def _small_signed(tokens: Tokens, start: int, end: int) -> Found | None:
    return _clause(tokens, start) if end > start else None


_AFTER_NAME = words(") . ! , saya") | {"\n"}


def _opening(tokens: Tokens) -> Found | None:
    """ "Budi Santoso, RT 03 Kel. Cempaka: jalan rusak": a name and an address before all else."""
    start = skip(tokens.words, 0, _BEFORE_ALL)
    end = _name_end(tokens, start, sure=False)
    if end == start:
        return None
    hit = found(tokens, start, end - 1, 0.6)
    behind = tokens.words[end] if end < len(tokens.words) else ""
    return hit if behind in _TELLS and homes.behind(tokens, hit) is not None else None


_TELLS = words("rt rw , ( - dari warga alamat tinggal dusun gang")
_BEFORE_ALL = (_SMALL - LOCALES) | {",", ".", "\n"}


def _joins_digits(tokens: Tokens, at: int) -> bool:
    return at > 0 and tokens.words[at - 1][0].isdigit() and tokens.ends[at - 1] == tokens.starts[at]
