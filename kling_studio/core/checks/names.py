"""Names in the words: who is mentioned, who speaks, and who is cast."""

import re
from collections.abc import Iterator
from functools import partial
from itertools import count

from kling_studio.core import edits
from kling_studio.core.checks.finding import Context, Finding, Fix, Severity
from kling_studio.core.project import CastMember, Project, Shot
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
                fix = _adding(at, mention.name)
                yield _unknown(at, shot, "prompt", f"@{mention.name} is nobody in the cast.", fix)
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
            yield _unknown(
                at, None, "cast", f"The scene casts {name}, who is nobody in the cast.", _taking_out(at, name)
            )
    for shot in at.scene.shots:
        for name in dict.fromkeys(
            line.character for line in shot.dialogue if line.text.strip() and line.character
        ):
            if name not in at.names:
                yield at.finding(
                    "not-cast",
                    Severity.WARNING,
                    f"{name} speaks and is nobody in the cast: a new face and voice in every render.",
                    shot=shot,
                    field="dialogue",
                    fix=_adding(at, name),
                )
            elif name not in at.scene.cast:
                yield _not_cast(at, name, shot, "dialogue", f"{name} speaks")


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
    """A member who is sent while no words say what to do with him."""
    said = {mention.name for _, text in texts(at.scene) for mention in mentions(text, at.names)}
    said |= set(speakers(at.scene))
    for name in dict.fromkeys(at.scene.cast):
        if name in at.names and name not in said:
            yield at.finding(
                "not-mentioned",
                Severity.ADVICE,
                f"{name} is cast and no words mention @{name}.",
                field="cast",
                fix=_taking_out(at, name),
            )


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
