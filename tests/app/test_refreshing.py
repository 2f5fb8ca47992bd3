"""Prices asked for over real HTTP: the list that stays of them, and how they are asked for while the window is used."""

import asyncio
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from kling_studio.app.catalog_files import load_catalog
from kling_studio.app.opening import create_project, empty_project
from kling_studio.app.refreshing import PriceRefresh, refresh, result_words
from kling_studio.app.session import Session
from kling_studio.app.tasks import Tasks
from kling_studio.core.project import ModeName
from tests.app.prices_asked import asked, price, today, words
from tests.end_to_end.conftest import fal, wavespeed
from tests.end_to_end.pace import QUICK
from tests.servers import FalServer, Fault, WaveSpeedServer

__all__ = ["fal", "wavespeed"]


def test_fal_names_its_prices_and_the_next_start_has_them(fal: FalServer, tmp_path: Path) -> None:
    for mode in ("text", "image", "reference"):
        fal.prices.rate("fal:o3-pro", mode)["silent"] = "0.12"
    steps: list[tuple[int, int]] = []
    result = asked("fal", tmp_path, steps)
    assert result.error is None
    assert len(fal.account.of_kind("price")) == 1
    assert steps == [(0, 29), (29, 29)]
    held = load_catalog(tmp_path).price_list("fal")
    assert held == result.prices
    assert held is not None
    assert held.name == f"fal-live-{today()}"
    assert held.source.startswith(fal.environment["KLING_STUDIO_FAL_API_URL"])
    assert price(tmp_path, "fal:o3-pro", ModeName.REFERENCE, "silent") == Decimal("0.12")
    assert price(tmp_path, "fal:o3-pro", ModeName.REFERENCE, "audio") == Decimal("0.15")
    assert words(result).startswith("29 prices of ")
    assert words(result).endswith(
        "2 changed: Kling O3 Pro $0.112 → $0.12, Kling O3 Pro with sound $0.14 → $0.15."
    )


def test_asked_again_nothing_has_changed_and_the_list_is_the_same_one(fal: FalServer, tmp_path: Path) -> None:
    fal.prices.rate("fal:v2.5-turbo-pro", "text")["silent"] = "0.05"
    assert len(asked("fal", tmp_path).changes) == 1
    again = asked("fal", tmp_path)
    assert again.changes == ()
    assert "none changed." in words(again)
    assert len(list((tmp_path / "catalog").iterdir())) == 1


def test_wavespeed_is_asked_with_bodies_that_it_takes(wavespeed: WaveSpeedServer, tmp_path: Path) -> None:
    wavespeed.discount_rate = Decimal("0.9")
    result = asked("wavespeed", tmp_path)
    assert result.error is None
    assert result.unclear == ()
    requests = wavespeed.account.of_kind("price")
    assert len(requests) == 35
    for request in requests:
        assert wavespeed.schemas.complaints(request.json["model_id"], request.json["inputs"]) == []
    assert wavespeed.account.submits == []
    assert wavespeed.account.uploads == []
    assert price(tmp_path, "wavespeed:o3-pro", ModeName.TEXT, "audio") == Decimal("0.126")
    assert price(tmp_path, "wavespeed:o3-pro", ModeName.TEXT, "voice") == Decimal("0.126")
    assert price(tmp_path, "wavespeed:v3.0-std", ModeName.IMAGE, "silent") == Decimal("0.0756")
    assert price(tmp_path, "wavespeed:o3-std", ModeName.VIDEO_REFERENCE, "video_input") == Decimal("0.1134")
    assert price(tmp_path, "wavespeed:o3-std", ModeName.EDIT, "video_input") == Decimal("0.126")
    assert result.prices is not None
    assert result.prices.extras == {"create-voice": Decimal("0.0315"), "create-element": Decimal("0.009")}
    assert "Not named, so as in wavespeed-2026-09: Kling O3 Std edit, Kling O3 Pro edit." in words(result)
    assert "and 10 more." in words(result)


