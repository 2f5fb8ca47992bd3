"""Ids that providers made are found again by what they were made from, and by nothing else."""

from dataclasses import replace

import pytest

from kling_studio.core.adopting import adopted, with_sample, with_voice_id
from kling_studio.core.facts import Fact, FactKind, Json
from kling_studio.core.job import JobState
from kling_studio.core.ledger import NO_FACTS, LedgerState, fold, making_of, open_jobs, open_makings
from kling_studio.core.looks import in_look
from kling_studio.core.media_facts import MediaFact, MediaKind
from kling_studio.core.project import CastMember, Look, Project, ProviderIds, View, Voice
from kling_studio.core.renewed import renewed
from kling_studio.core.request import (
    made_element,
    made_voice,
    member_fingerprint,
    sample_of,
    typed_ids,
)

NOON = "2026-11-21T12:00:00.000000Z"
MEDIA = {
    name: MediaFact(MediaKind.PICTURE, sha256=digest * 64)
    for name, digest in (("mira.png", "a"), ("mira.wav", "b"), ("other.wav", "c"))
}
SAMPLE = f"upload://{'b' * 64}"
MIRA = CastMember("m1", "Mira", images=(View("mira.png"),), voice=Voice("warm", "mira.wav"))


def making(
    what: str, of: str, made: str | None, provider: str = "wavespeed", job: str = "v1"
) -> tuple[Fact, ...]:
    data: dict[str, Json] = {
        "what": what,
        "scene_id": "s1",
        "scene": 1,
        "title": "Mira",
        "take": 0,
        "model": f"{provider}:any",
        "mode": what,
        "endpoint": "create",
        "seconds": 0,
        "quoted": "0.01",
        "price_list": None,
        "fingerprint": of,
        "sent": {},
    }
    end = () if made is None else (Fact(NOON, FactKind.MADE, job, {"id": made}),)
    sent = (
        Fact(NOON, FactKind.SENDING, job, {"filled": {"a": "b"}, "price": "0.02"}),
        Fact(NOON, FactKind.ACCEPTED, job, {"request_id": "r", "addresses": {}}),
    )
    return (Fact(NOON, FactKind.PLANNED, job, data), *sent, *end)


def ledger(*facts: Fact) -> LedgerState:
    return fold(NO_FACTS, facts)


def with_mira(mira: CastMember = MIRA) -> Project:
    return Project(cast=(mira, CastMember("m2", "Marco")))


def test_a_making_is_a_job_apart_from_the_takes() -> None:
    state = ledger(*making("voice", SAMPLE, None))
    (open_one,) = open_makings(state)
    assert (open_one.state, open_one.what, open_one.is_paid) == (JobState.QUEUED, "voice", True)
    assert (dict(open_one.filled), str(open_one.price), open_one.sent_at) == ({"a": "b"}, "0.02", NOON)
    assert (state.takes, state.jobs_by_scene, open_jobs(state)) == ({}, {}, ())
    assert state.job("v1") is open_one
    done = fold(state, [Fact(NOON, FactKind.MADE, "v1", {"id": "77"})])
    assert (done.makings["v1"].made, open_makings(done)) == ("77", ())


def test_the_newest_of_the_same_is_meant_and_no_other() -> None:
    facts = (*making("voice", SAMPLE, "1"), *making("voice", SAMPLE, "2", job="v2"))
    found = making_of(ledger(*facts), "wavespeed", "voice", SAMPLE)
    assert found is not None
    assert found.made == "2"
    for provider, what, of in (
        ("fal", "voice", SAMPLE),
        ("wavespeed", "element", SAMPLE),
        ("wavespeed", "voice", "x"),
    ):
        assert making_of(ledger(*facts), provider, what, of) is None
    failed = (*making("voice", SAMPLE, None), Fact(NOON, FactKind.FAILED, "v1", {"what_happened": "No."}))
    assert making_of(ledger(*failed), "wavespeed", "voice", SAMPLE) is None


