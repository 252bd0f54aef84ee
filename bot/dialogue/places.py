"""Where it happened: a place with a proper part, for "di puskesmas" alone is none."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from functools import lru_cache

from rapidfuzz.distance import OSA

from bot.dialogue import homes, localities
from bot.dialogue.found import Found, found, made, proper
from bot.dialogue.lexicon import (
    BODIES,
    CHANNELS,
    ENGLISH,
    KNOWN,
    LOCALES,
    NAMES,
    PREPOSITIONS,
    TOWNS,
    words,
)
from bot.dialogue.placewords import NEVER
from bot.dialogue.tokens import Tokens
from bot.dialogue.tokens import cut as cut_tokens

#: Right behind these it happened; behind those it only goes or comes from there.
_HERE = PREPOSITIONS | words("in at near around depannya tepatnya sepanjang pinggir lokasinya")
_THERE = words("warga kepala kades lurah camat ketua asal guru pak bu penduduk kasi dirut yth")
_BARE = words("di dekat depan wilayah daerah lokasi in at near")
_NO_PLACE_BEFORE = words("lampu penerangan susah sulit kaki bisa jalan-jalan tetap masih lewat")
_PERSONS = words("kades kadus kapus kasi sekdes")
_SHORTEST = 4
_NO_NAMES = CHANNELS | ENGLISH | NAMES


def place(tokens: Tokens, taken: Found | None, own: tuple[str, ...] = ()) -> Found | None:
    """The place where it happened, and that is not only the writer's own address."""
    best: tuple[int, Found] | None = None
    end = 0
    before = ""
    for at, word in enumerate(tokens.words):
        led, before = before in _LEADING, word
        if at < end or not (led or own or word in _OPENING):
            continue
        weight, start, end = _hit(tokens, at, own)
        if not weight:
            continue
        hit = found(tokens, start, end - 1, 0.9 if weight > _NEAR else 0.8)
        if not _overlaps(hit, taken) and (best is None or _better(weight, hit, best)):
            best = weight, hit
    return best[1] if best is not None else None


def at_home(tokens: Tokens, address: Found | None) -> Found | None:
    """Where no other place was told: surely for what is wrong at home, else only supposed."""
    if address is None:
        return None
    first = tokens.starts.index(address.start)
    said = frozenset(tokens.words[:first]) | _behind_address(tokens, address)
    ours = tokens.words[max(0, first - 2) : first] == ("kami", "warga")
    at_home = (ours or not said.isdisjoint(_OF_HOMES)) and said.isdisjoint(_ELSEWHERE)
    start, end = localities.extent(tokens, first)
    end = max(end, homes.whole_clause(tokens, first)) if end > start else end
    return found(tokens, start, end - 1, 0.5 if at_home else 0.3) if end > start else None


def _behind_address(tokens: Tokens, address: Found) -> frozenset[str]:
    spoken = zip(tokens.words, tokens.starts, strict=True)
    return frozenset(word for word, start in spoken if start >= address.end)


_OF_HOMES = words(
    """lampu air sampah got selokan listrik banjir jalan bansos bantuan beras pkh blt sembako pju
    longsor drainase gas padam gelap bau pupuk raskin rastra tower bedah bst bpnt penerima
    light water garbage flood power"""
)
#: Where one goes for it, it happened there.
_ELSEWHERE = words(
    """kantor loket puskesmas rsud sakit dukcapil disdukcapil samsat sekolah bank klinik polsek
    balai posko kantornya office"""
)
_OWN, _NEAR, _NAMED, _FAR = 4, 3, 2, 1


def _hit(tokens: Tokens, at: int, own: tuple[str, ...]) -> tuple[int, int, int]:
    """How surely a place stands here, from where to where; 0 where none does."""
    if own and (end := _own(tokens, at, _catalogue(own))):
        return _OWN, at, max(end, localities.extent(tokens, at)[1])
    word, before = tokens.words[at], tokens.words[at - 1] if at else ""
    if localities.opens(tokens, at):
        tread = word == "jalan" and before in _NO_PLACE_BEFORE and not tokens.capital(at)
        if tread or tokens.typed[at] in _PERSONS:
            return 0, at, at
    elif not (_behind(tokens, at) and _bare(tokens, at)) and not _governed(tokens, at):
        return 0, at, at
    start, end = localities.extent(tokens, at)
    if end == start:
        return 0, at, at
    governed = tokens.typed[at - 1] in _HEADS if at else False
    return _FAR if governed and word not in LOCALES else _weight(before, word), start, end


