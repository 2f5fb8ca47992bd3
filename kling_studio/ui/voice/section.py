"""The voice of a member in its details: name, language, sample, and what each provider has of it."""

from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent, QHideEvent
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from kling_studio.app.provider_names import PROVIDERS
from kling_studio.app.session import Session
from kling_studio.core import edits
from kling_studio.core.adopting import with_voice_id
from kling_studio.core.errors import KnownError
from kling_studio.core.languages import LANGUAGES, language_name
from kling_studio.core.media_facts import MediaFact, MediaKind
from kling_studio.core.pricing import shown
from kling_studio.core.project import CastMember, Voice, is_address
from kling_studio.core.samples import wrong_length
from kling_studio.ui.background import Background
from kling_studio.ui.combos import PlainCombo
from kling_studio.ui.drop_bubble import DropBubble
from kling_studio.ui.drops import FileKind, drop_of
from kling_studio.ui.theme import GAP_PX
from kling_studio.ui.voice.intake import SampleIntake
from kling_studio.ui.voice.microphone import Microphone
from kling_studio.ui.voice.provider_row import ProviderRow
from kling_studio.ui.voice.sample import SampleView
from kling_studio.ui.voice.standing import element_words, voice_standing

if TYPE_CHECKING:
    from kling_studio.app.voices import VoiceOffer
    from kling_studio.media.sounds import Sound
    from kling_studio.ui.voice.desk import VoiceDesk

