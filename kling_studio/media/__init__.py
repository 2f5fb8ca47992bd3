"""Pictures, sound and film on this machine."""
