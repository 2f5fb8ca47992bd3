"""Makes the pictures and the voice of the sample project anew: `python packaging/draw_sample.py`.

Nothing is left to chance: the same code writes the same bytes.
"""

import io
import sys
from collections.abc import Callable
from pathlib import Path

from PIL import Image
from sample_art import cold_room, crate, dock, figures, forklift, people, voice, warehouse

FOLDER = Path(__file__).resolve().parent.parent / "resources" / "sample"
QUALITY = 87

PICTURES: dict[str, Callable[[], Image.Image]] = {
    "mira_front": people.mira_front,
    "mira_side": people.mira_side,
    "mira_back": people.mira_back,
    "mira_outfit": figures.mira_outfit,
    "marco_front": people.marco_front,
    "marco_outfit": figures.marco_outfit,
    "foreman_front": people.foreman_front,
    "foreman_side": people.foreman_side,
    "crate_front": crate.crate_front,
    "crate_side": crate.crate_side,
    "crate_back": crate.crate_back,
    "crate_detail": crate.crate_detail,
    "warehouse": warehouse.draw,
    "forklift": forklift.draw,
    "cold_room": cold_room.draw,
    "dock": dock.draw,
}


def draw(name: str) -> bytes:
    """The JPEG of one picture."""
    file = io.BytesIO()
    PICTURES[name]().save(file, "JPEG", quality=QUALITY, optimize=True)
    return file.getvalue()


def main(names: list[str]) -> None:
    """Writes the named pictures, or all of them and the voice."""
    for name in names or PICTURES:
        (FOLDER / f"{name}.jpg").write_bytes(draw(name))
    if not names:
        (FOLDER / "mira_voice.wav").write_bytes(voice.sample())


if __name__ == "__main__":
    main(sys.argv[1:])
