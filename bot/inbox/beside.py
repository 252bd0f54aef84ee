"""Beside: the published standard of a service, next to the form that compares a case with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from bot.casework import standards
from bot.casework.catalogue import COMPONENTS
from bot.casework.papers import PaperKind
from bot.inbox.prefill import Known


@dataclass(frozen=True, slots=True)
class Beside:
    """service: whose standard is shown, "" where it has none. notes: what is published of each
    component. others: the services whose standard may be shown instead."""

    service: str
    notes: Mapping[str, str] = field(repr=False)
    others: Sequence[str]


def load(kind: PaperKind, known: Known, service: str) -> Beside | None:
    """The standard for this form; none where nothing is compared."""
    if kind is not PaperKind.SUBSTANCE:
        return None
    published = known.house.settings.standards
    found = standards.find(published, service)
    shown = found.service if found else ""
    texts = found.texts if found else {}
    notes = {name: texts.get(name, standards.UNPUBLISHED) for name, _ in COMPONENTS}
    return Beside(shown, notes if found else {}, [one for one in sorted(published) if one != shown])
