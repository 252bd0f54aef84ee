"""SMS Gateway for Android: a phone with the office's SIM."""

from channels.sms.android.channel import open_gateway
from channels.sms.android.config import SETTINGS, check
from channels.sms.android.parsing import events

__all__ = ["SETTINGS", "check", "events", "open_gateway"]
