"""Prices asked for over real HTTP, in good weather and in bad; and the list that stays of them."""

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from kling_studio.app import refreshing
from kling_studio.app.catalog_files import load_catalog
from kling_studio.app.opening import create_project, empty_project
from kling_studio.app.refreshing import PriceRefresh, Refreshed, refresh, result_words
from kling_studio.app.session import Session
from kling_studio.app.tasks import Tasks
from kling_studio.core.project import ModeName
from tests.end_to_end.conftest import fal, wavespeed
from tests.end_to_end.pace import QUICK
from tests.servers import FalServer, Fault, WaveSpeedServer
from tests.storage.conftest import close_folder, closed_folder

__all__ = ["close_folder", "closed_folder", "fal", "wavespeed"]
PATIENCE = replace(QUICK, read_s=0.5)
O3_PRO = "fal-ai/kling-video/o3/pro"


def asked(provider: str, home: Path, told: list[tuple[int, int]] | None = None) -> Refreshed:
    steps = [] if told is None else told
    catalog = load_catalog(home)
    return asyncio.run(refresh(provider, catalog, home, lambda *step: steps.append(step), PATIENCE))


def words(result: Refreshed) -> str:
    return result_words(result, result.prices)


def price(home: Path, model: str, mode: ModeName, column: str) -> Decimal | None:
    """What the newest list says that a new start of the program would have."""
    prices = load_catalog(home).price_list(model.partition(":")[0])
    assert prices is not None
    rate = prices.rate(model, mode)
    found: Decimal | None = getattr(rate, column) if rate else None
    return found


def today() -> str:
    return datetime.now().astimezone().date().isoformat()


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


WEATHER: dict[str, tuple[Fault, int | None, str]] = {
    "key": (Fault.status(401), 1, "does not accept the key."),
    "forbidden": (Fault.status(403), 1, " says: "),
    "too often": (Fault.status(429), None, "is asked too often."),
    "long wait": (Fault.status(429, retry_after=600), 1, "is asked too often."),
    "broken": (Fault.status(500), None, "answered with status 500."),
    "gateway": (Fault.status(502), None, "answered with status 502."),
    "no answer": (Fault.drop_unaccepted(), None, "did not answer."),
    "hangs": (Fault.hang(), None, "did not answer."),
    "not JSON": (Fault.not_json(), 1, "in a form that is not known."),
    "empty": (Fault.empty(), 1, "in a form that is not known."),
    "list": (Fault.body("[]"), 1, "in a form that is not known."),
    "huge": (Fault.huge(32 * 1024 * 1024), None, "did not answer."),
    "elsewhere": (Fault.redirect("http://127.0.0.1:9/prices"), 1, "leads to another address"),
}


@pytest.mark.parametrize("provider", ["fal", "wavespeed"])
@pytest.mark.parametrize(("fault", "times", "said"), WEATHER.values(), ids=WEATHER)
def test_a_provider_that_does_not_tell_leaves_the_prices_as_they_are(
    provider: str, fault: Fault, times: int | None, said: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    server: FalServer | WaveSpeedServer = request.getfixturevalue(provider)
    server.faults.add("price", fault, times=times)
    result = asked(provider, tmp_path)
    assert result.prices is None
    assert result.error is not None
    assert said in words(result)
    assert server.key not in words(result)
    assert not (tmp_path / "catalog").exists()
    assert len(server.account.of_kind("price")) <= 3


@pytest.mark.parametrize("provider", ["fal", "wavespeed"])
@pytest.mark.parametrize("fault", [Fault.status(503), Fault.status(429, retry_after=5), Fault.cut_reply()])
def test_what_passes_is_waited_for(
    provider: str, fault: Fault, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    server: FalServer | WaveSpeedServer = request.getfixturevalue(provider)
    server.faults.add("price", fault)
    assert asked(provider, tmp_path).error is None
    assert server.faults.unused == []


def test_an_unknown_unit_is_told_and_the_price_before_holds(fal: FalServer, tmp_path: Path) -> None:
    def by_the_frame(body: dict[str, list[dict[str, object]]]) -> None:
        for item in body["prices"]:
            if str(item["endpoint_id"]).startswith(f"{O3_PRO}/video-to-video"):
                item |= {"unit": "megapixel frames", "unit_price": 0.9}

    fal.faults.add("price", Fault.edit(by_the_frame))
    result = asked("fal", tmp_path)
    reason = 'fal.ai counts in "megapixel frames", and nobody knows how much that is'
    clips = f"{O3_PRO}/video-to-video"
    assert result.unclear == (f"{reason}: {clips}/edit, {clips}/reference.",)
    assert result.not_named == ("Kling O3 Pro edit", "Kling O3 Pro video-reference")
    assert price(tmp_path, "fal:o3-pro", ModeName.EDIT, "video_input") == Decimal("0.168")
    assert result.unclear[0] in words(result)


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("unit", "units", 'fal.ai counts in "units", and nobody knows how much that is'),
        ("unit", None, 'fal.ai counts in "None"'),
        ("currency", "CNY", "fal.ai names prices in CNY, not in dollars"),
        ("unit_price", 0, "fal.ai names no price that can be read"),
        ("unit_price", "NaN", "fal.ai names no price that can be read"),
        ("unit_price", -1, "fal.ai names no price that can be read"),
        ("unit_price", 1e300, "fal.ai names no price that can be read"),
        ("unit_price", True, "fal.ai names no price that can be read"),
    ],
)
def test_where_nothing_can_be_read_there_is_no_list_and_that_is_told(
    field: str, value: object, said: str, fal: FalServer, tmp_path: Path
) -> None:
    fal.faults.add("price", Fault.with_value(field, value))
    result = asked("fal", tmp_path)
    assert result.prices is None
    assert said in words(result)
    assert "and 2" in words(result)  # twenty and more of them, in one sentence


