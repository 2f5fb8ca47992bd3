"""Older text forms of a project brought up to the newest, one plain dict to another."""
