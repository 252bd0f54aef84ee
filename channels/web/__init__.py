"""The office's own pages as a channel: what was written in a form, and answers on a page."""

from channels.web.channel import SETTINGS, check, open_channel

__all__ = ["SETTINGS", "check", "open_channel"]
