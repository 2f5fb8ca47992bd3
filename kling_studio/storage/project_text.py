"""The text of ``project.json``, made anew only where the project changed since the last time."""

import secrets
import threading
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any, TypeVar

from kling_studio.core.project import CastMember, Project, Scene
from kling_studio.storage.codec import encode, encode_member, encode_scene
from kling_studio.storage.json_text import dumps

_Part = TypeVar("_Part", CastMember, Scene)
_INDENT_OF_MEMBERS = 2
_INDENT_OF_SCENES = 4


class ProjectText:
    """Writes one project over and over. Members and scenes are frozen, so the text of the same object is the same."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._texts: dict[int, tuple[CastMember | Scene, str]] = {}

    def of(self, project: Project) -> bytes:
        """The text form with ids, as :func:`kling_studio.storage.json_text.dumps` writes it, in UTF-8."""
        with self._lock:
            before, self._texts = self._texts, {}
            parts = [
                *self._parts(project.cast, encode_member, _INDENT_OF_MEMBERS, before),
                *self._parts(project.scenes(), encode_scene, _INDENT_OF_SCENES, before),
            ]
        mark = secrets.token_hex()  # stands for a part, and in no text by chance
        pieces = dumps(_marked(project, mark)).split(f'"{mark}"')
        filled = [text for pair in zip(pieces, parts, strict=False) for text in pair]
        return "".join([*filled, pieces[-1]]).encode()

    def _parts(
        self,
        values: Iterable[_Part],
        encode_part: Callable[[_Part], dict[str, Any]],
        indent: int,
        before: dict[int, tuple[CastMember | Scene, str]],
    ) -> Iterable[str]:
        for value in values:
            known = before.get(id(value))
            text = (
                known[1] if known else dumps(encode_part(value)).rstrip().replace("\n", "\n" + " " * indent)
            )
            self._texts[id(value)] = (value, text)  # holding the value keeps its id from being given away
            yield text


def _marked(project: Project, mark: str) -> dict[str, Any]:
    episodes = tuple(replace(episode, scenes=()) for episode in project.episodes)
    data = encode(replace(project, cast=(), episodes=episodes), with_ids=True)
    data["cast"] = [mark] * len(project.cast)
    for written, episode in zip(data["episodes"], project.episodes, strict=True):
        written["scenes"] = [mark] * len(episode.scenes)
    return data
