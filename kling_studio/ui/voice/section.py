"""The voice of a member in its details: name, language, sample, and what each provider has of it."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent, QHideEvent
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from kling_studio.app.session import Session
from kling_studio.core import edits
from kling_studio.core.adopting import with_voice_id
from kling_studio.core.errors import KnownError
from kling_studio.core.languages import LANGUAGES, language_name
from kling_studio.core.project import CastMember, Voice, is_address
from kling_studio.ui.buttons import link_button
from kling_studio.ui.combos import PlainCombo
from kling_studio.ui.drop_bubble import DropBubble
from kling_studio.ui.drops import FileKind, drop_of
from kling_studio.ui.theme import GAP_PX
from kling_studio.ui.voice.at_providers import AtProviders
from kling_studio.ui.voice.elements import Elements
from kling_studio.ui.voice.hearing import SampleHearing
from kling_studio.ui.voice.intake import SampleIntake
from kling_studio.ui.voice.microphone import Microphone
from kling_studio.ui.voice.provider_row import ProviderRow
from kling_studio.ui.voice.sample import SampleView

if TYPE_CHECKING:
    from kling_studio.media.sounds import Sound
    from kling_studio.ui.voice.desk import VoiceDesk


class VoiceSection(QWidget):
    """Edits the voice of one member. Without a ``desk`` no voice can be made here. :meth:`stop` before it goes."""

    def __init__(
        self,
        session: Session,
        desk: "VoiceDesk | None" = None,
        microphone: Microphone | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._member: CastMember | None = None
        self.setObjectName("voiceSection")
        self.setAccessibleName("Voice")
        self.setAcceptDrops(True)
        self._hearing = SampleHearing(session, self)
        self._intake = SampleIntake(session, self)
        self.name = QLineEdit()
        self.name.setObjectName("voiceName")
        self.name.setAccessibleName("Voice")
        self.name.setToolTip("What you call this voice")
        self.name.setPlaceholderText("Name of the voice")
        self.language = PlainCombo()
        self.language.setObjectName("voiceLanguage")
        self.language.setAccessibleName("Language of the voice")
        self.language.setToolTip(
            "What this voice speaks in its sample; a voice keeps its accent in other languages"
        )
        self.sample = SampleView(microphone)
        self._from_clip = link_button(
            "sampleFromClip",
            "Use the clip's sound",
            "Take the sample of the voice from the sound of the member's clip",
            told="Use the clip's sound as the voice sample",
        )
        self._at_providers = AtProviders(session, desk, self._hearing.why_not)
        self.elements = Elements(session, desk)
        self._bubble = DropBubble(self)
        self._lay_out()
        self._connect()

    @property
    def rows(self) -> Mapping[str, ProviderRow]:
        """The voice at each provider."""
        return self._at_providers.rows

    @property
    def is_typing(self) -> bool:
        """Whether something typed here is not in the project yet."""
        return any(field.isModified() for field in (self.name, *(row.field for row in self.rows.values())))

    def forget_typed(self) -> None:
        """What is typed here is not meant."""
        for field in (self.name, *(row.field for row in self.rows.values())):
            field.setModified(False)

    def show_member(self, member: CastMember) -> None:
        """Show a member's voice as it stands; what is being typed stays."""
        other = self._member is None or self._member.id != member.id
        self._member = member
        voice = member.voice or Voice()
        writable = self._session.read_only_reason is None
        if other:
            self.forget_typed()
            self.sample.close_recording()
        if not (self.name.hasFocus() and self.name.isModified()) and self.name.text() != voice.name:
            with QSignalBlocker(self.name):
                self.name.setText(voice.name)
            self.name.setCursorPosition(0)
        self._show_language(voice.language)
        path = self._session.path_of(voice.sample) if voice.sample else None
        self.sample.show_file(voice.sample or "", path, writable=writable)
        self._from_clip.setVisible(bool(member.clip and not voice.sample and writable))
        if voice.sample is not None and path is None and is_address(voice.sample):
            self.sample.notice.say("The sample is on the net and is sent as it is.", is_error=False)
        self._hearing.listen(voice.sample, path)
        self._hearing.read(member)
        self._at_providers.show_member(member)
        self.elements.show_member(member)

    def stop(self) -> None:
        """Wait for what is read and written, and let go of files and microphone."""
        self.sample.close_recording()
        self.sample.player.stop()
        self._intake.wait()
        self._hearing.wait()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.sample.player.stop()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        self._show_landing(event)

    def dragMoveEvent(self, event: QDropEvent) -> None:
        self._show_landing(event)

    def dragLeaveEvent(self, _event: QDragLeaveEvent) -> None:
        self._bubble.hide()

    def dropEvent(self, event: QDropEvent) -> None:
        path = self._show_landing(event)
        self._bubble.hide()
        if path is not None:
            self._bring(path)

    def _show_landing(self, event: QDropEvent) -> Path | None:
        """What a drop does here; anything but one sound or film is for others to take."""
        drop = drop_of(event.mimeData())
        file = drop.things[0] if len(drop.things) == 1 else None
        if (
            self._member is None
            or file is None
            or file.is_address
            or file.kind not in (FileKind.SOUND, FileKind.FILM)
        ):
            self._bubble.hide()
            event.ignore()
            return None
        what = "the sound of this film" if file.kind is FileKind.FILM else "this sample"
        refused = self._session.read_only_reason
        self._bubble.say(
            refused or f"{self._member.name}'s voice gets {what}",
            self.sample.geometry(),
            refused=bool(refused),
        )
        event.setDropAction(event.proposedAction())
        event.setAccepted(not refused)
        return None if refused else Path(file.source)

    def _show_heard(self, heard: "Sound | KnownError") -> None:
        if isinstance(heard, KnownError):
            self.sample.show_error(heard)
        else:
            self.sample.show_sound(heard)
        self._at_providers.refresh()

    def _show_language(self, chosen: str) -> None:
        codes = ["", *LANGUAGES]
        if chosen not in codes:
            codes.append(chosen)
        choices: list[tuple[str, object]] = [
            (language_name(code) if code else "Language not set", code) for code in codes
        ]
        self.language.set_choices(choices, chosen)

    def _bring(self, path: Path) -> None:
        if self._member is not None and self._session.read_only_reason is None:
            self._intake.bring(self._member.id, path)

    def _trim(self, start_s: float, seconds: float) -> None:
        voice = self._member.voice if self._member else None
        path = self._session.path_of(voice.sample) if voice and voice.sample else None
        if self._member is not None and path is not None:
            self._intake.trim(self._member.id, path, start_s, seconds)

    def _use_clip(self) -> None:
        path = self._session.path_of(self._member.clip) if self._member and self._member.clip else None
        if path is not None:
            self._bring(path)

    def _set(self, **fields: str | None) -> None:
        if self._member is not None:
            self._set_voice(replace(self._member.voice or Voice(), **fields))  # type: ignore[arg-type]

    def _set_voice(self, voice: Voice) -> None:
        if self._member is not None:
            known = None if voice == Voice() else voice
            self._session.dispatch(edits.set_member, self._member.id, voice=known)

    def _name_voice(self) -> None:
        self.name.setModified(False)
        self._set(name=self.name.text().strip())

    def _type_id(self, provider: str, made: str) -> None:
        voice = (self._member.voice if self._member else None) or Voice()
        if made != (voice.id_at(provider) or ""):
            self._set_voice(with_voice_id(voice, provider, made))

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP_PX)
        for widget in (
            self.name,
            self.language,
            self.sample,
            self._from_clip,
            self._at_providers,
            self.elements,
        ):
            column.addWidget(widget)

    def _connect(self) -> None:
        self.name.editingFinished.connect(self._name_voice)
        self.language.activated.connect(lambda _row: self._set(language=str(self.language.currentData())))
        self.sample.chosen.connect(self._bring)
        self.sample.cleared.connect(lambda: self._set(sample=None))
        self.sample.trimmed.connect(self._trim)
        self._from_clip.clicked.connect(self._use_clip)
        self._intake.failed.connect(self.sample.notice.tell)
        self._hearing.heard.connect(self._show_heard)
        self._at_providers.typed.connect(self._type_id)
