"""The takes in a row: what is new or chosen is in sight."""

from collections.abc import Iterator
from functools import partial

import pytest
from PySide6.QtCore import QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from kling_studio.app.session import Session
from kling_studio.ui.preview.take_card import CARD_SIZE, CardFacts, TakeCard
from kling_studio.ui.preview.take_strip import TakeStrip
from kling_studio.ui.thumbnails import Thumbnails


@pytest.fixture
def strip(qtbot: QtBot, session: Session) -> Iterator[TakeStrip]:
    thumbnails = Thumbnails(session.path_of)
    made = TakeStrip(thumbnails)
    qtbot.addWidget(made)
    made.resize(CARD_SIZE.width() * 4, made.height())
    made.show()
    yield made
    thumbnails.stop()


def cards(number: int) -> list[tuple[str, CardFacts]]:
    """The storyboard and so many takes."""
    return [("", CardFacts("Storyboard")), *((f"t{n}", CardFacts(f"T{n}")) for n in range(1, number + 1))]


def in_sight(strip: TakeStrip) -> list[str]:
    """The cards that are seen whole, from left to right."""
    seen = strip.viewport().rect()
    places = {key: strip.card(key) for key in strip.keys}
    whole = [key for key, card in places.items() if card and seen.contains(_place(strip, card))]
    assert len({card.x() for card in places.values() if card}) in (1, len(places))  # laid out, or not yet
    return whole if len(whole) < len(places) else []


def shows(strip: TakeStrip, key: str) -> bool:
    return key in in_sight(strip)


def _place(strip: TakeStrip, card: TakeCard) -> QRect:
    return QRect(card.mapTo(strip.viewport(), QPoint(0, 0)), card.size())


def test_the_chosen_take_of_many_is_in_sight_from_the_start(qtbot: QtBot, strip: TakeStrip) -> None:
    strip.show_cards(cards(12), "t12")
    qtbot.waitUntil(lambda: "t12" in in_sight(strip))
    assert "" not in in_sight(strip)


def test_a_new_take_comes_into_sight_although_another_is_on(qtbot: QtBot, strip: TakeStrip) -> None:
    strip.show_cards(cards(6), "")
    qtbot.waitUntil(lambda: "" in in_sight(strip))
    for number in range(7, 10):
        strip.show_cards(cards(number), "")
        qtbot.waitUntil(partial(shows, strip, f"t{number}"))
    assert "" not in in_sight(strip)


def test_a_take_that_is_chosen_comes_into_sight(qtbot: QtBot, strip: TakeStrip) -> None:
    strip.show_cards(cards(12), "")
    strip.mark("t9")
    qtbot.waitUntil(lambda: "t9" in in_sight(strip))
    strip.mark("t1")
    qtbot.waitUntil(lambda: "t1" in in_sight(strip))


def test_it_stays_in_sight_in_a_narrower_strip(qtbot: QtBot, strip: TakeStrip) -> None:
    strip.show_cards(cards(12), "t4")
    qtbot.waitUntil(lambda: "t4" in in_sight(strip))
    strip.resize(CARD_SIZE.width() * 2, strip.height())
    qtbot.waitUntil(lambda: "t4" in in_sight(strip))


def test_news_of_a_take_does_not_move_what_the_hand_has_scrolled_to(qtbot: QtBot, strip: TakeStrip) -> None:
    strip.show_cards(cards(12), "t12")
    qtbot.waitUntil(lambda: "t12" in in_sight(strip))
    turn = QPoint(0, 5000)
    wheel = QWheelEvent(
        QPointF(5, 5),
        QPointF(5, 5),
        QPoint(),
        turn,
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(strip.viewport(), wheel)
    assert "" in in_sight(strip)
    strip.show_cards(cards(12), "t12")
    strip.show_facts("t12", CardFacts("T12", state="Rendering"))
    strip.resize(strip.width() + 20, strip.height())
    QTest.qWait(20)
    assert "" in in_sight(strip)
