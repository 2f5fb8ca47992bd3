"""The words: who is mentioned in them, and how master text, shot, camera and dialogue become one text.

``@Name`` stands for a member of the cast (:mod:`kling_studio.core.mentions`). Dialogue is written
``[Name, emotion]: "text"``, the form that Kling's guides give.
"""

import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import replace

from kling_studio.core.mentions import Mention, mentions
from kling_studio.core.project import DialogueLine, Scene, Shot

__all__ = [
    "Mention",
    "Spelling",
    "dialogue_words",
    "joined_words",
    "mentions",
    "plain",
    "renamed",
    "scene_words",
    "shot_words",
    "speakers",
    "spelled",
    "texts",
]

Spelling = Callable[[str], str]


def spelled(text: str, names: Collection[str], spelling: Spelling) -> str:
    """The text with each known ``@Name`` in another spelling; unknown ones stay."""
    parts, end = [], 0
    for mention in mentions(text, names):
        if mention.known:
            parts += [text[end : mention.start], spelling(mention.name)]
            end = mention.end
    return "".join([*parts, text[end:]])


def renamed(text: str, old: str, new: str, names: Collection[str]) -> str:
    """The text with ``@old`` as ``@new``; ``names`` are all names of the cast before the change."""
    return spelled(text, names, lambda name: f"@{new if name == old else name}")


def plain(text: str, names: Collection[str]) -> str:
    """The text as a reader sees it, names without their sign."""
    return spelled(text, names, lambda name: name)


def dialogue_words(line: DialogueLine, spelling: Spelling) -> str:
    """A spoken line in the form ``[Name, emotion]: "text"``, quotes inside it made single."""
    speaker = spelling(line.character) if line.character else "Narrator"
    who = f"{speaker}, {line.emotion.strip()}" if line.emotion.strip() else speaker
    text = re.sub(r"[\"“”„«»]", "'", line.text.strip())
    return f'[{who}]: "{text}"'


def shot_words(
    shot: Shot, names: Collection[str], spelling: Spelling, *, heard: bool, speaker: Spelling | None = None
) -> str:
    """The words of one shot: action, camera, then the dialogue if it will be heard.

    A name inside a spoken line is spoken, so it stands there as it sounds and never as a tag. ``speaker`` spells the
    names of those who speak where that differs.
    """
    parts = [
        _sentence(spelled(shot.prompt, names, spelling)),
        _sentence(spelled(shot.camera, names, spelling)),
    ]
    if heard:
        parts += [
            dialogue_words(replace(line, text=plain(line.text, names)), speaker or spelling)
            for line in shot.dialogue
            if line.text.strip()
        ]
    return " ".join(part for part in parts if part)


def scene_words(
    scene: Scene,
    names: Collection[str],
    spelling: Spelling,
    *,
    heard: bool,
    speaker: Spelling | None = None,
    most_chars: int | None = None,
) -> tuple[str, ...]:
    """The words of each shot with the scene's own in front of them.

    Where both together are longer than ``most_chars``, a shot stands alone: the scene's words are then in front of the
    first and of those that have room.
    """
    master = _sentence(spelled(scene.prompt, names, spelling))
    words: list[str] = []
    for shot in scene.shots:
        own = shot_words(shot, names, spelling, heard=heard, speaker=speaker)
        whole = " ".join(part for part in (master, own) if part)
        alone = bool(words and own) and most_chars is not None and len(whole) > most_chars
        words.append(own if alone else whole)
    return tuple(words)


def joined_words(
    scene: Scene,
    names: Collection[str],
    spelling: Spelling,
    *,
    heard: bool,
    speaker: Spelling | None = None,
) -> str:
    """All words of a scene as one prompt: the master text once, then each shot with its seconds."""
    master = _sentence(spelled(scene.prompt, names, spelling))
    shots = [shot_words(shot, names, spelling, heard=heard, speaker=speaker) for shot in scene.shots]
    if len(shots) > 1:
        shots = [
            f"Shot {number}, {shot.seconds} s: {words}"
            for number, (shot, words) in enumerate(zip(scene.shots, shots, strict=True), start=1)
            if words
        ]
    return " ".join(part for part in (master, *shots) if part)


def speakers(scene: Scene) -> tuple[str, ...]:
    """The names that speak in a scene, each once, in order."""
    return tuple(
        dict.fromkeys(
            line.character
            for shot in scene.shots
            for line in shot.dialogue
            if line.character and line.text.strip()
        )
    )


def texts(scene: Scene) -> Iterator[tuple[str | None, str]]:
    """Every text of a scene that may hold ``@Name``, with the id of its shot (``None`` for the scene's own)."""
    yield None, scene.prompt
    for shot in scene.shots:
        yield shot.id, shot.prompt
        yield shot.id, shot.camera
        for line in shot.dialogue:
            yield shot.id, line.text


def _sentence(text: str) -> str:
    text = " ".join(text.split())
    return text if not text or text[-1] in ".!?…:;,。！？：；，、" else f"{text}."
