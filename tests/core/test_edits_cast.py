"""The verbs of the cast, and what a name means in every text."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kling_studio.core import edits
from kling_studio.core.errors import EditRejected
from kling_studio.core.project import (
    CastMember,
    Episode,
    MemberKind,
    Project,
    ProviderIds,
    Scene,
    Shot,
    View,
    ViewKind,
    Voice,
)
from tests.core.building import says

MIRA = CastMember(
    "m1",
    "Mira",
    images=(View("a.png"), View("b.png")),
    voice=Voice("low"),
    ids=(ProviderIds("wavespeed", "3"),),
)
MIRABEL = CastMember("m2", "Mirabel", description="the sister of @Mira")
CRATE = CastMember("m3", "Crate", MemberKind.PROP)
SCENE = Scene("c1", prompt="@Mira and @Mirabel.", cast=("Mira", "Nina", "Mirabel"), shots=(Shot("s1"),))
OTHER = Scene("c2", prompt="Rain.", shots=(Shot("s2"),))
FILM = Project(
    cast=(MIRA, MIRABEL, CRATE), episodes=(Episode("e1", scenes=(SCENE,)), Episode("e2", scenes=(OTHER,)))
)


def cast(project: Project) -> list[str]:
    return [member.name for member in project.cast]


def views(project: Project, member: int = 0) -> str:
    return " ".join(view.path for view in project.cast[member].images)


@pytest.mark.parametrize(("index", "place"), [(None, 3), (0, 0), (-1, 0), (9, 3)])
def test_add_member(index: int | None, place: int) -> None:
    assert cast(edits.add_member(FILM, CastMember("new", "Marco"), index)).index("Marco") == place


@pytest.mark.parametrize(
    "name",
    [
        *("", " ", " Marco", "Marco ", "a@b", "[Marco]", "Mar\nco", "Mar\tco", "Mar\u2028co", "\ud800"),
        *("\u200b", "\u202eocraM", "Mar\u200bco", "Marco\u2060", "\u200dMarco", "Marco\u200d", "A \u200d B"),
        *("\ufe0f", "\u0301", "\u3164", "\u2800\u115f"),
    ],
)
def test_a_name_that_cannot_be_written_is_refused(name: str) -> None:
    assert not edits.can_be_named(name)
    with pytest.raises(EditRejected):
        edits.add_member(FILM, CastMember("new", name))
    with pytest.raises(EditRejected):
        edits.rename_member(FILM, "m1", name)


@pytest.mark.parametrize("name", ["Ana Maria", "O'Neil", "米拉", "मीरा", "Dr. Lee", "R2-D2", "क्\u200dष"])
def test_names_of_every_script_can_be_written(name: str) -> None:
    assert edits.can_be_named(name)
    assert cast(edits.rename_member(FILM, "m1", name))[0] == name


def test_names_that_look_alike_are_alike() -> None:
    project = edits.add_member(FILM, CastMember("new", "Jose\u0301"))
    assert cast(project)[-1] == "José"
    for name in ("José", "Jose\u0301"):
        with pytest.raises(EditRejected, match="already"):
            edits.add_member(project, CastMember("other", name))
    assert edits.rename_member(project, "new", "Jose\u0301") is project


def test_duplicate_member_gets_a_free_name_and_nothing_that_was_paid_for() -> None:
    after = edits.duplicate_member(edits.duplicate_member(FILM, "m1", "n1"), "m1", "n2")
    assert cast(after) == ["Mira", "Mira3", "Mira2", "Mirabel", "Crate"]
    copy = after.cast[1]
    assert (copy.id, copy.images, copy.voice, copy.ids) == ("n2", MIRA.images, MIRA.voice, ())


def test_free_name_counts_on() -> None:
    project = replace(FILM, cast=(CastMember("a", "R2"), CastMember("b", "7")))
    assert [edits.free_name(project, name) for name in ("Mira", "R2", "7")] == ["Mira", "R3", "72"]


def test_delete_member_leaves_the_words_and_clears_the_lists() -> None:
    after = edits.delete_member(FILM, "m1")
    scene = after.find_scene("c1")
    assert scene is not None
    assert (cast(after), scene.cast, scene.prompt) == (
        ["Mirabel", "Crate"],
        ("Nina", "Mirabel"),
        SCENE.prompt,
    )
    assert after.find_scene("c2") is OTHER
    assert after.episodes[1] is FILM.episodes[1]


def test_move_member() -> None:
    assert cast(edits.move_member(FILM, "m1", 1)) == ["Mirabel", "Mira", "Crate"]
    assert edits.move_member(FILM, "m1", 0) is FILM
    with pytest.raises(EditRejected, match="no longer"):
        edits.move_member(FILM, "gone", 0)


class TestRename:
    def test_it_reaches_every_text_and_list(self) -> None:
        shot = Shot(
            "s1", "@Mira runs", camera="on @Mira", dialogue=says("Mira", "I am @Mira."), notes="@Mira?"
        )
        scene = replace(SCENE, negative_prompt="@Mira twice", shots=(shot, Shot("s2", "Rain.")))
        before = replace(FILM, episodes=(Episode("e1", scenes=(scene, OTHER)),))
        after = edits.rename_member(before, "m1", "Lena")
        renamed = next(after.scenes())
        assert renamed.prompt == "@Lena and @Mirabel."
        assert renamed.negative_prompt == "@Lena twice"
        assert renamed.cast == ("Lena", "Nina", "Mirabel")
        assert renamed.shots[0] == Shot(
            "s1", "@Lena runs", camera="on @Lena", dialogue=says("Lena", "I am @Lena."), notes="@Lena?"
        )
        assert after.cast[1].description == "the sister of @Lena"
        assert renamed.shots[1] is scene.shots[1]
        assert after.find_scene("c2") is OTHER
        assert after.cast[2] is CRATE

    def test_a_name_that_the_scene_cast_already_is_cast_once(self) -> None:
        after = edits.rename_member(FILM, "m1", "Nina")
        assert next(after.scenes()).cast == ("Nina", "Mirabel")

    def test_the_same_name_is_no_change_and_anothers_is_refused(self) -> None:
        assert edits.rename_member(FILM, "m1", "Mira") is FILM
        with pytest.raises(EditRejected, match="already a Mirabel"):
            edits.rename_member(FILM, "m1", "Mirabel")

    @given(
        st.lists(
            st.sampled_from(
                ["@Mira", "@Mirabel", "mail@Mira.example", "Mira", "@Mira,", "(@Mira)", "@Nobody", "@"]
            )
        ),
        st.sampled_from(["Lena", "Mira2", "Mirabella", "M", "米拉"]),
    )
    def test_no_old_mention_is_left_and_nothing_else_is_touched(self, words: list[str], name: str) -> None:
        scene = replace(SCENE, prompt=" ".join(words))
        project = replace(FILM, episodes=(Episode("e1", scenes=(scene,)),))
        own = {"@Mira": f"@{name}", "@Mira,": f"@{name},", "(@Mira)": f"(@{name})"}
        after = edits.rename_member(project, "m1", name)
        assert next(after.scenes()).prompt == " ".join(own.get(word, word) for word in words)
        assert edits.rename_member(after, "m1", "Mira") == project


def test_set_member() -> None:
    after = edits.set_member(FILM, "m1", description="red jacket", clip="a.mp4")
    assert (after.cast[0].description, after.cast[0].clip, after.cast[0].images) == (
        "red jacket",
        "a.mp4",
        MIRA.images,
    )
    assert edits.set_member(FILM, "m1", clip=None) is FILM


class TestViews:
    @pytest.mark.parametrize(
        ("index", "result"),
        [(None, "a.png b.png x.png y.png"), (1, "a.png x.png y.png b.png"), (-1, "x.png y.png a.png b.png")],
    )
    def test_add(self, index: int | None, result: str) -> None:
        assert views(edits.add_views(FILM, "m1", (View("x.png"), View("y.png")), index)) == result

    def test_one_that_is_there_already_is_not_added_again(self) -> None:
        new = (View("b.png", ViewKind.BACK), View("x.png"), View("x.png", ViewKind.SIDE))
        after = edits.add_views(FILM, "m1", new)
        assert after.cast[0].images == (*MIRA.images, View("x.png"))
        assert edits.add_views(FILM, "m1", (View("a.png"),)) is FILM

    def test_label(self) -> None:
        after = edits.set_view(FILM, "m1", 1, ViewKind.BACK)
        assert after.cast[0].images == (View("a.png"), View("b.png", ViewKind.BACK))

    @pytest.mark.parametrize(
        ("to_index", "result"),
        [(1, "b.png a.png"), (9, "b.png a.png"), (0, "a.png b.png"), (-1, "a.png b.png")],
    )
    def test_move(self, to_index: int, result: str) -> None:
        assert views(edits.move_view(FILM, "m1", 0, to_index)) == result

    def test_remove(self) -> None:
        assert views(edits.remove_view(FILM, "m1", 0)) == "b.png"

    def test_a_picture_that_is_gone_is_told(self) -> None:
        for index in (-1, 2):
            with pytest.raises(EditRejected, match="picture is no longer"):
                edits.set_view(FILM, "m1", index, ViewKind.BACK)
            with pytest.raises(EditRejected, match="picture is no longer"):
                edits.move_view(FILM, "m1", index, 0)
            with pytest.raises(EditRejected, match="picture is no longer"):
                edits.remove_view(FILM, "m1", index)


def test_casting() -> None:
    after = edits.cast_in_scene(FILM, "c2", "Crate")
    assert after.find_scene("c2") == replace(OTHER, cast=("Crate",))
    assert edits.cast_in_scene(after, "c2", "Crate") is after
    assert edits.uncast_from_scene(after, "c2", "Crate") == FILM
    assert edits.uncast_from_scene(FILM, "c2", "Crate") is FILM
    with pytest.raises(EditRejected, match="Nobody in the cast is called Nina"):
        edits.cast_in_scene(FILM, "c2", "Nina")


def test_many_members_come_at_once_each_under_a_free_name() -> None:
    project = edits.add_member(Project(), CastMember("m0", "Otto"))
    many = edits.add_members(project, tuple(CastMember(f"m{n}", "Otto") for n in (1, 2)))
    assert [member.name for member in many.cast] == ["Otto", "Otto2", "Otto3"]
    assert edits.add_members(many, ()) is many
    first = edits.add_members(many, (CastMember("m3", "Ada"), CastMember("m4", "Otto")), 1)
    assert [member.name for member in first.cast] == ["Otto", "Ada", "Otto4", "Otto2", "Otto3"]
    assert [member.name for member in edits.add_members(first, (CastMember("m5", "Eva"),), 99).cast][
        -1
    ] == "Eva"


@pytest.mark.parametrize("name", ["", "@Otto", " Otto"])
def test_many_members_need_names_that_can_be_written(name: str) -> None:
    with pytest.raises(EditRejected, match="cannot be a name"):
        edits.add_members(Project(), (CastMember("m1", name),))
