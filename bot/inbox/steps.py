"""Steps: what an officer may do with a case next, in words, and what has to be written for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from bot.casework import completeness, lifecycle
from bot.casework.citations import cite
from bot.casework.lifecycle import Move
from bot.casework.words import Actor, Event, Kind, Slot, State
from bot.inbox.people import Person
from bot.inbox.words import KINDS, MISSING


@dataclass(frozen=True, slots=True)
class Field:
    """One thing to write. `sent`: the citizen reads it. `choices`: (value, words) to pick from."""

    name: str
    label: str
    hint: str = ""
    lines: int = 1
    sent: bool = False
    draft: str = field(default="", repr=False)
    choices: Sequence[tuple[str, str]] = ()


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
    Event.TAKE: Form("Mulai menelaah", "Pelapor diberi tahu siapa yang menelaah laporannya."),
    Event.RECOMMEND: Form(
        "Sampaikan saran penyelesaian",
        "Saran disimpan di berkas; pelapor hanya diberi tahu bahwa saran sudah disampaikan.",
        (
            Field("to", "Disampaikan kepada", "Nama jabatan atau unit."),
            Field("text", "Saran penyelesaian", "Hanya dibaca petugas.", 4),
        ),
    ),
    Event.DECIDE: Form(
        "Putuskan",
        "Hasil dikirim kepada pelapor bersama cara mengajukan keberatan.",
        (
            Field(
                "text",
                "Hasil untuk pelapor",
                "Apa yang kami temukan, apa yang sudah dilakukan, dan bagaimana seterusnya.",
                6,
                sent=True,
            ),
        ),
    ),
    Event.DELIVER: Form(
        "Catat hasil sudah sampai",
        "Pakai ini bila hasil disampaikan dengan cara lain: telepon, surat, atau datang.",
        (Field("text", "Bukti penyampaian", "Siapa, kapan, dan dengan cara apa.", 3),),
    ),
    Event.OBJECT: Form(
        "Catat keberatan",
        "Pakai ini bila pelapor menyampaikan keberatan lewat telepon atau di loket.",
        (Field("text", "Isi keberatan", "Dengan kata-kata pelapor.", 3),),
    ),
    Event.REVIEW_AGAIN: Form(
        "Mulai telaah ulang", "Pelapor diberi tahu, dan tenggat keputusan berjalan lagi."
    ),
    Event.REFER: Form(
        "Salurkan ke instansi lain",
        "Untuk laporan yang menjadi wewenang instansi lain. Tenggat di kantor ini berhenti.",
        (Field("to", "Instansi yang berwenang", sent=True), _REASON),
    ),
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


def offered(row: Any, person: Person, actors: Sequence[Actor]) -> list[Step]:
    """The steps that the law offers somebody in these capacities, from where the case stands."""
    if person.case is None:
        return []
    found: dict[Event, Move] = {}
    for actor in actors:
        for move in lifecycle.offers(State(row.state), actor):
            found.setdefault(move.event, move)
    if not lacking(person):
        found.pop(Event.DECLARE_INCOMPLETE, None)
    return [_step(found[event], person) for event in FORMS if event in found]


def lacking(person: Person) -> tuple[Slot, ...]:
    """What the law wants in the file and nobody has told; only this may be asked by notice."""
    if person.case is None:
        return ()
    return completeness.missing_by_law(person.case.kind, person.case.slots)


def _step(move: Move, person: Person) -> Step:
    form = FORMS[move.event]
    return Step(
        str(move.event),
        form,
        tuple(_drafted(one, move.event, person) for one in form.fields),
        cite(move.citation),
        bool(move.message),
    )


def _drafted(one: Field, event: Event, person: Person) -> Field:
    if event is not Event.DECLARE_INCOMPLETE:
        return one
    draft = "\n".join(f"- {MISSING[slot]}" for slot in lacking(person))
    return replace(one, draft=draft)
