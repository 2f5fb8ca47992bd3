"""A workspace that sends what a person agreed to, to services on loopback."""

import asyncio
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from kling_studio.app.preparing import caps_of
from kling_studio.app.price_sheet import Wanted
from kling_studio.core import edits
from kling_studio.core.errors import KnownError
from kling_studio.core.job import JobState
from kling_studio.render.budget import OverBudget
from kling_studio.storage import settings
from kling_studio.storage.settings import Settings
from tests.app.at_work import (
    FAL,
    WAVESPEED,
    agreed,
    at_work,
    fal,
    lose_film,
    own_home,
    takes,
    wanted,
    wavespeed,
)
from tests.servers import FalServer, WaveSpeedServer

__all__ = ["fal", "own_home", "wavespeed"]


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
            with pytest.raises(KnownError, match=r"There is no key for fal\.ai"):
                await workspace.render(agreed(sheet))
            assert takes(workspace) == []
            keyless = await workspace.prepare(wanted(workspace))
            assert keyless.keyless == {"fal": "There is no key for fal.ai."}

    asyncio.run(story())


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
