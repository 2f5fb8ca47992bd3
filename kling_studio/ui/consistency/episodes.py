"""The body of the sheet: an episode a row, its references at the left and its frames beside them."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from kling_studio.core.consistency import ConsistencySheet, EpisodeToCome, SheetEpisode
from kling_studio.core.project import View
from kling_studio.ui.consistency.cells import PICTURE
from kling_studio.ui.consistency.coming import FramesToCome
from kling_studio.ui.consistency.frames import FrameList
from kling_studio.ui.consistency.source import FrameSource
from kling_studio.ui.library.pictures import GAP_PX as BETWEEN_PX
from kling_studio.ui.library.pictures import PictureRows
from kling_studio.ui.theme import GAP_PX, MARGIN_PX
from kling_studio.ui.thumbnails import Thumbnails

_REFERENCES_PX = 2 * PICTURE.height() + BETWEEN_PX


class EpisodeRows(QScrollArea):
    """The signals are those of :class:`FrameList`."""

    scrubbed = Signal(str, float)
    picked = Signal(str, float)
    hidden = Signal(str)
    take_wanted = Signal(str, int)
    judged = Signal(str)

    def __init__(self, thumbnails: Thumbnails, source: FrameSource) -> None:
        super().__init__()
        self._thumbnails = thumbnails
        self._source = source
        self._around: list[object] | None = None
        self.lists: tuple[FrameList, ...] = ()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def show_sheet(self, sheet: ConsistencySheet) -> None:
        """Show the frames that there are; the rows are made anew only where more than the frames is another."""
        around: list[object] = [
            (episode.title, episode.look, episode.references) for episode in sheet.episodes
        ]
        if around != self._around:
            self._around = around
            self.lists = tuple(self._frame_list(episode) for episode in sheet.episodes)
            self._fill(list(zip(sheet.episodes, self.lists, strict=True)))
        for frames, episode in zip(self.lists, sheet.episodes, strict=True):
            frames.show_frames(episode.frames)

    def show_coming(self, episodes: Sequence[EpisodeToCome]) -> None:
        """Show the references, and the places of the frames that will stand beside them."""
        if list(episodes) != self._around:
            self._around = list(episodes)
            self.lists = ()
            self._fill([(episode, FramesToCome(episode.shots)) for episode in episodes])

    def take_focus(self) -> None:
        """Give the keys to the first frames, if there are any."""
        if self.lists:
            self.lists[0].setFocus()

    def _fill(self, rows: Sequence[tuple[SheetEpisode | EpisodeToCome, QWidget]]) -> None:
        had_focus = self.isAncestorOf(self.window().focusWidget())
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(MARGIN_PX, 0, MARGIN_PX, MARGIN_PX)
        column.setSpacing(GAP_PX)
        for episode, frames in rows:
            title = _title(episode)
            if title.text():
                column.addWidget(title)
            row = QHBoxLayout()
            row.setSpacing(MARGIN_PX)
            row.addWidget(self._references(episode.title, episode.references), 0, Qt.AlignmentFlag.AlignTop)
            row.addWidget(frames, 1, Qt.AlignmentFlag.AlignTop)
            column.addLayout(row)
        column.addStretch(1)
        self.setWidget(body)
        if had_focus:
            self.take_focus()

    def _references(self, title: str, views: tuple[View, ...]) -> QWidget:
        if not views:
            none = QLabel("No references")
            none.setProperty("role", "hint")
            none.setFixedWidth(_REFERENCES_PX)
            return none
        references = PictureRows(self._thumbnails, side_px=PICTURE.height())
        references.setFixedWidth(_REFERENCES_PX)
        references.show_views(views)
        references.setAccessibleName(f"References in {title}" if title else "References")
        return references

    def _frame_list(self, episode: SheetEpisode) -> FrameList:
        frames = FrameList(self._source, episode.title)
        frames.scrubbed.connect(self.scrubbed)
        frames.picked.connect(self.picked)
        frames.hidden.connect(self.hidden)
        frames.take_wanted.connect(self.take_wanted)
        frames.judged.connect(self.judged)
        return frames


def _title(episode: SheetEpisode | EpisodeToCome) -> QLabel:
    label = QLabel(" · ".join(filter(None, (episode.title, episode.look))))
    label.setProperty("role", "name")
    label.setTextFormat(Qt.TextFormat.PlainText)
    return label
