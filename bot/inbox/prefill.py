"""Prefill: what is known stands in a form before an officer types; nothing is typed twice."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from bot.casework import standards
from bot.casework.catalogue import MALADMINISTRATION
from bot.casework.papers import PaperKind, Values
from bot.casework.standards import Standard
from bot.casework.words import Protection, Slot
from bot.dialogue.desk import Case, Fact
from bot.house import House
from bot.inbox.forms import Drafts
from bot.inbox.people import Person
from bot.pages import marks

_SUSPECTED: Final = frozenset(dict(MALADMINISTRATION))
#: Which of the ten causes a suspicion points to, until an officer says otherwise.
_CAUSES: Final[Mapping[str, str]] = {
    "penundaan_berlarut": "complicated",
    "tidak_memberikan_pelayanan": "unreachable",
    "tidak_kompeten": "product",
    "penyimpangan_prosedur": "application",
    "konflik_kepentingan": "governance",
    "tidak_patut": "attitude",
    "diskriminasi": "attitude",
    "permintaan_imbalan": "governance",
    "berpihak": "governance",
    "penyalahgunaan_wewenang": "governance",
    "perbuatan_melawan_hukum": "governance",
    "pengabaian_kewajiban_hukum": "policy",
}
#: Which element of the survey it touches, likewise.
_ELEMENTS: Final[Mapping[str, str]] = {
    "penundaan_berlarut": "duration",
    "tidak_memberikan_pelayanan": "product",
    "tidak_kompeten": "competence",
    "penyimpangan_prosedur": "procedure",
    "tidak_patut": "conduct",
    "diskriminasi": "conduct",
    "permintaan_imbalan": "fee",
}
_STORY: Final = 400


@dataclass(frozen=True, slots=True)
class Known:
    """What forms are filled from. papers: the newest of each kind, opened."""

    house: House
    row: Any
    person: Person
    papers: Mapping[PaperKind, Values] = field(repr=False)
    repaired: bool = False
    #: The service whose standard somebody asked to see.
    chosen: str = ""
    #: What the office said of the file has not reached the citizen yet.
    untold: bool = False

    @property
    def case(self) -> Case | None:
        return self.person.case

    def slot(self, slot: Slot) -> str:
        """What was told, without what its protection closes."""
        return self.person.slots().get(slot, "")

    def fact(self, fact: Fact) -> str:
        """What was read beside it, likewise."""
        told = self.case.facts.get(fact, "") if self.case else ""
        return self.person.veil.over(told)

    @property
    def suspicion(self) -> str:
        """The form of maladministration: the review's, else what the reading suggests."""
        review = self.papers.get(PaperKind.REVIEW, {})
        read = self.fact(Fact.MALADMINISTRATION).partition(":")[0].strip()
        return str(review.get("maladministration", "")) or (read if read in _SUSPECTED else "")

    @property
    def service(self) -> str:
        """What was asked for, what the review says, what the citizen told."""
        review = self.papers.get(PaperKind.REVIEW, {})
        return self.chosen or str(review.get("category", "")) or self.slot(Slot.SERVICE)

    @property
    def today(self) -> date:
        return self.house.calendar.local_date(self.house.now())


def drafts(kind: PaperKind, known: Known) -> Drafts:
    """The first version of a form; in a field, too, nothing that a stranger wrote hides."""
    fill = _FILLS.get(kind)
    told = fill(known) if fill else {}
    return {
        name: marks.visible(words) if isinstance(words, str) else words
        for name, words in told.items()
        if words
    }


def stated(known: Known) -> Drafts:
    """What the published standard says, as the form of the comparison holds it."""
    standard = _standard(known)
    return {
        "service": standard.service,
        "days_stated": str(standard.days or ""),
        "fee_stated": "" if standard.fee is None else str(standard.fee),
    }


def _standard(known: Known) -> Standard:
    found = standards.find(known.house.settings.standards, known.service)
    return found or Standard(known.service)


def _review(known: Known) -> Drafts:
    service = known.slot(Slot.SERVICE)
    return {
        "problem": known.slot(Slot.DESCRIPTION)[:_STORY],
        "ground": "below_standard" if known.suspicion else "",
        "maladministration": known.suspicion,
        "element": _ELEMENTS.get(known.suspicion, ""),
        "category": service if service in known.house.settings.office.services else "",
        "urgency": "short" if known.row.urgent else "",
        "why_urgent": known.row.urgent,
        "reported_kind": "described" if known.fact(Fact.REPORTED) else "",
        "proxy": "family" if known.fact(Fact.BEHALF) else "",
        "loss": known.fact(Fact.RUPIAH),
        "loss_other": known.fact(Fact.LOSS_TOLD),
    }


def _substance(known: Known) -> Drafts:
    """The published standard beside what was told, and what of it seems to be broken."""
    standard = _standard(known)
    waited, asked, days = _waited(known), known.fact(Fact.RUPIAH), standard.days
    late = days is not None and waited is not None and waited > days
    dear = bool(known.fact(Fact.ABOVE_TARIFF)) or _is_above(asked, standard.fee)
    return {
        **stated(known),
        "days_actual": "" if waited is None else str(waited),
        "fee_actual": asked,
        "components": [*(["duration"] if late else []), *(["fee"] if dear else [])],
    }


def _is_above(asked: str, fee: int | None) -> bool:
    return fee is not None and asked.isdecimal() and int(asked) > fee


def _waited(known: Known) -> int | None:
    """Working days since it began, as far as the citizen told a day."""
    try:
        began = date.fromisoformat(known.fact(Fact.WHEN)[:10])
    except ValueError:
        return None
    return max(0, known.house.calendar.working_days_between(began, known.today))


def _recommendation(known: Known) -> Drafts:
    return {"text": known.slot(Slot.REQUEST)}


def _decision(known: Known) -> Drafts:
    """Of a light case that was mended everything stands here but the sentence itself."""
    review = known.papers.get(PaperKind.REVIEW, {})
    nobody = review.get("reported_kind", "none") == "none" and not known.fact(Fact.REPORTED)
    heard = PaperKind.STATEMENT in known.papers
    return {
        "outcome": "repaired" if known.repaired else "",
        "cause": _CAUSES.get(known.suspicion, "product" if known.repaired else ""),
        "unheard": _NOBODY if nobody and not heard else "",
        "apology": "by_outcome",
    }


_NOBODY: Final = "Yang diadukan layanannya, bukan orang."


def _attempt(known: Known) -> Drafts:
    return {"dated": known.today.isoformat()}


def _protection(known: Known) -> Drafts:
    chosen = known.row.protection in (Protection.RAHASIA, Protection.ANONIM)
    return {"wish": "asked" if chosen else ""}


_FILLS: Final[Mapping[PaperKind, Callable[[Known], Drafts]]] = {
    PaperKind.REVIEW: _review,
    PaperKind.SUBSTANCE: _substance,
    PaperKind.RECOMMENDATION: _recommendation,
    PaperKind.DECISION: _decision,
    PaperKind.ATTEMPT: _attempt,
    PaperKind.PROTECTION: _protection,
}
