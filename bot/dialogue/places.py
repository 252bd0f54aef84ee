"""Where it happened: a place with a proper part, for "di puskesmas" alone is none."""

from __future__ import annotations

from bot.dialogue.found import FUNCTION, Found, found, proper, run
from bot.dialogue.lexicon import COMMON, MISDEEDS, PLACE_NOUNS, PREPOSITIONS, words
from bot.dialogue.tokens import Tokens

_MOST = 10
#: Behind these nouns even a frequent word is a proper name: kampung baru, pasar senin.
_NAMING = words(
    """kampung desa dusun kelurahan kecamatan pasar gang perumahan komplek puskesmas dukuh jembatan
    kabupaten blok"""
)
_NUMBERED = words(
    """sdn smpn sman smkn mts rt rw km blok no nomor gang sd smp sma smk loket jalan tps rusun
    lantai nomer negeri"""
)
#: Behind these the number comes before the name: SDN 3 Karanganyar.
_SCHOOLS = words("sd smp sma smk sdn smpn sman smkn negeri tps mts")
#: An abbreviation whose name did not follow ends no place.
_LOOSE = frozenset({"/", ".", "kelurahan", "kecamatan", "desa", "kampung", "jalan", "no", "nomor"})
_NO_PLACE_BEFORE = words("lampu penerangan susah sulit kaki bisa jalan-jalan tetap masih lewat")


def place(tokens: Tokens, taken: Found | None) -> Found | None:
    """The first place with a proper part that is not the writer's own address."""
    best: Found | None = None
    end = 0
    for at, word in enumerate(tokens.words):
        if at < end or not _begins(tokens, at, word):
            continue
        end = run(tokens.words, at, lambda i: _belongs(tokens, i), _MOST)
        hit = _whole(tokens, at, end)
        if hit is not None and not _overlaps(hit, taken) and (best is None or _better(hit, best)):
            best = hit
    return best


def _begins(tokens: Tokens, at: int, word: str) -> bool:
    if tokens.typed[at] == "kades":
        return False
    if word in PLACE_NOUNS:
        return at == 0 or tokens.words[at - 1] not in _NO_PLACE_BEFORE
    before = tokens.words[at - 1] if at else ""
    return before in PREPOSITIONS and _capital(tokens, at) and proper(tokens, at)


def _capital(tokens: Tokens, at: int) -> bool:
    return tokens.text[tokens.starts[at]].isupper() and not tokens.text.isupper()


def _belongs(tokens: Tokens, at: int) -> bool:
    word, before = tokens.words[at], tokens.words[at - 1] if at else ""
    if word in ("no", "nomor", "nomer"):
        return at + 1 < len(tokens.words) and tokens.words[at + 1][0].isdigit()
    if word in PLACE_NOUNS or word in _NUMBERED:
        return True
    if word[0].isdigit():
        return before in _NUMBERED or before in ("/", ".") or _numbered(tokens, at)
    if word in _LED_BY.get(before, ()):
        return True
    if before == "blok" and len(word) < 4 and word.isalnum():
        return True
    if proper(tokens, at):
        return not before[:1].isdigit() or tokens.words[max(0, at - 2)] in _SCHOOLS
    if word in ("/", "."):
        return before in ("rt", "rw") or (before[:1].isdigit() and word == "/")
    return before in _NAMING and _may_name(word)


#: Kantor Camat Medan Johor, Simpang Lima.
_LED_BY = {
    "kantor": words("camat lurah bupati walikota gubernur kepala"),
    "simpang": words("tiga empat lima enam"),
}


def _numbered(tokens: Tokens, at: int) -> bool:
    """SD Mekarsari 1, Jalan Mawar 3; not "pasar baru 2 hari"."""
    after = tokens.words[at + 1] if at + 1 < len(tokens.words) else ""
    return at > 0 and proper(tokens, at - 1) and after not in _COUNTED and len(tokens.words[at]) < 4


_COUNTED = words("hari minggu bulan tahun orang kali jam x buah anak ribu juta meter km menit kk")


def _whole(tokens: Tokens, start: int, end: int) -> Found | None:
    while end > start + 1 and tokens.words[end - 1] in _LOOSE:
        end -= 1
    while end > start + 1 and _trails(tokens, end - 1):
        end -= 1
    if not any(_names(tokens, at, start) for at in range(start, end)):
        return None
    return found(tokens, start, end - 1, 0.8)


def _trails(tokens: Tokens, at: int) -> bool:
    """ "kantor bekasi hari senin": what begins the next phrase ends no place, name or not."""
    word = tokens.words[at]
    return word in _TRAILING or (word == "hari" and at + 1 < len(tokens.words))


_TRAILING = words("tgl tanggal mulai sejak")


def _names(tokens: Tokens, at: int, start: int) -> bool:
    """Is this the part that tells one place from all others of its kind?"""
    word = tokens.words[at]
    if word in PLACE_NOUNS or word in _BODIES or word in ("/", "."):
        return False
    if at > start and tokens.words[at - 1] in _NAMING and _may_name(word):
        return True
    return word[0].isdigit() or word not in COMMON


#: "kantor BPN" is one of many.
_BODIES = words(
    "bpn bpjs pln pdam dprd pemda pemkot pemkab kemenag imigrasi dishub dinsos disdik satpol"
)


def _may_name(word: str) -> bool:
    """Pasar Lama and Kampung Baru are names, "pasar kotor" and "jembatan kayu" are none."""
    return word in ("lama", "baru") or (word.isalpha() and word not in FUNCTION | MISDEEDS | _STUFF)


_STUFF = words("kayu gantung bambu besi beton tua kecil besar darurat tradisional umum desa kasih")


def _better(hit: Found, best: Found) -> bool:
    """An earlier place wins unless a later one says much more."""
    return hit.end - hit.start > 2 * (best.end - best.start)


def _overlaps(hit: Found, taken: Found | None) -> bool:
    return taken is not None and hit.start < taken.end and taken.start < hit.end
