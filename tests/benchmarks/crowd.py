"""What the benchmarks of the window share: an application with the look, a crowd with pictures, a scroll."""

import gc
import time
from pathlib import Path
from typing import TYPE_CHECKING

from kling_studio.core.project import ViewKind
from kling_studio.resources import resource

if TYPE_CHECKING:
    from PySide6.QtWidgets import QAbstractItemView, QApplication

MEMBERS, VIEWS = 1_000, 7
FRAME_MS = 33.0
KINDS = tuple(ViewKind)
_PICTURE_PX = (512, 640)
_SCROLL_PX = (40, 400, 2_000)
_STEPS = 250


def application() -> "QApplication":
    """The one application of this process, with the program's look."""
    from PySide6.QtWidgets import QApplication

    from kling_studio.ui.theme import apply_theme

    gc.disable()  # as in the running program: a widget that another thread collects takes the process with it
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    apply_theme(app)
    return app


def picture_data(folder: Path) -> list[bytes]:
    """Small JPEGs of the sample's pictures; ``folder`` is for a file that comes and goes."""
    from PIL import Image

    data = []
    for source in sorted(resource("sample").glob("*.jpg")):
        with Image.open(source) as image:
            small = folder / "small.jpg"
            image.convert("RGB").resize(_PICTURE_PX).save(small, quality=85)
            data.append(small.read_bytes())
            small.unlink()
    return data


def scrolled(view: "QAbstractItemView") -> list[float]:
    """The frames in ms while the items go by slowly, fast and in leaps."""
    from PySide6.QtWidgets import QApplication

    bar = view.verticalScrollBar()
    durations: list[float] = []
    for step in _SCROLL_PX:
        value = 0
        for _ in range(_STEPS):
            value = (value + step) % bar.maximum()
            began = time.perf_counter()
            bar.setValue(value)
            QApplication.processEvents()
            durations.append((time.perf_counter() - began) * 1000)
            time.sleep(0.004)  # what is left of a frame belongs to the other threads
    return durations
