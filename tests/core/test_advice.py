"""Which model for a scene, in words with amounts."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from kling_studio.core.advice import Advice, Offer, advise, keeps_faces, scenes_of
from kling_studio.core.project import CastMember, Episode, Project, Scene, View
from tests.core.building import a_shot, model

MIRA = CastMember("m1", "Mira", images=(View("mira.png"),))
VOICE = CastMember("m2", "Voice")


def a_project(
    times: int, *, model_id: str = "fal:o3-pro", cast: tuple[str, ...] = ("Mira",), **fields: Any
) -> Project:
    scenes = tuple(
        Scene(f"c{number}", model=model_id, cast=cast, shots=(a_shot(),), **fields) for number in range(times)
    )
    return Project("Film", (MIRA, VOICE), (Episode("e1", "Pilot", scenes),))


def offer(model_id: str, total: str | None, *, works: bool = True, lost: int = 0) -> Offer:
    return Offer(model(model_id), None if total is None else Decimal(total), works, lost)


def asked(project: Project, *offers: Offer) -> dict[str, Advice]:
    found = advise(project, next(project.scenes()), offers)
    assert len({advice.rule for advice in found}) == len(found)
    return {advice.rule: advice for advice in found}


O3, V3 = offer("fal:o3-pro", "0.70"), offer("fal:v3-pro", "0.84")


def test_a_face_in_three_scenes_asks_for_a_model_that_keeps_it() -> None:
    same = asked(a_project(3, model_id="fal:v3-pro"), V3, offer("wavespeed:o3-pro", "0.60"), O3)["same-face"]
    assert same.model_id == "fal:o3-pro"
    assert same.message == (
        "Mira is in 3 scenes. Kling O3 Pro keeps the same face in all of them, for $0.70: $0.14 are saved."
    )


def test_who_keeps_the_face_already_hears_that() -> None:
    same = asked(a_project(4), O3, V3)["same-face"]
    assert same == Advice(
        "same-face", "Mira is in 4 scenes. Kling O3 Pro keeps the same face in all of them: a good choice."
    )


def test_where_no_such_model_works_nothing_is_said() -> None:
    broken = offer("fal:o3-pro", "0.70", works=False)
    assert "same-face" not in asked(a_project(3, model_id="fal:v3-pro"), V3, broken)


@pytest.mark.parametrize("cast", [(), ("Voice",)])
def test_a_face_is_one_only_with_references(cast: tuple[str, ...]) -> None:
    assert "same-face" not in asked(a_project(5, cast=cast), O3, V3)


@pytest.mark.parametrize(
    ("price", "words"),
    [
        ("0.50", "Kling 3.0 Pro would do, for $0.50: $0.20 are saved."),
        ("0.70", "Kling 3.0 Pro would do, for the same $0.70: nothing is saved."),
        ("0.84", "Kling 3.0 Pro would do, for $0.84: $0.14 more than now."),
        (None, "Kling 3.0 Pro would do, at a price that is not known."),
    ],
)
def test_a_one_off_needs_no_references_and_says_what_that_saves(price: str | None, words: str) -> None:
    one_off = asked(a_project(2), O3, offer("fal:v3-pro", price))["one-off"]
    assert one_off.message == f"Nobody here is in more than two scenes. {words}"
    assert one_off.model_id == "fal:v3-pro"


def test_the_same_tier_and_provider_come_first() -> None:
    others = (offer("fal:v3-standard", "0.10"), offer("wavespeed:v3.0-pro", "0.10"), V3)
    assert asked(a_project(1), O3, *others)["one-off"].model_id == "fal:v3-pro"


def test_a_one_off_without_a_cast_is_told_so() -> None:
    message = asked(a_project(1, cast=()), O3, V3)["one-off"].message
    assert message.startswith("Nobody is cast here who is in more than two scenes.")


@pytest.mark.parametrize("field", ["source_video", "reference_video"])
def test_a_clip_needs_the_model_that_takes_one(field: str) -> None:
    assert "one-off" not in asked(a_project(1, **dict[str, Any]({field: "dance.mp4"})), O3, V3)


def test_drafts_and_turbos_are_no_one_off_models() -> None:
    others = (offer("fal:v2.6-pro", "0.10"), offer("fal:v3-turbo-pro", "0.10"))
    assert "one-off" not in asked(a_project(1), O3, *others)


def test_drafts_go_to_the_cheapest_that_gets_as_much_and_the_keeper_is_rendered_again() -> None:
    cheap = offer("fal:v3-turbo-standard", "0.42", lost=2)
    draft = asked(a_project(3), O3, cheap, offer("fal:o3-standard", "0.56"), V3)["draft"]
    assert draft.model_id == "fal:o3-standard"
    assert draft.message == (
        "For drafts take Kling O3 Standard: $0.56 instead of $0.70, $0.14 saved each time."
        " Kling 3.0 Turbo Standard is $0.42, but gets less of the scene. Then render the keeper on Kling O3 Pro."
    )


def test_of_two_at_one_price_the_own_provider_is_taken() -> None:
    others = (offer("wavespeed:o3-std", "0.56"), offer("fal:o3-standard", "0.56"))
    draft = asked(a_project(3), O3, *others)["draft"]
    assert draft.model_id == "fal:o3-standard"
    assert "gets less" not in draft.message


def test_where_each_cheaper_one_gets_less_that_is_said() -> None:
    draft = asked(a_project(3), O3, offer("fal:v2.6-pro", "0.35", lost=1))["draft"]
    assert draft.model_id == "fal:v2.6-pro"
    assert "It gets less of the scene than Kling O3 Pro." in draft.message


def test_only_words_are_explored_without_talk_of_a_keeper() -> None:
    found = asked(a_project(1, cast=()), O3, offer("fal:v3-turbo-standard", "0.42"))
    assert "draft" not in found
    assert found["exploration"].message == (
        "To explore take Kling 3.0 Turbo Standard: $0.42 instead of $0.70, $0.28 saved each time."
    )


@pytest.mark.parametrize(
    "other",
    [
        offer("fal:v3-standard", "0.70"),
        offer("fal:v3-standard", None),
        offer("fal:v3-standard", "0.10", works=False),
        offer("fal:v3-4k", "0.10"),
    ],
)
def test_where_nothing_is_saved_it_is_said(other: Offer) -> None:
    draft = asked(a_project(3), O3, other)["draft"]
    assert draft == Advice(
        "draft", "For drafts nothing is saved on another model: none that can render this is cheaper."
    )


@pytest.mark.parametrize("now", [[], [offer("fal:o3-pro", None)]])
def test_without_a_price_nothing_is_compared(now: list[Offer]) -> None:
    assert "draft" not in asked(a_project(3), *now, offer("fal:v3-standard", "0.10"))


def test_a_scene_on_the_animatic_hears_which_model_keeps_its_face() -> None:
    free = Offer(model("animatic:preview"), Decimal(0), works=True)
    project = a_project(3, model_id="animatic:preview")
    found = asked(project, free, offer("fal:o3-4k", None), offer("fal:o3-standard", "0.56"), O3)
    assert list(found) == ["same-face"]
    assert found["same-face"].model_id == "fal:o3-standard"
    assert found["same-face"].message.endswith("in all of them, for $0.56.")


def test_the_counting() -> None:
    project = a_project(2)
    first, second = project.scenes()
    other = replace(
        project, episodes=(*project.episodes, Episode("e2", "Two", (replace(second, id="x", cast=()),)))
    )
    assert scenes_of(other, "Mira") == 2
    assert keeps_faces(model("fal:o3-pro"))
    assert not keeps_faces(model("fal:v3-pro"))
    assert first.cast == ("Mira",)
