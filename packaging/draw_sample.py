"""Makes the pictures and the voice of the sample project anew: `python packaging/draw_sample.py`. Same code, same bytes."""

import io
import sys
from collections.abc import Callable
from pathlib import Path

from PIL import Image
from sample_art import crate, figures, people, places, voice

FOLDER = Path(__file__).resolve().parent.parent / "resources" / "sample"
QUALITY = 88

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
    "warehouse": places.warehouse,
    "forklift": places.forklift,
    "cold_room": places.cold_room,
    "dock": places.dock,
}


def draw(name: str) -> bytes:
    """The JPEG of one picture."""
    file = io.BytesIO()
    PICTURES[name]().save(file, "JPEG", quality=QUALITY, optimize=True, subsampling=0)
    return file.getvalue()


def main(names: list[str]) -> None:
    """Writes the named pictures, or all of them and the voice."""
    for name in names or PICTURES:
        (FOLDER / f"{name}.jpg").write_bytes(draw(name))
    if not names:
        (FOLDER / "mira_voice.wav").write_bytes(voice.sample())


if __name__ == "__main__":
    main(sys.argv[1:])
