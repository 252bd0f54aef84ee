"""Gammu SMSD: a modem on this machine, by the folders of the daemon's FILES backend."""

from channels.sms.gammu.channel import open_gateway
from channels.sms.gammu.config import SETTINGS, check
from channels.sms.gammu.parsing import events

__all__ = ["SETTINGS", "check", "events", "open_gateway"]
