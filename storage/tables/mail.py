"""What came in, what goes out, what became of it, and the files."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
    text,
)

from storage.tables.columns import Id, at, metadata, ref, row_id, some

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
    row_id(),
    ref("contact_id", "contacts.id", index=False),
    ref("address_id", "addresses.id"),
    ref("complaint_id", "complaints.id", null=True, index=False),
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
    at("joins_by"),  # a part waits for the others until then
    Column("fields", LargeBinary),  # sealed: what a form gave in fields of their own
    Column("raw", LargeBinary),  # sealed: that event's slice of the wire
    at("sent_at"),
    at("received_at", null=False),
    at("handled_at"),
    at("unread_at"),  # could not be handled: shown to officers, replayable
    Column("unread_reason", String(200), nullable=False, server_default=""),
    Column("attempts", Integer, nullable=False, server_default=text("0")),
    Index("ix_messages_contact_id", "contact_id", "id"),
    Index("ix_messages_complaint_id", "complaint_id", "id"),
    Index("ix_messages_provider", "provider"),
    some("ix_messages_parts", "address_id", "part", where="joins_by IS NOT NULL"),
    some("ix_messages_waiting", "contact_id", "id", where="handled_at IS NULL"),
)

#: Letters that lie with our own people: no provider has them, and nobody says that they came.
_BY_HAND = (
    "accepted_at IS NOT NULL AND provider IS NULL AND delivered_at IS NULL AND failed_at IS NULL"
)

outbox = Table(
    "outbox",
    metadata,
    row_id(),
    ref("contact_id", "contacts.id", index=False),
    ref("address_id", "addresses.id", index=False),
    ref("complaint_id", "complaints.id", null=True, index=False),
    ref("officer_id", "officers.id", null=True),
    ref("instead_of", "outbox.id", null=True, index=False),  # what did not reach elsewhere
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
    at("created_at", null=False),
    at("not_before", null=False),
    Column("lease", Id),
    at("lease_until"),
    at("held_at"),  # waits until the citizen writes again and opens the provider's window
    at("claimed_at"),  # first time: from here on nobody may replace the text
    at("done_at"),  # accepted, failed or cancelled: the recipient's next row may go
    Column("attempts", Integer, nullable=False, server_default=text("0")),
    Column("provider", LargeBinary(16)),  # blind: the provider's id of this message
    Column("wire", LargeBinary),  # sealed: that id
    Column("units", Integer, nullable=False, server_default=text("0")),  # what it was billed as
    Column("reason", String(300), nullable=False, server_default=""),
    Column("code", String(32), nullable=False, server_default=""),
    at("accepted_at"),
    at("sent_at"),
    at("delivered_at"),
    at("read_at"),
    at("failed_at"),
    Index("ix_outbox_complaint_id", "complaint_id", "id"),
    Index("ix_outbox_contact_id", "contact_id", "id"),
    Index("ix_outbox_provider", "provider"),
    some("ix_outbox_instead_of", "instead_of", where="instead_of IS NOT NULL"),
    some("ix_outbox_by_hand", "account", "id", where=_BY_HAND),
    some("ix_outbox_waiting", "address_id", "id", where="done_at IS NULL"),
    some("ix_outbox_due", "account", "not_before", where="done_at IS NULL"),
)

#: What providers told of our messages; one that arrives before its settle waits here.
deliveries = Table(
    "deliveries",
    metadata,
    row_id(),
    ref("outbox_id", "outbox.id", null=True),
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
    at("at"),
    at("received_at", null=False),
    at("applied_at"),
    some("ix_deliveries_waiting", "id", where="applied_at IS NULL"),
)

attachments = Table(
    "attachments",
    metadata,
    row_id(),
    ref("message_id", "messages.id", null=True),
    ref("outbox_id", "outbox.id", null=True),
    ref("paper_id", "papers.id", null=True, index=False),  # the proof of an answer
    ref("contact_id", "contacts.id"),
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
    at("created_at", null=False),
    at("due_at"),  # NULL: nothing left to fetch
    at("lease_until"),
    some("ix_attachments_due", "due_at", where="due_at IS NOT NULL"),
    some("ix_attachments_paper_id", "paper_id", where="paper_id IS NOT NULL"),
)
