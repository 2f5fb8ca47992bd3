"""The command that makes a voice."""

from argparse import Namespace

from kling_studio.app.opening import open_project
from kling_studio.app.session import Session
from kling_studio.cli.choosing import to_write
from kling_studio.cli.driving import open_queue, run, tell_results
from kling_studio.cli.exit_codes import DONE, FAILED, REFUSED
from kling_studio.cli.output import say
from kling_studio.core.errors import BadInput, KnownError
from kling_studio.core.pricing import shown
from kling_studio.core.project import Scene
from kling_studio.providers.renderer import PriceRose
from kling_studio.render.budget import OverBudget


def voice(arguments: Namespace) -> int:
    """Makes a member's voice at a provider, once, and prints its id."""
    with to_write(open_project(arguments.project)) as session:
        return run(_voice(session, arguments))


async def _voice(session: Session, arguments: Namespace) -> int:
    from kling_studio.app.preparing import known_project
    from kling_studio.app.voices import make_voice, offer_voice

    member = session.project.member(arguments.name)
    if member is None:
        known = ", ".join(member.name for member in session.project.cast) or "nobody"
        raise BadInput(f"{session.folder.root} has no member {arguments.name!r}; known are {known}.")
    before = session.project
    offer = await offer_voice(session, member.name, arguments.provider)
    made = offer.made
    if made is None:
        if offer.price != 0 and not arguments.yes:
            say(f"The voice of {member.name} at {offer.provider} costs {shown(offer.price)}, once.")
            raise OverBudget("This costs money.", "Say --yes to agree to the price.")
        queue = open_queue(session)
        try:
            made = await make_voice(session, queue, offer)
        except (BadInput, OverBudget):
            raise
        except KnownError as error:
            say(str(error))
            return max(tell_results(session, queue, []), REFUSED if isinstance(error, PriceRose) else FAILED)
    project = await known_project(session, [Scene("", cast=(member.name,))])
    if project is not before:
        session.folder.save(project)
    print(made)
    return DONE
