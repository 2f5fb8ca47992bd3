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
from kling_studio.core.cuts import length_words, sample_original
from kling_studio.core.errors import KnownError
from kling_studio.core.languages import LANGUAGES, language_name
from kling_studio.core.media_facts import MediaFact, MediaKind
from kling_studio.core.project import CastMember, Voice, is_address
from kling_studio.core.samples import LONGEST_S, SHORTEST_S
from kling_studio.ui.buttons import link_button
from kling_studio.ui.combos import PlainCombo
from kling_studio.ui.foretold_line import ForetoldLine, Question
from kling_studio.ui.sight import bring_into_sight
from kling_studio.ui.theme import GAP_PX
from kling_studio.ui.trimming import TrimEditor
from kling_studio.ui.voice.aside import RecordingsAside
from kling_studio.ui.voice.at_providers import AtProviders
from kling_studio.ui.voice.elements import Elements
from kling_studio.ui.voice.hearing import SampleHearing
from kling_studio.ui.voice.intake import SampleIntake, given_sample
from kling_studio.ui.voice.landing import SampleLanding
from kling_studio.ui.voice.microphone import Microphone
from kling_studio.ui.voice.provider_row import ProviderRow
from kling_studio.ui.voice.sample import SampleView

if TYPE_CHECKING:
    from kling_studio.media.sounds import Sound
    from kling_studio.ui.voice.desk import VoiceDesk

