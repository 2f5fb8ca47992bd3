"""What pictures all services take: the strictest of their published limits.

Source: fal's field texts of 2026-08 (element pictures and frames), WaveSpeed's pages of autumn 2026, Kling's own API.
"""

from fractions import Fraction

LEAST_PX = 300
MOST_BYTES = 10_000_000
MOST_RATIO = Fraction(5, 2)
"""How many times as long the longer side may be."""


def outside(width_px: int, height_px: int) -> str:
    """Why a picture of this size cannot be sent, to follow its name in a sentence; empty where it can."""
    if min(width_px, height_px) < LEAST_PX:
        return f"is {width_px} × {height_px} pixels; {LEAST_PX} are needed on each side"
    if is_too_narrow(width_px, height_px):
        return f"is {width_px} × {height_px}: too narrow; its sides may differ by 2.5 times"
    return ""


def is_too_narrow(width_px: int, height_px: int) -> bool:
    """Whether the longer side is too long for the shorter one."""
    return max(width_px, height_px) > MOST_RATIO * min(width_px, height_px)
