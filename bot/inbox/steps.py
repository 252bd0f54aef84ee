"""Steps: what an officer may do with a case next, in words, and what has to be written for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from bot.casework import completeness, lifecycle
from bot.casework.citations import cite
from bot.casework.lifecycle import Deed, Move
from bot.casework.paper_table import BY_EVENT
from bot.casework.words import Actor, Event, Kind, Slot, State
from bot.inbox import forms, prefill
from bot.inbox.forms import Field
from bot.inbox.people import Person
from bot.inbox.sheets import Sheets
from bot.inbox.words import KINDS, MISSING


@dataclass(frozen=True, slots=True)
class Form:
    """How a step looks: its verb on the button, what it does, what has to be written."""

    verb: str
    about: str
    fields: tuple[Field, ...] = ()
    quiet: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """A step of one case, ready to be shown."""

    event: str
    form: Form
    fields: tuple[Field, ...] = field(repr=False)
    law: str
    tells: bool


def _on_paper(event: Event) -> Form:
    """A step that is written on a paper of its own: its fields stand in the table of papers."""
    paper = BY_EVENT[event]
    return Form(paper.verb, paper.about, forms.fields(paper.fields, {}, {}))


_REASON: Final = Field("text", "Alasan", "Ditulis dengan bahasa sehari-hari.", 3, sent=True)
FORMS: Final[Mapping[Event, Form]] = {
    Event.DECLARE_COMPLETE: Form(
        "Nyatakan lengkap", "Pelapor diberi tahu, dan tenggat keputusan mulai berjalan."
    ),
    Event.DECLARE_INCOMPLETE: Form(
        "Nyatakan belum lengkap",
        "Pelapor diberi tahu apa yang kurang, dan diberi waktu melengkapi.",
        (Field("text", "Yang masih diperlukan", "Satu hal tiap baris.", 4, sent=True),),
    ),
    Event.NOTIFY: Form(
        "Catat pelapor sudah diberi tahu",
        "Pakai ini bila kabar tentang lengkap atau belumnya laporan tidak sampai lewat aplikasi "
        "ini, dan pelapor sudah diberi tahu dengan cara lain.",
        (Field("text", "Cara memberi tahu", "Siapa, kapan, dan dengan cara apa.", 3),),
        quiet=True,
    ),
    Event.TAKE: Form("Mulai menelaah", "Pelapor diberi tahu siapa yang menelaah laporannya."),
    Event.RECOMMEND: _on_paper(Event.RECOMMEND),
    Event.DECIDE: _on_paper(Event.DECIDE),
    Event.DELIVER: Form(
        "Catat hasil sudah sampai",
        "Pakai ini bila hasil disampaikan dengan cara lain: telepon, surat, atau datang.",
        (Field("text", "Bukti penyampaian", "Siapa, kapan, dan dengan cara apa.", 3),),
    ),
    Event.OBJECT: _on_paper(Event.OBJECT),
    Event.REVIEW_AGAIN: Form(
        "Mulai telaah ulang", "Pelapor diberi tahu, dan tenggat keputusan berjalan lagi."
    ),
    Event.REFER: _on_paper(Event.REFER),
    Event.RECLASSIFY: Form(
        "Catat sebagai bukan pengaduan",
        "Nomornya tetap sama. Pelapor diberi tahu dan dapat membantah.",
        (
            Field(
                "kind",
                "Jenis yang benar",
                choices=[(str(kind), KINDS[kind]) for kind in Kind if kind is not Kind.COMPLAINT],
            ),
            _REASON,
        ),
    ),
    Event.JOIN: Form(
        "Gabungkan dengan laporan lain",
        "Untuk laporan tentang hal yang sama. Kabar tetap sampai kepada pelapor.",
        (Field("other", "Nomor laporan induk", "Misalnya K7F3-9QX."),),
        quiet=True,
    ),
    Event.FAST_REPAIR: Form(
        "Langsung perbaiki",
        "Untuk hal ringan: unit memperbaikinya, dan pelapor mengatakan sudah beres atau belum.",
        (Field("to", "Unit yang memperbaiki", sent=True),),
    ),
    Event.REPAIRED: Form(
        "Kabarkan sudah diperbaiki",
        "Pelapor ditanya apakah sudah beres. Satu ketukannya menutup atau membuka lagi.",
        (Field("text", "Yang sudah dikerjakan", "Satu atau dua kalimat.", 3, sent=True),),
    ),
    Event.TO_COMPLAINT: Form(
        "Jadikan pengaduan",
        "Nomor dan isinya tetap. Tenggat pengaduan mulai berjalan, dan warga diberi tahu.",
    ),
    Event.TO_PPID: Form(
        "Teruskan ke PPID",
        "Untuk permintaan informasi publik: sepuluh hari kerja sejak diterima.",
        quiet=True,
    ),
    Event.EXTEND: Form(
        "Perpanjang jawaban",
        "Satu kali, tujuh hari kerja, dengan alasan yang dibaca pemohon.",
        (_REASON,),
        quiet=True,
    ),
    Event.REFUSE_REPAIR: Form(
        "Catat belum beres",
        "Pakai ini bila pelapor mengatakannya lewat telepon atau di loket.",
        (Field("text", "Kata pelapor", "Dengan kata-kata pelapor.", 3),),
        quiet=True,
    ),
    Event.ANSWER: Form(
        "Jawab dan selesaikan",
        "Jawaban dikirim kepada warga, dan catatannya selesai.",
        (Field("text", "Jawaban untuk warga", "Dengan bahasa sehari-hari.", 5, sent=True),),
    ),
    Event.CLOSE: Form("Tutup laporan", "Hanya sesudah dijawab. Pelapor diberi tahu.", quiet=True),
    Event.DEEM_WITHDRAWN: Form(
        "Anggap dicabut",
        "Hanya sesudah batas waktu pelapor lewat dan pelapor sudah dihubungi dengan cara lain.",
        (
            Field("tried", "Usaha menghubungi", "Siapa, kapan, cara apa, dan hasilnya.", 3),
            _REASON,
        ),
        quiet=True,
    ),
    Event.RESUME: Form("Lanjutkan laporan ini", "Laporan dibuka lagi dengan semua isinya."),
}


def offered(row: Any, person: Person, actors: Sequence[Actor], papers: Sheets) -> list[Step]:
    """The steps that the law offers somebody in these capacities, from where the case stands."""
    if person.case is None:
        return []
    found: dict[Event, Move | Deed] = {}
    for actor in actors:
        where = (State(row.state), actor, Kind(row.kind))
        for move in lifecycle.offers(*where):
            found.setdefault(move.event, move)
        for deed in lifecycle.asides(*where):
            found.setdefault(deed.event, deed)
    if not lacking(person):
        found.pop(Event.DECLARE_INCOMPLETE, None)
    if not papers.known.repaired:
        for event in (Event.REPAIRED, Event.REFUSE_REPAIR):
            found.pop(event, None)
    if not papers.known.untold:
        found.pop(Event.NOTIFY, None)
    return [_step(found[event], person, papers) for event in FORMS if event in found]


def lacking(person: Person) -> tuple[Slot, ...]:
    """What the law wants in the file and nobody has told; only this may be asked by notice."""
    if person.case is None:
        return ()
    return completeness.missing_by_law(person.case.kind, person.case.slots)


def _step(move: Move | Deed, person: Person, papers: Sheets) -> Step:
    form = FORMS[move.event]
    return Step(
        str(move.event),
        form,
        _fields(form, move.event, person, papers),
        cite(move.citation),
        bool(move.message),
    )


def _fields(form: Form, event: Event, person: Person, papers: Sheets) -> tuple[Field, ...]:
    paper = BY_EVENT.get(event)
    if paper is None:
        return tuple(_drafted(one, event, person) for one in form.fields)
    return forms.fields(paper.fields, prefill.drafts(paper.kind, papers.known), papers.lists)


def _drafted(one: Field, event: Event, person: Person) -> Field:
    if event is not Event.DECLARE_INCOMPLETE:
        return one
    draft = "\n".join(f"- {MISSING[slot]}" for slot in lacking(person))
    return replace(one, draft=draft)
