"""What each provider has of a member's voice: its id, made there or typed in."""

from collections.abc import Callable
from decimal import Decimal
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kling_studio.app.provider_names import PROVIDERS
from kling_studio.app.session import Session
from kling_studio.core import edits
from kling_studio.core.adopting import with_voice_id
from kling_studio.core.errors import KnownError
from kling_studio.core.project import CastMember, Voice
from kling_studio.ui.foretold_line import ForetoldLine
from kling_studio.ui.theme import GAP_PX
from kling_studio.ui.voice.provider_row import ProviderRow
from kling_studio.ui.voice.standing import voice_standing

if TYPE_CHECKING:
    from kling_studio.app.voices import VoiceOffer
    from kling_studio.ui.voice.desk import Offer, VoiceDesk

_MAKERS = ("fal", "wavespeed")


class AtProviders(QWidget):
    """Offers and makes a member's voice at its ``desk``, without which none can be made here.

    ``typed`` brings a provider and an id that somebody typed in. ``why_not`` tells why no voice can be made now.
    """

    typed = Signal(str, str)

    def __init__(
        self,
        session: Session,
        desk: "VoiceDesk | None",
        why_not: Callable[[Voice], str],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._desk = desk
        self._why_not = why_not
        self._member: CastMember | None = None
        self.rows = {provider: ProviderRow(provider, PROVIDERS[provider]) for provider in _MAKERS}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP_PX)
        self._foretold = ForetoldLine(session)
        for widget in (*self.rows.values(), self._foretold):
            column.addWidget(widget)
        self._connect()

    def show_member(self, member: CastMember) -> None:
        """Show what the providers have of a member. An offer for another voice is taken back."""
        before, self._member = self._member, member
        self._foretold.forget()
        if before is None or (before.id, before.voice) != (member.id, member.voice):
            for row in self.rows.values():
                row.close_offer()
        self.refresh()

    def refresh(self) -> None:
        """Show how the voice stands at each provider, by what is known of the files now."""
        member, session = self._member, self._session
        if member is None:
            return
        voice = member.voice or Voice()
        reason = self._why_not(voice) if self._desk else "Voices are made from the project's window."
        for provider, row in self.rows.items():
            row.show_voice(
                voice.id_at(provider) or "",
                voice_standing(member.voice, provider, session.media),
                self._price(provider),
                reason,
                writable=session.read_only_reason is None,
            )
            making = self._desk.on_its_way(member.name, provider) if self._desk else None
            told = self._desk.told(making) if self._desk and making else ""
            row.show_busy("" if making is None else told or f"Being made at {PROVIDERS[provider]} …")

    def stop(self) -> None:
        """Wait for what is worked out."""
        self._foretold.stop()

    def _foretell(self, provider: str, made: str) -> None:
        """Say what an id that is being typed would do, or its going."""
        member = self._member
        if member is None or made == ((member.voice or Voice()).id_at(provider) or ""):
            self._foretold.forget()
            return
        voice = with_voice_id(member.voice or Voice(), provider, made)
        self._foretold.consider(
            lambda project: edits.set_member(project, member.id, voice=voice),
            "This id" if made else "Taking the id away",
        )

    def _price(self, provider: str) -> Decimal | None:
        prices = self._session.catalog.price_list(provider, self._session.lists)
        return prices.extras.get("create-voice") if prices else None

    def _offer(self, provider: str, *, anew: bool) -> None:
        member = self._member
        if self._desk is None or member is None:
            return

        def ask(offer: "VoiceOffer") -> None:
            if not self._is_shown(member):
                return
            if offer.made is not None:
                self._make(provider, offer)  # it is there, and costs nothing
            else:
                self.rows[provider].ask(offer)

        self._desk.offer_voice(
            member.name, provider, ask, lambda error: self._tell(member, provider, error), anew=anew
        )

    def _make(self, provider: str, offer: "Offer") -> None:
        member = self._member
        if self._desk is not None and member is not None:
            self._desk.make(offer, lambda error: self._tell(member, provider, error))

    def _tell(self, member: CastMember, provider: str, error: KnownError) -> None:
        if self._is_shown(member):
            self.rows[provider].tell(error)

    def _is_shown(self, member: CastMember) -> bool:
        return self._member is not None and self._member.id == member.id

    def _cancel(self, provider: str) -> None:
        if self._desk is None or self._member is None:
            return
        making = self._desk.on_its_way(self._member.name, provider)
        if making is not None:
            self._desk.cancel(making.job)

    def _connect(self) -> None:
        for provider, row in self.rows.items():
            row.wanted.connect(lambda anew, at=provider: self._offer(at, anew=anew))
            row.agreed.connect(lambda offer, at=provider: self._make(at, offer))
            row.field.textEdited.connect(lambda made, at=provider: self._foretell(at, made.strip()))
            row.field.editingFinished.connect(self._foretold.forget)
            row.typed.connect(lambda made, at=provider: self.typed.emit(at, made))
            row.cancel_wanted.connect(lambda at=provider: self._cancel(at))
            if self._desk is not None:
                row.settings_wanted.connect(self._desk.settings_wanted)
        if self._desk is not None:
            self._desk.changed.connect(self.refresh)
        disconnects = [
            self._session.media_changed.connect(lambda _: self.refresh()),
            self._session.lists_changed.connect(lambda _: self.refresh()),
        ]
        self.destroyed.connect(lambda: [disconnect() for disconnect in disconnects])
