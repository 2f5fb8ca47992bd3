"""What another sample, another id, or none would make stale is said before it is done."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QEnterEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from kling_studio.app.session import Session
from kling_studio.core import edits
from kling_studio.core.request import sample_of
from kling_studio.ui.drop_bubble import DropBubble
from kling_studio.ui.selection import Selection
from kling_studio.ui.voice import VoiceSection
from tests.app.test_current import add_done
from tests.sounds_for_tests import voice
from tests.ui.cast_hand import read_files
from tests.ui.dropping import files, hover, leave


@pytest.fixture
def section(qtbot: QtBot, session: Session, selection: Selection) -> Iterator[VoiceSection]:
    """Mira's voice; she speaks in one take that is as its scene would be rendered."""
    made = VoiceSection(session)
    qtbot.addWidget(made)
    made.resize(260, 700)
    mira = session.project.member("Mira")
    assert mira is not None
    session.changed.connect(lambda _changes: made.show_member(next(iter(session.project.cast))))
    made.show_member(mira)
    with qtbot.waitExposed(made):
        made.show()
    scene = next(scene for scene in session.project.scenes() if "Mira" in scene.cast)
    session.dispatch(edits.set_scene, scene.id, model="wavespeed:o3-pro", audio=True)
    read_files(session)
    qtbot.waitUntil(lambda: mira.voice is not None and sample_of(mira.voice, session.media) != "")
    scene = next(one for one in session.project.scenes() if one.id == scene.id)
    add_done(session, scene, 1)
    yield made
    made.stop()


def told(section: VoiceSection) -> str:
    return " ".join(line.text() for line in section.findChildren(QLabel, "foretold") if line.isVisible())


def point_at(widget: QWidget) -> None:
    place = QPointF(widget.rect().center())
    QApplication.sendEvent(widget, QEnterEvent(place, place, QPointF(widget.mapToGlobal(place.toPoint()))))


def point_away(widget: QWidget) -> None:
    QApplication.sendEvent(widget, QEvent(QEvent.Type.Leave))


def button(section: VoiceSection, name: str) -> QToolButton | QPushButton:
    found = section.findChild(QToolButton, name) or section.findChild(QPushButton, name)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("name", "what"),
    [
        ("clearVoiceSample", "Taking the sample away"),
        ("chooseVoiceSample", "Another sample"),
        ("recordSample", "Another sample"),
    ],
)
def test_the_buttons_of_the_sample_say_what_becomes_stale(
    name: str, what: str, qtbot: QtBot, section: VoiceSection, session: Session
) -> None:
    before, pressed = session.project, button(section, name)
    point_at(pressed)
    qtbot.waitUntil(lambda: told(section).startswith(f"{what} makes 1 take stale, renewing costs $"))
    point_away(pressed)
    assert told(section) == ""
    # The keys are told the same.
    pressed.setFocus()
    qtbot.waitUntil(lambda: told(section).startswith(f"{what} makes 1 take stale"))
    section.name.setFocus()
    assert told(section) == ""
    assert session.project is before


def test_nothing_is_said_once_it_is_done(qtbot: QtBot, section: VoiceSection, session: Session) -> None:
    clear = button(section, "clearVoiceSample")
    point_at(clear)
    qtbot.waitUntil(lambda: told(section) != "")
    clear.click()
    mira = session.project.member("Mira")
    assert mira is not None
    assert mira.voice is not None
    assert mira.voice.sample is None
    assert told(section) == ""


def test_an_id_that_is_typed_says_it(qtbot: QtBot, section: VoiceSection, session: Session) -> None:
    field = section.rows["wavespeed"].field
    field.setFocus()
    QTest.keyClicks(field, "831")
    qtbot.waitUntil(lambda: told(section).startswith("This id makes 1 take stale"))
    for _ in range(3):
        QTest.keyClick(field, Qt.Key.Key_Backspace)
    assert told(section) == ""
    # At a provider that no take was made at, it changes nothing.
    other = section.rows["fal"].field
    QTest.keyClicks(other, "7")
    QTest.keyClick(other, Qt.Key.Key_Return)
    assert told(section) == ""
    assert not session.take_status(next(iter(session.ledger.takes.values()))).changes


def test_a_sample_on_the_mouse_says_it_beside_it(
    qtbot: QtBot, section: VoiceSection, session: Session, tmp_path: Path
) -> None:
    bubble = section.findChild(DropBubble, options=Qt.FindChildOption.FindDirectChildrenOnly)
    assert bubble is not None
    sound = files([voice(tmp_path / "other.wav", 9)])
    assert hover(section, QPoint(20, 20), sound)
    gets = "Mira's voice gets this sample"
    assert bubble.text().startswith(gets)
    qtbot.waitUntil(lambda: bubble.text().startswith(f"{gets}; makes 1 take stale, renewing costs $"))
    leave(section)
    assert not bubble.isVisible()
    assert hover(section, QPoint(20, 20), sound)
    assert bubble.text() == gets
    leave(section)


def test_trimming_says_what_becomes_stale(qtbot: QtBot, section: VoiceSection, session: Session) -> None:
    button(section, "trimVoiceSample").click()
    qtbot.waitUntil(lambda: section.trimming.span.length_s > 5)
    assert told(section) == ""
    QTest.keyClick(section.trimming.strip, Qt.Key.Key_Right)
    qtbot.waitUntil(lambda: told(section).startswith("Using this part makes 1 take stale"))
    QTest.keyClick(section.trimming.strip, Qt.Key.Key_Escape)
    assert told(section) == ""
