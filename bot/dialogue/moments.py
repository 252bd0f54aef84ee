"""When it happened, said back in full: "3 mingguan" is since about 15 December."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.dialogue import tokens
from bot.dialogue.almanac import MONTHS, UNITS, WEEKDAYS, When, is_numeric
from bot.dialogue.lexicon import words
from bot.dialogue.texts import Texts
from bot.dialogue.timewords import AGO, NEAR, PARTS

_SINCE = words("sejak semenjak mulai dari terhitung since from for")
_VAGUE = words(
    """sekitar kira-kira kurang hampir about around almost beberapa several belakangan akhir-akhir
    kemarin-kemarin berhari-hari berminggu-minggu berbulan-bulan bertahun-tahun"""
)
#: Several days that are no span of time.
_AND = words("& dan and ,")
_WHOLE = words("seminggu sepekan sebulan setahun semingguan sebulanan setahunan")
_LONG = frozenset(word for word, unit in UNITS.items() if unit != "day") | _WHOLE


def kept(when: When) -> str:
    """As it is kept: ISO days, and the hour behind them."""
    days = f"{when.first}/{when.last}" if when.last != when.first else f"{when.first}"
    return f"{days} {when.clock}".strip()


def restored(text: str) -> When:
    """What was kept."""
    days, _, clock = text.partition(" ")
    first, _, last = days.partition("/")
    return When(date.fromisoformat(first), date.fromisoformat(last or first), clock)


def told(texts: Texts, language: str, typed: str, when: When, *, year: bool = True) -> str:
    """The days that these words meant, in words that mean them tomorrow, too."""
    said = tokens.cut(typed).words
    known = frozenset(said)
    if when.first != when.last and not known.isdisjoint(_AND):
        return ""
    tongue = _Tongue(texts, language, year)
    spans, exact = when.first != when.last, _exact(said)
    about = not exact and not known.isdisjoint(_LONG | _VAGUE)
    lasts = _lasts(known) and not (spans or exact)
    since = lasts or not known.isdisjoint(_SINCE)
    day = _span(tongue, when, said, since) if spans else _day(tongue, when, about, said)
    return tongue.say("since", date=day) if since else day


def goes_on(typed: str, when: When) -> bool:
    """Whether these words speak of what lasts until now: "sejak Desember", "3 mingguan"."""
    said = tokens.cut(typed).words
    known = frozenset(said)
    one_day = when.first != when.last or _exact(said)
    return not known.isdisjoint(_SINCE) or (_lasts(known) and not one_day)


@dataclass(frozen=True, slots=True)
class _Tongue:
    """How a date is written here."""

    texts: Texts
    language: str
    year: bool

    def say(self, key: str, **facts: Any) -> str:
        return self.texts.say(self.language, f"when.{key}", **facts)

    def date(self, day: date, *, weekday: bool = False) -> str:
        brief = "" if self.year else "_brief"
        return self.say(
            f"{'day' if weekday else 'date'}{brief}",
            weekday=self.texts.say(self.language, f"weekday.{day.isoweekday()}"),
            day=day.day,
            month=self.texts.say(self.language, f"month.{day.month}"),
            year=day.year,
        )


def _day(tongue: _Tongue, when: When, about: bool, said: tuple[str, ...]) -> str:
    if about:
        return tongue.say("about", date=tongue.date(when.first))
    day = tongue.date(when.first, weekday=True)
    if when.clock:
        return tongue.say("clock", date=day, clock=when.clock)
    part = next((word for word in said if word in PARTS), "")
    return tongue.say("part", date=day, part=part) if part else day


def _span(tongue: _Tongue, when: When, said: tuple[str, ...], since: bool) -> str:
    first, last = when.first, when.last
    month = tongue.texts.say(tongue.language, f"month.{first.month}")
    if first.month == last.month and (near := next((w for w in said if w in NEAR), "")):
        return tongue.say("month", month=f"{near} {month}", year=first.year)
    if first.day == 1 and (first.year, first.month) == (last.year, last.month):
        return tongue.say("month", month=month, year=first.year)
    if (first.month, first.day) == (1, 1) and first.year == last.year and _ends(last):
        return tongue.say("year", year=first.year)
    if since:  # "sejak minggu lalu" began about its first day
        return tongue.say("about", date=tongue.date(first))
    return tongue.say("between", first=tongue.date(first), last=tongue.date(last))


def _ends(last: date) -> bool:
    return last.month == 12 and last.day == monthrange(last.year, 12)[1]


def _exact(said: tuple[str, ...]) -> bool:
    """Was one day named, by its weekday or its date?"""
    known = frozenset(said)
    if not known.isdisjoint(WEEKDAYS) or "tanggal" in known or "hari minggu" in " ".join(said):
        return True
    dated = not known.isdisjoint(MONTHS) and any(word[0].isdigit() for word in said)
    return dated or any(is_numeric(word, led=False) for word in said)


def _lasts(known: frozenset[str]) -> bool:
    """ "3 minggu" and "3 mingguan" last until now; "3 minggu lalu" is over."""
    if "ini" in known and not known.isdisjoint(_LATELY):
        return True
    return not known.isdisjoint(_COUNTED) and known.isdisjoint(AGO)


_LATELY = words("beberapa belakangan akhir-akhir several")
_COUNTED = frozenset(UNITS) | _WHOLE
