"""The built-in renderer: a moving storyboard, made on this machine, free."""

import asyncio
import contextlib
import threading
from collections.abc import AsyncGenerator, Callable
from dataclasses import replace

from kling_studio.core.facts import FactKind, Json
from kling_studio.core.looks import dressed
from kling_studio.core.project import Episode, Project
from kling_studio.core.prompt import mentions, speakers, texts
from kling_studio.providers.renderer import Order, Progress, Step
from kling_studio.providers.whole import whole
from kling_studio.storage.codec import encode


class AnimaticRenderer:
    """Draws and encodes in a thread of its own."""

    def request(self, order: Order) -> dict[str, Json]:
        """The scene and its cast in the text form: all that decides the film."""
        names = {member.name for member in order.project.cast}
        involved = {*order.scene.cast, *speakers(order.scene)}
        involved |= {mention.name for _, text in texts(order.scene) for mention in mentions(text, names)}
        cast = tuple(
            replace(member, voice=None, ids=(), looks=(), tags=(), library=None)
            for member in dressed(order.project, order.scene).cast
            if member.name in involved
        )
        scene = replace(order.scene, silenced=())
        alone = encode(Project(cast=cast, episodes=(Episode("", scenes=(scene,)),)), with_ids=False)
        return {"label": order.label, "scene": alone["episodes"][0]["scenes"][0], "cast": alone["cast"]}

    async def render(self, order: Order) -> AsyncGenerator[Step | Progress, None]:
        """Draw every frame; closing the iterator stops within a frame and leaves no file."""
        yield Step(FactKind.RENDERING)
        loop = asyncio.get_running_loop()
        news: asyncio.Queue[Progress | None] = asyncio.Queue()
        stop = threading.Event()

        def tell(progress: Progress | None) -> None:
            loop.call_soon_threadsafe(news.put_nowait, progress)

        def work() -> None:
            try:
                _draw(order, lambda done, total: tell(Progress(done, total)), stop.is_set)
            finally:
                tell(None)

        running = asyncio.create_task(asyncio.to_thread(work))
        try:
            while (progress := await news.get()) is not None:
                yield progress
        finally:
            stop.set()
            await whole(running)


def _draw(order: Order, on_frame: Callable[[int, int], None], is_cancelled: Callable[[], bool]) -> None:
    # Imported on the thread that draws: reading PyAV and Pillow takes longer than a window may stand still.
    from kling_studio.media.animatic.plan import plan_animatic
    from kling_studio.media.animatic.render import Cancelled, render_animatic

    plan = plan_animatic(order.project, order.scene, order.model.name, order.label, order.path_of)
    with contextlib.suppress(Cancelled):
        render_animatic(plan, order.part, on_frame, is_cancelled)
