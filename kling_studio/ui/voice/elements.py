"""The elements that a provider keeps of a member: of the member as ever, and of each look that it has made."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from kling_studio.app.provider_names import PROVIDERS
from kling_studio.app.session import Session
from kling_studio.core.errors import KnownError
from kling_studio.core.looks import in_look
from kling_studio.core.project import CastMember
from kling_studio.core.request import member_fingerprint
from kling_studio.ui.theme import GAP_PX
from kling_studio.ui.voice.element_row import ElementRow
from kling_studio.ui.voice.standing import ElementStanding, element_standing

if TYPE_CHECKING:
    from kling_studio.app.elements import ElementOffer
    from kling_studio.ui.voice.desk import Offer, VoiceDesk

_PROVIDER = "wavespeed"


class Elements(QWidget):
    """Shows how they stand, and makes a lost one again at its ``desk``, without which none can be made here."""

    def __init__(self, session: Session, desk: "VoiceDesk | None", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._desk = desk
        self._member: CastMember | None = None
        self.rows: dict[str, ElementRow] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(GAP_PX)
        if desk is not None:
            desk.changed.connect(self.refresh)
        disconnects = [
            session.media_changed.connect(lambda _: self.refresh()),
            session.lists_changed.connect(lambda _: self.refresh()),
        ]
        self.destroyed.connect(lambda: [disconnect() for disconnect in disconnects])

    def show_member(self, member: CastMember) -> None:
        """Show what is kept of a member. An offer for another one is taken back."""
        if self._member is not None and self._member.id != member.id:
            for row in self.rows.values():
                row.close_offer()
        self._member = member
        self.refresh()

    def refresh(self) -> None:
        """Show how they stand, by what is known of the files now."""
        member, media = self._member, self._session.media
        if member is None:
            return
        worn = {look: in_look(member, look) for look in ("", *(look.name for look in member.looks))}
        standings = {look: element_standing(dressed, _PROVIDER, media) for look, dressed in worn.items()}
        # What is not there cannot be lost: looks that have none yet need no line.
        shown = [look for look in worn if not look or standings[look] is ElementStanding.MADE]
        self._make_rows(shown)
        prices = self._session.catalog.price_list(_PROVIDER, self._session.lists)
        price = prices.extras.get("create-element") if prices else None
        reason = "" if self._desk else "Elements are made from the project's window."
        for look in shown:
            row = self.rows[look]
            row.show_element(standings[look], price, reason, writable=self._session.read_only_reason is None)
            row.show_busy(self._told(worn[look]))

    def _told(self, member: CastMember) -> str:
        """How far the making of a member's element is; empty where it is not being made."""
        if self._desk is None:
            return ""
        of = member_fingerprint(member, _PROVIDER, self._session.media)
        making = self._desk.element_on_its_way(of, _PROVIDER)
        if making is None:
            return ""
        return self._desk.told(making) or f"Being made at {PROVIDERS[_PROVIDER]} …"

    def _make_rows(self, looks: list[str]) -> None:
        if list(self.rows) == looks:
            return
        for look in [look for look in self.rows if look not in looks]:
            row = self.rows.pop(look)
            row.hide()
            row.deleteLater()
        for place, look in enumerate(looks):
            if look not in self.rows:
                self.rows[look] = self._made(look)
            self._column.insertWidget(place, self.rows[look])
        self.rows = {look: self.rows[look] for look in looks}

    def _made(self, look: str) -> ElementRow:
        row = ElementRow(PROVIDERS[_PROVIDER], look)
        row.wanted.connect(lambda: self._offer(look))
        row.agreed.connect(lambda offer: self._make(look, offer))
        row.cancel_wanted.connect(lambda: self._cancel(look))
        if self._desk is not None:
            row.settings_wanted.connect(self._desk.settings_wanted)
        return row

    def _offer(self, look: str) -> None:
        member = self._member
        if self._desk is None or member is None:
            return

        def ask(offer: "ElementOffer") -> None:
            if self._is_shown(member, look):
                self.rows[look].ask(offer)

        self._desk.offer_element(
            member.name, _PROVIDER, look, ask, lambda error: self._tell(member, look, error)
        )

    def _make(self, look: str, offer: "Offer") -> None:
        member = self._member
        if self._desk is not None and member is not None:
            self._desk.make(offer, lambda error: self._tell(member, look, error))

    def _cancel(self, look: str) -> None:
        if self._desk is None or self._member is None:
            return
        of = member_fingerprint(in_look(self._member, look), _PROVIDER, self._session.media)
        making = self._desk.element_on_its_way(of, _PROVIDER)
        if making is not None:
            self._desk.cancel(making.job)

    def _tell(self, member: CastMember, look: str, error: KnownError) -> None:
        if self._is_shown(member, look):
            self.rows[look].tell(error)

    def _is_shown(self, member: CastMember, look: str) -> bool:
        return self._member is not None and self._member.id == member.id and look in self.rows
