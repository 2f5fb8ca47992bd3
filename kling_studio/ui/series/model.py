"""Episodes and their scenes as a tree of two levels, following the project change by change."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

from PySide6.QtCore import QAbstractItemModel, QMimeData, QModelIndex, QObject, QPersistentModelIndex, Qt

from kling_studio.app.session import Session
from kling_studio.core import edits
from kling_studio.core.diff import Change, ChangeKind
from kling_studio.core.pricing import in_cents
from kling_studio.core.project import Episode, Scene
from kling_studio.ui.rows import Step, StepKind, steps
from kling_studio.ui.series.stale import StaleScenes, stale_words

AnyIndex = QModelIndex | QPersistentModelIndex
SCENE_MIME = "application/x-kling-scene"
EPISODE_MIME = "application/x-kling-episode"
_ROOT = QModelIndex()


class SeriesRole(IntEnum):
    """What a row shows, beside its title."""

    NUMBER = Qt.ItemDataRole.UserRole
    EXTENT = Qt.ItemDataRole.UserRole + 1
    PRICE = Qt.ItemDataRole.UserRole + 2
    IS_SCENE = Qt.ItemDataRole.UserRole + 3
    STALE = Qt.ItemDataRole.UserRole + 4


@dataclass(eq=False, slots=True)
class _EpisodeRows:
    """One episode's rows. ``serial`` is what the indexes of its scenes carry; 0 is an episode's own."""

    serial: int
    id: str
    scenes: list[str]


class SeriesModel(QAbstractItemModel):
    """Rows are episodes, below them scenes. Whoever owns it calls :meth:`follow` with each change."""

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.stale = StaleScenes(session, self)
        self.stale.found.connect(lambda scene_id: self._tell(self.index_of(scene_id)))
        self._episodes: list[_EpisodeRows] = []
        self._serials = 0
        self._scenes: dict[str, tuple[int, Scene]] = {}
        self._episode_values: dict[str, tuple[int, Episode]] = {}
        self._read()
        for episode in session.project.episodes:
            self._episodes.append(self._rows_of(episode))

    def index(self, row: int, column: int, parent: AnyIndex = _ROOT) -> QModelIndex:
        if column != 0 or not 0 <= row < self.rowCount(parent):
            return QModelIndex()
        serial = self._episodes[parent.row()].serial if parent.isValid() else 0
        return self.createIndex(row, 0, serial)

    def parent(self, index: AnyIndex) -> QModelIndex:  # type: ignore[override]
        """The episode of a scene."""
        serial = index.internalId() if index.isValid() else 0
        row = next((row for row, episode in enumerate(self._episodes) if episode.serial == serial), -1)
        return self.createIndex(row, 0, 0) if row >= 0 else QModelIndex()

    def rowCount(self, parent: AnyIndex = _ROOT) -> int:
        if not parent.isValid():
            return len(self._episodes)
        return 0 if parent.internalId() else len(self._episodes[parent.row()].scenes)

    def columnCount(self, _parent: AnyIndex = _ROOT) -> int:
        return 1

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        if role == SeriesRole.IS_SCENE:
            return bool(index.internalId())
        if index.internalId():
            return self._scene_data(*self._scenes[self.id_at(index)], role)
        return self._episode_data(*self._episode_values[self.id_at(index)], role)

    def setData(self, index: AnyIndex, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        title = str(value).strip()
        if role != Qt.ItemDataRole.EditRole or not index.isValid():
            return False
        if index.internalId():
            return self._session.dispatch(edits.set_scene, self.id_at(index), title=title)
        return self._session.dispatch(edits.set_episode, self.id_at(index), title)

    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        flags = super().flags(index)
        if not index.isValid() or self._session.read_only_reason:
            return flags
        return flags | Qt.ItemFlag.ItemIsEditable | Qt.ItemFlag.ItemIsDragEnabled

    def mimeTypes(self) -> list[str]:
        return [SCENE_MIME, EPISODE_MIME]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        mime = QMimeData()
        index = indexes[0]
        mime.setData(SCENE_MIME if index.internalId() else EPISODE_MIME, self.id_at(index).encode())
        return mime

    def id_at(self, index: AnyIndex) -> str:
        """The id of an episode's or a scene's row, "" for none."""
        if not index.isValid():
            return ""
        if not index.internalId():
            return self._episodes[index.row()].id
        return self._episodes[self.parent(index).row()].scenes[index.row()]

    def scene_at(self, index: AnyIndex) -> Scene | None:
        """The scene of a row, if it is one."""
        return self._scenes[self.id_at(index)][1] if index.isValid() and index.internalId() else None

    def index_of(self, thing_id: str) -> QModelIndex:
        """The row of a scene or an episode."""
        for row, episode in enumerate(self._episodes):
            if episode.id == thing_id:
                return self.createIndex(row, 0, 0)
            if thing_id in episode.scenes:
                return self.createIndex(episode.scenes.index(thing_id), 0, episode.serial)
        return QModelIndex()

    def follow(self, changes: tuple[Change, ...]) -> None:
        """Become what the project is now."""
        self.stale.follow(changes)
        gone = (self._scenes, self._episode_values)
        self._read()
        now = (self._scenes, self._episode_values)
        # Views ask for what is about to go, and for what just came.
        self._scenes, self._episode_values = {**gone[0], **now[0]}, {**gone[1], **now[1]}
        of_rows = [change for change in changes if change.what in ("episode", "scene")]
        structure = [change for change in of_rows if change.kind is not ChangeKind.CHANGED]
        if structure:
            self._follow_structure({change.id for change in structure if change.kind is ChangeKind.MOVED})
        self._scenes, self._episode_values = now
        if structure or any(change.what == "member" for change in changes):
            self.tell_all()
            return
        touched = {change.parent if change.what == "shot" else change.id for change in changes}
        for thing_id in touched:
            self._tell(self.index_of(thing_id))

    def tell_all(self) -> None:
        """Numbers, prices or findings of any row may be others now."""
        for row in range(len(self._episodes)):
            episode = self.index(row, 0)
            self.dataChanged.emit(episode, episode)
            if count := self.rowCount(episode):
                self.dataChanged.emit(self.index(0, 0, episode), self.index(count - 1, 0, episode))

    def _follow_structure(self, moved: set[str]) -> None:
        project = self._session.project
        old = [episode.id for episode in self._episodes]
        self._replay(
            QModelIndex(),
            list(steps(old, [episode.id for episode in project.episodes], moved)),
            self._episodes,
            lambda step: self._rows_of(self._episode_values[step.id][1]),
        )
        for row, episode in enumerate(project.episodes):
            rows = self._episodes[row]
            wanted = [scene.id for scene in episode.scenes]
            if rows.scenes != wanted:
                self._replay(
                    self.createIndex(row, 0, 0),
                    list(steps(rows.scenes, wanted, moved)),
                    rows.scenes,
                    lambda step: step.id,
                )

    def _replay(
        self, parent: QModelIndex, done: list[Step], rows: list[Any], made: Callable[[Step], object]
    ) -> None:
        for step in done:
            if step.kind is StepKind.REMOVE:
                self.beginRemoveRows(parent, step.row, step.row)
                del rows[step.row]
                self.endRemoveRows()
            elif step.kind is StepKind.INSERT:
                self.beginInsertRows(parent, step.row, step.row)
                rows.insert(step.row, made(step))
                self.endInsertRows()
            else:
                behind = step.to_row + (step.to_row > step.row)
                self.beginMoveRows(parent, step.row, step.row, parent, behind)
                rows.insert(step.to_row, rows.pop(step.row))
                self.endMoveRows()

    def _read(self) -> None:
        project = self._session.project
        self._scenes = {scene.id: (number, scene) for number, scene in enumerate(project.scenes(), 1)}
        self._episode_values = {
            episode.id: (number, episode) for number, episode in enumerate(project.episodes, 1)
        }

    def _rows_of(self, episode: Episode) -> _EpisodeRows:
        self._serials += 1
        return _EpisodeRows(self._serials, episode.id, [scene.id for scene in episode.scenes])

    def _tell(self, index: QModelIndex) -> None:
        if index.isValid():
            self.dataChanged.emit(index, index)
            if index.internalId():
                episode = self.parent(index)
                self.dataChanged.emit(episode, episode)

    def _scene_data(self, number: int, scene: Scene, role: int) -> Any:
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return scene.title or "Untitled scene"
            case Qt.ItemDataRole.EditRole:
                return scene.title
            case SeriesRole.NUMBER:
                return number
            case SeriesRole.EXTENT:
                return f"{counted(len(scene.shots), 'shot')} · {scene.seconds} s"
            case SeriesRole.PRICE:
                quote = self._session.quote(scene)
                return in_cents(quote.total) if quote else "no price"
            case SeriesRole.STALE | Qt.ItemDataRole.ToolTipRole:
                stale = self.stale.of(scene)
                return stale_words(stale) if stale is not None else ""
            case Qt.ItemDataRole.AccessibleTextRole:
                parts = [f"Scene {number}", self._scene_data(number, scene, Qt.ItemDataRole.DisplayRole)]
                told = (SeriesRole.EXTENT, SeriesRole.PRICE, SeriesRole.STALE)
                parts += [self._scene_data(number, scene, part) for part in told]
                return ", ".join(filter(None, parts))
        return None

    def _episode_data(self, number: int, episode: Episode, role: int) -> Any:
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return episode.title or "Untitled episode"
            case Qt.ItemDataRole.EditRole:
                return episode.title
            case SeriesRole.NUMBER:
                return number
            case SeriesRole.EXTENT:
                seconds = sum(scene.seconds for scene in episode.scenes)
                return f"{counted(len(episode.scenes), 'scene')} · {seconds} s"
            case Qt.ItemDataRole.AccessibleTextRole:
                return f"Episode {number}, {episode.title}, {counted(len(episode.scenes), 'scene')}"
        return None


def counted(number: int, what: str) -> str:
    """A number with its word: one shot, three shots."""
    return f"{number} {what}{'' if number == 1 else 's'}"