def test_without_a_key_nobody_is_asked(
    fal: FalServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("FAL_KEY")
    result = asked("fal", tmp_path)
    assert (result.prices, result.error, fal.account.requests) == (None, None, [])
    assert words(result) == "Not asked: there is no key."


def test_pages_are_read_to_their_end(fal: FalServer, tmp_path: Path) -> None:
    def cut(body: dict[str, object]) -> None:
        prices = body["prices"]
        assert isinstance(prices, list)
        body |= {"prices": prices[:10], "has_more": True, "next_cursor": "10"}

    fal.faults.add("price", Fault.edit(cut))
    result = asked("fal", tmp_path)
    assert result.count == 29
    assert "cursor=10" in fal.account.of_kind("price")[1].query


def test_a_disk_that_refuses_is_told(fal: FalServer, tmp_path: Path) -> None:
    (tmp_path / "catalog").write_text("a file where a folder should be")
    result = asyncio.run(refresh("fal", load_catalog(), tmp_path, lambda *_: None, QUICK))
    assert result.prices is None
    assert result.error is not None


def test_a_list_that_somebody_chose_holds_all_the_same(fal: FalServer, tmp_path: Path) -> None:
    result = asked("fal", tmp_path)
    chosen = load_catalog(tmp_path).price_lists["fal-2026-02"]
    assert result_words(result, chosen).endswith("fal-2026-02 holds all the same.")


Made = Callable[[], tuple[PriceRefresh, Tasks, Session]]


@pytest.fixture
def made(tmp_path: Path) -> Iterator[Made]:
    opened = create_project(tmp_path / "project", empty_project("Rain", "fal:o3-pro"))
    errors: list[BaseException] = []

    def make() -> tuple[PriceRefresh, Tasks, Session]:
        tasks = Tasks(errors.append)
        return PriceRefresh(opened.session, tasks, QUICK, tmp_path / "home"), tasks, opened.session

    yield make
    opened.session.folder.close()
    assert errors == []


def test_one_provider_refuses_and_the_others_prices_hold_at_once(
    made: Made, fal: FalServer, wavespeed: WaveSpeedServer, tmp_path: Path
) -> None:
    fal.prices.rate("fal:o3-pro", "text")["silent"] = "0.2"
    wavespeed.faults.add("price", Fault.status(401))

    async def story() -> PriceRefresh:
        running, tasks, session = made()
        scene = next(session.project.scenes())
        seen: list[Decimal | None] = []
        session.lists_changed.connect(
            lambda _: seen.append(getattr(session.quote(scene), "per_second", None))
        )
        assert getattr(session.quote(scene), "per_second", None) == Decimal("0.112")
        running.start()
        running.start()
        assert running.is_running
        await tasks.finish()
        assert seen == [Decimal("0.2")]
        return running

    running = asyncio.run(story())
    assert not running.is_running
    assert running.results["fal"].error is None
    assert "WaveSpeed does not accept the key." in words(running.results["wavespeed"])
    assert [file.name for file in (tmp_path / "home" / "catalog").iterdir()] == [
        f"prices-fal-live-{today()}.toml"
    ]
    assert len(fal.account.of_kind("price")) == 1


def test_cancelled_it_leaves_what_is_there_and_nothing_more(
    made: Made, fal: FalServer, wavespeed: WaveSpeedServer, tmp_path: Path
) -> None:
    wavespeed.faults.add("price", Fault.hang(), times=None)

    async def story() -> PriceRefresh:
        running, tasks, _ = made()
        done = asyncio.Event()
        running.changed.connect(lambda _: done.set() if "fal" in running.results else None)
        running.start()
        await asyncio.wait_for(done.wait(), 30)
        running.cancel()
        await tasks.finish()
        return running

    running = asyncio.run(story())
    assert (running.is_running, running.was_cancelled, running.progress) == (False, True, {})
    assert list(running.results) == ["fal"]
    assert [file.name for file in (tmp_path / "home" / "catalog").iterdir()] == [
        f"prices-fal-live-{today()}.toml"
    ]


def test_the_day_is_that_of_who_answers(fal: FalServer) -> None:
    from kling_studio.providers.cloud.naming import day_of
    from kling_studio.providers.reply import Reply

    moment = datetime.now(UTC) - timedelta(days=40)
    header = moment.strftime("%a, %d %b %Y %H:%M:%S GMT")
    assert day_of(Reply(200, {"date": header}, b"")) == moment.astimezone().date()
    assert day_of(Reply(200, {}, b"")).isoformat() == today()


OWN = """
[[family]]
id = "mine"
provider = "wavespeed"
name = "Mine"
[family.mode.text]
endpoint = "kwaivgi/kling-v3.0-std/text-to-video"
sound = "always"
only_seconds = [5, 10]
[family.mode.image]
endpoint = "kwaivgi/kling-v3.0-std/image-to-video"
sound = "never"
start_frame = true
start_field = "image"

[[model]]
id = "wavespeed:mine"
family = "mine"
tier = "Pro"
"""


def test_a_model_of_ones_own_has_the_prices_that_are_named_and_no_others(
    wavespeed: WaveSpeedServer, tmp_path: Path
) -> None:
    (tmp_path / "catalog").mkdir()
    (tmp_path / "catalog" / "mine.toml").write_text(OWN)
    assert asked("wavespeed", tmp_path).error is None
    columns = ("silent", "audio", "voice")
    text = [price(tmp_path, "wavespeed:mine", ModeName.TEXT, column) for column in columns]
    image = [price(tmp_path, "wavespeed:mine", ModeName.IMAGE, column) for column in columns]
    assert text == [Decimal("0.084"), Decimal("0.084"), None]
    assert image == [Decimal("0.084"), None, None]
