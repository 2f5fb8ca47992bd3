"""Takes as they would have been made of a scene, and how they stand to it now."""

from typing import Any

from kling_studio.app.current import sent_today
from kling_studio.core import edits
from kling_studio.core.facts import Json
from kling_studio.core.ledger import Take
from kling_studio.core.media_facts import MediaFact, MediaKind
from kling_studio.core.project import Project
from kling_studio.core.stale import TakeStatus, take_status
from tests.core.building import a_scene, a_shot, model, says

FILES = (
    "mira_front.png",
    "mira_back.png",
    "mira_new.png",
    "marco_front.png",
    "ines.mp4",
    "ines.wav",
    "ines_2.wav",
    "start.png",
    "other.png",
    "clip.mp4",
)
READ = {name: MediaFact(MediaKind.PICTURE, sha256=f"digest of {name}") for name in FILES}
TALK = a_scene(
    a_shot("s1", "@Mira walks in.", 4),
    a_shot("s2", "@Mira opens the crate.", 5, dialogue=says("Mira", "Empty.", "calm")),
    cast=("Mira",),
    audio=True,
)


def take_of(
    project: Project, model_id: str | None = None, filled: dict[str, Json] | None = None, **fields: Any
) -> Take:
    """The take that the project's scene would have been made as."""
    scene = next(project.scenes())
    sent = sent_today(project, scene, model(model_id or scene.model), READ)
    values: dict[str, Any] = {
        "job": "j1",
        "scene_id": scene.id,
        "scene_number": 1,
        "scene_title": scene.title,
        "number": 1,
        "model": model_id or scene.model,
        "mode": "",
        "endpoint": "",
        "seconds": 9,
        "quoted": None,
        "price_list": None,
        "fingerprint": "",
        "sent": sent or {},
        "filled": filled or {},
        "planned_at": "",
    }
    return Take(**{**values, **fields})


def status(take: Take, project: Project, *, is_read: bool = True) -> TakeStatus:
    scene = next(project.scenes())
    today = sent_today(project, scene, model(take.model), READ if is_read else {})
    return take_status(take, project, scene, today)


def changed(project: Project, **fields: Any) -> Project:
    return edits.set_scene(project, "c1", **fields)
