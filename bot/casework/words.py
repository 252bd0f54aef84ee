"""The words of casework: what a case is, where it stands, who acts and what can happen to it."""

from enum import StrEnum


class Kind(StrEnum):
    """What the citizen mainly wants (LAW: pengaduan, permintaan informasi, aspirasi)."""

    COMPLAINT = "complaint"
    INFORMATION = "information"
    ASPIRATION = "aspiration"
    THANKS = "thanks"


class State(StrEnum):
    """Where a case stands; only journal.append moves it."""

    DRAFT = "draft"
    RECEIVED = "received"
    AWAITING_COMPLETION = "awaiting_completion"
    COMPLETE = "complete"
    UNDER_REVIEW = "under_review"
    REFERRED = "referred"
    IN_RESOLUTION = "in_resolution"
    DECIDED = "decided"
    DELIVERED = "delivered"
    OBJECTED = "objected"
    CLOSED = "closed"
    ARCHIVED = "archived"
    WITHDRAWN = "withdrawn"
    DEEMED_WITHDRAWN = "deemed_withdrawn"
    RECLASSIFIED = "reclassified"
    DUPLICATE = "duplicate"


class Event(StrEnum):
    """What can happen to a case. The first group moves the state, the second leaves it."""

    REGISTER = "register"
    DECLARE_INCOMPLETE = "declare_incomplete"
    DECLARE_COMPLETE = "declare_complete"
    TAKE = "take"
    REFER = "refer"
    RECLASSIFY = "reclassify"
    JOIN = "join"
    RECOMMEND = "recommend"
    DECIDE = "decide"
    DELIVER = "deliver"
    OBJECT = "object"
    REVIEW_AGAIN = "review_again"
    CLOSE = "close"
    ARCHIVE = "archive"
    WITHDRAW = "withdraw"
    DEEM_WITHDRAWN = "deem_withdrawn"
    RESUME = "resume"

    CONFIRM = "confirm"
    FILL = "fill"
    PROTECT = "protect"
    UNPROTECT = "unprotect"
    PRESSURE = "pressure"
    ASK_HUMAN = "ask_human"
    ASSIGN = "assign"
    REPLY = "reply"
    NOTE = "note"
    MOVE_MESSAGE = "move_message"
    SPLIT_MESSAGE = "split_message"
    NEW_KEY = "new_key"
    LINK = "link"
    UNLINK = "unlink"
    RATE = "rate"


class Actor(StrEnum):
    """In which capacity somebody acts."""

    CITIZEN = "citizen"
    OFFICER = "officer"
    DECIDER = "decider"
    SYSTEM = "system"


class Slot(StrEnum):
    """What a complaint states (UU 25/2009 Ps. 42-45); name and address are the identity."""

    NAME = "name"
    ADDRESS = "address"
    SERVICE = "service"
    DESCRIPTION = "description"
    REQUEST = "request"
    PLACE = "place"
    TIME = "time"


#: What is sealed with the person's key and masked where the case is protected.
IDENTITY = frozenset({Slot.NAME, Slot.ADDRESS})


class Protection(StrEnum):
    """UNSETTLED: fear or a reported officer was read, the secrecy question is still open."""

    OPEN = "open"
    UNSETTLED = "unsettled"
    RAHASIA = "rahasia"
    ANONIM = "anonim"


class Clock(StrEnum):
    """The clocks that run on a case; some on the office, some on the citizen."""

    F = "F"
    V = "V"
    A = "A"
    B = "B"
    C = "C"
    D = "D"
    R = "R"
    I = "I"  # noqa: E741


class DayKind(StrEnum):
    """Plain "hari" of the statutes, and "hari kerja"."""

    CALENDAR = "calendar"
    WORKING = "working"
