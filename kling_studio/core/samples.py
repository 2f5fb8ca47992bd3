"""How long a voice sample may be.

Source: fal's and WaveSpeed's pages of their create-voice calls (2026): 5 to 30 s of one clean speaker.
"""

SHORTEST_S, LONGEST_S = 5.0, 30.0
_CONTAINER_EXCESS_S = 0.05


def wrong_length(duration_s: float) -> str:
    """What is wrong with a sample of this length, to follow its name; empty where nothing is.

    A length of 0 is one that nobody knows; nothing is said of it.
    """
    if not duration_s or SHORTEST_S - _CONTAINER_EXCESS_S <= duration_s <= LONGEST_S + _CONTAINER_EXCESS_S:
        return ""
    return f"is {spoken_length(duration_s)} long; a voice is made from {SHORTEST_S:.0f} to {LONGEST_S:.0f} s"


def spoken_length(duration_s: float) -> str:
    """A length in words: ``3.2 s``, ``4 min 5 s``, ``4 h 0 min``."""
    if duration_s < 60:
        return f"{duration_s:.1f} s"
    minutes, seconds = divmod(round(duration_s), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes} min" if hours else f"{minutes} min {seconds} s"
