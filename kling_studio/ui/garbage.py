"""Python's collector runs on the window's thread alone.

Left to itself it runs on whichever thread fills its quota. A widget or timer that it finds there dies on a thread that
is not its own: Qt cannot stop its timers then, and the next one to fire finds nothing there and ends the process.
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QTimer

_EVERY_MS = 1000


@contextmanager
def collected_here() -> Iterator[None]:
    """While this lasts, garbage is collected by a timer of this thread and nowhere else."""
    was_on = gc.isenabled()
    gc.disable()
    timer = QTimer()
    timer.timeout.connect(sweep)
    timer.start(_EVERY_MS)
    try:
        yield
    finally:
        timer.stop()
        if was_on:
            gc.enable()


def sweep() -> None:
    """Collect the oldest generation that is due, as the collector would have done by itself."""
    for generation, (count, most) in reversed(
        list(enumerate(zip(gc.get_count(), gc.get_threshold(), strict=True)))
    ):
        if count > most:
            gc.collect(generation)
            return