def _weight(before: str, word: str) -> int:
    if before in _HERE or word in ("perempatan", "pertigaan", "simpang"):
        return _NEAR
    return _FAR if before in _THERE else _NAMED


def _bare(tokens: Tokens, at: int) -> bool:
    """A name behind "di" without a noun: di Sukajaya, di bekasi, di cicadas."""
    if localities.named(tokens, at):
        return True
    word = tokens.words[at]
    if len(word) < _SHORTEST or tokens.capital(at) or word in _NO_NAMES or word in NEVER:
        return False
    split = word.endswith(("in", "kan")) or tokens.typed[at] != word
    return tokens.words[at - 1] == "di" and proper(tokens, at) and not split and not made(word)


def _governed(tokens: Tokens, at: int) -> bool:
    """ "lurah Tanah Tinggi", "kades cisarua": the place that an officer heads, not his name."""
    if not at or tokens.typed[at - 1] not in _HEADS:
        return False
    word = tokens.words[at]
    if word in TOWNS or (tokens.capital(at) and proper(tokens, at) and word not in NAMES):
        return word in TOWNS or at < 2 or tokens.words[at - 2] not in _PEOPLE
    return word not in NAMES and _LIKE_A_VILLAGE.match(tokens.typed[at]) is not None


_HEADS = words("lurah camat kades bupati walikota wali kadus desa kelurahan gubernur")
_PEOPLE = words("pak bu bapak ibu mr mrs mas mbak")
_OURS = words("kami saya kita")
_OPENING = LOCALES | BODIES
_LEADING = _BARE | _HEADS | _OURS | {"dusun"}
_LIKE_A_VILLAGE = re.compile(
    r"(?:suka|sumber|sido|karang|tanjung|ci[bcdghjklmnprstw]|muara|kali|kebon|tanah|pasir|bojong"
    r"|padang|batu|kampung|ujung|gunung|rawa|pulo|sungai|teluk|banjar|mekar|giri|wono|purwo|kerto)"
    r"(?!nya|an)[a-z]*$"
)


def _behind(tokens: Tokens, at: int) -> bool:
    """ "di" goes before the name of a place, and so does "kampung kami"."""
    if at < 2 or tokens.words[at - 1] not in _OURS:
        return at > 0 and tokens.words[at - 1] in _BARE
    return tokens.words[at - 2] in LOCALES and localities.named(tokens, at)


def _better(weight: int, hit: Found, best: tuple[int, Found]) -> bool:
    """An earlier place wins unless a later one is surer or, as sure, says much more."""
    longer = hit.end - hit.start > 2 * (best[1].end - best[1].start)
    return weight > best[0] or (weight == best[0] and longer)


def _overlaps(hit: Found, taken: Found | None) -> bool:
    return taken is not None and hit.start < taken.end and taken.start < hit.end


_Name = tuple[tuple[str, str], ...]


def _own(tokens: Tokens, at: int, names: Mapping[str, tuple[_Name, ...]]) -> int:
    """One past a place of the office's own that stands here, whatever its case, or 0."""
    letters = {tokens.words[at][0], tokens.typed[at][0]}
    for name in (name for letter in letters for name in names.get(letter, ())):
        end = at + len(name)
        spoken = zip(tokens.words[at:end], tokens.typed[at:end], name, strict=False)
        if end <= len(tokens.words) and all(_meant(*one) for one in spoken):
            return end
    return 0


def _meant(word: str, typed: str, name: tuple[str, str]) -> bool:
    return _near(word, name[0]) or _near(typed, name[1])


def _near(word: str, name: str) -> bool:
    """The same, or a slip of the finger in a word that nobody knows."""
    if word == name:
        return True
    if len(word) < _SHORTEST or abs(len(word) - len(name)) > 1 or word in KNOWN:
        return False
    return word[0] == name[0] and OSA.distance(word, name, score_cutoff=1) == 1


@lru_cache(maxsize=64)
def _catalogue(own: tuple[str, ...]) -> dict[str, tuple[_Name, ...]]:
    """The words of each of the office's places, by the first letter, the longest name first."""
    names: dict[str, list[_Name]] = defaultdict(list)
    for told in sorted((cut_tokens(name) for name in own), key=lambda cut: -len(cut.words)):
        if told.words:
            name = tuple(zip(told.words, told.typed, strict=True))
            for letter in sorted({told.words[0][0], told.typed[0][0]}):
                names[letter].append(name)
    return {letter: tuple(found) for letter, found in names.items()}
