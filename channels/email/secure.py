"""TLS for IMAP and SMTP: the system's authorities, and the office's own."""

from __future__ import annotations

import ssl

from channels.email.config import Config


def context(config: Config) -> ssl.SSLContext:
    """Certificates are always checked."""
    made = ssl.create_default_context()
    if config.ca_file:
        made.load_verify_locations(cafile=config.ca_file)
    return made
