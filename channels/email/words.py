"""Only the new words of a mail: what the writer did not quote, sign with or hand on."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby

from channels.email import html as markup
from channels.email import quoting, signatures
from channels.email.html import OLDER, SIGNATURE
from channels.email.quoting import Border

_WORD = re.compile(r"\w")
#: Fewer words than these over a mail that is handed on say only "see below".
_SAYS_SOMETHING = 25
#: "My answers are in red below": nobody can tell whose words are whose, so nothing is taken away.
_POINTS_BELOW = re.compile(
    r"(?:jawab|balas|tanggap|komentar|catatan)\w*[^.\n]{0,40}"
    r"(?:di ?bawah|di dalam|warna|merah|biru)"
    r"|(?:see|answer|repl|comment|respon|note)\w*[^.\n]{0,40}(?:below|in-?line|in (?:red|blue))"
    r"|\bin-?line\b",
    re.IGNORECASE,
)
_SHORT = 400
#: Nobody writes more lines than this; a machine does, and its file is read by nobody here.
_MOST_LINES = 20_000
#: A quoted link that was broken into the next line, which then lacks the sign.
_BROKEN_LINK = re.compile(r"\s*(?:\(?<?https?://\S+|\S*[=&%]\S*)[)>\s]*")


def new_words(text: str, html: str = "") -> str:
    """The new words; the whole text rather than none, or than a guess at whose words they are."""
    whole = _clean(text)
    told = _told(whole) if whole.strip() else None
    if told is None and html and (not whole.strip() or markup.quotes(html)):
        drawn = markup.marked(html)
        told = _told(drawn)
        whole = whole if whole.strip() else _clean(drawn)
    if told is None:
        lines = whole.split("\n")
        told = "\n".join(signatures.without(lines)) if len(lines) < _MOST_LINES else whole
    told = _clean(told).strip("\n")
    return (told if _WORD.search(told) else whole.strip()).strip()


def _clean(text: str) -> str:
    return text.replace(OLDER, "").replace(SIGNATURE, "")


def _told(text: str) -> str | None:
    """What stands above, between and below older mails; None where there is none."""
    lines = text.replace("\r\n", "\n").split("\n")
    border = quoting.border(lines) if len(lines) < _MOST_LINES else None
    if border is None:
        return _without_tail(lines)
    above = [*lines[: border.first], *([border.shared] if border.shared else [])]
    head = "" if signatures.is_one(above) else "\n".join(signatures.without(above))
    if border.kind == "forward" and len(head.split()) < _SAYS_SOMETHING:
        return text
    if _points_below(head):
        return text
    return _below(lines, border, above, head)


def _without_tail(lines: list[str]) -> str | None:
    """Quoted lines at the end that nobody announces; what is announced belongs to the words."""
    said = [n for n in range(len(lines)) if not quoting.is_blank(lines[n])]
    own = [n for n in said if not quoting.is_quoted(lines[n])]
    if not own or lines[own[-1]].rstrip().endswith(":") or len(said) - said.index(own[-1]) <= 2:
        return None
    return "\n".join(signatures.without(lines[: own[-1] + 1]))


def _points_below(head: str) -> bool:
    return len(head) < _SHORT and _POINTS_BELOW.search(head) is not None


def _below(lines: Sequence[str], border: Border, above: list[str], head: str) -> str:
    """Answers under one quotation are kept without it, those between several with them."""
    answers = _answers(lines, border.after)
    if not answers:
        return head
    if len(answers) == 1:
        first, after = answers[0]
        said = signatures.without(lines[first:after])
        return "\n".join([*(above if head else ()), *said])
    return "\n".join(signatures.without(lines[: answers[-1][1]]))


def _answers(lines: Sequence[str], start: int) -> list[tuple[int, int]]:
    """The stretches of lines below a quotation that are not quoted themselves."""
    said = [n for n in range(start, len(lines)) if not quoting.is_blank(lines[n])]
    quoted = {n: quoting.is_quoted(lines[n]) for n in said}
    if not said or not quoted[said[0]]:
        return []
    stretches = [list(numbers) for _, numbers in groupby(said, key=quoted.__getitem__)]
    answers = [one for one in stretches if not quoted[one[0]]]
    if answers and signatures.is_one(lines[answers[-1][0] :]):
        answers = answers[:-1] if not any(quoted[n] for n in stretches[-1]) else answers
    return [(one[0], one[-1] + 1) for one in answers if not _is_broken_link(lines, one, said[-1])]


def _is_broken_link(lines: Sequence[str], stretch: list[int], last: int) -> bool:
    return (
        len(stretch) == 1
        and stretch[0] != last
        and _BROKEN_LINK.fullmatch(lines[stretch[0]]) is not None
    )
