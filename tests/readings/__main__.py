"""`make score`: how well messages are read, one table per set.

python -m tests.readings --misses shows what is misread of the sets for building, never of the
scored one: what nobody has looked at is all that can be believed.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from tests.readings import score

FOLDER = Path(__file__).parent
SCORED = FOLDER / "scored.jsonl"


def main(arguments: Sequence[str]) -> int:
    if set(arguments) - {"--misses"}:
        print("only --misses is known", file=sys.stderr)
        return 2
    building = sorted(FOLDER.glob("building*.jsonl"))
    if arguments:
        for file in building:
            print("\n".join(score.misses(score.judge(score.labels(file)))))
        return 0
    for file in (*building, SCORED):
        if file.exists():
            _show(file, score.judge(score.labels(file)))
    return 0


def _show(file: Path, judged: Sequence[score.Judged]) -> None:
    median, slowest = score.pace(judged)
    print(f"{file.stem}: {len(judged)} messages, median {median:.2f} ms, p99 {slowest:.2f} ms")
    for row in score.rows(judged):
        print(f"  {row}")
    print()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
