"""What is asked and promised of a member is seen, although its details scroll in a low panel."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from kling_studio.app.session import Session
from kling_studio.ui.cast import CastPanel
from kling_studio.ui.selection import Selection
from kling_studio.ui.sight import seen_part
from kling_studio.ui.thumbnails import Thumbnails
from tests.ui.dropping import files, hover


@pytest.fixture
def panel(qtbot: QtBot, session: Session, selection: Selection) -> Iterator[CastPanel]:
    """About as narrow and as low as the dock is in a window of 1440 by 900."""
    thumbnails = Thumbnails(session.path_of)
    made = CastPanel(session, selection, thumbnails)
    qtbot.addWidget(made)
    made.resize(264, 520)
    with qtbot.waitExposed(made):
        made.show()
    made.select_member(session.project.cast[0].id)
    yield made
    made.stop()
    thumbnails.stop()


def is_seen(widget: QWidget) -> bool:
    return widget.isVisible() and seen_part(widget) == widget.rect()


def scroll_to_the_end(qtbot: QtBot, panel: CastPanel) -> None:
    panel.details.folds["voice"].open()
    area = panel.details.parentWidget()
    while not isinstance(area, QScrollArea):
        assert area is not None
        area = area.parentWidget()
    bar = area.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 0)
    bar.setValue(bar.maximum())


def test_a_part_is_what_nothing_around_cuts_off(qtbot: QtBot) -> None:
    around = QWidget()
    qtbot.addWidget(around)
    around.resize(100, 100)
    inner = QWidget(around)
    inner.setGeometry(-20, 40, 200, 200)
    assert seen_part(inner) == QRect(20, 0, 100, 60)


def test_the_words_of_a_drop_are_seen_wherever_the_details_are_scrolled(
    qtbot: QtBot, panel: CastPanel, tmp_path: Path
) -> None:
    scroll_to_the_end(qtbot, panel)
    hover(panel.details, QPoint(20, panel.details.height() - 20), files([tmp_path / "notes.txt"]))
    bubble = panel.details.findChild(QLabel, "dropBubble", Qt.FindChildOption.FindDirectChildrenOnly)
    assert bubble is not None
    assert is_seen(bubble)


def test_a_name_is_typed_where_it_is_seen(qtbot: QtBot, panel: CastPanel) -> None:
    scroll_to_the_end(qtbot, panel)
    panel.rename_selected()
    field = QApplication.focusWidget()
    assert field is not None
    qtbot.waitUntil(lambda: is_seen(field))


def test_the_crop_editor_fits_and_is_left_by_the_mouse_too(
    qtbot: QtBot, panel: CastPanel, session: Session
) -> None:
    before = session.project
    strip, editor = panel.details.strip, panel.details.editor
    strip.select(0)
    strip.setFocus()
    QTest.keyClick(strip, Qt.Key.Key_Return)
    cancel = editor.findChild(QPushButton, "cancelCrop")
    assert cancel is not None
    qtbot.waitUntil(lambda: is_seen(cancel))
    for name in ("turnLeft", "cropRatio", "takeCrop"):
        widget = editor.findChild(QWidget, name)
        assert widget is not None
        assert seen_part(widget).width() == widget.width(), name
    QTest.mouseClick(cancel, Qt.MouseButton.LeftButton)
    assert not editor.isVisible()
    assert session.project is before