@pytest.mark.parametrize(("provider", "name"), [("fal", "fal.ai"), ("wavespeed", "WaveSpeed")])
def test_what_is_new_in_an_answer_is_told_once_and_the_prices_hold(
    provider: str, name: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    server: FalServer | WaveSpeedServer = request.getfixturevalue(provider)
    server.faults.add("price", Fault.extra_fields(), times=None)
    result = asked(provider, tmp_path)
    assert result.error is None
    said = f"{name}'s answers about prices hold what this version does not know: x_new_field."
    assert result.unclear == (said,)
    assert said in words(result)


def test_a_model_that_fal_does_not_sell_does_not_hide_the_others(fal: FalServer, tmp_path: Path) -> None:
    for mode in ("edit", "video-reference"):
        fal.prices.rate("fal:o3-standard", mode)["video_input"] = None
    result = asked("fal", tmp_path)
    assert result.error is None
    assert result.count == 27
    assert result.not_named == ("Kling O3 Standard edit", "Kling O3 Standard video-reference")
    assert len(fal.account.of_kind("price")) < 20
    assert price(tmp_path, "fal:o3-standard", ModeName.EDIT, "video_input") == Decimal("0.126")
    assert price(tmp_path, "fal:v3-pro", ModeName.TEXT, "silent") == Decimal("0.112")


def test_pages_are_read_to_their_end(fal: FalServer, tmp_path: Path) -> None:
    def cut(body: dict[str, object]) -> None:
        prices = body["prices"]
        assert isinstance(prices, list)
        body |= {"prices": prices[:10], "has_more": True, "next_cursor": "10"}

    fal.faults.add("price", Fault.edit(cut))
    result = asked("fal", tmp_path)
    assert result.count == 29
    assert "cursor=10" in fal.account.of_kind("price")[1].query


def test_pages_without_end_are_given_up(fal: FalServer, tmp_path: Path) -> None:
    fal.faults.add(
        "price", Fault.edit(lambda body: body | {"has_more": True, "next_cursor": "1"}), times=None
    )
    assert "in a form that is not known" in words(asked("fal", tmp_path))


def test_a_model_that_is_gone_at_wavespeed_is_told(wavespeed: WaveSpeedServer, tmp_path: Path) -> None:
    gone = "kwaivgi/kling-video-o3-4k"
    wavespeed.faults.add(
        "price", Fault.status(404), times=None, when=lambda request: gone in request.json["model_id"]
    )
    result = asked("wavespeed", tmp_path)
    assert (
        f"WaveSpeed names no price (status 404): {gone}/text-to-video, {gone}/image-to-video and 1 more."
        in (words(result))
    )
    assert price(tmp_path, "wavespeed:o3-4k", ModeName.TEXT, "silent") == Decimal("0.42")
    assert "Kling O3 4K text" in result.not_named


def test_a_price_that_is_not_by_the_second_is_told(wavespeed: WaveSpeedServer, tmp_path: Path) -> None:
    flat = "kwaivgi/kling-v3.0-pro"
    wavespeed.faults.add(
        "price",
        Fault.with_value("discounted_price", 1.5),
        times=None,
        when=lambda request: flat in request.json["model_id"],
    )
    result = asked("wavespeed", tmp_path)
    assert (
        "WaveSpeed does not charge by the second: Kling 3.0 Pro costs $1.5 for 5 s and $1.5 for 10 s."
        in words(result)
    )
    assert price(tmp_path, "wavespeed:v3.0-pro", ModeName.TEXT, "silent") == Decimal("0.112")


@pytest.mark.parametrize("code", [401, 429, 500])
def test_wavespeeds_refusal_under_a_good_status_is_one(
    code: int, wavespeed: WaveSpeedServer, tmp_path: Path
) -> None:
    wavespeed.faults.add("price", Fault.envelope(code, "no"), times=None)
    assert asked("wavespeed", tmp_path).error is not None


def test_another_currency_is_told(wavespeed: WaveSpeedServer, tmp_path: Path) -> None:
    wavespeed.faults.add("price", Fault.with_value("currency", "EUR"), times=None)
    assert "WaveSpeed names prices in EUR, not in dollars" in words(asked("wavespeed", tmp_path))


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


def test_who_cannot_be_reached_is_told(fal: FalServer, tmp_path: Path) -> None:
    fal.shut_part("api")
    assert words(asked("fal", tmp_path)).startswith("fal.ai cannot be reached.")


def test_who_takes_too_long_is_given_up(
    wavespeed: WaveSpeedServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(refreshing, "DEADLINE_S", 0.1)
    wavespeed.faults.add("price", Fault.late(0.3), times=None)
    result = asked("wavespeed", tmp_path)
    assert (result.prices, words(result)[:29]) == (None, "WaveSpeed took longer than 0 ")


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
