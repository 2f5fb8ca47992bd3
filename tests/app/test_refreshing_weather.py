"""Prices that are not named, or not as they were: what is told, and which prices hold then."""

from decimal import Decimal
from pathlib import Path

import pytest

from kling_studio.app import refreshing
from kling_studio.core.project import ModeName
from tests.app.prices_asked import asked, price, words
from tests.end_to_end.conftest import fal, wavespeed
from tests.servers import FalServer, Fault, WaveSpeedServer

__all__ = ["fal", "wavespeed"]


O3_PRO = "fal-ai/kling-video/o3/pro"
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
