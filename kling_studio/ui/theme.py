"""The look: one table of tokens, the fonts, and the style sheet made from them."""

from dataclasses import dataclass

from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication

from kling_studio.core import colours
from kling_studio.resources import resource


@dataclass(frozen=True, slots=True)
class Tokens:
    """Colours as ``#rrggbb``. Grounds go from the screen's (0) to tracks (3); texts from read (1) to labels (3)."""

    ground0: str = "#141517"
    ground1: str = "#1b1d20"
    ground2: str = "#232529"
    ground3: str = "#2d3035"
    line: str = "#33373d"
    text1: str = "#e6e7e9"
    text2: str = "#a3a8b0"
    text3: str = "#8b919a"
    accent: str = "#e8a33d"
    on_accent: str = "#1b1306"
    ok: str = "#5fb98a"
    warning: str = "#e0b04a"
    error: str = "#e06c66"
    advice: str = "#6aa6e8"


DARK = Tokens()

LABEL_PX = 11
# Of the styles that Qt brings, the one that looks the same on every system.
STYLE = "Fusion"
BODY_PX = 13
HEADING_PX = 15
PRICE_PX = 20
GRID_PX = 4
MARGIN_PX = 16
GAP_PX = 8
CONTROL_PX = 30
CORNER_PX = 6
MOTION_MS = 120

# What a system without an interface font of its own falls back to; Inter is set better.
_BARE_FONTS = ("DejaVu Sans", "Sans Serif", "Sans", "Bitstream Vera Sans")


def interface_font() -> QFont:
    """The system's interface font at body size, or Inter where the system has only a bare fallback."""
    font = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)
    families = QFontDatabase.families()
    if font.family() in _BARE_FONTS or font.family() not in families:
        font = QFont("Inter" if "Inter" in families else font.family())
    font.setPixelSize(BODY_PX)
    return font


