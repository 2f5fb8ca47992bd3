"""How the cast goes along, where not as a director might think."""

from dataclasses import replace

import pytest

from kling_studio.core.checks import Severity
from kling_studio.core.project import CastMember, ProviderIds, Scene, View, ViewKind
from tests.core.building import MIRA, a_scene
from tests.core.checks.asking import ask, of, one, rules


def crowd(count: int) -> tuple[CastMember, ...]:
    return tuple(CastMember(f"m{n}", f"P{n}", images=(View(f"p{n}.png"),)) for n in range(count))


def crowded(count: int, **fields: str) -> Scene:
    names = tuple(member.name for member in crowd(count))
    return a_scene(prompt=" ".join(f"@{name}" for name in names), cast=names, **fields)


class TestCounts:
    def test_more_elements_than_are_known_to_work(self) -> None:
        finding = one("too-many-images", ask(crowded(4, start_frame="a.png"), *crowd(4), model="fal:v3-pro"))
        assert (finding.severity, finding.field) == (Severity.WARNING, "cast")
        assert rules(ask(crowded(3, start_frame="a.png"), *crowd(3), model="fal:v3-pro")) == []

    @pytest.mark.parametrize(("count", "words"), [(4, "P3 goes as"), (5, "P3 and P4 go as")])
    def test_members_beyond_the_elements(self, count: int, words: str) -> None:
        finding = one("too-many-images", ask(crowded(count), *crowd(count), model="wavespeed:o3-pro"))
        assert finding.severity is Severity.WARNING
        assert f"{words} plain pictures." in finding.message

    def test_where_all_go_as_pictures_nothing_is_said(self) -> None:
        assert rules(ask(crowded(4), *crowd(4), model="wavespeed:o3-std")) == []

    def test_what_cannot_be_sent_at_all_is_said_alone(self) -> None:
        found = of("too-many-images", ask(crowded(5, start_frame="a.png"), *crowd(5), model="fal:v3-pro"))
        assert [finding.severity for finding in found] == [Severity.ERROR]


class TestViews:
    SCENE = a_scene(prompt="@Mira waits.", cast=("Mira",))
    MANY = replace(MIRA, images=tuple(View(f"{view}.png", view) for view in ViewKind))

    @pytest.mark.parametrize("model", ["fal:o3-pro", "wavespeed:o3-pro"])
    def test_pictures_beyond_those_of_an_element(self, model: str) -> None:
        finding = one("not-sent", ask(self.SCENE, self.MANY, model=model))
        assert finding.message.startswith("Mira's last 2 pictures are not sent (outfit and detail): ")
        five = replace(self.MANY, images=self.MANY.images[:5])
        finding = one("not-sent", ask(self.SCENE, five, model=model))
        assert finding.message.startswith("Mira's last picture is not sent (outfit): ")
        assert rules(ask(self.SCENE, replace(five, images=five.images[:4]), model=model)) == []

    def test_neither_by_clip_nor_where_the_element_is_made(self) -> None:
        assert "pictures" not in str(ask(self.SCENE, replace(self.MANY, clip="m.mp4")))
        made = replace(self.MANY, ids=(ProviderIds("wavespeed", "77"),))
        assert rules(ask(self.SCENE, made, model="wavespeed:o3-pro")) == []
        assert rules(ask(self.SCENE, self.MANY, model="animatic:preview")) == []


class TestElementTexts:
    LONG = replace(MIRA, name="Mira of the long night", description="a" * 101)

    def test_what_is_cut_short(self) -> None:
        scene = a_scene(prompt="@Mira of the long night waits.", cast=(self.LONG.name,))
        name, words = ask(scene, self.LONG, model="wavespeed:o3-pro")
        assert (name.rule, words.rule) == ("long-name", "long-description")
        assert "has 22 characters; Kling O3 Pro is told the first 20." in name.message
        assert "has 101 characters; Kling O3 Pro is told the first 100." in words.message
        assert rules(ask(scene, self.LONG)) == []
        made = replace(self.LONG, ids=(ProviderIds("wavespeed", "77"),))
        assert rules(ask(scene, made, model="wavespeed:o3-pro")) == []

    def test_names_that_hold_one_another(self) -> None:
        two = (replace(MIRA, name="Ann"), replace(MIRA, id="m9", name="Anna"))
        scene = a_scene(prompt="@Ann and @Anna wait.", cast=("Ann", "Anna"))
        finding = one("names-alike", ask(scene, *two, model="wavespeed:o3-pro"))
        assert (finding.severity, finding.field) == (Severity.WARNING, "cast")
        assert "mix up Ann and Anna" in finding.message
        assert rules(ask(scene, *two)) == []
