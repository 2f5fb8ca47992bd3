"""The glass box in the inspector: exactly what would be sent, at every edit, and nothing before it is looked at."""

import json
from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from kling_studio.app.current import compiled
from kling_studio.app.session import Session
from kling_studio.core import edits
from kling_studio.core.catalog import ANIMATIC
from kling_studio.core.modes import choose_mode
from kling_studio.core.project import ModeName
from kling_studio.storage.media_files import sha256_of
from kling_studio.ui.inspector import InspectorPanel
from kling_studio.ui.request import RequestPage
from kling_studio.ui.request.parts import coloured
from kling_studio.ui.selection import Selection
from kling_studio.ui.thumbnails import Thumbnails


@pytest.fixture
def inspector(qtbot: QtBot, session: Session, selection: Selection) -> Iterator[InspectorPanel]:
    thumbnails = Thumbnails(session.path_of)
    panel = InspectorPanel(session, selection, thumbnails)
    qtbot.addWidget(panel)
    panel.resize(330, 900)
    panel.show()
    yield panel
    page = panel.findChild(RequestPage)
    if page is not None:
        page.stop()
    thumbnails.stop()


@pytest.fixture
def page(qtbot: QtBot, inspector: InspectorPanel, session: Session) -> RequestPage:
    inspector.tabs.setCurrentIndex(2)
    page = inspector.request_page.panel
    qtbot.waitUntil(lambda: is_read(page))
    return page


def is_read(page: RequestPage) -> bool:
    return (
        page.facts is not None
        and bool(page.facts.files)
        and all(file.size_bytes for file in page.facts.files)
    )


def body(page: RequestPage) -> dict[str, object]:
    return dict(json.loads(page.body.toPlainText()))


def rows(page: RequestPage, name: str) -> list[str]:
    return [row.accessibleName() for row in page.findChildren(QWidget, name) if not row.isHidden()]


def test_nothing_is_built_or_read_before_it_is_looked_at(inspector: InspectorPanel, session: Session) -> None:
    scene = next(session.project.scenes())
    session.dispatch(edits.set_scene, scene.id, prompt="At noon.")
    assert inspector.findChild(RequestPage) is None
    assert not any(fact.sha256 for fact in session.media.values())


def test_the_body_is_what_would_be_sent(page: RequestPage, session: Session) -> None:
    scene = next(session.project.scenes())
    model = session.catalog.models[scene.model]
    mode = choose_mode(session.project, scene, model).mode
    assert mode is not None
    request = compiled(session.project, scene, model, mode, session.media)
    assert body(page) == request.body
    assert page.facts is not None
    assert page.facts.endpoint == mode.endpoint
    assert page.facts.mode == "reference, because Mira has pictures"
    front = session.path_of("mira_front.jpg")
    assert front is not None
    assert f"upload://{sha256_of(front)}" in page.body.toPlainText()
    assert "mira_front.jpg, 146 kB" in rows(page, "file_sent")
    assert len(rows(page, "file_sent")) == len(request.uploads)
    assert "Mira's" in page.facts.left_out[0]


def test_it_follows_every_edit(qtbot: QtBot, page: RequestPage, session: Session) -> None:
    scene = next(session.project.scenes())
    session.dispatch(edits.set_shot, scene.shots[1].id, prompt="@Crate and @Mira <b>meet</b>.")
    qtbot.waitUntil(lambda: "@Element2 and @Element1 <b>meet</b>." in page.body.toPlainText())
    shown = [label.text() for label in page.findChildren(QLabel) if "&lt;b&gt;meet" in label.text()]
    assert len(shown) == 1
    assert 'font-weight: 600">@Element2</span>' in shown[0]
    session.undo()
    qtbot.waitUntil(lambda: "meet" not in page.body.toPlainText())


def test_what_must_be_made_first_has_its_price(qtbot: QtBot, page: RequestPage, session: Session) -> None:
    scene = next(session.project.scenes())
    session.dispatch(edits.set_scene, scene.id, model="wavespeed:o3-pro")
    qtbot.waitUntil(lambda: "Element of Crate, once, $0.01" in rows(page, "made_first"))
    assert "Voice of Mira, once, $0.035" in rows(page, "made_first")
    assert "element://Mira" in page.body.toPlainText()


def test_copies_name_the_key_and_never_hold_it(
    qtbot: QtBot, page: RequestPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FAL_KEY", "very-secret")
    clipboard = QGuiApplication.clipboard()
    QTest.mouseClick(page.copy_json, Qt.MouseButton.LeftButton)
    assert json.loads(clipboard.text()) == body(page)
    assert page.copy_json.text() == "Copied"
    QTest.mouseClick(page.copy_curl, Qt.MouseButton.LeftButton)
    assert "Authorization: Key $FAL_KEY" in clipboard.text()
    assert "very-secret" not in clipboard.text()
    qtbot.waitUntil(lambda: page.copy_json.text() == "Copy JSON")


def test_the_animatic_sends_nothing(qtbot: QtBot, page: RequestPage, session: Session) -> None:
    scene = next(session.project.scenes())
    session.dispatch(edits.set_scene, scene.id, model=ANIMATIC)
    problem = page.findChild(QLabel, "request_problem")
    assert problem is not None
    qtbot.waitUntil(lambda: "nothing is sent" in problem.text())
    assert page.body.isHidden()
    assert page.copy_json.isHidden()
    assert not rows(page, "file_sent")
    session.dispatch(edits.set_scene, scene.id, model="fal:gone")
    qtbot.waitUntil(lambda: "not in the catalog" in problem.text())
    session.dispatch(edits.set_scene, scene.id, model="fal:v2.6-pro", mode=ModeName.EDIT)
    qtbot.waitUntil(lambda: "no mode edit" in problem.text())


def test_a_missing_file_is_told(qtbot: QtBot, page: RequestPage, session: Session) -> None:
    mira = session.project.member("Mira")
    assert mira is not None
    views = (replace(mira.images[0], path="gone.png"), *mira.images[1:])
    session.apply(
        lambda project: replace(
            project, cast=tuple(replace(m, images=views) if m.id == mira.id else m for m in project.cast)
        ),
        "Change",
    )
    qtbot.waitUntil(lambda: "gone.png, is missing" in rows(page, "file_sent"))


def test_the_tab_stays_while_shots_and_scenes_are_chosen(
    qtbot: QtBot, page: RequestPage, inspector: InspectorPanel, session: Session, selection: Selection
) -> None:
    second = list(session.project.scenes())[1]
    selection.select_scene(second.id)
    selection.select_shot(second.shots[0].id)
    assert inspector.tabs.currentIndex() == 2
    qtbot.waitUntil(lambda: second.prompt.split(".")[0] in page.body.toPlainText())


def test_everything_a_person_acts_on_has_a_name(page: RequestPage) -> None:
    for widget in (page.copy_json, page.copy_curl, page.body):
        assert widget.objectName()
        assert widget.accessibleName()
        assert widget.toolTip()
        assert widget.focusPolicy() & Qt.FocusPolicy.TabFocus


def test_tags_are_coloured_whole() -> None:
    text = coloured("@Element1 & @Element12, <<<image_1>>>", {"@Element1": 0, "<<<image_1>>>": -1})
    assert text.count("<span") == 2
    assert "&amp; @Element12" in text
    assert coloured("a < b", {}) == "a &lt; b"
