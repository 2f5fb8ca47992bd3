"""The ledger: what is listed, summed, copied and saved, and what the budget still pays for."""

import csv
import io
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QFileDialog, QLabel
from pytestqt.qtbot import QtBot

from kling_studio.app.price_sheet import Budget
from kling_studio.app.session import Session
from kling_studio.core import edits
from kling_studio.core.facts import Fact
from kling_studio.render.journal import Journal
from kling_studio.storage.settings import Settings
from kling_studio.ui.ledger import LedgerPanel
from kling_studio.ui.ledger.rows import Column
from kling_studio.ui.ledger.words import budget_words
from kling_studio.ui.selection import Selection
from tests.ledgers import charge, sent

# A system without a screen says so when a menu or a dialog opens.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")
NOON = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
YESTERDAY = "2026-11-20T09:00:00.000000Z"
Shown = Callable[..., LedgerPanel]


@pytest.fixture
def shown(qtbot: QtBot, session: Session, selection: Selection) -> Shown:
    def show(*facts: Fact, settings: Settings | None = None) -> LedgerPanel:
        session.journal = Journal(lambda _fact: None, facts)
        panel = LedgerPanel(session, selection, settings, lambda: NOON)
        qtbot.addWidget(panel)
        panel.resize(1100, 400)
        with qtbot.waitExposed(panel):
            panel.show()
        return panel

    return show


@pytest.fixture
def scenes(session: Session) -> list[str]:
    return [scene.id for scene in session.project.scenes()]


def three(scenes: list[str]) -> list[Fact]:
    """Something of each kind, in two episodes, on two models."""
    return [
        *sent("a", scenes[0], at=YESTERDAY, quoted="0.84"),
        charge("a", "actual", "1.82", at=YESTERDAY),
        *sent("b", scenes[1], number=2, model="wavespeed:o3-pro", quoted="0.56"),
        charge("b", "derived", "0.4032"),
        *sent("c", scenes[2], number=3, take=5, quoted=None),
    ]


def cells(panel: LedgerPanel, column: Column) -> list[str]:
    table = panel.table
    return [table.data(table.index(row, column)) for row in range(table.rowCount())]  # type: ignore[misc]


def test_an_empty_ledger_says_what_will_stand_here(shown: Shown) -> None:
    panel = shown()
    nothing = panel.findChild(QLabel, "ledger_empty")
    assert nothing is not None
    assert nothing.isVisible()
    assert panel.sums.text() == "Project $0.00  ·  Pilot $0.00  ·  Today $0.00"
    assert not panel.save_button.isEnabled()


def test_every_charge_is_a_row_with_its_kind_in_word_and_weight(shown: Shown, scenes: list[str]) -> None:
    panel = shown(*three(scenes))
    assert cells(panel, Column.SCENE) == ["2 Forklift", "3 Cold room", "1 Warehouse"]
    assert cells(panel, Column.TAKE) == ["1", "5", "1"]
    assert cells(panel, Column.MODEL) == [
        "Kling O3 Pro · WaveSpeed",
        "Kling O3 Pro · fal.ai",
        "Kling O3 Pro · fal.ai",
    ]
    assert cells(panel, Column.KIND) == ["derived", "estimate", "actual"]
    assert cells(panel, Column.AMOUNT) == ["$0.4032", "price unknown", "$1.82"]
    fonts = [
        panel.table.data(panel.table.index(row, Column.AMOUNT), Qt.ItemDataRole.FontRole) for row in range(3)
    ]
    assert [font.bold() or font.weight() > 500 for font in fonts] == [False, False, True]  # type: ignore[attr-defined]


def test_sums_say_what_is_unknown(shown: Shown, scenes: list[str], selection: Selection) -> None:
    panel = shown(*three(scenes))
    assert panel.sums.text() == (
        "Project $2.2232 and 1 of unknown price  ·  Pilot $2.2232  ·  Today $0.4032 and 1 of unknown price"
    )
    selection.select_scene(scenes[2])
    assert "Cold Chain $0.00 and 1 of unknown price" in panel.sums.text()


