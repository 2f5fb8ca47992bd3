"""The command that makes a voice."""

from argparse import Namespace

from kling_studio.app.opening import open_project
from kling_studio.app.preparing import known_project
from kling_studio.app.session import Session
from kling_studio.cli.choosing import to_write
from kling_studio.cli.driving import keep_ids, open_queue, run, tell_results
from kling_studio.cli.exit_codes import DONE, FAILED, REFUSED
from kling_studio.cli.output import say
from kling_studio.core.errors import BadInput, KnownError
from kling_studio.core.facts import Json
from kling_studio.core.pricing import shown
from kling_studio.core.project import Scene
from kling_studio.providers.renderer import PriceRose
from kling_studio.render.budget import OverBudget
from kling_studio.render.queue import RenderQueue


def voice(arguments: Namespace) -> int:
    """Makes a member's voice at a provider, once, and prints its id."""
    with to_write(open_project(arguments.project)) as session:
        return run(_voice(session, arguments))


async def _voice(session: Session, arguments: Namespace) -> int:
    project = session.project
    member = project.member(arguments.name)
    if member is None:
        known = ", ".join(member.name for member in project.cast) or "nobody"
        raise BadInput(f"{session.folder.root} has no member {arguments.name!r}; known are {known}.")
    alone = Scene("", cast=(member.name,))
    member = (await known_project(session, [alone])).member(member.name) or member
    voice = member.voice
    made = voice.id_at(arguments.provider) if voice else None
    if made is None:
        if voice is None or not voice.sample:
            raise BadInput(f"{member.name} has no voice sample: expected a sound of 5 to 30 s.")
        queue = open_queue(session)
        try:
            made = await _make_voice(session, queue, arguments, member.name, voice.sample)
        except (BadInput, OverBudget):
            raise
        except KnownError as error:
            say(str(error))
            return max(tell_results(session, queue, []), REFUSED if isinstance(error, PriceRose) else FAILED)
        await keep_ids(session, [alone])
    elif member is not session.project.member(member.name):
        await keep_ids(session, [alone])
    print(made)
    return DONE


async def _make_voice(
    session: Session, queue: RenderQueue, arguments: Namespace, name: str, sample: str
) -> str:
    from kling_studio.app.voices import voice_call

    provider = arguments.provider
    prices = session.catalog.price_list(provider, session.lists)
    price = prices.extras.get("create-voice") if prices else None
    before, uploads = voice_call(provider, name, sample, session.media)
    if price != 0 and not arguments.yes:
        say(f"The voice of {name} at {provider} costs {shown(price)}, once.")
        raise OverBudget("This costs money.", "Say --yes to agree to the price.")
    model = next(model for model in session.catalog.models.values() if model.provider == provider)
    queue.check_renderer(model)
    about: dict[str, Json] = {
        "quoted": None if price is None else str(price),
        "price_list": prices.name if prices else None,
        "uploads": uploads,
    }
    return await queue.make(model, before, about)
