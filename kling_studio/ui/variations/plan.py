"""Which scenes the sheet would make, and what each costs. Nothing here knows a widget."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import ceil

from kling_studio.app.session import Session
from kling_studio.core import edits
from kling_studio.core.catalog import ANIMATIC, Catalog, Model
from kling_studio.core.job import JobState
from kling_studio.core.ledger import Take, takes_of_scene
from kling_studio.core.pricing import CONTAINER_EXCESS_S, Quote, total
from kling_studio.core.project import ModeName, Project, Scene


@dataclass(frozen=True, slots=True)
class Source:
    """The clip that is edited: a file of the project by its reference, or the film of a take."""

    reference: str = ""
    take: Take | None = None

    @property
    def is_chosen(self) -> bool:
        """Whether there is one."""
        return bool(self.reference or self.take)


@dataclass(frozen=True, slots=True)
class Planned:
    """One scene that would be made, and its price on its model."""

    scene: Scene
    quote: Quote | None


def settings_in(text: str) -> tuple[str, ...]:
    """The settings, one a line; empty lines are none, and one that is there twice counts once."""
    return tuple(dict.fromkeys(line.strip() for line in text.splitlines() if line.strip()))


def seconds_of(session: Session, source: Source) -> int | None:
    """The length of the clip in whole seconds, as it is billed; ``None`` where it is not known."""
    fact = session.media.get(source_reference(source))
    if fact is not None and fact.duration_s:
        return ceil(fact.duration_s - CONTAINER_EXCESS_S)
    return source.take.seconds if source.take is not None else None


def planned(
    session: Session, scene_id: str, source: Source, settings: Sequence[str], model_id: str
) -> tuple[Planned, ...]:
    """The scenes, as they would stand in the project; none where theirs is gone."""
    if not (source.is_chosen and settings) or session.project.find_scene(scene_id) is None:
        return ()
    ids = [f"planned {number}" for number in range(len(settings) * edits.IDS_FOR_EACH)]
    project = made(
        session, session.project, scene_id, source, source_reference(source), settings, ids, model_id
    )
    scenes = (project.find_scene(scene_id) for scene_id in ids[:: edits.IDS_FOR_EACH])
    return tuple(Planned(scene, session.quote_of(project, scene)) for scene in scenes if scene is not None)


def standing(session: Session, scene_ids: Sequence[str]) -> tuple[Planned, ...]:
    """Scenes that were made, as they stand in the project now."""
    scenes = (session.project.find_scene(scene_id) for scene_id in scene_ids)
    return tuple(Planned(scene, session.quote(scene)) for scene in scenes if scene is not None)


def total_of(plan: Sequence[Planned]) -> Decimal | None:
    """What they cost together; ``None`` where one of the prices is unknown."""
    return total(one.quote.total if one.quote else None for one in plan)


def source_reference(source: Source) -> str:
    """The file that stands for the source as long as it is not a clip of the project."""
    return source.reference or (source.take.video or "" if source.take else "")


def made(
    session: Session,
    project: Project,
    scene_id: str,
    source: Source,
    reference: str,
    settings: Sequence[str],
    new_ids: Sequence[str],
    model_id: str,
) -> Project:
    """The project with the scenes; pure apart from what the session knows of the clip."""
    seconds = seconds_of(session, source)
    return edits.add_variations(
        project, scene_id, reference, settings, new_ids, model=model_id, seconds=seconds
    )


def editing_models(catalog: Catalog) -> tuple[Model, ...]:
    """The models that can edit a clip."""
    return tuple(
        model for model in catalog.models.values() if model.id != ANIMATIC and model.mode(ModeName.EDIT)
    )


def model_for(catalog: Catalog, scene: Scene) -> str:
    """The scene's own model if it can edit, else one of the same provider and tier, else any."""
    models = editing_models(catalog)
    own = catalog.models.get(scene.model)
    for fits in (
        lambda model: model is own,
        lambda model: own is not None and (model.provider, model.tier) == (own.provider, own.tier),
        lambda model: own is not None and model.provider == own.provider,
        lambda _model: True,
    ):
        found = next(filter(fits, models), None)
        if found is not None:
            return found.id
    return scene.model


def usable_takes(session: Session, scene_id: str) -> tuple[Take, ...]:
    """The takes of a scene that can be edited: those that are there and no animatic."""
    takes = takes_of_scene(session.ledger, scene_id)
    return tuple(
        take for take in takes if take.state is JobState.DONE and take.video and take.model != ANIMATIC
    )
