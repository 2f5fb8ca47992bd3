"""Prices: the providers' published examples to the cent, unknown where nothing is known, and sums that add up."""

import json
from dataclasses import replace
from decimal import ROUND_FLOOR, Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kling_studio.core.catalog import ANIMATIC
from kling_studio.core.media_facts import MediaFact, MediaKind
from kling_studio.core.pricing import (
    Once,
    Quote,
    exact,
    exactly,
    in_cents,
    quote,
    quote_scene,
    shot_amounts,
    shown,
    total,
)
from kling_studio.core.project import CastMember, ModeName, Project, ProviderIds, Scene, View, Voice
from tests.core.building import MARCO, MIRA, a_scene, a_shot, catalog, model, with_scene

EXAMPLES: list[dict[str, Any]] = json.loads(
    (Path(__file__).parent.parent / "data" / "price_examples.json").read_text()
)
VOICED = CastMember("m9", "Mira", clip="mira.mp4", voice=Voice("warm", None, (("fal", "1"),)))
CLIP = {"clip.mp4": MediaFact(MediaKind.CLIP, 1920, 1080, 5.0)}


def scene_of(mode: str, seconds: int, *, audio: bool = False, voice: bool = False, **fields: Any) -> Scene:
    """A scene whose contents ask for the mode."""
    asks: dict[str, dict[str, Any]] = {
        "text": {},
        "image": {"start_frame": "start.png"},
        "reference": {"images": ("crate.png",)},
        "edit": {"source_video": "clip.mp4"},
        "video-reference": {"reference_video": "clip.mp4"},
    }
    cast = ("Mira",) if voice else ()
    return a_scene(a_shot(seconds=seconds), audio=audio, cast=cast, **asks[mode], **fields)


def priced(
    scene: Scene, model_id: str, *lists: str, project: Project | None = None, media: Any = None
) -> Quote:
    found = quote_scene(project or with_scene(scene), scene, catalog(), lists, media, model_id)
    assert found is not None
    return found


@pytest.mark.parametrize(
    "example",
    EXAMPLES,
    ids=lambda e: f"{e['list']} {e['model']} {e['mode']} {e['seconds']} {e['audio']} {e['voice']}",
)
def test_the_published_examples_are_met_to_the_cent(example: dict[str, Any]) -> None:
    scene = scene_of(example["mode"], example["seconds"], audio=example["audio"], voice=example["voice"])
    media = {"clip.mp4": MediaFact(MediaKind.CLIP, 1920, 1080, float(example["seconds"]))}
    found = priced(scene, example["model"], example["list"], project=with_scene(scene, VOICED), media=media)
    assert (found.mode, found.price_list, found.seconds) == (
        example["mode"],
        example["list"],
        example["seconds"],
    )
    assert found.once == ()
    assert found.total == Decimal(example["exact"])
    assert total(line.amount for line in found.lines) == found.total
    assert Decimal(shown(found.total).removeprefix("$")) == Decimal(example["total"])
    assert sum(amount or 0 for amount in shot_amounts(scene, found).values()) == found.total


def test_a_quote_says_where_it_comes_from() -> None:
    found = priced(scene_of("text", 5, audio=True), "fal:o3-pro")
    assert found.endpoint == "fal-ai/kling-video/o3/pro/text-to-video"
    assert (found.price_list, str(found.as_of), found.currency) == ("fal-2026-09", "2026-09-04", "USD")
    assert (found.column, found.per_second) == ("audio", Decimal("0.14"))
    assert [line.text for line in found.lines] == ["5 s × $0.112", "Sound, 5 s × $0.028"]
    assert [line.amount for line in found.lines] == [Decimal("0.560"), Decimal("0.140")]


def test_rates_stand_in_full_where_rounding_them_would_not_multiply() -> None:
    scene = scene_of("reference", 3, audio=True)
    found = priced(scene, "wavespeed:o3-pro", "wavespeed-2026-04")
    assert [line.text for line in found.lines] == ["3 s × $0.112", "Sound, 3 s × $0.0224"]


