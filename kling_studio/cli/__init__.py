"""The commands, thin over the app."""
