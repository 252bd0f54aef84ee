"""Every table. State is a row with a time; partial indexes hang on times."""

from storage.tables.cases import (
    acts,
    clocks,
    complaints,
    fallbacks,
    journal,
    journal_details,
    journal_head,
    papers,
    slips,
)
from storage.tables.columns import Id, Utc, metadata
from storage.tables.mail import attachments, deliveries, keys, messages, outbox
from storage.tables.office import alerts, officers, openings, posts, sessions, units
from storage.tables.people import (
    addresses,
    breach_steps,
    breaches,
    contacts,
    data_requests,
    links,
    visits,
)
from storage.tables.running import alarms, cursors, facts, leases, pace, runs, spent, tries

__all__ = [
    "Id",
    "Utc",
    "acts",
    "addresses",
    "alarms",
    "alerts",
    "attachments",
    "breach_steps",
    "breaches",
    "clocks",
    "complaints",
    "contacts",
    "cursors",
    "data_requests",
    "deliveries",
    "facts",
    "fallbacks",
    "journal",
    "journal_details",
    "journal_head",
    "keys",
    "leases",
    "links",
    "messages",
    "metadata",
    "officers",
    "openings",
    "outbox",
    "pace",
    "papers",
    "posts",
    "runs",
    "sessions",
    "slips",
    "spent",
    "tries",
    "units",
    "visits",
]
