"""The keys of the providers: where each comes from, and a way to set and to clear it."""

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from kling_studio.app.provider_names import PROVIDERS
from kling_studio.core.errors import BadInput, KnownError
from kling_studio.storage.keychain import (
    VARIABLES,
    clear_key,
    forget_for_this_run,
    hint,
    key_of,
    remember_for_this_run,
    set_key,
)
from kling_studio.ui.background import Background
from kling_studio.ui.inspector.controls import Switch
from kling_studio.ui.notice import Notice
from kling_studio.ui.settings.form import Page, button, heading
from kling_studio.ui.settings.form import hint as small_print
from kling_studio.ui.theme import DARK, GAP_PX

_ABOUT = (
    "A key is sent to its own provider only. It is kept in the keychain of this system, or in memory for this run;"
    " never in a file, and never shown."
)


@dataclass(frozen=True, slots=True)
class KeyFound:
    """Where a key comes from and its last characters; ``origin`` is empty where there is none."""

    origin: str
    ending: str

    @property
    def can_be_cleared(self) -> bool:
        """Whether it was set here, and not around the program."""
        return bool(self.origin) and "variable" not in self.origin


@dataclass(frozen=True, slots=True)
class Kept:
    """How a key was kept: in words, and whether something was in the way of it."""

    words: str
    is_trouble: bool = False


class KeysPage(Page):
    """One group a provider. ``key_changed`` tells the provider whose key was set or cleared."""

    key_changed = Signal(str)

    def __init__(self, background: Background) -> None:
        super().__init__("settings_keys", "Keys")
        self.rows.addWidget(small_print(_ABOUT))
        self.groups = {provider: KeyGroup(provider, background) for provider in VARIABLES}
        for group in self.groups.values():
            self.rows.addSpacing(GAP_PX)
            self.rows.addWidget(group)
            group.changed.connect(self.key_changed)

    def look(self) -> None:
        """Ask the environment and the keychain again."""
        for group in self.groups.values():
            group.look()


class KeyGroup(QWidget):
    """The key of one provider. What is typed is in the field alone, and only until it is handed over."""

    changed = Signal(str)

    def __init__(self, provider: str, background: Background) -> None:
        super().__init__()
        self._provider = provider
        self._background = background
        name = PROVIDERS.get(provider, provider)
        self.state = QLabel("Looking …")
        self.state.setObjectName(f"key_state_{provider}")
        self.state.setWordWrap(True)
        self.field = QLineEdit()
        self.field.setObjectName(f"key_{provider}")
        self.field.setAccessibleName(f"Key for {name}")
        self.field.setPlaceholderText("Paste a key")
        self.field.setToolTip(f"The key for {name}. Enter keeps it.")
        self.field.setEchoMode(QLineEdit.EchoMode.Password)
        self.field.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.field.returnPressed.connect(self.keep)
        self.set_button = button("Set", f"key_set_{provider}", "Keep this key", f"Set the key for {name}")
        self.set_button.setEnabled(False)
        self.field.textChanged.connect(lambda text: self.set_button.setEnabled(bool(text.strip())))
        self.set_button.clicked.connect(self.keep)
        self.clear_button = button(
            "Clear", f"key_clear_{provider}", "Remove the key that is kept", f"Clear the key for {name}"
        )
        self.clear_button.setEnabled(False)
        self.clear_button.clicked.connect(self.clear)
        self.this_run = Switch("For this run only")
        self.this_run.setObjectName(f"key_this_run_{provider}")
        self.this_run.setAccessibleName(f"Hold the key for {name} for this run only")
        self.this_run.setToolTip("Hold the key in memory until the program ends, not in the keychain")
        self.notice = Notice(f"key_notice_{provider}")
        self._lay_out(name)

    def look(self) -> None:
        """Find out where the key comes from."""
        provider = self._provider
        self._background.run(lambda: _found(provider), self._show, self._tell_trouble)

    def keep(self) -> None:
        """Keep what is in the field; the field is empty at once."""
        secret = self.field.text()
        self.field.setText("")
        if not secret.strip():
            return
        provider, this_run = self._provider, self.this_run.isChecked()
        self._background.run(
            lambda: _keep(provider, secret, this_run=this_run), self._tell_kept, self.notice.tell
        )
        self.look()

    def clear(self) -> None:
        """Remove the key from the memory and the keychain."""
        provider = self._provider
        self._background.run(lambda: _clear(provider), self._tell_kept, self.notice.tell)
        self.look()

    def _tell_kept(self, kept: Kept) -> None:
        self.notice.say(kept.words, is_error=kept.is_trouble)
        self.changed.emit(self._provider)

    def _tell_trouble(self, error: KnownError) -> None:
        self.state.setText(str(error))
        self.state.setStyleSheet(f"color: {DARK.warning}")
        self.clear_button.setEnabled(False)

    def _show(self, found: KeyFound) -> None:
        if not found.origin:
            words = "No key: nothing can be rendered there."
        else:
            ending = f", ends in {found.ending}" if found.ending else ""
            words = f"{found.origin[0].upper()}{found.origin[1:]}{ending}."
            if not found.can_be_cleared:
                words += " It stands before any other."
        self.state.setText(words)
        self.state.setStyleSheet(f"color: {DARK.text1 if found.origin else DARK.warning}")
        self.clear_button.setEnabled(found.can_be_cleared)

    def _lay_out(self, name: str) -> None:
        entry = QHBoxLayout()
        entry.setSpacing(GAP_PX)
        entry.addWidget(self.field, 1)
        entry.addWidget(self.set_button)
        entry.addWidget(self.clear_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP_PX)
        column.addWidget(heading(name))
        column.addWidget(self.state)
        column.addLayout(entry)
        column.addWidget(self.this_run)
        column.addWidget(self.notice)


def _found(provider: str) -> KeyFound:
    key = key_of(provider)
    return KeyFound("", "") if key is None else KeyFound(key.origin, hint(key.secret))


def _keep(provider: str, secret: str, *, this_run: bool) -> Kept:
    """Keep a key in the keychain; where that cannot be, or is not wished, in memory."""
    if this_run:
        remember_for_this_run(provider, secret)
        return Kept("The key is held for this run only.")
    try:
        set_key(provider, secret)
    except BadInput:
        raise
    except KnownError as error:
        remember_for_this_run(provider, secret)
        return Kept(f"{error.what_happened} The key is held for this run only.", is_trouble=True)
    return Kept("The key is in the keychain.")


def _clear(provider: str) -> Kept:
    held = forget_for_this_run(provider)
    try:
        kept = clear_key(provider)
    except KnownError:
        if not held:
            raise
        kept = False
    return Kept("The key is cleared." if held or kept else "There was no key to clear.")
