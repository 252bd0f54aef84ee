"""Twilio: for offices abroad; in Indonesia it sends, and does not receive."""

from channels.sms.twilio.channel import open_gateway
from channels.sms.twilio.config import SETTINGS, check
from channels.sms.twilio.parsing import events

__all__ = ["SETTINGS", "check", "events", "open_gateway"]
