"""Articles: one table, each marked as checked or not."""

from bot.casework.citations import CITATIONS, cite


def test_an_article_is_shown_as_lawyers_write_it() -> None:
    assert cite("uu25-50") == "UU 25/2009 Ps. 50"
    assert cite("perpres76-12") == "Perpres 76/2013 Ps. 12"


def test_what_was_not_read_in_a_source_says_so() -> None:
    unread = {key for key, citation in CITATIONS.items() if not citation.verified}
    assert {"uu25-42-45", "uu25-50-2", "permenpanrb62", "uu14"} <= unread
    assert "uu25-50" not in unread
    assert all(citation.text and citation.note for citation in CITATIONS.values())


def test_each_text_is_written_once() -> None:
    texts = [citation.text for citation in CITATIONS.values()]
    assert len(set(texts)) == len(texts)
