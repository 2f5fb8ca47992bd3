"""Names in the words: who is mentioned, who speaks, and who is cast."""

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from itertools import count

from kling_studio.core import edits
from kling_studio.core.checks.bare_names import bare_names, tagged
from kling_studio.core.checks.finding import Context, Finding, Fix, Severity
from kling_studio.core.checks.reading import seen
from kling_studio.core.checks.vocabulary import EVERYDAY_NAMES
from kling_studio.core.project import CastMember, MemberKind, Project, Scene, Shot
from kling_studio.core.prompt import mentions, speakers, texts


def names_in_words(at: Context) -> Iterator[Finding]:
    """``@Name`` of nobody is an error; of a member whom the scene does not cast, a warning. Each once a shot."""
    seen: set[tuple[str | None, str]] = set()
    shots = {shot.id: shot for shot in at.scene.shots}
    for shot_id, text in texts(at.scene):
        for mention in mentions(text, at.names):
            if (shot_id, mention.name) in seen:
                continue
            seen.add((shot_id, mention.name))
            shot = shots.get(shot_id) if shot_id else None
            if _is_picture(at, mention.name):
                continue
            if not mention.known:
                meant = _meant(at, mention.name)
                message = f"@{mention.name} is nobody in the cast{f'; {meant} is' if meant else ''}."
                fix = _respelling(at, mention.name, meant, "@") if meant else _adding(at, mention.name)
                yield _unknown(at, shot, "prompt", message, fix)
            elif mention.name not in at.scene.cast:
                yield _not_cast(at, mention.name, shot, "prompt", f"@{mention.name} is mentioned")
    yield from _in_lists(at)


def _is_picture(at: Context, name: str) -> bool:
    """Whether ``@Image2`` or ``@Video1`` names an input of the scene by its place."""
    match = re.fullmatch(r"(Image|Video)([1-9])", name)
    if match is None or name in at.names:
        return False
    clips = bool(at.scene.reference_video or at.scene.source_video)
    return int(match[2]) <= (len(at.scene.images) if match[1] == "Image" else clips)


def _in_lists(at: Context) -> Iterator[Finding]:
    for name in dict.fromkeys(at.scene.cast):
        if name not in at.names:
            meant = _meant(at, name)
            fix = _respelling(at, name, meant) if meant else _taking_out(at, name)
            yield _unknown(at, None, "cast", f"The scene casts {name}, who is nobody in the cast.", fix)
    for shot in at.scene.shots:
        for name in dict.fromkeys(
            line.character for line in shot.dialogue if line.text.strip() and line.character
        ):
            if name not in at.names:
                meant = _meant(at, name)
                yield at.finding(
                    "not-cast",
                    Severity.WARNING,
                    f"{name} speaks and is nobody in the cast: a new face and voice in every render.",
                    shot=shot,
                    field="dialogue",
                    fix=_respelling(at, name, meant) if meant else _adding(at, name),
                )
            elif name not in at.scene.cast:
                yield _not_cast(at, name, shot, "dialogue", f"{name} speaks")


def _meant(at: Context, name: str) -> str:
    """The one member whose name differs in capitals alone; empty where there is none."""
    wanted = unicodedata.normalize("NFC", name).casefold()
    alike = [other for other in at.names if other.casefold() == wanted]
    return alike[0] if len(alike) == 1 else ""


def _respelling(at: Context, name: str, meant: str, sign: str = "") -> Fix:
    return Fix(f"Write it as {sign}{meant}", partial(respelled, scene_id=at.scene.id, name=name, meant=meant))


def respelled(project: Project, scene_id: str, name: str, meant: str) -> Project:
    """The project with the member ``meant`` wherever a scene says ``name``, who is nobody; cast in the scene."""
    names = tuple(member.name for member in project.cast)

    def in_words(text: str) -> str:
        for mention in reversed(list(mentions(text, names))):
            if mention.name == name and not mention.known:
                text = f"{text[: mention.start]}@{meant}{text[mention.end :]}"
        return text

    project = _reworded(project, scene_id, in_words)
    for shot in _scene(project, scene_id).shots:
        dialogue = tuple(
            replace(
                line, character=meant if line.character == name else line.character, text=in_words(line.text)
            )
            for line in shot.dialogue
        )
        project = edits.set_shot(project, shot.id, dialogue=dialogue)
    return edits.cast_in_scene(edits.uncast_from_scene(project, scene_id, name), scene_id, meant)


