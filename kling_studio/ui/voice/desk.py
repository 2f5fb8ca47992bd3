"""Where voices and elements are made: offered with a price, made once somebody agrees, told of while on their way."""

from collections.abc import Callable, Coroutine
from typing import TYPE_CHECKING, Any, TypeVar

from PySide6.QtCore import QObject, Signal

from kling_studio.app.workspace import Workspace
from kling_studio.core.errors import KnownError
from kling_studio.core.job import JobState
from kling_studio.core.ledger import ELEMENT, VOICE, Take, open_makings

if TYPE_CHECKING:
    from kling_studio.app.elements import ElementOffer
    from kling_studio.app.voices import VoiceOffer

    Offer = ElementOffer | VoiceOffer

T = TypeVar("T")
Failed = Callable[[KnownError], object]


class VoiceDesk(QObject):
    """Makes voices and elements for one window. ``changed`` tells that one is on its way, or no longer.

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

    def offer_voice(
        self,
        name: str,
        provider: str,
        then: "Callable[[VoiceOffer], object]",
        failed: Failed,
        *,
        anew: bool = False,
    ) -> None:
        """Look at the files of a member, then tell what a voice would cost, or why there can be none."""
        from kling_studio.app.voices import offer_voice

        self._offer(offer_voice(self._session, name, provider, anew=anew), then, failed)

    def offer_element(
        self, name: str, provider: str, look: str, then: "Callable[[ElementOffer], object]", failed: Failed
    ) -> None:
        """The same for the element in place of one that was lost."""
        from kling_studio.app.elements import offer_element

        self._offer(offer_element(self._session, name, provider, look), then, failed)

    def make(self, offer: "Offer", failed: Failed) -> None:
        """Make what was agreed to."""
        self._workspace.tasks.start(self._make(offer, failed), "make a voice or an element")

    def cancel(self, job: str) -> None:
        """End what is on its way; before it is sent that costs nothing."""
        self._cancelled.add(job)
        self._workspace.queue.cancel(job)

    def on_its_way(self, name: str, provider: str) -> Take | None:
        """The voice of a member that is being made now."""
        return self._open(VOICE, provider, lambda making: making.scene_title == name)

    def element_on_its_way(self, of: str, provider: str) -> Take | None:
        """The element that is being made now of what has this fingerprint."""
        return self._open(ELEMENT, provider, lambda making: making.fingerprint == of)

    def told(self, making: Take) -> str:
        """The last word on a making, or what holds it."""
        error = self._workspace.queue.errors.get(making.job)
        words = str(error) if error is not None else self._told.get(making.job, "")
        return (
            f"{words or making.error} The queue shows what can be done."
            if making.state is JobState.UNCLEAR
            else words
        )

    def _open(self, what: str, provider: str, is_it: Callable[[Take], bool]) -> Take | None:
        return next(
            (
                making
                for making in open_makings(self._session.ledger)
                if making.what == what and making.model.startswith(f"{provider}:") and is_it(making)
            ),
            None,
        )

    def _offer(self, asked: Coroutine[Any, Any, T], then: Callable[[T], object], failed: Failed) -> None:
        async def offer() -> None:
            try:
                found = await asked
            except KnownError as error:
                failed(error)
            else:
                then(found)

        self._workspace.tasks.start(offer(), "offer a voice or an element")

    async def _make(self, offer: "Offer", failed: Failed) -> None:
        from kling_studio.app.elements import make_element
        from kling_studio.app.voices import VoiceOffer, make_voice

        before = self._session.ledger.makings.keys()
        try:
            if isinstance(offer, VoiceOffer):
                await make_voice(self._session, self._workspace.queue, offer)
            else:
                await make_element(self._session, self._workspace.queue, offer)
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
