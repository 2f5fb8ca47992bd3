"""All findings of a scene at once."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from kling_studio.core.catalog import Catalog
from kling_studio.core.checks import Severity, check_scene
from kling_studio.core.errors import EditRejected
from kling_studio.core.media_facts import MediaFact, MediaKind
from kling_studio.core.project import ModeName, Project
from tests.core.building import a_scene, a_shot, catalog, says, with_scene
from tests.core.checks.asking import ask, assert_mended, one, rules
from tests.strategies import projects


def test_a_sound_scene_has_no_finding() -> None:
    scene = a_scene(
        a_shot("s1", "@Mira enters."),
        a_shot("s2", dialogue=says("Marco", "Hi.")),
        cast=("Mira", "Marco"),
        audio=True,
    )
    assert ask(scene) == ()


def test_the_gravest_come_first_and_then_the_shots_in_order() -> None:
    scene = a_scene(
        a_shot("s1", dialogue=says("Mira", "Hi.")),
        a_shot("s2", "@Marco @Nina", seconds=16),
        a_shot("s3", "@Mira"),
        cfg_scale=0.5,
    )
    findings = ask(scene)
    assert [(finding.severity.value, finding.shot) for finding in findings] == [
        ("error", None),
        ("error", 2),
        ("warning", None),
        ("warning", 1),
        ("warning", 2),
        ("warning", 3),
        ("advice", 1),
    ]
    assert {finding.scene_id for finding in findings} == {"c1"}


def test_a_model_nobody_knows() -> None:
    finding = one("unknown-model", ask(a_scene(model="fal:v9")))
    assert (finding.severity, finding.field) == (Severity.ERROR, "model")
    assert finding.message == "fal:v9 is not in the catalog. Choose another model."


def test_another_model_can_be_asked_about() -> None:
    scene = a_scene(model="fal:v9", negative_prompt="blur")
    project = with_scene(scene)
    assert rules(check_scene(project, scene, catalog(), model_id="fal:v3-pro")) == []
    assert rules(check_scene(project, scene, catalog(), model_id="fal:o3-pro")) == ["not-sent"]


def test_a_mode_the_model_lacks() -> None:
    scene = a_scene(mode=ModeName.EDIT)
    finding = one("no-mode", ask(scene, model="fal:v3-pro"))
    assert (finding.severity, finding.field) == (Severity.ERROR, "model")
    assert finding.message == "Kling 3.0 Pro has no mode edit. Choose another model or another mode."
    assert_mended(finding, scene, model="fal:v3-pro")


def test_where_no_mode_fits_there_is_no_way_out() -> None:
    only = replace(catalog().models["fal:o3-pro"], modes=catalog().models["fal:o3-pro"].modes[1:2])
    scene = a_scene()
    (finding,) = check_scene(with_scene(scene), scene, Catalog({"fal:o3-pro": only}, {}))
    assert (finding.rule, finding.fix) == ("no-mode", None)


facts = st.builds(
    MediaFact,
    st.sampled_from(MediaKind),
    st.integers(0, 4000),
    st.integers(0, 4000),
    st.floats(0, 40),
    st.integers(0),
)


@settings(max_examples=150)
@given(projects(), st.sampled_from(sorted(catalog().models)), st.data())
def test_every_fix_takes_its_finding_away(project: Project, model_id: str, data: st.DataObject) -> None:
    for scene in project.scenes():
        on = replace(scene, model=model_id)
        episodes = tuple(
            replace(episode, scenes=tuple(on if other is scene else other for other in episode.scenes))
            for episode in project.episodes
        )
        now = replace(project, episodes=episodes)
        paths = sorted({path for path in (on.start_frame, on.end_frame, on.source_video, *on.images) if path})
        media = {path: data.draw(facts) for path in paths}
        found = check_scene(now, on, catalog(), media)
        for finding in found:
            assert finding.message
            if finding.goal is not None:
                assert finding.goal.member_id in {member.id for member in now.cast}
            if finding.fix is None:
                continue
            try:
                after = finding.fix.edit(now)
            except EditRejected as refusal:
                raise AssertionError(finding) from refusal
            mended = after.find_scene(on.id)
            assert mended is not None
            left = check_scene(after, mended, catalog(), media)
            # Two files of one name in different folders are told with the same words.
            assert left.count(finding) < found.count(finding), finding.fix.label
