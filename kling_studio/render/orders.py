"""What a renderer is told of a job, which renderer that is, and what makes two renders the same."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

from kling_studio.core.catalog import FileLimits, Mode, Model
from kling_studio.core.errors import KnownError
from kling_studio.core.ledger import Take
from kling_studio.core.media_facts import MediaFacts
from kling_studio.core.modes import choose_mode
from kling_studio.core.numbering import places
from kling_studio.core.project import Project, Scene
from kling_studio.providers.renderer import Order, Renderer
from kling_studio.render.identity import canonical, fingerprint
from kling_studio.render.journal import Journal


class Orders:
    """Makes orders for the jobs of one project.

    ``part`` tells where the film of a job grows. ``pictures`` are the limits of what goes up: those of all models
    together, for a picture that went up once is sent to any of them.
    """

    def __init__(
        self,
        journal: Journal,
        renderers: Mapping[str, Renderer],
        path_of: Callable[[str], Path | None],
        part: Callable[[str], Path],
        pictures: FileLimits,
    ) -> None:
        self._journal = journal
        self._renderers = renderers
        self._path_of = path_of
        self._part = part
        self._pictures = pictures
        self._stops: dict[str, asyncio.Event] = {}

    def has(self, provider: str) -> bool:
        """Whether there is a renderer for a provider."""
        return provider in self._renderers

    def renderer(self, provider: str) -> Renderer:
        """The renderer of a provider. Raises ``KnownError`` where there is none."""
        if provider not in self._renderers:
            raise KnownError(
                f"This version does not render at {provider} yet.",
                "Render the animatic: animatic:preview is free.",
            )
        return self._renderers[provider]

    def of_scene(
        self, job: str, project: Project, scene: Scene, model: Model, mode: Mode, media: MediaFacts
    ) -> Order:
        """The order for a scene."""
        place = places(project).get(scene.id)
        return Order(
            job,
            project,
            scene,
            place.label if place else scene.title,
            model,
            mode,
            self._part(job),
            self._path_of,
            media,
            self._pictures,
            stop=self.stop_of(job),
            is_known=lambda request_id: self._is_known(job, request_id),
        )

    def of_take(self, take: Take, project: Project, scene: Scene, model: Model) -> Order:
        """The order for a job that was planned, by its facts."""
        mode = next((mode for mode in model.modes if mode.name == take.mode), model.modes[0])
        return replace(self.of_scene(take.job, project, scene, model, mode, {}), take=take)

    def fingerprint(self, order: Order) -> str:
        """What an order's render is known by, whatever was uploaded or made before."""
        plain = replace(order, project=canonical(order.project))
        return fingerprint(order.model.id, self.renderer(order.model.provider).request(plain))

    def fingerprint_of(self, project: Project, scene: Scene, model: Model, media: MediaFacts) -> str | None:
        """What a take of the scene would be known by; ``None`` where the model cannot render it."""
        mode = choose_mode(project, scene, model).mode
        return (
            None if mode is None else self.fingerprint(self.of_scene("", project, scene, model, mode, media))
        )

    def stop_of(self, job: str) -> asyncio.Event:
        """Set where somebody wants a job that was sent to end."""
        return self._stops.setdefault(job, asyncio.Event()) if job else asyncio.Event()

    def forget(self, job: str) -> None:
        """The job is not driven any more."""
        self._stops.pop(job, None)

    def _is_known(self, job: str, request_id: str) -> bool:
        ledger = self._journal.ledger
        others = (*ledger.takes.values(), *ledger.makings.values())
        return any(other.request_id == request_id and other.job != job for other in others)


def stand_in(take: Take) -> Scene:
    """For a scene that is gone: what was sent is in the facts, and needs no scene any more."""
    return Scene(take.scene_id, take.scene_title, take.model)
