"""Rights: what each role of an office may read and do, as one table."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from bot.casework.words import Actor, Kind, Protection


class Role(StrEnum):
    """EVERYONE and PROVIDER prove themselves in the route; the others sign in."""

    EVERYONE = "everyone"
    PROVIDER = "provider"
    OFFICER = "officer"
    HEAD = "head"
    UNIT = "unit"
    LIAISON = "liaison"
    PPID = "ppid"
    CUSTODIAN = "custodian"
    INSPECTOR = "inspector"
    ASSESSOR = "assessor"
    ADMIN = "admin"


class Right(StrEnum):
    """One thing that somebody may do."""

    #: Lists, conversations, files of cases, with names closed.
    READ = "read"
    #: Who wrote, and from where, in cases whose names are open; messages as they came.
    READ_NAMES = "read_names"
    #: Reply, note, take a case, move it on.
    ANSWER = "answer"
    #: Write down at the counter, sort messages, carry letters.
    RECEIVE = "receive"
    #: Say who is reported, which closes the case to them.
    NAME_PARTY = "name_party"
    #: Write papers of the office: letters, hand-overs, clarifications.
    FILE_PAPER = "file_paper"
    #: Answer papers that are addressed to one's own unit; nothing else of a case is seen.
    ANSWER_PAPER = "answer_paper"
    #: Open a protected identity, with a reason that is kept.
    OPEN_IDENTITY = "open_identity"
    #: See who opened which identity.
    READ_OPENINGS = "read_openings"
    #: See accounts and the tree, write down leave.
    READ_ACCOUNTS = "read_accounts"
    #: Answer what citizens ask of their own data, and make the copy of it.
    ANSWER_DATA = "answer_data"
    #: Keep the register of breaches.
    KEEP_BREACHES = "keep_breaches"


@dataclass(frozen=True, slots=True)
class Holding:
    """What a role holds. kinds, protections: it sees no other cases; None for all."""

    rights: frozenset[Right]
    actors: tuple[Actor, ...] = ()
    kinds: frozenset[Kind] | None = None
    protections: frozenset[Protection] | None = None


def _holding(*rights: Right) -> Holding:
    return Holding(frozenset(rights))


_READER = (Right.READ, Right.READ_NAMES)
_OFFICER = (*_READER, Right.ANSWER, Right.RECEIVE, Right.NAME_PARTY, Right.FILE_PAPER)
_HEAD = (
    *_OFFICER, Right.READ_OPENINGS, Right.READ_ACCOUNTS, Right.ANSWER_DATA, Right.KEEP_BREACHES
)  # fmt: skip

HOLDINGS: Final[Mapping[Role, Holding]] = {
    Role.OFFICER: Holding(frozenset(_OFFICER), (Actor.OFFICER,)),
    Role.HEAD: Holding(frozenset(_HEAD), (Actor.OFFICER, Actor.DECIDER)),
    Role.UNIT: Holding(frozenset({Right.ANSWER_PAPER}), (Actor.OFFICER,)),
    Role.LIAISON: Holding(frozenset((*_READER, Right.FILE_PAPER)), (Actor.OFFICER,)),
    Role.PPID: Holding(
        frozenset((*_READER, Right.ANSWER, Right.FILE_PAPER)),
        (Actor.OFFICER,),
        kinds=frozenset({Kind.INFORMATION}),
    ),
    Role.CUSTODIAN: Holding(
        frozenset({Right.READ, Right.OPEN_IDENTITY, Right.READ_OPENINGS, Right.ANSWER_DATA}),
        (Actor.OFFICER,),
        protections=frozenset({Protection.RAHASIA}),
    ),
    Role.INSPECTOR: _holding(*_READER),
    Role.ASSESSOR: _holding(Right.READ),
    Role.ADMIN: _holding(Right.READ_ACCOUNTS, Right.KEEP_BREACHES),
}


def may(role: Role, right: Right) -> bool:
    """Whether a role holds this right."""
    return role in HOLDINGS and right in HOLDINGS[role].rights


def holders(*rights: Right) -> frozenset[Role]:
    """Every role that holds one of these rights."""
    return frozenset(role for role in HOLDINGS if any(may(role, right) for right in rights))


def deciders() -> frozenset[Role]:
    """Every role that decides."""
    return frozenset(role for role, held in HOLDINGS.items() if Actor.DECIDER in held.actors)


#: Everybody who signs in.
STAFF: Final = frozenset(HOLDINGS)
