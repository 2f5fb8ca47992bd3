"""Pictures that say the same twice, and blurred ones."""

from dataclasses import replace

import pytest

from kling_studio.core.checks import Severity
from kling_studio.core.checks.pictures import LEAST_SHARPNESS, MOST_DIFFERENT_BITS, crop_fix, without_view
from kling_studio.core.framings import box_px, framed_view, framing_of
from kling_studio.core.media_facts import MediaFact, MediaKind
from kling_studio.core.project import Framing, Look, View
from tests.core.building import MIRA, a_scene, catalog, with_scene
from tests.core.checks.asking import ask, assert_mended, of, one

BITS = 288
LIMITS = catalog().picture_limits()
FRONT, BACK = (view.path for view in MIRA.images)
SCENE = a_scene(prompt="@Mira walks.", cast=("Mira",))


def looks(bits: int, sharpness: float | None = 500.0) -> MediaFact:
    """A good picture that differs from another in so many bits from none."""
    likeness = f"{(1 << bits) - 1:0{BITS // 4}x}"
    return MediaFact(MediaKind.PICTURE, 1000, 1000, 0, 500_000, likeness=likeness, sharpness=sharpness)


def test_two_pictures_that_look_the_same() -> None:
    media = {FRONT: looks(0), BACK: looks(MOST_DIFFERENT_BITS)}
    finding = one("near-duplicate", ask(SCENE, MIRA, media=media))
    assert (finding.severity, finding.field) == (Severity.ADVICE, "cast")
    assert finding.message.startswith("Mira's back view mira_back.png looks the same as mira_front.png")
    project = assert_mended(finding, SCENE, MIRA, media=media)
    assert [view.path for view in project.cast[0].images] == [FRONT]


@pytest.mark.parametrize(
    "media",
    [
        {FRONT: looks(0), BACK: looks(MOST_DIFFERENT_BITS + 1)},
        {FRONT: looks(0), BACK: replace(looks(0), likeness="")},
        {FRONT: looks(0)},
        {},
    ],
    ids=["different enough", "nothing to tell it by", "not looked at yet", "not measured yet"],
)
def test_two_pictures_that_may_differ(media: dict[str, MediaFact]) -> None:
    assert of("near-duplicate", ask(SCENE, MIRA, media=media)) == []


def test_two_parts_of_one_picture_are_meant_to_be_alike() -> None:
    part = framed_view(View(FRONT), Framing(FRONT, 0, 0.1, 0.1, 0.9, 0.9))
    member = replace(MIRA, images=(View(FRONT), part))
    media = {FRONT: looks(0), part.path: looks(1)}
    assert of("near-duplicate", ask(SCENE, member, media=media)) == []


def test_of_three_that_look_the_same_two_are_named() -> None:
    member = replace(MIRA, images=(*MIRA.images, View("mira_third.png")))
    media = {view.path: looks(0) for view in member.images}
    assert len(of("near-duplicate", ask(SCENE, member, media=media))) == 2


def test_a_blurred_picture() -> None:
    media = {FRONT: looks(0), BACK: looks(200, LEAST_SHARPNESS - 0.1)}
    finding = one("blurred-picture", ask(SCENE, MIRA, media=media))
    assert finding.message == "Mira's back view mira_back.png is blurred; the model copies that."
    assert_mended(finding, SCENE, MIRA, media=media)


@pytest.mark.parametrize("sharpness", [LEAST_SHARPNESS, None])
def test_a_sharp_picture_and_one_nobody_can_tell_of(sharpness: float | None) -> None:
    assert of("blurred-picture", ask(SCENE, MIRA, media={FRONT: looks(0, sharpness)})) == []


@pytest.mark.parametrize("model", ["animatic:preview", "fal:v3-turbo-pro"])
def test_a_model_that_takes_no_references_asks_nothing_of_them(model: str) -> None:
    media = {FRONT: looks(0, 1.0), BACK: looks(0, 1.0)}
    findings = ask(SCENE, MIRA, model=model, media=media)
    assert not of("near-duplicate", findings)
    assert not of("blurred-picture", findings)


def test_a_name_of_nobody_has_no_pictures() -> None:
    scene = a_scene(prompt="@Mira walks.", cast=("Nobody", "Mira"))
    assert len(of("blurred-picture", ask(scene, MIRA, media={FRONT: looks(0, 1.0)}))) == 1


class TestCropFix:
    def test_a_narrow_picture_is_cropped(self) -> None:
        fact = MediaFact(MediaKind.PICTURE, 400, 2000)
        fix = crop_fix(MIRA, MIRA.images[0], fact, LIMITS)
        assert fix is not None
        assert fix.label == "Crop it"
        view = fix.edit(with_scene(SCENE, MIRA)).cast[0].images[0]
        left, top, right, bottom = box_px(framing_of(view), 400, 2000)
        assert (right - left, view.framing and view.framing.original) == (400, FRONT)
        assert 990 <= bottom - top <= 1000

    def test_of_a_part_that_is_too_small_the_whole_picture_comes_back(self) -> None:
        part = framed_view(View(FRONT), Framing(FRONT, 0, 0, 0, 0.1, 0.1))
        member = replace(MIRA, images=(part,))
        fix = crop_fix(member, part, MediaFact(MediaKind.PICTURE, 100, 100), LIMITS)
        assert fix is not None
        assert fix.label == "Show the whole picture"
        assert fix.edit(with_scene(SCENE, member)).cast[0].images == (View(FRONT),)

    @pytest.mark.parametrize(
        ("view", "size"),
        [
            (View(FRONT), (600, 600)),
            (View(FRONT), (299, 400)),
            (View(FRONT), (2000, 200)),
            (View("https://pictures.test/a.png"), (400, 2000)),
        ],
        ids=["nothing to mend", "too small", "too little would be left", "an address"],
    )
    def test_where_no_crop_helps_none_is_offered(self, view: View, size: tuple[int, int]) -> None:
        member = replace(MIRA, images=(view,))
        assert crop_fix(member, view, MediaFact(MediaKind.PICTURE, *size), LIMITS) is None


def test_a_picture_is_taken_from_a_member_and_from_its_looks() -> None:
    coat = Look("coat", images=(View(BACK), View("coat.png")))
    project = with_scene(SCENE, replace(MIRA, looks=(coat,)))
    (member,) = without_view(project, MIRA.id, BACK).cast
    assert [view.path for view in member.images] == [FRONT]
    assert [view.path for view in member.looks[0].images] == ["coat.png"]
    assert without_view(project, "gone", BACK) is project
