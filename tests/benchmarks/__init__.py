"""The speed table: ratios measured in one run, printed, never asserted."""
