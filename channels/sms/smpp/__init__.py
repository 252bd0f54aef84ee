"""SMPP 3.4: an operator's message centre, over a line of our own."""

from channels.sms.smpp.config import SETTINGS, check, open_gateway
from channels.sms.smpp.parsing import events

__all__ = ["SETTINGS", "check", "events", "open_gateway"]
