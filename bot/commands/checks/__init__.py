"""Checks: one file for each part of an installation, each a list of findings."""
