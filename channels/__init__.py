"""Channels: one module each, values in and values out."""
