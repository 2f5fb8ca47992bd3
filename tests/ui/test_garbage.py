"""Garbage is collected, and by the window's thread alone."""

import gc
import weakref
from threading import Thread, get_ident

from pytestqt.qtbot import QtBot

from kling_studio.ui.garbage import collected_here


class _Knot:
    """Something that only the collector can free."""

    def __init__(self) -> None:
        self.itself = self


def test_garbage_of_another_thread_is_collected_by_this_one(qtbot: QtBot) -> None:
    freed_by: list[int] = []
    gc.collect()
    with collected_here():

        def make_garbage() -> None:
            knots = [_Knot() for _ in range(20_000)]
            weakref.finalize(knots[0], lambda: freed_by.append(get_ident()))

        thread = Thread(target=make_garbage)
        thread.start()
        thread.join()
        assert freed_by == []
        qtbot.waitUntil(lambda: bool(freed_by), timeout=10_000)
    assert freed_by == [get_ident()]


def test_the_collector_is_put_back_as_it_was() -> None:
    gc.enable()
    with collected_here():
        assert not gc.isenabled()
    assert gc.isenabled()
