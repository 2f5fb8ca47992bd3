"""From the plan of an animatic to its MP4: drawing in one thread, encoding in another."""

import os
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from kling_studio.core.errors import KnownError
from kling_studio.media.animatic.film import new_film
from kling_studio.media.animatic.layout import lay_out
from kling_studio.media.animatic.overlay import build_overlay
from kling_studio.media.animatic.plan import AnimaticPlan, PlannedShot
from kling_studio.media.animatic.planes import Planes, new_frame
from kling_studio.media.animatic.sound import SAMPLE_RATE, track
from kling_studio.media.animatic.stage import build_stage, choose_panels
from kling_studio.media.animatic.style import FRAME_RATE

if TYPE_CHECKING:
    from av.video.frame import VideoFrame

_FRAMES_AHEAD = 6
_LOOK_UP_S = 0.05


class Cancelled(Exception):
    """The render was cancelled; nothing of it is left."""


def render_animatic(
    plan: AnimaticPlan,
    target: Path,
    on_frame: Callable[[int, int], None],
    is_cancelled: Callable[[], bool],
) -> None:
    """Draw the plan as an MP4 at ``target``; call from a worker thread.

    ``on_frame(done, total)`` is called after every frame, in the calling thread. Raises :class:`Cancelled` soon after
    ``is_cancelled()`` becomes true and :class:`KnownError` where the file cannot be written. The file appears whole
    or not at all.
    """
    import av

    if not plan.shots:
        raise KnownError("The scene has no shots, so there is nothing to draw.", "Add a shot.")
    part = target.with_name(target.name + ".part")
    try:
        _write(plan, part, on_frame, is_cancelled)
        _flush_to_disk(part)
        part.replace(target)
    except (OSError, av.FFmpegError) as error:
        reason = os.strerror(error.errno) if error.errno and error.errno > 0 else str(error)
        raise KnownError(
            f"The animatic could not be written to {target}: {reason}.",
            "Check that the disk has room and that the folder can be written to.",
        ) from error
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)


def draw_frames(plan: AnimaticPlan) -> Iterator["VideoFrame"]:
    """Every frame of the plan in order, as the encoder gets them."""
    number = 0
    for shot in plan.shots:
        draw = _artist(plan, shot)
        for number_in_shot in range(shot.frames):
            frame, planes = new_frame(plan.format.width_px, plan.format.height_px)
            draw(planes, number_in_shot)
            frame.pts = number
            number += 1
            yield frame


def _artist(plan: AnimaticPlan, shot: PlannedShot) -> Callable[[Planes, int], None]:
    panels, pictures = choose_panels(shot)
    ratios = tuple(picture.width / picture.height if picture else None for picture in pictures)
    layout = lay_out(plan, shot, panels, ratios)
    stage = build_stage(shot, plan.format, panels, pictures, layout.windows)
    brightness = stage.brightness(plan.format, layout.timecode.bottom, layout.column_top)
    overlay = build_overlay(layout, plan.format, brightness)

    def draw(canvas: Planes, number: int) -> None:
        stage.draw(canvas, number)
        overlay.draw(canvas, number, shot.first_frame + number)

    return draw


def _write(
    plan: AnimaticPlan, path: Path, on_frame: Callable[[int, int], None], is_cancelled: Callable[[], bool]
) -> None:
    cuts = [shot.first_frame for shot in plan.shots[1:]]
    sound = track(plan.frames, FRAME_RATE, cuts)
    per_frame = SAMPLE_RATE // FRAME_RATE
    with new_film(path, plan.format.width_px, plan.format.height_px) as film:
        for number, frame in enumerate(_drawn_ahead(plan, is_cancelled)):
            film.write(frame, sound[number * per_frame : (number + 1) * per_frame].tobytes())
            on_frame(number + 1, plan.frames)
        for _ in film.finish():
            if is_cancelled():
                raise Cancelled


def _drawn_ahead(plan: AnimaticPlan, is_cancelled: Callable[[], bool]) -> Iterator["VideoFrame"]:
    """The frames, drawn in a thread of their own ahead of the encoder: both run without the lock.

    Raises :class:`Cancelled` at once even where a large picture is just being read; that thread then ends by itself.
    """
    frames = draw_frames(plan)
    artist = ThreadPoolExecutor(1, thread_name_prefix="animatic")
    ahead: deque[Future[VideoFrame]] = deque()
    try:
        for _ in range(plan.frames):
            ahead.append(artist.submit(next, frames))
            if len(ahead) > _FRAMES_AHEAD:
                yield _result(ahead.popleft(), is_cancelled)
        while ahead:
            yield _result(ahead.popleft(), is_cancelled)
    finally:
        artist.shutdown(wait=False, cancel_futures=True)


def _result(drawn: "Future[VideoFrame]", is_cancelled: Callable[[], bool]) -> "VideoFrame":
    while True:
        if is_cancelled():
            raise Cancelled
        with suppress(TimeoutError):
            return drawn.result(timeout=_LOOK_UP_S)


def _flush_to_disk(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())