def _reworded(project: Project, scene_id: str, in_words: Callable[[str], str]) -> Project:
    """The project with other words of what is seen in a scene."""
    scene = _scene(project, scene_id)
    project = edits.set_scene(project, scene_id, prompt=in_words(scene.prompt))
    for shot in scene.shots:
        project = edits.set_shot(project, shot.id, prompt=in_words(shot.prompt), camera=in_words(shot.camera))
    return project


def _scene(project: Project, scene_id: str) -> Scene:
    return next(scene for scene in project.scenes() if scene.id == scene_id)


def _adding(at: Context, name: str) -> Fix | None:
    if not edits.can_be_named(name) or edits.free_name(at.project, name) != name:
        return None
    return Fix(f"Add {name} to the cast", partial(_added, scene_id=at.scene.id, name=name))


def _added(project: Project, scene_id: str, name: str) -> Project:
    """The project with a new member of this name, cast in the scene."""
    taken = {member.id for member in project.cast}
    ids = (f"member-{name}{'-' * turn}" for turn in count())
    member = CastMember(next(member_id for member_id in ids if member_id not in taken), name)
    return edits.cast_in_scene(edits.add_member(project, member), scene_id, name)


def _taking_out(at: Context, name: str) -> Fix:
    return Fix(f"Take {name} out", partial(edits.uncast_from_scene, scene_id=at.scene.id, name=name))


def not_mentioned(at: Context) -> Iterator[Finding]:
    """A member who is sent while no words say what to do with him, and names that stand there without their sign."""
    said = {mention.name for _, text in texts(at.scene) for mention in mentions(text, at.names)}
    said |= set(speakers(at.scene))
    bare = _bare_places(at)
    for name in dict.fromkeys(at.scene.cast):
        if name in at.names and name not in said:
            without = f"; the words say {name} without the sign" if name in bare else ""
            yield at.finding(
                "not-mentioned",
                Severity.ADVICE,
                f"{name} is cast and no words mention @{name}{without}.",
                field="cast",
                fix=_tagging(at, name) if name in bare else _taking_out(at, name),
            )
    for name, (shot, field) in bare.items():
        if name in said or name not in at.scene.cast:
            why = (
                "is tied to no references" if name in at.scene.cast else "is not cast: no references are sent"
            )
            yield at.finding(
                "untagged-name",
                Severity.ADVICE,
                f"{name} stands in the words without @ and {why}.",
                shot=shot,
                field=field,
                fix=_tagging(at, name),
            )


def _bare_places(at: Context) -> dict[str, tuple[Shot | None, str]]:
    """The names without their sign, each with its first place; of one who is not cast only a name that is no word."""
    nouns, places = _nouns(at.project), dict[str, tuple[Shot | None, str]]()
    for shot, field, text in seen(at.scene):
        for one in bare_names(text, at.names, nouns):
            if one.name in at.scene.cast or one.name not in nouns:
                places.setdefault(one.name, (shot, field))
    return places


def _nouns(project: Project) -> frozenset[str]:
    """The names that are words as well: those of things and places, and some of people."""
    return frozenset(
        member.name
        for member in project.cast
        if member.kind is not MemberKind.CHARACTER or member.name in EVERYDAY_NAMES
    )


def _tagging(at: Context, name: str) -> Fix:
    return Fix(f"Write it as @{name}", partial(with_sign, scene_id=at.scene.id, name=name))


def with_sign(project: Project, scene_id: str, name: str) -> Project:
    """The project with ``@`` before the name wherever a scene's words say it, and the member cast in it."""
    names, nouns = tuple(member.name for member in project.cast), _nouns(project)
    project = _reworded(project, scene_id, lambda text: tagged(text, name, names, nouns))
    return edits.cast_in_scene(project, scene_id, name)


def _unknown(at: Context, shot: Shot | None, field: str, message: str, fix: Fix | None) -> Finding:
    return at.finding("unknown-name", Severity.ERROR, message, shot=shot, field=field, fix=fix)


def _not_cast(at: Context, name: str, shot: Shot | None, field: str, what: str) -> Finding:
    return at.finding(
        "not-cast",
        Severity.WARNING,
        f"{what} and is not cast in this scene: no references are sent.",
        shot=shot,
        field=field,
        fix=Fix(f"Cast {name}", partial(edits.cast_in_scene, scene_id=at.scene.id, name=name)),
    )
