"""What a paid render meets on its way: a locked keychain, a cap, a line, files that change."""

import asyncio
import os
import threading
from decimal import Decimal
from pathlib import Path

import keyring
import pytest

from kling_studio.app.requests import request_document
from kling_studio.core.errors import KnownError
from kling_studio.core.job import JobState
from kling_studio.render.driving import News
from kling_studio.storage import settings
from kling_studio.storage.references import scene_references
from kling_studio.storage.settings import Settings
from tests.app.at_work import (
    FAL,
    agreed,
    at_work,
    fal,
    own_home,
    takes,
    wanted,
)
from tests.servers import FalServer

__all__ = ["fal", "own_home"]


def test_a_keychain_that_waits_for_a_password_does_not_keep_the_window_open(
    tmp_path: Path, fal: FalServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked, unlocked, waited_out = threading.Event(), threading.Event(), threading.Event()

    def locked(_service: str, _name: str) -> None:
        asked.set()
        if not unlocked.wait(10):
            waited_out.set()

    async def story() -> None:
        async with at_work(tmp_path, FAL) as workspace:
            sheet = await workspace.prepare(wanted(workspace)[:1])
            monkeypatch.delenv("FAL_KEY")
            monkeypatch.setattr(keyring, "get_password", locked)
            line = sheet.lines[0]
            assert line.model is not None
            assert line.quote is not None
            session = workspace.session
            job = await workspace.queue.plan(session.project, line.scene, line.model, line.quote)
            workspace.queue.start(job, session.project, line.scene)
            workspace.tasks.start(workspace.prepare(wanted(workspace)), "price sheet")
            await asyncio.to_thread(asked.wait, 10)
            await workspace.close()
            assert [take.state for take in takes(workspace)] == [JobState.PLANNED]

    try:
        asyncio.run(story())
        assert not waited_out.is_set()
    finally:
        unlocked.set()
    assert fal.account.submits == []


def test_what_the_settings_can_mend_says_so(
    tmp_path: Path, fal: FalServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def story() -> None:
        async with at_work(tmp_path, FAL) as workspace:
            sheet = await workspace.prepare(wanted(workspace))
            settings.save(Settings(cap_per_day=Decimal("0.01")))
            with pytest.raises(KnownError) as refused:
                await workspace.render(agreed(sheet))
            assert refused.value.settings == "budget"
            settings.save(Settings())
            fal.revoke_keys()
            await workspace.render(agreed(sheet))
            await workspace.tasks.finish()
            assert {error.settings for error in workspace.queue.errors.values()} == {"keys"}
            monkeypatch.delenv("FAL_KEY")
            with pytest.raises(KnownError) as refused:
                await workspace.render(agreed(sheet))
            assert refused.value.settings == "keys"

    asyncio.run(story())


def test_the_place_in_line_is_told_as_a_number(tmp_path: Path, fal: FalServer) -> None:
    fal.hold("waiting")

    async def story() -> None:
        async with at_work(tmp_path, FAL) as workspace:
            places: list[int | None] = []
            workspace.news.connect(lambda news: places.append(news.progress.ahead))
            sheet = await workspace.prepare(wanted(workspace))
            await workspace.render(agreed(sheet))
            while 0 not in places or 1 not in places:  # noqa: ASYNC110  the services are in another thread
                await asyncio.sleep(0.01)
            fal.release()
            await workspace.tasks.finish()
            assert [take.state for take in takes(workspace)] == [JobState.DONE] * 2

    asyncio.run(story())


def test_an_upload_tells_how_far_it_is(tmp_path: Path, fal: FalServer) -> None:
    async def story() -> None:
        async with at_work(tmp_path, FAL) as workspace:
            told: list[tuple[int, int]] = []

            def note(news: News) -> None:
                if news.progress.text.startswith("Uploading"):
                    told.append((news.progress.done, news.progress.total))

            workspace.news.connect(note)
            sheet = await workspace.prepare(wanted(workspace)[:1])
            await workspace.render(agreed(sheet))
            await workspace.tasks.finish()
            [upload] = fal.account.uploads
            assert told
            assert told == sorted(told)
            assert told[-1] == (upload.size, upload.size)

    asyncio.run(story())


def test_a_file_is_read_once_by_the_whole_session(tmp_path: Path, fal: FalServer) -> None:
    async def story() -> None:
        async with at_work(tmp_path, FAL) as workspace:
            session = workspace.session
            [scene, _] = session.project.scenes()
            [name] = scene_references(session.project, scene)
            await workspace.prepare(wanted(workspace)[:1])
            path = session.path_of(name)
            assert path is not None
            known, stamp = session.media[name].sha256, path.stat()
            # As nobody does: other bytes under the same time and size show who has read the file again.
            path.write_bytes(bytes(stamp.st_size))
            os.utime(path, ns=(stamp.st_atime_ns, stamp.st_mtime_ns))
            document = request_document(session, scene, session.catalog.models[scene.model])
            assert [upload["placeholder"] for upload in document["uploads"]] == [f"upload://{known}"]
            await workspace.render(agreed(await workspace.prepare(wanted(workspace)[:1])))
            await workspace.tasks.finish()
            # What goes up is looked at itself.
            [take] = takes(workspace)
            assert take.state is JobState.FAILED
            assert "was changed since the price was agreed" in take.error

    asyncio.run(story())
    assert fal.account.submits == []
