"""Who writes to the office, and what lies here about them."""

from __future__ import annotations

from sqlalchemy import (
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    UniqueConstraint,
    text,
)

from storage.tables.columns import Id, at, metadata, ref, row_id, some

contacts = Table(
    "contacts",
    metadata,
    row_id(),
    Column("version", Integer, nullable=False, server_default=text("0")),
    at("pending"),  # the oldest message of this contact that is not handled
    at("claimed_until"),
    Column("wrapped_key", LargeBinary),  # NULL once erased: nothing sealed with it can be read
    Column("name", LargeBinary),  # sealed: as the provider shows it
    Column("talk", LargeBinary),  # sealed: what the dialogue remembers
    Column("language", String(5), nullable=False, server_default=""),
    at("seen_at"),
    at("stopped_at"),  # BERHENTI: nothing but answers
    at("created_at", null=False),
    some("ix_contacts_waiting", "pending", where="pending IS NOT NULL"),
)

addresses = Table(
    "addresses",
    metadata,
    row_id(),
    ref("contact_id", "contacts.id"),
    Column("account", String(64), nullable=False),
    Column("blind", LargeBinary(16), nullable=False),
    Column("value", LargeBinary, nullable=False),  # sealed
    Column("phone", LargeBinary(16)),  # blind: the same number on another account is one citizen
    at("heard_at"),  # last inbound message: opens the provider's window
    at("strong_at"),
    at("blocked_at"),
    at("created_at", null=False),
    UniqueConstraint("account", "blind"),
    some("ix_addresses_phone", "phone", where="phone IS NOT NULL"),
)

#: Other citizens' addresses that opened a case with its kunci; they are told of it, too.
links = Table(
    "links",
    metadata,
    Column("case_id", Id, ForeignKey("complaints.id"), primary_key=True, autoincrement=False),
    Column("contact_id", Id, ForeignKey("contacts.id"), primary_key=True, autoincrement=False),
    at("at", null=False),
    Index("ix_links_contact_id", "contact_id"),
)

#: A citizen's sign-in with number and kunci on the web.
visits = Table(
    "visits",
    metadata,
    Column("token", LargeBinary(32), primary_key=True),  # SHA-256 of the cookie
    ref("complaint_id", "complaints.id"),
    ref("address_id", "addresses.id"),
    at("created_at", null=False),
    at("expires_at", null=False),
)

#: What a citizen asked of their own data, or was done to it; nothing in it names anybody.
data_requests = Table(
    "data_requests",
    metadata,
    row_id(),
    ref("complaint_id", "complaints.id"),
    ref("officer_id", "officers.id", null=True),  # NULL: by command, or by time itself
    Column("kind", String(12), nullable=False),
    at("asked_at", null=False),
    at("due_at", null=False),
    at("answered_at"),
    ref("answered_by_id", "officers.id", null=True, index=False),
    Column("outcome", String(12), nullable=False, server_default=""),
    Column("note", LargeBinary),  # sealed
    some("ix_data_requests_answered_by_id", "answered_by_id", where="answered_by_id IS NOT NULL"),
    some("ix_data_requests_open", "due_at", where="answered_at IS NULL"),
)

#: Personal data that came where they should not be. What became known of it are its steps.
breaches = Table(
    "breaches",
    metadata,
    row_id(),
    ref("officer_id", "officers.id"),
    at("found_at", null=False),
    at("happened_at"),
    at("due_at", null=False),  # of both notices
    Column("persons", Integer, nullable=False),
    Column("details", LargeBinary, nullable=False),  # sealed json
    at("authority_at"),  # projections of its steps
    at("subjects_at"),
    at("closed_at"),
    Index("ix_breaches_found_at", "found_at"),
)

breach_steps = Table(
    "breach_steps",
    metadata,
    row_id(),
    ref("breach_id", "breaches.id"),
    ref("officer_id", "officers.id"),
    Column("kind", String(12), nullable=False),
    at("at", null=False),
    Column("note", LargeBinary),  # sealed
)
