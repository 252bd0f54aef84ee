"""Every table, as one picture. State is a row with a time; partial indexes hang on times."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    DateTime,
    Dialect,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
    text,
)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class Utc(TypeDecorator[datetime]):
    """A moment: goes in with a time zone or not at all, comes out in UTC.

    SQLite keeps microseconds since 1970 as an integer, which sorts and indexes as it should.
    """

    impl = DateTime(timezone=True)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> Any:
        if dialect.name == "sqlite":
            return dialect.type_descriptor(BigInteger())
        return dialect.type_descriptor(DateTime(timezone=True))

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment without a time zone")
        if dialect.name == "sqlite":
            return round(value.timestamp() * 1_000_000)
        return value

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if dialect.name == "sqlite":
            return datetime.fromtimestamp(value / 1_000_000, UTC)
        return value.astimezone(UTC)  # type: ignore[no-any-return]


#: Ids are made by storage.ids before the row is written: 63 bits, in order of time.
Id = BigInteger().with_variant(Integer, "sqlite")


def _id() -> Column[int]:
    return Column("id", Id, primary_key=True, autoincrement=False)


def _ref(name: str, target: str, *, null: bool = False, index: bool = True) -> Column[int]:
    return Column(name, Id, ForeignKey(target), nullable=null, index=index)


def _at(name: str, *, null: bool = True) -> Column[datetime]:
    return Column(name, Utc, nullable=null)


def _few(name: str, column: str) -> Index:
    """An index of the rows that have this column at all."""
    there = text(f"{column} IS NOT NULL")
    return Index(name, column, sqlite_where=there, postgresql_where=there)


contacts = Table(
    "contacts",
    metadata,
    _id(),
    Column("version", Integer, nullable=False, server_default=text("0")),
    _at("pending"),  # the oldest message of this contact that is not handled
    _at("claimed_until"),
    Column("wrapped_key", LargeBinary),  # NULL once erased: nothing sealed with it can be read
    Column("name", LargeBinary),  # sealed: as the provider shows it
    Column("talk", LargeBinary),  # sealed: what the dialogue remembers
    Column("language", String(5), nullable=False, server_default=""),
    _at("seen_at"),
    _at("stopped_at"),  # BERHENTI: nothing but answers
    _at("created_at", null=False),
    Index(
        "ix_contacts_waiting",
        "pending",
        sqlite_where=text("pending IS NOT NULL"),
        postgresql_where=text("pending IS NOT NULL"),
    ),
)

addresses = Table(
    "addresses",
    metadata,
    _id(),
    _ref("contact_id", "contacts.id"),
    Column("account", String(64), nullable=False),
    Column("blind", LargeBinary(16), nullable=False),
    Column("value", LargeBinary, nullable=False),  # sealed
    Column("phone", LargeBinary(16)),  # blind: the same number on another account is one citizen
    _at("heard_at"),  # last inbound message: opens the provider's window
    _at("strong_at"),
    _at("blocked_at"),
    _at("created_at", null=False),
    UniqueConstraint("account", "blind"),
    Index(
        "ix_addresses_phone",
        "phone",
        sqlite_where=text("phone IS NOT NULL"),
        postgresql_where=text("phone IS NOT NULL"),
    ),
)

#: One effect per provider message, for ever. Hashes without text; they outlive erasure.
keys = Table(
    "keys",
    metadata,
    Column("account", String(64), primary_key=True),
    Column("key", LargeBinary(16), primary_key=True),
    sqlite_with_rowid=False,
)

messages = Table(
    "messages",
    metadata,
    _id(),
    _ref("contact_id", "contacts.id", index=False),
    _ref("address_id", "addresses.id"),
    _ref("complaint_id", "complaints.id", null=True, index=False),
    Column("account", String(64), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("proof", String(8), nullable=False),
    Column("provider", LargeBinary(16)),  # blind: the provider's id of this message
    Column("edits", LargeBinary(16)),  # blind: the message that this one replaces
    Column("wire", LargeBinary),  # sealed json: ids and threads as the provider names them
    Column("choice", String(256), nullable=False, server_default=""),
    Column("name", LargeBinary),  # sealed
    Column("subject", Text, nullable=False, server_default=""),
    Column("text", Text, nullable=False, server_default=""),
    Column("full", Text, nullable=False, server_default=""),  # where text holds only new words
    Column("junk", Boolean, nullable=False, server_default=text("false")),
    Column("part", String(64), nullable=False, server_default=""),  # of a message not yet joined
    Column("part_no", Integer, nullable=False, server_default=text("0")),
    Column("part_of", Integer, nullable=False, server_default=text("0")),
    _at("joins_by"),  # a part waits for the others until then
    Column("fields", LargeBinary),  # sealed: what a form gave in fields of their own
    Column("raw", LargeBinary),  # sealed: that event's slice of the wire
    _at("sent_at"),
    _at("received_at", null=False),
    _at("handled_at"),
    _at("unread_at"),  # could not be handled: shown to officers, replayable
    Column("unread_reason", String(200), nullable=False, server_default=""),
    Column("attempts", Integer, nullable=False, server_default=text("0")),
    Index("ix_messages_contact_id", "contact_id", "id"),
    Index("ix_messages_complaint_id", "complaint_id", "id"),
    Index("ix_messages_provider", "provider"),
    Index(
        "ix_messages_parts",
        "address_id",
        "part",
        sqlite_where=text("joins_by IS NOT NULL"),
        postgresql_where=text("joins_by IS NOT NULL"),
    ),
    Index(
        "ix_messages_waiting",
        "contact_id",
        "id",
        sqlite_where=text("handled_at IS NULL"),
        postgresql_where=text("handled_at IS NULL"),
    ),
)

complaints = Table(
    "complaints",
    metadata,
    _id(),
    Column("number", String(8), nullable=False, unique=True),
    Column("register_no", Integer, unique=True),  # the register's running number, officers only
    _ref("contact_id", "contacts.id", index=False),
    _ref("address_id", "addresses.id"),
    _ref("news_id", "addresses.id", null=True, index=False),  # where its citizen wants news
    _ref("parent_id", "complaints.id", null=True, index=False),  # what it was joined with
    Column("account", String(64), nullable=False),
    Column("via", String(12), nullable=False, server_default=""),  # by hand: counter, phone, ...
    Column("kind", String(16), nullable=False),
    Column("state", String(24), nullable=False),
    Column("protection", String(12), nullable=False),
    Column("urgent", String(64), nullable=False, server_default=""),
    Column("weight", String(8), nullable=False, server_default=""),  # of the newest review
    Column("category", String(64), nullable=False, server_default=""),  # likewise
    Column("level", String(8), nullable=False, server_default=""),  # set by an officer
    Column("slots", Text, nullable=False, server_default="{}"),  # json, nothing of the identity
    Column("identity", LargeBinary),  # sealed json: name, address
    Column("facts", LargeBinary),  # sealed json: what else the words tell, and of whom
    Column("asked", String(200), nullable=False, server_default=""),
    Column("skipped", String(200), nullable=False, server_default=""),
    Column("summary", Text, nullable=False, server_default=""),
    Column("voices", Integer, nullable=False, server_default=text("0")),
    Column("files", Integer, nullable=False, server_default=text("0")),
    Column("heard", Boolean, nullable=False, server_default=text("true")),
    Column("generation", Integer, nullable=False, server_default=text("1")),
    Column("key_misses", Integer, nullable=False, server_default=text("0")),
    _ref("officer_id", "officers.id", null=True),
    _ref("lent_by_id", "officers.id", null=True, index=False),  # on leave: it goes back to them
    _ref("unit_id", "units.id", null=True, index=False),
    _ref("reported_post_id", "posts.id", null=True, index=False),  # closed to them and theirs
    Column("reported", LargeBinary),  # sealed: who is reported, in words
    Column("sealed_above", Boolean, nullable=False, server_default=text("false")),
    _at("received_at", null=False),
    _at("confirmed_at"),
    Column("due_on", Date),  # projections of the journal: the next date the law names
    Column("due_clock", String(2), nullable=False, server_default=""),
    _at("ended_at"),
    Column("rest_on", Date),  # an ended case goes to the archive then; NULL: it is open, or there
    _at("erased_at"),  # nothing of its citizen is left in it
    Column("remains", Text, nullable=False, server_default="{}"),  # json: for statistics only
    _at("repaired_at"),  # the unit says that it is mended, and the citizen has not said a word
    _at("alarm_at"),  # a human is wanted
    Column("alarm", String(32), nullable=False, server_default=""),
    _at("touched_at", null=False),  # the last change anybody should see
    _at("spoken_at", null=False),  # the citizen's last message
    _at("seen_at"),  # an officer opened it
    Index("ix_complaints_contact_id", "contact_id", "id"),
    Index("ix_complaints_touched_at", "touched_at", "id"),
    Index(
        "ix_complaints_news_id",
        "news_id",
        sqlite_where=text("news_id IS NOT NULL"),
        postgresql_where=text("news_id IS NOT NULL"),
    ),
    Index("ix_complaints_state", "state", "spoken_at", "id"),
    Index("ix_complaints_spoken_at", "spoken_at", "id"),
    Index(
        "ix_complaints_parent_id",
        "parent_id",
        sqlite_where=text("parent_id IS NOT NULL"),
        postgresql_where=text("parent_id IS NOT NULL"),
    ),
    Index(
        "ix_complaints_rest_on",
        "rest_on",
        sqlite_where=text("rest_on IS NOT NULL"),
        postgresql_where=text("rest_on IS NOT NULL"),
    ),
    Index(
        "ix_complaints_due_on",
        "due_on",
        "id",
        sqlite_where=text("ended_at IS NULL AND due_on IS NOT NULL"),
        postgresql_where=text("ended_at IS NULL AND due_on IS NOT NULL"),
    ),
    Index(
        "ix_complaints_pressing",
        "spoken_at",
        "id",
        sqlite_where=text("ended_at IS NULL AND (urgent <> '' OR alarm_at IS NOT NULL)"),
        postgresql_where=text("ended_at IS NULL AND (urgent <> '' OR alarm_at IS NOT NULL)"),
    ),
    Index(
        "ix_complaints_kept",
        "ended_at",
        "id",
        sqlite_where=text("ended_at IS NOT NULL AND erased_at IS NULL"),
        postgresql_where=text("ended_at IS NOT NULL AND erased_at IS NULL"),
    ),
    _few("ix_complaints_lent_by_id", "lent_by_id"),
    _few("ix_complaints_unit_id", "unit_id"),
    _few("ix_complaints_reported_post_id", "reported_post_id"),
    Index(
        "ix_complaints_sealed_above",
        "id",
        sqlite_where=text("sealed_above"),
        postgresql_where=text("sealed_above"),
    ),
)

#: Numbers on printed slips for days without power: each becomes the case that is typed in later.
slips = Table(
    "slips",
    metadata,
    _id(),  # of the case to come, from which its kunci follows
    Column("number", String(8), nullable=False, unique=True),
    _at("printed_at", null=False),
    _at("used_at"),
)

#: Other citizens' addresses that opened a case with its kunci; they are told of it, too.
links = Table(
    "links",
    metadata,
    Column("case_id", Id, ForeignKey("complaints.id"), primary_key=True, autoincrement=False),
    Column("contact_id", Id, ForeignKey("contacts.id"), primary_key=True, autoincrement=False),
    _at("at", null=False),
    Index("ix_links_contact_id", "contact_id"),
)

#: Addresses that the citizen of a case allowed us to use where another one does not reach.
fallbacks = Table(
    "fallbacks",
    metadata,
    Column("case_id", Id, ForeignKey("complaints.id"), primary_key=True, autoincrement=False),
    Column("address_id", Id, ForeignKey("addresses.id"), primary_key=True, autoincrement=False),
    _at("at", null=False),
    Index("ix_fallbacks_address_id", "address_id"),
)

#: What the office writes in a case beside messages; a correction is a new row that replaces one.
_PAPER_OPEN = text("answered_at IS NULL AND replaced_at IS NULL AND due_on IS NOT NULL")
papers = Table(
    "papers",
    metadata,
    _id(),
    _ref("complaint_id", "complaints.id", index=False),
    Column("kind", String(16), nullable=False),
    Column("number", Integer, nullable=False),  # of its kind in this case
    _ref("replaces_id", "papers.id", null=True, index=False),
    _ref("officer_id", "officers.id", null=True),
    _ref("to_unit_id", "units.id", null=True, index=False),
    Column("due_on", Date),  # NULL: nothing is to be answered
    Column("details", LargeBinary, nullable=False),  # sealed json
    _at("created_at", null=False),
    _at("replaced_at"),
    _at("answered_at"),
    _ref("answered_by_id", "officers.id", null=True, index=False),
    Column("answer", LargeBinary),  # sealed json
    Index("ix_papers_complaint_id", "complaint_id", "id"),
    Index(
        "ix_papers_replaces_id",
        "replaces_id",
        unique=True,
        sqlite_where=text("replaces_id IS NOT NULL"),
        postgresql_where=text("replaces_id IS NOT NULL"),
    ),
    _few("ix_papers_to_unit_id", "to_unit_id"),
    _few("ix_papers_answered_by_id", "answered_by_id"),
    Index(
        "ix_papers_open",
        "due_on",
        "id",
        sqlite_where=_PAPER_OPEN,
        postgresql_where=_PAPER_OPEN,
    ),
)

#: Append-only; triggers refuse UPDATE and DELETE.
journal = Table(
    "journal",
    metadata,
    Column("sequence", Id, primary_key=True, autoincrement=False),
    _ref("complaint_id", "complaints.id", index=False),
    Column("event", String(24), nullable=False),
    Column("source", String(24), nullable=False),
    Column("target", String(24), nullable=False),
    Column("actor", String(12), nullable=False),
    _ref("officer_id", "officers.id", null=True),
    _at("at", null=False),
    Column("citation", String(80), nullable=False, server_default=""),
    Column("digest", LargeBinary(32), nullable=False),
    Column("hash", LargeBinary(32), nullable=False),
    Index("ix_journal_complaint_id", "complaint_id", "sequence"),
)

journal_details = Table(
    "journal_details",
    metadata,
    Column("sequence", Id, ForeignKey("journal.sequence"), primary_key=True, autoincrement=False),
    _ref("contact_id", "contacts.id"),
    Column("details", LargeBinary, nullable=False),  # sealed json
)

#: One row; locked by the last statement before commit.
journal_head = Table(
    "journal_head",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("sequence", Id, nullable=False),
    Column("register_no", Integer, nullable=False),
    Column("hash", LargeBinary(32), nullable=False),
)

clocks = Table(
    "clocks",
    metadata,
    Column("complaint_id", Id, ForeignKey("complaints.id"), primary_key=True),
    Column("clock", String(2), primary_key=True),
    _at("started_at", null=False),
    Column("due_on", Date, nullable=False),
    Column("look_on", Date),  # when time itself has something to do here; NULL: never again
    _at("stopped_at"),
    Index(
        "ix_clocks_running",
        "due_on",
        sqlite_where=text("stopped_at IS NULL"),
        postgresql_where=text("stopped_at IS NULL"),
    ),
    Index(
        "ix_clocks_look_on",
        "look_on",
        "complaint_id",
        sqlite_where=text("look_on IS NOT NULL"),
        postgresql_where=text("look_on IS NOT NULL"),
    ),
)

#: What time itself has done: each act of each run of a clock once, for ever.
acts = Table(
    "acts",
    metadata,
    Column("complaint_id", Id, ForeignKey("complaints.id"), primary_key=True, autoincrement=False),
    Column("clock", String(2), primary_key=True),
    Column("step", String(16), primary_key=True),
    Column("occurrence", Date, primary_key=True),  # the day on which that run of the clock began
    Column("done", Boolean, nullable=False),  # false: it was late, and a later one stands for it
    _at("at", null=False),
    Index("ix_acts_at", "at"),
)

#: Letters that lie with our own people: no provider has them, and nobody says that they came.
_BY_HAND = text(
    "accepted_at IS NOT NULL AND provider IS NULL AND delivered_at IS NULL AND failed_at IS NULL"
)

outbox = Table(
    "outbox",
    metadata,
    _id(),
    _ref("contact_id", "contacts.id", index=False),
    _ref("address_id", "addresses.id", index=False),
    _ref("complaint_id", "complaints.id", null=True, index=False),
    _ref("officer_id", "officers.id", null=True),
    _ref("instead_of", "outbox.id", null=True, index=False),  # what did not reach elsewhere
    Column("account", String(64), nullable=False),
    Column("purpose", String(16), nullable=False),
    Column("rank", Integer, nullable=False, server_default=text("5")),  # 1 statutory ... 9 survey
    Column("burst", Boolean, nullable=False, server_default=text("false")),
    Column("text", Text, nullable=False, server_default=""),
    Column("sealed", LargeBinary),  # the text, once it was delivered
    Column("subject", Text, nullable=False, server_default=""),
    Column("choices", Text, nullable=False, server_default=""),  # json
    Column("template", String(128), nullable=False, server_default=""),
    Column("state", String(12), nullable=False),
    _at("created_at", null=False),
    _at("not_before", null=False),
    Column("lease", Id),
    _at("lease_until"),
    _at("held_at"),  # waits until the citizen writes again and opens the provider's window
    _at("claimed_at"),  # first time: from here on nobody may replace the text
    _at("done_at"),  # accepted, failed or cancelled: the recipient's next row may go
    Column("attempts", Integer, nullable=False, server_default=text("0")),
    Column("provider", LargeBinary(16)),  # blind: the provider's id of this message
    Column("wire", LargeBinary),  # sealed: that id
    Column("units", Integer, nullable=False, server_default=text("0")),  # what it was billed as
    Column("reason", String(300), nullable=False, server_default=""),
    Column("code", String(32), nullable=False, server_default=""),
    _at("accepted_at"),
    _at("sent_at"),
    _at("delivered_at"),
    _at("read_at"),
    _at("failed_at"),
    Index("ix_outbox_complaint_id", "complaint_id", "id"),
    Index("ix_outbox_contact_id", "contact_id", "id"),
    Index("ix_outbox_provider", "provider"),
    Index(
        "ix_outbox_instead_of",
        "instead_of",
        sqlite_where=text("instead_of IS NOT NULL"),
        postgresql_where=text("instead_of IS NOT NULL"),
    ),
    Index(
        "ix_outbox_by_hand",
        "account",
        "id",
        sqlite_where=_BY_HAND,
        postgresql_where=_BY_HAND,
    ),
    Index(
        "ix_outbox_waiting",
        "address_id",
        "id",
        sqlite_where=text("done_at IS NULL"),
        postgresql_where=text("done_at IS NULL"),
    ),
    Index(
        "ix_outbox_due",
        "account",
        "not_before",
        sqlite_where=text("done_at IS NULL"),
        postgresql_where=text("done_at IS NULL"),
    ),
)

#: What providers told of our messages; one that arrives before its settle waits here.
deliveries = Table(
    "deliveries",
    metadata,
    _id(),
    _ref("outbox_id", "outbox.id", null=True),
    Column("account", String(64), nullable=False),
    Column("provider", LargeBinary(16)),  # blind
    Column("ref", String(64), nullable=False, server_default=""),
    Column("state", String(12), nullable=False),
    Column("reason", String(300), nullable=False, server_default=""),
    Column("code", String(32), nullable=False, server_default=""),
    Column("permanent", Boolean, nullable=False),
    Column("scope", String(12), nullable=False),
    Column("window_closed", Boolean, nullable=False, server_default=text("false")),
    Column("raw", LargeBinary),  # sealed
    _at("at"),
    _at("received_at", null=False),
    _at("applied_at"),
    Index(
        "ix_deliveries_waiting",
        "id",
        sqlite_where=text("applied_at IS NULL"),
        postgresql_where=text("applied_at IS NULL"),
    ),
)

attachments = Table(
    "attachments",
    metadata,
    _id(),
    _ref("message_id", "messages.id", null=True),
    _ref("outbox_id", "outbox.id", null=True),
    _ref("contact_id", "contacts.id"),
    Column("account", String(64), nullable=False),
    Column("kind", String(12), nullable=False),
    Column("ref", LargeBinary),  # sealed: the provider's handle, or "geo:..." / "tel:..."
    Column("mime", String(128), nullable=False, server_default=""),
    Column("name", LargeBinary),  # sealed: file names are personal data
    Column("size", BigInteger),
    Column("sha256", String(64), nullable=False, server_default=""),
    Column("state", String(12), nullable=False),
    Column("reason", String(40), nullable=False, server_default=""),
    Column("attempts", Integer, nullable=False, server_default=text("0")),
    Column("description", Text, nullable=False, server_default=""),
    _at("created_at", null=False),
    _at("due_at"),  # NULL: nothing left to fetch
    _at("lease_until"),
    Index(
        "ix_attachments_due",
        "due_at",
        sqlite_where=text("due_at IS NOT NULL"),
        postgresql_where=text("due_at IS NOT NULL"),
    ),
)

#: What each account has cost since the first of a month, in units.
spent = Table(
    "spent",
    metadata,
    Column("account", String(64), primary_key=True),
    Column("month", Date, primary_key=True),
    Column("units", Integer, nullable=False),
)

#: What a listener has committed: a Telegram offset, an IMAP UID.
cursors = Table(
    "cursors",
    metadata,
    Column("account", String(64), primary_key=True),
    Column("name", String(128), primary_key=True),
    Column("value", String(512), nullable=False),
)

#: Who holds what, until when, on the database's clock.
leases = Table(
    "leases",
    metadata,
    Column("name", String(128), primary_key=True),
    Column("holder", Id, nullable=False),
    _at("until", null=False),
    Column("fence", Integer, nullable=False, server_default=text("0")),
)

pace = Table(
    "pace",
    metadata,
    Column("name", String(128), primary_key=True),  # account, or account/address id
    Column("tokens", Float, nullable=False),
    _at("at", null=False),
)

#: What stands still until somebody mends it: an account whose token is refused.
alarms = Table(
    "alarms",
    metadata,
    Column("name", String(128), primary_key=True),
    Column("reason", String(300), nullable=False),
    _at("since", null=False),
    _at("until"),
)

officers = Table(
    "officers",
    metadata,
    _id(),
    Column("login", String(64), nullable=False, unique=True),
    Column("name", String(128), nullable=False),
    Column("role", String(24), nullable=False),
    Column("password", String(200), nullable=False),
    Column("misses", Integer, nullable=False, server_default=text("0")),
    _at("locked_until"),
    _at("created_at", null=False),
    _at("expires_at"),  # an assessor's account ends by itself
    _at("disabled_at"),
)

#: The parts of the office, and the body above it; those of the configuration that are no more end.
units = Table(
    "units",
    metadata,
    _id(),
    Column("name", String(128), nullable=False, unique=True),
    Column("kind", String(16), nullable=False),
    _ref("parent_id", "units.id", null=True),
    Column("phone", String(64), nullable=False, server_default=""),
    Column("from_on", Date, nullable=False),
    Column("until_on", Date),  # its last day
)

#: Who holds which office, from when until when; somebody without an account has a name only.
posts = Table(
    "posts",
    metadata,
    _id(),
    _ref("unit_id", "units.id"),
    _ref("officer_id", "officers.id", null=True),
    Column("name", String(128), nullable=False),
    Column("title", String(128), nullable=False, server_default=""),
    Column("leads", Boolean, nullable=False, server_default=text("false")),  # its unit
    _ref("superior_id", "posts.id", null=True),  # else who leads the unit, or the one above it
    Column("from_on", Date, nullable=False),
    Column("until_on", Date),  # the last day
    Column("away_from", Date),
    Column("away_until", Date),
    _ref("deputy_id", "posts.id", null=True),
)

#: Who read whose name, and why: without a reason, the first time an officer opened an open case.
openings = Table(
    "openings",
    metadata,
    _id(),
    _ref("officer_id", "officers.id", index=False),
    _ref("complaint_id", "complaints.id"),
    _at("at", null=False),
    Column("reason", LargeBinary),  # sealed
    Index(
        "ix_openings_first",
        "officer_id",
        "complaint_id",
        unique=True,
        sqlite_where=text("reason IS NULL"),
        postgresql_where=text("reason IS NULL"),
    ),
    Index("ix_openings_officer_id", "officer_id"),
)

sessions = Table(
    "sessions",
    metadata,
    Column("token", LargeBinary(32), primary_key=True),  # SHA-256 of the cookie
    _ref("officer_id", "officers.id"),
    Column("csrf", String(64), nullable=False),
    _at("created_at", null=False),
    _at("seen_at", null=False),
    _at("expires_at", null=False),
)

#: A citizen's sign-in with number and kunci on the web.
visits = Table(
    "visits",
    metadata,
    Column("token", LargeBinary(32), primary_key=True),  # SHA-256 of the cookie
    _ref("complaint_id", "complaints.id"),
    _ref("address_id", "addresses.id"),
    _at("created_at", null=False),
    _at("expires_at", null=False),
)

#: How often somebody tried, by keyed hash of who; rows are forgotten after a day.
tries = Table(
    "tries",
    metadata,
    Column("name", String(32), primary_key=True),
    Column("who", LargeBinary(16), primary_key=True),
    Column("since", Utc, primary_key=True),
    Column("count", Integer, nullable=False),
)

#: What a citizen asked of their own data, or was done to it; nothing in it names anybody.
data_requests = Table(
    "data_requests",
    metadata,
    _id(),
    _ref("complaint_id", "complaints.id"),
    _ref("officer_id", "officers.id", null=True),  # NULL: by command, or by time itself
    Column("kind", String(12), nullable=False),
    _at("asked_at", null=False),
    _at("due_at", null=False),
    _at("answered_at"),
    _ref("answered_by_id", "officers.id", null=True, index=False),
    Column("outcome", String(12), nullable=False, server_default=""),
    Column("note", LargeBinary),  # sealed
    _few("ix_data_requests_answered_by_id", "answered_by_id"),
    Index(
        "ix_data_requests_open",
        "due_at",
        sqlite_where=text("answered_at IS NULL"),
        postgresql_where=text("answered_at IS NULL"),
    ),
)

#: Personal data that came where they should not be. What became known of it are its steps.
breaches = Table(
    "breaches",
    metadata,
    _id(),
    _ref("officer_id", "officers.id"),
    _at("found_at", null=False),
    _at("happened_at"),
    _at("due_at", null=False),  # of both notices
    Column("persons", Integer, nullable=False),
    Column("details", LargeBinary, nullable=False),  # sealed json
    _at("authority_at"),  # projections of its steps
    _at("subjects_at"),
    _at("closed_at"),
    Index("ix_breaches_found_at", "found_at"),
)

breach_steps = Table(
    "breach_steps",
    metadata,
    _id(),
    _ref("breach_id", "breaches.id"),
    _ref("officer_id", "officers.id"),
    Column("kind", String(12), nullable=False),
    _at("at", null=False),
    Column("note", LargeBinary),  # sealed
)

#: A process that runs; removed at a clean stop. Whoever finds one goes carefully.
runs = Table(
    "runs",
    metadata,
    _id(),
    _at("started_at", null=False),
    _at("seen_at", null=False),
)

#: What must stay true of this installation, e.g. the check value of the sealing key.
facts = Table(
    "facts",
    metadata,
    Column("name", String(64), primary_key=True),
    Column("value", LargeBinary, nullable=False),
)
