"""What a member is, and in which words it is described."""

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kling_studio.app.session import Session
from kling_studio.core import edits
from kling_studio.core.project import CastMember, MemberKind
from kling_studio.ui.cast.form import Description, named
from kling_studio.ui.combos import PlainCombo
from kling_studio.ui.theme import GAP_PX


class MemberAbout(QWidget):
    """Edits the kind and the description of one member."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._member: CastMember | None = None
        self._kind = named(PlainCombo(), "memberKind", "Kind", "What this member of the cast is")
        for kind in MemberKind:
            self._kind.addItem(kind.capitalize(), kind)
        self.description = named(
            Description(), "memberDescription", "Description", "Who or what it is, in a few words"
        )
        self.description.setPlaceholderText("Age, clothes, what must never change")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP_PX)
        column.addWidget(self._kind)
        column.addWidget(self.description)
        self._kind.activated.connect(self._set_kind)
        self.description.textChanged.connect(self._describe)
        self.description.left.connect(session.end_typing)

    def show_member(self, member: CastMember) -> None:
        """Show a member as it stands."""
        self._member = member
        with QSignalBlocker(self._kind):
            self._kind.setCurrentIndex(self._kind.findData(member.kind))
        with QSignalBlocker(self.description):
            if self.description.toPlainText() != member.description:
                self.description.setPlainText(member.description)

    def _set_kind(self) -> None:
        if self._member is not None:
            kind = MemberKind(self._kind.currentData())
            self._session.dispatch(edits.set_member, self._member.id, kind=kind)

    def _describe(self) -> None:
        if self._member is None:
            return
        member_id, text = self._member.id, self.description.toPlainText()
        self._session.apply(
            lambda project: edits.set_member(project, member_id, description=text),
            "Describe member",
            merge_key=f"description {member_id}",
        )


def about(member: CastMember) -> str:
    """What a member is, in a line; that somebody is a character goes without saying."""
    kind = "" if member.kind is MemberKind.CHARACTER and member.description else member.kind.capitalize()
    return " · ".join(filter(None, (kind, member.description)))
