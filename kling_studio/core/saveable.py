"""What the text form of a project can hold. An edit beyond it is refused: it could be saved and not opened again."""

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any

from kling_studio.core.errors import EditRejected
from kling_studio.core.project import CastMember, Project, Scene

MAX_SHOT_SECONDS = 3600
MAX_GUIDANCE = 1000
MAX_FILM_S = 24 * 3600
_HALF = re.compile("[\ud800-\udfff]")


def check_saveable(old: Project, new: Project) -> None:
    """Raise ``EditRejected`` if something that ``new`` does not share with ``old`` cannot be saved."""
    if new.title != old.title:
        _check_texts(new.title)
    members = {id(member) for member in old.cast}
    for member in new.cast:
        if id(member) not in members:
            _check_member(member)
    episodes = {id(episode) for episode in old.episodes}
    scenes = {id(scene) for scene in old.scenes()}
    for episode in new.episodes:
        if id(episode) not in episodes:
            _check_texts(episode.title)
            _check_texts(episode.looks)
            for scene in episode.scenes:
                if id(scene) not in scenes:
                    _check_scene(scene)


def _check_member(member: CastMember) -> None:
    _check_texts(member)
    pictures = (*member.images, *(view for look in member.looks for view in look.images))
    if not all(view.path.strip() for view in pictures):
        raise EditRejected("A picture of a member needs a file.")
    if not all(name.strip() for name in (*member.tags, *(look.name for look in member.looks))):
        raise EditRejected("A look or a tag needs a name.")
    times_s = (choice.time_s for choice in member.sheet if choice.time_s is not None)
    if not all(0 <= time_s <= MAX_FILM_S for time_s in times_s):
        raise EditRejected("A frame is picked between the start and the end of its film.")


def _check_scene(scene: Scene) -> None:
    _check_texts(scene)
    for value, what in ((scene.model, "model"), (scene.aspect_ratio, "ratio"), (scene.language, "language")):
        if not value.strip():
            raise EditRejected(f"A scene needs a {what}.")
    if not all(path.strip() for path in scene.images):
        raise EditRejected("A picture of a scene needs a file.")
    if scene.cfg_scale is not None and not -MAX_GUIDANCE <= scene.cfg_scale <= MAX_GUIDANCE:
        raise EditRejected("Guidance goes from 0 to 1.")
    if any(abs(shot.seconds) > MAX_SHOT_SECONDS for shot in scene.shots):
        raise EditRejected("A shot lasts at most an hour.")


def _check_texts(value: object) -> None:
    for text in _texts(value):
        # Half of a pair of characters, as a broken paste may bring, has no form in a file.
        if not text.isascii() and _HALF.search(text):
            raise EditRejected("The text holds half a character, which cannot be saved.", "Type it again.")


def _texts(value: Any) -> Iterator[str]:
    """Every text inside a value of the project."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from _texts(item)
    else:
        for name in _names_of_fields(value.__class__):
            yield from _texts(getattr(value, name))


@cache
def _names_of_fields(kind: type) -> tuple[str, ...]:
    """Asked once a class: thousands of pictures may come at once."""
    return tuple(field.name for field in fields(kind)) if is_dataclass(kind) else ()
