"""What providers made of members, found again in the facts: so that undo can never lose it, or pay for it twice."""

from dataclasses import replace

from kling_studio.core.ledger import ELEMENT, VOICE, LedgerState, making_of
from kling_studio.core.looks import in_look
from kling_studio.core.media_facts import MediaFacts
from kling_studio.core.project import CastMember, Project, ProviderIds, Voice
from kling_studio.core.renewed import Renewed, renewed
from kling_studio.core.request import Files, made_element, made_voice, member_fingerprint, sample_of

PROVIDERS = ("fal", "wavespeed")


def adopted(project: Project, ledger: LedgerState, media: MediaFacts) -> Project:
    """The project with every id that was made of its members as they are now; the same project where there is none."""
    if not ledger.makings:
        return project
    lost = renewed(ledger)
    cast = tuple(_adopted(_renewed(member, lost), ledger, media) for member in project.cast)
    return project if cast == project.cast else replace(project, cast=cast)


def _renewed(member: CastMember, lost: Renewed) -> CastMember:
    """The member with what took the place of lost ids; the very same where none was."""
    if not lost:
        return member
    voice = member.voice
    if voice is not None:
        ids = tuple((provider, lost.get((provider, made), made)) for provider, made in voice.ids)
        voice = voice if ids == voice.ids else replace(voice, ids=ids)
    return replace(
        member,
        voice=voice,
        ids=_renewed_elements(member.ids, lost),
        looks=tuple(replace(look, ids=_renewed_elements(look.ids, lost)) for look in member.looks),
    )


def _renewed_elements(known: tuple[ProviderIds, ...], lost: Renewed) -> tuple[ProviderIds, ...]:
    return tuple(replace(ids, element=lost.get((ids.provider, ids.element), ids.element)) for ids in known)


def _adopted(member: CastMember, ledger: LedgerState, media: MediaFacts) -> CastMember:
    for provider in PROVIDERS:
        member = _with_element(_with_voice(member, provider, ledger, media), provider, ledger, media)
        member = _with_elements_of_looks(member, provider, ledger, media)
    return member


def _with_elements_of_looks(
    member: CastMember, provider: str, ledger: LedgerState, media: MediaFacts
) -> CastMember:
    looks = tuple(
        replace(look, ids=_with_element(in_look(member, look.name), provider, ledger, media).ids)
        for look in member.looks
    )
    return member if looks == member.looks else replace(member, looks=looks)


def with_voice_id(voice: Voice, provider: str, made: str, made_from: str = "") -> Voice:
    """The voice with the id that a provider has of it, in place of another; an empty one takes that away.

    ``made_from`` is as in :func:`kling_studio.core.request.sample_of`, empty for an id that somebody typed in.
    """
    ids = tuple(pair for pair in voice.ids if pair[0] != provider)
    origins = tuple(pair for pair in voice.made_from if pair[0] != provider)
    return replace(
        voice,
        ids=(*ids, (provider, made)) if made else ids,
        made_from=(*origins, (provider, made_from)) if made and made_from else origins,
    )


def with_sample(voice: Voice, sample: str) -> Voice:
    """The voice with another sample.

    What was made of the earlier one is kept and known as such; an id goes of which nobody knows what it was made from.
    """
    known = dict(voice.made_from)
    ids = tuple(pair for pair in voice.ids if not voice.sample or known.get(pair[0]))
    return replace(voice, sample=sample, sample_cut=None, ids=ids)


def _with_voice(member: CastMember, provider: str, ledger: LedgerState, media: MediaFacts) -> CastMember:
    voice = member.voice
    if voice is None:
        return member
    voice = _marked(voice, provider, ledger)
    if voice.sample and sample_of(voice, media) and made_voice(voice, provider, media) is None:
        made = making_of(ledger, provider, VOICE, Files(media).of(voice.sample))
        if made is not None and made.made is not None:
            voice = with_voice_id(voice, provider, made.made, sample_of(voice, media))
    return member if voice == member.voice else replace(member, voice=voice)


def _marked(voice: Voice, provider: str, ledger: LedgerState) -> Voice:
    """The voice with the sample that its id was made from, where the voice does not tell and the ledger does."""
    known = voice.id_at(provider)
    if known is None or dict(voice.made_from).get(provider):
        return voice
    made_from = next(
        (
            making.fingerprint.removeprefix("upload://")
            for making in ledger.makings.values()
            if making.what == VOICE and making.made == known
        ),
        "",
    )
    return with_voice_id(voice, provider, known, made_from) if made_from else voice


def _with_element(member: CastMember, provider: str, ledger: LedgerState, media: MediaFacts) -> CastMember:
    if made_element(member, provider, media) is not None:
        return member
    wanted = member_fingerprint(member, provider, media)
    made = making_of(ledger, provider, ELEMENT, wanted)
    if made is None or made.made is None:
        return member
    others = tuple(ids for ids in member.ids if ids.provider != provider)
    return replace(member, ids=(*others, ProviderIds(provider, made.made, wanted)))
