"""A sound or a film dragged over a voice: what will become of it, and of the takes, before it is let go."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QRect
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QWidget

from kling_studio.app.session import Session
from kling_studio.app.touching import Touched
from kling_studio.core.project import CastMember
from kling_studio.ui.drop_bubble import DropBubble
from kling_studio.ui.drops import FileKind, drop_of
from kling_studio.ui.foretelling import Foretelling
from kling_studio.ui.foretold_line import Question

_KINDS = (FileKind.SOUND, FileKind.FILM)


class SampleLanding:
    """The bubble over ``host``, beside ``place``."""

    def __init__(self, session: Session, host: QWidget, place: Callable[[], QRect]) -> None:
        self._session = session
        self._place = place
        self._bubble = DropBubble(host)
        self._foretelling = Foretelling(session, host)
        self._touched = Touched()
        self._words = ""

    def enter(self, event: QDropEvent, member: CastMember | None, asked: Question | None) -> None:
        """A drag comes; ``asked`` is what the drop would do."""
        path = self.over(event, member)
        if path is not None and asked is not None:
            self._foretelling.ask(asked.edit, self._foretell, asked.files)

    def over(self, event: QDropEvent, member: CastMember | None) -> Path | None:
        """The file of a drag that may be let go here; anything but one sound or film is for others to take."""
        drop = drop_of(event.mimeData())
        file = drop.things[0] if len(drop.things) == 1 else None
        if member is None or file is None or file.is_address or file.kind not in _KINDS:
            self._bubble.hide()
            event.ignore()
            return None
        what = "the sound of this film" if file.kind is FileKind.FILM else "this sample"
        refused = self._session.read_only_reason
        self._words = refused or f"{member.name}'s voice gets {what}"
        self._say(refused=bool(refused))
        event.setDropAction(event.proposedAction())
        event.setAccepted(not refused)
        return None if refused else Path(file.source)

    def end(self) -> None:
        """The drag is over."""
        self._foretelling.forget()
        self._touched = Touched()
        self._bubble.hide()

    def stop(self) -> None:
        """Wait for what is worked out."""
        self._foretelling.stop()

    def _foretell(self, found: Touched) -> None:
        self._touched = found
        if self._bubble.isVisible():
            self._say()

    def _say(self, *, refused: bool = False) -> None:
        stale = f"; {self._touched.words}" if self._touched.takes and not refused else ""
        self._bubble.say(f"{self._words}{stale}", self._place(), refused=refused)
