"""Whoever asks for work may go before it is done: nothing waits, nothing is told, and nothing is lost hold of."""

from threading import Event

import shiboken6
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from kling_studio.core.errors import KnownError
from kling_studio.ui.background import Background
from kling_studio.ui.workers import workers


def test_an_owner_goes_while_its_workers_work(qtbot: QtBot) -> None:
    owner, begun, may_end, ended = QObject(), Event(), Event(), Event()

    def work() -> None:
        begun.set()
        may_end.wait(20)
        ended.set()

    workers(owner, 1).start(work)
    qtbot.waitUntil(begun.is_set)
    shiboken6.delete(owner)  # with the interpreter in its hand, as an event of Qt may have it
    assert not ended.is_set()
    may_end.set()
    qtbot.waitUntil(ended.is_set)


def test_what_waits_is_dropped_with_its_owner(qtbot: QtBot) -> None:
    owner, may_end = QObject(), Event()
    pool = workers(owner, 1)
    done: list[str] = []

    def first() -> None:
        done.append("first")
        may_end.wait(20)

    pool.start(first)
    pool.start(lambda: done.append("second"))
    qtbot.waitUntil(lambda: done == ["first"])
    shiboken6.delete(owner)
    may_end.set()
    assert pool.waitForDone(20_000)
    assert done == ["first"]


def test_nobody_is_told_who_is_gone(qtbot: QtBot) -> None:
    background, may_end = Background(), Event()
    told: list[object] = []

    def work() -> str:
        may_end.wait(20)
        return "result"

    background.run(work, told.append, told.append)
    pool = background._pool
    shiboken6.delete(background)
    may_end.set()
    assert pool.waitForDone(20_000)
    qtbot.wait(20)
    assert told == []


def test_what_comes_of_work_is_told(qtbot: QtBot) -> None:
    background = Background()
    told: list[object] = []

    def refused() -> str:
        raise KnownError("No.", "Try again.")

    background.run(lambda: "result", told.append, told.append)
    background.run(refused, told.append, lambda error: told.append(str(error)))
    qtbot.waitUntil(lambda: len(told) == 2)
    assert told == ["result", "No. Try again."]
