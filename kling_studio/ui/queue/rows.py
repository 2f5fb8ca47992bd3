"""The jobs of the queue as rows of a list."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from kling_studio.ui.queue.telling import (
    News,
    Row,
    Verb,
    price_words,
    sentence_of,
    state_words,
    verb_words,
    verbs,
)
from kling_studio.ui.row_list import ROW

KEYS = {Verb.SHOW: "Enter", Verb.CANCEL: "Del"}
Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()


class QueueRows(QAbstractListModel):
    """Rows of jobs, each there once. What stays at the beginning and at the end is left alone."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rows: tuple[Row, ...] = ()
        self._places: dict[str, int] = {}

    def set_rows(self, new: tuple[Row, ...]) -> None:
        """Show these rows."""
        first, last = _same(self.rows, new)
        gone, came = len(self.rows) - first - last, len(new) - first - last
        if gone:
            self.beginRemoveRows(_NOWHERE, first, first + gone - 1)
            self._hold(self.rows[:first] + self.rows[first + gone :])
            self.endRemoveRows()
        if came:
            self.beginInsertRows(_NOWHERE, first, first + came - 1)
            self._hold(self.rows[:first] + new[first : first + came] + self.rows[first:])
            self.endInsertRows()
        before = self.rows
        self._hold(new)
        for place, (old, now) in enumerate(zip(before, new, strict=True)):
            if old != now:
                self._tell(place)

    def set_news(self, job: str, news: News) -> None:
        """Show how far one job is."""
        place = self._places.get(job)
        if place is not None and self.rows[place].news != news:
            row = replace(self.rows[place], news=news)
            self.rows = (*self.rows[:place], row, *self.rows[place + 1 :])
            self._tell(place)

    def place_of(self, job: str) -> int | None:
        """Where a job stands."""
        return self._places.get(job)

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or index.row() >= len(self.rows):
            return None
        row = self.rows[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return row.name
            case Qt.ItemDataRole.AccessibleTextRole:
                return told(row)
            case Qt.ItemDataRole.ToolTipRole:
                keys = [f"{key}: {verb_words(row, verb)}" for verb, key in KEYS.items() if verb in verbs(row)]
                return "\n".join(filter(None, (row.name, row.model, sentence_of(row), *keys)))
            case _:
                return row if role == ROW else None

    def _hold(self, rows: tuple[Row, ...]) -> None:
        self.rows = rows
        self._places = {row.job: place for place, row in enumerate(rows)}

    def _tell(self, place: int) -> None:
        index = self.index(place)
        self.dataChanged.emit(index, index)


def told(row: Row) -> str:
    """The row in a sentence, for who does not see it."""
    now = datetime.now().astimezone()
    amount, kind, _ = price_words(row.take)
    price = " ".join(filter(None, (amount, kind)))
    return ". ".join(filter(None, (row.name, row.model, state_words(row, now), sentence_of(row), price)))


def _same(old: Sequence[Row], new: Sequence[Row]) -> tuple[int, int]:
    """How many jobs are the same at the beginning, and how many of the others at the end."""
    shorter = min(len(old), len(new))
    first = next((place for place in range(shorter) if old[place].job != new[place].job), shorter)
    rest = shorter - first
    last = next((place for place in range(rest) if old[-1 - place].job != new[-1 - place].job), rest)
    return first, last
