"""What time itself does, each act once, and whether the clock is believed."""