def test_a_bound_voice_has_a_price_of_its_own_and_only_where_it_goes_along() -> None:
    scene = scene_of("image", 5, audio=True, voice=True)
    project = with_scene(scene, VOICED)
    voiced = priced(scene, "fal:v3-pro", project=project)
    assert (voiced.column, voiced.total) == ("voice", Decimal("0.98"))
    assert voiced.lines[1].text == "Sound with a bound voice, 5 s × $0.084"
    silent = replace(scene, audio=False)
    assert priced(silent, "fal:v3-pro", project=with_scene(silent, VOICED)).column == "silent"
    assert priced(scene, "wavespeed:o3-std", project=project).column == "audio"


def test_a_clip_replaces_the_price_of_sound() -> None:
    found = priced(scene_of("video-reference", 4, audio=True), "wavespeed:o3-pro")
    assert (found.column, found.total) == ("video_input", Decimal("0.672"))
    assert [line.text for line in found.lines] == ["4 s × $0.168 with a clip"]


def test_a_model_that_always_sounds_has_the_one_price() -> None:
    found = priced(scene_of("text", 5), "fal:v3-turbo-pro")
    assert (found.column, found.total) == ("audio", Decimal("0.70"))


@pytest.mark.parametrize(("lasts", "seconds"), [(5.0, 5), (5.01, 5), (5.04, 6), (4.2, 5), (0.01, 1)])
def test_an_edit_is_priced_by_its_clip_in_whole_seconds(lasts: float, seconds: int) -> None:
    scene = scene_of("edit", 12)
    media = {"clip.mp4": MediaFact(MediaKind.CLIP, 1920, 1080, lasts)}
    found = priced(scene, "fal:o3-pro", media=media)
    assert (found.seconds, found.total, found.note) == (seconds, seconds * Decimal("0.168"), "")


@pytest.mark.parametrize(("lasts", "seconds"), [(1.0, 3), (7.5, 8), (14.0, 10), (0.0, 10)])
def test_what_is_billed_of_an_edit_keeps_to_the_lists_bounds(lasts: float, seconds: int) -> None:
    scene = scene_of("edit", 12)
    media = {"clip.mp4": MediaFact(MediaKind.CLIP, 1920, 1080, lasts)}
    assert priced(scene, "wavespeed:o3-pro", media=media).seconds == seconds


def test_a_clip_of_unknown_length_is_priced_by_the_timeline_and_the_quote_says_so() -> None:
    found = priced(scene_of("edit", 7), "fal:o3-pro")
    assert (found.seconds, found.total) == (7, Decimal("1.176"))
    assert found.note == "The clip's length is not known; the timeline's seconds are taken."


def test_a_price_that_no_list_names_is_unknown_up_to_the_total() -> None:
    found = priced(scene_of("edit", 5), "fal:o3-pro", "fal-2026-02", media=CLIP)
    assert (found.per_second, found.total) == (None, None)
    assert [(line.text, line.amount) for line in found.lines] == [("5 s, no price known", None)]
    assert shown(found.total) == "price unknown"
    assert shot_amounts(scene_of("edit", 5), found) == {"s1": None}
    scene = scene_of("image", 5, audio=True, voice=True)
    voiced = priced(scene, "fal:v3-4k", project=with_scene(scene, VOICED))
    assert (voiced.column, voiced.total) == ("voice", None)


def test_without_a_price_list_nothing_is_known() -> None:
    scene = scene_of("text", 5)
    found = quote(with_scene(scene), scene, model("fal:o3-pro"), None)
    assert (found.price_list, found.as_of, found.currency, found.total) == ("", None, "USD", None)


def test_what_is_unknown_of_the_extras_makes_the_total_unknown() -> None:
    scene = scene_of("reference", 5, audio=True, voice=True)
    unmade = replace(VOICED, voice=Voice("warm", "mira.wav"))
    found = priced(scene, "fal:o3-pro", "fal-2026-02", project=with_scene(scene, unmade))
    assert found.once == (Once("voice", "Mira", None),)
    assert found.total is None


