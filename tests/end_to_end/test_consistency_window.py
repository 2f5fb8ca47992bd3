"""A drawn take is looked at beside the references, from the key to the frame and the take, today and tomorrow."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from kling_studio.app.opening import create_sample
from kling_studio.core.consistency import SheetFrame
from kling_studio.core.job import JobState
from kling_studio.core.ledger import takes_of_scene
from kling_studio.ui.consistency.sheet import ConsistencyDialog
from kling_studio.ui.program import Program
from tests.end_to_end.window import home, run_program, until

__all__ = ["home"]


def test_a_key_opens_the_sheet_of_the_selected_member_and_its_choices_are_kept(
    qapp: QApplication, home: Path
) -> None:
    chosen: list[SheetFrame] = []
    create_sample(home / "Night Shift").session.folder.close()

    def steps(program: Program) -> None:
        window = program.window
        assert window is not None
        session, scene, mira = window.session, window.selection.scene, window.session.project.member("Mira")
        assert scene is not None
        assert mira is not None
        window.rendering.render_animatic()
        until(lambda: [t.state for t in takes_of_scene(session.ledger, scene.id)] == [JobState.DONE], 120)
        window.docks.focus("cast")
        window.cast.panel.cards.select(mira.id)
        verbs = [action.objectName() for action in window.cast.panel.menu().actions()]
        assert "consistencySheet" in verbs
        keys = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
        QTest.keyClick(window, Qt.Key.Key_F, keys)
        sheet = window.findChild(ConsistencyDialog, "consistency")
        assert sheet is not None
        assert [frame.label for frame in sheet.sheet.frames] == [
            "1 Warehouse · take 1 · shot 2",
            "1 Warehouse · take 1 · shot 4",
        ]
        until(lambda: all(sheet.source.pixmap(frame) for frame in sheet.sheet.frames))
        assert not any(sheet.source.pixmap(frame).isNull() for frame in sheet.sheet.frames)  # type: ignore[union-attr]
        window.selection.select_scene(list(session.project.scenes())[1].id)
        sheet.lists[0].doubleClicked.emit(sheet.lists[0].model().index(0, 0))
        assert window.selection.scene == scene
        sheet.lists[0].setCurrentIndex(sheet.lists[0].model().index(0, 0))
        QTest.keyClick(sheet.lists[0], Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
        chosen.append(sheet.sheet.frames[0])
        sheet.lists[0].setCurrentIndex(sheet.lists[0].model().index(1, 0))
        QTest.keyClick(sheet.lists[0], Qt.Key.Key_Delete)
        assert sheet.sheet.frames == tuple(chosen)

    def next_day(program: Program) -> None:
        window = program.window
        assert window is not None
        mira = window.session.project.member("Mira")
        assert mira is not None
        assert window.consistency.show(mira.id).sheet.frames == tuple(chosen)

    run_program(qapp, steps, home / "Night Shift")
    run_program(qapp, next_day, home / "Night Shift")