def test_a_click_on_a_title_sorts(shown: Shown, scenes: list[str]) -> None:
    panel = shown(*three(scenes))
    header = panel.view.horizontalHeader()

    def click(column: Column) -> None:
        place = QPoint(header.sectionViewportPosition(column) + 20, header.height() // 2)
        QTest.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)

    click(Column.AMOUNT)
    first = cells(panel, Column.AMOUNT)
    click(Column.AMOUNT)
    assert sorted([first, cells(panel, Column.AMOUNT)]) == [
        ["$0.4032", "$1.82", "price unknown"],
        ["price unknown", "$1.82", "$0.4032"],
    ]
    for column in Column:
        click(column)
        assert len(cells(panel, column)) == 3


def test_filters_by_episode_model_and_kind(shown: Shown, scenes: list[str], session: Session) -> None:
    panel = shown(*three(scenes))
    panel.episode.setCurrentIndex(1)
    assert cells(panel, Column.SCENE) == ["2 Forklift", "1 Warehouse"]
    assert panel.sums.text().startswith("Shown $2.2232  ·  Project $2.2232 and 1 of unknown price")
    panel.kind.setCurrentIndex(panel.kind.findText("Actual"))
    assert cells(panel, Column.SCENE) == ["1 Warehouse"]
    panel.kind.setCurrentIndex(0)
    panel.model.setCurrentIndex(panel.model.findData("wavespeed:o3-pro"))
    assert cells(panel, Column.SCENE) == ["2 Forklift"]
    panel.model.setCurrentIndex(0)
    session.dispatch(edits.delete_episode, session.project.episodes[0].id)
    panel.refresh()
    assert panel.episode.currentText() == "All episodes"
    assert len(cells(panel, Column.SCENE)) == 3