def test_a_mode_the_model_lacks_has_no_price() -> None:
    scene = a_scene(mode=ModeName.EDIT)
    for chosen in (catalog().price_list("fal"), None):
        found = quote(with_scene(scene), scene, model("fal:v3-pro"), chosen)
        assert (found.mode, found.endpoint, found.total) == (ModeName.EDIT, "", None)
        assert [line.text for line in found.lines] == ["Kling 3.0 Pro has no mode edit"]
        assert found.price_list == (chosen.name if chosen else "")


def test_an_unknown_model_has_no_quote() -> None:
    scene = a_scene(model="fal:v9")
    assert quote_scene(with_scene(scene), scene, catalog()) is None


def test_the_animatic_costs_nothing_whatever_it_is_given() -> None:
    scene = scene_of("edit", 60, audio=True, voice=True, start_frame="start.png")
    found = priced(scene, ANIMATIC, project=with_scene(scene, VOICED), media=CLIP)
    assert found.per_second == 0
    assert found.lines[0].amount == 0


class TestOnce:
    def test_a_voice_is_made_from_its_sample_once(self) -> None:
        scene = scene_of("reference", 5, audio=True, voice=True)
        unmade = replace(VOICED, voice=Voice("warm", "mira.wav"))
        found = priced(scene, "fal:o3-pro", project=with_scene(scene, unmade))
        assert found.once == (Once("voice", "Mira", Decimal("0.007")),)
        assert found.lines[-1].text == "Voice of Mira, once"
        assert found.total == Decimal("0.70") + Decimal("0.007")

    def test_an_element_is_made_where_the_provider_keeps_them(self) -> None:
        scene = a_scene(a_shot("s1", "@Mira and @Marco wait."), cast=("Mira", "Marco"))
        found = priced(scene, "wavespeed:o3-pro")
        assert found.once == tuple(Once("element", name, Decimal("0.01")) for name in ("Mira", "Marco"))
        assert found.total == Decimal("0.58")
        assert priced(scene, "fal:o3-pro").once == ()

    def test_what_is_made_already_is_not_paid_again(self) -> None:
        scene = a_scene(a_shot("s1", "@Mira and @Marco wait."), cast=("Mira", "Marco"))
        made = replace(MIRA, ids=(ProviderIds("wavespeed", "307"),))
        elsewhere = replace(MARCO, ids=(ProviderIds("kling", "1"),))
        found = priced(scene, "wavespeed:o3-pro", project=with_scene(scene, made, elsewhere))
        assert [once.name for once in found.once] == ["Marco"]


@given(
    st.lists(st.integers(1, 30), min_size=1, max_size=6),
    st.sampled_from(["text", "image", "reference", "edit", "video-reference"]),
    st.sampled_from(sorted(catalog().models)),
    st.booleans(),
    st.booleans(),
    st.floats(0.1, 60),
)
def test_lines_and_shots_add_up(
    seconds: list[int], mode: str, model_id: str, audio: bool, voice: bool, lasts: float
) -> None:
    shots = tuple(a_shot(f"s{number}", seconds=length) for number, length in enumerate(seconds))
    scene = replace(scene_of(mode, 1, audio=audio, voice=voice), shots=shots)
    member = replace(VOICED, images=(View("mira.png"),), voice=Voice("", "mira.wav"))
    media = {"clip.mp4": MediaFact(MediaKind.CLIP, 1920, 1080, lasts)}
    found = priced(scene, model_id, project=with_scene(scene, member), media=media)
    assert total(line.amount for line in found.lines) == found.total
    by_shot = shot_amounts(scene, found)
    assert list(by_shot) == [shot.id for shot in shots]
    if found.per_second is not None:
        assert total(by_shot.values()) == found.per_second * found.seconds
        assert all(amount is not None and amount >= 0 for amount in by_shot.values())


