"""The benchmark: every number as a ratio to something measured in the same run."""
