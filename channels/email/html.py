"""HTML of a mail: to readable text, with what is quoted marked; and made safe before display."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from itertools import accumulate

import nh3
from inscriptis import get_annotated_text  # type: ignore[import-untyped]
from inscriptis.css_profiles import CSS_PROFILES  # type: ignore[import-untyped]
from inscriptis.model.config import ParserConfig  # type: ignore[import-untyped]
from selectolax.lexbor import LexborHTMLParser, LexborNode

#: Lines that stand in a marked text where the structure says: from here on it is an older mail;
#: from here on it is a signature.
OLDER, SIGNATURE = "\ue002", "\ue003"
_LONGEST = 1_000_000
_NEVER = "script, style, head, title, template, noscript, object, embed, svg, math, iframe"
#: Elements that hold an older mail.
_QUOTES = (
    "blockquote[type=cite], blockquote.gmail_quote, blockquote.protonmail_quote, .yahoo_quoted,"
    " .zmail_extra, .tutanota_quote, #OLK_SRC_BODY_SECTION,"
    " blockquote[data-marker=__QUOTED_TEXT__],"
    " #mail-editor-reference-message-container, #isReplyContent, .moz-forward-container"
)
#: Elements after which everything is an older mail.
_BREAKS = (
    "#divRplyFwdMsg, #appendonsend, #x_divRplyFwdMsg, #x_appendonsend, hr#zwchr, #zwchr,"
    " #reply-intro, #stopSpelling, .OutlookMessageHeader"
)
_SIGNATURES = (
    ".gmail_signature, [data-smartmail=gmail_signature], #Signature, #ms-outlook-mobile-signature,"
    " #AppleMailSignature, #composer_signature, #ymail_android_signature, .yahoo-signature,"
    " .protonmail_signature_block, .moz-signature"
)
#: Outlook on a desk draws a line above the head of the mail it answers.
_RULED = re.compile(r"border:\s*none;\s*border-top:\s*solid\s+#(?:b5c4df|e1e1e1)\s+1\.0pt", re.I)
_TELLING = re.compile(
    r"""type=['"]?cite|gmail_quote|protonmail_quote|yahoo_quoted|zmail_extra|tutanota_quote
    |OLK_SRC_BODY_SECTION|__QUOTED_TEXT__|reference-message-container|moz-forward-container
    |divRplyFwdMsg|appendonsend|zwchr|reply-intro|stopSpelling|OutlookMessageHeader
    |border-top:\s*solid\s+\#(?:b5c4df|e1e1e1)|isReplyContent""",
    re.IGNORECASE | re.VERBOSE,
)
_RULES = ParserConfig(css=CSS_PROFILES["strict"], annotation_rules={"#data-sahut-quote": ["quote"]})
_BLANKS = re.compile(r"\n[ \t]*\n(?:[ \t]*\n)+")

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
    return nh3.clean(
        html,
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        clean_content_tags={"script", "style", "title", "template", "noscript", "svg", "math"},
        url_schemes={"http", "https", "mailto", "tel"},
        url_relative="deny",
        link_rel="noopener noreferrer nofollow",
    )


def text(html: str) -> str:
    """Everything that a reader sees, older mails quoted with "> "."""
    tree = _parsed(html)
    _tag_quotes(tree)
    return _rendered(tree)


def marked(html: str) -> str:
    """The text with a line OLDER or SIGNATURE where the structure tells of one."""
    tree = _parsed(html)
    _tag_quotes(tree)
    _mark(tree, tree.css(_SIGNATURES), SIGNATURE)
    _mark(tree, tree.css(_BREAKS), OLDER)
    _mark(tree, (div for div in tree.css("div[style]") if _ruled(div)), OLDER)
    return _rendered(tree)


def quotes(html: str) -> bool:
    """Whether the structure tells of an older mail."""
    return _TELLING.search(html) is not None


def _parsed(html: str) -> LexborHTMLParser:
    tree = LexborHTMLParser(_unmarked(html[:_LONGEST]))
    for node in tree.css(_NEVER):
        node.decompose()
    return tree


def _unmarked(html: str) -> str:
    return html.replace(OLDER, "").replace(SIGNATURE, "").replace("\0", "")


def _tag_quotes(tree: LexborHTMLParser) -> None:
    for node in tree.css(_QUOTES):
        node.attrs["data-sahut-quote"] = "1"


def _mark(tree: LexborHTMLParser, nodes: Iterable[LexborNode], mark: str) -> None:
    for node in nodes:
        line = tree.create_node("div")
        line.insert_child(mark)
        node.insert_before(line)


def _ruled(div: LexborNode) -> bool:
    return _RULED.search(div.attributes.get("style") or "") is not None


def _rendered(tree: LexborHTMLParser) -> str:
    drawn = get_annotated_text(tree.html or "", _RULES)
    said: str = drawn.get("text", "")
    plain = (tree.root.text(separator=" ") if tree.root else "").split()
    if 2 * len(said.split()) < len(plain):  # nested too deep for the renderer
        return " ".join(plain)
    spans = [(start, end) for start, end, _ in drawn.get("label", ())]
    return _BLANKS.sub("\n\n", "\n".join(_lines(said, spans))).strip("\n")


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
