"""What a scene would be sent as now, without a file being read; and how its takes stand to that."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from kling_studio.core.adopting import adopted
from kling_studio.core.catalog import ANIMATIC, Catalog, Mode, Model
from kling_studio.core.facts import Json
from kling_studio.core.job import JobState
from kling_studio.core.ledger import LedgerState, Take, takes_of_scene
from kling_studio.core.media_facts import MediaFacts
from kling_studio.core.modes import choose_mode
from kling_studio.core.pricing import Quote
from kling_studio.core.project import CastMember, Project, Scene
from kling_studio.core.renewed import renewed
from kling_studio.core.request import RenderRequest
from kling_studio.core.stale import Standing, TakeStatus, take_status

if TYPE_CHECKING:
    from kling_studio.app.session import Session


def compiled(project: Project, scene: Scene, model: Model, mode: Mode, media: MediaFacts) -> RenderRequest:
    """The request of a scene at the provider of ``model``; pure, as far as ``media`` is known."""
    from kling_studio.providers.fal import body as fal
    from kling_studio.providers.wavespeed import body as wavespeed

    compilers = {"fal": fal.compile_request, "wavespeed": wavespeed.compile_request}
    return compilers[model.provider](project, scene, model, mode, media)


def sent_today(project: Project, scene: Scene, model: Model, media: MediaFacts) -> Mapping[str, Json] | None:
    """The same as a take would keep it; ``None`` where the model has no mode for the scene."""
    from kling_studio.providers.animatic import AnimaticRenderer
    from kling_studio.providers.cloud.renderer import request_json
    from kling_studio.providers.renderer import Order

    mode = choose_mode(project, scene, model).mode
    if mode is None:
        return None
    if model.id == ANIMATIC:
        order = Order("", project, scene, "", model, mode, Path(), lambda _reference: None)
        return AnimaticRenderer().request(order)
    return request_json(compiled(project, scene, model, mode, media))


class TakeStatuses:
    """How takes stand, kept until their scene, the cast or what is known of files is another."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog
        self._known: dict[str, tuple[tuple[object, ...], TakeStatus]] = {}
        self._cast: tuple[tuple[object, ...], tuple[CastMember, ...]] | None = None

    def status(self, take: Take, project: Project, ledger: LedgerState, media: MediaFacts) -> TakeStatus:
        """How a take stands to its scene; unknown where the scene or the model is gone."""
        scene, model = project.find_scene(take.scene_id), self._catalog.models.get(take.model)
        if scene is None or model is None:
            return TakeStatus(Standing.UNKNOWN)
        since = (scene, project.cast, take, ledger.makings, media)
        known = self._known.get(take.job)
        if known is None or not _same(known[0], since):
            own = self._with_ids(project, ledger, media)
            today = sent_today(own, scene, model, media)
            known = self._known[take.job] = since, take_status(take, own, scene, today, renewed(ledger))
        return known[1]

    def _with_ids(self, project: Project, ledger: LedgerState, media: MediaFacts) -> Project:
        since = (project.cast, ledger.makings, media)
        if self._cast is None or not _same(self._cast[0], since):
            self._cast = since, adopted(project, ledger, media).cast
        return replace(project, cast=self._cast[1])


@dataclass(frozen=True, slots=True)
class StaleScene:
    """A scene whose newest paid take is stale: that take, what changed, and what a render costs now."""

    scene: Scene
    take: Take
    status: TakeStatus
    quote: Quote | None


def stale_scenes(session: "Session") -> Iterator[StaleScene]:
    """Every such scene of the project, in order."""
    yield from filter(None, (stale_scene(session, scene) for scene in session.project.scenes()))


def stale_scene(session: "Session", scene: Scene) -> StaleScene | None:
    """What is stale in one scene; ``None`` where nothing is."""
    take = newest_paid(session.ledger, scene.id)
    status = session.take_status(take) if take is not None else None
    if take is None or status is None or status.standing is not Standing.STALE:
        return None
    return StaleScene(scene, take, status, session.quote(scene))


def newest_paid(ledger: LedgerState, scene_id: str) -> Take | None:
    """The newest take of a scene that is there and that a provider made."""
    return next(
        (
            take
            for take in reversed(takes_of_scene(ledger, scene_id))
            if take.model != ANIMATIC and take.state is JobState.DONE
        ),
        None,
    )


def _same(before: tuple[object, ...], now: tuple[object, ...]) -> bool:
    return all(old is new for old, new in zip(before, now, strict=True))
