"""The command that cancels."""

from argparse import Namespace

from kling_studio.app.opening import open_project
from kling_studio.app.renderers import renderers
from kling_studio.app.session import Session
from kling_studio.cli import driving
from kling_studio.cli.choosing import chosen_scenes, to_write
from kling_studio.cli.driving import open_queue, run, tell
from kling_studio.cli.exit_codes import DONE
from kling_studio.cli.output import say
from kling_studio.core.errors import BadInput
from kling_studio.core.job import JobState
from kling_studio.core.ledger import Take, takes_of_scene
from kling_studio.core.pricing import shown
from kling_studio.providers.cloud.renderer import CloudRenderer
from kling_studio.render.queue import RenderQueue

_AT_THE_PROVIDER = frozenset({JobState.QUEUED, JobState.RENDERING, JobState.CANCELLING})


def cancel(arguments: Namespace) -> int:
    """Cancels the open renders of a scene, and says what is paid."""
    opened = open_project(arguments.project)
    if opened.session.read_only_reason is not None:
        with opened.session.folder:
            return run(_ask_beside(opened.session, arguments.scene, opened.session.read_only_reason))
    with to_write(opened) as session:
        takes = _open_takes(session, arguments.scene)
        if not takes:
            say(f"Scene {arguments.scene} has no open render. Nothing was cancelled.")
            return DONE
        return run(_cancel(session, takes, not_accepted=arguments.not_accepted))


def _open_takes(session: Session, number: int) -> list[Take]:
    [(_, scene)] = chosen_scenes(session, [number])
    return [take for take in takes_of_scene(session.ledger, scene.id) if take.is_open]


async def _ask_beside(session: Session, number: int, reason: str) -> int:
    """Ask the provider to cancel what another program renders; that one writes down what comes of it."""
    known = renderers(driving.patience)
    asked = [take for take in _open_takes(session, number) if take.state in _AT_THE_PROVIDER]
    if not asked:
        raise BadInput(f"{session.folder.root}: {reason}")
    for take in asked:
        renderer = known[take.model.partition(":")[0]]
        if isinstance(renderer, CloudRenderer):
            say(f"Scene {take.scene_number}, take {take.number}: {await renderer.ask_to_cancel(take)}")
    return DONE


async def _cancel(session: Session, takes: list[Take], *, not_accepted: bool) -> int:
    queue = open_queue(session)
    for take in takes:
        if not_accepted and take.state in {JobState.SENDING, JobState.UNCLEAR}:
            if take.state is JobState.SENDING:
                await queue.note_unclear(take.job)
            await queue.settle(take.job, None)
        else:
            queue.cancel(take.job)
            await queue.idle()
    code = DONE
    for take in takes:
        now = session.ledger.takes[take.job]
        code = max(code, _tell_cancelled(session, queue, now))
    return code


def _tell_cancelled(session: Session, queue: RenderQueue, take: Take) -> int:
    name = f"Scene {take.scene_number}, take {take.number}"
    if take.state is JobState.CANCELLED:
        say(f"{name}: cancelled. {take.error or 'Nothing was paid.'}")
        return DONE
    if take.state is JobState.DONE and take.video:
        say(f"{name}: it was too late to cancel. The film is kept; {shown(take.charged)} is paid.")
        print(session.folder.root / take.video)
        return DONE
    return tell(session, queue, take)
