"""The choices of a scene: mode, ratio, sound, language, cuts."""

from kling_studio.app.session import Session
from kling_studio.core.catalog import Mode, Sound
from kling_studio.core.languages import LANGUAGES, language_name
from kling_studio.core.project import ModeName, ShotType
from kling_studio.ui.combos import PlainCombo
from kling_studio.ui.inspector.controls import Switch, TypedCombo
from kling_studio.ui.inspector.field import Field
from kling_studio.ui.inspector.view import SceneView, setting
from kling_studio.ui.theme import DARK
from kling_studio.ui.words import FieldKeys

MODE_WORDS = {
    ModeName.TEXT: "Text: only words",
    ModeName.IMAGE: "Image: from the start frame",
    ModeName.REFERENCE: "Reference: with cast and pictures",
    ModeName.EDIT: "Edit: a clip is changed",
    ModeName.VIDEO_REFERENCE: "Video reference: a clip is followed",
}
MADE_FOR = {"16:9": "YouTube", "9:16": "TikTok, Reels", "1:1": "Instagram"}
_SOURCES = {"picture": "the start frame", "source": "the clip"}


class ComboField(Field):
    """A combo box of one setting; ``_choose`` takes what is chosen to the project."""

    def __init__(self, session: Session, label: str, *, name: str, tip: str) -> None:
        self.combo = PlainCombo()
        super().__init__(label, self.combo, name=name, tip=tip)
        self._session = session
        self._scene_id = ""
        FieldKeys(session, self).watch(self.combo)
        self.combo.activated.connect(lambda row: self._choose(self.combo.itemData(row)))

    def _choose(self, value: object) -> None:
        raise NotImplementedError


class ModeField(ComboField):
    """Automatic, or one of the model's modes; beneath, why it is so."""

    def __init__(self, session: Session) -> None:
        super().__init__(
            session,
            "Mode",
            name="mode",
            tip="How the scene is put to the model. Automatic: its contents decide.",
        )

    def show_scene(self, view: SceneView) -> None:
        """Show the mode and its reason."""
        scene, choice = view.scene, view.choice
        self._scene_id = scene.id
        modes = [mode.name for mode in view.model.modes] if view.model else []
        decided = f": {choice.name}" if choice is not None and scene.mode is None and choice.mode else ""
        choices: list[tuple[str, object]] = [(f"Automatic{decided}", None)]
        choices += [(MODE_WORDS[name], name) for name in modes]
        if scene.mode is not None and scene.mode not in modes:
            choices.append((f"{MODE_WORDS[scene.mode]} (not in this model)", scene.mode))
        self.combo.set_choices(choices, scene.mode)
        if choice is None:
            self.set_hint("")
        elif choice.mode is None:
            self.set_hint(f"{choice.reason}.", DARK.error)
        else:
            self.set_hint(f"{choice.reason[0].upper()}{choice.reason[1:]}." if scene.mode is None else "")

    def _choose(self, value: object) -> None:
        mode = ModeName(str(value)) if value else None
        self._session.apply(setting(self._scene_id, mode=mode), "Choose mode")


class AspectField(ComboField):
    """The ratio of the picture by what it is made for; where the model does not ask, what it follows."""

    def __init__(self, session: Session) -> None:
        super().__init__(
            session,
            "Aspect",
            name="aspect_ratio",
            tip="The shape of the picture, by what it is made for.",
        )

    def show_scene(self, view: SceneView) -> None:
        """Show the ratios of the mode, or what the ratio follows."""
        scene, mode = view.scene, view.mode
        self._scene_id = scene.id
        followed = _SOURCES.get(mode.follows) if mode is not None and not mode.aspects else None
        if followed:
            self.combo.set_choices([(f"Follows {followed}", scene.aspect_ratio)], scene.aspect_ratio)
        else:
            offered = mode.aspects if mode is not None and mode.aspects else tuple(MADE_FOR)
            choices: list[tuple[str, object]] = [(_aspect_words(aspect, mode), aspect) for aspect in offered]
            if scene.aspect_ratio not in offered:
                choices.append((f"{scene.aspect_ratio} (not in this model)", scene.aspect_ratio))
            self.combo.set_choices(choices, scene.aspect_ratio)
        self.combo.setEnabled(not followed)
        self.set_hint(f"The picture has the shape of {followed}; nothing is sent." if followed else "")

    def _choose(self, value: object) -> None:
        self._session.apply(setting(self._scene_id, aspect_ratio=str(value)), "Set aspect")


