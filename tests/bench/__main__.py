"""`make bench`: what the service can do on this machine, one row per goal.

python -m tests.bench [ROW ...] measures only the rows named.
"""

from __future__ import annotations

import asyncio
import sys
import time
import traceback
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from shutil import rmtree
from tempfile import gettempdir, mkdtemp

from tests.bench import machine, mails, rows_in, rows_out, rows_rest, table
from tests.bench.table import Row

ROWS: dict[str, Callable[[], AsyncIterator[Row]]] = {
    "accept": rows_in.accept,
    "whole": rows_in.whole,
    "handle": rows_in.handle,
    "outbox": rows_out.outbox,
    "limit": rows_out.limit,
    "unloaded": rows_out.unloaded,
    "reading": rows_rest.reading,
    "mails": mails.mails,
    "million": rows_rest.million,
    "pair": rows_rest.pair,
    "start": rows_rest.start,
}
#: These run a server that is nobody's child, and so looks like somebody else.
OUTSIDE = {"pair"}
DISTURBED = 0.25


async def main(names: list[str]) -> int:
    unknown = sorted(set(names) - set(ROWS))
    if unknown:
        print(f"tidak dikenal: {', '.join(unknown)}; yang ada: {', '.join(ROWS)}")
        return 2
    begun, shown, crashed = time.perf_counter(), [], []
    _head()
    for name in names or ROWS:
        others = machine.Others()
        try:
            async for row in ROWS[name]():
                table.show(row)
                shown.append(row)
        except Exception:
            traceback.print_exc()
            crashed.append(name)
        if name not in OUTSIDE and (theirs := others.cores()) > DISTURBED:
            print(
                f"{'':9} sementara itu yang lain memakai {theirs:.1f} inti: angkanya tidak berlaku"
            )
    print(f"\n{table.summary(shown)}; {time.perf_counter() - begun:.0f} detik")
    if crashed:
        print(f"berhenti di tengah jalan: {', '.join(crashed)}")
    return 1 if crashed else 0


def _head() -> None:
    folder = Path(mkdtemp(prefix="sahut-bench-", dir=gettempdir()))
    try:
        print(
            "\n".join(machine.describe(folder, f"{rows_in.MANY} (accept), {rows_in.FEW} (whole)"))
        )
    finally:
        rmtree(folder)
    print()


if __name__ == "__main__":
    sys.exit(asyncio.run(main(sys.argv[1:])))
