"""The cost meter: sums in whole cents, never less than what may be paid, and exact where one asks."""

from pytestqt.qtbot import QtBot

from kling_studio.app.session import Session
from kling_studio.core import edits
from kling_studio.render.journal import Journal
from kling_studio.ui.header import Header
from kling_studio.ui.meter import Meter
from kling_studio.ui.selection import Selection
from tests.ledgers import sent


def test_sums_are_whole_cents_and_exact_in_the_tip(
    session: Session, selection: Selection, qtbot: QtBot
) -> None:
    meter = Meter(session, selection)
    qtbot.addWidget(meter)
    scene = selection.scene
    assert scene is not None
    assert "exactly" not in meter.toolTip().split("The project:")[0]
    session.dispatch(edits.set_scene, scene.id, model="fal:o3-standard")
    session.journal = Journal(lambda _fact: None, sent("j", "one", quoted="0.4032"))
    session.facts_changed.emit(frozenset({"j"}))
    assert meter.accessibleName().startswith("Price of this scene $1.46, 13 s × $0.112 ")
    assert meter.accessibleName().endswith("spent or open $0.41")
    assert "This scene: exactly $1.456" in meter.toolTip().splitlines()
    assert "Spent or open: exactly $0.4032" in meter.toolTip().splitlines()


def test_the_render_button_asks_for_the_price_of_the_meter(
    session: Session, selection: Selection, qtbot: QtBot
) -> None:
    header = Header(session, selection)
    qtbot.addWidget(header)
    scene = selection.scene
    assert scene is not None
    assert "exactly" not in header.buttons.main.toolTip()
    session.dispatch(edits.set_scene, scene.id, model="fal:o3-standard")
    assert header.buttons.main.text() == "Render $1.46"
    assert "before anything is sent: $1.46, exactly $1.456 (" in header.buttons.main.toolTip()


def test_without_a_scene_nothing_is_asked(session: Session, selection: Selection, qtbot: QtBot) -> None:
    for scene in tuple(session.project.scenes()):
        session.dispatch(edits.delete_scene, scene.id)
    meter = Meter(session, selection)
    qtbot.addWidget(meter)
    assert meter.accessibleName() == "Price of this scene $0.00, project $0.00 · spent $0.00"