def test_the_selected_rows_are_copied_else_all(shown: Shown, scenes: list[str]) -> None:
    panel = shown(*three(scenes))
    panel.view.setFocus()
    QTest.keyClick(panel.view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    text = QGuiApplication.clipboard().text()
    assert len(text.splitlines()) == 4
    panel.view.selectRow(2)
    panel.copy_button.click()
    [row] = csv.DictReader(io.StringIO(QGuiApplication.clipboard().text()), delimiter="\t")
    assert (row["amount"], row["kind"], row["title"], row["episode"]) == (
        "1.82",
        "actual",
        "Warehouse",
        "Pilot",
    )
    assert panel.notice.text() == "Copied 1 charge."


def test_the_listed_rows_are_saved_as_csv(
    shown: Shown, scenes: list[str], session: Session, tmp_path: Path, qtbot: QtBot
) -> None:
    session.dispatch(edits.set_scene, scenes[0], title='=cmd|"/C calc"!A0')
    panel = shown(*three(scenes))
    panel.save_button.click()
    dialog = panel.findChild(QFileDialog, "file_dialog")
    assert dialog is not None
    assert dialog.selectedFiles()[0].endswith("Night Shift ledger.csv")
    dialog.fileSelected.emit(str(tmp_path / "spent.csv"))
    dialog.close()
    qtbot.waitUntil(lambda: "Saved 3 charges" in panel.notice.text())
    rows = list(csv.DictReader(io.StringIO((tmp_path / "spent.csv").read_text("utf-8-sig"))))
    assert [row["title"] for row in rows] == ["Forklift", "Cold room", '\'=cmd|"/C calc"!A0']
    assert [row["amount"] for row in rows] == ["0.4032", "", "1.82"]


def test_a_disk_that_refuses_is_said_in_place(
    shown: Shown, scenes: list[str], tmp_path: Path, qtbot: QtBot
) -> None:
    panel = shown(*three(scenes))
    panel.save_csv(tmp_path / "no such folder" / "spent.csv")
    qtbot.waitUntil(panel.notice.isVisible)
    assert "spent.csv" in panel.notice.text()


def test_a_row_shows_its_take(shown: Shown, scenes: list[str], selection: Selection, qtbot: QtBot) -> None:
    panel = shown(*three(scenes))
    panel.view.setFocus()
    panel.view.selectRow(1)
    with qtbot.waitSignal(panel.show_requested) as showing:
        QTest.keyClick(panel.view, Qt.Key.Key_Return)
    assert showing.args == [scenes[2], 5]
    assert selection.scene is not None
    assert selection.scene.id == scenes[2]
    panel.view.menu_wanted.emit(QPoint(1, 1))
    assert panel.menu is not None
    assert [action.text() for action in panel.menu.actions()] == ["Show the take\tEnter", "Copy\tCtrl+C"]
    panel.menu.close()


def test_a_charge_of_a_scene_that_is_gone_shows_nothing(
    shown: Shown, selection: Selection, qtbot: QtBot
) -> None:
    panel = shown(*sent("a", "gone", number=9, title="Roof"), charge("stray", "actual", "3"))
    assert sorted(cells(panel, Column.SCENE)) == ["9 Roof", "Unknown job"]
    before = selection.scene
    panel.view.setFocus()
    with qtbot.assertNotEmitted(panel.show_requested):
        for row in range(2):
            panel.view.selectRow(row)
            QTest.keyClick(panel.view, Qt.Key.Key_Return)
    assert selection.scene is before


def test_new_facts_come_into_the_table_and_wait_while_nobody_looks(
    shown: Shown, scenes: list[str], session: Session, qtbot: QtBot
) -> None:
    panel = shown()
    session.journal = Journal(lambda _fact: None, three(scenes))
    session.facts_changed.emit(frozenset({"a"}))
    qtbot.waitUntil(lambda: panel.table.rowCount() == 3)
    panel.hide()
    session.journal = Journal(lambda _fact: None, three(scenes)[:3])
    session.facts_changed.emit(frozenset({"a"}))
    qtbot.wait(1)
    panel.show()
    qtbot.waitUntil(lambda: panel.table.rowCount() == 1)


def test_the_budget_says_how_many_more_takes_it_pays_for(
    shown: Shown, scenes: list[str], session: Session
) -> None:
    scene = session.project.find_scene(scenes[0])
    assert scene is not None
    quote = session.quote(scene)
    assert quote is not None
    assert quote.total is not None
    panel = shown(*three(scenes))
    assert not panel.budget.isVisible()
    spent = Decimal("2.2232")
    cap = spent + quote.total * 12 + Decimal("0.01")
    panel.show_settings(Settings(cap_per_project=cap))
    assert "pays for 12 more takes like this scene." in panel.budget.text()
    panel.show_settings(Settings(cap_per_project=cap, cap_per_day=Decimal("0.4032") + quote.total))
    assert panel.budget.text().endswith("for today pays for 1 more take like this scene.")
    panel.show_settings(Settings(cap_per_project=Decimal(2)))
    assert panel.budget.text().endswith("does not pay for another take like this scene.")
    assert panel.budget.isVisible()


def test_a_budget_rounds_down_and_forbids_what_nobody_can_price() -> None:
    budget = Budget("Pilot", Decimal(10), Decimal(0), Decimal("0.43"))
    assert budget_words(budget) == "Your budget of $10.00 for Pilot pays for 23 more takes like this scene."
    assert "forbids" in budget_words(replace(budget, cost=None))
    assert budget_words(replace(budget, cost=Decimal(0))) == ""
    assert "does not pay" in budget_words(replace(budget, spent=Decimal("9.58")))
    assert "pays for 1 more take " in budget_words(replace(budget, spent=Decimal("9.57")))


def test_ten_thousand_charges_are_listed_sorted_and_summed(shown: Shown, scenes: list[str]) -> None:
    facts = [
        fact
        for n in range(10_000)
        for fact in sent(
            f"{n}", scenes[n % 3], take=n, title="T" * 500, quoted=None if n % 100 == 0 else "0.10"
        )
    ]
    panel = shown(*facts)
    QAbstractItemModelTester(panel.table, QAbstractItemModelTester.FailureReportingMode.Fatal)
    assert panel.table.rowCount() == 10_000
    assert panel.sums.text().startswith("Project $990.00 and 100 of unknown price")
    panel.view.sortByColumn(Column.TAKE, Qt.SortOrder.DescendingOrder)
    assert cells(panel, Column.TAKE)[:3] == ["9999", "9998", "9997"]
