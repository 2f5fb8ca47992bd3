"""The list of findings under the inspector."""

from collections import Counter
from functools import partial

from PySide6.QtCore import QPoint, QPointF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from kling_studio.app.session import Session
from kling_studio.core import edits
from kling_studio.core.checks import Severity, is_silenced
from kling_studio.ui.findings.listing import FindingList
from kling_studio.ui.findings.rows import FindingRows, Row, place_words
from kling_studio.ui.findings.rules import rule_words
from kling_studio.ui.findings.sweep import Found, Sweep
from kling_studio.ui.inspector.controls import Switch
from kling_studio.ui.selection import Selection
from kling_studio.ui.theme import DARK, GAP_PX, GRID_PX, MARGIN_PX

_ORDER = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.ADVICE: 2}


class FindingsPanel(QWidget):
    """The findings of the scene, or of the whole project. Enter goes to the place, Ctrl+Enter mends, Delete silences.

    A quiet line below tells how many are silenced and lists them, to be told again. ``counts_changed`` tells how many
    errors, warnings and pieces of advice are not. Of the finding that was clicked ``place_requested`` tells the scene,
    the shot (empty for the scene itself) and the field; where a person has to bring something, ``goal_requested`` tells
    what and to whom instead.
    """

    counts_changed = Signal(int, int, int)
    place_requested = Signal(str, str, str)
    goal_requested = Signal(object)

    def __init__(self, session: Session, selection: Selection, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("findings")
        self.setAccessibleName("Findings")
        self._session = session
        self._selection = selection
        self._counts = (0, 0, 0)
        self._rows = FindingRows(self)
        self.list = FindingList(self._rows)
        self.list.place_wanted.connect(self._go)
        self.list.fix_wanted.connect(self._fix)
        self.list.silence_wanted.connect(self._silence_or_tell)
        self.list.menu_wanted.connect(self._open_menu)
        self.menu: QMenu | None = None
        self.whole_project = Switch("Whole project")
        self.whole_project.setObjectName("findings_whole_project")
        self.whole_project.setAccessibleName("Findings of the whole project")
        self.whole_project.setToolTip("List the findings of every scene, not only of this one")
        self.whole_project.toggled.connect(lambda _on: self.refresh())
        self.silenced = QPushButton()
        self.silenced.setObjectName("findings_silenced")
        self.silenced.setProperty("role", "link")
        self.silenced.setStyleSheet(f"color: {DARK.text2}")
        self.silenced.setCheckable(True)
        self.silenced.setToolTip("Lists what is silenced, to be told again")
        self.silenced.toggled.connect(lambda _on: self.refresh())
        self._sweep = Sweep(session, self._show_all, self)
        self._lay_out()
        session.changed.connect(lambda _changes: self.refresh())
        session.media_changed.connect(lambda _nothing: self.refresh())
        session.lists_changed.connect(lambda _nothing: self.refresh())
        selection.scene_changed.connect(self.refresh)
        self.refresh()

    @property
    def counts(self) -> tuple[int, int, int]:
        """Errors, warnings and pieces of advice that are not silenced."""
        return self._counts

    @property
    def rows(self) -> tuple[Row, ...]:
        """What is listed."""
        return self._rows.rows

    @property
    def is_complete(self) -> bool:
        """Whether every scene that the list is about has been checked."""
        return not self._sweep.is_running

    def refresh(self) -> None:
        """Check again; what has not changed is known and costs nothing."""
        if self.whole_project.isChecked():
            self._sweep.start()
            return
        self._sweep.stop()
        scene = self._selection.scene
        found = self._session.findings(scene) if scene is not None else ()
        silenced = self._session.silenced(scene) if scene is not None else ()
        rows = [Row(finding, place_words(finding)) for finding in found]
        self._show(rows, [Row(finding, place_words(finding), silenced=True) for finding in silenced])

    def fix_selected(self) -> bool:
        """Mend the selected finding, or go where what it wants is brought; whether there was either."""
        row = self.list.selected()
        return row is not None and self._fix(row)

    def silence_selected(self) -> bool:
        """Leave the selected finding out in its scene from now on, or tell it again; an error is always told."""
        row = self.list.selected()
        return row is not None and self._silence_or_tell(row)

    def _show_all(self, found: Found) -> None:
        ordered = sorted(found, key=lambda entry: _ORDER[entry[1].severity])
        rows = [
            Row(finding, place_words(finding, scene.title), is_silenced(scene, finding))
            for scene, finding in ordered
        ]
        self._show([row for row in rows if not row.silenced], [row for row in rows if row.silenced])

    def _show(self, rows: list[Row], silenced: list[Row]) -> None:
        listed = [*rows, *silenced] if self.silenced.isChecked() else rows
        self._rows.set_rows(listed)
        self._pages.setCurrentIndex(0 if listed else 1)
        words = f"{len(silenced)} silenced"
        self.silenced.setText(f"Hide {words}" if self.silenced.isChecked() else words)
        self.silenced.setAccessibleName(self.silenced.text())
        self.silenced.setVisible(bool(silenced))
        kinds = Counter(row.finding.severity for row in rows)
        counts = (kinds[Severity.ERROR], kinds[Severity.WARNING], kinds[Severity.ADVICE])
        if counts != self._counts:
            self._counts = counts
            self.counts_changed.emit(*counts)

    def _go(self, row: Row) -> None:
        finding = row.finding
        if self._session.project.find_scene(finding.scene_id) is None:
            return
        self._selection.select_scene(finding.scene_id)
        if finding.shot_id:
            self._selection.select_shot(finding.shot_id)
        goal, cast = finding.goal, self._session.project.cast
        if goal is not None and any(member.id == goal.member_id for member in cast):
            self.goal_requested.emit(goal)
        else:
            self.place_requested.emit(finding.scene_id, finding.shot_id or "", finding.field)

    def _fix(self, row: Row) -> bool:
        if row.silenced:
            return self._silence_or_tell(row)
        fix = row.finding.fix
        self._session.end_typing()
        if fix is not None:
            return self._session.apply(fix.edit, fix.label)
        if row.finding.goal is not None:
            self._go(row)
        return row.finding.goal is not None

    def _silence_or_tell(self, row: Row) -> bool:
        if not (row.silenced or row.can_be_silenced):
            return False
        verb, edit = ("Tell again", edits.speak_again) if row.silenced else ("Silence", edits.silence)
        change = partial(edit, scene_id=row.finding.scene_id, rule=row.finding.rule)
        self._session.end_typing()
        return self._session.apply(change, f"{verb}: {rule_words(row.finding.rule)}")

    def _open_menu(self, row: Row, at: QPoint) -> None:
        self.menu = QMenu(self)
        self.menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.menu.addAction(f"{row.leads_to}\tEnter", lambda: self._go(row))
        if row.finding.fix is not None and not row.silenced:
            self.menu.addAction(f"{row.finding.fix.label}\tCtrl+Enter", lambda: self._fix(row))
        if row.silenced or row.can_be_silenced:
            words = "Tell again in this scene" if row.silenced else "Silence in this scene"
            self.menu.addAction(f"{words}\tDel", lambda: self._silence_or_tell(row))
        else:
            self.menu.addAction("Errors are always told").setEnabled(False)
        self.menu.popup(at)

    def _lay_out(self) -> None:
        heading = QLabel("Findings")
        heading.setProperty("role", "label")
        heading.setBuddy(self.list)
        head = QHBoxLayout()
        head.setContentsMargins(MARGIN_PX, GAP_PX, MARGIN_PX, GRID_PX)
        head.addWidget(heading)
        head.addStretch()
        head.addWidget(self.whole_project)
        self._pages = QStackedWidget()
        self._pages.addWidget(self.list)
        self._pages.addWidget(_Nothing())
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        rows.addLayout(head)
        rows.addWidget(self._pages)
        foot = QHBoxLayout()
        foot.setContentsMargins(MARGIN_PX - 4, 0, MARGIN_PX, 0)
        foot.addWidget(self.silenced)
        foot.addStretch()
        rows.addLayout(foot)


class _Nothing(QWidget):
    """What is said when all is well."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("Nothing to mend.")
        words = QLabel("Nothing to mend.", self)
        words.setObjectName("nothing")
        words.setStyleSheet(f"color: {DARK.text2}")
        row = QHBoxLayout(self)
        row.setContentsMargins(MARGIN_PX + 24, 0, MARGIN_PX, 0)
        row.addWidget(words, 0, Qt.AlignmentFlag.AlignTop)
        self.setMinimumHeight(40)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(DARK.ok))
        painter.drawEllipse(QPointF(MARGIN_PX + 6, self.fontMetrics().height() / 2), 5, 5)
        painter.end()
