"""A clip and a sample that are too long are shortened in the real window, and go as they are to be."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from kling_studio.app.opening import create_sample
from kling_studio.core import edits
from kling_studio.core.adopting import with_sample
from kling_studio.core.media_facts import MediaKind
from kling_studio.core.project import Voice
from kling_studio.ui.program import Program
from tests.clips_for_tests import make_clip
from tests.end_to_end.window import home, run_program, until
from tests.sounds_for_tests import voice

__all__ = ["home"]


def test_what_is_too_long_is_shortened_by_its_finding(qapp: QApplication, home: Path, tmp_path: Path) -> None:
    create_sample(home / "Night Shift").session.folder.close()

    def steps(program: Program) -> None:
        window = program.window
        assert window is not None
        session, scene = window.session, window.selection.scene
        assert scene is not None
        clip = session.folder.add_media(make_clip(tmp_path / "walk.mp4", 9))
        sample = session.folder.add_media(voice(tmp_path / "speech.wav", 45))
        mira = session.project.cast[0]
        spoken = with_sample(mira.voice or Voice(), sample)
        session.dispatch(edits.set_member, mira.id, clip=clip, voice=spoken)
        session.dispatch(edits.set_scene, scene.id, model="fal:o3-pro", audio=True)

        def too_long() -> list[str]:
            now = session.project.find_scene(scene.id)
            assert now is not None
            found = [finding for finding in session.findings(now) if finding.rule == "too-long"]
            return [finding.fix.label for finding in found if finding.fix]

        until(lambda: sorted(too_long()) == ["Use the first 20 s", "Use the first 8 s"])
        for _ in range(2):
            now = session.project.find_scene(scene.id)
            assert now is not None
            finding = next(finding for finding in session.findings(now) if finding.rule == "too-long")
            assert finding.fix is not None
            session.apply(finding.fix.edit, finding.fix.label)
        used = session.project.cast[0]
        assert used.clip is not None
        assert used.voice is not None
        assert used.voice.sample is not None
        parts = (used.clip, used.voice.sample)
        until(lambda: all(part in session.media for part in parts))
        until(lambda: session.media[parts[0]].kind is MediaKind.CLIP)
        assert session.media[parts[0]].duration_s == pytest.approx(8, abs=0.05)
        assert session.media[parts[1]].duration_s == pytest.approx(20, abs=0.01)
        assert too_long() == []

    run_program(qapp, steps, home / "Night Shift")
