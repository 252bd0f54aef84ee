"""What processes agree on: leases, pace, alarms, and what must stay true."""

from __future__ import annotations

from sqlalchemy import Column, Date, Float, Integer, LargeBinary, String, Table, text

from storage.tables.columns import Id, Utc, at, metadata, row_id

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
    at("until", null=False),
    Column("fence", Integer, nullable=False, server_default=text("0")),
)

pace = Table(
    "pace",
    metadata,
    Column("name", String(128), primary_key=True),  # account, or account/address id
    Column("tokens", Float, nullable=False),
    at("at", null=False),
)

#: What stands still until somebody mends it: an account whose token is refused.
alarms = Table(
    "alarms",
    metadata,
    Column("name", String(128), primary_key=True),
    Column("reason", String(300), nullable=False),
    at("since", null=False),
    at("until"),
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

#: A process that runs; removed at a clean stop. Whoever finds one goes carefully.
runs = Table(
    "runs",
    metadata,
    row_id(),
    Column("worker", Integer, nullable=False, server_default=text("-1")),  # who makes which ids
    at("started_at", null=False),
    at("seen_at", null=False),
)

#: What must stay true of this installation, e.g. the check value of the sealing key.
facts = Table(
    "facts",
    metadata,
    Column("name", String(64), primary_key=True),
    Column("value", LargeBinary, nullable=False),
)
