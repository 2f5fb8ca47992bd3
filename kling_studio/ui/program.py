"""The running program with its window: which project is open, and how another one takes its place."""

import asyncio
import sys
import traceback
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import ModuleType

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication

from kling_studio.app import opening
from kling_studio.app.catalog_files import load_catalog
from kling_studio.app.opening import Opened
from kling_studio.app.tasks import Tasks
from kling_studio.app.workspace import Workspace
from kling_studio.core.catalog import Catalog
from kling_studio.core.errors import BadInput, KnownError
from kling_studio.storage import settings as settings_file
from kling_studio.storage.folder import PROJECT_FILE
from kling_studio.storage.places import config_folder, data_folder
from kling_studio.storage.settings import Settings
from kling_studio.ui.window import MainWindow

SAMPLE = "Night Shift"


class Program(QObject):
    """Holds the one window. ``window_opened`` tells each new one."""

    window_opened = Signal(object)

    def __init__(self, app: QApplication) -> None:
        super().__init__()
        self._app = app
        self._tasks = Tasks(self._failed)
        self.settings = Settings()
        self.window: MainWindow | None = None
        self._catalog: Catalog | None = None

    def start(self, path: Path | None) -> None:
        """Open ``path``, else the last project, else the sample. Raises ``KnownError`` if ``path`` cannot be opened."""
        self.settings = settings_file.load()
        notice = ""
        try:
            self._catalog = load_catalog(config_folder())
        except BadInput as error:
            self._catalog, notice = load_catalog(), str(error)
        opened, note = self._first(path)
        self._show(opened)
        for sentence in (notice, note):
            if sentence and self.window is not None:
                self.window.news.say(sentence, trouble=True)

    def open(self, path: Path) -> None:
        """Open another project in place of this one."""
        self._tasks.start(self._replace(lambda: self._opened(path)), "open")

    def create(self, path: Path) -> None:
        """Make an empty project and open it."""
        empty = opening.empty_project(path.name)
        lists = self._lists()
        self._tasks.start(
            self._replace(lambda: opening.create_project(path, empty, self._catalog, lists)), "new"
        )

    def import_file(self, file: Path, path: Path) -> None:
        """Make a project at ``path`` of a JSON file and open it."""

        def made() -> Opened:
            project, messages = opening.project_from_file(file, self._catalog or load_catalog())
            opened = opening.create_project(
                path, project, self._catalog, self._lists(), file.resolve().parent
            )
            return replace(opened, notice=" ".join([*messages, opened.notice]).strip())

        self._tasks.start(self._replace(made), "import")

    def quit(self) -> None:
        """End the project and the program."""
        if self.window is not None:
            self._tasks.start(self._quit(self.window), "quit")

    def _first(self, path: Path | None) -> tuple[Opened, str]:
        if path is not None:
            return self._opened(path), ""
        last = self.settings.last_project
        if last is not None:
            try:
                return self._opened(Path(last)), ""
            except KnownError as error:
                return self._sample(), str(error)
        return self._sample(), ""

    def _sample(self) -> Opened:
        folder = data_folder() / SAMPLE
        if (folder / PROJECT_FILE).exists():
            return self._opened(folder)
        return opening.create_sample(folder, self._catalog)

    def _opened(self, path: Path) -> Opened:
        return opening.open_project(path, self._catalog, self._lists())

    def _lists(self) -> tuple[str, ...]:
        return tuple(name for _, name in self.settings.price_lists)

    def _show(self, opened: Opened) -> None:
        old = self.window
        workspace = Workspace(opened, self._failed, self.settings)
        window = MainWindow(workspace, self.settings, self._file_verbs())
        window.closing.connect(self.quit)
        window.spending.settings_changed.connect(self._take_settings)
        window.recent_menu.aboutToShow.connect(self._fill_recent)
        self.window = window
        opened.session.lists_changed.connect(lambda _nothing: self._keep_catalog(opened))
        self.settings = self.settings.with_project(opened.session.folder.root)
        window.painted.connect(workspace.measure)
        window.show()
        workspace.start()
        if old is not None:
            old.may_close = True
            old.close()
            old.deleteLater()
        if workspace.notice:
            window.say(workspace.notice)
        if opened.session.read_only_reason:
            window.news.say(opened.session.read_only_reason, trouble=True)
        self.window_opened.emit(window)

    async def _replace(self, make: Callable[[], Opened]) -> None:
        """Open the new one first: if that fails the old one stays as it is."""
        old = self.window
        opened = await asyncio.to_thread(make)
        if old is not None:
            self.settings = old.layout_settings(self.settings)
            await old.workspace.close()
        self._show(opened)
        await asyncio.to_thread(self._save_settings)

    async def _quit(self, window: MainWindow) -> None:
        await window.workspace.close()
        self.settings = window.layout_settings(self.settings)
        await asyncio.to_thread(self._save_settings)
        window.may_close = True
        window.close()
        self._app.quit()

    def _keep_catalog(self, opened: Opened) -> None:
        """Prices that one window asked for hold for the project that comes after it."""
        self._catalog = opened.session.catalog

    def _take_settings(self, chosen: Settings) -> None:
        from kling_studio.ui.settings.sheet import with_fields_of

        self.settings = with_fields_of(self.settings, chosen)

    def _save_settings(self) -> None:
        try:
            settings_file.save(self.settings)
        except KnownError as error:
            self._failed(error)

    def _failed(self, error: BaseException) -> None:
        """Say what life caused; report what is a fault of ours, and go on."""
        if not isinstance(error, KnownError):
            traceback.print_exception(error)
            error = KnownError(
                "Something in the program went wrong; your work is kept.",
                "Go on, or restart if it looks odd.",
            )
        if self.window is not None:
            self.window.say_error(error)
        else:
            sys.stderr.write(f"kling-studio: {error}\n")

    def _file_verbs(self) -> dict[str, Callable[[], object]]:
        return {
            "new_project": self._ask_new,
            "open_project": self._ask_open,
            "import_file": self._ask_import,
            "save_now": self._save_now,
            "save_as": self._ask_save_as,
            "export": self._ask_export,
            "quit": self.quit,
        }

    def _ask_new(self) -> None:
        if self.window is not None:
            _files().choose_new_folder(self.window, "New project", "Untitled", self.create)

    def _ask_open(self) -> None:
        if self.window is not None:
            _files().choose_project(self.window, self.open)

    def _ask_import(self) -> None:
        window = self.window
        if window is None:
            return

        def then(file: Path) -> None:
            _files().choose_new_folder(
                window, "Place of the new project", file.stem, lambda path: self.import_file(file, path)
            )

        _files().choose_import(window, then)

    def _save_now(self) -> None:
        if self.window is not None:
            self.window.workspace.tasks.start(self.window.workspace.autosave.save_now(), "save now")

    def _ask_save_as(self) -> None:
        window = self.window
        if window is not None:
            name = f"{window.session.folder.root.name} copy"
            _files().choose_new_folder(window, "Save as", name, self.save_as)

    def save_as(self, path: Path) -> None:
        """Copy the project to ``path`` and go on there."""
        window = self.window
        if window is None:
            return

        from kling_studio.storage.copying import copy_project

        def copied() -> Opened:
            copy_project(window.session.folder.root, path)
            return self._opened(path)

        async def save_and_copy() -> None:
            await window.workspace.autosave.save_now()
            await self._replace(copied)

        self._tasks.start(save_and_copy(), "save as")

    def _ask_export(self) -> None:
        window = self.window
        if window is not None:
            _files().choose_export(window, window.session.project.title, self.export)

    def export(self, target: Path) -> None:
        """Write the project for others, on another thread."""
        window = self.window
        if window is None:
            return

        from kling_studio.app.exporting import export_project

        async def work() -> None:
            window.say(f"Exporting to {target.name} …")
            await asyncio.to_thread(export_project, window.session, target, None, lambda _done, _total: None)
            window.say(f"Exported to {target}.")

        window.workspace.tasks.start(work(), "export")

    def _fill_recent(self) -> None:
        if self.window is None:
            return
        menu = self.window.recent_menu
        menu.clear()
        for name in self.settings.recent_projects:
            menu.addAction(name).triggered.connect(lambda _=False, name=name: self.open(Path(name)))


def _files() -> ModuleType:
    """The dialogs, loaded when one is first asked for: they bring much of Qt with them."""
    from kling_studio.ui import project_files

    return project_files
