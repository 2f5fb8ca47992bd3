"""Asking for the findings of a scene, and doing what a finding offers."""

from dataclasses import replace
from typing import Any

from kling_studio.core.checks import Finding, Severity, check_scene
from kling_studio.core.media_facts import MediaFact, MediaKind
from kling_studio.core.project import CastMember, Project, Scene
from tests.core.building import catalog, with_scene

GOOD_PICTURE = MediaFact(MediaKind.PICTURE, 1920, 1080, size_bytes=500_000)
GOOD_CLIP = MediaFact(MediaKind.CLIP, 1920, 1080, 5.0, 5_000_000)
GOOD_SOUND = MediaFact(MediaKind.SOUND, duration_s=10.0)
MISSING = MediaFact(MediaKind.MISSING)


def ask(scene: Scene, *cast: CastMember, model: str | None = None, **more: Any) -> tuple[Finding, ...]:
    """Every finding of the scene, on its own model unless another is named.

    Alone in its project it is a one-off; that is said of each and left out here.
    """
    if model is not None:
        scene = replace(scene, model=model)
    found = check_scene(with_scene(scene, *cast), scene, catalog(), **more)
    return tuple(finding for finding in found if finding.rule != "one-off-on-o3")


def of(rule: str, findings: tuple[Finding, ...]) -> list[Finding]:
    return [finding for finding in findings if finding.rule == rule]


def rules(findings: tuple[Finding, ...]) -> list[str]:
    return [finding.rule for finding in findings]


def one(rule: str, findings: tuple[Finding, ...]) -> Finding:
    """The only finding of the rule."""
    found = of(rule, findings)
    assert len(found) == 1, findings
    return found[0]


def assert_mended(
    finding: Finding, scene: Scene, *cast: CastMember, model: str | None = None, **more: Any
) -> Project:
    """Do what the finding offers; it must be gone, and nothing as grave or graver may come in its stead."""
    if model is not None:
        scene = replace(scene, model=model)
    project = with_scene(scene, *cast)
    before = check_scene(project, scene, catalog(), **more)
    assert finding.fix is not None
    after = finding.fix.edit(project)
    mended = after.find_scene(scene.id)
    assert mended is not None
    left = check_scene(after, mended, catalog(), **more)
    assert finding not in left, finding.fix.label
    for severity in (Severity.ERROR, Severity.WARNING):
        graver = [f for f in left if f.severity is severity and f.rule not in {g.rule for g in before}]
        assert graver == [], finding.fix.label
    return after