def test_the_shots_of_an_edit_share_what_its_clip_costs() -> None:
    scene = replace(scene_of("edit", 5), shots=(a_shot("s1", seconds=2), a_shot("s2", seconds=1)))
    found = priced(scene, "fal:o3-pro", media=CLIP)
    amounts = shot_amounts(scene, found)
    assert found.seconds != scene.seconds
    assert sum(amount or 0 for amount in amounts.values()) == found.total
    assert (amounts["s1"] or 0) > (amounts["s2"] or 0) > 0


def test_shots_of_no_length_cost_nothing() -> None:
    scene = scene_of("edit", 0)
    found = priced(scene, "fal:o3-pro", media=CLIP)
    assert shot_amounts(scene, found) == {"s1": 0}


class TestText:
    @pytest.mark.parametrize(
        ("amount", "text"),
        [("1.4", "1.40"), ("0.4032", "0.4032"), ("0.56000", "0.56"), ("100", "100.00"), ("0", "0.00"),
         ("1E+2", "100.00"), ("0.0001", "0.0001"), ("12345.678", "12345.678")],
    )  # fmt: skip
    def test_exact_amounts_have_at_least_two_places(self, amount: str, text: str) -> None:
        assert exact(Decimal(amount)) == text

    @pytest.mark.parametrize(
        ("amount", "text"),
        [("0.4032", "$0.403"), ("0.56", "$0.56"), ("0.560", "$0.56"), ("1.4", "$1.40"), ("0.0005", "$0.001"),
         ("0.0004", "$0.00"), ("2.0165", "$2.017"), ("0", "$0.00"), ("1200", "$1200.00"), ("-0.28", "−$0.28"),
         ("-0.0004", "$0.00")],
    )  # fmt: skip
    def test_shown_amounts_are_rounded_half_up_to_three_places(self, amount: str, text: str) -> None:
        assert shown(Decimal(amount)) == text

    @pytest.mark.parametrize(
        ("amount", "text", "rest"),
        [("7.672", "$7.68", "exactly $7.672"), ("7.6701", "$7.68", "exactly $7.6701"), ("7.67", "$7.67", ""),
         ("7.6700", "$7.67", ""), ("0", "$0.00", ""), ("0.0004", "$0.01", "exactly $0.0004"),
         ("1200", "$1200.00", "")],
    )  # fmt: skip
    def test_whole_cents_are_never_less_than_the_sum(self, amount: str, text: str, rest: str) -> None:
        assert in_cents(Decimal(amount)) == text
        assert exactly(Decimal(amount)) == rest

    def test_what_is_left_is_never_more_than_it_is(self) -> None:
        assert in_cents(Decimal("7.679"), ROUND_FLOOR) == "$7.67"

    def test_a_sum_that_nobody_knows_has_no_cents(self) -> None:
        assert in_cents(None) == "price unknown"
        assert exactly(None) == ""

    def test_a_difference_has_its_sign(self) -> None:
        assert shown(Decimal("0.28"), signed=True) == "+$0.28"
        assert shown(Decimal("-0.28"), signed=True) == "−$0.28"
        assert shown(None, signed=True) == "price unknown"

    @given(st.decimals(0, 10_000, places=6))
    def test_exact_text_is_the_amount(self, amount: Decimal) -> None:
        assert Decimal(exact(amount)) == amount
        assert len(exact(amount).partition(".")[2]) >= 2

    def test_a_sum_is_unknown_as_soon_as_a_part_is(self) -> None:
        assert total([]) == 0
        assert total([Decimal("0.1"), Decimal("0.2")]) == Decimal("0.3")
        assert total([Decimal("0.1"), None, Decimal("0.2")]) is None


def test_the_animatic_is_free_though_a_voice_is_not_made_yet() -> None:
    mira = CastMember("m", "Mira", voice=Voice("warm", "mira.wav"))
    scene = a_scene(model=ANIMATIC, audio=True, cast=("Mira",))
    priced = quote_scene(replace(with_scene(scene), cast=(mira,)), scene, catalog())
    assert priced is not None
    assert priced.total == 0
    assert priced.once == ()
