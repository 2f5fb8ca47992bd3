"""Whether two renders are the same: by all that decides the film, whatever was uploaded or made meanwhile."""

from collections.abc import Mapping
from dataclasses import replace
from hashlib import sha256

from kling_studio.core.facts import Json, plain
from kling_studio.core.job import JobState
from kling_studio.core.ledger import LedgerState, Take, takes_of_scene
from kling_studio.core.project import CastMember, Project, ProviderIds
from kling_studio.core.request import typed_ids
from kling_studio.storage.json_text import dumps

_DECIDES_NOTHING = ("uploads",)


def fingerprint(model_id: str, sent: Mapping[str, Json]) -> str:
    """What tells whether two requests are the same: a hash of the model and all that decides the film."""
    deciding = {key: plain(value) for key, value in sent.items() if key not in _DECIDES_NOTHING}
    return sha256(f"{model_id}\n{dumps(deciding)}".encode()).hexdigest()


def canonical(project: Project) -> Project:
    """The project as it was before anything was made of it: ids that samples and pictures stand for are left out."""
    return replace(project, cast=tuple(_canonical(member) for member in project.cast))


def identical_take(ledger: LedgerState, scene_id: str, wanted: str) -> Take | None:
    """The newest take of a scene that was made from the same, and is there."""
    return next(
        (
            take
            for take in reversed(takes_of_scene(ledger, scene_id))
            if take.fingerprint == wanted and take.state is JobState.DONE and take.video
        ),
        None,
    )


def _canonical(member: CastMember) -> CastMember:
    voice = member.voice
    if voice is not None and voice.sample:
        voice = replace(voice, ids=typed_ids(voice), made_from=())
    looks = tuple(replace(look, ids=_typed(look.ids)) for look in member.looks)
    return replace(member, voice=voice, ids=_typed(member.ids), looks=looks)


def _typed(ids: tuple[ProviderIds, ...]) -> tuple[ProviderIds, ...]:
    return tuple(one for one in ids if not one.of)
