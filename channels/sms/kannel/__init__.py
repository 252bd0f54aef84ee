"""Kannel: an SMS gateway of one's own, for a modem or an operator's line."""

from channels.sms.kannel.channel import open_gateway
from channels.sms.kannel.config import SETTINGS, check
from channels.sms.kannel.parsing import events

__all__ = ["SETTINGS", "check", "events", "open_gateway"]