def test_what_was_made_is_found_again() -> None:
    of = member_fingerprint(MIRA, "wavespeed", MEDIA)
    facts = (*making("voice", SAMPLE, "5"), *making("element", of, "9", job="e1"))
    (mira, marco) = adopted(with_mira(), ledger(*facts), MEDIA).cast
    assert mira.voice is not None
    assert mira.voice.ids == (("wavespeed", "5"),)
    assert mira.voice.made_from == (("wavespeed", "b" * 64),)
    assert mira.ids == (ProviderIds("wavespeed", "9", of),)
    assert marco == with_mira().cast[1]
    # Once more changes nothing: an id that was added makes the member no other.
    project = Project(cast=(mira, marco))
    assert adopted(project, ledger(*facts), MEDIA) is project


def test_nothing_made_leaves_the_project_as_it_is() -> None:
    project = with_mira()
    assert adopted(project, NO_FACTS, MEDIA) is project
    assert adopted(project, ledger(*making("voice", "another", "5")), MEDIA) is project
    assert adopted(project, ledger(*making("voice", SAMPLE, None)), MEDIA) is project
    assert adopted(project, ledger(*making("voice", SAMPLE, "5")), {}) is project


def test_an_id_of_another_sample_is_told_from_one_of_this() -> None:
    ids = (("fal", "3"), ("wavespeed", "5"))
    changed = Voice("warm", "other.wav", ids)
    facts = ledger(*making("voice", SAMPLE, "5"))
    mira = adopted(with_mira(replace(MIRA, voice=changed)), facts, MEDIA).cast[0]
    assert mira.voice is not None
    assert (dict(mira.voice.ids), mira.voice.made_from) == (dict(ids), (("wavespeed", "b" * 64),))
    assert [made_voice(mira.voice, name, MEDIA) for name in ("fal", "wavespeed")] == ["3", None]
    # The first sample once more: its voice is there already.
    back = replace(MIRA, voice=replace(mira.voice, sample="mira.wav"))
    assert made_voice(back.voice or Voice(), "wavespeed", MEDIA) == "5"
    other = (*making("voice", SAMPLE, "5"), *making("voice", f"upload://{'c' * 64}", "6", job="v2"))
    mira = adopted(with_mira(replace(MIRA, voice=mira.voice)), ledger(*other), MEDIA).cast[0]
    assert mira.voice is not None
    assert (dict(mira.voice.ids), dict(mira.voice.made_from)) == (
        {"fal": "3", "wavespeed": "6"},
        {"wavespeed": "c" * 64},
    )


def test_an_id_is_set_and_taken_away() -> None:
    voice = with_voice_id(with_voice_id(Voice("warm"), "fal", "1", "b" * 64), "wavespeed", "2")
    assert (voice.ids, voice.made_from) == ((("fal", "1"), ("wavespeed", "2")), (("fal", "b" * 64),))
    assert typed_ids(voice) == (("wavespeed", "2"),)
    typed = with_voice_id(voice, "fal", "3")
    assert (typed.id_at("fal"), typed.made_from) == ("3", ())
    assert with_voice_id(with_voice_id(voice, "fal", ""), "wavespeed", "") == Voice("warm")


def test_another_sample_keeps_what_is_known_to_be_of_the_first() -> None:
    made = Voice("warm", "mira.wav", (("fal", "1"), ("wavespeed", "2")), (("fal", "b" * 64),))
    other = with_sample(made, "other.wav")
    assert (other.sample, other.ids, other.made_from) == ("other.wav", (("fal", "1"),), made.made_from)
    assert with_sample(replace(made, sample=None), "other.wav").ids == made.ids


@pytest.mark.parametrize(
    ("sample", "of"),
    [
        ("mira.wav", "b" * 64),
        ("https://example.test/mira.wav", "https://example.test/mira.wav"),
        ("gone.wav", ""),
        (None, ""),
    ],
)
def test_what_a_voice_would_be_made_from(sample: str | None, of: str) -> None:
    assert sample_of(Voice("warm", sample), MEDIA) == of
    # Not read, or none any more: nobody can tell, and the id is taken for good.
    kept = made_voice(Voice("warm", sample, (("fal", "1"),), (("fal", "x"),)), "fal", MEDIA)
    assert kept == (None if of else "1")


