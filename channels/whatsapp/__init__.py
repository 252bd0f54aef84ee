"""WhatsApp Cloud API, straight to Meta."""

from channels.whatsapp.channel import open_channel
from channels.whatsapp.config import SETTINGS, check

__all__ = ["SETTINGS", "check", "open_channel"]
