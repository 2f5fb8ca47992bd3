"""The words as a provider reads them: every input that is sent is named, by the tags of the model's dialect."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from kling_studio.core.catalog import Dialect, Mode, Model
from kling_studio.core.languages import base_code, language_name
from kling_studio.core.look_words import is_seen, looks_to_tell, own_description, with_look
from kling_studio.core.looks import dressed
from kling_studio.core.project import CastMember, ModeName, Project, Scene
from kling_studio.core.prompt import joined_words, mentions, scene_words, speakers, texts
from kling_studio.core.sending import Sending, makes_sound, one_prompt, ordered_views

_OWN_TAG = re.compile(r"@(Image|Video)([1-9])(?!\w)")


@dataclass(frozen=True, slots=True)
class Wording:
    """Either one prompt, or the words of each shot. ``alone`` counts the shots that stand without the scene's words.

    ``untold`` names the members whose look's words have no room, or nobody to stand behind.
    """

    prompt: str = ""
    shots: tuple[str, ...] = ()
    alone: tuple[int, ...] = ()
    untold: tuple[str, ...] = ()


def worded(project: Project, scene: Scene, model: Model, mode: Mode, inputs: Sending) -> Wording:
    """The scene's words for a model, with a short lead for every input that they do not name themselves.

    The words of a look stand behind the first mention of its member where there is room for them and no element has
    them.
    """
    project = dressed(project, scene)
    told: dict[str, str] = {}
    untold: list[str] = []
    wording = _written(project, scene, model, mode, inputs, told)
    for name, words in looks_to_tell(project, scene, mode, inputs).items():
        longer = _written(project, scene, model, mode, inputs, {**told, name: words})
        if longer != wording and _has_room(longer, wording, mode):
            wording = longer
            told[name] = words
        else:
            untold.append(name)
    return replace(wording, untold=tuple(untold))


def _has_room(longer: Wording, before: Wording, mode: Mode) -> bool:
    """Whether what was added fits, and takes no place from the scene's own words."""
    grown = [new for new, old in zip(longer.shots, before.shots, strict=True) if new != old]
    fits = len(longer.prompt) <= mode.prompt_chars and all(len(text) <= mode.shot_chars for text in grown)
    return fits and longer.alone == before.alone


def _written(
    project: Project, scene: Scene, model: Model, mode: Mode, inputs: Sending, told: Mapping[str, str]
) -> Wording:
    """The words with those of the looks that are ``told``, by name."""
    names = tuple(member.name for member in project.cast)
    tags = _Tags(project, scene, model.dialect, inputs)
    heard = makes_sound(scene, mode)
    lead = _lead(scene, model.dialect, mode, inputs, tags, names, told)
    language = _language(scene, heard=heard)
    in_looks = scene
    for member in project.cast:
        if member.name in told:
            mention = tags.mention(member, told[member.name])
            in_looks = with_look(in_looks, member.name, names, mention)
    tagged = _with_own_tags(in_looks, names, model.dialect, mode, inputs)
    if one_prompt(scene, mode):
        text = joined_words(tagged, names, tags.spell, heard=heard, speaker=tags.speaker)
        return Wording(prompt=_joined(lead, text, language))
    # The scene's words stand before every shot, a look's among them before the first alone.
    bare = _with_own_tags(scene, names, model.dialect, mode, inputs).prompt if told else tagged.prompt

    def words_of(most_chars: int | None) -> tuple[str, ...]:
        def shots_of(part: Scene) -> tuple[str, ...]:
            return scene_words(
                part, names, tags.spell, heard=heard, speaker=tags.speaker, most_chars=most_chars
            )

        words = shots_of(tagged)
        return words if bare == tagged.prompt else (words[0], *shots_of(replace(tagged, prompt=bare))[1:])

    whole, kept = words_of(None), words_of(mode.shot_chars)
    alone = tuple(
        number for number, pair in enumerate(zip(whole, kept, strict=True), 1) if len(set(pair)) > 1
    )
    words = [_joined(lead, kept[0], ""), *kept[1:]]
    speaking = next(
        (n for n, shot in enumerate(scene.shots) if any(line.text.strip() for line in shot.dialogue)), 0
    )
    words[speaking] = _joined("", words[speaking], language)
    return Wording(shots=tuple(words), alone=alone)


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
        if not tag:
            member = self._project.member(name)
            description = "" if member is None else own_description(member)
            return f"{name} ({description})" if description else name
        return f"{name} {tag}" if self._beside and not tag.startswith(name) else tag

    def mention(self, member: CastMember, look_words: str) -> str:
        """What stands for ``@name`` with the words of a look: still ``@name`` where a tag will stand for that."""
        if self._tags.get(member.name):
            return f"@{member.name} ({look_words})"
        described = " ".join(filter(None, (own_description(member).strip(), look_words)))
        return f"{member.name} ({described})"

    def speaker(self, name: str) -> str:
        """How the one who speaks is written: as a tag where that stands for the name, or is what carries the voice."""
        tag = self._tags.get(name, "")
        return tag if tag and (not self._beside or tag.startswith(name)) else name

    def named(self, name: str) -> str:
        """A member who is sent, in a list; empty where he is not."""
        return self.spell(name) if self._tags.get(name) else ""


