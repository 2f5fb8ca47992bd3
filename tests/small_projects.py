"""Small projects and small films, for tests that need real ones and not long."""

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

from PIL import Image

from kling_studio.core.catalog import ANIMATIC
from kling_studio.core.project import CastMember, DialogueLine, Episode, Project, Scene, Shot, View


def short_scene(scene_id: str = "scene", seconds: Sequence[int] = (1,), model: str = ANIMATIC) -> Scene:
    """A scene with a line in its first shot."""
    shots = [Shot(f"{scene_id}-{number}", f"Shot {number}.", s) for number, s in enumerate(seconds, start=1)]
    if shots:
        line = DialogueLine("Mira", "calm", "We begin.")
        shots[0] = Shot(shots[0].id, "@Mira walks in.", shots[0].seconds, "dolly in", (line,))
    return Scene(scene_id, f"Title of {scene_id}", model, audio=True, cast=("Mira",), shots=tuple(shots))


def short_project(*scenes: Scene, title: str = "Short") -> Project:
    """A project of one episode; its one member has a picture at ``mira.png``."""
    cast = (CastMember("mira", "Mira", images=(View("mira.png"),)),)
    return Project(title, cast, (Episode("episode", "Pilot", scenes or (short_scene(),)),))


def put_picture(folder: Path, name: str = "mira.png", size: tuple[int, int] = (320, 320)) -> Path:
    """A real picture in ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    Image.new("RGB", size, (180, 60, 40)).save(path)
    return path


def make_film(
    path: Path,
    seconds: float = 0.25,
    size: tuple[int, int] = (64, 64),
    *,
    rate: int = 24,
    colour: tuple[int, int, int] = (200, 30, 30),
    sound: tuple[int, str] | None = None,
) -> Path:
    """A film of one colour; ``sound`` is the rate and layout of a tone in it."""
    import av

    with av.open(str(path), "w", format="mp4") as container:
        video = container.add_stream("libx264", rate=rate, options={"preset": "ultrafast"})
        video.width, video.height, video.pix_fmt = *size, "yuv420p"
        audio = container.add_stream("aac", rate=sound[0], layout=sound[1]) if sound else None
        for number in range(round(seconds * rate)):
            frame = av.VideoFrame.from_image(Image.new("RGB", size, colour))  # type: ignore[no-untyped-call]
            frame.pts, frame.time_base = number, Fraction(1, rate)
            container.mux(video.encode(frame))
        container.mux(video.encode(None))
        if audio is not None and sound is not None:
            _add_tone(container, audio, round(seconds * sound[0]), *sound)
    return path


def _add_tone(container: object, audio: object, samples: int, rate: int, layout: str) -> None:
    import math
    from array import array
    from typing import Any, cast

    import av

    stream, output = cast("Any", audio), cast("Any", container)
    for start in range(0, samples, 1024):
        count = min(1024, samples - start)
        tone = array("f", (0.5 * math.sin(2 * math.pi * 440 * (start + n) / rate) for n in range(count)))
        frame = av.AudioFrame(format="fltp", layout=layout, samples=count)
        frame.sample_rate, frame.pts, frame.time_base = rate, start, Fraction(1, rate)
        for plane in frame.planes:
            plane.update(tone.tobytes().ljust(plane.buffer_size, b"\0"))
        output.mux(stream.encode(frame))
    output.mux(stream.encode(None))
