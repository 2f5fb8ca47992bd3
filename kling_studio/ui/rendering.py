"""The verbs of rendering: free at once, paid through the price sheet; and what is told while it runs."""

from collections.abc import Iterator
from datetime import UTC, datetime

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from kling_studio.app.workspace import Workspace
from kling_studio.core.catalog import ANIMATIC
from kling_studio.core.errors import KnownError
from kling_studio.core.job import JobState
from kling_studio.core.ledger import FILM, Take, open_jobs, takes_of_scene
from kling_studio.core.project import Scene
from kling_studio.providers.renderer import Progress
from kling_studio.render.driving import News
from kling_studio.ui import job_words
from kling_studio.ui.notifying import DesktopNotes
from kling_studio.ui.render_buttons import RenderButtons
from kling_studio.ui.render_sheets import RenderSheets
from kling_studio.ui.selection import Selection
from kling_studio.ui.status import Offer

_SECOND_MS = 1000
_NOTHING = Progress(0, 0)


class Rendering(QObject):
    """Renders for one window.

    ``told`` is news, whether it is trouble, and what is offered to do about it. ``watch_wanted`` names a scene and the
    number of its take to be played, ``settings_wanted`` a page of the settings, ``attention_wanted`` a job to be seen
    in the queue.
    ``running_changed`` tells, in words, what runs, and whether some of it needs a person; ``cancellable`` whether the
    scene has a render to cancel.
    """

    told = Signal(str, bool, object)
    watch_wanted = Signal(str, int)
    settings_wanted = Signal(str)
    attention_wanted = Signal(str)
    running_changed = Signal(str, bool)
    cancellable = Signal(bool)

    def __init__(
        self,
        workspace: Workspace,
        selection: Selection,
        buttons: RenderButtons,
        sheets: RenderSheets,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._workspace = workspace
        self._session = workspace.session
        self._selection = selection
        self._buttons = buttons
        self._sheets = sheets
        self._notes = DesktopNotes(window)
        self._progress: dict[str, Progress] = {}
        self._open = {take.job for take in open_jobs(self._session.ledger)}
        self._second = QTimer(self)
        self._second.setInterval(_SECOND_MS)
        self._second.timeout.connect(self.refresh)
        buttons.animatic_wanted.connect(self.render_animatic)
        buttons.sheet_wanted.connect(self.offer_scene)
        buttons.cancel_wanted.connect(self.cancel)
        buttons.attention_wanted.connect(self.tell_held)
        workspace.news.connect(self._note_news)
        self._session.facts_changed.connect(self._note_facts)
        selection.scene_changed.connect(self.refresh)

    @property
    def open_jobs(self) -> frozenset[str]:
        """The jobs that are on their way, in any scene."""
        return frozenset(self._open)

    # Verbs

    def render_animatic(self) -> None:
        """Render the animatic of the scene."""
        scene = self._selection.scene
        if scene is None or self._shown(scene, free=True) is not None:
            return
        try:
            self._workspace.render_animatic(scene)
        except KnownError as error:
            self.told.emit(str(error), True, ())
        else:
            if self._shown(scene) is None:
                self._buttons.show_progress(0, 0)

    def offer_scene(self) -> None:
        """Show what the scene costs on its model; where that is the free one, render it."""
        scene = self._selection.scene
        if scene is not None and scene.model == ANIMATIC:
            self.render_animatic()
        elif scene is not None:
            self._sheets.offer(scene.id, scene.model)

    def retry(self, job: str) -> None:
        """Offer the render of an ended job once more, with the scene as it is now."""
        take = self._session.ledger.takes.get(job)
        scene = self._session.project.find_scene(take.scene_id) if take is not None else None
        if take is None or scene is None:
            return
        if take.model == ANIMATIC:
            self._selection.select_scene(scene.id)
            self.render_animatic()
        else:
            self._sheets.offer(scene.id, take.model)

    def cancel(self) -> None:
        """Cancel the render of the scene that the header shows."""
        scene = self._selection.scene
        take = self._shown(scene) if scene is not None else None
        if take is not None:
            self._workspace.queue.cancel(take.job)

    def tell_held(self) -> None:
        """Say what keeps the render of the scene, and ask to see it, and the settings where those mend it."""
        scene = self._selection.scene
        take = self._shown(scene) if scene is not None else None
        if take is not None:
            words = f"Take {take.number} needs you. {self._why_held(take)}"
            self.told.emit(words, True, (self._offer_queue("Queue", take),))
            self.attention_wanted.emit(take.job)
            error = self._workspace.queue.errors.get(take.job)
            if error is not None and error.settings:
                self.settings_wanted.emit(error.settings)

    # What is told

    def refresh(self) -> None:
        """Show where the render of the scene stands, and what runs elsewhere."""
        scene = self._selection.scene
        take = self._shown(scene) if scene is not None else None
        self._show(take)
        self._buttons.animatic.setEnabled(scene is not None and self._shown(scene, free=True) is None)
        takes = self._session.ledger.takes
        going = [takes[job] for job in self._open if job in takes]
        waiting = sum(bool(self._why_held(take)) for take in going)
        words = [f"{len(going) - waiting} rendering"] if len(going) > waiting else []
        words += [f"{waiting} need{'s' if waiting == 1 else ''} you"] if waiting else []
        self.running_changed.emit(" · ".join(words), bool(waiting))
        self.cancellable.emit(take is not None and take.state is not JobState.DOWNLOADING)

    def _show(self, take: Take | None) -> None:
        ticks = take is not None and take.model != ANIMATIC and take.state is JobState.RENDERING
        if ticks != self._second.isActive():
            (self._second.start if ticks else self._second.stop)()
        if take is None:
            self._buttons.show_idle()
            return
        progress = self._progress.get(take.job, _NOTHING)
        held = self._why_held(take)
        if take.model == ANIMATIC:
            self._buttons.show_progress(progress.done, progress.total)
        elif held:
            self._buttons.show_held(held)
        elif take.state is JobState.DOWNLOADING:
            self._buttons.show_fetching(job_words.cancel_words(take), progress.done, progress.total)
        else:
            words = job_words.standing(take, progress.ahead, datetime.now(UTC))
            self._buttons.show_paid(words, job_words.cancel_words(take), progress.done, progress.total)

    def _shown(self, scene: Scene, *, free: bool = False) -> Take | None:
        """The open render of a scene that the header shows: a paid one before the animatic."""
        takes = [take for take in takes_of_scene(self._session.ledger, scene.id) if take.is_open]
        if free:
            takes = [take for take in takes if take.model == ANIMATIC]
        return min(takes, key=lambda take: take.model == ANIMATIC, default=None)

    def _why_held(self, take: Take) -> str:
        """Why an open render does not go on without a person; empty where it does."""
        error = self._workspace.queue.errors.get(take.job)
        if take.state is JobState.UNCLEAR:
            return str(error) if error else job_words.looked_for(self._progress.get(take.job, _NOTHING).text)
        return str(error) if error is not None else ""

    def _note_news(self, news: News) -> None:
        self._progress[news.job] = news.progress
        take = self._session.ledger.takes.get(news.job)
        scene = self._selection.scene
        if take is not None and scene is not None and take.scene_id == scene.id:
            self._show(self._shown(scene))

    def _note_facts(self, jobs: frozenset[str]) -> None:
        for job in jobs:
            take = self._session.ledger.job(job)
            if take is None:
                continue
            if take.is_open:
                self._open.add(job)
            elif job in self._open:
                self._open.discard(job)
                self._progress.pop(job, None)
                self._tell_end(take)
        self.refresh()

    def _tell_end(self, take: Take) -> None:
        if take.what != FILM and take.state is JobState.DONE:
            return
        title, sentence = job_words.ended(take)
        scene = self._selection.scene
        # The animatic of the scene on the screen is its own news: it begins to play there.
        is_seen = take.model == ANIMATIC and scene is not None and take.scene_id == scene.id
        if take.state is JobState.FAILED or not is_seen:
            self.told.emit(
                f"{title} {sentence}".strip(), take.state is JobState.FAILED, tuple(self._next_steps(take))
            )
        self._notes.tell(title, sentence)

    def _next_steps(self, take: Take) -> Iterator[Offer]:
        """What there is to do about a render that has ended."""
        if take.state is JobState.FAILED:
            yield self._offer_queue("Show", take)
        elif take.state is JobState.DONE and self._session.project.find_scene(take.scene_id) is not None:
            tip, scene_id, number = f"Watch take {take.number}", take.scene_id, take.number
            yield Offer(
                "watch_take",
                "Watch",
                tip,
                lambda: self.watch_wanted.emit(scene_id, number),
                outlives_changes=True,
            )

    def _offer_queue(self, text: str, take: Take) -> Offer:
        tip = "Show it in the queue (Ctrl+6)"
        return Offer(
            "show_job", text, tip, lambda: self.attention_wanted.emit(take.job), outlives_changes=True
        )
