"""From a scene to the body that fal takes.

Optional fields are sent even at their default, so that a default that changes at fal changes nothing here; a field that
an endpoint does not list is never sent.

Source: fal's published types of 2026-08-02 and its OpenAPI answers of 2026-09-04.
"""

from typing import Any

from kling_studio.core.catalog import Mode, Model
from kling_studio.core.media_facts import MediaFacts
from kling_studio.core.project import CastMember, Project, Scene
from kling_studio.core.request import Before, Files, RenderRequest, made_voice
from kling_studio.core.sending import Sending, ordered_views, sending
from kling_studio.core.wording import worded
from kling_studio.providers.cloud.shared_fields import inputs_in, settings_in, words_in

CREATE_VOICE = "fal-ai/kling-video/create-voice"


def compile_request(
    project: Project, scene: Scene, model: Model, mode: Mode, media: MediaFacts
) -> RenderRequest:
    """The request that renders ``scene`` in ``mode``; pure."""
    inputs = sending(project, scene, mode, "fal")
    files = Files(media)
    voices = _Voices(files, media)
    wording = worded(project, scene, model, mode, inputs)
    automatic = model.dialect.automatic if mode.automatic_cuts else ""
    body = words_in(scene, wording, seconds=str, automatic=automatic)
    body |= inputs_in(scene, mode, inputs, files, pictures="image_urls", clip="video_url")
    if inputs.elements:
        body["elements"] = [_element(member, mode, inputs, files, voices) for member in inputs.elements]
    elif inputs.voices:
        body["voice_ids"] = [voices.of(member) for member in inputs.voices]
    body |= settings_in(
        scene, mode, seconds=str(scene.seconds), sound="generate_audio", kept_sound="keep_audio"
    )
    return RenderRequest("fal", model.id, mode.endpoint, body, files.uploads, voices.before)


class _Voices:
    """Ids of voices; one that is not made yet stands as a placeholder, with the call that makes it."""

    def __init__(self, files: Files, media: MediaFacts) -> None:
        self._files = files
        self._media = media
        self._before: dict[str, Before] = {}

    def of(self, member: CastMember) -> str:
        voice = member.voice
        made = made_voice(voice, "fal", self._media) if voice else None
        if made is not None or voice is None or voice.sample is None:
            return made or ""
        placeholder = f"voice://{member.name}"
        body = {"voice_url": self._files.of(voice.sample)}
        self._before[placeholder] = Before(placeholder, CREATE_VOICE, body, body["voice_url"])
        return placeholder

    @property
    def before(self) -> tuple[Before, ...]:
        return tuple(self._before.values())


def _element(
    member: CastMember, mode: Mode, inputs: Sending, files: Files, voices: _Voices
) -> dict[str, Any]:
    """A member as one element: by its clip, or by a front picture and up to three more."""
    if member in inputs.clip_elements and member.clip:
        element: dict[str, Any] = {"video_url": files.of(member.clip)}
    else:
        paths = [files.of(view.path) for view in ordered_views(member)[: mode.element_views]]
        others = paths[1:]
        if not others and mode.element_clips:
            # One more picture is required there; the only one stands for it.
            others = paths
        element = {"frontal_image_url": paths[0]}
        if others:
            element["reference_image_urls"] = others
    if member in inputs.voices:
        element["voice_id"] = voices.of(member)
    return element
