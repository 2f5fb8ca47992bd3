"""The checks: one rule a function, all findings at once, each with its place and, where there is one, a fix."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import partial

from kling_studio.core.catalog import Catalog
from kling_studio.core.checks import (
    cast_sent,
    craft,
    files,
    letters,
    limits,
    looks_sent,
    names,
    pictures,
    sound,
    unsent,
)
from kling_studio.core.checks.finding import Context, Finding, Fix, Goal, Part, Severity
from kling_studio.core.checks.tally import Surroundings, surroundings
from kling_studio.core.edits import set_scene
from kling_studio.core.looks import dressed
from kling_studio.core.media_facts import MediaFacts
from kling_studio.core.modes import choose_mode
from kling_studio.core.project import Project, Scene
from kling_studio.core.sending import sending

__all__ = [
    "Finding",
    "Fix",
    "Goal",
    "Part",
    "Severity",
    "Surroundings",
    "check_scene",
    "is_silenced",
    "surroundings",
]

RULES: tuple[Callable[[Context], Iterator[Finding]], ...] = (
    limits.too_many_shots,
    limits.seconds,
    limits.empty_prompt,
    limits.prompt_lengths,
    limits.unproven_seconds,
    limits.guidance,
    limits.aspect,
    limits.frame_shape,
    limits.too_many_images,
    limits.joined,
    cast_sent.doubtful_elements,
    cast_sent.unsent_views,
    cast_sent.element_texts,
    cast_sent.no_references,
    looks_sent.untold_looks,
    looks_sent.look_behind_clip,
    looks_sent.unsent_pictures,
    unsent.missing_input,
    unsent.not_sent,
    names.names_in_words,
    names.not_mentioned,
    sound.sound_with_video,
    sound.sound_always_on,
    sound.dialogue_unheard,
    sound.language,
    sound.voices,
    files.files,
    pictures.near_duplicates,
    pictures.blurred,
    letters.letters,
    *craft.CRAFT,
)

_ORDER = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.ADVICE: 2}


def check_scene(
    project: Project,
    scene: Scene,
    catalog: Catalog,
    media: MediaFacts | None = None,
    model_id: str | None = None,
    undrawable: Callable[[str], str] = lambda _text: "",
    lists: Iterable[str] = (),
    silenced: bool = False,
) -> tuple[Finding, ...]:
    """The findings of a scene on its own model or another, the gravest first.

    Those that the scene silences are left out unless ``silenced`` is set. ``lists`` are the price lists that amounts
    are told by. The findings depend on the scene, the cast and, of the rest of the project, on :func:`surroundings`.
    """
    model = catalog.models.get(model_id or scene.model)
    if model is None:
        message = f"{model_id or scene.model} is not in the catalog. Choose another model."
        return (Finding("unknown-model", Severity.ERROR, message, scene.id, field="model"),)
    choice = choose_mode(project, scene, model)
    if choice.mode is None:
        message = f"{choice.reason}. Choose another model or another mode."
        fix = None
        if choose_mode(project, replace(scene, mode=None), model).mode is not None:
            fix = Fix("Let the scene decide", partial(set_scene, scene_id=scene.id, mode=None))
        return (Finding("no-mode", Severity.ERROR, message, scene.id, field="model", fix=fix),)
    at = Context(
        project=dressed(project, scene),
        undressed=project,
        names=tuple(member.name for member in project.cast),
        scene=scene,
        model=model,
        mode=choice.mode,
        choice=choice,
        inputs=sending(project, scene, choice.mode, model.provider),
        media=media or {},
        catalog=catalog,
        undrawable=undrawable,
        around=surroundings(project, scene),
        lists=tuple(lists),
    )
    found = [finding for rule in RULES for finding in rule(at) if silenced or not is_silenced(scene, finding)]
    return tuple(sorted(found, key=lambda finding: (_ORDER[finding.severity], finding.shot or 0)))


def is_silenced(scene: Scene, finding: Finding) -> bool:
    """Whether the director does not want to hear of it in this scene; an error is always told."""
    return finding.rule in scene.silenced and finding.severity is not Severity.ERROR
