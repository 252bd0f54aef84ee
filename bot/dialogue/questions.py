"""Questions: whether one is asked, and whether it reports a wrong or only wants to know."""

from __future__ import annotations

import re
from typing import Final

from bot.dialogue.lexicon import (
    ASKING,
    FILLERS,
    FIRST_PERSON,
    GREETINGS,
    QUESTIONS,
    WEAK_WRONGS,
    WRONGS,
    words,
)


def asked(
    all_words: tuple[str, ...], spoken: tuple[str, ...], said: frozenset[str], plain: str
) -> bool:
    """A mark, a question word, a bare heading, or a particle at the end."""
    if "?" in all_words or said & ASKING or ends_asking(spoken):
        return True
    likely = "-" in plain or not said.isdisjoint(_ASKING_WORDS)
    if likely and _ASKED_ANYWHERE.search(plain):
        return True
    if _TOPIC.match(plain):
        return True
    last = [word for word in spoken[-4:] if word not in FILLERS][-1:]
    first = content(spoken)[:3]
    return any(word in QUESTIONS for word in (*first[:1], *last)) or any(
        word in QUESTIONS and word not in _AUXILIARY for word in first[1:]
    )


#: "Is it open" asks, "my name is" tells.
_AUXILIARY: Final = words("is do does can could")
_ASKED_ANYWHERE: Final = re.compile(
    r"\b(?:(?:di|ke) mana(?!-)|berapa|bagaimana|ke siapa|(?:bisa|boleh|ada|perlu) tidak|apa saja"
    r"|apakah|bisakah|bolehkah|yang mana|kapan"
    r"|apa (?:harus|perlu|bisa|boleh|masih|ada|sudah|benar|wajib|cukup))\b"
)
_ASKING_WORDS: Final = words("mana berapa bagaimana siapa tidak apa apakah bisakah bolehkah kapan")
#: A bare heading asks for what stands under it.
_TOPIC: Final = re.compile(
    r"(?:\S+ ){0,2}?(?:jam (?:buka|layanan|pelayanan|operasional|kerja)|syarat"
    r"|biaya|alamat|jadwal|cara"
    r"|lokasi|tarif|kontak|prosedur|persyaratan|info|informasi|no telepon|nomor telepon|link)"
    r"(?: \S+){1,6}$"
)
#: "buka tidak ya", "sudah jadi belum": here these ask.
PARTICLES: Final = words("tidak belum kah")


def ends_asking(spoken: tuple[str, ...]) -> bool:
    if spoken[:2] in _OPENING_QUESTIONS or yes_or_no(spoken):
        return True
    core = [word for word in spoken[-5:] if word not in FILLERS]
    return len(core) > 2 and core[-1] in PARTICLES and core[-2] not in _NO_QUESTION


def yes_or_no(spoken: tuple[str, ...]) -> bool:
    """ "gratis tidak min di puskeswan", "bisa online tidak": whether the office offers it."""
    if "tidak" not in spoken:
        return False
    for at, word in enumerate(spoken[1:], 1):
        ends = word == "tidak" and (at + 1 == len(spoken) or spoken[at + 1] in _CALLED)
        if ends and not _OFFERED.isdisjoint(spoken[max(0, at - 6) : at]):
            return True
    return False


_CALLED: Final = words("ya min kak pak bu mas mbak bang gan om admin dok sih nih kah iya")
_OFFERED: Final = words(
    """gratis bisa boleh buka libur tutup melayani menerima perlu harus wajib dapat online cukup
    termasuk berlaku"""
)
_OPENING_QUESTIONS: Final = frozenset({("bisa", "tidak"), ("boleh", "tidak"), ("ada", "tidak")})
_NO_QUESTION: Final = words("juga masih tetap tetapi sama ada kenapa malah lain saya kami")


def merely(spoken: tuple[str, ...], said: frozenset[str]) -> bool:
    """ "apakah tidak perlu surat RT?" reports no wrong; "saya belum dapat, kapan?" does."""
    core = content(spoken)
    if not core or said & FIRST_PERSON:
        return False
    return _opens(core) or ends_asking(spoken)


def about_rules(all_words: tuple[str, ...], spoken: tuple[str, ...], said: frozenset[str]) -> bool:
    """ "syarat bikin KTP hilang apa saja?" reports no loss; "syaratnya berubah terus" a wrong."""
    core = content(spoken)
    if not core or said & FIRST_PERSON:
        return False
    asked = "?" in all_words or bool(said & QUESTIONS)
    return asked and bool(said & ASKING) and (core[0] in ASKING or core[0] in _OF_RULES)


#: A question that begins with these is one about rules, whatever it names.
_OF_RULES = words("apa apakah berapa what which")


def supposes(spoken: tuple[str, ...], said: frozenset[str], plain: str) -> bool:
    """ "kalau telat kena denda tidak?", "apakah dipungut biaya?": nothing has happened yet."""
    if _WHERE_TO.search(plain) or _SHOULD_IT.match(plain):
        return True
    if not said & FIRST_PERSON and "?" in said and not said.isdisjoint(_TO_COME):
        return True
    first = content(spoken)[:1]
    if not first or first[0] not in _SUPPOSING or said & (FIRST_PERSON | _OUTRAGED):
        return False
    return first[0] in _IFS or not said.isdisjoint(_ALLOWED)