_ANOTHER = "another sample"
_ANOTHER_FACT = MediaFact(MediaKind.SOUND, duration_s=10, sha256=_ANOTHER)


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
        self.trimming = TrimEditor(session, (SHORTEST_S, LONGEST_S), is_sound=True)
        self._aside = RecordingsAside(session.folder.root, self.sample)
        self._from_clip = link_button(
            "sampleFromClip",
            "Use the clip's sound",
            "Take the sample of the voice from the sound of the member's clip",
            told="Use the clip's sound as the voice sample",
        )
        self._at_providers = AtProviders(session, desk, self._hearing.why_not)
        self.elements = Elements(session, desk)
        self._foretold = ForetoldLine(session)
        self._landing = SampleLanding(session, self, self.sample.geometry)
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
        self._foretold.forget()
        voice = member.voice or Voice()
        writable = self._session.read_only_reason is None
        if other:
            self.forget_typed()
            self._aside.leave()
        if not (self.name.hasFocus() and self.name.isModified()) and self.name.text() != voice.name:
            with QSignalBlocker(self.name):
                self.name.setText(voice.name)
            self.name.setCursorPosition(0)
        self._show_language(voice.language)
        path = self._session.path_of(voice.sample) if voice.sample else None
        original = sample_original(voice)
        if self.trimming.is_open and (other or self.trimming.original != original):
            self.trimming.close_editor()
        length = length_words(original, voice.sample_cut, self._session.media)
        self.sample.show_file(voice.sample or "", path, writable=writable, original=original, length=length)
        self._from_clip.setVisible(bool(member.clip and not voice.sample and writable))
        if voice.sample is not None and path is None and is_address(voice.sample):
            self.sample.notice.say("The sample is on the net and is sent as it is.", is_error=False)
        self._listen()
        self._hearing.read(member)
        self._at_providers.show_member(member)
        self.elements.show_member(member)
        if other and writable:
            self._aside.come_to(member.id)

    def stop(self) -> None:
        """Wait for what is read and written, and let go of files and microphone."""
        self._aside.leave()
        self.sample.player.stop()
        self._intake.wait()
        self.sample.recording.remove_files()
        self._hearing.wait()
        for part in (self._foretold, self._landing, self._at_providers, self.trimming):
            part.stop()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.sample.player.stop()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        self._landing.enter(event, self._member, self._of_another_sample())

    def dragMoveEvent(self, event: QDropEvent) -> None:
        self._landing.over(event, self._member)

    def dragLeaveEvent(self, _event: QDragLeaveEvent) -> None:
        self._landing.end()

    def dropEvent(self, event: QDropEvent) -> None:
        path = self._landing.over(event, self._member)
        self._landing.end()
        if path is not None:
            self._bring(path)

    def _listen(self) -> None:
        """Hear the sample, once it is there: a part of another may be in the making."""
        voice = (self._member.voice if self._member else None) or Voice()
        is_there = voice.sample_cut is None or voice.sample in self._session.media
        path = self._session.path_of(voice.sample) if voice.sample and is_there else None
        self._hearing.listen(voice.sample, path)

    def _follow_media(self) -> None:
        voice = self._member.voice if self._member else None
        if voice is not None and voice.sample:
            path = self._session.path_of(voice.sample)
            original = sample_original(voice)
            length = length_words(original, voice.sample_cut, self._session.media)
            writable = self._session.read_only_reason is None
            self.sample.show_file(voice.sample, path, writable=writable, original=original, length=length)
            self._listen()

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

    def _trim(self) -> None:
        voice = self._member.voice if self._member else None
        if self._member is not None and voice is not None and voice.sample:
            self.sample.show_trimming(on=True)
            self.trimming.edit(self._member.id, sample_original(voice), voice.sample_cut)
            bring_into_sight(self.trimming)

    def _end_trimming(self) -> None:
        self.sample.show_trimming(on=False)
        self.sample.slot_.trim_button.setFocus()

    def _use_clip(self) -> None:
        path = self._session.path_of(self._member.clip) if self._member and self._member.clip else None
        if path is not None:
            self._bring(path)

    def _set(self, **fields: str | None) -> None:
        if self._member is not None:
            self._set_voice(replace(self._member.voice or Voice(), **fields))  # type: ignore[arg-type]

    def _set_voice(self, voice: Voice) -> None:
        if self._member is not None:
            self._session.dispatch(edits.set_member, self._member.id, voice=_known(voice))

    def _name_voice(self) -> None:
        self.name.setModified(False)
        self._set(name=self.name.text().strip())

    def _type_id(self, provider: str, made: str) -> None:
        voice = (self._member.voice if self._member else None) or Voice()
        if made != (voice.id_at(provider) or ""):
            self._set_voice(with_voice_id(voice, provider, made))

    def _of_another_sample(self) -> Question | None:
        """What another sample would do, whichever it is."""
        member = self._member
        if member is None or self._session.read_only_reason is not None:
            return None
        what = "Another sample" if member.voice and member.voice.sample else "A sample"
        return Question(given_sample(member.id, _ANOTHER, ""), what, {_ANOTHER: _ANOTHER_FACT})

    def _of_no_sample(self) -> Question | None:
        member = self._member
        if member is None or self._session.read_only_reason is not None:
            return None
        voice = _known(replace(member.voice or Voice(), sample=None, sample_cut=None))
        return Question(
            lambda project: edits.set_member(project, member.id, voice=voice), "Taking the sample away"
        )

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP_PX)
        for widget in (
            self.name,
            self.language,
            self.sample,
            self.trimming,
            self._from_clip,
            self._foretold,
            self._at_providers,
            self.elements,
        ):
            column.addWidget(widget)

    def _connect(self) -> None:
        self.name.editingFinished.connect(self._name_voice)
        self.language.activated.connect(lambda _row: self._set(language=str(self.language.currentData())))
        self.sample.chosen.connect(self._bring)
        self.sample.cleared.connect(lambda: self._set(sample=None, sample_cut=None))
        self.sample.trim_wanted.connect(self._trim)
        self.trimming.closed.connect(self._end_trimming)
        self.trimming.failed.connect(self.sample.notice.tell)
        self._session.media_changed.connect(lambda _none: self._follow_media())
        self._from_clip.clicked.connect(self._use_clip)
        self._intake.failed.connect(self.sample.notice.tell)
        for button in (*self.sample.replacing_buttons, self._from_clip):
            self._foretold.watch(button, self._of_another_sample)
        self._foretold.watch(self.sample.slot_.clear_button, self._of_no_sample)
        self._hearing.heard.connect(self._show_heard)
        self._at_providers.typed.connect(self._type_id)


def _known(voice: Voice) -> Voice | None:
    """The voice, unless nothing is known of it."""
    return None if voice == Voice() else voice
