"""Comparing and merging what a project and the library made of one member."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from kling_studio.core.library import Standing, bare, compare, differences, merged, with_made
from kling_studio.core.project import CastMember, Cut, Look, MemberKind, ProviderIds, View, ViewKind, Voice
from tests import strategies as kinds

pictures = st.lists(kinds.views, max_size=4, unique_by=lambda view: view.path).map(tuple)
members = st.builds(
    CastMember,
    id=st.just("m"),
    name=kinds.names,
    kind=st.sampled_from(MemberKind),
    description=kinds.words,
    images=pictures,
    clip=st.none() | kinds.paths,
    clip_cut=st.none() | kinds.cuts,
    voice=st.none() | kinds.voices,
    ids=kinds.provider_ids,
    looks=kinds.looks,
).map(bare)

MIRA = CastMember(
    "",
    "",
    description="courier",
    images=(View("front"), View("side", ViewKind.SIDE)),
    voice=Voice("warm", "sample"),
    looks=(Look("Coat"),),
)


@given(members, members)
def test_there_are_differences_exactly_where_the_content_differs(one: CastMember, other: CastMember) -> None:
    assert bool(differences(one, other)) == (one != other)
    assert differences(one, one) == ()
    assert len(differences(one, other)) == len(differences(other, one))


@given(members, members)
def test_what_only_one_side_changed_is_taken_whole(base: CastMember, changed: CastMember) -> None:
    assert merged(base, changed, base) == changed
    assert merged(changed, base, base) == changed
    assert merged(changed, changed, base) == changed
    assert merged(base, changed, None) == changed


@given(members, members, members)
def test_merging_loses_nothing_that_one_side_alone_added(
    mine: CastMember, theirs: CastMember, base: CastMember
) -> None:
    both = merged(mine, theirs, base)
    were = {view.path for view in base.images}
    paths = {view.path for view in both.images}
    assert {view.path for view in theirs.images} - were <= paths
    assert {view.path for view in mine.images} - were <= paths
    assert paths <= {view.path for side in (mine, theirs) for view in side.images}
    for name in ("kind", "description", "clip"):
        assert getattr(both, name) in (getattr(mine, name), getattr(theirs, name))


@given(members, members, members)
def test_after_an_update_the_library_is_not_newer(
    mine: CastMember, theirs: CastMember, base: CastMember
) -> None:
    both = merged(mine, theirs, base)
    assert compare(both, theirs, theirs).standing in (Standing.SAME, Standing.CHANGED)
    assert merged(both, theirs, theirs) == both


@given(members, members, st.none() | members)
def test_a_comparison_says_something_of_every_difference(
    mine: CastMember, newest: CastMember, base: CastMember | None
) -> None:
    told = compare(mine, newest, base)
    assert (told.standing is Standing.SAME) == (mine == newest)
    assert bool(told.there or told.here) == (mine != newest)
    assert "Mira" in told.sentence("Mira")


def test_the_words_of_a_comparison() -> None:
    newer = replace(
        MIRA, description="night courier", images=(View("front 2"), View("side 2", ViewKind.SIDE))
    )
    assert compare(MIRA, newer, MIRA).sentence("Mira") == (
        "The library's Mira is newer: the description differs, 2 pictures differ."
    )
    here = replace(MIRA, clip="turn")
    assert compare(here, MIRA, MIRA).sentence("Mira") == (
        "Changed here since the library's Mira: the clip differs."
    )
    both = compare(here, replace(MIRA, looks=()), MIRA)
    assert both.sentence("Mira") == (
        "The library's Mira is newer: the look Coat differs. Changed here as well: the clip differs."
    )
    assert compare(MIRA, MIRA, None).sentence("Mira") == "The same as the library's Mira."
    assert compare(MIRA, None, None).sentence("Mira") == "Mira is not in the library any more."
    turned = replace(MIRA, images=MIRA.images[::-1])
    assert differences(MIRA, turned) == ("the order of the pictures differs",)
    assert differences(MIRA, replace(MIRA, images=MIRA.images[:1])) == ("1 picture differs",)
    two = replace(MIRA, looks=(Look("Coat"), Look("Old")))
    assert differences(two, replace(two, looks=two.looks[::-1])) == ("the order of the looks differs",)


def test_a_picture_taken_away_on_one_side_stays_away_unless_the_other_changed_it() -> None:
    without = replace(MIRA, images=MIRA.images[:1])
    described = replace(MIRA, images=(*MIRA.images, View("back", ViewKind.BACK)))
    assert [view.path for view in merged(without, described, MIRA).images] == ["front", "back"]
    relabelled = replace(MIRA, images=(View("front"), View("side", ViewKind.DETAIL)))
    assert merged(without, relabelled, MIRA).images == relabelled.images


def test_a_sample_changed_here_keeps_the_name_that_the_library_gave_the_voice() -> None:
    mine = replace(MIRA, voice=Voice("warm", "sample 2"))
    theirs = replace(MIRA, voice=Voice("warm mid", "sample"))
    assert merged(mine, theirs, MIRA).voice == Voice("warm mid", "sample 2")
    other = replace(MIRA, voice=Voice("deep", "sample 3"))
    assert merged(mine, other, MIRA).voice == other.voice


def test_what_providers_made_stays_with_the_content_it_was_made_of() -> None:
    made = replace(
        MIRA,
        ids=(ProviderIds("wavespeed", "e1", "of"),),
        voice=Voice("warm", "sample", (("fal", "v1"),), (("fal", "digest"),)),
        looks=(Look("Coat", ids=(ProviderIds("wavespeed", "e2"),)),),
    )
    assert bare(made) == bare(MIRA)
    assert with_made(bare(MIRA), made) == made
    silent = replace(bare(MIRA), voice=None)
    assert with_made(silent, made).voice is None
    other = replace(bare(MIRA), description="somebody else", voice=Voice("warm", "other"))
    assert with_made(other, made) == replace(other, looks=made.looks)


def test_an_id_typed_in_is_the_voice_where_there_is_no_sample() -> None:
    one, other = (replace(MIRA, voice=Voice("v", None, (("fal", own),))) for own in ("a", "b"))
    assert differences(bare(one), bare(other)) == ("the voice differs",)


def test_what_a_clip_was_cut_out_of_goes_with_the_clip() -> None:
    base, cut = replace(MIRA, clip="film"), Cut("film", 1, 5)
    mine, theirs = replace(base, clip="part", clip_cut=cut), replace(base, clip="other")
    assert merged(mine, theirs, base) == theirs
    assert merged(mine, replace(base, description="pilot"), base) == replace(mine, description="pilot")
    assert differences(base, mine) == ("the clip differs",)


def test_what_a_sample_was_cut_out_of_goes_with_the_sample() -> None:
    cut = Cut("sample", 2, 9)
    mine = replace(MIRA, voice=Voice("warm", "part", sample_cut=cut))
    theirs = replace(MIRA, voice=Voice("deep", "sample"))
    assert merged(mine, theirs, MIRA).voice == Voice("deep", "part", sample_cut=cut)
