"""The craft rules together, over projects full of words that they listen for."""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from kling_studio.core.checks import check_scene
from kling_studio.core.checks.craft import CRAFT
from kling_studio.core.project import CastMember, DialogueLine, Episode, ModeName, Project, Scene, Shot
from tests.core.building import catalog
from tests.core.checks.series import says_words
from tests.core.checks.test_reading import HEARD, NOT_HEARD
from tests.strategies import views, voices

FIELDS = {"prompt", "camera", "dialogue", "cast", "model", "aspect_ratio", "seconds", "shots"}
SLUGS = {
    "accent-drift", "contact-in-edit", "fast-motion", "few-views", "long-profile", "long-single-shot", "mixed-aspect",
    "needs-back-view", "needs-detail-view", "needs-references", "no-voice", "not-upper-case", "one-off-on-o3",
    "too-many-words",
}  # fmt: skip

WANTING = {"few-views", "long-profile", "needs-back-view", "needs-detail-view", "no-voice"}
"""What these miss only a person can bring."""

_phrases = sorted(text for lists in (HEARD, NOT_HEARD) for texts in lists.values() for text in texts)
_words = st.lists(st.sampled_from([*_phrases, "@Crate waits.", "@Marco", "她"]), max_size=3).map(" ".join)
_spoken = st.sampled_from(["", "Hi.", "Mira, the nasa called.", says_words(12), says_words(40), "好" * 30])
_names = st.sampled_from(["Mira", "Marco", "Crate", "Nobody", ""])
_lines = st.lists(st.builds(DialogueLine, character=_names, text=_spoken), max_size=2).map(tuple)
_pictures = st.lists(views, max_size=3).map(tuple)


@st.composite
def _shots(draw: st.DrawFn, scene_id: str) -> tuple[Shot, ...]:
    return tuple(
        Shot(f"{scene_id}-{n}", draw(_words), draw(st.integers(-1, 15)), draw(_words), draw(_lines))
        for n in range(draw(st.integers(0, 3)))
    )


@st.composite
def _scenes(draw: st.DrawFn, scene_id: str) -> Scene:
    return Scene(
        id=scene_id,
        model=draw(st.sampled_from(sorted(catalog().models))),
        mode=draw(st.none() | st.sampled_from(ModeName)),
        prompt=draw(_words),
        aspect_ratio=draw(st.sampled_from(["16:9", "9:16", "4:3"])),
        audio=draw(st.booleans()),
        language=draw(st.sampled_from(["en", "zh", "de"])),
        cast=draw(st.lists(_names, max_size=3).map(tuple)),
        start_frame=draw(st.sampled_from([None, "a.png"])),
        source_video=draw(st.sampled_from([None, None, "a.mp4"])),
        shots=draw(_shots(scene_id)),
    )


@st.composite
def _series(draw: st.DrawFn) -> Project:
    fields: dict[str, Any] = {
        "clip": st.sampled_from([None, None, "a.mp4"]),
        "voice": st.none() | voices,
        "images": _pictures,
        "description": st.sampled_from(["", "a cap with a logo"]),
    }
    cast = tuple(
        CastMember(f"m-{name}", name, **{key: draw(value) for key, value in fields.items()})
        for name in ("Mira", "Marco", "Crate")
    )
    episodes = tuple(
        Episode(f"e{e}", scenes=tuple(draw(_scenes(f"c{e}{n}")) for n in range(draw(st.integers(0, 4)))))
        for e in range(2)
    )
    return Project("Film", cast, episodes)


@settings(max_examples=250)
@given(_series())
def test_none_raises_every_place_exists_and_every_fix_takes_its_finding_away(project: Project) -> None:
    for scene in project.scenes():
        found = check_scene(project, scene, catalog())
        for finding in found:
            if finding.rule not in SLUGS:
                continue
            assert finding.message[-1] in ".!?", finding
            assert finding.field in FIELDS, finding
            assert finding.scene_id == scene.id
            if finding.rule in WANTING:
                assert finding.goal is not None
                assert finding.goal.member_id in {member.id for member in project.cast}
            if finding.shot is None:
                assert finding.shot_id is None
            else:
                assert scene.shots[finding.shot - 1].id == finding.shot_id
            if finding.fix is not None:
                mended = finding.fix.edit(project)
                after = mended.find_scene(scene.id)
                assert after is not None
                left = check_scene(mended, after, catalog())
                assert not [one for one in left if _place(one) == _place(finding)], finding.fix.label


def _place(finding: Any) -> tuple[str, str | None, str]:
    return finding.rule, finding.shot_id, finding.field


def test_every_rule_is_asked() -> None:
    assert len(CRAFT) == len(set(CRAFT)) == len(SLUGS)
