"""When it happened or since when: the words that say so, and the days they mean."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot.dialogue import agos, clocks, nameddays, unions
from bot.dialogue.almanac import FEASTS, MONTHS, UNITS, WEEKDAYS, When
from bot.dialogue.found import Found, found
from bot.dialogue.lexicon import words
from bot.dialogue.texts import local
from bot.dialogue.timewords import (
    ALMOST,
    AROUND_FEASTS,
    COUNTS,
    DAYS_BACK,
    JUST,
    LEADS,
    NEAR,
    NEVER_BEFORE,
    NEVER_BEHIND,
    PARTS,
    TAIL,
    WHOLE,
    Hit,
    after,
)
from bot.dialogue.tokens import BREAKS, Tokens

_STARTS = (
    frozenset(MONTHS) | frozenset(WEEKDAYS) | frozenset(COUNTS) | frozenset(WHOLE)
    | frozenset(DAYS_BACK) | frozenset(UNITS) | FEASTS | PARTS | NEAR | JUST | clocks.LEADS
    | words("weekend mau idul semester")
)  # fmt: skip


def when(tokens: Tokens, now: datetime, zone: str) -> tuple[Found, When] | None:
    """The most exact of the times named, the first among equals."""
    there = local(now, zone)
    best: tuple[int, Hit] | None = None
    end = 0
    for at in [i for i, word in enumerate(tokens.words) if _may_start(word)]:
        hit = _phrase(tokens.words, at, there) if at >= end else None
        if hit is not None:
            best = (at, hit) if best is None or hit.weight > best[1].weight else best
            end = hit.end
    if best is None:
        return None
    begun, told = _clocked(tokens.words, best[0]), best[1].when
    if begun < best[0] and not told.clock and (hour := clocks.told(tokens.words, begun)):
        told = replace(told, clock=hour[0])
    return found(tokens, _led(tokens.words, begun), best[1].end - 1, 0.8), told


def _may_start(word: str) -> bool:
    return word in _STARTS or word[0].isdigit() or ("-" in word and nameddays.is_span(word))


def _phrase(words: tuple[str, ...], at: int, there: datetime) -> Hit | None:
    if _never(words, at):
        return None
    hit = _core(words, at, there)
    if hit is None or after(words, hit.end) in NEVER_BEHIND:
        return None
    hit = _past(words, hit)
    while (further := _joined(words, hit, there)) is not hit:
        hit = further
    return _tail(words, at, hit)


def _never(words: tuple[str, ...], at: int) -> bool:
    """ "setiap senin", "dalam 3 hari"; but "kata petugas sejak senin" happened all the same."""
    if words[at : at + 3] == ("hari", "ini", "terakhir") or words[at : at + 2] == _LAST:
        return True
    if at and words[at - 1] == "per" and after(words, at + 1) in MONTHS:
        return False
    if _ends_something(words, at):
        return True
    if at and words[at - 1] in NEVER_BEFORE:
        return not (words[at - 1] in ("katanya", "kata") and words[at] in WEEKDAYS)
    first = _led(words, at)
    return first < at and first > 0 and words[first - 1] in _EACH


def _ends_something(words: tuple[str, ...], at: int) -> bool:
    """ "batas upload hari ini", "terakhir daftar ulang besok": a day that is still to come."""
    before = words[max(0, at - 5) : at]
    if BREAKS.isdisjoint(before) and not _LIMITS.isdisjoint(before):
        return True
    last = before.index("terakhir") if "terakhir" in before else len(before)
    return not _FILED.isdisjoint(before[last:])


_LIMITS = frozenset({"batas", "tenggat", "deadline"})
_FILED = words("daftar pendaftaran upload unggah sanggah bayar pembayaran pengumpulan isi")
#: "Hari ini terakhir" tells of a day that ends something.
_LAST = ("ini", "terakhir")
_EACH = words("setiap tiap per every each")


def _core(words: tuple[str, ...], at: int, there: datetime) -> Hit | None:
    word, today = words[at], there.date()
    if word[0].isdigit():
        return nameddays.digits(words, at, there)
    if word == "minggu" and _is_sunday(words, at):
        return nameddays.weekday(words, at, today, 6)
    for table, rule in _RULES:
        if word in table and (hit := rule(words, at, there)) is not None:
            return hit
    return nameddays.span(words, at, there) if "-" in word else None


def _is_sunday(words: tuple[str, ...], at: int) -> bool:
    behind = after(words, at + 1)
    if at > 0 and (words[at - 1] in ("hari", "kemarin") or words[max(0, at - 2) : at] == _TODAY):
        return True
    if behind[:1].isdigit() and after(words, at + 2) in MONTHS:
        return True
    return behind in PARTS or behind in ("tanggal", "tadi") or behind in WEEKDAYS


_TODAY = ("hari", "ini")


def _past(words: tuple[str, ...], hit: Hit) -> Hit:
    """ "kemarin" behind a day belongs to it, and does not tell of yesterday."""
    end = hit.end
    while after(words, end) in TAIL or (
        after(words, end) == "yang" and after(words, end + 1) in TAIL
    ):
        end += 1
    return replace(hit, end=end)


def _joined(words: tuple[str, ...], hit: Hit, there: datetime) -> Hit:
    """A time and the next one tell one day: kemarin sabtu, bulan lalu tanggal 5."""
    start = hit.end
    start += after(words, start) in (",", "tepatnya")
    while after(words, start) in _NAMING and after(words, start + 1) not in ("ini", "lalu"):
        start += 1
    start -= after(words, start - 1) == "bulan" and after(words, start) not in MONTHS
    if not _may_start(after(words, start) or " "):
        return hit
    other = _core(words, start, there)
    if other is None or other.kind == "clock" or not (hit.kind or other.kind):
        return hit
    one = unions.one_day(hit, _past(words, other))
    return one if one is not None else hit


_NAMING = words("hari tanggal pada bulan")


def _tail(words: tuple[str, ...], at: int, hit: Hit) -> Hit:
    """What still belongs to it: a part of the day, the hour, "lalu", "sampai sekarang"."""
    end, clock = hit.end, hit.when.clock
    while True:
        word = after(words, end)
        told = clocks.told(words, end, _part_of(words[at:end]))
        if told and not clock:
            clock, end = told
        elif word in PARTS or word in TAIL:
            end += 1
        elif word in ("sampai", "hingga") and after(words, end + 1) in _NOW:
            end += 2
        else:
            return replace(hit, end=end, when=replace(hit.when, clock=clock))


_NOW = words("sekarang kini saat")


def _part_of(told: tuple[str, ...]) -> str:
    return next((word for word in told if word in PARTS), "")


def _clocked(words: tuple[str, ...], at: int) -> int:
    """Where the hour begins that was told before the day: jam 10 kemarin."""
    reach = at
    while reach > 0 and words[reach - 1] in ("pada", "hari", "tanggal", "tadi"):
        reach -= 1
    for start in range(max(0, reach - 6), reach):
        told = clocks.told(words, start) if words[start] in clocks.LEADS else None
        if told and told[1] >= reach:
            return start
    return at


_CALLED = FEASTS | {"idul", "tahun", "bulan"}


def _led(words: tuple[str, ...], at: int) -> int:
    """Where the words begin that lead to a time: sejak, hampir, sudah mau, pada hari."""
    if at and words[at - 1] in AROUND_FEASTS and words[at] in _CALLED:
        at -= 1
    while at > 0:
        if words[at - 1] == "tengah" and words[at] == "malam":
            at -= 1
        elif words[at - 1] in ALMOST and at > 1 and words[at - 2] in LEADS:
            at -= 2
        elif words[at - 1] in LEADS:
            at -= 1
        else:
            break
    return at


_RULES = (
    (FEASTS, nameddays.feast),
    (frozenset({"tahun", "idul", "bulan", "hari"}), nameddays.feast),
    (frozenset(WEEKDAYS), nameddays.named_day),
    (frozenset(NEAR), nameddays.near),
    (frozenset(DAYS_BACK), agos.back),
    (PARTS, agos.part),
    (JUST | {"mau"}, agos.just_now),
    (frozenset(WHOLE), agos.whole),
    (frozenset({"minggu", "week", "weekend"}), nameddays.week),
    (frozenset(UNITS), agos.unit),
    (frozenset(MONTHS), nameddays.month),
    (frozenset(COUNTS), agos.counted),
    (clocks.LEADS, agos.since_hour),
    (frozenset({"semester"}), nameddays.semester),
)
