"""The office's own people as a channel: what they heard, and what they carry to a citizen."""

from channels.counter.channel import SETTINGS, check, open_channel

__all__ = ["SETTINGS", "check", "open_channel"]
