"""Ways through the window: to the place that a finding, a job, a take or a piece of news speaks of."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kling_studio.core.checks import Goal
    from kling_studio.ui.window import MainWindow


class Ways:
    """Each brings its place to the front, selects what is meant and gives it the keys where they are wanted."""

    def __init__(self, window: "MainWindow") -> None:
        self._window = window

    def to_field(self, scene_id: str, shot_id: str, field: str) -> None:
        """To a field of a scene or of one of its shots."""
        window = self._window
        window.selection.select_scene(scene_id)
        if shot_id:
            window.selection.select_shot(shot_id)
        window.docks.names["inspector"].raise_()
        window.inspector.panel.focus_field(shot_id, field)

    def to_words_of(self, shot_id: str) -> None:
        """To the words of a shot of the scene that is looked at."""
        scene = self._window.selection.scene
        self.to_field(scene.id if scene else "", shot_id, "prompt")

    def to_goal(self, goal: "Goal") -> None:
        """To where a member gets what it lacks."""
        from kling_studio.ui.findings.leading import lead_to

        self._window.docks.focus("cast")
        lead_to(goal, self._window.cast.panel)

    def to_uses(self, member_id: str) -> None:
        """To the scenes and takes of a member."""
        self._window.docks.focus("cast")
        self._window.cast.panel.show_uses(member_id)

    def to_queue(self) -> None:
        """To what is on its way."""
        _ = self._window.spending.queue.panel
        self._window.docks.focus("queue")

    def to_job(self, job: str) -> None:
        """To one job in the queue."""
        self.to_queue()
        self._window.spending.show_job(job)

    def to_take(self, scene_id: str, number: int) -> None:
        """To a take of a scene."""
        self._window.selection.select_scene(scene_id)
        self._window.preview.choose_take(number)

    def to_watch(self, scene_id: str, number: int) -> None:
        """The same, and play it."""
        self._window.selection.select_scene(scene_id)
        self._window.preview.watch_take(number)
