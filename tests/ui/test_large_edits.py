"""Edits that are worked out on another thread: made as one step, of the project as it is when they are made."""

from collections.abc import Iterator
from threading import Event, get_ident

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from kling_studio.app.session import Session
from kling_studio.core import edits
from kling_studio.core.errors import EditRejected
from kling_studio.core.project import CastMember, Project
from kling_studio.ui.large_edits import LargeEdits

CROWD = tuple(CastMember(f"m{number}", f"Extra {number}") for number in range(1, 201))


@pytest.fixture
def large(session: Session) -> Iterator[LargeEdits]:
    parent = QObject()
    made = LargeEdits(session, parent)
    yield made
    made.wait()


def crowd(project: Project) -> Project:
    return edits.add_members(project, CROWD)


def test_it_is_one_step_and_worked_out_elsewhere(qtbot: QtBot, session: Session, large: LargeEdits) -> None:
    before, threads, done = session.project, set[int](), list[bool]()

    def edit(project: Project) -> Project:
        threads.add(get_ident())
        return crowd(project)

    large.apply(edit, "Add to the cast", done.append)
    assert session.project is before
    qtbot.waitUntil(lambda: done == [True])
    assert session.project.cast[len(before.cast) :] == CROWD
    assert get_ident() not in threads
    assert session.history.undo_label == "Add to the cast"
    session.undo()
    assert session.project is before


def test_what_is_done_meanwhile_is_not_lost(qtbot: QtBot, session: Session, large: LargeEdits) -> None:
    begun, go_on, done, before = Event(), Event(), list[bool](), len(session.project.cast)

    def edit(project: Project) -> Project:
        begun.set()
        assert go_on.wait(10)
        return crowd(project)

    large.apply(edit, "Add to the cast", done.append)
    assert begun.wait(10)
    session.dispatch(edits.add_member, CastMember("z", "Extra 7"))
    go_on.set()
    qtbot.waitUntil(lambda: done == [True])
    names = [member.name for member in session.project.cast]
    assert "Extra 7" in names
    assert "Extra 8" in names
    assert len(names) == len(set(names)) == before + 1 + len(CROWD)


def test_what_makes_no_sense_is_told_and_changes_nothing(
    qtbot: QtBot, session: Session, large: LargeEdits
) -> None:
    before, told, done = session.project, list[EditRejected](), list[bool]()
    session.refused.connect(told.append)
    large.apply(lambda project: edits.add_members(project, (CastMember("m", "@"),)), "Add", done.append)
    qtbot.waitUntil(lambda: done == [False])
    assert [refusal.what_happened for refusal in told] == ["@ cannot be a name."]
    large.apply(lambda project: project, "Nothing", done.append)
    qtbot.waitUntil(lambda: done == [False, False])
    session.read_only_reason = "Another window has it."
    large.apply(crowd, "Add", done.append)
    assert (done, len(told)) == ([False, False, False], 2)
    assert session.project is before