_MAKERS = ("fal", "wavespeed")
_WITH_ELEMENTS = "wavespeed"


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
        self._desk = desk
        self._member: CastMember | None = None
        self._heard: tuple[str, Sound | KnownError] | None = None
        self._asked: object = None
        self._shown: Voice | None = None
        self.setObjectName("voiceSection")
        self.setAccessibleName("Voice")
        self.setAcceptDrops(True)
        self._background = Background(self)
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
        self._from_clip = QPushButton("Use the clip's sound")
        self._from_clip.setObjectName("sampleFromClip")
        self._from_clip.setAccessibleName("Use the clip's sound as the voice sample")
        self._from_clip.setToolTip("Take the sample of the voice from the sound of the member's clip")
        self._from_clip.setProperty("role", "link")
        self.rows = {provider: ProviderRow(provider, PROVIDERS[provider]) for provider in _MAKERS}
        self._element = QLabel()
        self._element.setObjectName("elementState")
        self._element.setProperty("role", "label")
        self._element.setWordWrap(True)
        self._bubble = DropBubble(self)
        self._lay_out()
        self._connect()

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
        if other or self._shown != member.voice:
            self._shown = member.voice
            for row in self.rows.values():
                row.close_offer()
        if not (self.name.hasFocus() and self.name.isModified()) and self.name.text() != voice.name:
            with QSignalBlocker(self.name):
                self.name.setText(voice.name)
            self.name.setCursorPosition(0)
        self._show_language(voice.language)
        path = self._session.path_of(voice.sample) if voice.sample else None
        self.sample.show_file(voice.sample or "", path, writable=writable)
        self._from_clip.setVisible(bool(member.clip and not voice.sample and writable))
        self._listen(voice.sample, path)
        self._read(member)
        self.refresh()

    def refresh(self) -> None:
        """Show how the voice and the element stand at each provider, by what is known of the files now."""
        member = self._member
        if member is None:
            return
        voice, session = member.voice or Voice(), self._session
        for provider, row in self.rows.items():
            price = self._price(provider, "create-voice")
            standing = voice_standing(member.voice, provider, session.media)
            row.show_voice(
                voice.id_at(provider) or "",
                standing,
                price,
                self._why_not(voice),
                writable=session.read_only_reason is None,
            )
            making = self._desk.on_its_way(member.name, provider) if self._desk else None
            told = self._desk.told(making) if self._desk and making else ""
            row.show_busy("" if making is None else told or f"Being made at {PROVIDERS[provider]} …")
        price = self._price(_WITH_ELEMENTS, "create-element")
        words = element_words(member, _WITH_ELEMENTS, PROVIDERS[_WITH_ELEMENTS], shown(price), session.media)
        self._element.setText(words.text)
        self._element.setVisible(bool(words.text))
        self._element.setToolTip(
            "Made before the first render there, once; again only when the member changes"
        )

    def stop(self) -> None:
        """Wait for what is read and written, and let go of files and microphone."""
        self.sample.close_recording()
        self.sample.player.stop()
        self._intake.wait()
        self._background.wait()

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

    def _listen(self, sample: str | None, path: Path | None) -> None:
        if sample is None or path is None:
            self._heard = None
            if sample is not None and is_address(sample):
                words = KnownError("The sample is on the net and is sent as it is.")
                self.sample.notice.say(str(words), is_error=False)
            return
        if self._heard is not None and self._heard[0] == sample:
            return

        def work() -> "Sound":
            from kling_studio.media.sounds import listen

            return listen(path)

        self._heard = None
        self._background.run(
            work, lambda sound: self._tell_heard(sample, sound), lambda error: self._tell_heard(sample, error)
        )

    def _tell_heard(self, sample: str, heard: "Sound | KnownError") -> None:
        if self._member is None or self._member.voice is None or self._member.voice.sample != sample:
            return
        self._heard = (sample, heard)
        if isinstance(heard, KnownError):
            self.sample.show_error(heard)
        else:
            self.sample.show_sound(heard)
        self.refresh()

    def _read(self, member: CastMember) -> None:
        """Read what the member's files are, so that it is known what was made from them."""
        sample = member.voice.sample if member.voice else None
        names = tuple(name for name in (*(view.path for view in member.images), member.clip, sample) if name)
        if names == self._asked:
            return
        self._asked = names
        session = self._session

        def told(facts: dict[str, MediaFact]) -> None:
            if any(session.media.get(name) != fact for name, fact in facts.items()):
                session.add_measured(facts)

        self._background.run(
            lambda: session.digests.facts(session.media, names, session.path_of), told, lambda _error: None
        )

    def _why_not(self, voice: Voice) -> str:
        """Why no voice can be made of the sample; empty where one can."""
        if self._desk is None:
            return "Voices are made from the project's window."
        if not voice.sample:
            return "There is no sample to make it from."
        if self._heard is not None and self._heard[0] == voice.sample:
            heard = self._heard[1]
            if isinstance(heard, KnownError):
                return str(heard)
            return next((remark.sentence for remark in heard.remarks if remark.severity == "error"), "")
        fact = self._session.media.get(voice.sample)
        if fact is not None and fact.kind is MediaKind.MISSING:
            return "The sample is missing."
        words = wrong_length(fact.duration_s) if fact is not None else ""
        return f"The sample {words}." if words else ""

    def _price(self, provider: str, action: str) -> Decimal | None:
        prices = self._session.catalog.price_list(provider, self._session.lists)
        return prices.extras.get(action) if prices else None

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

    def _offer(self, provider: str, *, anew: bool) -> None:
        if self._desk is not None and self._member is not None:
            row, name = self.rows[provider], self._member.name

            def ask(offer: "VoiceOffer") -> None:
                if self._member is not None and self._member.name == name:
                    row.ask(offer)

            self._desk.offer(name, provider, ask, row.tell, anew=anew)

    def _make(self, provider: str, offer: "VoiceOffer", *, anew: bool) -> None:
        if self._desk is not None:
            self._desk.make(offer, self.rows[provider].tell, anew=anew)

    def _cancel(self, provider: str) -> None:
        making = (
            self._desk.on_its_way(self._member.name, provider)
            if self._desk is not None and self._member is not None
            else None
        )
        if self._desk is not None and making is not None:
            self._desk.cancel(making.job)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP_PX)
        for widget in (
            self.name,
            self.language,
            self.sample,
            self._from_clip,
            *self.rows.values(),
            self._element,
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
        for provider, row in self.rows.items():
            row.wanted.connect(lambda anew, at=provider: self._offer(at, anew=anew))
            row.agreed.connect(lambda offer, anew, at=provider: self._make(at, offer, anew=anew))
            row.typed.connect(lambda made, at=provider: self._type_id(at, made))
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
