"""The panels around the preview: where they stand, and how they come back."""

from PySide6.QtCore import QByteArray, Qt
from PySide6.QtWidgets import QApplication, QDockWidget, QMainWindow, QTabBar, QTabWidget, QWidget

LEFT_PX, RIGHT_PX, BOTTOM_PX = 264, 312, 268
ASKED_FOR = ("queue", "ledger", "library")
"""The docks that stand behind the timeline until somebody wants them."""
_VERSION = 1


class Docks:
    """The docks of a window, by name: series, cast, inspector, findings, timeline, queue, ledger, library."""

    def __init__(self, window: QMainWindow) -> None:
        self._window = window
        self._docks: dict[str, QDockWidget] = {}
        window.setDockNestingEnabled(True)
        window.setTabPosition(Qt.DockWidgetArea.AllDockWidgetAreas, QTabWidget.TabPosition.North)
        window.setCorner(Qt.Corner.BottomLeftCorner, Qt.DockWidgetArea.BottomDockWidgetArea)
        window.setCorner(Qt.Corner.BottomRightCorner, Qt.DockWidgetArea.BottomDockWidgetArea)

    def add(self, name: str, title: str, panel: QWidget) -> None:
        """Put a panel into a dock of its own."""
        dock = QDockWidget(title, self._window)
        dock.setObjectName(f"{name}_dock")
        dock.setWidget(panel)
        dock.setTitleBarWidget(QWidget(dock))
        dock.topLevelChanged.connect(lambda floating: _show_title(dock, floating=floating))
        self._docks[name] = dock

    def arrange(self) -> None:
        """Put every dock where it belongs."""
        window, docks = self._window, self._docks
        for dock in docks.values():
            dock.setFloating(False)
            dock.show()
        window.addDockWidget(Qt.DockWidgetArea.LeftDockWidgetArea, docks["series"])
        window.addDockWidget(Qt.DockWidgetArea.LeftDockWidgetArea, docks["cast"])
        window.tabifyDockWidget(docks["series"], docks["cast"])
        window.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, docks["inspector"])
        window.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, docks["findings"])
        window.splitDockWidget(docks["inspector"], docks["findings"], Qt.Orientation.Vertical)
        window.addDockWidget(Qt.DockWidgetArea.BottomDockWidgetArea, docks["timeline"])
        for name in ASKED_FOR:
            if name in docks:
                window.tabifyDockWidget(docks["timeline"], docks[name])
                docks[name].hide()
        window.resizeDocks(
            [docks["cast"], docks["inspector"]], [LEFT_PX, RIGHT_PX], Qt.Orientation.Horizontal
        )
        window.resizeDocks([docks["timeline"]], [BOTTOM_PX], Qt.Orientation.Vertical)
        window.resizeDocks([docks["inspector"], docks["findings"]], [310, 210], Qt.Orientation.Vertical)

    def focus(self, name: str) -> None:
        """Bring a dock to the front and put the keyboard into it."""
        dock = self._docks[name]
        dock.show()
        dock.raise_()
        for tabs in self._window.findChildren(QTabBar):
            tabs.setElideMode(Qt.TextElideMode.ElideNone)  # Qt makes the bar anew for each new neighbour
        panel = dock.widget()
        inner = panel.focusProxy()
        if inner is None and panel.focusPolicy() == Qt.FocusPolicy.NoFocus:
            inner = panel.nextInFocusChain()
        (inner or panel).setFocus(Qt.FocusReason.ShortcutFocusReason)

    def focus_or_hide(self, name: str) -> None:
        """Bring a dock to the front; where the keyboard is in it already, put the dock away."""
        dock = self._docks[name]
        inside = QApplication.focusWidget()
        if dock.isVisible() and inside is not None and dock.isAncestorOf(inside):
            dock.hide()
        else:
            self.focus(name)

    def float(self, name: str) -> None:
        """Take a dock out of the window, or put it back."""
        self._docks[name].setFloating(not self._docks[name].isFloating())

    @property
    def names(self) -> dict[str, QDockWidget]:
        """The docks by name."""
        return dict(self._docks)

    def state(self) -> str:
        """Where the docks stand, as text for the settings."""
        return as_text(self._window.saveState(_VERSION))

    def restore(self, state: str) -> None:
        """Put the docks where they stood; where that cannot be read they stay as arranged."""
        if state:
            self._window.restoreState(QByteArray.fromBase64(state.encode()), _VERSION)


def as_text(data: QByteArray) -> str:
    """Bytes of Qt's as text for the settings."""
    return bytes(data.toBase64().data()).decode()


def _show_title(dock: QDockWidget, *, floating: bool) -> None:
    """A floating dock has a title to be moved by; one in the window needs none."""
    dock.setTitleBarWidget(None if floating else QWidget(dock))  # type: ignore[arg-type]  # None restores Qt's own
