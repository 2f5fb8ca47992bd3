"""Icons: one set (Material Design Icons, by qtawesome), one weight, in the theme's colours."""

from typing import TYPE_CHECKING

from kling_studio.ui.theme import DARK

if TYPE_CHECKING:
    from PySide6.QtGui import QIcon


def icon(name: str, colour: str = DARK.text2, active: str = DARK.text1) -> "QIcon":
    """The icon ``name`` of the set, such as ``play`` or ``content-copy``; ``active`` under the mouse."""
    import qtawesome  # its fonts are read on first use, after the window shows

    made: QIcon = qtawesome.icon(
        f"mdi6.{name}", color=colour, color_active=active, color_disabled=DARK.ground3
    )
    return made
