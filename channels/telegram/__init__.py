"""Telegram, by its Bot API."""

from channels.telegram.channel import open_channel
from channels.telegram.config import SETTINGS, check

__all__ = ["SETTINGS", "check", "open_channel"]
