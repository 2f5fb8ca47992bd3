"""What is looked at before a render: its price, and the same scene on every model."""

import asyncio
from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from kling_studio.app.workspace import Workspace
from kling_studio.core import edits
from kling_studio.core.catalog import ANIMATIC
from kling_studio.core.errors import KnownError
from kling_studio.core.project import Scene
from kling_studio.ui.selection import Selection

if TYPE_CHECKING:
    from kling_studio.app.price_sheet import Agreed, PriceSheet, Wanted
    from kling_studio.ui.price_sheet import PriceSheetDialog


class RenderSheets(QObject):
    """The price sheet and the comparison of one window; one of them is made at a time.

    ``told`` is news. ``place_wanted`` names a scene, a shot and a field to go to, ``take_wanted`` a scene and the
    number of its take, ``settings_wanted`` a page of the settings.
    """

    told = Signal(str)
    place_wanted = Signal(str, str, str)
    take_wanted = Signal(str, int)
    settings_wanted = Signal(str)

    def __init__(self, workspace: Workspace, selection: Selection, window: QWidget) -> None:
        super().__init__(window)
        self._workspace = workspace
        self._session = workspace.session
        self._selection = selection
        self._window = window
        self._is_asking = False

    def offer_episode(self) -> None:
        """Show what the episode costs, each scene on its own model; free ones are left out."""
        scene = self._selection.scene
        episode = next((one for one in self._session.project.episodes if scene in one.scenes), None)
        if episode is not None:
            self.offer_scenes([one.id for one in episode.scenes if one.model != ANIMATIC])

    def offer_stale(self) -> None:
        """Show what it costs to render anew what is another by now."""
        if not self._is_asking:
            self._is_asking = True
            self._workspace.tasks.start(self._offer_stale(), "what is stale")

    def offer_scenes(self, scene_ids: Sequence[str]) -> None:
        """Show the price sheet of these scenes, each on its own model."""
        scenes = (self._session.project.find_scene(scene_id) for scene_id in scene_ids)
        self._offer_all([_wanted(scene.id, scene.model) for scene in scenes if scene is not None])

    def offer(self, scene_id: str, model_id: str) -> None:
        """Show the price sheet of a scene on a model."""
        self._offer_all([_wanted(scene_id, model_id)])

    def compare_models(self) -> None:
        """Set the scene side by side on every model."""
        scene = self._selection.scene
        if scene is not None and not self._is_asking:
            self._is_asking = True
            self._workspace.tasks.start(self._compare(scene), "compare models")

    def _offer_all(
        self, wanted: Sequence["Wanted"], nothing: str = "There is nothing here that costs money."
    ) -> None:
        if not wanted:
            self.told.emit(nothing)
        elif not self._is_asking:
            self._is_asking = True
            self._workspace.tasks.start(self._offer(wanted), "price sheet")

    async def _offer(self, wanted: Sequence["Wanted"]) -> None:
        from kling_studio.ui.price_sheet import PriceSheetDialog

        try:
            sheet = await self._prepared(wanted)
        finally:
            self._is_asking = False
        dialog = PriceSheetDialog(sheet, self._window)
        self._keep_priced(dialog, wanted)
        dialog.confirmed.connect(self._send)
        dialog.place_wanted.connect(self.place_wanted)
        dialog.take_wanted.connect(self.take_wanted)
        dialog.settings_wanted.connect(self.settings_wanted)
        dialog.open()

    async def _prepared(self, wanted: Sequence["Wanted"]) -> "PriceSheet":
        """The price sheet by the lists that hold when it is ready."""
        session = self._session
        while True:
            catalog, lists = session.catalog, session.lists
            sheet = await self._workspace.prepare(wanted)
            if session.catalog is catalog and session.lists == lists:
                return sheet

    def _keep_priced(self, dialog: "PriceSheetDialog", wanted: Sequence["Wanted"]) -> None:
        """Have an open price sheet follow the price lists: they may be asked for in the meantime."""
        readings: list[asyncio.Task[None]] = []

        def read_again(_nothing: None) -> None:
            # One that is still reading looks for itself whether the lists are the same in the end.
            if not readings or readings[-1].done():
                dialog.await_prices()
                readings.append(self._workspace.tasks.start(self._reprice(dialog, wanted), "new prices"))

        forget = self._session.lists_changed.connect(read_again)

        def end() -> None:
            forget()
            for reading in readings:
                reading.cancel()

        dialog.finished.connect(end)

    async def _reprice(self, dialog: "PriceSheetDialog", wanted: Sequence["Wanted"]) -> None:
        try:
            sheet = await self._prepared(wanted)
        except KnownError:
            dialog.reject()
            raise
        dialog.follow(sheet)

    async def _offer_stale(self) -> None:
        try:
            wanted = await self._workspace.stale()
        finally:
            self._is_asking = False
        self._offer_all(wanted, "No scene has changed since its last paid take.")

    def _send(self, agreed: "tuple[Agreed, ...]") -> None:
        self._workspace.tasks.start(self._workspace.render(agreed), "render what was agreed")

    async def _compare(self, scene: Scene) -> None:
        from kling_studio.app.comparing import compare
        from kling_studio.ui.compare import CompareDialog

        session = self._session
        try:
            comparison = await asyncio.to_thread(
                compare, session.project, scene, session.catalog, session.ledger, session.media, session.lists
            )
        finally:
            self._is_asking = False
        dialog = CompareDialog(comparison, self._window)
        dialog.chosen.connect(lambda model_id: session.dispatch(edits.set_scene, scene.id, model=model_id))
        dialog.draft_wanted.connect(lambda model_id: self.offer(scene.id, model_id))
        dialog.open()


def _wanted(scene_id: str, model_id: str) -> "Wanted":
    # Not before somebody asks for a price: the window must stand soon.
    from kling_studio.app.price_sheet import Wanted

    return Wanted(scene_id, model_id)
