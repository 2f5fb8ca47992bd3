"""Names in the words: who is mentioned, who speaks, and who is cast."""

from collections.abc import Iterator
from functools import partial

from kling_studio.core import edits
from kling_studio.core.checks.finding import Context, Finding, Fix, Severity
from kling_studio.core.project import Shot
from kling_studio.core.prompt import mentions, texts


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
            if not mention.known:
                yield _unknown(at, shot, "prompt", f"@{mention.name} is nobody in the cast.")
            elif mention.name not in at.scene.cast:
                yield _not_cast(at, mention.name, shot, "prompt", f"@{mention.name} is mentioned")
    yield from _in_lists(at)


def _in_lists(at: Context) -> Iterator[Finding]:
    for name in at.scene.cast:
        if name not in at.names:
            yield _unknown(at, None, "cast", f"The scene casts {name}, who is nobody in the cast.")
    for shot in at.scene.shots:
        for name in dict.fromkeys(
            line.character for line in shot.dialogue if line.text.strip() and line.character
        ):
            if name not in at.names:
                yield _unknown(at, shot, "dialogue", f"{name} speaks and is nobody in the cast.")
            elif name not in at.scene.cast:
                yield _not_cast(at, name, shot, "dialogue", f"{name} speaks")


def not_mentioned(at: Context) -> Iterator[Finding]:
    """A member who is sent while no words say what to do with him."""
    said = {mention.name for _, text in texts(at.scene) for mention in mentions(text, at.names)}
    said |= {line.character for shot in at.scene.shots for line in shot.dialogue}
    for name in at.scene.cast:
        if name in at.names and name not in said:
            yield at.finding(
                "not-mentioned",
                Severity.ADVICE,
                f"{name} is cast and no words mention @{name}.",
                field="cast",
                fix=Fix(
                    f"Take {name} out",
                    partial(edits.uncast_from_scene, scene_id=at.scene.id, name=name),
                ),
            )


def _unknown(at: Context, shot: Shot | None, field: str, message: str) -> Finding:
    return at.finding("unknown-name", Severity.ERROR, message, shot=shot, field=field)


def _not_cast(at: Context, name: str, shot: Shot | None, field: str, what: str) -> Finding:
    return at.finding(
        "not-cast",
        Severity.WARNING,
        f"{what} and is not cast in this scene: no references are sent.",
        shot=shot,
        field=field,
        fix=Fix(f"Cast {name}", partial(edits.cast_in_scene, scene_id=at.scene.id, name=name)),
    )
