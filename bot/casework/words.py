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
    PART = "part"
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
    ANSWER = "answer"
    TO_COMPLAINT = "to_complaint"
    FAST_REPAIR = "fast_repair"
    ACCEPT_REPAIR = "accept_repair"
    REFUSE_REPAIR = "refuse_repair"

    REPAIRED = "repaired"
    TO_QUESTION = "to_question"
    TO_PPID = "to_ppid"
    EXTEND = "extend"
    REMIND = "remind"
    APOLOGISE = "apologise"
    ESCALATE = "escalate"
    PROPOSE = "propose"
    COUNT_ANEW = "count_anew"
    NOTIFY = "notify"
    CONFIRM = "confirm"
    FILL = "fill"
    PROTECT = "protect"
    UNPROTECT = "unprotect"
    PRESSURE = "pressure"
    ASK_HUMAN = "ask_human"
    ASSIST = "assist"
    ASSIGN = "assign"
    NAME_PARTY = "name_party"
    SEAL_ABOVE = "seal_above"
    OPEN_IDENTITY = "open_identity"
    REFILE = "refile"
    REPLY = "reply"
    NOTE = "note"
    FILE_PAPER = "file_paper"
    ANSWER_PAPER = "answer_paper"
    MOVE_MESSAGE = "move_message"
    SPLIT_MESSAGE = "split_message"
    NEW_KEY = "new_key"
    LINK = "link"
    UNLINK = "unlink"
    MOVE_NEWS = "move_news"
    ALLOW_FALLBACK = "allow_fallback"
    FORBID_FALLBACK = "forbid_fallback"
    ERASE = "erase"
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
    J = "J"


class DayKind(StrEnum):
    """Plain "hari" of the statutes, and "hari kerja"."""

    CALENDAR = "calendar"
    WORKING = "working"


class Weight(StrEnum):
    """How heavy a complaint is (bobot pengaduan): an office may promise shorter times by it."""

    LIGHT = "light"
    MEDIUM = "medium"
    HEAVY = "heavy"


class Step(StrEnum):
    """What time itself does to a running clock, in the order in which it happens."""

    HALF = "half"
    FIFTH = "fifth"
    LAST = "last"
    OVER = "over"
    APOLOGY = "apology"
    SUPERIOR = "superior"
    RESPONSIBLE = "responsible"
    FIRST_REMINDER = "reminder_1"
    SECOND_REMINDER = "reminder_2"
    LAST_REMINDER = "reminder_3"
    PROPOSAL = "proposal"
    CLOSING = "closing"


class Fact(StrEnum):
    """What the words tell beside the slots; an officer decides what it means."""

    #: ISO days, "2025-12-22" or "2025-12-01/2025-12-31", and an hour where one was told.
    WHEN = "when"
    #: A line per form: its slug, a colon, the words that suggest it.
    MALADMINISTRATION = "maladministration"
    #: A line for everybody who is said to have done wrong.
    REPORTED = "reported"
    BEHALF = "behalf"
    #: "days", "health", or both; what was answered about it; and the sum that was named.
    LOSS = "loss"
    LOSS_TOLD = "loss_told"
    RUPIAH = "rupiah"
    ABOVE_TARIFF = "above_tariff"
    PHONE = "phone"
    #: The day on which words of threat came.
    THREAT = "threat"
