"""One open project: edits through one door, and what follows from them."""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from kling_studio.app.opening import create_project
from kling_studio.app.session import Session, label_of
from kling_studio.core import edits
from kling_studio.core.diff import Change
from kling_studio.core.errors import EditRejected
from kling_studio.core.media_facts import MediaFact, MediaKind
from kling_studio.core.project import Scene
from tests.small_projects import short_project, short_scene


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    scenes = (short_scene("one", (5,), "fal:o3-pro"), short_scene("two", (3, 4)))
    opened = create_project(tmp_path / "project", short_project(*scenes)).session
    with opened.folder:
        yield opened


def scene(session: Session, scene_id: str = "one") -> Scene:
    found = session.project.find_scene(scene_id)
    assert found is not None
    return found


def test_an_edit_is_told_with_its_differences_and_can_be_undone_by_name(session: Session) -> None:
    told: list[tuple[Change, ...]] = []
    session.changed.connect(told.append)
    before = session.project
    assert session.dispatch(edits.trim_shot, "one-1", seconds=7)
    assert scene(session).seconds == 7
    assert session.history.undo_label == "Trim shot"
    assert not session.history.is_clean
    assert session.undo()
    assert session.project is before
    assert session.redo()
    assert scene(session).seconds == 7
    assert [len(changes) > 0 for changes in told] == [True, True, True]


def test_what_changes_nothing_is_no_step(session: Session) -> None:
    told: list[object] = []
    session.changed.connect(told.append)
    assert not session.dispatch(edits.set_title, "Short")
    assert not session.undo()
    assert not session.redo()
    assert told == []


def test_an_edit_that_makes_no_sense_is_refused_with_a_sentence(session: Session) -> None:
    refused: list[EditRejected] = []
    session.refused.connect(refused.append)
    before = session.project
    assert not session.dispatch(edits.merge_scenes, "two")
    assert session.project is before
    assert str(refused[0]).endswith(".")


def test_typing_in_one_field_is_one_step_until_it_ends(session: Session) -> None:
    def write(title: str) -> None:
        session.apply(lambda project: edits.set_title(project, title), "Title", merge_key="title")

    for title in ("N", "Ne", "New"):
        write(title)
    session.end_typing()
    write("Newer")
    session.undo()
    assert session.project.title == "New"
    session.undo()
    assert session.project.title == "Short"


def test_saved_is_what_stands_on_the_disk(session: Session) -> None:
    clean: list[bool] = []
    session.changed.connect(lambda _changes: clean.append(session.history.is_clean))
    session.dispatch(edits.set_title, "Saved")
    session.saved(session.project)
    session.dispatch(edits.set_title, "Later")
    session.undo()
    session.undo()
    assert clean == [False, False, True, False]


def test_prices_follow_the_edit_the_list_and_the_files(session: Session) -> None:
    def total() -> Decimal | None:
        priced = session.quote(scene(session))
        assert priced is not None
        return priced.total

    newest = total()
    assert newest is not None
    session.dispatch(edits.trim_shot, "one-1", seconds=10)
    assert total() == 2 * newest
    told: list[None] = []
    session.lists_changed.connect(told.append)
    session.choose_lists(("fal-2026-02",))
    assert told == [None]
    assert total() != 2 * newest
    session.choose_lists(())
    assert total() == 2 * newest


def test_findings_follow_the_cast_and_the_files(session: Session) -> None:
    def rules() -> set[str]:
        return {finding.rule for finding in session.findings(scene(session))}

    assert rules() == {"no-voice"}
    told: list[None] = []
    session.media_changed.connect(told.append)
    session.add_measured({"mira.png": MediaFact(MediaKind.MISSING)})
    assert told == [None]
    assert rules() == {"no-voice", "missing-file"}
    session.dispatch(edits.remove_view, "mira", 0)
    assert "missing-file" not in rules()
    session.dispatch(edits.delete_member, "mira")
    assert "unknown-name" in rules() or "Mira" not in str(scene(session))


def test_the_words_of_the_undo_menu() -> None:
    assert label_of(edits.trim_shot) == "Trim shot"
    assert label_of(edits.set_title) == "Set title"


def test_files_outside_of_the_folder_are_nobodys(session: Session) -> None:
    assert session.path_of("mira.png") == session.folder.root / "mira.png"
    assert session.path_of("../mira.png") is None
    assert session.path_of("https://example.test/mira.png") is None


def test_findings_follow_the_other_scenes(session: Session) -> None:
    def told() -> list[str]:
        return [found.message for found in session.findings(scene(session)) if found.rule == "no-voice"]

    here, other = list(session.project.scenes())[:2]
    assert "Mira speaks in 2 scenes" in told()[0]
    session.dispatch(edits.delete_scene, other.id)
    assert scene(session) is here
    assert told() == []


def test_what_a_scene_silences_is_kept_apart(session: Session) -> None:
    (before,) = session.findings(scene(session))
    assert session.silenced(scene(session)) == ()
    session.dispatch(edits.silence, scene(session).id, "no-voice")
    assert session.findings(scene(session)) == ()
    assert session.silenced(scene(session)) == (before,)
    session.undo()
    assert session.findings(scene(session)) == (before,)
