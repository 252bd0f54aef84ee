"""Exports: what the office holds, in open formats, with protected citizens masked."""