#: "kalau rumah saya kena banjir dapat bantuan apa": nothing has happened yet.
_SHOULD_IT: Final = re.compile(
    r"(?:(?:pak|bu|min|kak|mau tanya|tanya|permisi),? ){0,3}(?:kalau|jika|bila|seandainya|andai)"
    r"(?: (?!sudah|belum|kemarin)\S+){1,12} (?:dapat|bisa|harus|lapor|hubungi|urus|minta|kena"
    r"|perlu)(?: \S+){0,4} (?:apa|berapa|(?:di|ke) mana|siapa|bagaimana)\b"
)
_TO_COME: Final = words("besok lusa nanti tomorrow")
_IFS: Final = words("kalau jika bila bolehkah bisakah adakah haruskah perlukah")
_SUPPOSING: Final = _IFS | words("apakah")
#: "apakah dipungut biaya?" asks, "apakah pantas petugas membentak?" accuses.
_ALLOWED: Final = words(
    "dipungut bayar membayar biaya harus perlu wajib bisa dapat boleh ada kena gratis masih tetap"
)
_OUTRAGED: Final = words("pantas wajar begini begitu layak memang benar adil manusiawi")


def loses_a_paper(spoken: tuple[str, ...], said: frozenset[str], asked: bool) -> bool:
    """ "KTP hilang, gantinya di mana?" tells of the writer's own bad luck."""
    own = said & FIRST_PERSON and not said & _WONDERING and not yes_or_no(spoken)
    if not asked or own or said & WEAK_WRONGS - PARTICLES:
        return False
    return said & WRONGS <= _BAD_LUCK and bool(said & _PAPERS)


_WONDERING: Final = words("tanya bertanya menanyakan nanya")
_BAD_LUCK: Final = words("hilang rusak mati telat terlambat dicuri patah kenapa")
_PAPERS: Final = words(
    "ktp kk kartu akta stnk sim ijazah sertifikat buku pajak paspor bpjs kia atm"
)


def wants_to_know(said: frozenset[str], plain: str) -> bool:
    """Is it asked how something is done?"""
    likely = "-" in plain or not said.isdisjoint(_OF_KNOWING)
    return likely and _HOW_TO.search(plain) is not None


#: One of these stands in every such question.
_OF_KNOWING: Final = words(
    """bagaimana apa berapa mana kapan piye siapa link info infonya informasi informasinya kontak
    jadwal alamat contoh format brosur penjelasan telepon tanya nanya bertanya bernanya how dinas"""
)


#: How something is done, wherever in the message it is asked.
_HOW_TO: Final = re.compile(
    r"\b(?:bagaimana|apa|apa saja|berapa|di mana|ke mana|kapan|piye|butuh apa)"
    r"(?: [^\s.!;]\S*){0,3} (?:cara\w*|urus\w*|mengurus\w*|ngurus\w*|syarat\w*|persyaratan\w*"
    r"|prosedur\w*"
    r"|mendaftar\w*|daftar\w*|biaya\w*|tarif\w*|dibutuhkan|diperlukan|dibawa|disiapkan|alur\w*)\b"
    r"|\b(?:cara\w*|ngurus\w*|urus\w*|mengurus\w*|syarat\w*|persyaratan\w*|prosedur\w*"
    r"|biaya\w*|alur\w*"
    r"|tarif\w*|berkas\w*)(?: [^\s.!;]\S*){0,3} (?:bagaimana|apa|apa saja|berapa|di mana|ke mana"
    r"|piye)\b"
    r"|\b(?:boleh )?(?:minta|mohon|butuh|tahu)(?: [^\s.!;]\S*){0,2} (?:link|info|informasi"
    r"|kontak|jadwal|alamat|contoh|format|brosur|penjelasan|no telepon|nomor telepon)\b"
    r"|\b(?:kena|bayar|denda|pajak|ongkos|biaya)(?: [^\s.!;]\S*){0,4} berapa\b"
    r"|\bberapa(?: [^\s.!;]\S*){0,2} (?:denda|pajak|ongkos)\w*\b"
    r"|\b(?:izin|mau|ingin|numpang|permisi) (?:ber)?(?:nanya|tanya)\b.*\b(?:apakah"
    r"|berapa|syarat\w*|caranya|boleh|mana saja)\b|\bmohon info(?:nya|rmasinya)?\b"
    r"|\byang (?:boleh|berhak|wajib)(?: [^\s.!;]\S*){0,5} siapa\b|\bsiapa(?: saja)?(?: yang)?"
    r" (?:boleh|berhak|wajib)\b"
    r"|\bhow (?:to|do i|can i|much)\b|\bdinas apa\b"
)
#: Where one would report; nothing is reported yet.
_WHERE_TO: Final = re.compile(
    r"\b(?:kalau|cara|caranya|mau|jika|bila)(?: \S+){0,3} (?:lapor\w*|melapor\w*|mengadu\w*)"
    r"(?: \S+){0,5} (?:mana|siapa|bagaimana|apa)\b"
    r"|\b(?:kalau|jika|bila)(?: \S+){0,4} (?:hubungi|telepon|nelpon|menghubungi)(?: \S+){0,3}"
    r" (?:mana|siapa|berapa)\b"
)


def _opens(core: list[str]) -> bool:
    opening = QUESTIONS | ASKING | _HEADINGS
    return core[0] in opening or core[-1] in QUESTIONS


_HEADINGS: Final = words("biaya tarif alamat jam lokasi kontak cara link nomor ongkos")


POLITE: Final = FILLERS | GREETINGS


def content(spoken: tuple[str, ...]) -> list[str]:
    return [word for word in spoken[:30] if word not in POLITE and word not in _ANNOUNCING_ASK]


_ANNOUNCING_ASK = words("mau ingin numpang boleh")
