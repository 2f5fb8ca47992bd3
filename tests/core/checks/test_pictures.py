"""Pictures that say the same twice, and blurred ones."""

from dataclasses import replace
from typing import Any

import pytest

from kling_studio.core.checks import Severity
from kling_studio.core.checks.alike import LEAST_SHARPNESS, MOST_DIFFERENT_BITS, Copies, with_best
from kling_studio.core.checks.pictures import crop_fix, without_view
from kling_studio.core.framings import box_px, framed_view, framing_of
from kling_studio.core.media_facts import MediaFact, MediaKind
from kling_studio.core.project import CastMember, Framing, Look, ProviderIds, View, ViewKind
from tests.core.building import MIRA, a_scene, catalog, with_scene
from tests.core.checks.asking import ask, assert_mended, of, one

BITS = 288
MADE = (ProviderIds("wavespeed", element="e1"),)
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


def views(*names: str, kind: ViewKind = ViewKind.FRONT) -> tuple[View, ...]:
    return tuple(View(name, kind) for name in names)


def paths(member: CastMember) -> list[str]:
    return [view.path for view in member.images]


class TestCopies:
    def test_the_largest_of_them_is_kept_in_the_place_of_the_first(self) -> None:
        names = ("small.png", "a.png", "b.png", "large.png", "c.png", "d.png")
        member = replace(MIRA, images=views("small.png") + views(*names[1:], kind=ViewKind.SIDE))
        media = {name: replace(looks(n), width_px=400) for n, name in enumerate(names)}
        media["small.png"] = replace(looks(0), width_px=120, height_px=120)
        media["large.png"] = replace(looks(2), width_px=1200)
        finding = one("near-duplicate", ask(SCENE, member, media=media))
        assert finding.message.startswith(
            "5 of Mira's pictures look the same as large.png: small.png, a.png, b.png and 2 more;"
        )
        assert finding.fix is not None
        assert finding.fix.label == "Take 5 out"
        after = assert_mended(finding, SCENE, member, media=media)
        assert after.cast[0].images == (View("large.png", ViewKind.FRONT),)

    @pytest.mark.parametrize(
        ("first", "second", "kept"),
        [
            ({}, {}, FRONT),
            ({}, {"width_px": 1001}, BACK),
            ({}, {"sharpness": 501.0}, BACK),
            ({"width_px": 1001}, {"sharpness": 900.0}, FRONT),
            ({"width_px": 2000, "sharpness": 9.0}, {}, BACK),
            ({}, {"width_px": 2000, "sharpness": None}, FRONT),
            ({}, {"width_px": 9000}, FRONT),
        ],
        ids=[
            "alike in all",
            "larger",
            "sharper",
            "large before sharp",
            "blurred",
            "nobody can tell",
            "refused",
        ],
    )
    def test_which_of_two_is_the_better_one(
        self, first: dict[str, Any], second: dict[str, Any], kept: str
    ) -> None:
        media = {FRONT: replace(looks(0), **first), BACK: replace(looks(1), **second)}
        finding = one("near-duplicate", ask(SCENE, media=media))
        after = assert_mended(finding, SCENE, media=media)
        assert after.cast[0].images == (View(kept),)

    def test_two_groups_of_one_member_are_one_finding(self) -> None:
        member = replace(MIRA, images=views("a.png", "b.png", "c.png", "d.png"))
        media = {"a.png": looks(0), "b.png": looks(1), "c.png": looks(100), "d.png": looks(101)}
        finding = one("near-duplicate", ask(SCENE, member, media=media))
        assert (
            "2 of Mira's pictures look the same as another: b.png as a.png, d.png as c.png;"
            in finding.message
        )
        assert paths(assert_mended(finding, SCENE, member, media=media).cast[0]) == ["a.png", "c.png"]

    def test_what_is_like_a_copy_and_not_like_the_best_stays(self) -> None:
        member = replace(MIRA, images=views("a.png", "b.png", "c.png"))
        media = {"a.png": looks(0), "b.png": looks(16), "c.png": replace(looks(32), width_px=400)}
        finding = one("near-duplicate", ask(SCENE, member, media=media))
        assert finding.message.startswith("Mira's front view b.png looks the same as a.png")
        assert paths(assert_mended(finding, SCENE, member, media=media).cast[0]) == ["a.png", "c.png"]

    @pytest.mark.parametrize("step", [0, 1], ids=["all alike", "hardly any alike"])
    def test_the_work_grows_with_the_pictures_and_not_with_their_pairs(self, step: int) -> None:
        class Counted(dict[str, MediaFact]):
            looked_up = 0

            def get(self, path: str, default: Any = None) -> Any:
                self.looked_up += 1
                return super().get(path, default)

        member = replace(MIRA, images=views(*(f"{n}.png" for n in range(BITS))))
        media = Counted({view.path: looks(step * n) for n, view in enumerate(member.images)})
        ask(SCENE, member, media=media)
        assert media.looked_up < 10 * BITS

    def test_pictures_that_are_not_sent_are_not_judged(self) -> None:
        member = replace(MIRA, images=views("a.png", "b.png", "c.png", "d.png", "e.png", "f.png"))
        media = {view.path: looks(50 * n) for n, view in enumerate(member.images)}
        media["f.png"] = replace(media["e.png"], sharpness=1.0)
        findings = ask(SCENE, member, media=media)
        assert not of("near-duplicate", findings)
        assert not of("blurred-picture", findings)

    @pytest.mark.parametrize("fields", [{"clip": "mira.mp4"}, {"ids": MADE}], ids=["a clip", "made already"])
    def test_one_who_goes_by_something_else_is_not_judged(self, fields: dict[str, Any]) -> None:
        model = "fal:o3-pro" if "clip" in fields else "wavespeed:o3-pro"
        media = {FRONT: looks(0), BACK: looks(0)}
        member = replace(MIRA, **fields)
        assert not of("near-duplicate", ask(SCENE, member, model=model, media=media))
        assert of("near-duplicate", ask(SCENE, MIRA, model=model, media=media))

    def test_plain_pictures_are_judged_too(self) -> None:
        media = {FRONT: looks(0), BACK: looks(0, 1.0)}
        scene = replace(SCENE, reference_video="a.mp4")
        assert of("near-duplicate", ask(scene, MIRA, model="wavespeed:o3-pro", media=media))

    def test_the_best_stands_in_the_looks_as_well(self) -> None:
        coat = Look("coat", images=views("coat.png", "large.png", kind=ViewKind.OUTFIT))
        member = replace(MIRA, images=views("small.png", "large.png", "other.png"), looks=(coat,))
        groups = (Copies(View("large.png"), views("small.png", "coat.png")),)
        (after,) = with_best(with_scene(SCENE, member), member.id, groups).cast
        assert paths(after) == ["large.png", "other.png"]
        assert after.looks[0].images == (View("large.png", ViewKind.OUTFIT),)
        project = with_scene(SCENE, replace(MIRA, looks=(replace(coat, images=()),)))
        assert with_best(project, MIRA.id, groups) is project
        assert with_best(project, "gone", groups) is project


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
