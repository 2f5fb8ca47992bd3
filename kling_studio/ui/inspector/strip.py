"""The pictures of a scene, one behind the other, and a place to add more."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from kling_studio.app.session import Session
from kling_studio.core.errors import KnownError
from kling_studio.core.project import Project, Scene
from kling_studio.core.sending import sending
from kling_studio.ui.adding import Added, MediaAdder
from kling_studio.ui.drops import Drop, FileKind
from kling_studio.ui.inspector.field import Field
from kling_studio.ui.inspector.flow import FlowLayout
from kling_studio.ui.inspector.media import caption, open_file_dialog
from kling_studio.ui.inspector.tile import MediaTile
from kling_studio.ui.inspector.view import SceneView, setting
from kling_studio.ui.theme import DARK
from kling_studio.ui.thumbnails import Thumbnails

_SIDE_PX = 64
_DROP_WORDS = "Drop to add"


class PicturesField(Field):
    """Loose reference pictures: style, place, light. Ctrl+Left and Ctrl+Right move one, Delete takes it out."""

    def __init__(self, session: Session, thumbnails: Thumbnails) -> None:
        self._strip = QWidget()
        tip = "Pictures of style, place or light that go along beside the cast. Drop, paste or click to add."
        super().__init__("Pictures of the scene", self._strip, name="images", tip=tip)
        self._session = session
        self._thumbnails = thumbnails
        self._flow = FlowLayout(self._strip, gap_px=8)
        self._scene_id = ""
        self._images: tuple[str, ...] = ()
        self._tiles: list[MediaTile] = []
        self._unsent: str | None = None
        self.add_tile = self._tile("Add pictures")
        self.add_tile.setObjectName("images_add")
        self.add_tile.setAccessibleName("Add pictures of the scene")
        self.add_tile.setToolTip(f"{tip} Ctrl+V pastes.")
        self._flow.addWidget(self.add_tile)
        self.label.setBuddy(self.add_tile)
        self._adder = MediaAdder(session.folder.add_media, self)
        self._adder.failed.connect(self._refuse)
        self._adder.busy_changed.connect(lambda waiting: self.add_tile.set_busy(waiting > 0))

    def show_scene(self, view: SceneView) -> None:
        """Show the scene's pictures, how many references travel and how many may."""
        scene = view.scene
        if scene.id != self._scene_id or scene.images != self._images:
            self._unsent = None
        self._scene_id, self._images = scene.id, scene.images
        self._fit_tiles(len(scene.images))
        for tile, reference in zip(self._tiles, scene.images, strict=True):
            tile.show_media(reference, caption(self._session, reference))
            tile.setToolTip(
                f"{reference.rsplit('/', 1)[-1]}: Ctrl+Left and Ctrl+Right move it, Delete takes it out"
            )
            tile.setAccessibleName(f"Picture {reference.rsplit('/', 1)[-1]}")
        self._show_count(view)
        self.set_unsent(view.unsent.get("images"))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kinds = (QEvent.Type.KeyPress, QEvent.Type.ShortcutOverride)
        if event.type() in kinds and isinstance(event, QKeyEvent) and watched in self._tiles:
            step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()), 0)
            if step and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                event.accept()
                if event.type() is QEvent.Type.KeyPress:
                    self._move(self._tiles.index(watched), step)
                return True
        return super().eventFilter(watched, event)

    def _show_count(self, view: SceneView) -> None:
        if view.mode is None or view.model is None:
            self.set_aside("")
            return
        inputs = sending(view.project, view.scene, view.mode, view.model.provider)
        shown = bool(inputs.limit) and inputs.wanted > 0 and inputs.limit < 99
        colour = DARK.error if inputs.too_many else DARK.text3
        self.set_aside(f"{inputs.wanted} of {inputs.limit} references" if shown else "", colour)

    def _fit_tiles(self, count: int) -> None:
        while len(self._tiles) > count:
            tile = self._tiles.pop()
            self._flow.removeWidget(tile)
            tile.hide()
            tile.deleteLater()
        while len(self._tiles) < count:
            tile = self._tile("")
            tile.installEventFilter(self)
            tile.clear_wanted.connect(lambda tile=tile: self._remove(self._tiles.index(tile)))
            self._flow.insert_widget(len(self._tiles), tile)
            QWidget.setTabOrder(self._tiles[-1] if self._tiles else self, tile)
            self._tiles.append(tile)
            tile.show()

    def _tile(self, words: str) -> MediaTile:
        tile = MediaTile(
            self._thumbnails,
            FileKind.PICTURE,
            empty=words,
            drop_words=_DROP_WORDS,
            many=True,
            parent=self._strip,
        )
        tile.setFixedSize(QSize(_SIDE_PX, _SIDE_PX))
        tile.brought.connect(self._add)
        tile.refused.connect(self._refuse)
        tile.clicked.connect(lambda: open_file_dialog(self, FileKind.PICTURE, self.add_tile.take, many=True))
        return tile

    def _add(self, drop: Drop) -> None:
        scene_id = self._scene_id

        def then(added: tuple[Added, ...]) -> None:
            new = tuple(file.reference for file in added)
            self._session.apply(
                _with_images(scene_id, lambda images: _unique((*images, *new))), "Add pictures"
            )

        self._adder.add(drop, then)

    def _remove(self, index: int) -> None:
        self._session.apply(
            _with_images(self._scene_id, lambda images: images[:index] + images[index + 1 :]),
            "Take picture out",
        )

    def _move(self, index: int, step: int) -> None:
        to = index + step
        if not 0 <= to < len(self._images):
            return
        moved = list(self._images)
        moved[index], moved[to] = moved[to], moved[index]
        if self._session.apply(_with_images(self._scene_id, lambda _: tuple(moved)), "Move picture"):
            self._tiles[to].setFocus()

    def _refuse(self, reason: KnownError | str) -> None:
        self.set_hint(str(reason), DARK.error)


def _with_images(
    scene_id: str, change: Callable[[tuple[str, ...]], tuple[str, ...]]
) -> Callable[[Project], Project]:
    def edit(project: Project) -> Project:
        scene: Scene | None = project.find_scene(scene_id)
        return project if scene is None else setting(scene_id, images=change(scene.images))(project)

    return edit


def _unique(images: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(images))
