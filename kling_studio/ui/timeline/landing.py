"""What a drop on the timeline would do, in words, and what casting a member there changes."""

from typing import NamedTuple

from kling_studio.core import edits
from kling_studio.core.project import Project, Scene, Shot
from kling_studio.core.prompt import mentions
from kling_studio.ui.drops import Drop, FileKind, refusal

START_FRAME, END_FRAME, SCENE_PICTURES = "start_frame", "end_frame", "images"


class Landing(NamedTuple):
    """A drop at one place. ``target`` is the index of the shot that takes it, -1 for the scene.

    Either ``member`` is cast, or the first picture becomes what ``use`` says and the rest pictures of the scene. A
    refused landing has neither, and its words say why.
    """

    words: str
    target: int = -1
    member: str = ""
    use: str = ""

    @property
    def refused(self) -> bool:
        """Whether nothing will happen."""
        return not self.member and not self.use


def landing_of(project: Project, scene: Scene, drop: Drop, index: int, *, shift: bool) -> Landing:
    """What happens when ``drop`` is let go over the shot at ``index``, or over free ground for -1."""
    if drop.member:
        return _member(project, scene, drop.member, index)
    why_not = refusal(drop, frozenset({FileKind.PICTURE}))
    if why_not:
        return Landing(why_not, index)
    count = len(drop.things)
    if shift:
        return Landing(_frame_words("End frame", count), index, use=END_FRAME)
    if index == 0:
        return Landing(_frame_words("Start frame", count), 0, use=START_FRAME)
    what = "Picture" if count == 1 else f"{count} pictures"
    return Landing(f"{what} of the scene", -1, use=SCENE_PICTURES)


def cast_in_shot(project: Project, scene_id: str, shot_id: str, name: str) -> Project:
    """List a member in a scene and, where ``shot_id`` is one of its shots, mention it there unless it is already."""
    project = edits.cast_in_scene(project, scene_id, name)
    scene = project.find_scene(scene_id)
    shot = next((shot for shot in scene.shots if shot.id == shot_id), None) if scene else None
    if shot is None or _is_mentioned(project, shot, name):
        return project
    return edits.set_shot(project, shot_id, prompt=f"{shot.prompt.rstrip()} @{name}".lstrip())


def _member(project: Project, scene: Scene, name: str, index: int) -> Landing:
    if project.member(name) is None:
        return Landing(f"Nobody in the cast is called {name}.", index)
    is_cast = name in scene.cast
    cast = Landing(f"Cast {name} in the scene", member=name)
    if index < 0:
        return Landing(f"{name} is in this scene already.") if is_cast else cast
    if _is_mentioned(project, scene.shots[index], name):
        return Landing(f"{name} is in shot {index + 1} already.", index) if is_cast else cast
    words = f"dd @{name} to the words of shot {index + 1}"
    return Landing(f"A{words}" if is_cast else f"Cast {name} and a{words}", index, member=name)


def _frame_words(frame: str, count: int) -> str:
    more = f", {count - 1} more as pictures of it" if count > 1 else ""
    return f"{frame} of the scene{more}"


def _is_mentioned(project: Project, shot: Shot, name: str) -> bool:
    names = tuple(member.name for member in project.cast)
    return any(mention.name == name for mention in mentions(shot.prompt, names))
