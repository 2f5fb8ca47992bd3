"""The one table of actions: id, words, key, menu. The window binds each id to what it does."""

from collections.abc import Callable, Mapping
from typing import NamedTuple

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QMenuBar, QWidget


class ActionSpec(NamedTuple):
    """One action. ``keys`` are alternatives; ``enabled_when`` names the condition the window answers."""

    id: str
    text: str
    menu: str
    keys: tuple[str, ...] = ()
    enabled_when: str = ""


FILE, EDIT, SHOT, SCENE, PLAY, VIEW = "&File", "&Edit", "S&hot", "&Scene", "&Play", "&View"

ACTIONS: tuple[ActionSpec, ...] = (
    ActionSpec("new_project", "&New project…", FILE, ("Ctrl+N",)),
    ActionSpec("open_project", "&Open…", FILE, ("Ctrl+O",)),
    ActionSpec("import_file", "&Import JSON…", FILE, ("Ctrl+I",)),
    ActionSpec("save_now", "&Save now", FILE, ("Ctrl+S",), "writable"),
    ActionSpec("save_as", "Save &as…", FILE, ("Ctrl+Shift+S",)),
    ActionSpec("export", "&Export…", FILE, ("Ctrl+E",)),
    ActionSpec("settings", "Se&ttings…", FILE, ("Ctrl+,",)),
    ActionSpec("quit", "&Quit", FILE, ("Ctrl+Q",)),
    ActionSpec("undo", "&Undo", EDIT, ("Ctrl+Z",), "undo"),
    ActionSpec("redo", "&Redo", EDIT, ("Ctrl+Shift+Z", "Ctrl+Y"), "redo"),
    ActionSpec("add_member", "Add cast &member", EDIT, ("Ctrl+M",), "writable"),
    ActionSpec("keep_member", "&Keep member in library", EDIT, ("Ctrl+Shift+K",), "writable"),
    ActionSpec("consistency", "&Consistency sheet", EDIT, ("Ctrl+Shift+F",)),
    ActionSpec("add_shot", "&Add shot", SHOT, ("N",), "scene"),
    ActionSpec("add_shot_before", "Add shot &before", SHOT, ("Shift+N",), "scene"),
    ActionSpec("duplicate_shot", "&Duplicate", SHOT, ("D", "Ctrl+D"), "shot"),
    ActionSpec("delete_shot", "De&lete", SHOT, ("Delete", "Backspace"), "shot"),
    ActionSpec("shot_left", "Move &left", SHOT, ("Alt+Left",), "shot"),
    ActionSpec("shot_right", "Move &right", SHOT, ("Alt+Right",), "shot"),
    ActionSpec("shorter", "&Shorten by 1 s", SHOT, (",",), "shot"),
    ActionSpec("longer", "Len&gthen by 1 s", SHOT, (".",), "shot"),
    ActionSpec("roll_back", "Roll the cut &earlier", SHOT, ("Alt+,",), "shot"),
    ActionSpec("roll_on", "Roll the cut la&ter", SHOT, ("Alt+.",), "shot"),
    ActionSpec("split", "S&plit at the playhead", SHOT, ("B", "Ctrl+K"), "scene"),
    ActionSpec("merge", "&Merge with the next", SHOT, ("Ctrl+J",), "shot"),
    ActionSpec("next_shot", "Ne&xt shot", SHOT, ("Down",), "scene"),
    ActionSpec("previous_shot", "Pre&vious shot", SHOT, ("Up",), "scene"),
    ActionSpec("add_scene", "&Add scene", SCENE, ("Ctrl+Shift+N",), "writable"),
    ActionSpec("add_episode", "Add &episode", SCENE, ("Ctrl+Alt+N",), "writable"),
    ActionSpec("duplicate_scene", "&Duplicate scene", SCENE, ("Ctrl+Shift+D",), "scene"),
    ActionSpec("delete_scene", "De&lete scene", SCENE, ("Ctrl+Shift+Delete",), "scene"),
    ActionSpec("next_scene", "&Next scene", SCENE, ("PgDown",), "scene"),
    ActionSpec("previous_scene", "&Previous scene", SCENE, ("PgUp",), "scene"),
    ActionSpec("render", "&Render the animatic", SCENE, ("Ctrl+Return", "Ctrl+Enter"), "scene"),
    ActionSpec(
        "render_paid",
        "Render the scene f&or money…",
        SCENE,
        ("Ctrl+Shift+Return", "Ctrl+Shift+Enter"),
        "scene",
    ),
    ActionSpec("render_episode", "Render the &episode…", SCENE, (), "scene"),
    ActionSpec("render_stale", "Render what is &stale…", SCENE, (), "scene"),
    ActionSpec("variations", "&Variations…", SCENE, ("Ctrl+Alt+V",), "scene"),
    ActionSpec("compare_models", "Choose a &model…", SCENE, ("Ctrl+Shift+M",), "scene"),
    ActionSpec("cancel_render", "&Cancel the render", SCENE, ("Ctrl+Shift+.",)),
    ActionSpec("play", "&Play or pause", PLAY, ("Space",)),
    ActionSpec("frame_back", "Frame &back", PLAY, ("Left",)),
    ActionSpec("frame_on", "&Frame forward", PLAY, ("Right",)),
    ActionSpec("second_back", "Second bac&k", PLAY, ("Shift+Left",)),
    ActionSpec("second_on", "&Second forward", PLAY, ("Shift+Right",)),
    ActionSpec("to_start", "To the s&tart", PLAY, ("Home",)),
    ActionSpec("to_end", "To the &end", PLAY, ("End",)),
    ActionSpec("previous_cut", "Pre&vious cut", PLAY, ("Ctrl+Left",)),
    ActionSpec("next_cut", "Ne&xt cut", PLAY, ("Ctrl+Right",)),
    ActionSpec("shuttle_back", "Shuttle back", PLAY, ("J",)),
    ActionSpec("shuttle_stop", "Shuttle stop", PLAY, ("K",)),
    ActionSpec("shuttle_on", "Shuttle forward", PLAY, ("L",)),
    ActionSpec("loop", "&Loop", PLAY, ("Ctrl+L",)),
    ActionSpec("storyboard", "Show the story&board", PLAY, ("0",)),
    *(ActionSpec(f"take_{number}", f"Show take &{number}", PLAY, (str(number),)) for number in range(1, 10)),
    ActionSpec("good_take", "Mark the take as &good", PLAY, ("G",), "writable"),
    ActionSpec("mute", "&Mute", PLAY, ("M",)),
    ActionSpec("full_screen", "Full &screen preview", VIEW, ("F11",)),
    ActionSpec("zoom_in", "Zoom &in", VIEW, ("=", "+")),
    ActionSpec("zoom_out", "Zoom &out", VIEW, ("-",)),
    ActionSpec("zoom_fit", "&Fit the scene", VIEW, ("Shift+Z",)),
    ActionSpec("focus_series", "Series", VIEW, ("Ctrl+1",)),
    ActionSpec("focus_cast", "Cast", VIEW, ("Ctrl+2",)),
    ActionSpec("focus_preview", "Preview", VIEW, ("Ctrl+3",)),
    ActionSpec("focus_inspector", "Inspector", VIEW, ("Ctrl+4",)),
    ActionSpec("focus_timeline", "Timeline", VIEW, ("Ctrl+5",)),
    ActionSpec("focus_queue", "Queue", VIEW, ("Ctrl+6",)),
    ActionSpec("focus_ledger", "Ledger", VIEW, ("Ctrl+7",)),
    ActionSpec("focus_library", "Library", VIEW, ("Ctrl+8",)),
    ActionSpec("reset_layout", "&Reset the layout", VIEW),
)