def sized(px: int, *, bold: bool = False, tabular: bool = False) -> QFont:
    """The interface font at one of the four sizes; tabular figures for seconds, timecode and money."""
    font = QFont(QApplication.font())
    font.setPixelSize(px)
    font.setWeight(QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
    if tabular:
        font.setFeature(QFont.Tag("tnum"), 1)
    return font


def cast_colour(index: int) -> QColor:
    """The colour of the member at this place in the cast."""
    return QColor(colours.cast_colour(index))


def apply_theme(app: QApplication, tokens: Tokens = DARK) -> None:
    """Give the whole program the look; a program that has it is left alone, for every widget would be set anew.

    The look is drawn on Qt's :data:`STYLE`, which is chosen where the application is made.
    """
    sheet = _style_sheet(tokens)
    if app.styleSheet() == sheet:
        return
    app.setFont(interface_font())
    app.setPalette(_palette(tokens))
    app.setStyleSheet(sheet)


def _palette(t: Tokens) -> QPalette:
    palette = QPalette()
    for role, colour in (
        (QPalette.ColorRole.Window, t.ground1),
        (QPalette.ColorRole.WindowText, t.text1),
        (QPalette.ColorRole.Base, t.ground0),
        (QPalette.ColorRole.AlternateBase, t.ground1),
        (QPalette.ColorRole.Text, t.text1),
        (QPalette.ColorRole.PlaceholderText, t.text3),
        (QPalette.ColorRole.Button, t.ground2),
        (QPalette.ColorRole.ButtonText, t.text1),
        (QPalette.ColorRole.ToolTipBase, t.ground3),
        (QPalette.ColorRole.ToolTipText, t.text1),
        (QPalette.ColorRole.Highlight, t.accent),
        (QPalette.ColorRole.HighlightedText, t.on_accent),
        (QPalette.ColorRole.Link, t.accent),
    ):
        palette.setColor(role, QColor(colour))
    for role in (QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText, QPalette.ColorRole.WindowText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(t.text3))
    return palette


def _style_sheet(t: Tokens) -> str:
    return f"""
    * {{ font-size: {BODY_PX}px; }}
    QMainWindow, QDialog {{ background: {t.ground1}; }}
    QMainWindow::separator {{ background: {t.line}; width: 1px; height: 1px; }}
    QMainWindow::separator:hover {{ background: {t.accent}; }}
    QToolBar {{ background: {t.ground1}; border: none; border-bottom: 1px solid {t.line}; padding: 0; spacing: 0; }}
    QSplitter::handle {{ background: {t.line}; }}
    QToolTip {{ background: {t.ground3}; color: {t.text1}; border: 1px solid {t.line}; padding: 4px 6px; }}
    QLabel[role="label"] {{ color: {t.text2}; font-size: {LABEL_PX}px; }}
    QLabel[role="hint"] {{ color: {t.text3}; font-size: {LABEL_PX}px; }}
    QLabel[role="heading"] {{ font-size: {HEADING_PX}px; }}
    QLabel[role="name"] {{ font-weight: 600; }}
    QLabel[role="price"] {{ font-size: {PRICE_PX}px; font-weight: 600; }}
    QScrollArea, QAbstractScrollArea {{ border: none; background: transparent; }}
    QLineEdit, QPlainTextEdit, QTextEdit, QSpinBox, QComboBox, QDoubleSpinBox {{
        background: {t.ground0}; border: 1px solid {t.line}; border-radius: {CORNER_PX}px;
        padding: 5px 8px; selection-background-color: {t.accent}; selection-color: {t.on_accent}; }}
    QLineEdit, QSpinBox, QComboBox, QDoubleSpinBox {{ min-height: 18px; }}
    QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus, QSpinBox:focus, QComboBox:focus {{
        border-color: {t.accent}; }}
    QSpinBox::up-button, QSpinBox::down-button {{ width: 16px; border: none; background: transparent; }}
    QComboBox::drop-down {{ border: none; width: 20px; }}
    QComboBox QAbstractItemView, QMenu, QListView#completions {{
        background: {t.ground2}; border: 1px solid {t.line}; padding: 4px; outline: none; }}
    QComboBox QAbstractItemView::item {{ min-height: 26px; padding: 0 8px; border-radius: 4px; }}
    QComboBox QAbstractItemView::item:selected {{ background: {t.ground3}; color: {t.text1}; }}
    QMenu::item {{ padding: 6px 24px 6px 12px; border-radius: 4px; }}
    QMenu::item:selected {{ background: {t.ground3}; }}
    QMenu::item:disabled {{ color: {t.text3}; }}
    QMenu::separator {{ height: 1px; background: {t.line}; margin: 4px 8px; }}
    QMenuBar {{ background: {t.ground1}; padding: 2px 8px; }}
    QMenuBar::item {{ padding: 4px 8px; border-radius: 4px; background: transparent; color: {t.text2}; }}
    QMenuBar::item:selected {{ background: {t.ground3}; color: {t.text1}; }}
    QPushButton {{ background: {t.ground2}; border: 1px solid {t.line}; border-radius: {CORNER_PX}px;
        padding: 5px 12px; min-height: 18px; }}
    QPushButton:hover {{ background: {t.ground3}; }}
    QPushButton:focus {{ border-color: {t.accent}; }}
    QPushButton:disabled {{ color: {t.text3}; background: {t.ground1}; }}
    QPushButton[role="primary"] {{ background: {t.accent}; color: {t.on_accent}; border: 1px solid {t.accent};
        font-weight: 600; padding: 6px 16px; }}
    QPushButton[role="primary"]:hover {{ background: #f0b255; }}
    QPushButton[role="primary"]:focus {{ border-color: {t.text1}; }}
    QPushButton[role="primary"]:disabled {{ background: {t.ground3}; color: {t.text3}; border-color: {t.line}; }}
    QPushButton[role="link"] {{ background: transparent; border: none; color: {t.accent}; padding: 2px 4px; }}
    QPushButton[role="link"]:hover, QPushButton[role="link"]:focus {{ text-decoration: underline; }}
    QToolButton {{ background: transparent; border: 1px solid transparent; border-radius: {CORNER_PX}px;
        padding: 4px; color: {t.text2}; }}
    QToolButton:hover {{ background: {t.ground3}; color: {t.text1}; }}
    QToolButton:focus {{ border-color: {t.accent}; }}
    QToolButton:checked {{ color: {t.accent}; }}
    QToolButton:disabled {{ color: {t.ground3}; }}
    QCheckBox {{ spacing: 8px; }}
    QCheckBox::indicator {{ width: 14px; height: 14px; border: 1px solid {t.line}; border-radius: 3px;
        background: {t.ground0}; }}
    QCheckBox::indicator:checked {{ background: {t.accent}; border-color: {t.accent};
        image: url("{resource("look", "tick.svg").as_posix()}"); }}
    QCheckBox::indicator:checked:disabled {{ background: {t.text3}; border-color: {t.text3}; }}
    QCheckBox:focus {{ color: {t.accent}; }}
    QTabBar {{ background: transparent; qproperty-drawBase: 0; }}
    QTabBar::tab {{ background: transparent; color: {t.text2}; padding: 8px 2px; margin: 0 7px;
        border-bottom: 2px solid transparent; }}
    QTabBar::tab:selected {{ color: {t.text1}; border-bottom-color: {t.accent}; }}
    QTabBar::tab:hover, QTabBar::tab:focus {{ color: {t.text1}; }}
    QTabWidget::pane {{ border: none; border-top: 1px solid {t.line}; }}
    QTabWidget::tab-bar {{ left: 0; }}
    QTabBar::tab:first {{ margin-left: {MARGIN_PX}px; }}
    QDockWidget {{ color: {t.text2}; titlebar-close-icon: none; }}
    QDockWidget::title {{ background: {t.ground1}; padding: 6px 16px; }}
    QListView, QTreeView, QTableView {{ background: {t.ground1}; border: none; outline: none; }}
    QTreeView::item, QListView::item {{ min-height: 26px; border-radius: 4px; }}
    QTreeView::item:selected, QListView::item:selected {{ background: {t.ground3}; color: {t.text1}; }}
    QTreeView::item:hover, QListView::item:hover {{ background: {t.ground2}; }}
    QScrollBar:vertical {{ background: transparent; width: 10px; margin: 0; }}
    QScrollBar:horizontal {{ background: transparent; height: 10px; margin: 0; }}
    QScrollBar::handle {{ background: {t.ground3}; border-radius: 4px; min-height: 24px; min-width: 24px;
        margin: 1px; }}
    QScrollBar::handle:hover {{ background: {t.text3}; }}
    QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
    QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
    QStatusBar {{ background: {t.ground1}; border-top: 1px solid {t.line}; color: {t.text2}; }}
    QStatusBar::item {{ border: none; }}
    QProgressBar {{ background: {t.ground3}; border: none; border-radius: 2px; max-height: 4px; text-align: center; }}
    QProgressBar::chunk {{ background: {t.accent}; border-radius: 2px; }}
    QSlider {{ background: transparent; }}
    QSlider::groove:horizontal {{ height: 4px; background: {t.ground3}; border-radius: 2px; }}
    QSlider::sub-page:horizontal {{ background: {t.text3}; border-radius: 2px; }}
    QSlider::handle:horizontal {{ background: {t.text1}; width: 10px; height: 10px; margin: -3px 0;
        border-radius: 5px; }}
    QSlider::handle:horizontal:focus {{ background: {t.accent}; }}
    """
