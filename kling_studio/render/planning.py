"""The first fact of a render: what is wanted, at which price, and the request as it will be sent."""

import asyncio
import secrets
from decimal import Decimal

from kling_studio.core.catalog import Mode, Model, Sound
from kling_studio.core.errors import KnownError
from kling_studio.core.facts import FactKind, Json
from kling_studio.core.ledger import next_take_number
from kling_studio.core.media_facts import MediaFacts
from kling_studio.core.modes import choose_mode
from kling_studio.core.numbering import places
from kling_studio.core.pricing import Quote, exact
from kling_studio.core.project import Project, Scene
from kling_studio.render.journal import Journal
from kling_studio.render.orders import Orders


class Planning:
    """Plans the takes of one project; no two of a scene have one number."""

    def __init__(self, journal: Journal, orders: Orders) -> None:
        self._journal = journal
        self._orders = orders
        self._turn = asyncio.Lock()

    async def plan(
        self, project: Project, scene: Scene, model: Model, quote: Quote, media: MediaFacts
    ) -> str:
        """Write down that a take is wanted; the id of its job. Nothing is made yet."""
        mode = choose_mode(project, scene, model).mode
        if mode is None:
            raise KnownError(f"{model.name} cannot render this scene.", "Choose another model.")
        job = secrets.token_hex(16)
        order = self._orders.of_scene(job, project, scene, model, mode, media)
        once = sum((entry.amount for entry in quote.once if entry.amount is not None), start=Decimal(0))
        data: dict[str, Json] = {
            "scene_id": scene.id,
            "scene": places(project)[scene.id].number,
            "title": scene.title,
            "model": model.id,
            "mode": mode.name.value,
            "endpoint": mode.endpoint,
            "seconds": quote.seconds,
            # What is made once is a job of its own, with its own price.
            "quoted": None if quote.total is None else exact(quote.total - once),
            "once": {
                f"{entry.what}://{entry.name}": None if entry.amount is None else exact(entry.amount)
                for entry in quote.once
            },
            "price_list": quote.price_list,
            "sound_on": not model.forgiving and (mode.sound is Sound.ALWAYS or _is_on(scene, mode)),
            "fingerprint": self._orders.fingerprint(order),
            "sent": self._orders.renderer(model.provider).request(order),
        }
        async with self._turn:
            data["take"] = next_take_number(self._journal.ledger, scene.id)
            await self._journal.add(job, FactKind.PLANNED, data)
        return job


def _is_on(scene: Scene, mode: Mode) -> bool:
    return mode.sound is Sound.OPTIONAL and scene.audio
