"""The office's own web pages as a channel: what was written in a form, and the answers on a page."""

from channels.web.channel import SETTINGS, check, open_channel

__all__ = ["SETTINGS", "check", "open_channel"]
