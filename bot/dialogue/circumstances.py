"""What else the words tell: a loss, help that is needed, whom it is told for, and who is meant."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from bot.dialogue.found import Found, found, proper
from bot.dialogue.lexicon import MISDEEDS, OFFICIALS, PLACE_NOUNS, words
from bot.dialogue.money import Sum, sums
from bot.dialogue.tokens import Tokens


@dataclass(frozen=True, slots=True)
class Loss:
    """What was lost or paid: rupiah where a sum was told, days of work, health."""

    rupiah: int | None = None
    days: bool = False
    health: bool = False


#: Who needs another form of our answers, or comes first; read, and never asked outright.
_ASSISTANCE: Final = {
    "blind": re.compile(r"\b(?:tunanetra|tuna netra|buta(?! huruf)|low vision|blind)\b"),
    "deaf": re.compile(r"\b(?:tuli|tunarungu|tuna rungu|tunawicara|bisu|tidak bisa dengar|deaf)\b"),
    "disabled": re.compile(
        r"\b(?:difabel|disabilitas|kursi roda|lumpuh|tongkat|cacat)\b"
        r"|\b(?:susah|tidak bisa|sulit|tidak kuat) (?:ber)?jalan\b|\bkaki(?: \S+){0,4}? susah"
    ),
    "elderly": re.compile(
        r"\b(?:lansia|jompo|manula|sudah tua|sudah sepuh|sepuh)\b|\b(?:nenek|kakek|mbah|simbah)\b"
        r"|\b(?:umur|usia|umurnya|usianya)(?: \S+)? (?:[6-9]\d)\b|\b[6-9]\d tahun (?:umurnya|usia)"
        r"|\belderly\b"
    ),
    "ill": re.compile(
        r"(?<!sapi )(?<!ayam )(?<!kambing )\b(?:istri|suami|anak|ibu|bapak|saya|orang tua|nenek"
        r"|kakek|mertua)(?: \S+){0,3}? "
        r"(?:sakit|stroke|opname|dirawat|kritis|demam|kejang|sesak)\b"
        r"|\b(?:stroke|kanker|cuci darah|gagal ginjal|tbc|opname|dialisis)\b"
    ),
    "pregnant": re.compile(r"\b(?:hamil|mengandung|bumil|menyusui|melahirkan|pregnant)\b"),
    "child": re.compile(r"\b(?:bayi|balita|baby|yatim|anak kecil)\b"),
    "cannot_write": re.compile(
        r"\btidak (?:bisa|pandai|lancar) (?:baca|tulis|membaca|menulis|ngetik|mengetik)\b"
        r"|\bbuta huruf\b"
    ),
    "remote": re.compile(
        r"\b(?:pedalaman|terpencil|pelosok|seberang pulau|naik perahu|tidak ada sinyal"
        r"|sinyal (?:susah|jelek|hilang)|jauh dari (?:kota|kantor))\b"
        r"|\bjalan kaki \d+ (?:jam|km)\b"
    ),
}
#: One of these stands wherever its sign does.
_SIGNED: Final = {
    "blind": words("tunanetra tuna buta low blind"),
    "deaf": words("tuli tunarungu tuna tunawicara bisu dengar deaf"),
    "disabled": words("difabel disabilitas kursi lumpuh tongkat cacat jalan berjalan kaki"),
    "elderly": words(
        "lansia jompo manula tua sepuh nenek kakek mbah simbah umur usia umurnya usianya elderly"
    ),
    "ill": words(
        "sakit stroke opname dirawat kritis demam kejang sesak kanker cuci ginjal tbc dialisis"
    ),
    "pregnant": words("hamil mengandung bumil menyusui melahirkan pregnant"),
    "child": words("bayi balita baby yatim kecil"),
    "cannot_write": words("baca tulis membaca menulis ngetik mengetik huruf"),
    "remote": words("pedalaman terpencil pelosok pulau perahu sinyal jauh kaki"),
}
_HELPED: Final = frozenset().union(*_SIGNED.values())
_KIN = words(
    """anak ibu bapak ayah istri suami nenek kakek mertua tetangga adik kakak orangtua keponakan
    teman saudara mbah tua cucu paman bibi"""
)
_OWNED = words("saya kami my")
_AFFECTED = re.compile(
    r"(?:di\w+|tidak|belum|ditolak|sakit|harus|mau|jatuh|kena|meninggal|lumpuh|terlewat)"
)
_REPRESENTING = re.compile(r"\b(?:mewakili|atas nama|on behalf of|diminta tolong)\b")
_FOR_OTHERS = words("mewakili nama behalf diminta")
_TITLES = words("pak bu bapak ibu mas mbak mr mrs")
_WHERE = words("loket bagian seksi meja ruang poli kelas nomor no")
_LOOKS = re.compile(
    r"ber\w+|pakai|yang|baju|rambut|gendut|kurus|muda|tua|tinggi|jilbab|kacamata|kumis"
)
_MOST = 8
_DAYS_LOST = re.compile(
    r"\b(?:tidak (?:bisa )?(?:masuk )?kerja|izin kerja|bolos kerja|libur kerja|tidak jualan"
    r"|tidak bisa jualan|rugi waktu)\b"
)
_WORK = words("kerja jualan rugi")
_HURT = words("luka terluka jatuh celaka kecelakaan gatal gatal-gatal diare muntah keracunan")
#: A bridge breaks as well.
_BONES = words("tulang kaki tangan lengan jari gigi leher pinggang bahu anak saya")


def loss(tokens: Tokens, said: frozenset[str], plain: str) -> Loss | None:
    """The largest sum, days of work, or health that it has cost."""
    told = sums(tokens)
    rupiah = max((one.rupiah for one in told), default=None)
    days = not said.isdisjoint(_WORK) and _DAYS_LOST.search(plain) is not None
    broken = "patah" in said and not said.isdisjoint(_BONES)
    health = broken or not said.isdisjoint(_HURT)
    return Loss(rupiah, days, health) if rupiah is not None or days or health else None


def above(told: tuple[Sum, ...], tariff: int | None) -> Sum | None:
    """The first sum that is more than the published fee of the service."""
    if tariff is None:
        return None
    return next((one for one in told if one.rupiah > tariff), None)


def assistance(said: frozenset[str], plain: str) -> tuple[str, ...]:
    if said.isdisjoint(_HELPED):
        return ()
    joined = "-" in plain or "'" in plain
    return tuple(
        need
        for need, sign in _ASSISTANCE.items()
        if (joined or not said.isdisjoint(_SIGNED[need])) and sign.search(plain)
    )


def behalf(tokens: Tokens, said: frozenset[str], plain: str) -> Found | None:
    """For whom it is told, where that is not the writer: "ibu saya ditolak"."""
    all_words = tokens.words
    kin = enumerate(all_words[:-1]) if not said.isdisjoint(_KIN) else ()
    for at, word in kin:
        if word in _KIN and all_words[at + 1] in _OWNED and _suffers(all_words, at + 2):
            start = at - 1 if word == "tua" and at else at
            return found(tokens, start, at + 1, 0.7)
    if not said.isdisjoint(_FOR_OTHERS) and (match := _REPRESENTING.search(plain)):
        at = plain[: match.start()].count(" ")
        return found(tokens, at, min(at + 3, len(all_words) - 1), 0.7)
    return None


def reported(tokens: Tokens) -> Found | None:
    """Who is said to have done wrong, by name, office or looks: "petugas loket 2 berkacamata"."""
    all_words = tokens.words
    for at, word in enumerate(all_words):
        if word in OFFICIALS and _accused(all_words, at):
            first = at - 1 if at and all_words[at - 1] in _TITLES else at
            return found(tokens, first, _described(tokens, at), 0.7)
    return None


def _suffers(all_words: tuple[str, ...], at: int) -> bool:
    return any(_AFFECTED.fullmatch(word) for word in all_words[at : at + 4])


def _accused(all_words: tuple[str, ...], at: int) -> bool:
    around = (*all_words[max(0, at - 4) : at], *all_words[at + 1 : at + 9])
    return not MISDEEDS.isdisjoint(around)


def _described(tokens: Tokens, at: int) -> int:
    """The last word that tells this officer from others."""
    last = at
    while last + 1 < len(tokens.words) and last - at < _MOST:
        word = tokens.words[last + 1]
        if word in MISDEEDS or not _tells(tokens, last + 1):
            break
        last += 1
    while last > at and tokens.words[last] in (
        "yang",
        "di",
        "bagian",
        "nama",
        "bernama",
        "atas",
        ".",
    ):
        last -= 1
    return last


def _tells(tokens: Tokens, at: int) -> bool:
    word, before = tokens.words[at], tokens.words[at - 1]
    if word in _WHERE or word in _TITLES or word in OFFICIALS or word in PLACE_NOUNS:
        return True
    if word in ("atas", "nama", "bernama", "di", "."):
        return True
    if _LOOKS.fullmatch(word) or before in _WHERE:
        return True
    return proper(tokens, at)