def _lead(
    scene: Scene,
    dialect: Dialect,
    mode: Mode,
    inputs: Sending,
    tags: _Tags,
    names: tuple[str, ...],
    told: Mapping[str, str],
) -> str:
    """A short sentence in front that names what the words leave out."""
    own = [
        match[0] for _, text in texts(scene) for match in _OWN_TAG.finditer(text) if match[0][1:] not in names
    ]
    said = {mention.name for _, text in texts(scene) for mention in mentions(text, names)}
    if makes_sound(scene, mode):
        said |= {name for name in speakers(scene) if tags.speaker(name) != name}
    in_lead = {name: f" ({words})" for name, words in told.items() if not is_seen(scene, name, names)}
    # A voice inside an element goes by the element's tag.
    sent = (*inputs.elements, *inputs.as_pictures, *(() if inputs.elements else inputs.voices))
    silent = [
        named + in_lead.get(member.name, "")
        for member in sent
        if (member.name not in said or member.name in in_lead) and (named := tags.named(member.name))
    ]
    first_loose = len(inputs.pictures) - sum(path in scene.images for path in inputs.pictures)
    silent += [
        dialect.picture.format(n=first_loose + n)
        for n in range(1, len(inputs.pictures) - first_loose + 1)
        if f"@Image{n}" not in own
    ]
    clip = dialect.clip.format(n=1)
    if mode.name is ModeName.EDIT and "@Video1" not in own:
        return _joined(f"Change {clip}:", f"With {listed(silent)}." if silent else "", "")
    parts = [f"Follow the motion of {clip}."] if mode.video and "@Video1" not in own else []
    return " ".join([*parts, f"With {listed(silent)}."] if silent else parts)


def _with_own_tags(
    scene: Scene, names: tuple[str, ...], dialect: Dialect, mode: Mode, inputs: Sending
) -> Scene:
    """The scene with ``@Image2`` and ``@Video1``, counted in its own pictures and clips, in the provider's spelling."""
    before = len(inputs.pictures) - sum(path in scene.images for path in inputs.pictures)

    def spelled(match: re.Match[str]) -> str:
        name = match[0].removeprefix("@")
        if name in names:
            return match[0]
        is_clip = match[1] == "Video"
        place = int(match[2]) + (0 if is_clip else before)
        is_sent = place <= (int(mode.video) if is_clip else len(inputs.pictures))
        # What does not go along is no tag: its name is left as plain words.
        return (dialect.clip if is_clip else dialect.picture).format(n=place) if is_sent else name

    def tagged(text: str) -> str:
        return _OWN_TAG.sub(spelled, text)

    shots = (replace(shot, prompt=tagged(shot.prompt), camera=tagged(shot.camera)) for shot in scene.shots)
    return replace(scene, prompt=tagged(scene.prompt), shots=tuple(shots))


def _language(scene: Scene, *, heard: bool) -> str:
    """The language as words: no provider has a field for it. English is what models speak by themselves."""
    spoken = any(line.text.strip() for shot in scene.shots for line in shot.dialogue)
    if not heard or base_code(scene.language) == "en" or not spoken:
        return ""
    return f"All dialogue is spoken in {language_name(scene.language)}."


def listed(things: Sequence[str], last: str = "and") -> str:
    """Things as a sentence names them: "Mira", "Mira and Marco", "front, side or back"."""
    return f" {last} ".join([", ".join(things[:-1]), *things[-1:]] if things[1:] else things)


def _joined(*parts: str) -> str:
    return " ".join(part for part in parts if part)
