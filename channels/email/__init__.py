"""A mailbox: read by IMAP or LMTP, answered by SMTP."""

from channels.email.channel import open_channel
from channels.email.config import SETTINGS, check

__all__ = ["SETTINGS", "check", "open_channel"]
