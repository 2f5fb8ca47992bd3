"""The consistency sheet: a member's frames from all takes beside its references."""
