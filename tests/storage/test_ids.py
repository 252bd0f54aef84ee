"""Ids: known before the row is written, in the order of time, and never twice."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from storage.ids import EPOCH, Ids
from tests.world import MONDAY


def test_ids_of_one_worker_only_rise_also_when_the_clock_stands_or_goes_back() -> None:
    ids = Ids(5)
    times = [MONDAY] * 9000 + [MONDAY - timedelta(hours=1)] * 10 + [MONDAY + timedelta(seconds=9)]
    taken = [ids.take(at) for at in times]
    assert taken == sorted(set(taken))


def test_ids_of_two_workers_never_meet() -> None:
    first, second = Ids(1), Ids(2)
    taken = [(first if number % 2 else second).take(MONDAY) for number in range(9000)]
    assert len(set(taken)) == 9000


def test_a_later_worker_gives_a_higher_id() -> None:
    assert Ids(1023).take(MONDAY) < Ids(0).take(MONDAY + timedelta(milliseconds=1))


def test_an_id_fits_into_63_bits_for_as_long_as_anybody_cares() -> None:
    assert 0 < Ids(1023).take(datetime(2095, 1, 1, tzinfo=UTC)) < 2**63
    assert Ids(0).take(EPOCH) >= 0
