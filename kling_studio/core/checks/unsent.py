"""What a scene holds and its model in its mode has no place for: named, never dropped in silence."""

from collections.abc import Iterator

from kling_studio.core.catalog import Mode, Model
from kling_studio.core.checks.finding import Context, Finding, Part, Severity
from kling_studio.core.checks.ways_out import in_its_mode, switch, way_out, without_place
from kling_studio.core.project import ModeName
from kling_studio.core.sending import bound_voices, makes_sound, one_prompt, sends_end_frame


def not_sent(at: Context) -> Iterator[Finding]:
    """One finding for each input without a place."""
    for field, what in without_place(at.scene, at.mode):
        message = f"{what} not sent: {at.model.name} takes none {_when(at.mode)}."
        yield at.finding("not-sent", Severity.WARNING, message, field=field, fix=way_out(at, field))
    if at.model.forgiving:
        return
    yield from _of_cast(at)
    yield from _of_end_frame(at)


def _of_end_frame(at: Context) -> Iterator[Finding]:
    """An end frame that goes nowhere without a start frame, and what several shots do to one."""
    if not (at.scene.end_frame and at.mode.end_frame):
        return
    rule, why = "not-sent", ""
    if not at.scene.start_frame:
        why = "The end frame is not sent: it needs a start frame."
    elif not sends_end_frame(at.scene, at.mode):
        why = f"The end frame is not sent: {at.model.name} takes none beside several shots."
    elif not (at.mode.end_frame_sure_with_shots or one_prompt(at.scene, at.mode)):
        rule = "end-frame-with-shots"
        why = f"{at.model.name} may refuse an end frame beside several shots, or not reach it."
    if why:
        yield at.finding(rule, Severity.WARNING, why, field="end_frame", fix=way_out(at, "end_frame"))


def _of_cast(at: Context) -> Iterator[Finding]:
    """Members without a place, clips of members who go by their pictures, and voices that no field carries."""
    unheard = bound_voices(at.project, at.scene, at.model.provider) if makes_sound(at.scene, at.mode) else ()
    needs_element = bool(at.mode.voices and at.mode.elements and not at.mode.voice_needs_clip)
    for member in at.inputs.unsent:
        what = "references and voice" if member in unheard and not at.mode.voices else "references"
        takes = "no clip of his or hers" if at.mode.elements or at.mode.images else "none"
        message = f"{member.name}'s {what} are not sent: {at.model.name} takes {takes} {_when(at.mode)}."
        yield at.finding("not-sent", Severity.WARNING, message, field="cast", fix=way_out(at, "cast"))
    for member in at.inputs.unsent_clips:
        other = "another member's goes" if at.inputs.clip_elements else f"it takes none {_when(at.mode)}"
        message = f"{member.name}'s clip is not sent to {at.model.name}: {other}. The pictures are sent."
        yield at.finding("not-sent", Severity.WARNING, message, field="cast")
    for member in unheard:
        if not at.mode.voices and member not in at.inputs.unsent:
            message = f"{member.name}'s voice is not sent: {at.model.name} takes none {_when(at.mode)}."
            fix = switch(at, lambda model: _takes_voices(at, model))
            yield at.finding("not-sent", Severity.WARNING, message, field="cast", fix=fix)
        elif needs_element and member not in at.inputs.elements:
            message = (
                f"{member.name}'s voice is not sent: on {at.model.name} it goes with the member's pictures."
            )
            goal = at.goal(f"Add pictures of {member.name}…", member, Part.PICTURES)
            yield at.finding("not-sent", Severity.WARNING, message, field="cast", goal=goal)


def _takes_voices(at: Context, model: Model) -> bool:
    mode = in_its_mode(at, model)
    return mode is not None and mode.voices > 0


def missing_input(at: Context) -> Iterator[Finding]:
    """A mode named by the scene that lacks what it works from."""
    needed = {
        ModeName.IMAGE: ("start_frame", "a start frame"),
        ModeName.EDIT: ("source_video", "a clip to edit"),
        ModeName.VIDEO_REFERENCE: ("reference_video", "a reference clip"),
    }.get(at.mode.name)
    if needed is None or getattr(at.scene, needed[0]):
        return
    yield at.finding(
        "no-mode",
        Severity.ERROR,
        f"The mode {at.mode.name} needs {needed[1]}, and the scene has none.",
        field=needed[0],
        fix=at.scene_fix("Let the scene decide", mode=None),
    )


def _when(mode: Mode) -> str:
    return "in its edit mode" if mode.name is ModeName.EDIT else f"in {mode.name} mode"
