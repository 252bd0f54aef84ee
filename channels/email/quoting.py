"""Where an older mail begins inside a text: the line that says who wrote, or the head it had."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from channels.email.html import OLDER
from channels.email.phrases import FORWARDS, LABELS, OPENERS, ORIGINALS, VERBS

_LONGEST, _SEARCHED = 600, 3000
_SPAN = 6


def _any(words: Iterable[str]) -> str:
    return "|".join(sorted((re.escape(word) for word in words), key=len, reverse=True))


_FIELD_OF = {label: field for field, labels in LABELS.items() for label in labels}
#: Scripts that write without spaces need none before the verb.
_BEFORE_VERB = r"(?:^|(?<=[\s>\])\"'])|(?=[^\x00-\u2fff]))"
_VERB = re.compile(rf"{_BEFORE_VERB}(?:{_any(VERBS)})(?!\w)", re.IGNORECASE)
_VERB_LAST = re.compile(rf"{_BEFORE_VERB}(?:{_any(VERBS)})\s*$", re.IGNORECASE)
_VERB_SAYS = re.compile(rf"[>)\]]\s*(?:{_any(VERBS)})\s*:", re.IGNORECASE)
_CLOSING = re.compile(rf"\s*> (?:{_any(VERBS)})\s*:?\s*$", re.IGNORECASE)
_OPENER = re.compile(rf"[\s*_-]{{0,30}}(?:{_any(OPENERS)})\s(?=[^\n]{{0,40}}\d)")
_WITHIN = re.compile(r"(?<=[\s-])(?:On|Pada)\s(?=[^\n]{0,40}\d)")
_DATED = re.compile(r"\s*\d{4}[-/.]\d{1,2}[-/.]\d{1,2}\b")
_DATE = re.compile(r"\d{1,2}[:.]\d{2}|\b\d{4}\b|\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}")
_CLOCK = re.compile(r"\d{1,2}[:.]\d{2}")
_FULL_DATE = re.compile(r"\w{3}, \d{1,2} \w{3} \d{4} \d\d:\d\d:\d\d")
_ADDRESS = re.compile(r"[<(\[][^<>()\[\]]{0,200}@[^\s<>()\[\]]")
_DASHES = ("--", "__")
_LABEL = re.compile(rf"[\s*_]{{0,30}}({_any(_FIELD_OF)})\s?:[*_]*\s*(.*)$", re.IGNORECASE)
_RULE = re.compile(r"\s*[-_=*]{5,}\s*$")


@dataclass(frozen=True, slots=True)
class Border:
    """Lines `first` to `after` belong to neither; `shared` are words before it in its own line."""

    first: int
    after: int
    kind: Literal["older", "forward"] = "older"
    shared: str = ""


def is_quoted(line: str) -> bool:
    return line.lstrip(f" {OLDER}").startswith(">") and not _closes(line)


def is_blank(line: str) -> bool:
    return not line.strip(f" \t\xa0{OLDER}")


def border(lines: Sequence[str]) -> Border | None:
    """The first place where an older mail begins; None where none does."""
    for at, line in enumerate(lines[:_SEARCHED]):
        if not line.strip() or len(line) > _LONGEST or is_quoted(line):
            continue
        for look in _LOOKS:
            found = look(lines, at)
            if found:
                return found
    return None


def _marked(lines: Sequence[str], at: int) -> Border | None:
    return Border(at, at + 1) if OLDER in lines[at] else None


def _original(lines: Sequence[str], at: int) -> Border | None:
    said = _between_dashes(lines[at])
    if said.lower() in ORIGINALS:
        return Border(at, at + 1)
    wrote = _VERB_LAST.search(said[-60:]) is not None
    told = wrote and (_ADDRESS.search(said) or _DATE.search(said) or _quotes(lines, at + 1))
    return Border(at, at + 1) if told else None


def _forward(lines: Sequence[str], at: int) -> Border | None:
    line = lines[at].strip(" *\t")
    found = line.endswith(":") and line[:-1].rstrip().lower() in FORWARDS
    found = found or _between_dashes(line).lower().startswith(FORWARDS)
    return Border(at, at + 1, "forward") if found else None


def _between_dashes(line: str) -> str:
    line = line.strip(" *\t")
    ruled = line[:2] in _DASHES and line[-2:] in _DASHES
    return line.strip("-_ *") if ruled else ""


def _head(lines: Sequence[str], at: int) -> Border | None:
    """The head of a mail: who, when and to whom, with a time of day as programs write it."""
    if not _LABEL.match(lines[at]):
        return None
    found: dict[str, str] = {}
    after = at
    for number in range(at, min(at + 14, len(lines))):
        label = _LABEL.match(lines[number])
        if label:
            found.setdefault(_FIELD_OF[label[1].lower()], label[2])
            after = number + 1
        elif not lines[number].strip() or number > after + 1:
            break
        else:
            found["more"] = f"{found.get('more', '')} {lines[number]}"
    if not _is_head(found):
        return None
    above = at - 1
    while above >= 0 and not lines[above].strip():
        above -= 1
    return Border(above if above >= 0 and _RULE.match(lines[above]) else at, after)


def _is_head(found: dict[str, str]) -> bool:
    when = f"{found.get('sent', '')} {found.get('date', '')}"
    people = " ".join(found.get(field, "") for field in ("from", "to", "more"))
    if not _CLOCK.search(when) or not found.keys() & {"from", "to"}:
        return False
    if {"from", "sent", "to", "subject"} <= found.keys():
        return True
    named = "@" in people and "from" in found and bool(found.keys() & {"to", "subject"})
    return named or ("@" in people and _FULL_DATE.search(when) is not None)


def _shared(lines: Sequence[str], at: int) -> Border | None:
    """The reply and the line of who wrote stand in one line."""
    line = lines[at].rstrip()
    if not line.endswith(":") or _OPENER.match(line) or not _quotes(lines, at + 1):
        return None
    within = list(_WITHIN.finditer(line))
    if not within or not _VERB_LAST.search(line[-60:-1]):
        return None
    return Border(at, at + 1, shared=line[: within[-1].start()].rstrip(" -"))


def _attribution(lines: Sequence[str], at: int) -> Border | None:
    """On ..., ... wrote: over a few lines. Certain with an address in brackets or a quote below."""
    line = lines[at]
    opens = _OPENER.match(line) or _DATED.match(line)
    span = _SPAN if opens else 2 if _CLOCK.search(line) else 1
    for after in range(at + 1, min(at + span, len(lines)) + 1):
        last = lines[after - 1]
        if after > at + 1 and (_OPENER.match(last) or is_quoted(last)):
            return None
        if _ends(last) and _is_attribution(
            " ".join(lines[at:after]), bool(opens), _quotes(lines, after)
        ):
            return Border(at, after)
    return None


def _is_attribution(said: str, opens: bool, quotes: bool) -> bool:
    verb, address = _VERB.search(said), _ADDRESS.search(said)
    if not _DATE.search(said) and not address:
        return False
    if quotes:
        return verb is not None or (
            address is not None and (opens or said.rstrip().endswith((":", "：")))
        )
    if _DATED.match(said):
        return address is not None and said.rstrip().endswith((":", "："))
    return opens and verb is not None and address is not None


_LOOKS = (_marked, _original, _forward, _head, _shared, _attribution)


def _ends(line: str) -> bool:
    if line.rstrip().endswith((":", "：", ">", "-")):
        return True
    return any(pattern.search(line) for pattern in (_VERB_LAST, _VERB_SAYS))


def _closes(line: str) -> bool:
    """The end of an address that was broken off before it: "> wrote:"."""
    return _CLOSING.match(line) is not None


def _quotes(lines: Sequence[str], at: int) -> bool:
    """Whether what comes next is quoted."""
    following = (line for line in lines[at : at + 8] if not is_blank(line))
    return next(map(is_quoted, following), False)
