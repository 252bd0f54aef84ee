"""Rules: what a whole paper has to fulfil beyond its single fields, by its kind."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Final

from bot.casework import standards
from bot.casework.catalogue import IMPROPER
from bot.casework.lifecycle import Refusal
from bot.casework.paper_values import Around
from bot.casework.papers import PaperKind, Values


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


def _substance(values: Values, around: Around) -> None:
    """What was broken, and how it was published on that day, whatever is published later."""
    if not values.get("components") and not values.get("within"):
        rule = "Tandai komponen yang dilanggar, atau bahwa standarnya dipenuhi"
        raise Refusal(rule, "permenpanrb15")
    if values.get("components") and values.get("within"):
        raise Refusal("Standarnya dipenuhi, atau ada yang dilanggar: pilih satu", "permenpanrb15")
    standard = standards.find(around.standards, str(values["service"]))
    ticked = values.get("components")
    if standard is not None and isinstance(ticked, list):
        values["published"] = standards.told(standard, ticked)


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
