"""The page of the inspector that shows the exact request of the scene."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QGuiApplication, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from kling_studio.app.session import Session
from kling_studio.core.errors import KnownError
from kling_studio.core.media_facts import MediaFact
from kling_studio.core.project import Scene
from kling_studio.storage.references import scene_references
from kling_studio.ui.background import Background
from kling_studio.ui.request.facts import RequestFacts, request_facts
from kling_studio.ui.request.parts import BodyText, Elided, file_row, made_row, sentence_row, words_block
from kling_studio.ui.theme import DARK, GAP_PX, LABEL_PX, MARGIN_PX
from kling_studio.ui.thumbnails import Thumbnails

_QUIET_MS = 150
_COPIED_MS = 1500


class RequestPage(QWidget):
    """Endpoint, words, files and body as they would be sent now. It works only while it is seen.

    Files are read on another thread; until then they are listed by name.
    """

    def __init__(self, session: Session, thumbnails: Thumbnails) -> None:
        super().__init__()
        self.setObjectName("request_page")
        self._session = session
        self._thumbnails = thumbnails
        self._scene_id = ""
        self._background = Background(self)
        self._is_reading = False
        self._shown: RequestFacts | None = None
        self._quiet = QTimer(self)
        self._quiet.setSingleShot(True)
        self._quiet.setInterval(_QUIET_MS)
        self._quiet.timeout.connect(self._read)
        self._build()
        session.facts_changed.connect(lambda _jobs: self._look_again())

    @property
    def facts(self) -> RequestFacts | None:
        """What is shown."""
        return self._shown

    def show_scene(self, scene: Scene) -> None:
        """Show the scene's request, once nothing has been typed for a moment; another scene's at once."""
        is_new, self._scene_id = scene.id != self._scene_id, scene.id
        if is_new:
            self._refresh()
        self._look_again()

    def copy_body(self) -> None:
        """Put the body on the clipboard."""
        self._copy(self._shown.body if self._shown else "", self.copy_json)

    def copy_call(self) -> None:
        """Put the call on the clipboard as a command line; the key is a variable in it."""
        self._copy(self._shown.curl if self._shown else "", self.copy_curl)

    def stop(self) -> None:
        """Wait for files that are being read."""
        self._quiet.stop()
        self._background.wait()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._look_again()

    # Building

    def _build(self) -> None:
        rows = QVBoxLayout(self)
        rows.setContentsMargins(MARGIN_PX, MARGIN_PX - 4, MARGIN_PX, MARGIN_PX)
        rows.setSpacing(GAP_PX)
        self._model = QLabel()
        self._model.setProperty("role", "name")
        self._mode = QLabel()
        self._mode.setWordWrap(True)
        self._mode.setProperty("role", "label")
        self._endpoint = QHBoxLayout()
        self._problem = QLabel()
        self._problem.setObjectName("request_problem")
        self._problem.setWordWrap(True)
        for widget in (self._model, self._mode):
            rows.addWidget(widget)
        rows.addLayout(self._endpoint)
        rows.addWidget(self._problem)
        self._sections = {
            name: _Section(title, self)
            for name, title in (
                ("made_first", "Made first"),
                ("words", "Words"),
                ("files", "Files to upload"),
                ("left_out", "Left out"),
            )
        }
        for section in self._sections.values():
            rows.addWidget(section)
        self._body_head = QLabel("Exact request")
        self._body_head.setProperty("role", "label")
        self.body = BodyText()
        self.copy_json = _button("copy_json", "Copy JSON", "Copy the body as JSON")
        self.copy_curl = _button(
            "copy_curl", "Copy as curl", "Copy the call as a command line. The key stays a variable."
        )
        self.copy_json.clicked.connect(self.copy_body)
        self.copy_curl.clicked.connect(self.copy_call)
        buttons = QHBoxLayout()
        buttons.setSpacing(GAP_PX)
        buttons.addWidget(self.copy_json)
        buttons.addWidget(self.copy_curl)
        buttons.addStretch()
        rows.addSpacing(GAP_PX // 2)
        rows.addWidget(self._body_head)
        rows.addLayout(buttons)
        rows.addWidget(self.body)
        rows.addStretch()

    # Showing

    def _look_again(self) -> None:
        if self._scene_id and self.isVisible():
            self._quiet.start()

    def _read(self) -> None:
        """Have the files of the scene read, then show what came of it."""
        scene = self._session.project.find_scene(self._scene_id)
        if scene is None or not self.isVisible():
            return
        if self._is_reading:
            self._quiet.start()
            return
        self._refresh()
        self._is_reading = True
        names = scene_references(self._session.project, scene)
        media, path_of, digests = self._session.media, self._session.path_of, self._session.digests
        self._background.run(lambda: digests.facts(media, names, path_of), self._take_in, self._give_up)

    def _take_in(self, facts: Mapping[str, MediaFact]) -> None:
        self._is_reading = False
        news = {name: fact for name, fact in facts.items() if self._session.media.get(name) != fact}
        if news:
            self._session.add_measured(news)
            self._quiet.stop()  # what was measured is what is shown now
        self._refresh()

    def _give_up(self, _error: KnownError) -> None:
        """What cannot be read is told as missing by the findings."""
        self._is_reading = False

    def _refresh(self) -> None:
        scene = self._session.project.find_scene(self._scene_id)
        if scene is None or not self.isVisible():
            return
        facts = request_facts(self._session, scene, self._session.media)
        if facts != self._shown:
            before, self._shown = self._shown or RequestFacts(), facts
            self._show(before, facts)

    def _show(self, before: RequestFacts, facts: RequestFacts) -> None:
        self._model.setText(facts.model)
        _say(self._mode, f"{facts.mode[:1].upper()}{facts.mode[1:]}." if facts.mode else "")
        _say(self._problem, facts.problem)
        self._show_endpoint(facts.endpoint)
        sections = self._sections
        sections["made_first"].show_rows([made_row(made) for made in facts.made_first])
        if (before.words, before.tags) != (facts.words, facts.tags):
            sections["words"].show_rows([words_block(words, facts.tags) for words in facts.words])
        if before.files != facts.files:
            sections["files"].show_rows([file_row(file, self._thumbnails) for file in facts.files])
        sections["left_out"].show_rows([sentence_row(sentence) for sentence in facts.left_out])
        self.body.show_text(facts.body)
        for widget in (self._body_head, self.body, self.copy_json, self.copy_curl):
            widget.setVisible(bool(facts.body))

    def _show_endpoint(self, endpoint: str) -> None:
        while (item := self._endpoint.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        if endpoint:
            label = Elided(endpoint, DARK.text2)
            label.setObjectName("request_endpoint")
            label.setStyleSheet(f"font-size: {LABEL_PX}px")
            self._endpoint.addWidget(label)

    def _copy(self, text: str, button: QPushButton) -> None:
        if text:
            QGuiApplication.clipboard().setText(text)
            words = button.property("words")
            button.setText("Copied")
            QTimer.singleShot(_COPIED_MS, button, lambda: button.setText(words))


class _Section(QWidget):
    """Rows under a label; it takes no room without any."""

    def __init__(self, title: str, parent: QWidget) -> None:
        super().__init__(parent)
        label = QLabel(title)
        label.setProperty("role", "label")
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(0, GAP_PX // 2, 0, 0)
        self._rows.setSpacing(GAP_PX - 2)
        self._rows.addWidget(label)
        self.hide()

    def show_rows(self, rows: Sequence[QWidget]) -> None:
        """Put these rows in the place of those that are there."""
        while self._rows.count() > 1:
            item = self._rows.takeAt(1)
            if item is not None and (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for row in rows:
            self._rows.addWidget(row)
        self.setVisible(bool(rows))


def _button(name: str, words: str, tip: str) -> QPushButton:
    button = QPushButton(words)
    button.setObjectName(name)
    button.setAccessibleName(words)
    button.setToolTip(tip)
    button.setProperty("words", words)
    button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    return button


def _say(label: QLabel, text: str) -> None:
    label.setText(text)
    label.setVisible(bool(text))
