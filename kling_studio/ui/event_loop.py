"""Where asyncio and Qt become one loop. Nothing else imports qasync."""

import asyncio
from collections.abc import Callable

import qasync
from PySide6.QtWidgets import QApplication

from kling_studio.ui.garbage import collected_here


def run_forever(app: QApplication, begin: Callable[[], None]) -> int:
    """Run the program until the application quits; ``begin`` is called once the loop turns."""
    loop = qasync.QEventLoop(app)
    asyncio.set_event_loop(loop)
    done = asyncio.Event()
    app.aboutToQuit.connect(done.set)
    app.setQuitOnLastWindowClosed(False)
    with loop, collected_here():
        loop.call_soon(begin)
        loop.run_until_complete(done.wait())
    return 0
