"""The template that knocks, as Meta has it: is it approved, and does it take what we send?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from channels.base import Health, SendError
from channels.whatsapp.config import Config
from channels.whatsapp.fields import Obj, inner, objects, string
from channels.whatsapp.graph import Graph

_FIELDS: Final = "name,status,language,category,components,rejected_reason,parameter_format"
_PAGES: Final = 10
_BUTTONS: Final = 1
_VARIABLE: Final = re.compile(r"\{\{\s*([^{}\s]+)\s*\}\}")
_GUIDE: Final = "docs/whatsapp.md langkah 6"
_APPROVED: Final = "APPROVED"
#: A status that is not approved -> whether nothing leaves meanwhile, and what to do.
_STATES: Final[dict[str, tuple[bool, str]]] = {
    "PENDING": (False, "masih ditinjau Meta; tunggu persetujuannya"),
    "IN_APPEAL": (False, "sedang dalam keberatan; tunggu jawaban Meta"),
    "REJECTED": (True, "ditolak Meta ({reason}); perbaiki isinya lalu ajukan lagi"),
    "PAUSED": (True, "dijeda Meta karena mutunya; kurangi ketukan, lalu tunggu dibuka lagi"),
    "DISABLED": (True, "dimatikan Meta; buat template baru dengan nama lain"),
    "PENDING_DELETION": (True, "sedang dihapus; buat template baru dengan nama lain"),
    "DELETED": (True, "sudah dihapus; buat template baru dengan nama lain"),
    "LIMIT_EXCEEDED": (True, "melebihi jatah template akun ini; hapus yang tidak dipakai"),
}


async def look(graph: Graph, config: Config) -> tuple[Health, ...]:
    """What `sahut check` shows of the template, each mistake with its remedy."""
    name = config.template_notice
    if not name:
        return (_light(f"Tanpa template, kabar di luar 24 jam menunggu pelapor. Lihat {_GUIDE}."),)
    if not config.waba_id:
        return (_light(f"Template {name} belum dapat diperiksa: isi waba_id."),)
    try:
        found = [one for one in await _all(graph, config) if string(one, "name") == name]
    except SendError as error:
        right = "token perlu izin whatsapp_business_management"
        return (_grave(f"Template {name} tidak dapat diperiksa: {error.reason}; {right}."),)
    return tuple(_judged(config, found))


async def _all(graph: Graph, config: Config) -> list[Obj]:
    """Every template whose name holds ours; Meta gives them page by page."""
    found: list[Obj] = []
    query = {"fields": _FIELDS, "name": config.template_notice, "limit": "100"}
    for _ in range(_PAGES):
        page = await graph.get(config.waba_id, "message_templates", **query)
        found += objects(page, "data")
        paging = inner(page, "paging")
        after = string(inner(paging, "cursors"), "after")
        if not (after and string(paging, "next")):
            break
        query["after"] = after
    return found


def _judged(config: Config, found: list[Obj]) -> Iterator[Health]:
    name, language = config.template_notice, config.template_language
    ours = next((one for one in found if string(one, "language") == language), None)
    if ours is None:
        yield _missing(config, [string(one, "language") for one in found])
        return
    called = f"Template {name} ({language})"
    mistakes = [f"{called} {words}." for words in _mistakes(config, ours)]
    state = string(ours, "status")
    if state != _APPROVED:
        yield _standing(called, state, string(ours, "rejected_reason"))
    for mistake in mistakes:
        yield _grave(mistake)
    if string(ours, "category") == "MARKETING":
        yield _light(
            f"{called} ditaruh di kategori Marketing: ajukan keberatan, harganya berlipat."
        )
    if state == _APPROVED and not mistakes:
        yield Health(True, f"{called} disetujui: {len(config.template_params)} isian, satu tombol.")


def _missing(config: Config, languages: list[str]) -> Health:
    name = config.template_notice
    if languages:
        there = ", ".join(languages)
        return _grave(
            f"Template {name} hanya ada dalam bahasa {there}: sesuaikan template_language."
        )
    return _grave(f"Template {name} tidak ada di akun ini: buat menurut {_GUIDE}.")


def _standing(called: str, state: str, reason: str) -> Health:
    grave, words = _STATES.get(state, (True, f"berstatus {state}; lihat WhatsApp Manager"))
    why = reason if reason not in ("", "NONE") else "tanpa alasan"
    return Health(False, f"{called} {words.format(reason=why)}.", grave=grave)


def _mistakes(config: Config, template: Obj) -> Iterator[str]:
    """Where what we send would be refused with 132000 or 132012."""
    parts = {string(part, "type"): part for part in objects(template, "components")}
    wanted = len(config.template_params)
    names = _variables(parts.get("BODY", {}))
    if string(template, "parameter_format") == "NAMED":
        yield "memakai variabel bernama; ajukan lagi dengan {{1}}, {{2}}"
    elif len(names) != wanted:
        yield f"punya {len(names)} isian, sedangkan template_params menyebut {wanted}"
    header = parts.get("HEADER", {})
    if _variables(header) or string(header, "format") not in ("", "TEXT"):
        yield "punya isian di header; ajukan lagi tanpa isian di sana"
    taps = objects(parts.get("BUTTONS", {}), "buttons")
    if [string(one, "type") for one in taps] != ["QUICK_REPLY"] * _BUTTONS:
        yield "harus punya tepat satu tombol Quick reply, misalnya Baca kabar"


def _variables(part: Obj) -> set[str]:
    return set(_VARIABLE.findall(string(part, "text")))


def _grave(detail: str) -> Health:
    return Health(False, detail)


def _light(detail: str) -> Health:
    return Health(False, detail, grave=False)
