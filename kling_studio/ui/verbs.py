"""What each action does: the verbs of the window's panels by the id of :mod:`kling_studio.ui.actions`."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from kling_studio.ui.later import Later

if TYPE_CHECKING:
    from kling_studio.ui.window import MainWindow


def verbs(window: "MainWindow") -> dict[str, Callable[[], object]]:
    """Every verb but those of files, which whoever opened the window has."""
    timeline, preview, docks = window.timeline, window.preview, window.docks
    return {
        "undo": window.session.undo,
        "redo": window.session.redo,
        "add_member": lambda: _add_member(window),
        "keep_member": window.library.keep_selected,
        "consistency": window.consistency.show_selected,
        "add_shot": timeline.add_after_selected,
        "add_shot_before": timeline.add_before_selected,
        "duplicate_shot": timeline.duplicate_selected,
        "delete_shot": timeline.delete_selected,
        "shot_left": lambda: timeline.move_selected(-1),
        "shot_right": lambda: timeline.move_selected(1),
        "shorter": lambda: timeline.trim_selected(-1),
        "longer": lambda: timeline.trim_selected(1),
        "roll_back": lambda: timeline.roll_selected(-1),
        "roll_on": lambda: timeline.roll_selected(1),
        "split": timeline.split_at_playhead,
        "merge": timeline.merge_selected_with_next,
        "next_shot": timeline.select_next,
        "previous_shot": timeline.select_previous,
        "add_scene": _in_series(window, "add_scene"),
        "add_episode": _in_series(window, "add_episode"),
        "duplicate_scene": _in_series(window, "duplicate_selected"),
        "delete_scene": _in_series(window, "delete_selected"),
        "next_scene": lambda: _step_scene(window, 1),
        "previous_scene": lambda: _step_scene(window, -1),
        "render": window.rendering.render_animatic,
        "render_paid": window.rendering.offer_scene,
        "render_episode": window.sheets.offer_episode,
        "render_stale": window.sheets.offer_stale,
        "compare_models": window.sheets.compare_models,
        "variations": window.open_variations,
        "cancel_render": window.rendering.cancel,
        "play": preview.play_pause,
        "frame_back": lambda: preview.step(-1),
        "frame_on": lambda: preview.step(1),
        "second_back": lambda: preview.step_seconds(-1),
        "second_on": lambda: preview.step_seconds(1),
        "to_start": preview.to_start,
        "to_end": preview.to_end,
        "previous_cut": preview.previous_cut,
        "next_cut": preview.next_cut,
        "shuttle_back": lambda: preview.shuttle(-1),
        "shuttle_stop": lambda: preview.shuttle(0),
        "shuttle_on": lambda: preview.shuttle(1),
        "loop": preview.toggle_loop,
        "good_take": preview.toggle_good,
        "storyboard": lambda: preview.choose_take(0),
        **{f"take_{n}": lambda n=n: preview.choose_take(n) for n in range(1, 10)},  # type: ignore[misc]
        "mute": preview.toggle_mute,
        "full_screen": preview.toggle_full_screen,
        "zoom_in": timeline.zoom_in,
        "zoom_out": timeline.zoom_out,
        "zoom_fit": timeline.fit,
        "focus_series": lambda: docks.focus("series"),
        "focus_cast": lambda: docks.focus("cast"),
        "focus_preview": preview.setFocus,
        "focus_inspector": lambda: docks.focus("inspector"),
        "focus_timeline": lambda: docks.focus("timeline"),
        "focus_queue": lambda: _ask_for(window, "queue", window.spending.queue),
        "focus_ledger": lambda: _ask_for(window, "ledger", window.spending.ledger),
        "focus_library": lambda: _ask_for(window, "library", window.library.place),
        "reset_layout": docks.arrange,
        "settings": window.spending.open_settings,
    }


def _add_member(window: "MainWindow") -> None:
    window.docks.focus("cast")
    window.cast.panel.add_member()


def _ask_for(window: "MainWindow", name: str, place: Later[Any]) -> None:
    """Bring a dock that waits behind the timeline to the front, or put it away again."""
    _ = place.panel  # made before the keyboard goes there
    window.docks.focus_or_hide(name)


def _in_series(window: "MainWindow", verb: str) -> Callable[[], object]:
    """A verb of the series panel, which may not be built yet."""

    def run() -> object:
        return getattr(window.series.panel, verb)()

    return run


def _step_scene(window: "MainWindow", by: int) -> None:
    selection = window.selection
    scenes = [scene.id for scene in window.session.project.scenes()]
    if selection.scene is not None:
        place = scenes.index(selection.scene.id) + by
        if 0 <= place < len(scenes):
            selection.select_scene(scenes[place])
