"""A workspace that sends what a person agreed to, to services on loopback."""

import asyncio
import os
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import keyring
import pytest

from kling_studio.app.opening import create_project, open_project
from kling_studio.app.preparing import caps_of
from kling_studio.app.price_sheet import Agreed, PriceSheet, Wanted
from kling_studio.app.renderers import renderers
from kling_studio.app.requests import request_document
from kling_studio.app.workspace import Workspace
from kling_studio.core import edits
from kling_studio.core.errors import KnownError
from kling_studio.core.job import JobState
from kling_studio.core.ledger import Take
from kling_studio.render.budget import OverBudget
from kling_studio.render.driving import News
from kling_studio.storage import settings
from kling_studio.storage.references import scene_references
from kling_studio.storage.settings import Settings
from tests.end_to_end.pace import QUICK
from tests.servers import FalServer, WaveSpeedServer
from tests.small_projects import put_picture, short_project, short_scene

FAL, WAVESPEED = "fal:o3-standard", "wavespeed:o3-pro"


@pytest.fixture(autouse=True)
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KLING_STUDIO_HOME", str(tmp_path / "home"))


@pytest.fixture
def fal(monkeypatch: pytest.MonkeyPatch) -> Iterator[FalServer]:
    with FalServer() as server:
        for name, value in server.environment.items():
            monkeypatch.setenv(name, value)
        yield server


@pytest.fixture
def wavespeed(monkeypatch: pytest.MonkeyPatch) -> Iterator[WaveSpeedServer]:
    with WaveSpeedServer() as server:
        for name, value in server.environment.items():
            monkeypatch.setenv(name, value)
        yield server


@asynccontextmanager
async def at_work(folder: Path, model: str) -> AsyncIterator[Workspace]:
    """A project of two scenes with one face on a model, open."""
    root = folder / "project"
    if not root.exists():
        put_picture(folder, size=(400, 400))
        scenes = (short_scene("one", (3,), model), short_scene("two", (4,), model))
        create_project(root, short_project(*scenes), media_from=folder).session.folder.close()
    errors: list[BaseException] = []
    workspace = Workspace(
        open_project(root), errors.append, providers=lambda chosen: renderers(QUICK, chosen)
    )
    workspace.start()
    try:
        yield workspace
    finally:
        await workspace.close()
    assert errors == []


def wanted(workspace: Workspace) -> list[Wanted]:
    return [Wanted(scene.id, scene.model) for scene in workspace.session.project.scenes()]


def agreed(sheet: PriceSheet) -> list[Agreed]:
    return [line.agreed for line in sheet.lines]


def takes(workspace: Workspace) -> list[Take]:
    return list(workspace.session.ledger.takes.values())


def lose_film(workspace: Workspace, take: Take) -> None:
    assert take.video is not None
    (workspace.session.folder.root / take.video).unlink()


def test_what_was_agreed_is_rendered_and_offered_for_nothing_afterwards(
    tmp_path: Path, fal: FalServer
) -> None:
    async def story() -> None:
        async with at_work(tmp_path, FAL) as workspace:
            sheet = await workspace.prepare(wanted(workspace))
            assert sheet.offered == {"one", "two"}
            await workspace.render(agreed(sheet))
            await workspace.tasks.finish()
            assert [(take.state, take.model) for take in takes(workspace)] == [(JobState.DONE, FAL)] * 2
            assert sum(take.charged or 0 for take in takes(workspace)) == sheet.total(sheet.offered)
            again = await workspace.prepare(wanted(workspace))
            assert [line.identical and line.identical.number for line in again.lines] == [1, 1]
            assert again.offered == frozenset()
            lose_film(workspace, takes(workspace)[0])
            lost = await workspace.prepare(wanted(workspace))
            assert lost.offered == {"one"}

    asyncio.run(story())
    assert len(fal.account.submits) == 2


def test_what_is_made_once_is_made_once_and_kept_in_the_project(
    tmp_path: Path, wavespeed: WaveSpeedServer
) -> None:
    async def story() -> None:
        async with at_work(tmp_path, WAVESPEED) as workspace:
            sheet = await workspace.prepare(wanted(workspace))
            total = sheet.total(sheet.offered)
            await workspace.render(agreed(sheet))
            await workspace.tasks.finish()
            assert [take.state for take in takes(workspace)] == [JobState.DONE] * 2
            [mira] = workspace.session.project.cast
            assert [ids.provider for ids in mira.ids] == ["wavespeed"]
            assert wavespeed.account.charged == total
            quote = workspace.session.quote(next(workspace.session.project.scenes()))
            assert quote is not None
            assert quote.once == ()

    asyncio.run(story())


def test_an_undo_never_takes_back_what_was_made(tmp_path: Path, wavespeed: WaveSpeedServer) -> None:
    async def story() -> None:
        async with at_work(tmp_path, WAVESPEED) as workspace:
            session = workspace.session
            first, second = session.project.scenes()
            session.dispatch(edits.set_scene, second.id, title="Before")
            sheet = await workspace.prepare([Wanted(first.id, first.model)])
            await workspace.render(agreed(sheet))
            session.dispatch(edits.set_scene, second.id, title="Meanwhile")
            await workspace.tasks.finish()
            made = session.project.cast[0].ids
            assert [ids.provider for ids in made] == ["wavespeed"]
            assert session.history.undo_label == "Set scene"
            while session.undo():
                assert session.project.cast[0].ids == made
            assert [scene.title for scene in session.project.scenes()] == [first.title, second.title]
            while session.redo():
                assert session.project.cast[0].ids == made
            await workspace.autosave.save_now()

    asyncio.run(story())
    assert '"element"' in (tmp_path / "project" / "project.json").read_text()


