"""A citizen's own data: copy, erasure, schedule, and the full receipt."""
