"""Who works here, where they sit, and what they opened."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Date, Index, Integer, LargeBinary, String, Table, text

from storage.tables.columns import Id, at, metadata, ref, row_id, some

officers = Table(
    "officers",
    metadata,
    row_id(),
    Column("login", String(64), nullable=False, unique=True),
    Column("name", String(128), nullable=False),
    Column("role", String(24), nullable=False),
    Column("password", String(200), nullable=False),
    Column("email", LargeBinary),  # sealed: where the house writes to them
    Column("misses", Integer, nullable=False, server_default=text("0")),
    at("locked_until"),
    at("created_at", null=False),
    at("expires_at"),  # an assessor's account ends by itself
    at("disabled_at"),
)

sessions = Table(
    "sessions",
    metadata,
    Column("token", LargeBinary(32), primary_key=True),  # SHA-256 of the cookie
    ref("officer_id", "officers.id"),
    Column("csrf", String(64), nullable=False),
    at("created_at", null=False),
    at("seen_at", null=False),
    at("expires_at", null=False),
)

#: The parts of the office, and the body above it; those of the configuration that are no more end.
units = Table(
    "units",
    metadata,
    row_id(),
    Column("name", String(128), nullable=False, unique=True),
    Column("kind", String(16), nullable=False),
    ref("parent_id", "units.id", null=True),
    Column("phone", String(64), nullable=False, server_default=""),
    Column("from_on", Date, nullable=False),
    Column("until_on", Date),  # its last day
)

#: Who holds which office, from when until when; somebody without an account has a name only.
posts = Table(
    "posts",
    metadata,
    row_id(),
    ref("unit_id", "units.id"),
    ref("officer_id", "officers.id", null=True),
    Column("name", String(128), nullable=False),
    Column("title", String(128), nullable=False, server_default=""),
    Column("leads", Boolean, nullable=False, server_default=text("false")),  # its unit
    ref("superior_id", "posts.id", null=True),  # else who leads the unit, or the one above it
    Column("from_on", Date, nullable=False),
    Column("until_on", Date),  # the last day
    Column("away_from", Date),
    Column("away_until", Date),
    ref("deputy_id", "posts.id", null=True),
)

#: Who read whose name, and why: without a reason, the first time an officer opened an open case.
openings = Table(
    "openings",
    metadata,
    row_id(),
    ref("officer_id", "officers.id", index=False),
    ref("complaint_id", "complaints.id"),
    at("at", null=False),
    Column("reason", LargeBinary),  # sealed
    some("ix_openings_first", "officer_id", "complaint_id", where="reason IS NULL", unique=True),
    Index("ix_openings_officer_id", "officer_id"),
)

#: What somebody of the office has to know; without an officer it is the responsible person's.
alerts = Table(
    "alerts",
    metadata,
    row_id(),
    ref("officer_id", "officers.id", null=True),
    ref("complaint_id", "complaints.id"),
    Column("event", String(16), nullable=False),
    Column("clock", String(2), nullable=False, server_default=""),
    Column("due_on", Date, nullable=False),
    at("created_at", null=False),
    at("not_before", null=False),
    Column("lease", Id),
    at("lease_until"),
    Column("attempts", Integer, nullable=False, server_default=text("0")),
    at("sent_at"),
    at("dropped_at"),  # nobody was to know of it any more, or nobody could be reached
    some("ix_alerts_waiting", "not_before", "id", where="sent_at IS NULL AND dropped_at IS NULL"),
)
