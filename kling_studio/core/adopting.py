"""What providers made of members, found again in the facts: so that undo can never lose it, or pay for it twice."""

from dataclasses import replace

from kling_studio.core.ledger import ELEMENT, VOICE, LedgerState, making_of
from kling_studio.core.media_facts import MediaFacts
from kling_studio.core.project import CastMember, Project, ProviderIds
from kling_studio.core.request import Files, made_element, member_fingerprint

PROVIDERS = ("fal", "wavespeed")


def adopted(project: Project, ledger: LedgerState, media: MediaFacts) -> Project:
    """The project with every id that was made of its members as they are now; the same project where there is none."""
    if not ledger.makings:
        return project
    cast = tuple(_adopted(member, ledger, media) for member in project.cast)
    return project if cast == project.cast else replace(project, cast=cast)


def _adopted(member: CastMember, ledger: LedgerState, media: MediaFacts) -> CastMember:
    for provider in PROVIDERS:
        member = _with_element(_with_voice(member, provider, ledger, media), provider, ledger, media)
    return member


def _with_voice(member: CastMember, provider: str, ledger: LedgerState, media: MediaFacts) -> CastMember:
    voice = member.voice
    if voice is None or not voice.sample:
        return member
    wanted = Files(media).of(voice.sample)
    if wanted.startswith("missing://") or not _is_to_find(voice.id_at(provider), wanted, ledger):
        return member
    made = making_of(ledger, provider, VOICE, wanted)
    found = () if made is None or made.made is None else ((provider, made.made),)
    others = tuple((at, known) for at, known in voice.ids if at != provider)
    return replace(member, voice=replace(voice, ids=(*others, *found)))


def _is_to_find(known: str | None, wanted: str, ledger: LedgerState) -> bool:
    """Whether there is no id, or one that was made of another sample than the voice has now."""
    makings = ledger.makings.values()
    return known is None or any(making.made == known and making.fingerprint != wanted for making in makings)


def _with_element(member: CastMember, provider: str, ledger: LedgerState, media: MediaFacts) -> CastMember:
    if made_element(member, provider, media) is not None:
        return member
    wanted = member_fingerprint(member, media)
    made = making_of(ledger, provider, ELEMENT, wanted)
    if made is None or made.made is None:
        return member
    others = tuple(ids for ids in member.ids if ids.provider != provider)
    return replace(member, ids=(*others, ProviderIds(provider, made.made, wanted)))