class Actions:
    """The actions of one window, made from the table and bound to what they do."""

    def __init__(self, window: QWidget, verbs: Mapping[str, Callable[[], object]]) -> None:
        self._actions: dict[str, QAction] = {}
        for spec in ACTIONS:
            action = QAction(spec.text, window)
            action.setObjectName(spec.id)
            action.setShortcuts([QKeySequence(key) for key in spec.keys])
            verb = verbs[spec.id]
            action.triggered.connect(lambda _=False, verb=verb: verb())
            window.addAction(action)
            self._actions[spec.id] = action

    def __getitem__(self, action_id: str) -> QAction:
        return self._actions[action_id]

    def fill(self, bar: QMenuBar) -> dict[str, QMenu]:
        """Put every action under its menu; the menus by their name."""
        menus: dict[str, QMenu] = {}
        for spec in ACTIONS:
            if spec.menu not in menus:
                menus[spec.menu] = bar.addMenu(spec.menu)
            menus[spec.menu].addAction(self._actions[spec.id])
        return menus

    def of(self, menu: str) -> list[QAction]:
        """The actions of one menu in its order."""
        return [self._actions[spec.id] for spec in ACTIONS if spec.menu == menu]

    def enable(self, holds: Mapping[str, bool]) -> None:
        """Enable each action whose condition holds."""
        for spec in ACTIONS:
            if spec.enabled_when:
                self._actions[spec.id].setEnabled(holds[spec.enabled_when])
