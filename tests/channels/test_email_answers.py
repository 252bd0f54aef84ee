"""What an IMAP server says, taken apart; and which of its folders are read."""

from __future__ import annotations

import pytest

from channels.email import answers, check
from channels.email.answers import Stored
from channels.email.imap import wanted
from channels.email.mailbox import Folder
from tests.channels.mailbox_kit import reading


def test_a_server_may_name_the_uid_before_the_mail_or_after_it() -> None:
    told = [
        (b"1 (UID 5 BODY[] {4}", b"satu"),
        b")",
        b"2 (FLAGS (\\Seen))",
        (b"3 (BODY[] {3}", b"dua"),
        b" UID 7)",
    ]
    assert dict(answers.literals(told)) == {5: b"satu", 7: b"dua"}


def test_a_stored_mail_is_told_in_any_order() -> None:
    told = [
        b'2 (UID 9 RFC822.SIZE 300 INTERNALDATE " 5-Jan-2026 09:14:00 +0700")',
        b'1 (INTERNALDATE "31-Feb-2026 09:14:00 +0700" UID 8 RFC822.SIZE 20)',
        b"3 (FLAGS ())",
        b"4 (RFC822.SIZE 7 UID 11)",
    ]
    assert answers.stored(told) == [
        Stored(8, 20, ""),
        Stored(9, 300, "2026-01-05T09:14:00+07:00"),
        Stored(11, 7, ""),
    ]


FOLDERS: list[tuple[list[tuple[str, str]], dict[str, object], list[tuple[str, str]]]] = [
    ([("INBOX", "")], {}, [("INBOX", "inbox")]),
    (
        [
            ("INBOX", ""),
            ("[Gmail]", "\\noselect"),
            ("[Gmail]/Spam", "\\junk"),
            ("[Gmail]/Surat Terkirim", "\\sent"),
        ],
        {},
        [("INBOX", "inbox"), ("[Gmail]/Spam", "junk"), ("[Gmail]/Surat Terkirim", "sent")],
    ),
    (
        [("INBOX", ""), ("INBOX.spam", ""), ("INBOX.Sent", "")],
        {},
        [("INBOX", "inbox"), ("INBOX.spam", "junk"), ("INBOX.Sent", "sent")],
    ),
    (
        [("INBOX", ""), ("Spam", ""), ("Sampah", "\\junk")],
        {"sent_folder": "-"},
        [("INBOX", "inbox"), ("Sampah", "junk")],
    ),
    (
        [("INBOX", ""), ("Junk", "")],
        {"junk_folder": "-", "sent_folder": "Keluar", "folders": ["INBOX", "Pengaduan"]},
        [("INBOX", "inbox"), ("Pengaduan", "inbox"), ("Keluar", "sent")],
    ),
    ([("INBOX", ""), ("Junk", "")], {"folders": ["Junk"]}, [("Junk", "inbox")]),
]


@pytest.mark.parametrize(("there", "settings", "read"), FOLDERS)
def test_the_right_folders_are_found(
    there: list[tuple[str, str]], settings: dict[str, object], read: list[tuple[str, str]]
) -> None:
    folders = [Folder(name, frozenset(filter(None, [flag]))) for name, flag in there]
    assert list(wanted(check(reading(1) | settings), folders)) == read