def _aspect_words(aspect: str, mode: Mode | None) -> str:
    if aspect in MADE_FOR:
        return f"{aspect}, made for {MADE_FOR[aspect]}"
    if aspect == "auto":
        return f"As {_SOURCES.get(mode.follows if mode else '', 'the clip')} has it"
    return aspect


class SoundField(Field):
    """Whether sound is made; explained where the model or the mode decides it."""

    def __init__(self, session: Session) -> None:
        self.switch = Switch("Make sound")
        super().__init__(
            "Sound",
            self.switch,
            name="audio",
            tip="Speech, steps and ambience are made with the picture. Dialogue is only sent with sound.",
        )
        self._session = session
        self._scene_id = ""
        self.switch.clicked.connect(
            lambda on: session.apply(
                setting(self._scene_id, audio=on), "Turn sound on" if on else "Turn sound off"
            )
        )

    def show_scene(self, view: SceneView) -> None:
        """Show the wish, and what becomes of it."""
        scene, mode = view.scene, view.mode
        self._scene_id = scene.id
        sound = mode.sound if mode is not None else Sound.OPTIONAL
        # Where the wish and the model differ the switch stays free, so that the wish can follow.
        decided = sound is not Sound.OPTIONAL and scene.audio == (sound is Sound.ALWAYS)
        self.switch.setChecked(scene.audio)
        self.switch.setEnabled(not decided)
        name = view.model.name if view.model else ""
        self.set_hint(
            {
                Sound.OPTIONAL: "",
                Sound.ALWAYS: f"{name} always makes sound.",
                Sound.NEVER: f"{name} films without sound.",
                Sound.KEPT: "No sound is made beside a clip; the clip's own can be kept.",
            }[sound],
            DARK.text3 if decided else DARK.warning,
        )


class LanguageField(Field):
    """The language that is spoken: one of Kling's five, or any other by its name or code."""

    def __init__(self, session: Session) -> None:
        self.combo = TypedCombo()
        super().__init__(
            "Language",
            self.combo,
            name="language",
            tip="The language of the dialogue. Others than these can be typed.",
        )
        self._session = session
        self._scene_id = ""
        for code, name in LANGUAGES.items():
            self.combo.addItem(name, code)
        FieldKeys(session, self).watch(self.combo)
        self.combo.written.connect(self._write)

    def show_scene(self, view: SceneView) -> None:
        """Show the language by its name."""
        self._scene_id = view.scene.id
        if language_code(self.combo.currentText()) != view.scene.language:
            self.combo.show_text(language_name(view.scene.language))

    def _write(self, text: str) -> None:
        code = language_code(text)
        if code:
            key = f"{self._scene_id}/language"
            self._session.apply(setting(self._scene_id, language=code), "Set language", key)


def language_code(text: str) -> str:
    """What the project keeps of a typed language: the code of a known name, else the text itself."""
    wanted = text.strip().casefold()
    return next((code for code, name in LANGUAGES.items() if name.casefold() == wanted), text.strip())


class CutsField(ComboField):
    """Whether the timeline cuts or the model does."""

    def __init__(self, session: Session) -> None:
        super().__init__(
            session,
            "Cuts",
            name="shot_type",
            tip="Mine: as on the timeline. Automatic: the model decides the cuts.",
        )

    def show_scene(self, view: SceneView) -> None:
        """Show who cuts."""
        scene = view.scene
        self._scene_id = scene.id
        self.combo.set_choices(
            [("Mine", ShotType.CUSTOMIZE), ("Automatic", ShotType.AUTOMATIC)], scene.shot_type
        )
        self.set_unsent(view.unsent.get("shot_type"))

    def _choose(self, value: object) -> None:
        self._session.apply(setting(self._scene_id, shot_type=ShotType(str(value))), "Set cuts")
