"""The words as a provider reads them: every input that is sent is named, by the tags of the model's dialect."""

import re
from dataclasses import dataclass

from kling_studio.core.catalog import Dialect, Mode, Model
from kling_studio.core.languages import language_name
from kling_studio.core.project import ModeName, Project, Scene
from kling_studio.core.prompt import joined_words, mentions, scene_words, speakers, texts
from kling_studio.core.sending import Sending, makes_sound, one_prompt, ordered_views

_OWN_TAG = re.compile(r"@(Image|Video)([1-9])(?!\w)")


@dataclass(frozen=True, slots=True)
class Wording:
    """Either one prompt, or the words of each shot."""

    prompt: str = ""
    shots: tuple[str, ...] = ()


def worded(project: Project, scene: Scene, model: Model, mode: Mode, inputs: Sending) -> Wording:
    """The scene's words for a model, with a short lead for every input that they do not name themselves."""
    names = tuple(member.name for member in project.cast)
    tags = _Tags(project, scene, model.dialect, inputs)
    heard = makes_sound(scene, mode)
    lead = _lead(scene, model.dialect, mode, inputs, tags, names)
    language = _language(scene, heard=heard)
    if one_prompt(scene, mode):
        text = _own_tags(joined_words(scene, names, tags.spell, heard=heard), scene, model.dialect, inputs)
        return Wording(prompt=_joined(lead, text, language))
    words = [
        _own_tags(text, scene, model.dialect, inputs)
        for text in scene_words(scene, names, tags.spell, heard=heard)
    ]
    words[0] = _joined(lead, words[0], "")
    speaking = next(
        (n for n, shot in enumerate(scene.shots) if any(line.text.strip() for line in shot.dialogue)), 0
    )
    words[speaking] = _joined("", words[speaking], language)
    return Wording(shots=tuple(words))


class _Tags:
    """Each member's spelling: his tag where he is sent, plain words where not."""

    def __init__(self, project: Project, scene: Scene, dialect: Dialect, inputs: Sending) -> None:
        self._project = project
        self._beside = dialect.beside_name
        self._tags: dict[str, str] = {}
        for number, member in enumerate(inputs.elements, start=1):
            self._tags[member.name] = dialect.element.format(n=number)
        if dialect.voice and not inputs.elements:
            for number, member in enumerate(inputs.voices, start=1):
                self._tags[member.name] = f"{member.name} {dialect.voice.format(n=number)}"
        for name in scene.cast:
            cast = project.member(name)
            if cast is not None and name not in self._tags:
                place = next(
                    (
                        inputs.pictures.index(view.path)
                        for view in ordered_views(cast)
                        if view.path in inputs.pictures
                    ),
                    None,
                )
                if place is not None:
                    self._tags[name] = dialect.picture.format(n=place + 1)

    def spell(self, name: str) -> str:
        """How ``@name`` is written."""
        tag = self._tags.get(name)
        if tag is None:
            member = self._project.member(name)
            return name if member is None or not member.description else f"{name} ({member.description})"
        return f"{name} {tag}" if self._beside and not tag.startswith(name) else tag

    def tag(self, name: str) -> str:
        """The bare tag of a member, empty where he is not sent."""
        return self._tags.get(name, "")


def _lead(
    scene: Scene, dialect: Dialect, mode: Mode, inputs: Sending, tags: _Tags, names: tuple[str, ...]
) -> str:
    """A short sentence in front that names what the words leave out."""
    own = [match[0] for _, text in texts(scene) for match in _OWN_TAG.finditer(text)]
    said = {mention.name for _, text in texts(scene) for mention in mentions(text, names)}
    said |= set(speakers(scene)) if makes_sound(scene, mode) else set()
    silent = [tags.tag(member.name) for member in inputs.elements if member.name not in said]
    first_loose = len(inputs.pictures) - sum(path in scene.images for path in inputs.pictures)
    silent += [
        dialect.picture.format(n=first_loose + n)
        for n in range(1, len(inputs.pictures) - first_loose + 1)
        if f"@Image{n}" not in own
    ]
    clip = dialect.clip.format(n=1)
    if mode.name is ModeName.EDIT and "@Video1" not in own:
        return _joined(f"Change {clip}:", f"With {_listed(silent)}." if silent else "", "")
    parts = [f"Follow the motion of {clip}."] if mode.video and "@Video1" not in own else []
    return " ".join([*parts, f"With {_listed(silent)}."] if silent else parts)


def _own_tags(text: str, scene: Scene, dialect: Dialect, inputs: Sending) -> str:
    """``@Image2`` and ``@Video1`` of the director, counted in the scene's own pictures, in the provider's spelling."""
    before = len(inputs.pictures) - sum(path in scene.images for path in inputs.pictures)

    def spelled(match: re.Match[str]) -> str:
        if match[1] == "Video":
            return dialect.clip.format(n=match[2])
        return dialect.picture.format(n=before + int(match[2]))

    return _OWN_TAG.sub(spelled, text) if dialect.picture != "@Image{n}" or before else text


def _language(scene: Scene, *, heard: bool) -> str:
    """The language as words: no provider has a field for it. English is what models speak by themselves."""
    if not heard or scene.language == "en" or not speakers(scene):
        return ""
    return f"All dialogue is spoken in {language_name(scene.language)}."


def _listed(things: list[str]) -> str:
    return things[0] if len(things) == 1 else f"{', '.join(things[:-1])} and {things[-1]}"


def _joined(*parts: str) -> str:
    return " ".join(part for part in parts if part)
