"""Guards: which cases a pair of eyes may see; every question of the inbox is asked through one.

A case is closed to whoever is reported in it and to everybody under them, and a case against the
office itself to the whole office.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import ColumnElement, and_, exists, not_, or_, true
from sqlalchemy.sql.expression import FromClause

from storage.tables import complaints


@dataclass(frozen=True, slots=True)
class Reader:
    """Whose eyes they are.

    barred: the posts whose reports are closed to them. sealed: True for the body above, which sees
    what is sealed to it and nothing else, None for both. kinds, protections: they see no other
    cases; None for all.
    """

    officer: int
    barred: frozenset[int] = frozenset()
    sealed: bool | None = False
    kinds: frozenset[str] | None = None
    protections: frozenset[str] | None = None


#: Counts and comparisons of the machine itself, of which nobody reads a word.
MACHINE: Final = Reader(0)


def open_to(reader: Reader, case: FromClause = complaints) -> ColumnElement[bool]:
    """The condition under which a case may be seen by this reader."""
    rules: list[ColumnElement[bool]] = [true()]
    if reader.sealed is not None:
        rules.append(_sealed(case, reader.sealed))
    if reader.barred:
        reported = case.c.reported_post_id
        rules.append(or_(reported.is_(None), reported.not_in(sorted(reader.barred))))
    if reader.kinds is not None:
        rules.append(case.c.kind.in_(sorted(reader.kinds)))
    if reader.protections is not None:
        rules.append(case.c.protection.in_(sorted(reader.protections)))
    return and_(*rules)


def _sealed(case: FromClause, sealed: bool) -> ColumnElement[bool]:
    return case.c.sealed_above if sealed else not_(case.c.sealed_above)


def opens(reader: Reader, case: Any) -> bool:
    """The same of a row that was read already."""
    return (
        reader.sealed in (None, bool(case.sealed_above))
        and case.reported_post_id not in reader.barred
        and (reader.kinds is None or case.kind in reader.kinds)
        and (reader.protections is None or case.protection in reader.protections)
    )


def person_open_to(reader: Reader, contact: ColumnElement[Any]) -> ColumnElement[bool]:
    """What belongs to no case is as closed as the most closed case of its citizen."""
    case = complaints.alias("theirs")
    guarded = or_(case.c.sealed_above, case.c.reported_post_id.is_not(None))
    shut = exists().where(case.c.contact_id == contact, guarded, not_(open_to(reader, case)))
    limited = reader.kinds is not None or reader.protections is not None
    return and_(not_(shut), not_(true()) if limited else true())
