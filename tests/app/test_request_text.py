"""Requests as text: what a shell makes of the command line is the body, and no key is in it."""

import json
import shlex
from dataclasses import replace

import pytest

from kling_studio.app.current import compiled
from kling_studio.app.request_text import body_text, curl_text
from kling_studio.core.media_facts import MediaFact, MediaKind
from kling_studio.core.modes import choose_mode
from kling_studio.core.project import Scene, Voice
from tests.core.building import SPEAKER, a_scene, a_shot, model, says, with_scene

READ = {
    name: MediaFact(MediaKind.PICTURE, sha256=f"digest-{name}")
    for name in ("mira_front.png", "mira_back.png", "ines.mp4", "ines.wav")
}
TALK = a_scene(
    a_shot("s1", "It's @Mira's \"$HOME\" `now`.", dialogue=says("Mira", "Don't!")),
    cast=("Mira", "Ines"),
    audio=True,
)


@pytest.mark.parametrize(
    ("model_id", "address", "key"),
    [
        ("fal:o3-pro", "https://queue.fal.run/fal-ai/kling-video/o3/pro/reference-to-video", "Key $FAL_KEY"),
        (
            "wavespeed:o3-pro",
            "https://api.wavespeed.ai/api/v3/kwaivgi/kling-video-o3-pro/reference-to-video",
            "Bearer $WAVESPEED_API_KEY",
        ),
    ],
)
def test_the_command_line_sends_the_body_with_the_key_as_a_variable(
    monkeypatch: pytest.MonkeyPatch, model_id: str, address: str, key: str
) -> None:
    monkeypatch.setenv("FAL_KEY", "secret-of-fal")
    monkeypatch.setenv("WAVESPEED_API_KEY", "secret-of-wavespeed")
    scene: Scene = TALK
    project = with_scene(scene)
    chosen = model(model_id)
    mode = choose_mode(project, scene, chosen).mode
    assert mode is not None
    request = compiled(project, scene, chosen, mode, READ)
    text = curl_text(request)
    last = shlex.split(text[text.rindex("\ncurl ") + 1 :])
    assert last[:4] == ["curl", "-X", "POST", address]
    assert f"Authorization: {key}" in last
    assert json.loads(last[-1]) == request.body == json.loads(body_text(request))
    assert "secret" not in text
    for upload in request.uploads:
        assert f"# Upload {upload.path} first" in text
    assert text.count("curl ") == len(request.before) + 1


def test_a_name_with_a_line_end_stays_in_its_comment() -> None:
    name = "bad\nrm -rf ~.wav"
    ines = replace(SPEAKER, voice=Voice("low", name))
    scene = a_scene(a_shot("s1", "@Ines.", dialogue=says("Ines", "Go.")), cast=("Ines",), audio=True)
    project = with_scene(scene, ines)
    mode = choose_mode(project, scene, model("fal:o3-pro")).mode
    assert mode is not None
    media = {**READ, name: MediaFact(MediaKind.SOUND, sha256="x")}
    text = curl_text(compiled(project, scene, model("fal:o3-pro"), mode, media))
    assert not any(line.startswith("rm") for line in text.splitlines())
