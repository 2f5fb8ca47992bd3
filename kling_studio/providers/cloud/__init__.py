"""What all providers on the net have in common: send once, look up what is unclear, watch, fetch."""
