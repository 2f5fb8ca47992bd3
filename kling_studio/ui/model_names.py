"""Models as a reader knows them: their names, where they run, and what a scene costs on each."""

from dataclasses import dataclass

from kling_studio.app.provider_names import PROVIDERS
from kling_studio.app.session import Session
from kling_studio.core.catalog import Model
from kling_studio.core.pricing import in_cents
from kling_studio.core.project import Scene
from kling_studio.core.severity import Severity


def provider_name(model: Model) -> str:
    """Where a model runs."""
    return PROVIDERS.get(model.provider, model.provider)


def with_provider(model: Model) -> str:
    """A model's name and where it runs, since several providers have the same."""
    return model.name if model.forgiving else f"{model.name} · {provider_name(model)}"


@dataclass(frozen=True, slots=True)
class Offered:
    """A scene on one model: ``price`` in words, and whether the model can render it at all."""

    model: Model
    price: str
    works: bool


def offered_models(session: Session, scene: Scene) -> tuple[Offered, ...]:
    """The scene on every model, in the order of the catalog. A price stands only where it would be asked."""
    return tuple(_offered(session, scene, model) for model in session.catalog.models.values())


def _offered(session: Session, scene: Scene, model: Model) -> Offered:
    if model.forgiving:
        return Offered(model, "free", works=True)
    from kling_studio.core.checks import check_scene

    found = check_scene(session.project, scene, session.catalog, session.media, model.id)
    if any(finding.severity is Severity.ERROR for finding in found):
        return Offered(model, "cannot render it", works=False)
    quote = session.quote_of(session.project, scene, model.id)
    return Offered(model, in_cents(quote.total if quote else None), works=True)