@pytest.mark.parametrize(
    ("ids", "media", "made"),
    [
        ((), MEDIA, None),
        ((ProviderIds("fal", "1"),), MEDIA, None),
        ((ProviderIds("wavespeed", "9"),), MEDIA, "9"),
        ((ProviderIds("wavespeed", "9", "of another"),), MEDIA, None),
        # Not read yet: nobody can tell.
        ((ProviderIds("wavespeed", "9", "of another"),), {}, "9"),
    ],
)
def test_an_element_holds_until_its_member_is_another(
    ids: tuple[ProviderIds, ...], media: dict[str, MediaFact], made: str | None
) -> None:
    assert made_element(replace(MIRA, ids=ids), "wavespeed", media) == made


def test_an_element_of_a_voice_without_a_sample_is_told_by_its_ids() -> None:
    one = replace(MIRA, voice=Voice("warm", None, (("wavespeed", "5"),)))
    other = replace(MIRA, voice=Voice("warm", None, (("wavespeed", "6"),)))
    silent = replace(MIRA, voice=None)
    assert len({member_fingerprint(member, "wavespeed", MEDIA) for member in (MIRA, one, other, silent)}) == 4
    voice = Voice("warm", "mira.wav", (("wavespeed", "5"),), (("wavespeed", "b" * 64),))
    with_id = replace(MIRA, voice=voice)
    assert member_fingerprint(with_id, "wavespeed", MEDIA) == member_fingerprint(MIRA, "wavespeed", MEDIA)
    typed = replace(MIRA, voice=replace(voice, made_from=()))
    assert member_fingerprint(typed, "wavespeed", MEDIA) != member_fingerprint(MIRA, "wavespeed", MEDIA)
    assert (
        made_element(replace(silent, ids=(ProviderIds("wavespeed", "9", "x"),)), "wavespeed", MEDIA) is None
    )


def test_what_was_certainly_not_sent_is_planned_again() -> None:
    facts = making("voice", SAMPLE, None)[:2]
    unsent = Fact(NOON, FactKind.UNSENT, "v1", {"what_happened": "No key.", "what_to_do": "Set it."})
    take = ledger(*facts, unsent).makings["v1"]
    assert (take.state, take.error) == (JobState.PLANNED, "No key. Set it.")


def test_what_was_made_of_a_look_is_the_looks() -> None:
    coat = Look("coat", images=(View("other.wav"),))
    mira = replace(MIRA, looks=(coat,))
    wanted = member_fingerprint(in_look(mira, "coat"), "wavespeed", MEDIA)
    state = ledger(*making("element", wanted, "e-coat"))
    (found, _) = adopted(with_mira(mira), state, MEDIA).cast
    assert found.looks == (replace(coat, ids=(ProviderIds("wavespeed", "e-coat", wanted),)),)
    assert found.ids == ()


def test_what_was_made_again_of_the_same_stands_for_what_was_lost() -> None:
    of = member_fingerprint(MIRA, "wavespeed", MEDIA)
    once = ledger(*making("voice", SAMPLE, "3"), *making("element", of, "7", job="e1"))
    first = adopted(with_mira(), once, MEDIA)
    again = ledger(
        *making("voice", SAMPLE, "3"),
        *making("element", of, "7", job="e1"),
        *making("voice", SAMPLE, "4", job="v2"),
        *making("element", of, "8", job="e2"),
    )
    assert dict(renewed(again)) == {("wavespeed", "3"): "4", ("wavespeed", "7"): "8"}
    assert dict(renewed(once)) == {}
    mira = adopted(first, again, MEDIA).cast[0]
    assert mira.voice is not None
    assert (made_voice(mira.voice, "wavespeed", MEDIA), made_element(mira, "wavespeed", MEDIA)) == ("4", "8")
    # The same number at another provider is another thing.
    elsewhere = replace(MIRA, ids=(ProviderIds("fal", "7", "x"),))
    assert adopted(with_mira(elsewhere), again, MEDIA).cast[0].ids[0].element == "7"


def test_what_a_look_is_made_of_again_stands_for_what_was_lost() -> None:
    dressed = replace(MIRA, looks=(Look("coat", images=(View("mira.png"),)),))
    of = member_fingerprint(in_look(dressed, "coat"), "wavespeed", MEDIA)
    once = adopted(with_mira(dressed), ledger(*making("element", of, "7")), MEDIA)
    again = ledger(*making("element", of, "7"), *making("element", of, "8", job="e2"))
    assert adopted(once, again, MEDIA).cast[0].looks[0].ids == (ProviderIds("wavespeed", "8", of),)
