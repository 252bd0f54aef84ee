"""Checks: what makes a paper fit to be kept; what does not is refused with rule and article."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from bot.casework.catalogue import IMPROPER
from bot.casework.days import Calendar
from bot.casework.labels import STATES
from bot.casework.lifecycle import Refusal
from bot.casework.papers import Field, Given, Paper, PaperKind, Shape, Values
from bot.casework.words import Actor, Clock, State


@dataclass(frozen=True, slots=True)
class Around:
    """What the rules have to know of the case and of who writes.

    `filed`: kinds that stand in the case. `due`: the days its clocks run out on. `reported`: the
    officers that are the reported party, as far as they have accounts.
    """

    today: date
    calendar: Calendar
    state: State
    writer: int
    filed: Collection[PaperKind] = ()
    due: Mapping[Clock, date] = field(default_factory=dict)
    reported: Collection[int] = ()
    files: Collection[str] = ()
    units: Mapping[str, str] = field(default_factory=dict)
    services: Collection[str] = ()
    #: It is mended by the unit at once: no recommendation and no hearing comes before that.
    repaired: bool = False


@dataclass(frozen=True, slots=True)
class Filed:
    """What was written, fit to be kept, and until when it is to be answered."""

    values: Values = field(repr=False)
    due: date | None = None


def permit(paper: Paper, state: State, actors: Collection[Actor]) -> None:
    """Raises Refusal where this paper is not written here, or not by somebody like this."""
    if state not in paper.states:
        rule = f"Untuk laporan yang {STATES[state]} tidak ditulis lembar {paper.title.lower()}"
        raise Refusal(rule, paper.citation)
    if paper.writers.isdisjoint(actors):
        raise Refusal(f"Lembar {paper.title.lower()} ditulis petugas pengaduan", paper.citation)


def check(paper: Paper, given: Given, around: Around) -> Filed:
    """The paper as it may be kept. Raises Refusal with the rule and its article."""
    values = _values(paper.fields, given, around, paper.citation)
    for rule in RULES.get(paper.kind, ()):
        rule(values, around)
    return Filed(values, _due(paper, values, around))


def check_answer(paper: Paper, given: Given, around: Around) -> Values:
    """The answer as it may be kept. Raises Refusal with the rule and its article."""
    values = _values(paper.answer, given, around, paper.citation)
    if values.get("verdict") in _NEEDS_WHY and not values.get("why"):
        raise Refusal(
            "Tulis alasannya: yang ditolak atau dikembalikan perlu alasan", paper.citation
        )
    return values


_NEEDS_WHY: Final = frozenset({"refused", "partly", "returned", "not_done"})


def _values(fields: Sequence[Field], given: Given, around: Around, article: str) -> Values:
    read: dict[str, str | int | list[str]] = {
        one.name: _READ[one.shape](one, given.get(one.name, ""), around) for one in fields
    }
    for one in fields:
        value = read[one.name]
        if one.required and value in ("", []):
            raise Refusal(f"Isi dulu: {one.label[0].lower()}{one.label[1:]}", article)
    return {name: value for name, value in read.items() if value not in ("", [])}


def _due(paper: Paper, values: Values, around: Around) -> date | None:
    named = next((one for one in paper.fields if one.shape is Shape.DUE), None)
    if not paper.answer and named is None:
        return None
    label = named.label if named else "Batas waktu"
    limit = _limit(paper, around)
    if named is not None and named.name in values:
        due = date.fromisoformat(str(values[named.name]))
        if due < around.today:
            raise Refusal(f"{label}: tanggal ini sudah lewat", paper.citation)
        if limit is not None and due > limit[0]:
            raise Refusal(f"{label}: paling lambat {limit[0]:%d-%m-%Y}", limit[1])
        return due
    if paper.span is None:
        return None
    due = around.calendar.add(around.today, paper.span.amount, paper.span.days)
    return due if limit is None else max(around.today, min(due, limit[0]))


def _limit(paper: Paper, around: Around) -> tuple[date, str] | None:
    """The last day the law leaves, and the article that says so."""
    days = []
    if paper.most is not None:
        last = around.calendar.add(around.today, paper.most.amount, paper.most.days)
        days.append((last, paper.citation))
    clock = paper.within
    if clock is not None and clock in around.due:
        # Where that day has passed already, today is the least that can be given.
        days.append((max(around.due[clock], around.today), _CLOCKS[clock]))
    return min(days, default=None)


def _word(one: Field, value: str | Sequence[str], _around: Around) -> str:
    return (value if isinstance(value, str) else "".join(value)).strip()


def _choice(one: Field, value: str | Sequence[str], around: Around) -> str:
    chosen = _word(one, value, around)
    if chosen and chosen not in dict(one.choices):
        raise Refusal(f"{one.label}: pilih salah satu dari daftar", "perpres76-8")
    return chosen


def _ticks(one: Field, value: str | Sequence[str], _around: Around) -> list[str]:
    ticked = [value] if isinstance(value, str) else list(value)
    known = dict(one.choices)
    if any(each and each not in known for each in ticked):
        raise Refusal(f"{one.label}: pilih dari daftar", "perpres76-8")
    return [each for each in known if each in ticked]


def _day(one: Field, value: str | Sequence[str], around: Around) -> str:
    typed = _word(one, value, around)
    if not typed:
        return ""
    try:
        day = date.fromisoformat(typed)
    except ValueError:
        raise Refusal(
            f"{one.label}: tulis tanggalnya, misalnya 2026-01-05", "perpres76-8"
        ) from None
    if one.shape is Shape.PAST and day > around.today:
        raise Refusal(f"{one.label}: tanggal ini belum terjadi", "perpres76-8")
    return day.isoformat()


def _amount(one: Field, value: str | Sequence[str], around: Around) -> int | str:
    typed = _word(one, value, around).lower().removeprefix("rp").strip()
    digits = typed.replace(".", "").replace(" ", "")
    if not digits:
        return ""
    if not (digits.isascii() and digits.isdecimal() and len(digits) <= _LONGEST_SUM):
        raise Refusal(f"{one.label}: tulis dengan angka, misalnya 300.000", "perpres76-8")
    return int(digits)


def _unit(one: Field, value: str | Sequence[str], around: Around) -> str:
    chosen = _word(one, value, around)
    if chosen and chosen not in around.units:
        raise Refusal(f"{one.label}: pilih dari daftar unit", "perpres76-8")
    return chosen


def _service(one: Field, value: str | Sequence[str], around: Around) -> str:
    chosen = _word(one, value, around)
    if chosen and chosen not in around.services:
        raise Refusal(f"{one.label}: pilih dari daftar layanan kantor", "perpres76-8")
    return chosen


def _file(one: Field, value: str | Sequence[str], around: Around) -> str:
    chosen = _word(one, value, around)
    if chosen and chosen not in around.files:
        raise Refusal(f"{one.label}: pilih lampiran dari laporan ini", "perpres76-8")
    return chosen


_LONGEST_SUM: Final = 13
_Reader = Callable[[Field, str | Sequence[str], Around], str | int | list[str]]
_READ: Final[Mapping[Shape, _Reader]] = {
    Shape.LINE: _word,
    Shape.TEXT: _word,
    Shape.CHOICE: _choice,
    Shape.TICKS: _ticks,
    Shape.DAY: _day,
    Shape.PAST: _day,
    Shape.DUE: _day,
    Shape.RUPIAH: _amount,
    Shape.COUNT: _amount,
    Shape.UNIT: _unit,
    Shape.SERVICE: _service,
    Shape.FILE: _file,
}
_CLOCKS: Final[Mapping[Clock, str]] = {Clock.C: "uu25-50", Clock.D: "uu25-50-2"}


def _review(values: Values, _around: Around) -> None:
    """The two lists of the law stand behind two of the boxes."""
    if values.get("ground") == "prohibition_broken" and not values.get("prohibitions"):
        raise Refusal("Dugaan larangan dilanggar: tandai larangan yang mana", "uu25-17")
    if values.get("maladministration") == IMPROPER and not values.get("conduct"):
        raise Refusal("Dugaan perilaku tidak patut: tandai perilaku yang mana", "uu25-34")
    if values.get("selection") not in (None, "handle") and not values.get("why"):
        raise Refusal("Tulis alasan seleksi: laporan tidak ditangani di sini", "perpres76-8")
    others = values.get("selection") == "refer" or values.get("authority") == "other"
    if values.get("reported_kind") == "partner" and others:
        rule = "Rekanan yang melayani atas nama kantor adalah tanggung jawab kantor"
        raise Refusal(rule, "uu25-13")
    if values.get("complainant") == "group" and not values.get("spokesperson"):
        raise Refusal("Tulis juru bicaranya: kelompok melapor lewat satu orang", "uu25-42")
    if values.get("urgency") == "short" and not values.get("why_urgent"):
        raise Refusal("Tulis mengapa mendesak: jalur pendek dilihat atasan", "uu25-37")


def _substance(values: Values, _around: Around) -> None:
    if not values.get("components") and not values.get("within"):
        rule = "Tandai komponen yang dilanggar, atau bahwa standarnya dipenuhi"
        raise Refusal(rule, "permenpanrb15")
    if values.get("components") and values.get("within"):
        raise Refusal("Standarnya dipenuhi, atau ada yang dilanggar: pilih satu", "permenpanrb15")


def _decision(values: Values, around: Around) -> None:
    """By whom, after whom was heard, and what has to be told for each outcome."""
    if around.writer in around.reported:
        raise Refusal("Yang diadukan tidak memutus laporannya sendiri", "uu25-47")
    if PaperKind.RECOMMENDATION not in around.filed and not around.repaired:
        rule = "Sampaikan dulu saran penyelesaian kepada pejabat yang berwenang"
        raise Refusal(rule, "perpres76-11")
    if PaperKind.STATEMENT not in around.filed and not values.get("unheard"):
        rule = "Catat pernyataan pihak yang diadukan, atau tulis mengapa tidak ada"
        raise Refusal(rule, "perpres76-16")
    if values.get("outcome") in _TELLS_WHY and not values.get("reason"):
        raise Refusal("Tulis alasannya: hasil seperti ini dijelaskan kepada pelapor", "uu25-50")
    if values.get("compensation") and not values.get("pay_by"):
        raise Refusal("Ganti rugi disertai batas pembayarannya", "uu25-50")
    if values.get("compensation") and values.get("outcome") in _NOT_TRUE:
        raise Refusal("Ganti rugi hanya bila laporan benar", "uu25-50")


def _priority(values: Values, _around: Around) -> None:
    if not values.get("why"):
        raise Refusal("Tulis alasan mengubah urutan: atasan melihatnya", "uu25-37")


def _addressed(values: Values, around: Around) -> None:
    """To one of our units, or to a post by its name."""
    chosen = str(values.get("unit", ""))
    if chosen and not values.get("to"):
        values["to"] = around.units[chosen]
    if not values.get("to"):
        raise Refusal("Isi dulu: kepada siapa, unit atau jabatannya", "perpres76-8")


def _asked(values: Values, around: Around) -> None:
    if values.get("whom") != "citizen":
        _addressed(values, around)
    elif values.get("unit") or values.get("to"):
        raise Refusal("Kepada pelapor, atau kepada unit: pilih satu", "perpres76-8")


def _outside(values: Values, around: Around) -> None:
    received = date.fromisoformat(str(values["dated"])) if values.get("dated") else None
    due = values.get("due")
    if received and due and date.fromisoformat(str(due)) < received:
        raise Refusal("Tenggat surat tidak mungkin sebelum tanggal suratnya", "uu25-36")


def _evidence(values: Values, _around: Around) -> None:
    if not values.get("file") and not values.get("what"):
        raise Refusal("Sebut buktinya: pilih lampiran, atau tulis bukti yang mana", "perpres76-8")


_TELLS_WHY: Final = frozenset({"unproven", "unexaminable", "not_service"})
_NOT_TRUE: Final = frozenset({"unproven", "unexaminable", "not_service"})
_Rule = Callable[[Values, Around], None]
RULES: Final[Mapping[PaperKind, tuple[_Rule, ...]]] = {
    PaperKind.REVIEW: (_review,),
    PaperKind.SUBSTANCE: (_substance,),
    PaperKind.EVIDENCE: (_evidence,),
    PaperKind.PRIORITY: (_priority,),
    PaperKind.DECISION: (_decision,),
    PaperKind.OUTSIDE: (_outside,),
    PaperKind.CLARIFICATION: (_asked,),
    PaperKind.RECOMMENDATION: (_addressed,),
    PaperKind.FOLLOW_UP: (_addressed,),
    PaperKind.HAND_OVER: (_addressed,),
}
