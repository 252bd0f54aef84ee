"""What a very short message answers to whatever was asked: yes, no, skip, unknown."""

from __future__ import annotations

from enum import StrEnum

from bot.dialogue.kinds import PADDING


class Short(StrEnum):
    """What a very short message answers to whatever was asked."""

    NOTHING = ""
    YES = "yes"
    NO = "no"
    SKIP = "skip"
    UNKNOWN = "unknown"


def of(spoken: tuple[str, ...]) -> Short:
    if not 0 < len(spoken) < 7:
        return Short.NOTHING
    core = [word for word in spoken if word not in PADDING]
    return _SHORT.get(" ".join(core), _SHORT.get(" ".join(spoken), Short.NOTHING))


_PHRASES = {
    Short.YES: """ya|iya|y|yes|benar|betul|oke|ok|siap|setuju|sudah benar|sudah betul|benar sudah
        |ya benar|ya betul|iya benar|iya betul|ya oke|leres|nggih|inggih|nggih leres|inggih leres
        |sampun leres|nggih sampun leres|leres nggih|correct|right|true|sudah
        |that is correct|yes correct|sesuai|sudah sesuai|ya sudah|sudah sesuai semua|kirim|ya kirim
        |iya sudah benar|ya sudah benar|iya sudah betul|ya sudah betul
        |benar semua|betul semua|sudah benar semua|benar begitu|ya begitu|boleh|mau|ya mau""",
    Short.NO: """tidak|bukan|salah|keliru|no|belum benar|ada yang keliru|ada yang salah|mboten
        |tidak benar|tidak sesuai|belum sesuai|kurang tepat|wrong|not correct|perbaiki|jangan
        |tidak usah|tidak jadi|no wrong|ora""",
    Short.SKIP: """lewati|skip|lewat|lewatkan|nanti|nanti saja|lewati dulu|next|pass|kosongkan
        |tidak mau jawab|tidak perlu|-""",
    Short.UNKNOWN: """tidak tahu|kurang tahu|lupa|tidak ingat|entah|entahlah|saya tidak tahu
        |saya lupa|saya kurang tahu|mboten ngertos|tidak paham|i don't know|don't know|not sure
        |saya tidak ingat|tidak tahu pasti|kurang ingat|sudah lupa|unknown|no idea|dont know
        |i dont know|i do not know|idk|mboten pirsa|kulo mboten ngertos|mboten kemutan""",
}
_SHORT = {
    " ".join(phrase.split()): short
    for short, phrases in _PHRASES.items()
    for phrase in phrases.split("|")
}
