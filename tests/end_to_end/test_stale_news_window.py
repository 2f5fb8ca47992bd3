"""A member is changed in the real window: what became stale is told, seen, and taken back from where it is told."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from kling_studio.app.opening import create_sample
from kling_studio.core import edits
from kling_studio.core.job import JobState
from kling_studio.core.ledger import takes_of_scene
from kling_studio.core.stale import Standing
from kling_studio.ui.program import Program
from tests.end_to_end.window import home, run_program, until

__all__ = ["home"]


def test_a_change_of_a_member_is_told_shown_and_undone(qapp: QApplication, home: Path) -> None:
    create_sample(home / "Night Shift").session.folder.close()

    def steps(program: Program) -> None:
        window = program.window
        assert window is not None
        session, scene = window.session, window.selection.scene
        assert scene is not None

        def done() -> bool:
            return any(take.state is JobState.DONE for take in takes_of_scene(session.ledger, scene.id))

        window.rendering.render_animatic()
        until(done, 120)
        (take,) = takes_of_scene(session.ledger, scene.id)
        until(lambda: session.take_status(take).standing is Standing.CURRENT)
        mira = session.project.member("Mira")
        assert mira is not None
        news = window.findChild(QLabel, "news")
        assert news is not None

        def told() -> bool:
            return (
                news.isVisible() and news.text() == "Mira changed. It makes 1 take stale, renewing is free."
            )

        session.dispatch(edits.remove_view, mira.id, 0)
        until(told)
        undo = window.findChild(QPushButton, "undo_stale")
        assert undo is not None
        QTest.mouseClick(undo, Qt.MouseButton.LeftButton)
        assert session.project.member("Mira") == mira
        assert not news.isVisible()
        until(lambda: session.take_status(take).standing is Standing.CURRENT)
        session.dispatch(edits.set_title, "Another title")
        session.dispatch(edits.remove_view, mira.id, 0)
        until(told)
        show = window.findChild(QPushButton, "show_stale")
        assert show is not None
        QTest.mouseClick(show, Qt.MouseButton.LeftButton)
        used = window.cast.panel.details.used
        until(used.list.hasFocus)
        rows = used.list.model()
        assert rows.index(2, 0).data(Qt.ItemDataRole.AccessibleTextRole) == "Take 1, picture changed"

    run_program(qapp, steps, home / "Night Shift")
