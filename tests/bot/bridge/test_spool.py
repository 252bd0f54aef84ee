"""The spool: what is in it survives, what left it is forgotten, nothing is said twice."""

from __future__ import annotations

import sqlite3
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.bridge.spool import Message, Spool, Taken

HOOK = {"url": "", "query": {"file": "IN1"}, "headers": {}, "body": "TGFtcHU="}
HALO = {"id": "7", "to": "+6281234567001", "text": "Lampu sudah diganti"}
OUTCOME = {"id": "7", "state": "failed"}


@pytest.fixture
def spool(tmp_path: Path) -> Iterator[Spool]:
    made = Spool(tmp_path / "antrean")
    yield made
    made.close()


def again(spool: Spool, folder: Path) -> Spool:
    """The same spool after a new start."""
    spool.close()
    return Spool(folder)


def only(spool: Spool) -> Message:
    (message,) = spool.waiting()
    return message


def test_what_was_heard_stays_until_it_was_carried(spool: Spool, tmp_path: Path) -> None:
    spool.keep([HOOK, HOOK], ("receipts", "hex"))
    spool = again(spool, tmp_path / "antrean")
    heard = spool.heard(10, 1000)
    assert [one.hook for one in heard] == [HOOK, HOOK]
    assert spool.cursor("receipts") == "hex"
    assert spool.cursor("other") == ""
    spool.carried(heard[:1], [])
    assert len(spool.heard(10, 1000)) == 1
    spool.close()


def test_a_call_carries_no_more_than_it_may_but_always_one(spool: Spool) -> None:
    spool.keep([HOOK] * 5)
    assert len(spool.heard(3, 10_000)) == 3
    assert len(spool.heard(3, 100)) == 1
    assert len(spool.heard(3, 1)) == 1


def test_what_is_set_aside_is_kept_and_in_nobodys_way(spool: Spool) -> None:
    spool.keep([HOOK, HOOK])
    spool.set_aside(spool.heard(1, 1)[0])
    assert spool.counts() == {"heard": 1, "aside": 1, "said": 0}


def test_a_message_is_taken_once(spool: Spool, tmp_path: Path) -> None:
    spool.take([HALO], 1.0)
    spool.take([HALO | {"text": "lain"}], 2.0)
    spool = again(spool, tmp_path / "antrean")
    assert only(spool) == Message("7", HALO["to"], HALO["text"], 1)
    assert spool.untold() == ["7"]
    spool.told(["7"])
    assert spool.untold() == []
    spool.close()


def test_what_was_said_is_known_and_not_said_again(spool: Spool) -> None:
    spool.take([HALO], 1.0)
    spool.sent(only(spool), "1a", 2.0)
    spool.told(["7"])
    spool.take([HALO], 3.0)
    assert spool.waiting() == []
    assert spool.untold() == ["7"]
    assert spool.id_of("1a") == "7"
    assert spool.id_of("") == ""


def test_what_came_to_nothing_may_be_said_again(spool: Spool) -> None:
    spool.take([HALO], 1.0)
    spool.failed(only(spool), OUTCOME)
    assert spool.waiting() == []
    assert [one.told for one in spool.outcomes(5)] == [OUTCOME]
    spool.take([HALO], 2.0)
    assert only(spool).attempt == 2
    spool.carried([], spool.outcomes(5))
    assert spool.outcomes(5) == []


@pytest.mark.parametrize("failed", [("7", ""), ("", "1a")])
def test_a_receipt_of_a_failure_opens_the_way_for_another_attempt(
    spool: Spool, failed: tuple[str, str]
) -> None:
    spool.take([HALO], 1.0)
    spool.sent(only(spool), "1a", 2.0)
    spool.keep([HOOK], failed=[("", ""), failed])
    spool.take([HALO], 3.0)
    assert only(spool).attempt == 2


def test_ids_are_forgotten_when_nobody_asks_for_them(spool: Spool) -> None:
    spool.take([HALO, HALO | {"id": "8"}, HALO | {"id": "9"}], 1.0)
    for message in spool.waiting()[:2]:
        spool.sent(message, "", 10.0)
    spool.told(["7", "9"])
    spool.forget(11.0)
    # 8 was not told yet, and 9 not said.
    assert spool.untold() == ["8"]
    assert [message.id for message in spool.waiting()] == ["9"]


def test_only_one_holds_it(spool: Spool, tmp_path: Path) -> None:
    with pytest.raises(Taken):
        Spool(tmp_path / "antrean")


def test_it_is_on_the_disk_and_for_its_owner_only(spool: Spool, tmp_path: Path) -> None:
    folder = tmp_path / "antrean"
    assert stat.S_IMODE((folder / "spool.db").stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    told = {name: spool._db.execute(f"PRAGMA {name}").fetchone()[0] for name in _PRAGMAS}
    assert told == {"journal_mode": "wal", "synchronous": 2, "secure_delete": 1}


def test_the_words_leave_with_the_message(spool: Spool, tmp_path: Path) -> None:
    spool.take([HALO], 1.0)
    spool.sent(only(spool), "1a", 2.0)
    spool.forget(0.0)
    left = b"".join(path.read_bytes() for path in (tmp_path / "antrean").iterdir())
    assert b"diganti" not in left
    assert b"6281234567001" not in left


def test_a_file_that_is_no_spool_is_refused(tmp_path: Path) -> None:
    (tmp_path / "spool.db").write_bytes(b"not a database, by no means" * 100)
    with pytest.raises(sqlite3.DatabaseError):
        Spool(tmp_path)


_PRAGMAS = ("journal_mode", "synchronous", "secure_delete")
