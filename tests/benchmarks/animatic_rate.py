"""How fast an animatic is made, against the ffmpeg program encoding the very same frames with the same settings."""

import shutil
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from kling_studio.core.project import CastMember, DialogueLine, Project, Scene, Shot, View
from kling_studio.media.animatic.film import X264_OPTIONS
from kling_studio.media.animatic.plan import AnimaticPlan, plan_animatic
from kling_studio.media.animatic.render import draw_frames, render_animatic
from kling_studio.media.animatic.style import FRAME_RATE
from kling_studio.resources import resource

BAR = 0.8
_ROUNDS = 3


def measure() -> list[tuple[str, float, float, str]]:
    """Rows of name, ratio, bar and note: frames a second of ours over ffmpeg's, at least ``BAR``.

    Ours draws, encodes picture and sound and flushes the file to the disk; ffmpeg encodes the picture alone, from raw
    frames that are in memory already. Both take turns; medians are compared.
    """
    name = "animatic of 15 s at 1280 × 720"
    if shutil.which("ffmpeg") is None:
        return [(name, float("nan"), BAR, "no ffmpeg program to compare with")]
    plan = moving_scene()
    with tempfile.TemporaryDirectory() as folder:
        raw, target = Path(folder, "frames.yuv"), Path(folder, "ours.mp4")
        dump_frames(plan, raw)
        ours_s, theirs_s = [], []
        for _ in range(_ROUNDS):
            ours_s.append(
                _seconds(lambda: render_animatic(plan, target, lambda _done, _all: None, lambda: False))
            )
            theirs_s.append(_seconds(lambda: _encode_with_ffmpeg(plan, raw, Path(folder, "theirs.mp4"))))
    ours, theirs = (plan.frames / statistics.median(times) for times in (ours_s, theirs_s))
    note = f"{ours:.0f} frames a second, ffmpeg {theirs:.0f}, {X264_OPTIONS['preset']} at crf {X264_OPTIONS['crf']}"
    return [(name, ours / theirs, BAR, note)]


def moving_scene() -> AnimaticPlan:
    """Five shots of 3 s, the camera moving in each, with words in all places."""
    sample = resource("sample")
    cast = tuple(
        CastMember(id=name, name=name, images=(View(f"{name.lower()}_front.jpg"),))
        for name in ("Mira", "Marco")
    )
    moves = ("dolly in", "tracking shot", "pan left", "crane up", "handheld")
    words = (
        "The hall at dawn.",
        "@Mira walks in.",
        "@Marco waits by the door.",
        "@Mira and @Marco.",
        "@Mira turns.",
    )
    line = DialogueLine(
        character="Mira", emotion="relieved", text="Shipment came in early, and nobody signed for it."
    )
    shots = tuple(
        Shot(id=str(number), prompt=prompt, seconds=3, camera=camera, dialogue=(line,))
        for number, (prompt, camera) in enumerate(zip(words, moves, strict=True))
    )
    scene = Scene(id="scene", start_frame="warehouse.jpg", shots=shots)
    return plan_animatic(
        Project(cast=cast), scene, "Kling O3 Pro", "Pilot · Warehouse", lambda path: sample / path
    )


def dump_frames(plan: AnimaticPlan, path: Path) -> None:
    """Every frame of a plan as raw yuv420p."""
    with path.open("wb") as file:
        for frame in draw_frames(plan):
            for plane in frame.planes:
                # The lines of a frame 1280 wide follow each other without a gap.
                file.write(bytes(plane))


def _encode_with_ffmpeg(plan: AnimaticPlan, raw: Path, target: Path) -> None:
    size = f"{plan.format.width_px}x{plan.format.height_px}"
    options = [part for name, value in X264_OPTIONS.items() for part in (f"-{name}:v", value)]
    source = ["-f", "rawvideo", "-pix_fmt", "yuv420p", "-s", size, "-r", str(FRAME_RATE), "-i", str(raw)]
    subprocess.run(
        [
            "ffmpeg",
            "-v",
            "error",
            "-y",
            *source,
            "-c:v",
            "libx264",
            *options,
            "-movflags",
            "+faststart",
            str(target),
        ],
        check=True,
    )


def _seconds(work: Callable[[], None]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


if __name__ == "__main__":
    for row in measure():
        print(*row, sep=" | ")
