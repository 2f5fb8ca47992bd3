"""The rows of the list: findings with where they are."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from kling_studio.core.checks import Finding, Severity
from kling_studio.ui.findings.rules import rule_words
from kling_studio.ui.row_list import ROW

_SEVERITY_WORDS = {Severity.ERROR: "Error", Severity.WARNING: "Warning", Severity.ADVICE: "Advice"}
Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()


@dataclass(frozen=True, slots=True)
class Row:
    """A finding and its place in words: "Shot 2", or with the scene's title where several scenes are listed.

    ``silenced`` is one that its scene does not want to hear of.
    """

    finding: Finding
    place: str
    silenced: bool = False

    @property
    def below(self) -> str:
        """The second line."""
        words = f"{self.place} · {rule_words(self.finding.rule)}"
        return f"{words} · silenced" if self.silenced else words

    @property
    def briefly(self) -> str:
        """The second line where there is little room: the place alone."""
        return f"{self.place} · silenced" if self.silenced else self.place

    @property
    def link(self) -> str:
        """What a click on the link does, in words: what mends it at once, else what is wanted; empty for neither."""
        if self.silenced:
            return "Tell again"
        offered = self.finding.fix or self.finding.goal
        return offered.label if offered is not None else ""

    @property
    def leads_to(self) -> str:
        """What a click on the row or Enter does, in words."""
        return self.finding.goal.label if self.finding.goal is not None else "Go to the place"

    @property
    def can_be_silenced(self) -> bool:
        """Whether it can be left out from now on; an error cannot."""
        return not self.silenced and self.finding.severity is not Severity.ERROR


def place_words(finding: Finding, scene_title: str | None = None) -> str:
    """Where a finding is; the title is named where the list is of several scenes."""
    inside = f"shot {finding.shot}" if finding.shot else ""
    if scene_title is None:
        return inside.capitalize() or "Scene"
    return " · ".join(part for part in (scene_title or "Untitled scene", inside) if part)


class FindingRows(QAbstractListModel):
    """Findings as rows."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[Row, ...] = ()

    @property
    def rows(self) -> tuple[Row, ...]:
        """All rows."""
        return self._rows

    def set_rows(self, rows: Sequence[Row]) -> None:
        """Show these rows. What stays at the beginning and at the end is left alone."""
        new = tuple(rows)
        first, last = _changed(self._rows, new)
        gone, came = len(self._rows) - first - last, len(new) - first - last
        if gone:
            self.beginRemoveRows(_NOWHERE, first, first + gone - 1)
            self._rows = self._rows[:first] + self._rows[first + gone :]
            self.endRemoveRows()
        if came:
            self.beginInsertRows(_NOWHERE, first, first + came - 1)
            self._rows = new
            self.endInsertRows()
        # Equal findings may carry another fix: it is made of the project as it is now.
        self._rows = new

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or index.row() >= len(self._rows):
            return None
        row = self._rows[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return row.finding.message
            case Qt.ItemDataRole.AccessibleTextRole:
                kind = _SEVERITY_WORDS[row.finding.severity]
                fix = f" Ctrl+Enter: {row.link}." if row.link else ""
                return f"{kind}: {row.finding.message} {row.below}.{fix}"
            case Qt.ItemDataRole.ToolTipRole:
                fix = f"\nCtrl+Enter: {row.link}" if row.link else ""
                silence = "\nDel: silence in this scene" if row.can_be_silenced else ""
                kind = _SEVERITY_WORDS[row.finding.severity]
                why = rule_words(row.finding.rule)
                return f"{kind}: {why}\nClick or Enter: {row.leads_to}{fix}{silence}"
            case _:
                return row if role == ROW else None


def _changed(old: Sequence[Row], new: Sequence[Row]) -> tuple[int, int]:
    """How many rows are the same at the beginning, and how many of the others at the end."""
    shorter = min(len(old), len(new))
    first = next((place for place in range(shorter) if old[place] != new[place]), shorter)
    rest = shorter - first
    last = next((place for place in range(rest) if old[-1 - place] != new[-1 - place]), rest)
    return first, last
