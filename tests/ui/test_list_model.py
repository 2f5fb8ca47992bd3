"""Lists of values that are shown whole, and the keys that a list with the focus keeps from the window."""

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QListView, QListWidget, QMainWindow, QTableView, QTreeView
from pytestqt.qtbot import QtBot

from kling_studio.ui.list_keys import KeepsKeys
from kling_studio.ui.list_model import ListModel


class _Words(ListModel[str]):
    """Words that count as the same by their first letter."""

    def key(self, row: str) -> str:
        return row[0]

    def shown(self, row: str, role: int) -> Any:
        return row.upper() if role == Qt.ItemDataRole.DisplayRole else None


def test_the_current_row_stays_while_the_same_things_are_shown(qtbot: QtBot) -> None:
    model, view = _Words(), QListView()
    qtbot.addWidget(view)
    view.setModel(model)
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.show(("ant", "bee"))
    view.setCurrentIndex(model.index(1))
    model.show(("ape", "bear"))
    assert view.currentIndex().row() == 1
    assert view.currentIndex().data() == "BEAR"
    assert view.currentIndex().data(Qt.ItemDataRole.UserRole) == "bear"
    model.show(("bear", "ape"))
    assert not view.currentIndex().isValid()
    model.show(())
    assert model.rowCount() == 0
    assert tester.model() is model


class _List(KeepsKeys, QListView):
    pass


class _Names(KeepsKeys, QListWidget):
    pass


class _Tree(KeepsKeys, QTreeView):
    pass


class _Table(KeepsKeys, QTableView):
    pass


@pytest.mark.parametrize("kind", [_List, _Names, _Tree, _Table])
def test_a_list_with_the_focus_has_its_keys_before_the_window(
    qtbot: QtBot, kind: type[_List | _Names | _Tree | _Table]
) -> None:
    window, heard = QMainWindow(), []
    qtbot.addWidget(window)
    view = kind()
    window.setCentralWidget(view)
    for key in ("D", "S"):
        QShortcut(QKeySequence(key), window, lambda key=key: heard.append(key))
    with qtbot.waitActive(window):
        window.show()
    view.setFocus()
    QTest.keyClick(view, Qt.Key.Key_D)
    QTest.keyClick(view, Qt.Key.Key_S)
    assert heard == ["S"]
