"""The request that a scene becomes, with the files as they are now."""

from typing import Any

from kling_studio.app.renderers import renderers
from kling_studio.app.session import Session
from kling_studio.core.adopting import adopted
from kling_studio.core.catalog import Model
from kling_studio.core.errors import KnownError
from kling_studio.core.modes import choose_mode
from kling_studio.core.numbering import places
from kling_studio.core.project import Scene
from kling_studio.providers.renderer import Order
from kling_studio.storage.references import scene_references


def request_document(session: Session, scene: Scene, model: Model) -> dict[str, Any]:
    """What would be sent for a scene on a model, as ``kling-studio request`` prints it. Reads files.

    Raises ``KnownError`` where the model has no mode for the scene.
    """
    names = scene_references(session.project, scene)
    session.add_measured(session.digests.facts(session.media, names, session.path_of))
    project = adopted(session.project, session.ledger, session.media)
    choice = choose_mode(project, scene, model)
    if choice.mode is None:
        raise KnownError(f"{choice.reason}.", "Choose another model, or change the scene.")
    label = places(project)[scene.id].label
    part = session.folder.root / "none"
    order = Order("", project, scene, label, model, choice.mode, part, session.path_of, session.media)
    return dict(renderers()[model.provider].request(order))
