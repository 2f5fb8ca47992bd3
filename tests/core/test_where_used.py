"""A member's scenes, by episode."""

from dataclasses import replace

from kling_studio.core.ledger import NO_FACTS, LedgerState, Take
from kling_studio.core.project import CastMember, DialogueLine, Episode, Project, Scene, Shot
from kling_studio.core.where_used import names_member, where_used


def a_project() -> Project:
    cast = (CastMember("m1", "Mira"), CastMember("m2", "Mirabel"))
    first = (
        Scene("s1", "Dock", cast=("Mira",), shots=(Shot("h1", "@Mira waits."),)),
        Scene("s2", cast=("Mirabel",), shots=(Shot("h2", "@Mirabel waits."),)),
        Scene("s3", shots=(Shot("h3", "Far off, @Mira."),)),
    )
    second = (Scene("s4", shots=(Shot("h4", dialogue=(DialogueLine("Mira", "", "Wait."),)),)),)
    third = (Scene("s5", "Empty"),)
    return Project(
        "Night Shift",
        cast,
        (
            Episode("e1", "Pilot", first, (("Mira", "coat"),)),
            Episode("e2", "", second),
            Episode("e3", "", third),
        ),
    )


def test_scenes_stand_by_episode_with_their_takes() -> None:
    take = Take("j1", "s1", 1, "Dock", 1, "fal:o3-pro", "", "", 5, None, None, "", {}, "")
    ledger: LedgerState = replace(NO_FACTS, takes={"j1": take}, jobs_by_scene={"s1": ("j1",)})
    first, second = where_used(a_project(), ledger, "Mira")
    assert (first.title, first.look, second.title, second.look) == ("Pilot", "coat", "Episode 2", "")
    assert [(one.number, one.title, one.is_cast) for one in first.scenes] == [
        (1, "Dock", True),
        (3, "Scene 3", False),
    ]
    assert first.scenes[0].takes == (take,)
    assert [one.scene.id for one in second.scenes] == ["s4"]
    assert where_used(a_project(), ledger, "Nobody") == ()


def test_a_longer_name_is_no_mention() -> None:
    project = a_project()
    names = tuple(member.name for member in project.cast)
    scene = project.find_scene("s2")
    assert scene is not None
    assert not names_member(scene, "Mira", names)
    assert names_member(scene, "Mirabel", names)
