"""Prove: take out the line that keeps a promise, and demand that its test notices.

`python -m tests.prove [NAME ...]`: every patch of tests/breaks is applied to a copy of the tree;
its first lines name the tests that must pass without it and fail with it ("# test: PATH::NAME").
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).parents[1]
BREAKS = ROOT / "tests" / "breaks"
AT_ONCE = 2
#: What is broken often shows in something that never comes: seconds to wait for it.
PATIENCE = "10"
#: What a copy needs not have.
_LEFT_OUT = shutil.ignore_patterns(".venv", ".git", "__pycache__", ".*_cache", "demo-data", "data")


def main(names: Sequence[str]) -> int:
    """One line for each promise; 1 when a break goes unnoticed."""
    patches = [p for p in sorted(BREAKS.glob("*.patch")) if not names or p.stem in names]
    with tempfile.TemporaryDirectory(prefix="sahut-prove-") as folder:
        whole = _copy(Path(folder) / "whole")
        tests = sorted({test for patch in patches for test in _tests(patch)})
        if _run(whole, tests) != 0:
            print("the tests do not pass as the code stands; nothing can be proven")
            return 1
        with ThreadPoolExecutor(AT_ONCE) as hands:
            results = list(hands.map(lambda patch: _prove(Path(folder), patch), patches))
    print(f"{sum(results)} of {len(results)} breaks were noticed")
    return 0 if results and all(results) else 1


def _prove(folder: Path, patch: Path) -> bool:
    copy = _copy(folder / patch.stem)
    applied = subprocess.run(
        ["patch", "-p1", "-s", "-i", str(patch)], cwd=copy, capture_output=True, text=True
    )
    if applied.returncode:
        print(f"{patch.stem:32} does not apply: {applied.stdout.strip()}")
        return False
    noticed = _run(copy, _tests(patch), PATIENCE) == 1
    print(f"{patch.stem:32} {'noticed' if noticed else 'NOT NOTICED'}", flush=True)
    shutil.rmtree(copy)
    return noticed


def _run(tree: Path, tests: Sequence[str], patience: str = "60") -> int:
    command = [sys.executable, "-m", "pytest", "-n0", "-x", "-p", "no:cacheprovider", *tests]
    environment = {**os.environ, "PYTHONPATH": str(tree), "SAHUT_PATIENCE": patience}
    return subprocess.run(command, cwd=tree, capture_output=True, env=environment).returncode


def _copy(target: Path) -> Path:
    shutil.copytree(ROOT, target, ignore=_LEFT_OUT)
    return target


def _tests(patch: Path) -> list[str]:
    lines = patch.read_text(encoding="utf-8").splitlines()
    return [line.removeprefix("# test: ") for line in lines if line.startswith("# test: ")]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
