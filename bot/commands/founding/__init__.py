"""Founding: what `sahut init` asks, and what it writes from the answers."""
