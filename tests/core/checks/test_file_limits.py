"""Clips against the seconds that each use of them has."""

import pytest

from kling_studio.core.checks import Severity
from kling_studio.core.media_facts import MediaFact, MediaKind
from tests.core.building import a_scene
from tests.core.checks.asking import ask, rules


class TestClipSeconds:
    @pytest.mark.parametrize(
        ("model", "field", "lasts", "rule"),
        [
            ("fal:o3-pro", "source_video", 15.1, "too-long"),
            ("fal:o3-pro", "source_video", 15.0, None),
            ("fal:o3-pro", "source_video", 3.0, None),
            ("fal:o3-pro", "source_video", 2.9, "too-short"),
            ("wavespeed:o3-pro", "source_video", 10.1, "too-long"),
            ("wavespeed:o3-pro", "reference_video", 10.0, None),
            ("wavespeed:o3-pro", "reference_video", 15.1, "too-long"),
            ("fal:o3-pro", "reference_video", 15.1, "too-long"),
            ("fal:o3-pro", "reference_video", 2.0, "too-short"),
            ("fal:o3-pro", "source_video", 0.0, None),
        ],
    )
    def test_a_clip_has_its_own_limits(self, model: str, field: str, lasts: float, rule: str | None) -> None:
        scene = a_scene(**{field: "clip.mp4"})
        media = {"clip.mp4": MediaFact(MediaKind.CLIP, 1920, 1080, lasts)}
        findings = ask(scene, model=model, media=media)
        assert rules(findings) == ([rule] if rule else [])
        if rule:
            assert (findings[0].severity, findings[0].field) == (Severity.ERROR, field)
            assert f"lasts {lasts:.1f} s" in findings[0].message

    def test_a_clip_that_may_come_out_worse(self) -> None:
        media = {"clip.mp4": MediaFact(MediaKind.CLIP, 1920, 1080, 10.1)}
        findings = ask(a_scene(reference_video="clip.mp4"), model="wavespeed:o3-pro", media=media)
        assert [(f.rule, f.severity) for f in findings] == [("too-long", Severity.WARNING)]

    def test_a_clip_nobody_measured_is_no_finding(self) -> None:
        assert rules(ask(a_scene(source_video="https://x.test/clip.mp4"))) == []
