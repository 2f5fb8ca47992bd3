"""The words of a look in the scene's words, where no element has them: once, behind the first mention of its member.

What a member is without a look its pictures show; a description stands in the words only for one who is not sent. A
look may have no picture of what it says ("soaked to the skin"), so its words always go along.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from kling_studio.core.catalog import Mode
from kling_studio.core.looks import Dressed, worn_by
from kling_studio.core.project import CastMember, Project, Scene
from kling_studio.core.prompt import mentions, plain
from kling_studio.core.sending import Sending


def looks_to_tell(project: Project, scene: Scene, mode: Mode, inputs: Sending) -> Mapping[str, str]:
    """By name, the words of the looks that the scene's words have to tell; ``project`` is dressed for the scene."""
    names = tuple(member.name for member in project.cast)
    told = {member.name for member in inputs.elements} if mode.elements_made_before else set()
    return {
        member.name: words
        for member in project.cast
        if (words := _words(member, names))
        and member.name not in told
        and (member.name in scene.cast or is_seen(scene, member.name, names))
    }


def own_description(member: CastMember) -> str:
    """What a member is described as without a look."""
    return member.own_description if isinstance(member, Dressed) else member.description


def is_seen(scene: Scene, name: str, names: Sequence[str]) -> bool:
    """Whether words that tell what is seen mention a member: not those that are spoken."""
    shown = (scene.prompt, *(text for shot in scene.shots for text in (shot.prompt, shot.camera)))
    return any(mention.name == name for text in shown for mention in mentions(text, names))


def with_look(scene: Scene, name: str, names: Sequence[str], mention: str) -> Scene:
    """The scene with its first mention of a member, among the words that tell what is seen, as ``mention``."""
    for changed in _candidates(scene, name, names, mention):
        if changed != scene:
            return changed
    return scene


def _candidates(scene: Scene, name: str, names: Sequence[str], mention: str) -> Iterator[Scene]:
    yield replace(scene, prompt=_instead(scene.prompt, name, names, mention))
    for at, shot in enumerate(scene.shots):
        for changed in (
            replace(shot, prompt=_instead(shot.prompt, name, names, mention)),
            replace(shot, camera=_instead(shot.camera, name, names, mention)),
        ):
            yield replace(scene, shots=(*scene.shots[:at], changed, *scene.shots[at + 1 :]))


def _instead(text: str, name: str, names: Sequence[str], words: str) -> str:
    first = next((mention for mention in mentions(text, names) if mention.name == name), None)
    return text if first is None else f"{text[: first.start]}{words}{text[first.end :]}"


def _words(member: CastMember, names: Sequence[str]) -> str:
    look = worn_by(member)
    return "" if look is None else " ".join(plain(look.description, names).split()).rstrip(".")
