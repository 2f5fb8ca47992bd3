"""What is heard in a sample, and what the files of its member are: read on another thread, once."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from kling_studio.app.session import Session
from kling_studio.core.errors import KnownError
from kling_studio.core.media_facts import MediaFact, MediaKind
from kling_studio.core.project import CastMember, Voice
from kling_studio.core.samples import wrong_length
from kling_studio.core.severity import Severity
from kling_studio.ui.background import Background

if TYPE_CHECKING:
    from kling_studio.media.sounds import Sound


class SampleHearing(QObject):
    """``heard`` brings the :class:`Sound` of the sample that was asked for last, or why it cannot be heard."""

    heard = Signal(object)

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._background = Background(self)
        self._sample: str | None = None
        self._heard: Sound | KnownError | None = None
        self._read: object = None

    def listen(self, sample: str | None, path: Path | None) -> None:
        """Listen to a sample of the project, unless it was heard; ``None`` is no sample, or none that is a file."""
        sample = sample if path is not None else None
        if sample == self._sample and not isinstance(self._heard, KnownError):
            return
        self._sample, self._heard = sample, None
        if path is None:
            return

        def work() -> "Sound":
            from kling_studio.media.sounds import listen

            return listen(path)

        def tell(heard: "Sound | KnownError") -> None:
            if self._sample == sample:
                self._heard = heard
                self.heard.emit(heard)

        self._background.run(work, tell, tell)

    def read(self, member: CastMember) -> None:
        """Read what the member's files are, so that it is known what was made from them."""
        sample = member.voice.sample if member.voice else None
        names = tuple(name for name in (*(view.path for view in member.images), member.clip, sample) if name)
        if names == self._read:
            return
        self._read = names
        session = self._session

        def told(facts: dict[str, MediaFact]) -> None:
            if any(session.media.get(name) != fact for name, fact in facts.items()):
                session.add_measured(facts)

        self._background.run(
            lambda: session.digests.facts(session.media, names, session.path_of), told, lambda _error: None
        )

    def why_not(self, voice: Voice) -> str:
        """Why no voice can be made of the sample; empty where one can."""
        if not voice.sample:
            return "There is no sample to make it from."
        if voice.sample == self._sample and self._heard is not None:
            if isinstance(self._heard, KnownError):
                return str(self._heard)
            remarks = self._heard.remarks
            return next((one.sentence for one in remarks if one.severity is Severity.ERROR), "")
        fact = self._session.media.get(voice.sample)
        if fact is not None and fact.kind is MediaKind.MISSING:
            return "The sample is missing."
        words = wrong_length(fact.duration_s) if fact is not None else ""
        return f"The sample {words}." if words else ""

    def wait(self) -> None:
        """Wait for what is heard and read."""
        self._background.wait()
