"""Buttons of words, with what a person who tests, hovers or listens needs of them."""

from PySide6.QtWidgets import QPushButton


def push_button(name: str, text: str = "", tip: str = "", *, told: str = "", role: str = "") -> QPushButton:
    """A button; ``told`` is its accessible name where its words alone do not say enough, ``role`` its look."""
    made = QPushButton(text)
    made.setObjectName(name)
    made.setAccessibleName(told or text)
    made.setToolTip(tip)
    if role:
        made.setProperty("role", role)
    return made


def sheet_button(name: str, text: str = "", tip: str = "", *, told: str = "", role: str = "") -> QPushButton:
    """A button of a sheet: Return presses it only where the keyboard is."""
    made = push_button(name, text, tip, told=told, role=role)
    made.setAutoDefault(False)
    return made


def link_button(name: str, text: str, tip: str, *, told: str = "") -> QPushButton:
    """A button that looks like a link in a text."""
    return push_button(name, text, tip, told=told, role="link")
