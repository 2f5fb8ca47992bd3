"""Who is cast in a scene, as chips."""

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QIcon,
    QPainter,
    QPaintEvent,
    QPixmap,
)
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QPushButton, QSizePolicy, QToolButton, QWidget

from kling_studio.app.session import Session
from kling_studio.core import edits
from kling_studio.core.looks import in_look, look_in
from kling_studio.core.project import CastMember
from kling_studio.ui.drops import drop_of
from kling_studio.ui.icons import icon
from kling_studio.ui.inspector.field import Field
from kling_studio.ui.inspector.flow import FlowLayout
from kling_studio.ui.inspector.view import SceneView
from kling_studio.ui.theme import CORNER_PX, DARK, cast_colour

_CHIP_PX = 28
_LONGEST_PX = 150


class CastField(Field):
    """The members whose references are sent. A card of the cast dropped here is cast."""

    def __init__(self, session: Session) -> None:
        self._chips_area = QWidget()
        super().__init__(
            "Cast",
            self._chips_area,
            name="cast",
            tip="Whose pictures, clip and voice are sent with this scene. Drop a card of the cast to add.",
        )
        self._session = session
        self._view: SceneView | None = None
        self._chips: dict[str, _Chip] = {}
        self.add_button = QPushButton("Add")
        self.add_button.setIcon(icon("plus", DARK.accent))
        self.add_button.setProperty("role", "link")
        self.add_button.setObjectName("cast_add")
        self.add_button.setAccessibleName("Cast somebody in this scene")
        self.add_button.setToolTip("Cast somebody in this scene")
        self.add_button.setStyleSheet(f"min-height: {_CHIP_PX - 4}px")
        self.add_button.clicked.connect(self._open_menu)
        self.menu: QMenu | None = None
        self._flow = FlowLayout(self._chips_area)
        self._flow.addWidget(self.add_button)
        self.label.setBuddy(self.add_button)
        self.setAcceptDrops(True)

    def show_scene(self, view: SceneView) -> None:
        """Show who is cast."""
        self._view = view
        self._keep_chips(view.scene.cast)
        for index, member in enumerate(view.project.cast):
            if member.name in self._chips:
                self._chips[member.name].show_member(_words(view, member), cast_colour(index))
        for name in view.scene.cast:
            if view.project.member(name) is None:
                self._chips[name].show_member(f"{name} is nobody in the cast.", None)
        self.add_button.setEnabled(bool(self._free(view)))
        if not view.project.cast:
            self.set_hint("Nobody yet. Drop pictures on the cast to make someone.")
        else:
            self.set_unsent(view.unsent.get("cast"))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        name = drop_of(event.mimeData()).member
        if name:
            cast = self._view is not None and name in self._view.scene.cast
            self.set_hint(f"{name} is cast already." if cast else f"Drop to cast {name}", DARK.accent)
            event.acceptProposedAction()

    def dragLeaveEvent(self, _event: QDragLeaveEvent) -> None:
        self._refresh()

    def dropEvent(self, event: QDropEvent) -> None:
        name = drop_of(event.mimeData()).member
        event.acceptProposedAction()
        self._cast(name)
        self._refresh()

    def _refresh(self) -> None:
        if self._view is not None:
            self.show_scene(self._view)

    def _free(self, view: SceneView) -> list[tuple[int, str]]:
        members = enumerate(view.project.cast)
        return [(index, member.name) for index, member in members if member.name not in view.scene.cast]

    def _keep_chips(self, names: tuple[str, ...]) -> None:
        if tuple(self._chips) == names:
            return
        for name in set(self._chips) - set(names):
            chip = self._chips.pop(name)
            self._flow.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        made = {name: self._chips.get(name) or self._chip(name) for name in names}
        for chip in made.values():
            self._flow.removeWidget(chip)
        for place, chip in enumerate(made.values()):
            self._flow.insert_widget(place, chip)
            chip.show()
        self._chips = made

    def _chip(self, name: str) -> "_Chip":
        chip = _Chip(name, self._chips_area)
        chip.removed.connect(self._uncast)
        return chip

    def _open_menu(self) -> None:
        if self._view is None:
            return
        self.menu = QMenu(self)
        self.menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for index, name in self._free(self._view):
            action = self.menu.addAction(_dot(cast_colour(index)), name)
            action.triggered.connect(lambda _checked=False, name=name: self._cast(name))
        self.menu.popup(self.add_button.mapToGlobal(QPoint(0, self.add_button.height())))

    def _cast(self, name: str) -> None:
        if self._view is not None:
            scene_id = self._view.scene.id
            self._session.apply(lambda project: edits.cast_in_scene(project, scene_id, name), f"Cast {name}")

    def _uncast(self, name: str) -> None:
        if self._view is not None:
            scene_id = self._view.scene.id
            self._session.apply(
                lambda project: edits.uncast_from_scene(project, scene_id, name), f"Take {name} out"
            )


class _Chip(QWidget):
    removed = Signal(str)

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._name = name
        self._colour: QColor | None = None
        self._label = QLabel()
        self._label.setTextFormat(Qt.TextFormat.PlainText)
        metrics = self._label.fontMetrics()
        self._label.setText(metrics.elidedText(name, Qt.TextElideMode.ElideMiddle, _LONGEST_PX))
        remove = QToolButton()
        remove.setObjectName(f"uncast_{name}")
        remove.setIcon(icon("close"))
        remove.setIconSize(QSize(12, 12))
        remove.setFixedSize(20, 20)
        remove.setAccessibleName(f"Take {name} out of the scene")
        remove.setToolTip(f"Take {name} out of the scene")
        remove.clicked.connect(lambda: self.removed.emit(self._name))
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 0, 4, 0)
        row.setSpacing(2)
        row.addWidget(self._label)
        row.addWidget(remove)
        self.setFixedHeight(_CHIP_PX)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_member(self, words: str, colour: QColor | None) -> None:
        """Colour the chip as the member; no colour for a name of nobody."""
        self._colour = colour
        self._label.setStyleSheet("" if colour is not None else f"color: {DARK.error}")
        self.setToolTip(words)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(DARK.ground2))
        painter.drawRoundedRect(self.rect(), CORNER_PX, CORNER_PX)
        painter.setBrush(self._colour or QColor(DARK.error))
        painter.drawRoundedRect(QRectF(4, 7, 3, self.height() - 14), 1.5, 1.5)
        painter.end()


def _words(view: SceneView, member: CastMember) -> str:
    """The member in words, as it looks in this scene."""
    look = look_in(view.project, view.scene, member)
    if look is None:
        return member.description
    return "\n".join(filter(None, (f"Look: {look.name}", in_look(member, look.name).description)))


def _dot(colour: QColor) -> QIcon:
    pixmap = QPixmap(16, 16)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawEllipse(4, 4, 8, 8)
    painter.end()
    return QIcon(pixmap)