def test_a_price_that_is_not_the_agreed_one_stops_the_whole_run(tmp_path: Path, fal: FalServer) -> None:
    async def story() -> None:
        async with at_work(tmp_path, FAL) as workspace:
            sheet = await workspace.prepare(wanted(workspace))
            workspace.session.dispatch(edits.trim_shot, "two-1", 5)
            with pytest.raises(
                KnownError, match=r"Title of two costs \$0.56 now, not \$0.448. Nothing was sent"
            ):
                await workspace.render(agreed(sheet))
            assert takes(workspace) == []

    asyncio.run(story())
    assert fal.account.submits == []


def test_a_scene_that_is_gone_or_broken_stops_the_whole_run(tmp_path: Path, fal: FalServer) -> None:
    async def story() -> None:
        async with at_work(tmp_path, FAL) as workspace:
            sheet = await workspace.prepare(wanted(workspace))
            workspace.session.dispatch(edits.set_shot, "two-1", prompt="@Nobody waits.")
            with pytest.raises(KnownError, match=r"Title of two: .*Nobody"):
                await workspace.render(agreed(sheet))
            workspace.session.dispatch(edits.delete_scene, "two")
            with pytest.raises(KnownError, match="no longer in the project"):
                await workspace.render(agreed(sheet))
            assert takes(workspace) == []

    asyncio.run(story())
    assert fal.account.submits == []


def test_a_cap_that_was_set_meanwhile_holds(tmp_path: Path, fal: FalServer) -> None:
    async def story() -> None:
        async with at_work(tmp_path, FAL) as workspace:
            sheet = await workspace.prepare(wanted(workspace))
            settings.save(Settings(cap_per_day=Decimal("0.50")))
            with pytest.raises(KnownError, match=r"above the cap of \$0.50 today"):
                await workspace.render(agreed(sheet))
            capped = await workspace.prepare(wanted(workspace))
            assert capped.caps.per_day == Decimal("0.50")
            assert not capped.may_be_sent(capped.offered)

    asyncio.run(story())
    assert fal.account.submits == []


def test_without_a_key_nothing_is_planned(
    tmp_path: Path, fal: FalServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def story() -> None:
        async with at_work(tmp_path, FAL) as workspace:
            sheet = await workspace.prepare(wanted(workspace))
            monkeypatch.delenv("FAL_KEY")
            with pytest.raises(KnownError, match="There is no key for fal"):
                await workspace.render(agreed(sheet))
            assert takes(workspace) == []
            keyless = await workspace.prepare(wanted(workspace))
            assert keyless.keyless == {"fal": "There is no key for fal."}

    asyncio.run(story())


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


def test_two_agreements_at_once_are_held_under_one_cap(tmp_path: Path, fal: FalServer) -> None:
    settings.save(Settings(cap_per_project=Decimal("0.50")))

    async def story() -> None:
        async with at_work(tmp_path, FAL) as workspace:
            sheet = await workspace.prepare(wanted(workspace))
            first, second = agreed(sheet)
            ends = await asyncio.gather(
                workspace.render([first]), workspace.render([second]), return_exceptions=True
            )
            await workspace.tasks.finish()
            assert [type(end) for end in ends] == [type(None), OverBudget]
            assert len(takes(workspace)) == 1

    asyncio.run(story())
    assert len(fal.account.submits) == 1


def test_a_second_window_sends_nothing(tmp_path: Path, fal: FalServer) -> None:
    async def story() -> None:
        async with at_work(tmp_path, FAL) as first, at_work(tmp_path, FAL) as second:
            sheet = await first.prepare(wanted(first))
            with pytest.raises(KnownError, match="another window"):
                await second.render(agreed(sheet))

    asyncio.run(story())
    assert fal.account.submits == []


def test_what_has_changed_since_is_found_with_the_reason(tmp_path: Path, fal: FalServer) -> None:
    async def story() -> None:
        async with at_work(tmp_path, FAL) as workspace:
            assert await workspace.stale() == []
            sheet = await workspace.prepare(wanted(workspace)[:1])
            await workspace.render(agreed(sheet))
            await workspace.tasks.finish()
            assert await workspace.stale() == []
            workspace.session.dispatch(edits.set_shot, "one-1", prompt="@Mira walks out.")
            assert await workspace.stale() == [Wanted("one", FAL, "The words changed since.")]

    asyncio.run(story())


def test_a_model_that_the_catalog_does_not_have_is_an_error_in_its_line(
    tmp_path: Path, fal: FalServer
) -> None:
    async def story() -> None:
        async with at_work(tmp_path, FAL) as workspace:
            sheet = await workspace.prepare([Wanted("one", "fal:v9"), Wanted("none", FAL)])
            [line] = sheet.lines
            assert "fal:v9 is not in the catalog" in line.errors[0].message
            with pytest.raises(KnownError, match="not in the catalog"):
                await workspace.render(agreed(sheet))

    asyncio.run(story())


def test_the_day_begins_at_midnight_where_the_clock_stands() -> None:
    east = datetime.fromisoformat("2026-11-21T01:30:00+02:00")
    caps = caps_of(Settings(cap_per_render=Decimal(1), cap_per_episode=Decimal(2)), east)
    assert caps.since == "2026-11-20T22:00:00.000000Z"
    assert (caps.per_render, caps.per_day, caps.per_episode) == (Decimal(1), None, Decimal(2))
    assert caps_of(Settings(), datetime(2026, 11, 21, 5, tzinfo=UTC)).since == "2026-11-21T00:00:00.000000Z"
