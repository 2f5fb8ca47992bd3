"""The series in the window: the tree, and what can be done with its scenes and episodes."""

from dataclasses import dataclass
from itertools import chain

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from kling_studio.app.session import Session, new_id
from kling_studio.core import edits
from kling_studio.core.project import Episode, Project, Scene, Shot
from kling_studio.ui.adding import Added, MediaAdder
from kling_studio.ui.buttons import link_button
from kling_studio.ui.drops import Drop
from kling_studio.ui.list_keys import is_delete, is_duplicate, moves_by
from kling_studio.ui.notice import Notice
from kling_studio.ui.selection import Selection
from kling_studio.ui.series.landing import given_to_scene
from kling_studio.ui.series.tree import SeriesTree
from kling_studio.ui.theme import GAP_PX, GRID_PX, MARGIN_PX


@dataclass(frozen=True, slots=True)
class _Spot:
    """Where a scene stands."""

    episode: Episode
    index: int


class SeriesPanel(QWidget):
    """Episodes and scenes of the open project. Call :meth:`stop` at the end."""

    def __init__(self, session: Session, selection: Selection, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._selection = selection
        self._adder = MediaAdder(session.folder.add_media, self)
        self.setObjectName("seriesPanel")
        self.setAccessibleName("Series")
        self._tree = SeriesTree(session, selection)
        self._notice = Notice("seriesNotice")
        self._lay_out()
        self._tree.brought.connect(self._bring)
        self._tree.refused.connect(self._notice.say)
        self._tree.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self._tree.customContextMenuRequested.connect(self._open_menu)
        self._adder.failed.connect(self._notice.tell)

    @property
    def tree(self) -> SeriesTree:
        """The tree of episodes and scenes."""
        return self._tree

    def add_scene(self) -> None:
        """Add a scene behind the one looked at, or at the end of the selected episode, and name it."""
        episode, index = self._place_for_scene()
        scene = new_scene_after(self._session.project, episode, index)
        if episode is None:
            made = Episode(new_id(), "Episode 1", (scene,))
            added = self._session.apply(lambda project: edits.add_episode(project, made), "Add scene")
        else:
            added = self._session.dispatch(edits.add_scene, episode.id, scene, index)
        if added:
            self._look_at(scene.id)

    def add_episode(self) -> None:
        """Add an episode with one scene behind the one looked at, and name it."""
        project = self._session.project
        current = self._episode()
        index = project.episodes.index(current) + 1 if current else len(project.episodes)
        scene = new_scene_after(project, current, len(current.scenes) if current else 0)
        episode = Episode(new_id(), f"Episode {len(project.episodes) + 1}", (scene,))
        if self._session.dispatch(edits.add_episode, episode, index):
            self._selection.select_scene(scene.id)
            self._tree.select_episode(episode.id)
            self.rename_selected()

    def duplicate_selected(self) -> None:
        """Put a copy behind the scene looked at, or behind the episode that is the current row."""
        ids = [new_id()]
        fresh = chain(ids, iter(new_id, ""))
        scene, episode_id = self._selection.scene, self._acting_episode_id()
        if episode_id:
            self._session.dispatch(edits.duplicate_episode, episode_id, lambda: next(fresh))
            self._tree.select_episode(ids[0])
        elif scene is not None and self._session.dispatch(
            edits.duplicate_scene, scene.id, lambda: next(fresh)
        ):
            self._selection.select_scene(ids[0])

    def delete_selected(self) -> None:
        """Take out the scene looked at, or the episode that is the current row; undo brings it back."""
        if episode_id := self._acting_episode_id():
            self._session.dispatch(edits.delete_episode, episode_id)
        elif self._selection.scene is not None:
            self._session.dispatch(edits.delete_scene, self._selection.scene.id)

    def move_selected(self, by: int) -> None:
        """Move up (-1) or down (1); a scene goes over into the neighbouring episode at the end of its own."""
        episodes = self._session.project.episodes
        if episode_id := self._acting_episode_id():
            place = [episode.id for episode in episodes].index(episode_id) + by
            if 0 <= place < len(episodes):
                self._session.dispatch(edits.move_episode, episode_id, place)
        elif (spot := self._spot()) is not None and (scene := self._selection.scene) is not None:
            place, home = spot.index + by, episodes.index(spot.episode)
            if 0 <= place < len(spot.episode.scenes):
                self._session.dispatch(edits.move_scene, scene.id, place)
            elif 0 <= home + by < len(episodes):
                other = episodes[home + by]
                self._session.dispatch(
                    edits.move_scene, scene.id, 0 if by > 0 else len(other.scenes), other.id
                )

    def rename_selected(self) -> None:
        """Open the title of the current row for typing."""
        scene = self._selection.scene
        thing = self._tree.current_episode_id or (scene.id if scene else "")
        if thing and self.isVisible():
            self._tree.rename(thing)

    def split_scene(self) -> None:
        """Make two scenes of the one looked at, in front of the selected shot."""
        scene, shot = self._selection.scene, self._selection.shot
        if scene is not None and shot is not None:
            second = new_id()
            if self._session.dispatch(edits.split_scene, scene.id, scene.shots.index(shot), second):
                self._selection.select_scene(second)

    def merge_with_next(self) -> None:
        """Join the scene looked at, or the episode that is the current row, with the one behind it."""
        if episode_id := self._acting_episode_id():
            self._session.dispatch(edits.merge_episodes, episode_id)
        elif self._selection.scene is not None:
            self._session.dispatch(edits.merge_scenes, self._selection.scene.id)

    def split_episode(self) -> None:
        """Begin a new episode with the scene looked at."""
        spot = self._spot()
        if spot is not None:
            title = f"Episode {len(self._session.project.episodes) + 1}"
            self._session.dispatch(edits.split_episode, spot.episode.id, spot.index, new_id(), title)

    def menu(self) -> QMenu:
        """The menu of the current row."""
        menu = QMenu(self)
        menu.setObjectName("seriesMenu")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction("Rename\tF2", self.rename_selected)
        menu.addAction("Add scene\tCtrl+Shift+N", self.add_scene)
        menu.addAction("Add episode\tCtrl+Alt+N", self.add_episode)
        menu.addSeparator()
        menu.addAction("Duplicate\tD", self.duplicate_selected)
        menu.addAction("Delete\tDel", self.delete_selected)
        menu.addAction("Move up\tAlt+Up", lambda: self.move_selected(-1))
        menu.addAction("Move down\tAlt+Down", lambda: self.move_selected(1))
        menu.addSeparator()
        self._add_splits(menu)
        return menu

    def stop(self) -> None:
        """Wait for files that are being copied."""
        self._adder.stop()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """What the tree leaves."""
        if is_delete(event):
            self.delete_selected()
        elif is_duplicate(event):
            self.duplicate_selected()
        elif by := moves_by(event):
            self.move_selected(by)
        else:
            super().keyPressEvent(event)

    def _add_splits(self, menu: QMenu) -> None:
        scene, shot, spot = self._selection.scene, self._selection.shot, self._spot()
        if self._tree.current_episode_id:
            menu.addAction("Merge with the next episode", self.merge_with_next)
            return
        number = scene.shots.index(shot) + 1 if scene is not None and shot is not None else 0
        split = menu.addAction(f"Split before shot {number}" if number > 1 else "Split before the shot")
        split.setEnabled(number > 1)
        split.triggered.connect(self.split_scene)
        merge = menu.addAction("Merge with the next scene", self.merge_with_next)
        merge.setEnabled(spot is not None and spot.index + 1 < len(spot.episode.scenes))
        begin = menu.addAction("Begin an episode here", self.split_episode)
        begin.setEnabled(spot is not None and spot.index > 0)

    def _bring(self, drop: Drop, scene_id: str) -> None:
        self._notice.say("")
        self._adder.add(drop, lambda added: self._give(scene_id, added))

    def _give(self, scene_id: str, added: tuple[Added, ...]) -> None:
        if not self._session.apply(given_to_scene(scene_id, added), "Add to scene"):
            self._notice.say("The scene has these files already.", is_error=False)

    def _look_at(self, scene_id: str) -> None:
        self._selection.select_scene(scene_id)
        self.rename_selected()

    def _acting_episode_id(self) -> str:
        """The episode that verbs act on: the current row, while the hand is in the tree."""
        return self._tree.current_episode_id if self._tree.hasFocus() else ""

    def _episode(self) -> Episode | None:
        """The episode of the current row."""
        episode_id = self._tree.current_episode_id
        spot = self._spot()
        if episode_id:
            return next(e for e in self._session.project.episodes if e.id == episode_id)
        return spot.episode if spot else next(iter(self._session.project.episodes[-1:]), None)

    def _spot(self) -> _Spot | None:
        scene = self._selection.scene
        for episode in self._session.project.episodes:
            if scene is not None and scene in episode.scenes:
                return _Spot(episode, episode.scenes.index(scene))
        return None

    def _place_for_scene(self) -> tuple[Episode | None, int]:
        episode, spot = self._episode(), self._spot()
        if episode is None:
            return None, 0
        is_beside = spot is not None and spot.episode is episode and not self._acting_episode_id()
        return episode, spot.index + 1 if spot is not None and is_beside else len(episode.scenes)

    def _open_menu(self, place: QPoint) -> None:
        self.menu().popup(self._tree.viewport().mapToGlobal(place))

    def _lay_out(self) -> None:
        add_scene = link_button("addScene", "Add scene", "Add a scene (Ctrl+Shift+N)")
        add_scene.clicked.connect(self.add_scene)
        add_episode = link_button("addEpisode", "Add episode", "Add an episode (Ctrl+Alt+N)")
        add_episode.clicked.connect(self.add_episode)
        buttons = QHBoxLayout()
        buttons.setContentsMargins(MARGIN_PX - GRID_PX, GAP_PX, MARGIN_PX, GAP_PX)
        buttons.addWidget(add_scene)
        buttons.addWidget(add_episode)
        buttons.addStretch(1)
        told = QHBoxLayout()
        told.setContentsMargins(MARGIN_PX, 0, MARGIN_PX, 0)
        told.addWidget(self._notice)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._tree, 1)
        column.addLayout(told)
        column.addLayout(buttons)


def new_scene_after(project: Project, episode: Episode | None, index: int) -> Scene:
    """A scene with one shot of 5 s and the model, aspect, language and sound of the scene that would be before it."""
    scene = Scene(new_id(), "New scene", shots=(Shot(new_id()),))
    before = _scene_before(project, episode, index)
    if before is None:
        return scene
    return Scene(
        scene.id,
        scene.title,
        model=before.model,
        aspect_ratio=before.aspect_ratio,
        audio=before.audio,
        language=before.language,
        shots=scene.shots,
    )


def _scene_before(project: Project, episode: Episode | None, index: int) -> Scene | None:
    before: Scene | None = None
    for each in project.episodes:
        scenes = each.scenes[:index] if each is episode else each.scenes
        before = scenes[-1] if scenes else before
        if each is episode:
            break
    return before or next(project.scenes(), None)
