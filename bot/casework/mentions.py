"""Tracking numbers and kunci in running text: found where they are meant, left alone in prose."""

import re
from dataclasses import dataclass

from bot.casework.symbols import DASHES, changes, check, mixed, prose


@dataclass(frozen=True, slots=True)
class Mention:
    """A number found in running text; `number` is None where it was meant as one but mistyped."""

    typed: str
    number: str | None
    start: int
    end: int


def find(text: str) -> tuple[Mention, ...]:
    """Every number in running text, and what was clearly meant as one, in order."""
    mentions = (_mention(text, match) for match in _CANDIDATE.finditer(text))
    return tuple(mention for mention in mentions if mention)


def find_kunci(text: str) -> str | None:
    """The six digits that may be a kunci: those announced as one, else the first that stand alone.

    Money, telephone numbers, dates and longer numbers are none.
    """
    plain = _without_numbers(text)
    match = _ANNOUNCED.search(plain) or next(filter(_alone, _SIX_DIGITS.finditer(plain)), None)
    return re.sub("[^0-9]", "", match["digits"]) if match else None


_COMMANDS = (
    "status|lacak|cek|check|track|tiket|ticket|cabut|tambah|batal|selesai|lanjut|keberatan|berkas"
    "|baca|lepas|rahasia|anonim|tekanan|petugas|buka|withdraw|resume|open"
)
_LEADS = (
    "no|nomor|nmr|nomer|num|number|laporan|lapor|aduan|pengaduan|report|case|complaint|kasus|resi"
)
_COMMAND_ALONE = re.compile(rf"[\W_]*(?:{_COMMANDS})[\W_]*", re.IGNORECASE)
_LED = re.compile(
    rf"(?<![^\W_])(?:{_COMMANDS}|{_LEADS})(?:nya|ku)?"
    r"(?:\s+(?:saya|kami|ini|my|of|no|nomor|laporan|number))*[\s:.,#=_()\"'*]*$",
    re.IGNORECASE,
)
_SYMBOL = "[0-9A-Za-z]"
_CANDIDATE = re.compile(
    rf"(?<![^\W_])(?<![^\W_][{DASHES}])(?:"
    rf"(?P<dictated>{_SYMBOL}(?:[ ,{DASHES}]{{1,2}}{_SYMBOL}){{6}})"
    rf"|{_SYMBOL}{{4}}(?P<gap> ?[{DASHES}] ?| ?){_SYMBOL}{{3}}"
    rf"|(?P<near>{_SYMBOL}{{3,5}}[{DASHES}]?{_SYMBOL}{{2,4}})"
    rf")(?![^\W_])(?![{DASHES}][^\W_])"
)
_LOOK_BACK = 48
_MARKS = " .!?#*\r\n"


def _mention(text: str, match: re.Match[str]) -> Mention | None:
    typed, start, end = match[0], match.start(), match.end()
    if not (typed.isupper() or re.search("[0-9]", typed)):
        return None
    led = bool(_LED.search(text, max(0, start - _LOOK_BACK), start))
    number = None if match["near"] else check(typed)
    if number:
        return Mention(typed, number, start, end) if _taken(match, led) else None
    return Mention(typed, None, start, end) if _meant(match, led) else None


def _taken(match: re.Match[str], led: bool) -> bool:
    """The check character fits, but so it does for one token in thirty-two."""
    typed = match[0]
    if not re.search("[0-9]", typed):
        return typed.isupper() and (_hyphened(match) or _commanded(match))
    if led or _hyphened(match) or (not _spaced(match) and match.string.strip(_MARKS) == typed):
        return True
    return mixed(_bare(typed)) and not _in_address(match)


def _meant(match: re.Match[str], led: bool) -> bool:
    """Did the writer mean a number of ours although the check character does not fit?"""
    bare = _bare(match[0])
    digits = len(re.findall("[0-9]", bare))
    if not match["near"] and _commanded(match) and (changes(bare) >= 2 or digits == len(bare)):
        return True
    if not 0 < digits < len(bare) or prose(bare) or _spaced(match) or _in_address(match):
        return False
    if match["near"] and bare == match[0].upper():
        return _commanded(match) and mixed(bare)
    return changes(bare) >= 2 if _hyphened(match) else led and mixed(bare)


def _commanded(match: re.Match[str]) -> bool:
    """The whole message is one of our words and this."""
    before, after = match.string[: match.start()], match.string[match.end() :]
    return not after.strip(_MARKS) and bool(_COMMAND_ALONE.fullmatch(before))


def _hyphened(match: re.Match[str]) -> bool:
    return bool(match["gap"]) and not _spaced(match)


def _spaced(match: re.Match[str]) -> bool:
    return bool(match["dictated"]) or " " in (match["gap"] or "")


def _in_address(match: re.Match[str]) -> bool:
    """Part of a web or mail address, where such tokens stand by chance."""
    start, end = match.span()
    before, after = match.string[max(0, start - 1) : start], match.string[end : end + 2]
    return before in set("/@=&%?.") or bool(re.match(r"[/@=&%]|\.\w", after))


def _bare(typed: str) -> str:
    return re.sub("[^0-9A-Za-z]", "", typed).upper()


_ANNOUNCED = re.compile(
    r"(?<!\w)(?:kunci|kode|code|key|pin|sandi)(?:nya|ku)?(?:\s+(?:saya|kami|ini|adalah|is|ya))*"
    r"[\s:=.*\"'(]*(?P<digits>[0-9]{6}|[0-9]{3}[ -][0-9]{3}(?! ?[0-9]))(?!\w)(?![.,:/-]\d)",
    re.IGNORECASE,
)
_SIX_DIGITS = re.compile(r"(?<![\w+@#])(?P<digits>[0-9]{6}|[0-9]{3}[ -][0-9]{3})(?!\w)")
#: Digits that go on, or a word that says what is counted.
_MORE = re.compile(
    r"\)?[\s.,:/()+-]?\(?\d|\s*(?:rupiah|rp|perak|ribu|rb|juta|jt|orang|km|kg|meter)\b",
    re.IGNORECASE,
)
_WORD_NEXT = re.compile(r"\s*[^\W\d_]")
_OTHER_NUMBER = re.compile(
    r"(?:\d\)?[\s.,:/()+-]\(?|(?<!\w)(?:rp|idr|hp|wa|tel|telp|telepon|fax|nik|kk|nip|nop|otp|rek|rekening"
    r"|antre|antri|antrean|antrian|sekitar|rt|rw)[\s.:]*)$",
    re.IGNORECASE,
)


def _alone(match: re.Match[str]) -> bool:
    before = match.string[max(0, match.start() - _LOOK_BACK) : match.start()]
    if _OTHER_NUMBER.search(before) or _MORE.match(match.string, match.end()):
        return False
    ranged = "-" in match["digits"] and _WORD_NEXT.match(match.string, match.end())
    return not ranged


def _without_numbers(text: str) -> str:
    """Tracking numbers blanked out, so that their digits are nobody's neighbours."""
    for mention in find(text):
        text = text[: mention.start] + ";" * len(mention.typed) + text[mention.end :]
    return text
