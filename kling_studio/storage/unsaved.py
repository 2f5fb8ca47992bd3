"""What was edited since the last save, so that a killed program loses no finished edit.

The file holds, for each state of ``project.json`` it may be laid over, the layout of the project now and the text form
of what differs. It is written on every edit and is small: what stayed the same stands there by its id alone. It need
not survive a power cut, only the end of the process, so it is not synced.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import Any

from kling_studio.core.errors import BadInput
from kling_studio.core.project import Episode, Project, Scene
from kling_studio.storage.codec import decode, encode
from kling_studio.storage.recovery import new_id

UNSAVED_FILE = "unsaved.json"


@dataclass(frozen=True, slots=True)
class Base:
    """A state of the project on the disk: its value, and the hash of the bytes of its file."""

    project: Project
    sha256: str


def hash_of_file(path: Path) -> str:
    """The hash of ``project.json`` as it stands; empty where it cannot be read."""
    try:
        return sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""


def write_unsaved(root: Path, project: Project, bases: Sequence[Base]) -> None:
    """Keep ``project`` as it stands against each base; an ``OSError`` is the caller's to tell."""
    file = root / UNSAVED_FILE
    if all(base.project is project for base in bases):
        file.unlink(missing_ok=True)
        return
    entries = [{"of": base.sha256, **_difference(base.project, project)} for base in bases]
    part = file.with_suffix(".part")
    part.write_text(json.dumps(entries, ensure_ascii=False), encoding="utf-8")
    part.replace(file)


def recovered(root: Path, base: Base) -> Project | None:
    """The project as it stood when the program ended, if it had edits that were not saved over ``base``.

    A file that is no use any more, or cannot be read, gives ``None``; it stays until the next edit replaces it.
    """
    try:
        entries = json.loads((root / UNSAVED_FILE).read_text(encoding="utf-8"))
        entry = next((entry for entry in entries if entry["of"] == base.sha256), None)
        project = base.project if entry is None else _applied(base.project, entry)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError, BadInput):
        return None
    return None if project == base.project else project


def _difference(old: Project, new: Project) -> dict[str, Any]:
    before = {id(scene) for scene in old.scenes()}
    known = {id(episode): episode.id for episode in old.episodes}
    changed: list[Scene] = []
    layout: list[Any] = []
    for episode in new.episodes:
        if id(episode) in known:
            layout.append(episode.id)
            continue
        changed += [scene for scene in episode.scenes if id(scene) not in before]
        layout.append([episode.id, episode.title, [scene.id for scene in episode.scenes], episode.looks])
    same_cast = new.cast is old.cast
    text = Project(new.title, () if same_cast else new.cast, (Episode("changed", "", tuple(changed)),))
    return {"layout": layout, "same_cast": same_cast, "changed": encode(text, with_ids=True)}


def _applied(base: Project, entry: dict[str, Any]) -> Project:
    text = decode(entry["changed"], source=UNSAVED_FILE, new_id=new_id)
    scenes = {scene.id: scene for scene in base.scenes()} | {scene.id: scene for scene in text.scenes()}
    whole = {episode.id: episode for episode in base.episodes}
    episodes = tuple(
        whole[part] if isinstance(part, str) else _episode(scenes, *part) for part in entry["layout"]
    )
    cast = base.cast if entry["same_cast"] else text.cast
    return replace(base, title=text.title, cast=cast, episodes=episodes)


def _episode(
    scenes: dict[str, Scene], own_id: str, title: str, order: list[str], looks: list[list[str]]
) -> Episode:
    pairs = tuple((member, look) for member, look in looks)
    return Episode(own_id, title, tuple(scenes[scene_id] for scene_id in order), pairs)
