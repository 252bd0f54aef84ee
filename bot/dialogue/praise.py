"""Thanks and praise: for people, and for what was put right."""

from __future__ import annotations

import re
from typing import Final

from bot.dialogue.lexicon import PRAISE, THANKS_MARKS, WEAK_WRONGS, WRONGS, words

_MOST_PRAISE = 25


def given(
    spoken: tuple[str, ...], said: frozenset[str], plain: str, wrong: bool, fault: bool
) -> bool:
    """Thanks with praise, or for what was put right; not what merely ends politely."""
    thanked = thanks(said) or not said.isdisjoint(_CHEERS)
    if fault or not thanked:
        kind = not said.isdisjoint(_PRAISED) and said.isdisjoint(_BUT)
        blamed = fault or not said.isdisjoint(_BLAMING)
        return kind and not blamed and _PUT_RIGHT.search(plain) is not None
    if not said & _BUT and (said & _OF_STAFF or _PUT_RIGHT.search(plain)):
        return True
    return not wrong and not said.isdisjoint(_CHEERING) and len(spoken) <= _MOST_PRAISE


def thanks(said: frozenset[str]) -> bool:
    """ "kasih" alone gives; "terima kasih" thanks."""
    return not said.isdisjoint(_MARKS if said.isdisjoint(_TAKES) else THANKS_MARKS)


_GIVES: Final = words("kasih")
_MARKS: Final = THANKS_MARKS - _GIVES
_TAKES: Final = words("terima trima tarima tarimo trimo")
_PUT_RIGHT: Final = re.compile(
    r"\b(?:sudah|sekarang|akhirnya|langsung|jadi|telah|now|been|already|lagi)(?: \S+){0,3}"
    r" (?:mulus|bagus|nyala"
    r"|menyala|terang|lancar|bersih|diperbaiki|dibenahi|diaspal|beres|normal|mengalir|selesai"
    r"|jadi|diangkut|baik|aman|kering|dibetulkan|diganti|ditangani|fixed|repaired|cleaned|dikeruk"
    r"|ditambal|ngalir|cair|keluar|dapat|terima|diterima|hidup|dicandak|sembuh|rapi"
    r"|hurung|murub|dados|dadi|padam|dipadamkan|ditangkap|dievakuasi|selamat|ketemu|aktif|surut"
    r"|siuman|tertolong)\b|\bapi(?: \S+){0,4} (?:sudah |telah )?(?:mati|padam)\b"
)
_OF_STAFF: Final = words(
    """gercep sigap ramah ramah-ramah telaten cekatan profesional tanggap membantu ditolong
    tertolong sabar responsif gesit sopan helpful kind gancang grapyak"""
)
#: What may have been wrong before it was put right.
_MENDED: Final = words("sampah banjir gelap kotor bau lubang rusak mampet mati macet sekali")
_KIND: Final = words("baik baik-baik bagus puas memuaskan senang")
_BLAMING: Final = (WRONGS | WEAK_WRONGS) - _MENDED
_PRAISED: Final = _OF_STAFF | _KIND
_CHEERS: Final = words(
    """mantap hebat keren salut jempol bangga alhamdulillah sukses sip great thumbs helpful
    appreciate apresiasi mengapresiasi diapresiasi pertahankan berkati excellent awesome grateful"""
)
_CHEERING: Final = PRAISE | _CHEERS
_BUT: Final = words("tetapi namun cuma padahal but sayangnya sayang kecuali mohon tolong")
