"""Who renders: made when first asked for, so that nothing of the cloud is read before."""

import subprocess
import sys

import pytest

from kling_studio.app.renderers import renderers
from kling_studio.core.errors import BadInput
from kling_studio.providers.animatic import AnimaticRenderer


def test_each_is_made_once() -> None:
    known = renderers()
    assert list(known) == ["animatic", "fal", "wavespeed"]
    assert len(known) == 3
    assert isinstance(known["animatic"], AnimaticRenderer)
    assert known["fal"] is known["fal"]
    assert "runway" not in known


def test_a_bad_address_keeps_only_its_own_provider(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KLING_STUDIO_FAL_QUEUE_URL", "http://example.com")
    known = renderers()
    assert "fal" in known
    with pytest.raises(BadInput, match="KLING_STUDIO_FAL_QUEUE_URL"):
        known["fal"]
    assert known["wavespeed"] is known["wavespeed"]


def test_an_open_project_reads_nothing_of_the_cloud() -> None:
    program = """
import sys
import kling_studio.app.workspace
from kling_studio.app.renderers import renderers
"animatic" in renderers()
print([name for name in sys.modules if name.startswith("kling_studio.providers.") and "cloud" in name])
"""
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert ended.stdout.strip() == "[]"
