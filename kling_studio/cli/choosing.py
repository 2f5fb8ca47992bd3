"""Which scenes and models a command is about."""

from collections.abc import Iterator

from kling_studio.app.measuring import measure_all
from kling_studio.app.session import Session
from kling_studio.core.errors import BadInput
from kling_studio.core.numbering import places
from kling_studio.core.pricing import Quote
from kling_studio.core.project import Scene
from kling_studio.storage.references import references


def chosen_scenes(session: Session, numbers: list[int]) -> list[tuple[int, Scene]]:
    """The scenes with these numbers, or all; ``BadInput`` for a number that no scene has."""
    numbered = {places(session.project)[scene.id].number: scene for scene in session.project.scenes()}
    for number in numbers:
        if number not in numbered:
            raise BadInput(f"There is no scene {number}: expected a number from 1 to {len(numbered)}.")
    return [(number, scene) for number, scene in numbered.items() if not numbers or number in numbers]


def quotes_of(
    session: Session, scenes: list[tuple[int, Scene]], model_id: str | None
) -> Iterator[tuple[int, Scene, Quote]]:
    """The quote of each scene on its own model or another."""
    for number, scene in scenes:
        check_model(session, model_id or scene.model)
        priced = session.quote_of(session.project, scene, model_id)
        if priced is not None:
            yield number, scene, priced


def check_model(session: Session, model_id: str) -> None:
    """``BadInput`` for a model that the catalog does not have."""
    if model_id not in session.catalog.models:
        known = ", ".join(session.catalog.models)
        raise BadInput(f"There is no model {model_id!r} in the catalog; known are {known}.")


def measured(session: Session) -> Session:
    """The session with the facts of all its media files."""
    session.add_measured(measure_all(references(session.project), session.path_of))
    return session
