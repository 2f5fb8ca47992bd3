"""A render that does not go on by itself, and the way to what mends it."""

import asyncio

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from kling_studio.app.opening import Opened
from kling_studio.app.session import Session
from kling_studio.app.workspace import Workspace
from kling_studio.core import edits
from kling_studio.storage.unsaved import Base
from kling_studio.ui.render_buttons import RenderButtons
from kling_studio.ui.render_sheets import RenderSheets
from kling_studio.ui.rendering import Rendering
from kling_studio.ui.selection import Selection
from kling_studio.ui.status import Offer


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    return made


def test_a_missing_key_leads_to_the_job_and_to_the_settings(
    qtbot: QtBot, session: Session, selection: Selection, window: QWidget, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("FAL_KEY", raising=False)
    session.dispatch(edits.set_scene, next(session.project.scenes()).id, model="fal:o3-standard")
    scene = next(session.project.scenes())
    selection.select_scene(scene.id)
    errors: list[BaseException] = []

    async def held() -> tuple[Workspace, str]:
        workspace = Workspace(Opened(session, Base(session.project, "")), errors.append)
        quote = session.quote(scene)
        assert quote is not None
        model = session.catalog.models[scene.model]
        job = await workspace.queue.plan(session.project, scene, model, quote)
        await workspace.queue.start(job, session.project, scene)
        return workspace, job

    workspace, job = asyncio.run(held())
    sheets = RenderSheets(workspace, selection, window)
    rendering = Rendering(workspace, selection, RenderButtons(window), sheets, window)
    told: list[tuple[str, bool, tuple[Offer, ...]]] = []
    rendering.told.connect(lambda *news: told.append(news))
    with qtbot.waitSignal(rendering.attention_wanted), qtbot.waitSignal(rendering.settings_wanted) as page:
        rendering.tell_held()
    assert page.args == ["keys"]
    [(words, trouble, [offer])] = told
    assert trouble
    assert words.startswith("Take 1 needs you. There is no key for fal.ai. Set FAL_KEY")
    assert workspace.queue.errors[job].settings == "keys"
    assert errors == []
    assert offer.text == "Queue"
    with qtbot.waitSignal(rendering.attention_wanted) as asked:
        offer.take()
    assert asked.args == [job]
