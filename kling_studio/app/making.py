"""What is asked before a voice or an element is made by itself: the key, the caps, and whether anything can be kept."""

import asyncio
from datetime import datetime
from decimal import Decimal

from kling_studio.app.preparing import caps_of
from kling_studio.app.session import Session
from kling_studio.core.catalog import Model
from kling_studio.core.errors import KnownError
from kling_studio.core.pricing import Quote
from kling_studio.core.project import ModeName, Scene
from kling_studio.providers.aside import aside
from kling_studio.render.budget import check_caps
from kling_studio.render.queue import RenderQueue
from kling_studio.storage import settings


async def check_making(
    session: Session, queue: RenderQueue, model: Model, endpoint: str, price: Decimal | None, price_list: str
) -> None:
    """Raise ``KnownError`` where a cap or a missing key forbids it, or its id could not be kept."""
    if session.read_only_reason is not None:
        raise KnownError(session.read_only_reason)
    await aside(lambda: queue.check_renderer(model))
    chosen = await asyncio.to_thread(settings.load)
    quote = Quote(
        model=model.id,
        mode=ModeName.TEXT,
        endpoint=endpoint,
        seconds=0,
        price_list=price_list,
        as_of=None,
        currency="USD",
        column="",
        per_second=None,
        lines=(),
        once=(),
        total=price,
    )
    caps = caps_of(chosen, datetime.now().astimezone())
    check_caps([(Scene(""), quote)], caps, session.ledger, session.project)
