"""The comparison of models under a director's hand."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from kling_studio.app.comparing import compare
from kling_studio.app.session import Session
from kling_studio.ui.compare import CompareDialog
from kling_studio.ui.compare.table import HEADINGS


@pytest.fixture
def dialog(session: Session, qtbot: QtBot) -> CompareDialog:
    scene = next(session.project.scenes())
    comparison = compare(session.project, scene, session.catalog, session.ledger, session.media)
    made = CompareDialog(comparison)
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)
    qtbot.addWidget(made)
    made.open()
    qtbot.waitUntil(made.isVisible)
    return made


def cells(dialog: CompareDialog, model_id: str) -> dict[str, str]:
    number = next(n for n, row in enumerate(dialog.table.rows) if row.model.id == model_id)
    model = dialog.table.model()
    return {head: str(model.index(number, column).data()) for column, head in enumerate(HEADINGS)}


def card(dialog: CompareDialog) -> str:
    page = dialog.card.widget()
    assert page is not None
    return "\n".join(label.text() for label in page.findChildren(QLabel))


def test_each_model_stands_beside_the_others(dialog: CompareDialog, session: Session) -> None:
    assert dialog.table.model().rowCount() == len(session.catalog.models)
    assert cells(dialog, "fal:o3-pro") == {
        "Model": "Kling O3 Pro",
        "Picture": "1080p",
        "Mode": "reference",
        "Of this scene": "1 thing not sent",
        "Seconds": "13 s",
        "Scene": "$1.82",
        "Episode": "$3.92",
    }
    assert cells(dialog, "animatic:preview")["Scene"] == "Free"
    old = cells(dialog, "fal:v2.6-pro")
    assert (old["Of this scene"], old["Scene"]) == ("Cannot render it, 2 errors", "–")


def test_it_opens_at_the_scenes_own_model(dialog: CompareDialog) -> None:
    row = dialog.table.row
    assert row is not None
    assert row.model.id == "fal:o3-pro"
    assert not dialog.use_button.isEnabled()
    assert not dialog.draft_button.isEnabled()
    assert dialog.table.visualRect(dialog.table.currentIndex()).intersects(dialog.table.viewport().rect())


def test_the_card_says_what_the_model_is_and_what_it_would_not_get(dialog: CompareDialog) -> None:
    assert "O3 is Kling 3.0 Omni." in card(dialog)
    assert "by Kuaishou" in card(dialog)
    assert "Mode reference, because Mira has pictures." in card(dialog)
    dialog.table.choose("fal:v2.6-pro")
    assert "takes one shot" in card(dialog)


def test_the_advice_leads_to_its_row(dialog: CompareDialog) -> None:
    advice = dialog.findChild(QLabel, "advice_2")
    link = dialog.findChild(QPushButton, "advice_show_2")
    assert advice is not None
    assert link is not None
    assert advice.text().startswith(
        "For drafts take Kling O3 Standard: $1.456 instead of $1.82, $0.364 saved"
    )
    link.click()
    assert dialog.use_button.text() == "Use Kling O3 Standard"


def test_return_uses_the_chosen_model(dialog: CompareDialog, qtbot: QtBot) -> None:
    heard: list[str] = []
    dialog.chosen.connect(heard.append)
    QTest.keyClick(dialog.table, Qt.Key.Key_Return)
    assert heard == []
    QTest.keyClick(dialog.table, Qt.Key.Key_Up)
    QTest.keyClick(dialog.table, Qt.Key.Key_Return)
    assert heard == ["fal:o3-standard"]
    assert not dialog.isVisible()


def test_a_draft_goes_to_the_chosen_model(dialog: CompareDialog, qtbot: QtBot) -> None:
    dialog.table.choose("fal:v2.6-pro")
    assert not dialog.draft_button.isEnabled()
    dialog.table.choose("animatic:preview")
    assert not dialog.draft_button.isEnabled()
    dialog.table.choose("fal:v3-turbo-standard")
    with qtbot.waitSignal(dialog.draft_wanted, timeout=500) as wanted:
        QTest.mouseClick(dialog.draft_button, Qt.MouseButton.LeftButton)
    assert wanted.args == ["fal:v3-turbo-standard"]


def test_escape_changes_nothing(dialog: CompareDialog, qtbot: QtBot) -> None:
    heard: list[str] = []
    dialog.chosen.connect(heard.append)
    dialog.table.choose("fal:v3-pro")
    QTest.keyClick(dialog.table, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
    assert heard == []
