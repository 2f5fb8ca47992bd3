"""What is said of the timeline: by a tooltip of the thing under the mouse, by a screen reader of the selection."""

from PySide6.QtCore import QPointF

from kling_studio.core.project import Scene, Shot
from kling_studio.ui.timeline.layout import Layout, Part
from kling_studio.ui.timeline.limits import Limits


def tip_at(layout: Layout, limits: Limits, point: QPointF) -> str:
    """The words in full, or why a place is marked; nothing where all is said already."""
    hit = layout.hit(point)
    if hit.part is Part.EDGE:
        return "Drag to change the seconds (, and .)\nCtrl rolls the cut (Ctrl+, and Ctrl+.)"
    if hit.part is Part.SHOT:
        return _shot_tip(layout, limits, hit.index)
    if hit.part is Part.LINE:
        second = layout.second_at(point.x())
        return next((line.words for line in layout.spoken if line.start_s <= second <= line.end_s), "")
    if limits.max_s is not None and layout.second_at(point.x()) > limits.max_s:
        return limits.sentence
    if hit.part is Part.RULER:
        return "Click or drag to move the playhead; the wheel steps it"
    return ""


def spoken_description(scene: Scene, shot: Shot | None, total: str) -> str:
    """The selected shot as a screen reader says it: "Shot 2 of 4, 4 seconds, @Mira walks in"."""
    if shot is None:
        return f"{total}. No shot is selected."
    length = "1 second" if shot.seconds == 1 else f"{shot.seconds} seconds"
    words = " ".join(shot.prompt.split()) or "no words yet"
    return f"Shot {scene.shots.index(shot) + 1} of {len(scene.shots)}, {length}, {words}"


def _shot_tip(layout: Layout, limits: Limits, index: int) -> str:
    shot = layout.scene.shots[index]
    parts = [f"Shot {index + 1}, {shot.seconds} s"]
    if shot.camera.strip():
        parts[0] += f", {shot.camera.strip()}"
    if shot.prompt.strip():
        parts.append(shot.prompt.strip())
    if limits.is_extra(index):
        parts.append(limits.shots_sentence)
    if limits.is_too_long(layout.starts_s[index] + shot.seconds):
        parts.append(limits.sentence)
    return "\n".join(parts)
