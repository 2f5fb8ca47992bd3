"""A finding that wants something of a person leads, in the real window, to where it is brought."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from kling_studio.app.opening import create_sample
from kling_studio.app.session import Session
from kling_studio.core import edits
from kling_studio.core.media_facts import MediaFact, MediaKind
from kling_studio.core.project import DialogueLine, Look, View, Voice
from kling_studio.ui.program import Program
from kling_studio.ui.sight import seen_part
from kling_studio.ui.window import MainWindow
from tests.end_to_end.window import home, run_program, until

__all__ = ["home"]


def choose(window: MainWindow, rule: str) -> None:
    """Put the hand on the finding of the rule that is about Marco."""
    panel = window.findings.panel
    window.docks.focus("findings")
    row = next(
        place
        for place, row in enumerate(panel.rows)
        if row.finding.rule == rule and "Marco" in row.finding.message
    )
    panel.list.setCurrentIndex(panel.list.model().index(row, 0))
    QTest.keyClick(panel.list, Qt.Key.Key_Return)


def in_hand(window: MainWindow, name: str) -> QWidget:
    """The widget that has the keyboard; all of it is seen."""

    def has_it() -> bool:
        focused = QApplication.focusWidget()
        return (
            focused is not None
            and focused.objectName() == name
            and focused.isVisible()
            and seen_part(focused) == focused.rect()
        )

    until(has_it)
    focused = QApplication.focusWidget()
    assert focused is not None
    assert window.cast.panel.isAncestorOf(focused)
    return focused


def turning(session: Session, scene_id: str) -> str:
    """Marco, without a back view and with a voice that needs a clip, turns round; his id."""
    scene = session.project.find_scene(scene_id)
    marco = session.project.member("Marco")
    assert scene is not None
    assert marco is not None
    session.dispatch(edits.cast_in_scene, scene_id, "Marco")
    line = DialogueLine("Marco", "", "Too early.")
    session.dispatch(edits.set_shot, scene.shots[1].id, prompt="@Marco turns around.", dialogue=(line,))
    return marco.id


def test_enter_leads_to_the_pictures_the_clip_the_voice_and_the_look(qapp: QApplication, home: Path) -> None:
    create_sample(home / "Night Shift").session.folder.close()

    def steps(program: Program) -> None:
        window = program.window
        assert window is not None
        session, scene = window.session, window.selection.scene
        assert scene is not None
        marco_id = turning(session, scene.id)

        choose(window, "needs-back-view")
        in_hand(window, "addPictures")
        assert window.cast.panel.selected_id == marco_id
        assert window.selection.shot is not None
        assert window.selection.shot.id == scene.shots[1].id

        choose(window, "no-voice")
        in_hand(window, "voiceName")

        session.dispatch(edits.set_member, marco_id, voice=Voice("low", "mira_voice.wav"))
        choose(window, "voice-needs-clip")
        in_hand(window, "chooseClip")

        sample = MediaFact(MediaKind.SOUND, duration_s=2)
        session.add_measured({"mira_voice.wav": sample})
        choose(window, "too-short")
        in_hand(window, "chooseVoiceSample")

        episode = session.project.episodes[0]
        session.dispatch(edits.add_look, marco_id, Look("Scarf"))
        session.dispatch(edits.add_look, marco_id, Look("Coat", images=(View("warehouse.jpg"),)))
        session.dispatch(edits.wear, episode.id, marco_id, "Coat")
        choose(window, "needs-back-view")
        in_hand(window, "addLookPictures")
        look = window.cast.panel.details.looks.look
        assert look is not None
        assert look.name == "Coat"

    run_program(qapp, steps, home / "Night Shift")
