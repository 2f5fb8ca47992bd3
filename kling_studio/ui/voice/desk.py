"""Where voices are made: offered with their price, made once somebody agrees, told of while they are on their way."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from kling_studio.app.workspace import Workspace
from kling_studio.core.errors import KnownError
from kling_studio.core.job import JobState
from kling_studio.core.ledger import VOICE, Take, open_makings

if TYPE_CHECKING:
    from kling_studio.app.voices import VoiceOffer

Offered = Callable[["VoiceOffer"], object]
Failed = Callable[[KnownError], object]


class VoiceDesk(QObject):
    """Makes voices for one window. ``changed`` tells that one is on its way, or no longer.

    ``settings_wanted`` names a page of the settings.
    """

    changed = Signal()
    settings_wanted = Signal(str)

    def __init__(self, workspace: Workspace, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._session = workspace.session
        self._told: dict[str, str] = {}
        self._cancelled: set[str] = set()
        self._session.facts_changed.connect(self._facts_changed)
        workspace.news.connect(lambda news: self._tell(news.job, news.progress.text))

    def offer(self, name: str, provider: str, then: Offered, failed: Failed, *, anew: bool = False) -> None:
        """Look at the files of a member, then tell what a voice would cost, or why there can be none."""
        self._workspace.tasks.start(self._offer(name, provider, then, failed, anew=anew), "offer a voice")

    def make(self, offer: "VoiceOffer", failed: Failed) -> None:
        """Make what was agreed to."""
        self._workspace.tasks.start(self._make(offer, failed), "make a voice")

    def cancel(self, job: str) -> None:
        """End what is on its way; before it is sent that costs nothing."""
        self._cancelled.add(job)
        self._workspace.queue.cancel(job)

    def on_its_way(self, name: str, provider: str) -> Take | None:
        """The voice of a member that is being made now."""
        return next(
            (
                making
                for making in open_makings(self._session.ledger)
                if making.what == VOICE
                and making.scene_title == name
                and making.model.startswith(f"{provider}:")
            ),
            None,
        )

    def told(self, making: Take) -> str:
        """The last word on a making, or what holds it."""
        error = self._workspace.queue.errors.get(making.job)
        words = str(error) if error is not None else self._told.get(making.job, "")
        return (
            f"{words or making.error} The queue shows what can be done."
            if making.state is JobState.UNCLEAR
            else words
        )

    async def _offer(self, name: str, provider: str, then: Offered, failed: Failed, *, anew: bool) -> None:
        from kling_studio.app.voices import offer_voice

        try:
            offer = await offer_voice(self._session, name, provider, anew=anew)
        except KnownError as error:
            failed(error)
        else:
            then(offer)

    async def _make(self, offer: "VoiceOffer", failed: Failed) -> None:
        from kling_studio.app.voices import make_voice

        before = self._session.ledger.makings.keys()
        try:
            await make_voice(self._session, self._workspace.queue, offer)
        except KnownError as error:
            # Whoever cancelled it knows.
            if not self._cancelled & (self._session.ledger.makings.keys() - before):
                failed(error)
        self.changed.emit()

    def _facts_changed(self, jobs: frozenset[str]) -> None:
        if jobs & self._session.ledger.makings.keys():
            self.changed.emit()

    def _tell(self, job: str, text: str) -> None:
        if job in self._session.ledger.makings:
            self._told[job] = text
            self.changed.emit()
