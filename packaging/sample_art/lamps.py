"""Sodium lamps far out of focus, behind every portrait."""

from sample_art.canvas import Layer, glow
from sample_art.palette import LAMP
from sample_art.shapes import ellipse


def blurred_lamps(layer: Layer, lamps: list[tuple[float, float, float]]) -> None:
    """A disc of light for each lamp (x, y, radius), with its halo."""
    for x, y, radius in lamps:
        layer.paint(ellipse(x, y, radius * 7, radius * 7), glow(LAMP["deep"] + "70", (x, y), radius * 3.5))
        layer.paint(ellipse(x, y, radius * 2, radius * 2), LAMP["light"] + "b0", soft=4.5)
