"""The running program without its window."""
