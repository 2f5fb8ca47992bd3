"""From a scene to the body that WaveSpeed takes, and the elements and voices that must be made before it.

Source: WaveSpeed's documentation of mid-2026 and its model pages of autumn 2026.
"""

from typing import Any

from kling_studio.core.catalog import Mode, Model
from kling_studio.core.media_facts import MediaFacts
from kling_studio.core.project import CastMember, Project, Scene
from kling_studio.core.request import (
    Before,
    Files,
    RenderRequest,
    made_element,
    made_voice,
    member_fingerprint,
)
from kling_studio.core.sending import Sending, ordered_views, sending
from kling_studio.core.wording import worded
from kling_studio.providers.cloud.shared_fields import inputs_in, settings_in, words_in

CREATE_VOICE = "kwaivgi/kling-v2.6/create-voice"
CREATE_ELEMENT = "kwaivgi/kling-elements-advanced"


def compile_request(
    project: Project, scene: Scene, model: Model, mode: Mode, media: MediaFacts
) -> RenderRequest:
    """The request that renders ``scene`` in ``mode``; pure."""
    inputs = sending(project, scene, mode, "wavespeed")
    files = Files(media)
    wording = worded(project, scene, model, mode, inputs)
    body = words_in(scene, wording, seconds=int, automatic=model.dialect.automatic)
    body |= inputs_in(scene, mode, inputs, files, pictures="images", clip="video")
    elements = _Elements(model, mode, inputs, files, media)
    if inputs.elements:
        body["element_list"] = [{"element_id": elements.of(member)} for member in inputs.elements]
    body |= settings_in(scene, mode, seconds=scene.seconds, sound="sound", kept_sound="keep_original_sound")
    return RenderRequest("wavespeed", model.id, mode.endpoint, body, files.uploads, tuple(elements.before))


class _Elements:
    """Ids of elements; one that is not made yet stands as a placeholder, with the calls that make it."""

    def __init__(self, model: Model, mode: Mode, inputs: Sending, files: Files, media: MediaFacts) -> None:
        self._model = model
        self._mode = mode
        self._inputs = inputs
        self._files = files
        self._media = media
        self.before: list[Before] = []

    def of(self, member: CastMember) -> str:
        made = made_element(member, "wavespeed", self._media)
        if made is not None:
            return made
        placeholder = f"element://{member.name}"
        body: dict[str, Any] = {
            "name": self._model.element_name(member.name),
            "description": self._model.element_description(member.description or member.name),
        }
        if member in self._inputs.clip_elements and member.clip:
            body |= {"reference_type": "video_refer", "element_video_list": [self._files.of(member.clip)]}
        else:
            paths = [self._files.of(view.path) for view in ordered_views(member)[: self._mode.element_views]]
            others = paths[1:] or paths
            body |= {"reference_type": "image_refer", "frontal_image": paths[0], "refer_images": others}
        voice = self._voice_of(member)
        if voice:
            body["voice_id"] = voice
        self.before.append(
            Before(placeholder, CREATE_ELEMENT, body, member_fingerprint(member, "wavespeed", self._media))
        )
        return placeholder

    def _voice_of(self, member: CastMember) -> str:
        voice = member.voice
        made = made_voice(voice, "wavespeed", self._media) if voice else None
        if made is not None or voice is None or voice.sample is None:
            return made or ""
        placeholder = f"voice://{member.name}"
        sample = self._files.of(voice.sample)
        self.before.append(Before(placeholder, CREATE_VOICE, {"audio": sample}, sample))
        return placeholder
