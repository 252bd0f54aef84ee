"""HTML of a mail: to readable text, with what is quoted marked; and made safe before display."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from html import unescape
from itertools import accumulate
from typing import Any

import nh3
from inscriptis.css_profiles import CSS_PROFILES  # type: ignore[import-untyped]
from inscriptis.html_engine import Inscriptis  # type: ignore[import-untyped]
from inscriptis.model.config import ParserConfig  # type: ignore[import-untyped]
from lxml import etree  # type: ignore[import-untyped]
from lxml import html as lxml_html

#: Lines that stand in a marked text where the structure says: from here on it is an older mail;
#: from here on it is a signature.
OLDER, SIGNATURE = "\ue002", "\ue003"
_LONGEST, _LONGEST_TAG, _DEEPEST_LIST = 1_000_000, 8000, 6
_QUOTED = "data-quoted"
_RULES = ParserConfig(css=CSS_PROFILES["strict"], annotation_rules={f"#{_QUOTED}": ["quote"]})
_NEVER = frozenset({
    "script", "style", "head", "title", "template", "object", "embed", "svg", "math", "iframe",
    "textarea", "select",
})  # fmt: skip
#: Elements that hold an older mail, by class or id.
_QUOTES = frozenset({
    "protonmail_quote", "yahoo_quoted", "zmail_extra", "tutanota_quote", "moz-forward-container",
    "OLK_SRC_BODY_SECTION", "mail-editor-reference-message-container", "isReplyContent",
    "__QUOTED_TEXT__",
})  # fmt: skip
#: Elements after which everything is an older mail.
_BREAKS = frozenset({
    "divRplyFwdMsg", "x_divRplyFwdMsg", "appendonsend", "x_appendonsend", "zwchr", "reply-intro",
    "stopSpelling", "OutlookMessageHeader", "__DIVIDER__",
})  # fmt: skip
_SIGNATURES = frozenset({
    "gmail_signature", "Signature", "ms-outlook-mobile-signature", "AppleMailSignature",
    "composer_signature", "ymail_android_signature", "yahoo-signature", "moz-signature",
    "protonmail_signature_block",
})  # fmt: skip
#: Outlook on a desk draws a line above the head of the mail it answers.
_RULED = re.compile(
    r"border:\s*none;\s*border-top:\s*solid\s+#(?:b5c4df|e1e1e1)\s"
    r"|border-top-color:\s*rgb\(229,\s*229,\s*229\)",
    re.IGNORECASE,
)
_TELLING = re.compile(
    rf"type=['\"]?cite|gmail_quote|{'|'.join(_QUOTES | _BREAKS)}|{_RULED.pattern}",
    re.IGNORECASE,
)
_HIDDEN = re.compile(r"display\s*:\s*none", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]*>")
_DATA = re.compile(r"(=\s*[\"']?)data:[^\"'<>\s]*")
_BLANKS = re.compile(r"\n[ \t]*\n(?:[ \t]*\n)+")
_PLAINER = {
    "table": "div", "tbody": "div", "thead": "div", "tfoot": "div", "tr": "div", "caption": "div",
    "td": "span", "th": "span",
}  # fmt: skip

_TAGS = {
    "a", "b", "blockquote", "br", "caption", "center", "code", "col", "colgroup", "dd", "del",
    "div", "dl", "dt", "em", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "i", "ins", "li", "ol",
    "p", "pre", "q", "s", "small", "span", "strike", "strong", "sub", "sup", "table", "tbody",
    "td", "tfoot", "th", "thead", "tr", "tt", "u", "ul",
}  # fmt: skip
_ATTRIBUTES = {
    "a": {"href"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan"},
    "ol": {"start"},
}


def safe(html: str) -> str:
    """For display: no script, no style, nothing that is fetched from elsewhere."""
    tree = _tree(html)
    return nh3.clean(
        _bare(html) if tree is None else lxml_html.tostring(tree, encoding="unicode"),
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        clean_content_tags={"script", "style", "title", "template", "noscript", "svg", "math"},
        url_schemes={"http", "https", "mailto", "tel"},
        url_relative="deny",
        link_rel="noopener noreferrer nofollow",
    )


def text(html: str) -> str:
    """Everything that a reader sees, older mails quoted with "> "."""
    return _rendered(html, marks=False)


def marked(html: str) -> str:
    """The text with a line OLDER or SIGNATURE where the structure tells of one."""
    return _rendered(html, marks=True)


def quotes(html: str) -> bool:
    """Whether the structure tells of an older mail."""
    return _TELLING.search(html) is not None


def _rendered(html: str, marks: bool) -> str:
    tree = _tree(html)
    if tree is None:
        return _bare(html)
    try:
        for element in list(tree.iter(etree.Element)):
            _prepare(element, marks)
        drawn = Inscriptis(tree, _RULES)
    except (ValueError, RecursionError):  # names and signs that the library refuses
        return _bare(html)
    said = drawn.get_text().replace("\xa0", " ")
    spans = [(one.start, one.end) for one in drawn.get_annotations()]
    return _BLANKS.sub("\n\n", "\n".join(_lines(said, spans))).strip("\n")


def _tree(html: str) -> Any:
    """None where nothing is in it, or where it is nested deeper than the parser follows."""
    html = _DATA.sub(r"\1", html[:_LONGEST].replace(OLDER, "").replace(SIGNATURE, ""))
    html = "<".join(map(_ending, html.split("<")))
    parser = lxml_html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        tree = lxml_html.document_fromstring(html.encode("utf-8", "replace"), parser=parser)
    except etree.LxmlError:
        return None
    cut = any(error.type_name == "ERR_RESOURCE_LIMIT" for error in parser.error_log)
    return None if cut else tree


def _ending(piece: str) -> str:
    """A tag that never ends would make the parser slow."""
    if len(piece) <= _LONGEST_TAG:
        return piece
    starts = range(0, len(piece), _LONGEST_TAG)
    return "<br>".join(piece[start : start + _LONGEST_TAG] for start in starts)


def _bare(html: str) -> str:
    """The words without any structure."""
    return " ".join(unescape(_TAG.sub(" ", html[:_LONGEST])).split())


def _prepare(element: Any, marks: bool) -> None:
    """Leave what the renderer needs: widths and margins of strangers could fill the memory."""
    style = element.get("style", "")
    if element.tag in _NEVER or _HIDDEN.search(style):
        element.clear(keep_tail=True)
        element.tag = "span"
        return
    names = {*element.get("class", "").split(), element.get("id"), element.get("data-marker")}
    quoted = bool(names & _QUOTES) or _is_citation(element, names)
    if marks:
        older = quoted or names & _BREAKS or _RULED.search(style)
        _insert(element, OLDER if older else SIGNATURE if names & _SIGNATURES else "")
    element.attrib.clear()
    if quoted:
        element.set(_QUOTED, "1")
    _plain(element)


def _is_citation(element: Any, names: set[str | None]) -> bool:
    if element.tag != "blockquote":
        return False
    return "cite" in (element.get("type"), element.get("data-type")) or "gmail_quote" in names


def _insert(element: Any, mark: str) -> None:
    parent = element.getparent()
    if mark and parent is not None:
        line = etree.SubElement(parent, "div")
        line.text = mark
        element.addprevious(line)


def _plain(element: Any) -> None:
    """Tables of a mail are layout: cells stand in a line, rows below each other."""
    if element.tag in ("td", "th"):
        etree.SubElement(element, "span").text = " "
    if element.tag in _PLAINER:
        element.tag = _PLAINER[element.tag]
    if element.tag in ("ul", "ol") and len(list(element.iterancestors())) > 2 * _DEEPEST_LIST:
        element.tag = "div"


def _lines(said: str, spans: list[tuple[int, int]]) -> list[str]:
    lines = said.split("\n")
    deep = [0] * (len(lines) + 1)
    starts = list(accumulate((len(line) + 1 for line in lines), initial=0))
    for start, end in spans:
        first = end - len(said[start:end].lstrip("\n"))
        deep[bisect_right(starts, first) - 1] += 1
        deep[bisect_left(starts, end)] -= 1
    return [
        f"{'>' * depth} {line}".rstrip() if depth else line.rstrip()
        for depth, line in zip(accumulate(deep), lines, strict=False)
    ]
