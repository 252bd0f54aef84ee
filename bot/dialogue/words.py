"""The words citizens send alone, or with a number: one table, in every spelling and language."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from bot.casework import numbers
from bot.casework.numbers import Mention
from bot.dialogue.lexicon import words
from bot.dialogue.tokens import normal


class Word(StrEnum):
    """What a message that is a command asks for."""

    STATUS = "STATUS"
    BANTUAN = "BANTUAN"
    TAMBAH = "TAMBAH"
    BATAL = "BATAL"
    CABUT = "CABUT"
    SELESAI = "SELESAI"
    LANJUT = "LANJUT"
    RAHASIA = "RAHASIA"
    ANONIM = "ANONIM"
    TEKANAN = "TEKANAN"
    PETUGAS = "PETUGAS"
    HAK = "HAK"
    ALUR = "ALUR"
    STANDAR = "STANDAR"
    KEBERATAN = "KEBERATAN"
    BERKAS = "BERKAS"
    BACA = "BACA"
    LEPAS = "LEPAS"
    #: Where news goes, and what stands by where that does not reach.
    KABAR = "KABAR"
    CADANGAN = "CADANGAN"
    #: A new kunci: the old one is lost, or somebody else knows it.
    KUNCI = "KUNCI BARU"
    BERHENTI = "BERHENTI"
    BAHASA = "BAHASA"
    #: A question or a proposal is a complaint after all, and the other way round.
    PENGADUAN = "INI PENGADUAN"
    TANYA = "HANYA BERTANYA"
    #: A number with its kunci, or the kunci alone.
    BUKA = "BUKA"
    #: What Telegram sends when somebody opens the conversation.
    START = "START"


@dataclass(frozen=True, slots=True)
class Command:
    """`argument` is what stands behind the word: "off" for RAHASIA, a language, words to add."""

    word: Word
    mention: Mention | None = None
    kunci: str = field(default="", repr=False)
    argument: str = field(default="", repr=False)


#: Every spelling; a phrase is looked up once what is merely polite is left out.
WORDS: Final[dict[Word, str]] = {
    Word.STATUS: """status|cek|lacak|check|track|tracking|cek status|lihat status|status cek
        |lacak status|cek lacak|pantau|progress|progres""",
    Word.BANTUAN: "bantuan|help|menu|perintah|daftar perintah|commands|panduan",
    Word.TAMBAH: "tambah|tambahkan|tambahan|add|menambah|menambahkan|tambah cerita|tambah foto",
    Word.BATAL: "batal|batalkan|cancel|tidak jadi|membatalkan",
    Word.CABUT: "cabut|cabutkan|mencabut|tarik|tarik kembali|withdraw|dicabut",
    Word.SELESAI: "selesai|sudah selesai|beres|sudah beres|tuntas|done|solved|resolved|finished",
    Word.LANJUT: "lanjut|lanjutkan|teruskan|melanjutkan|resume|continue|aktifkan lagi|buka lagi",
    Word.RAHASIA: """rahasia|rahasiakan|dirahasiakan|rahasiakan nama|nama dirahasiakan|rahasia nama
        |secret|confidential|sembunyikan nama|tutup nama|hide name|keep secret|keep name secret""",
    Word.ANONIM: "anonim|tanpa nama|anonymous|anonymously|tanpa identitas|no name|anonimus",
    Word.TEKANAN: "tekanan|ditekan|diancam|ancaman|intimidasi|pressure|threat|threatened",
    Word.PETUGAS: """petugas|operator|manusia|cs|officer|human|agent|hubungi petugas
        |bicara petugas|telepon petugas|ditelepon|call me|panggil petugas|chat petugas""",
    Word.HAK: "hak|rights|hak-hak|hak pelapor",
    Word.ALUR: "alur|langkah|tahap|tahapan|prosedur pengaduan|alur pengaduan|steps|process",
    Word.STANDAR: "standar|standard|standards|standar pelayanan|standar layanan|maklumat",
    Word.KEBERATAN: """keberatan|object|objection|belum selesai|belum beres|banding|tidak puas
        |belum puas|appeal|not solved|not resolved""",
    Word.BERKAS: "berkas|file|dossier|isi laporan|unduh|download|salinan",
    Word.BACA: "baca|read|baca kabar|lihat kabar|read news",
    Word.LEPAS: "lepas|lepaskan|unlink|putuskan",
    Word.KABAR: """kabar|ganti kabar|ganti cara kabar|cara kabar|pindah kabar|kabar ke sini
        |ke mana kabar|news|change news""",
    Word.CADANGAN: "cadangan|alamat cadangan|kabar cadangan|fallback",
    Word.KUNCI: """kunci baru|minta kunci|minta kunci baru|ganti kunci|kunci hilang|lupa kunci
        |new key|lost key|forgot key""",
    Word.BERHENTI: "berhenti|stop|unsubscribe|hentikan|berhenti kabar|stop kabar",
    Word.BAHASA: "bahasa|language|ganti bahasa|change language",
    Word.PENGADUAN: """ini pengaduan|ini aduan|ini keluhan|jadikan pengaduan|jadikan aduan
        |ini complaint|this is a complaint|it is a complaint|make it a complaint
        |punika pengaduan|menika pengaduan|niki pengaduan|iki pengaduan|punika aduan
        |menika aduan""",
    Word.TANYA: """hanya bertanya|cuma bertanya|hanya tanya|cuma tanya|hanya pertanyaan
        |ini pertanyaan|ini hanya pertanyaan|just a question|only a question|just asking
        |namung tanglet|mung takon|namung pitakenan""",
    Word.BUKA: "buka|open",
    Word.START: "start|mulai",
}
_ARGUED: Final[dict[str, tuple[Word, str]]] = {
    phrase: (word, argument)
    for word, argument, phrases in (
        (Word.BAHASA, "en", "english|inggris|bahasa inggris|language english|bahasa english"),
        (Word.BAHASA, "id", "indonesia|bahasa indonesia|indonesian|language indonesian"),
        (Word.BAHASA, "jv", "jawa|bahasa jawa|basa jawa|basa jawi|boso jowo|javanese|jowo|jawi"),
        (Word.RAHASIA, "off", "rahasia batal|batal rahasia|buka rahasia|rahasia off|rahasia tidak"),
        (Word.CADANGAN, "off", "cadangan tidak|tidak cadangan|tanpa cadangan|batal cadangan"),
        (Word.CADANGAN, "off", "cadangan batal|no fallback|fallback off|cadangan off"),
        (Word.RAHASIA, "off", "batalkan rahasia|tidak rahasia|cabut rahasia|rahasia mati"),
    )
    for phrase in phrases.split("|")
}
PHRASES: Final[dict[str, tuple[Word, str]]] = {
    " ".join(phrase.split()): (word, "")
    for word, phrases in WORDS.items()
    for phrase in phrases.split("|")
} | _ARGUED

#: Around a word these change nothing: "tolong cek laporan K7F3-9QX ya".
_POLITE: Final = words(
    """tolong mohon minta pak bu bapak ibu kak min admin mas mbak bang ya iya dong dulu
    saja deh sih laporan lap lapor report complaint pengaduan aduan nomor no number kunci
    kode key saya kami my me the this ini itu mau ingin dengan untuk dan of please
    sekarang lagi tetapi"""
)
#: Asked with a question mark these only want to know: "sudah selesai?".
_ASKED: Final = frozenset(
    {Word.SELESAI, Word.CABUT, Word.LANJUT, Word.KEBERATAN, Word.BATAL, Word.KABAR}
)
_MOST, _MOST_WORDS = 120, 12
_SLASH = re.compile(r"\s*/([A-Za-z_]{2,32})(?:@\w+)?(?:\s+(.*))?\s*", re.DOTALL)
_SIGNS = re.compile(r"\d|-")
_TOKENS = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
_REFERENCE = re.compile(
    r"(?=\S*\d)[a-z0-9]{2,}(?:-[a-z0-9]{2,})+|(?=[a-z]*\d)(?=\d*[a-z])[a-z0-9]{5,}|\d{5,}"
)
_KUNCI = re.compile(r"(?<!\w)(?:\d{6}|\d{3}[ -]\d{3})(?!\w)")
#: Somebody to talk to, in a sentence: "bisa bicara sama orang gak? bukan robot".
_SOMEBODY: Final = r"(?:orang|manusia|petugas|operator|admin|cs|human|person|someone|somebody)"
_HUMAN: Final = re.compile(
    r"(?:(?:saya|kulo|kula|aku|mau|ingin|bisa|boleh|saged|apakah|tolong|minta|mohon|can|may|could"
    r"|i|want|to|would|like|please|langsung) )*"
    r"(?:(?:ber)?bicara|ngomong|ngobrol|ngendika|telepon|ditelepon|terhubung|dihubungkan|sambungkan"
    r"|ketemu|bertemu|talk|speak|chat)(?: (?:langsung|dengan|sama|kaliyan|ke|oleh|to|with|a|an))*"
    rf" {_SOMEBODY}(?: (?:asli|langsung|saja|tidak|kah|ya|nggih|pak|bu|dong|tolong|sungguhan"
    r"|beneran|real|bukan|robot|bot|mesin|not))*"
    r"|(?:ini|apakah ini)? ?(?:bot|robot|mesin)(?: (?:atau|apa) (?:orang|manusia))?(?: (?:ya|kah))?"
)
_FILING: Final = frozenset({"lapor", "report", "new", "complain", "lapor_baru"})
_ADDING = re.compile(r"\s*/?(?:tambah|tambahan|add)\b\W*", re.IGNORECASE)


def spot(text: str) -> Command | None:
    """The command this message is, if it is nothing but one."""
    if slash := _SLASH.fullmatch(text):
        return _slashed(slash[1].lower(), slash[2] or "")
    if (adding := _ADDING.match(text)) and (mentions := numbers.find(text[:_MOST])):
        return _adding(mentions[0], text[adding.end() :])
    if len(text) > _MOST or text.count(" ") > _MOST_WORDS:
        return None
    mentions = numbers.find(text) if _numbered(text) else ()
    return _alone(text, mentions)


def _numbered(text: str) -> bool:
    return _SIGNS.search(text) is not None


def _alone(text: str, mentions: tuple[Mention, ...]) -> Command | None:
    rest = _blank(text, mentions)
    keys = _KUNCI.findall(rest)
    kunci = re.sub(r"\D", "", keys[0]) if keys else ""
    said = [normal(word) for word in _TOKENS.findall(_KUNCI.sub(" ", rest))]
    phrase = " ".join(word for word in said if word not in _POLITE)
    mention = mentions[0] if mentions else None
    hit = PHRASES.get(phrase) or PHRASES.get(" ".join(said)) or _referred(said)
    if hit is None and _HUMAN.fullmatch(" ".join(said)):
        hit = (Word.PETUGAS, "")
    if hit is None:
        return _wordless(phrase, mention, kunci)
    word = Word.STATUS if "?" in text and hit[0] in _ASKED else hit[0]
    return Command(word, mention, kunci, hit[1])


def _referred(said: list[str]) -> tuple[Word, str] | None:
    """A word with a number of another office, or one mistyped: "STATUS 2026-00418"."""
    bare = [word for word in said if _REFERENCE.fullmatch(word) is None]
    phrase = " ".join(word for word in bare if word not in _POLITE)
    return PHRASES.get(phrase) if len(bare) < len(said) else None


def _wordless(phrase: str, mention: Mention | None, kunci: str) -> Command | None:
    """A number alone asks where its case stands; with the kunci it opens it."""
    if phrase or (mention is None and not kunci):
        return None
    return Command(Word.BUKA if kunci else Word.STATUS, mention, kunci)


def _adding(mention: Mention, behind: str) -> Command:
    added = behind.replace(mention.typed, "", 1).strip(" \n.,:;-")
    return Command(Word.TAMBAH, mention, argument=added)


def _slashed(name: str, behind: str) -> Command | None:
    if name == "start":
        return Command(Word.START, _first(behind), argument=behind.strip())
    spelt = name.replace("_", " ")
    command = spot(f"{spelt} {behind}") or spot(spelt)
    return command if command or behind or name in _FILING else Command(Word.BANTUAN)


def _first(text: str) -> Mention | None:
    return next(iter(numbers.find(text)), None)


def _blank(text: str, mentions: tuple[Mention, ...]) -> str:
    for mention in reversed(mentions):
        text = f"{text[: mention.start]} {text[mention.end :]}"
    return text
