"""The way out: how a message is queued, claimed, packed and sent, and what becomes of it."""
