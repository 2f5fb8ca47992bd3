"""A look holds in its episodes and nowhere else, whatever is renamed, copied or deleted."""

from dataclasses import replace

import pytest

from kling_studio.core import edits
from kling_studio.core.errors import EditRejected
from kling_studio.core.looks import dressed, in_look, look_in, worn_by
from kling_studio.core.project import (
    CastMember,
    Episode,
    LibraryLink,
    Look,
    Project,
    ProviderIds,
    Scene,
    Shot,
    View,
    ViewKind,
)
from kling_studio.core.sending import ordered_views
from kling_studio.core.stills import primary_view

COAT = Look("coat", "in a long grey coat", (View("coat.png"),), (ProviderIds("wavespeed", "e-coat", "x"),))
MIRA = CastMember(
    "m1",
    "Mira",
    description="warehouse manager",
    images=(View("front.png"),),
    ids=(ProviderIds("wavespeed", "e-own", "y"),),
    looks=(COAT,),
)


def a_project(**episode: object) -> Project:
    first = Episode("e1", "Pilot", (Scene("s1", cast=("Mira",), shots=(Shot("h1"),)),))
    second = Episode("e2", "Rain", (Scene("s2", cast=("Mira",), shots=(Shot("h2"),)),))
    return Project("Night Shift", (MIRA, CastMember("m2", "Marco")), (first, replace(second, **episode)))  # type: ignore[arg-type]


def in_scene(project: Project, scene_id: str) -> CastMember:
    scene = project.find_scene(scene_id)
    assert scene is not None
    member = dressed(project, scene).member("Mira") or dressed(project, scene).member("Ada")
    assert member is not None
    return member


def test_a_look_holds_in_its_episode() -> None:
    project = edits.wear(a_project(), "e2", "m1", "coat")
    assert in_scene(project, "s1") == MIRA
    seen = in_scene(project, "s2")
    assert seen.images == COAT.images
    assert seen.description == "warehouse manager in a long grey coat"
    assert seen.ids == COAT.ids
    scene = project.find_scene("s2")
    assert scene is not None
    assert dressed(dressed(project, scene), scene) == dressed(project, scene)


def test_a_project_without_looks_is_itself() -> None:
    project = a_project()
    assert dressed(project, next(project.scenes())) is project
    assert dressed(project, Scene("of no episode")) is project


def test_a_look_without_pictures_keeps_the_members_own() -> None:
    older = replace(MIRA, looks=(Look("older", "grey hair"),))
    assert in_look(older, "older").images == MIRA.images
    assert in_look(older, "no such look") is older


def test_a_look_replaces_the_views_of_its_kinds_and_keeps_the_others() -> None:
    front, side, back = View("front.png"), View("side.png", ViewKind.SIDE), View("back.png", ViewKind.BACK)
    full, coat = View("full.png", ViewKind.FULL), View("coat.png", ViewKind.OUTFIT)
    mira = replace(MIRA, images=(side, front, back, full), looks=(Look("coat", images=(coat,)),))
    seen = in_look(mira, "coat")
    assert seen.images == (side, front, back, full, coat)
    # Four go: the face, what the look shows, then as much of the rest as there is room for.
    assert ordered_views(seen) == (front, coat, side, back, full)
    assert primary_view(seen) == primary_view(mira)


def test_a_look_with_a_front_is_known_by_that() -> None:
    fronts = View("front.png"), View("smile.png")
    side = View("side.png", ViewKind.SIDE)
    new = View("coat.png"), View("coat_back.png", ViewKind.BACK), View("coat_2.png")
    mira = replace(MIRA, images=(side, *fronts), looks=(Look("coat", images=new),))
    seen = in_look(mira, "coat")
    assert seen.images == (side, new[0], new[2], new[1])
    assert ordered_views(seen) == (new[0], new[1], new[2], side)
    assert primary_view(seen) == "coat.png"


def test_a_picture_that_a_look_shares_with_its_member_is_there_once() -> None:
    shared = View("full.png", ViewKind.FULL)
    mira = replace(
        MIRA,
        images=(View("front.png"), shared),
        looks=(Look("coat", images=(View("full.png", ViewKind.OUTFIT),)),),
    )
    assert [view.path for view in in_look(mira, "coat").images] == ["front.png", "full.png"]


def test_who_is_in_a_look_is_told() -> None:
    seen = in_look(MIRA, "coat")
    assert (worn_by(seen), worn_by(MIRA)) == (COAT, None)
    assert (seen.id, seen.name, seen.looks) == ("m1", "Mira", ())


def test_taking_a_look_off() -> None:
    project = edits.wear(a_project(), "e2", "m1", "coat")
    assert edits.wear(project, "e2", "m1", "") == a_project()
    assert edits.wear(project, "e2", "m1", "coat") is project


def test_what_is_renamed_still_holds() -> None:
    project = edits.wear(a_project(), "e2", "m1", "coat")
    project = edits.rename_look(project, "m1", "coat", " rain coat ")
    project = edits.rename_member(project, "m1", "Ada")
    assert project.episodes[1].looks == (("Ada", "rain coat"),)
    assert in_scene(project, "s2").images == COAT.images


def test_names_in_the_words_of_a_look_are_renamed() -> None:
    project = edits.set_look(a_project(), "m1", "coat", description="@Marco's coat")
    project = edits.wear(project, "e1", "m1", "coat")
    project = edits.rename_member(project, "m2", "Paolo")
    assert project.cast[0].looks[0].description == "@Paolo's coat"


def test_what_is_deleted_holds_nowhere() -> None:
    project = edits.wear(a_project(), "e2", "m1", "coat")
    without = edits.delete_look(project, "m1", "coat")
    assert (without.cast[0].looks, without.episodes[1].looks) == ((), ())
    assert edits.delete_member(project, "m1").episodes[1].looks == ()
    assert edits.delete_look(a_project(), "m1", "coat").episodes == a_project().episodes


def test_a_copy_has_the_looks_and_not_what_was_made_of_them() -> None:
    project = a_project()
    kept = replace(MIRA, library=LibraryLink("l1", 2))
    copy = edits.duplicate_member(replace(project, cast=(kept,)), "m1", "m3").cast[1]
    assert (copy.looks, copy.library) == ((replace(COAT, ids=()),), None)


def test_a_new_look_has_a_name_of_its_own() -> None:
    project = edits.add_look(a_project(), "m1", Look(" age "))
    assert [look.name for look in project.cast[0].looks] == ["coat", "age"]
    for name in ("coat", "  "):
        with pytest.raises(EditRejected):
            edits.add_look(project, "m1", Look(name))
    with pytest.raises(EditRejected):
        edits.rename_look(project, "m1", "age", "coat")


def test_a_look_that_is_not_there() -> None:
    with pytest.raises(EditRejected, match="no look called hat"):
        edits.wear(a_project(), "e2", "m1", "hat")
    with pytest.raises(EditRejected, match="no look called hat any more"):
        edits.set_look(a_project(), "m1", "hat", description="felt")


def test_an_episode_that_is_split_keeps_its_looks_in_both() -> None:
    project = edits.wear(edits.merge_episodes(a_project(), "e1"), "e1", "m1", "coat")
    first, second = edits.split_episode(project, "e1", 1, "e3", "Rain").episodes
    assert first.looks == second.looks == (("Mira", "coat"),)


def test_the_look_of_a_scene_is_told() -> None:
    project = edits.wear(a_project(), "e2", "m1", "coat")
    first, second = project.scenes()
    assert (look_in(project, first, MIRA), look_in(project, second, MIRA)) == (None, COAT)
