"""The bar on top: where one is, how the scene is filmed, what it costs, and the one action."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QPushButton, QSizePolicy, QWidget

from kling_studio.app.session import Session
from kling_studio.core import edits
from kling_studio.core.catalog import Sound
from kling_studio.core.languages import LANGUAGES, language_name
from kling_studio.core.modes import choose_mode
from kling_studio.core.numbering import scene_title
from kling_studio.core.pricing import exactly, in_cents
from kling_studio.core.project import Scene
from kling_studio.ui.meter import Meter
from kling_studio.ui.model_names import offered_models, provider_name
from kling_studio.ui.render_buttons import RenderButtons
from kling_studio.ui.selection import Selection
from kling_studio.ui.theme import DARK, GAP_PX, MARGIN_PX


class Header(QWidget):
    """Breadcrumb, the scene's choices, the meter and the render buttons. ``compare_wanted`` asks for all models."""

    compare_wanted = Signal()

    def __init__(self, session: Session, selection: Selection, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("header")
        self._session = session
        self._selection = selection
        self._crumbs = QLabel(self)
        self._crumbs.setObjectName("breadcrumb")
        self._crumbs.setTextFormat(Qt.TextFormat.RichText)
        # On a narrow screen the name of the place gives way, which the series list tells too.
        self._crumbs.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._crumbs.setMinimumWidth(96)
        self._model = _choice("model_choice", "Model of this scene", self._fill_models, self)
        self._aspect = _choice("aspect_choice", "Picture ratio of this scene", self._fill_aspects, self)
        self._sound = _choice("sound_choice", "Sound of this scene", self._fill_sound, self)
        self._language = _choice(
            "language_choice", "Spoken language of this scene", self._fill_languages, self
        )
        self.meter = Meter(session, selection, self)
        self.buttons = RenderButtons(self)
        self._lay_out()
        for signal in (session.changed, session.media_changed, session.lists_changed):
            signal.connect(lambda _: self.refresh())
        selection.scene_changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Show the scene as it stands."""
        scene = self._selection.scene
        self._crumbs.setText(self._breadcrumb(scene))
        for button in (self._model, self._aspect, self._sound, self._language, self.buttons):
            button.setEnabled(scene is not None)
        if scene is None:
            return
        model = self._session.catalog.models.get(scene.model)
        choice = choose_mode(self._session.project, scene, model) if model else None
        name = f"{model.name}   {provider_name(model)} · {choice.name}" if model and choice else scene.model
        if model is not None and model.forgiving:
            name = model.name
        quote = self._session.quote(scene)
        free = model is not None and model.forgiving
        amount = quote.total if quote else None
        self.buttons.set_price(None if free else in_cents(amount), exactly(amount))
        self._model.setText(f"{name}  ▾")
        reason = f"{choice.name}, {choice.reason}" if choice else "not in the catalog"
        self._model.setToolTip(f"Model of this scene: {reason}")
        self._aspect.setText(f"{scene.aspect_ratio}  ▾")
        always = choice is not None and choice.mode is not None and choice.mode.sound is Sound.ALWAYS
        self._sound.setText(f"Sound {'on' if scene.audio or always else 'off'}  ▾")
        self._language.setText(f"{language_name(scene.language)}  ▾")

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(MARGIN_PX, 8, MARGIN_PX, 8)
        row.setSpacing(GAP_PX)
        row.addWidget(self._crumbs, 1)
        for choice in (self._model, self._aspect, self._sound, self._language):
            row.addWidget(choice)
        row.addSpacing(MARGIN_PX)
        row.addWidget(self.meter)
        row.addSpacing(GAP_PX)
        row.addWidget(self.buttons)

    def _breadcrumb(self, scene: Scene | None) -> str:
        parts = [self._session.project.title]
        for number, episode in enumerate(self._session.project.episodes, start=1):
            for place, one in enumerate(episode.scenes, start=1):
                if scene is not None and one.id == scene.id:
                    parts += [f"{number} {episode.title}", f"{place} {scene_title(one, place)}"]
        shown_parts = [_escaped(_shortened(part)) for part in parts]
        quiet = [f'<span style="color:{DARK.text2}">{part}</span>' for part in shown_parts[:-1]]
        return f'<span style="color:{DARK.text3}">&nbsp; › &nbsp;</span>'.join(
            [*quiet, f"<b>{shown_parts[-1]}</b>"]
        )

    def _fill_models(self, menu: QMenu) -> None:
        scene = self._selection.scene
        if scene is None:
            return
        provider = ""
        for offer in offered_models(self._session, scene):
            model = offer.model
            if model.provider != provider:
                provider = model.provider
                _add_heading(menu, provider_name(model))
            action = _check_action(menu, f"{model.name}\t{offer.price}", checked=model.id == scene.model)
            action.setToolTip(model.summary)
            action.triggered.connect(
                lambda _=False, chosen=model.id: self._session.dispatch(
                    edits.set_scene, scene.id, model=chosen
                )
            )
        menu.addSeparator()
        menu.addAction("Compare all of them…\tCtrl+Shift+M").triggered.connect(
            lambda _=False: self.compare_wanted.emit()
        )

    def _fill_aspects(self, menu: QMenu) -> None:
        made_for = {"16:9": "YouTube", "9:16": "TikTok, Reels", "1:1": "Instagram"}
        self._fill(menu, "aspect_ratio", {value: f"{value}\t{use}" for value, use in made_for.items()})

    def _fill_sound(self, menu: QMenu) -> None:
        self._fill(menu, "audio", {True: "Sound on", False: "Sound off"})

    def _fill_languages(self, menu: QMenu) -> None:
        self._fill(menu, "language", dict(LANGUAGES))

    def _fill(self, menu: QMenu, field: str, choices: dict[str, str] | dict[bool, str]) -> None:
        scene = self._selection.scene
        if scene is None:
            return
        for value, text in choices.items():
            action = _check_action(menu, text, checked=getattr(scene, field) == value)
            action.triggered.connect(
                lambda _=False, value=value: self._session.apply(
                    lambda project: edits.set_scene(project, scene.id, **{field: value}),
                    f"Set {field.replace('_', ' ')}",
                )
            )


def _choice(name: str, what: str, fill: Callable[[QMenu], None], parent: QWidget) -> QPushButton:
    """A button that opens a menu, filled anew each time it opens."""
    button = QPushButton(parent)
    button.setObjectName(name)
    button.setToolTip(what)
    button.setAccessibleName(what)
    menu = QMenu(button)
    menu.setToolTipsVisible(True)

    def open_menu() -> None:
        menu.clear()
        fill(menu)
        menu.popup(button.mapToGlobal(button.rect().bottomLeft()))

    button.clicked.connect(open_menu)
    return button


def _add_heading(menu: QMenu, words: str) -> None:
    """Words that cannot be chosen. Of a section the theme's style shows the line alone."""
    if not menu.isEmpty():
        menu.addSeparator()
    menu.addAction(words).setEnabled(False)


def _check_action(menu: QMenu, text: str, *, checked: bool) -> QAction:
    action = menu.addAction(text)
    action.setCheckable(True)
    action.setChecked(checked)
    return action


def _shortened(text: str, most: int = 28) -> str:
    """A long name, shortened in the middle."""
    half = most // 2
    return text if len(text) <= most else f"{text[:half].rstrip()}…{text[-half + 1 :].lstrip()}"


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
