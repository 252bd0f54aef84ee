"""Days that are counted back from today: 3 minggu lalu, tadi malam, kemarin lusa, bulan ini."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime, timedelta

from bot.dialogue import almanac, clocks
from bot.dialogue.almanac import MONTHS, UNITS, WEEKDAYS
from bot.dialogue.lexicon import words
from bot.dialogue.timewords import (
    COUNTS,
    DAYS_BACK,
    LASTING,
    LEAST,
    NEVER_BEHIND,
    OF_SO_MANY,
    ONLY_LASTING,
    PARTS,
    VAGUE,
    WHOLE,
    Hit,
    after,
    past,
)

#: What goes on for the time that is counted beside it.
_GOES_ON = words(
    """tidak belum rusak mati padam bocor macet mampet tutup kosong habis diproses ditunda hilang
    numpuk menumpuk bolong berlubang gelap keruh tergenang banjir ditahan terlantar mangkrak kotor
    berturut-turut berturutan penuh off broken sampah menunggu"""
)
_WORK = words("mengurus urus menunggu antre ngurusin")
_NOT = words("tidak belum")
_BREAKS = words(". , ! ? ; :") | {"\n", ""}


def counted(words: tuple[str, ...], at: int, there: datetime) -> Hit | None:
    """3 minggu behind "sudah" or before "lalu"; "beras untuk 2 hari" is none."""
    count, end = _count(words, at)
    word = after(words, end)
    if word in clocks.HOURS:
        return _hours(words, at, end, there - timedelta(hours=min(count, 999) * clocks.HOURS[word]))
    if word not in UNITS or not count:
        return None
    before, behind = words[at - 1] if at else "", after(words, end + 1)
    ago = past(words, end + 1)
    lasting = ago or before in LASTING or (word.endswith("an") and word not in ("pekan", "bulan"))
    waited = before == "menunggu" and words[max(0, at - 2)] != "disuruh"
    if before.startswith("di") or before in _GOES_ON:
        waited = waited or not _NOT.isdisjoint(words[max(0, at - 3) : at])
    if behind in _BREAKS and not _WORK.isdisjoint(words[max(0, at - 8) : at]):
        waited = True
    goes = behind in _GOES_ON or before in _GOES_ON - {"tidak", "belum", "menunggu"}
    opening = before in _BREAKS and not _is_age(words, end + 1)
    if before in OF_SO_MANY and not ago:
        return None
    if not (lasting or waited or goes or opening) or behind in NEVER_BEHIND:
        return None
    return Hit(ago or end + 1, almanac.back(there.date(), count, UNITS[word]))


def whole(words: tuple[str, ...], at: int, there: datetime) -> Hit | None:
    """seminggu; not "2 kali seminggu", "seminggu 2 kali" or "libur sehari"."""
    count, unit = WHOLE[words[at]]
    before, behind, ago = words[at - 1] if at else "", after(words, at + 1), past(words, at + 1)
    if words[at] in ONLY_LASTING and not ago and before not in LASTING:
        return None
    if before in ("kali", "x") or before.endswith("x") or after(words, at + 2) in ("kali", "x"):
        return None
    if behind[:1].isdigit() and behind.endswith("x"):
        return None
    return Hit(ago or at + 1, almanac.back(there.date(), count, unit))


def unit(words: tuple[str, ...], at: int, there: datetime) -> Hit | None:
    """minggu lalu, bulan kemarin, tahun ini, hari ini, bulan 10."""
    unit, behind, today = UNITS[words[at]], after(words, at + 1), there.date()
    if unit == "day":
        return Hit(at + 2, almanac.day(today), kind="day") if behind == "ini" else None
    ago = past(words, at + 1)
    if ago:
        span = almanac.this if behind == "ini" else almanac.last
        return Hit(ago, span(today, unit), kind=unit)
    if words[at] == "bulan" and behind.isdecimal() and 0 < int(behind) < 13:
        if (words[at - 1] if at else "")[:1].isdigit() and not (
            at > 1 and words[at - 2] == "tanggal"
        ):
            return None
        meant = almanac.month(today, int(behind), None)
        return Hit(at + 2, meant, VAGUE, "month") if meant else None
    return None


def back(words: tuple[str, ...], at: int, there: datetime) -> Hit | None:
    """kemarin, kemarin lusa, semalam, barusan."""
    days, end = DAYS_BACK[words[at]], at + 1
    if words[at] == "kemarin" and after(words, end) in ("lusa", "dulu", "dulunya"):
        days, end = 2, end + 1
    return Hit(end, almanac.day(there.date() - timedelta(days=days)), kind="day")


def part(words: tuple[str, ...], at: int, there: datetime) -> Hit | None:
    """pagi ini, malam tadi, malam jumat, sore kemarin, dini hari tadi."""
    end = at + 1 + (words[at] == "dini" and after(words, at + 1) == "hari")
    behind, today = after(words, end), there.date()
    night = words[at] in ("malam", "night")
    if behind in ("ini", "tadi"):
        ago = timedelta(days=night and behind == "tadi")
        return Hit(end + 1, almanac.day(today - ago), kind="day")
    if behind == "kemarin":
        return Hit(end + 1, almanac.day(today - timedelta(days=1)), kind="day")
    if night and (behind in WEEKDAYS or behind == "minggu"):  # the night that leads into Friday
        eve = almanac.weekday(today, (WEEKDAYS.get(behind, 6) - 1) % 7)
        return Hit(past(words, end + 1) or end + 1, eve, kind="weekday")
    if at and words[at - 1] in ("dari", "sejak") and _CLOSED.isdisjoint(words[max(0, at - 4) : at]):
        return Hit(end, almanac.day(today), LEAST, "day")
    if words[at] == "dini" and end > at + 1:
        return Hit(end, almanac.day(today), VAGUE, "day")
    return None


def just_now(words: tuple[str, ...], at: int, there: datetime) -> Hit | None:
    """tadi pagi, tadi malam, tadi jam 9, baru saja, last night, this morning, akhir-akhir ini."""
    word, behind, today = words[at], after(words, at + 1), there.date()
    night = behind in ("malam", "night") and word != "this"
    if behind in PARTS and word in ("tadi", "last", "this", "mau"):
        end = at + 2 + (behind == "dini" and after(words, at + 2) == "hari")
        return Hit(end, almanac.day(today - timedelta(days=night)), kind="day")
    if word == "tadi":
        told = clocks.told(words, at + 1)
        weight = 2 if told else LEAST
        return (
            None
            if at and words[at - 1] in _SAID_BEFORE
            else Hit(at + 1, almanac.day(today), weight, "day")
        )
    if (word, behind) == ("baru", "saja"):
        return Hit(at + 2, almanac.day(today))
    if word in ("akhir-akhir", "belakangan", "baru-baru") and behind == "ini":
        return Hit(at + 2, almanac.back(today, 1, "week"), VAGUE)
    if word in ("last", "this"):
        return _english(word, behind, at, there)
    return None


#: "yang tadi" speaks of something, not of a time.
_SAID_BEFORE = words("yang seperti itu si")


def since_hour(words: tuple[str, ...], at: int, there: datetime) -> Hit | None:
    """ "antre dari jam 6 pagi" is today; "dari jam 8 sampai 15" are opening hours."""
    if not at or words[at - 1] not in ("dari", "sejak", "mulai", "since"):
        return None
    told = clocks.told(words, at)
    if told is None or after(words, told[1]) in ("sampai", "-", "hingga", "to", "s"):
        return None
    if not _CLOSED.isdisjoint(words[max(0, at - 4) : at]):
        return None
    hour, minute = map(int, told[0].split("."))
    later = (hour, minute) > (there.hour, there.minute)
    day = almanac.day(there.date() - timedelta(days=later))
    return Hit(told[1], replace(day, clock=told[0]), LEAST, "clock")


_CLOSED = words("buka tutup jadwal pelayanan operasional open")


def _english(word: str, behind: str, at: int, there: datetime) -> Hit | None:
    today = there.date()
    if word == "last" and behind in WEEKDAYS:
        return Hit(at + 2, almanac.weekday(today, WEEKDAYS[behind]), kind="weekday")
    if behind in UNITS and UNITS[behind] != "day":
        span = almanac.last if word == "last" else almanac.this
        return Hit(at + 2, span(today, UNITS[behind]))
    if word == "last" and behind in MONTHS:
        meant = almanac.month(today, MONTHS[behind], None)
        return Hit(at + 2, meant) if meant else None
    return None


def _hours(words: tuple[str, ...], at: int, end: int, then: datetime) -> Hit | None:
    """2 jam yang lalu, sudah 2 jam."""
    gone = past(words, end + 1)
    if gone:
        return Hit(gone, almanac.day(then.date()))
    already = at > 0 and words[at - 1] == "sudah"
    return Hit(end + 1, almanac.day(then.date()), LEAST) if already else None


def _is_age(words: tuple[str, ...], at: int) -> bool:
    return after(words, at) in ("lagi", "kerja", "jadi", "selesai", "ditolak", "masuk", "cukup")


def _count(words: tuple[str, ...], at: int) -> tuple[float, int]:
    word = words[at]
    if word[0].isdigit():
        number = re.split(r"[-–]", word)[-1].replace(",", ".")
        return (float(number), at + 1) if re.fullmatch(r"\d{1,3}(\.\d)?", number) else (0, at)
    count, end = COUNTS[word], at + 1
    if after(words, end) == "belas":
        return count + 10, end + 1
    if after(words, end) == "puluh":
        more = COUNTS.get(after(words, end + 1), 0)
        return count * 10 + more, end + (2 if more else 1)
    if after(words, end) in _VAGUER or (after(words, end) in COUNTS and word != "setengah"):
        count, end = COUNTS[words[end]], end + 1  # dua tiga hari, a couple of days
    return count, end + (after(words, end) == "of")


_VAGUER = words("couple few")
