"""Whether the model is worth its price for the scene: faces that return, one-offs, fast motion."""

import re
from collections.abc import Iterator
from dataclasses import replace

from kling_studio.core.advice import RECURS_ABOVE, Offer, cost_words, is_quick, keeps_faces
from kling_studio.core.catalog import Model
from kling_studio.core.checks.finding import Context, Finding, Severity
from kling_studio.core.checks.reading import heard
from kling_studio.core.checks.vocabulary import Theme
from kling_studio.core.checks.ways_out import fits, switch
from kling_studio.core.modes import choose_mode
from kling_studio.core.pricing import quote
from kling_studio.core.wording import listed

_SECOND_GENERATION = re.compile(r"\b2\.\d")


def needs_references(at: Context) -> Iterator[Finding]:
    """Members who return again and again, on a model that has nothing to keep their faces by."""
    if at.model.forgiving or keeps_faces(at.model):
        return
    sent = {member.name for member in (*at.inputs.elements, *at.inputs.as_pictures)}
    often = [
        name
        for name, count in at.around.cast
        if count > RECURS_ABOVE and name in at.names and name not in sent
    ]
    if not often:
        return
    who = f"{listed(often)} {'is' if len(often) == 1 else 'are'}"
    count = max(at.around.scenes_of(name) for name in often)
    yield at.finding(
        "needs-references",
        Severity.ADVICE,
        f"{who} in {'' if len(often) == 1 else 'up to '}{count} scenes, and {at.model.name} gets no references: "
        "another face in every render.",
        field="model",
        fix=switch(at, lambda model: keeps_faces(model) and not model.draft),
    )


def one_off_on_o3(at: Context) -> Iterator[Finding]:
    """Who is cast is in no other scene, so what O3 is for is not used; what another model would save.

    That may be nothing, which is said; a scene without a cast is left alone then.
    """
    if at.model.forgiving or not keeps_faces(at.model) or not _is_one_off(at):
        return
    other = _without_references(at)
    if other is None:
        return
    prices = at.catalog.price_list(at.model.provider, at.lists)
    now = Offer(at.model, quote(at.project, at.scene, at.model, prices, at.media).total, works=True)
    then = replace(at.scene, model=other.id, mode=None)
    offer = Offer(other, quote(at.project, then, other, prices, at.media).total, works=True)
    saves = now.total is not None and offer.total is not None and offer.total < now.total
    names = [name for name, _ in at.around.cast]
    if not names and not saves:
        return
    why = f"{names[0]} is in no other scene" if len(names) == 1 else "Nobody here is in another scene"
    yield at.finding(
        "one-off-on-o3",
        Severity.ADVICE,
        f"{why}. {other.name} would do{cost_words(now, offer)}.",
        field="model",
        fix=switch(at, lambda model: model.id == other.id) if saves else None,
    )


def _is_one_off(at: Context) -> bool:
    """A scene without clips and pictures of its own, whose people are in no other one."""
    own = at.scene.images or at.scene.source_video or at.scene.reference_video
    return not own and all(count <= 1 for _, count in at.around.cast)


def _without_references(at: Context) -> Model | None:
    """The same provider's model of the same tier that has no references and takes the scene as it is."""
    for model in at.catalog.models.values():
        alike = model.provider == at.model.provider and model.tier == at.model.tier
        if alike and not (keeps_faces(model) or model.draft or is_quick(model)):
            there = replace(at.scene, model=model.id, mode=None)
            mode = choose_mode(at.project, there, model).mode
            if mode is not None and fits(there, mode):
                return model
    return None


def fast_motion(at: Context) -> Iterator[Finding]:
    """A fast shot on a model of the second generation."""
    if not _SECOND_GENERATION.search(at.model.family):
        return
    for said in heard(at.scene, Theme.FAST):
        yield at.finding(
            "fast-motion",
            Severity.ADVICE,
            f"“{said.words}”: {at.model.name} blurs fast motion; Kling 3.0 holds it far better.",
            shot=said.shot,
            field=said.field,
            fix=switch(at, _is_newer),
        )


def _is_newer(model: Model) -> bool:
    return not (_SECOND_GENERATION.search(model.family) or keeps_faces(model) or is_quick(model))
