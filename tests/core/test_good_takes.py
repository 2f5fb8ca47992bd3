"""Takes that were found good: the marks, and which take stands for its scene."""

from dataclasses import replace
from itertools import count

from kling_studio.core import edits
from kling_studio.core.facts import Fact, FactKind, Json
from kling_studio.core.good_takes import best_first, is_good
from kling_studio.core.ledger import NO_FACTS, fold, takes_of_scene
from kling_studio.core.project import Episode, Project, Scene, Shot
from tests.ledgers import AT, planned

SCENE = Scene("a", "Talk", shots=(Shot("a1", seconds=4), Shot("a2")))
FILM = Project("Film", (), (Episode("e", "One", (SCENE, Scene("b"))),))


def goods(project: Project) -> list[tuple[str, ...]]:
    return [scene.good_takes for scene in project.scenes()]


def test_a_mark_is_made_once_and_taken_back() -> None:
    once = edits.mark_good(edits.mark_good(FILM, "a", "j1"), "a", "j2")
    assert goods(once) == [("j1", "j2"), ()]
    assert edits.mark_good(once, "a", "j1") == once
    assert goods(edits.unmark_good(once, "a", "j1")) == [("j2",), ()]
    assert edits.unmark_good(FILM, "a", "j1") == FILM


def test_a_new_scene_has_no_takes_to_be_good() -> None:
    new_ids = map(str, count())
    marked = edits.mark_good(FILM, "a", "j1")
    assert goods(edits.duplicate_scene(marked, "a", lambda: next(new_ids))) == [("j1",), (), ()]
    assert goods(edits.split_scene(marked, "a", 1, "c")) == [("j1",), (), ()]
    assert goods(edits.add_continuation(marked, "a", "last.png", ("c", "c1"))) == [("j1",), (), ()]


def test_good_films_come_first_and_newer_ones_before_older() -> None:
    facts: list[Fact] = []
    for number in range(1, 6):
        facts.append(planned(f"j{number}", "a", take=number))
        facts.append(Fact(AT, FactKind.RENDERING, f"j{number}"))
        if number != 4:
            video: dict[str, Json] = {"video": f"{number}.mp4", "bytes": 1, "sha256": ""}
            facts.append(Fact(AT, FactKind.STORED, f"j{number}", video))
    takes = takes_of_scene(fold(NO_FACTS, facts), "a")
    marked = replace(SCENE, good_takes=("j2", "j1", "j4", "gone"))
    assert [take.job for take in best_first(SCENE, takes)] == ["j5", "j3", "j2", "j1"]
    assert [take.job for take in best_first(marked, takes)] == ["j2", "j1", "j5", "j3"]
    project = edits.mark_good(FILM, "a", "j2")
    assert [is_good(project, take) for take in takes] == [False, True, False, False, False]
    assert not is_good(Project(), takes[1])
