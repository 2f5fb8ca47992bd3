"""An element that would be made anew makes the takes stale that it was made for, and nothing else of it does."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from kling_studio.core import edits
from kling_studio.core.looks import in_look
from kling_studio.core.pricing import quote
from kling_studio.core.project import CastMember, Look, Project, ProviderIds, View, ViewKind, Voice
from kling_studio.core.request import member_fingerprint
from kling_studio.core.stale import Standing
from tests.core.building import MARCO, catalog, model, with_scene
from tests.core.stale_takes import READ, TALK, status, take_of

SCENE = replace(TALK, model="wavespeed:o3-pro", cast=("Mira", "Marco"))
VIEWS = (View("mira_front.png"), View("mira_back.png", ViewKind.BACK))
MIRA = CastMember("m1", "Mira", description="a manager", images=VIEWS)
PICTURES = ("mira_front.png", "mira_back.png", "mira_new.png", "other.png", "start.png")


def with_element(member: CastMember, made: str) -> CastMember:
    return replace(
        member, ids=(ProviderIds("wavespeed", made, member_fingerprint(member, "wavespeed", READ)),)
    )


def project_of(mira: CastMember) -> Project:
    return with_scene(SCENE, with_element(mira, "u_1"), with_element(MARCO, "u_2"))


def takes_of(mira: CastMember) -> tuple[Any, Any]:
    """The take for which the element was made, and a later one that found it there."""
    first = take_of(with_scene(SCENE, mira, with_element(MARCO, "u_2")), filled={"element://Mira": "u_1"})
    return first, take_of(project_of(mira))


def makes_anew(project: Project) -> bool:
    priced = quote(
        project, next(project.scenes()), model(SCENE.model), catalog().price_list("wavespeed"), READ
    )
    return any(entry.what == "element" for entry in priced.once)


views = st.lists(
    st.builds(View, st.sampled_from(PICTURES), st.sampled_from(list(ViewKind))), min_size=1, max_size=6
).map(tuple)
descriptions = st.sampled_from(("", "a manager", "a boss", "tall " * 30, "tall " * 31))
voices = st.sampled_from((None, Voice("low", "ines.wav"), Voice("low", None, (("wavespeed", "v1"),))))
clips = st.sampled_from((None, None, "ines.mp4"))
members = st.builds(
    CastMember,
    st.just("m1"),
    st.just("Mira"),
    description=descriptions,
    images=views,
    clip=clips,
    voice=voices,
)
changes = st.fixed_dictionaries(
    {}, optional={"description": descriptions, "images": views, "clip": clips, "voice": voices}
)


@given(mira=members, fields=changes)
def test_a_take_is_stale_exactly_if_an_element_is_made_anew(mira: CastMember, fields: dict[str, Any]) -> None:
    project = project_of(mira)
    changed = edits.set_member(project, "m1", **fields)
    for take in takes_of(mira):
        assert status(take, project).standing is Standing.CURRENT
        assert (status(take, changed).standing is not Standing.CURRENT) == makes_anew(changed)


@given(mira=members, fields=changes, images=views, description=descriptions)
def test_takes_without_a_look_are_stale_where_it_is_another_element(
    mira: CastMember, fields: dict[str, Any], images: tuple[View, ...], description: str
) -> None:
    changed = replace(mira, **fields, looks=(Look("coat", description, images),))
    # A look that shows what the member shows has the member's element.
    assume(
        member_fingerprint(in_look(changed, "coat"), "wavespeed", READ)
        != member_fingerprint(mira, "wavespeed", READ)
    )
    dressed = edits.wear(project_of(changed), "e1", "m1", "coat")
    assert makes_anew(dressed)
    for take in takes_of(mira):
        assert status(take, dressed).standing is not Standing.CURRENT


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"description": "a boss"}, "Mira's description changed since."),
        ({"images": VIEWS[::-1]}, "What Mira is made from changed since."),
        (
            {"images": (VIEWS[0], replace(VIEWS[1], view=ViewKind.SIDE))},
            "What Mira is made from changed since.",
        ),
        ({"images": (VIEWS[0], View("mira_new.png", ViewKind.BACK))}, "Mira's back view changed since."),
    ],
)
def test_what_changed_is_said(fields: dict[str, Any], sentence: str) -> None:
    changed = edits.set_member(project_of(MIRA), "m1", **fields)
    assert status(takes_of(MIRA)[0], changed).sentence == sentence


def test_a_description_is_compared_where_nothing_else_tells() -> None:
    first = takes_of(MIRA)[0]
    before = [{**entry, "of": ""} for entry in first.sent["before"]]
    older = replace(first, sent={**first.sent, "before": before})
    project = with_scene(SCENE, MIRA, with_element(MARCO, "u_2"))
    assert status(older, project).standing is Standing.CURRENT
    other = edits.set_member(project, "m1", description="a boss")
    assert status(older, other).sentence == "Mira's description changed since."


@pytest.mark.parametrize("voice", [None, Voice("low", "ines.wav")])
def test_files_that_are_not_read_tell_nothing(voice: Voice | None) -> None:
    mira = replace(MIRA, voice=voice)
    project = with_scene(SCENE, mira, with_element(MARCO, "u_2"))
    assert status(takes_of(mira)[0], project, is_read=False).standing is Standing.CURRENT
