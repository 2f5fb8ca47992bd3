"""The head of a member's details: its name, and the way out."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit, QToolButton, QVBoxLayout, QWidget

from kling_studio.app.session import Session
from kling_studio.core import edits
from kling_studio.core.project import CastMember
from kling_studio.ui.cast.foretold import ForetoldLine
from kling_studio.ui.cast.form import beside, named, refusal_of, show_text
from kling_studio.ui.icons import icon
from kling_studio.ui.notice import Notice
from kling_studio.ui.sight import bring_into_sight
from kling_studio.ui.theme import DARK, GAP_PX


class MemberHead(QWidget):
    """Renames a member; says what another name would make stale, and why one is refused."""

    closed = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._member: CastMember | None = None
        self._name = named(QLineEdit(), "memberName", "Name", "The name, written @Name in the words")
        self._refusal = Notice("memberRefusal")
        self._foretold = ForetoldLine(session)
        close = named(QToolButton(), "closeMember", "Close the details", "Close the details (Esc)")
        close.setIcon(icon("close", DARK.text2))
        close.clicked.connect(self.closed)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP_PX)
        column.addLayout(beside(self._name, close))
        column.addWidget(self._refusal)
        column.addWidget(self._foretold)
        self._name.editingFinished.connect(self._rename)
        self._name.textEdited.connect(self._consider)

    @property
    def is_typing(self) -> bool:
        """Whether a name is typed that is not in the project yet."""
        return self._name.isModified()

    def forget_typed(self) -> None:
        """What is typed here is not meant."""
        self._name.setModified(False)
        self._refusal.say("")

    def show_member(self, member: CastMember) -> None:
        """Show a member's name; one that is being typed for the same member stays."""
        other = self._member is None or self._member.id != member.id
        self._member = member
        if other:
            self._refusal.say("")
        self._foretold.forget()
        if other or not self._name.hasFocus() or not self._name.isModified():
            show_text(self._name, member.name)

    def edit_name(self) -> None:
        """Put the hand on the name."""
        self._name.setFocus(Qt.FocusReason.OtherFocusReason)
        self._name.selectAll()
        bring_into_sight(self._name)

    def stop(self) -> None:
        """Wait for what is worked out."""
        self._foretold.stop()

    def _consider(self, name: str) -> None:
        if self._member is not None:
            member_id = self._member.id
            self._foretold.consider(
                lambda project: edits.rename_member(project, member_id, name.strip()), "Renaming"
            )

    def _rename(self) -> None:
        self._foretold.forget()
        name = self._name.text().strip()
        if self._member is None or name == self._member.name:
            self._refusal.say("")
            return
        refusal = refusal_of(self._session, edits.rename_member, self._member.id, name)
        self._name.setModified(bool(refusal))
        self._refusal.say(refusal)
