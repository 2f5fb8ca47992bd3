"""The storyboard as values and pure functions: no disk, clock, chance, network or window."""
