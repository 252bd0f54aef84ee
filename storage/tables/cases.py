"""Complaints, what is written in them, what time did, and the chain that proves it."""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
    text,
)

from storage.tables.columns import Id, at, metadata, ref, row_id, some

complaints = Table(
    "complaints",
    metadata,
    row_id(),
    Column("number", String(8), nullable=False, unique=True),
    Column("register_no", Integer, unique=True),  # the register's running number, officers only
    ref("contact_id", "contacts.id", index=False),
    ref("address_id", "addresses.id"),
    ref("news_id", "addresses.id", null=True, index=False),  # where its citizen wants news
    ref("parent_id", "complaints.id", null=True, index=False),  # what it was joined with
    Column("account", String(64), nullable=False),
    Column("via", String(12), nullable=False, server_default=""),  # by hand: counter, phone, ...
    Column("kind", String(16), nullable=False),
    Column("state", String(24), nullable=False),
    Column("protection", String(12), nullable=False),
    Column("urgent", String(64), nullable=False, server_default=""),
    Column("weight", String(8), nullable=False, server_default=""),  # of the newest review
    Column("category", String(64), nullable=False, server_default=""),  # likewise
    Column("sp4n_class", String(16), nullable=False, server_default=""),  # likewise
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
    ref("officer_id", "officers.id", null=True),
    ref("lent_by_id", "officers.id", null=True, index=False),  # on leave: it goes back to them
    ref("unit_id", "units.id", null=True, index=False),
    ref("reported_post_id", "posts.id", null=True, index=False),  # closed to them and theirs
    Column("reported", LargeBinary),  # sealed: who is reported, in words
    Column("sealed_above", Boolean, nullable=False, server_default=text("false")),
    at("received_at", null=False),
    at("confirmed_at"),
    Column("due_on", Date),  # projections of the journal: the next date the law names
    Column("due_clock", String(2), nullable=False, server_default=""),
    at("ended_at"),
    Column("rest_on", Date),  # an ended case goes to the archive then; NULL: it is open, or there
    at("erased_at"),  # nothing of its citizen is left in it
    Column("remains", Text, nullable=False, server_default="{}"),  # json: for statistics only
    at("repaired_at"),  # the unit says that it is mended, and the citizen has not said a word
    at("alarm_at"),  # a human is wanted
    Column("alarm", String(32), nullable=False, server_default=""),
    at("touched_at", null=False),  # the last change anybody should see
    at("spoken_at", null=False),  # the citizen's last message
    at("seen_at"),  # an officer opened it
    Index("ix_complaints_contact_id", "contact_id", "id"),
    Index("ix_complaints_touched_at", "touched_at", "id"),
    some("ix_complaints_news_id", "news_id", where="news_id IS NOT NULL"),
    Index("ix_complaints_state", "state", "spoken_at", "id"),
    Index("ix_complaints_spoken_at", "spoken_at", "id"),
    some("ix_complaints_parent_id", "parent_id", where="parent_id IS NOT NULL"),
    some("ix_complaints_rest_on", "rest_on", where="rest_on IS NOT NULL"),
    some("ix_complaints_due_on", "due_on", "id", where="ended_at IS NULL AND due_on IS NOT NULL"),
    some(
        "ix_complaints_pressing",
        "spoken_at",
        "id",
        where="ended_at IS NULL AND (urgent <> '' OR alarm_at IS NOT NULL)",
    ),
    some(
        "ix_complaints_kept", "ended_at", "id", where="ended_at IS NOT NULL AND erased_at IS NULL"
    ),
    some("ix_complaints_lent_by_id", "lent_by_id", where="lent_by_id IS NOT NULL"),
    some("ix_complaints_unit_id", "unit_id", where="unit_id IS NOT NULL"),
    some(
        "ix_complaints_reported_post_id", "reported_post_id", where="reported_post_id IS NOT NULL"
    ),
    some("ix_complaints_sealed_above", "id", where="sealed_above"),
)

#: Numbers on printed slips for days without power: each becomes the case that is typed in later.
slips = Table(
    "slips",
    metadata,
    row_id(),  # of the case to come, from which its kunci follows
    Column("number", String(8), nullable=False, unique=True),
    at("printed_at", null=False),
    at("used_at"),
)

#: Addresses that the citizen of a case allowed us to use where another one does not reach.
fallbacks = Table(
    "fallbacks",
    metadata,
    Column("case_id", Id, ForeignKey("complaints.id"), primary_key=True, autoincrement=False),
    Column("address_id", Id, ForeignKey("addresses.id"), primary_key=True, autoincrement=False),
    at("at", null=False),
    Index("ix_fallbacks_address_id", "address_id"),
)

#: What the office writes in a case beside messages; a correction is a new row that replaces one.
_PAPER_OPEN = "answered_at IS NULL AND replaced_at IS NULL AND due_on IS NOT NULL"
papers = Table(
    "papers",
    metadata,
    row_id(),
    ref("complaint_id", "complaints.id", index=False),
    Column("kind", String(16), nullable=False),
    Column("number", Integer, nullable=False),  # of its kind in this case
    ref("replaces_id", "papers.id", null=True, index=False),
    ref("officer_id", "officers.id", null=True),
    ref("to_unit_id", "units.id", null=True, index=False),
    Column("due_on", Date),  # NULL: nothing is to be answered
    Column("details", LargeBinary, nullable=False),  # sealed json
    at("created_at", null=False),
    at("replaced_at"),
    at("answered_at"),
    ref("answered_by_id", "officers.id", null=True, index=False),
    Column("answer", LargeBinary),  # sealed json
    Index("ix_papers_complaint_id", "complaint_id", "id"),
    some("ix_papers_replaces_id", "replaces_id", where="replaces_id IS NOT NULL", unique=True),
    some("ix_papers_to_unit_id", "to_unit_id", where="to_unit_id IS NOT NULL"),
    some("ix_papers_answered_by_id", "answered_by_id", where="answered_by_id IS NOT NULL"),
    some("ix_papers_open", "due_on", "id", where=_PAPER_OPEN),
)

#: Append-only; triggers refuse UPDATE and DELETE.
journal = Table(
    "journal",
    metadata,
    Column("sequence", Id, primary_key=True, autoincrement=False),
    ref("complaint_id", "complaints.id", index=False),
    Column("event", String(24), nullable=False),
    Column("source", String(24), nullable=False),
    Column("target", String(24), nullable=False),
    Column("actor", String(12), nullable=False),
    ref("officer_id", "officers.id", null=True),
    at("at", null=False),
    Column("citation", String(80), nullable=False, server_default=""),
    Column("digest", LargeBinary(32), nullable=False),
    Column("hash", LargeBinary(32), nullable=False),
    Index("ix_journal_complaint_id", "complaint_id", "sequence"),
)

journal_details = Table(
    "journal_details",
    metadata,
    Column("sequence", Id, ForeignKey("journal.sequence"), primary_key=True, autoincrement=False),
    ref("contact_id", "contacts.id"),
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
    at("started_at", null=False),
    Column("due_on", Date, nullable=False),
    Column("look_on", Date),  # when time itself has something to do here; NULL: never again
    at("stopped_at"),
    some("ix_clocks_running", "due_on", where="stopped_at IS NULL"),
    some("ix_clocks_look_on", "look_on", "complaint_id", where="look_on IS NOT NULL"),
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
    at("at", null=False),
    Index("ix_acts_at", "at"),
)
