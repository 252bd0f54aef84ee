"""What every test may ask for. A test that asks for a database runs on each kind there is."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.databases import Server, Template, postgresql
from tests.world import World

KINDS = ("sqlite", "postgresql")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "database_kind" in metafunc.fixturenames:
        metafunc.parametrize("database_kind", KINDS, scope="session")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest file goes first, so that no worker is left alone with it at the end."""
    items.sort(key=lambda item: "year" not in item.path.parts)


@pytest.fixture(scope="session")
def _postgresql() -> Iterator[Server]:
    with postgresql() as server:
        yield server


_prepared: dict[str, Any] = {}


@pytest.fixture
async def database_url(
    database_kind: str,
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
    tmp_path: Path,
) -> AsyncIterator[str]:
    """The URL of a fresh, migrated database."""
    source = _prepared.get(database_kind)
    if source is None:
        if database_kind == "postgresql":
            source = request.getfixturevalue("_postgresql")
        else:
            source = Template(tmp_path_factory.mktemp("template"))
        await source.prepare()
        _prepared[database_kind] = source
    url: str = await source.fresh(tmp_path)
    yield url
    await source.drop(url)


@pytest.fixture
async def world(database_url: str, tmp_path: Path) -> AsyncIterator[World]:
    """An open office with its loopback providers."""
    made = World(tmp_path, database_url)
    try:
        yield await made.open()
    finally:
        await made.close()


@pytest.fixture
async def closed_world(database_url: str, tmp_path: Path) -> AsyncIterator[World]:
    """The same, for tests that open it themselves."""
    made = World(tmp_path, database_url)
    try:
        yield made
    finally:
        await made.close()


def pytest_terminal_summary(terminalreporter: Any) -> None:
    passed: Counter[str] = Counter()
    for report in terminalreporter.stats.get("passed", ()):
        for kind in KINDS:
            if f"[{kind}" in report.nodeid or f"-{kind}" in report.nodeid:
                passed[kind] += 1
    counts = ", ".join(f"{kind} {passed[kind]}" for kind in KINDS)
    terminalreporter.write_line(f"databases: {counts}")


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if reporter is None or not os.environ.get("SAHUT_FAIL_ON_SKIP"):
        return
    if reporter.stats.get("skipped"):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
