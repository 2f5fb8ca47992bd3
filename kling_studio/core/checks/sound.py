"""Sound, voices and languages."""

from collections.abc import Iterator
from functools import partial

from kling_studio.core import edits
from kling_studio.core.catalog import Sound
from kling_studio.core.checks.finding import Context, Finding, Fix, Severity
from kling_studio.core.project import ModeName
from kling_studio.core.sending import bound_voices


def sound_with_video(at: Context) -> Iterator[Finding]:
    """Generated sound and a reference clip exclude each other."""
    if at.mode.name is ModeName.VIDEO_REFERENCE and at.scene.audio:
        yield at.finding(
            "sound-with-video",
            Severity.ERROR,
            "Beside a reference clip no sound is made; the clip's own can be kept.",
            field="audio",
            fix=Fix(
                "Keep the clip's sound",
                partial(edits.set_scene, scene_id=at.scene.id, audio=False, keep_sound=True),
            ),
        )


def sound_always_on(at: Context) -> Iterator[Finding]:
    """A model that cannot be silent."""
    if at.mode.sound is Sound.ALWAYS and not at.scene.audio:
        yield at.finding(
            "sound-always-on",
            Severity.WARNING,
            f"{at.model.name} always makes sound; this scene asks for none.",
            field="audio",
            fix=_sound(at, "Turn sound on", on=True),
        )


def dialogue_unheard(at: Context) -> Iterator[Finding]:
    """Lines that nobody will hear, because sound is off."""
    if at.scene.audio or at.mode.sound is Sound.ALWAYS:
        return
    speaking = next((s for s in at.scene.shots if any(line.text.strip() for line in s.dialogue)), None)
    if speaking is not None:
        yield at.finding(
            "dialogue-unheard",
            Severity.ADVICE,
            "Sound is off, so the dialogue is not sent.",
            shot=speaking,
            field="audio",
            fix=_sound(at, "Turn sound on", on=True) if at.mode.sound is Sound.OPTIONAL else None,
        )


def language(at: Context) -> Iterator[Finding]:
    """A language that the model does not speak, or not surely."""
    spoken = at.scene.language
    if not at.scene.audio or at.mode.sound not in (Sound.OPTIONAL, Sound.ALWAYS) or not at.model.languages:
        return
    if spoken in at.model.languages:
        return
    sure = ", ".join(at.model.languages)
    if spoken in at.model.fair_languages:
        message = (
            f"{at.model.name} speaks {sure} surely; {spoken} may be spoken with an accent, or in English."
        )
    else:
        message = f"{at.model.name} does not speak {spoken}: it will most likely be spoken in English."
    yield at.finding("unsupported-language", Severity.WARNING, message, field="language")


def voices(at: Context) -> Iterator[Finding]:
    """Voices that cannot go along, or not all of them."""
    if not at.scene.audio or at.mode.sound is not Sound.OPTIONAL or not at.mode.voices:
        return
    bound = bound_voices(at.project, at.scene)
    if at.mode.voice_needs_clip:
        for member in bound:
            if member is not at.inputs.clip_element:
                yield at.finding(
                    "voice-needs-clip",
                    Severity.WARNING,
                    f"On {at.model.provider} a voice goes only with a clip of its member: {member.name}'s is not sent.",
                    field="cast",
                )
    if len(bound) > at.mode.voices:
        yield at.finding(
            "one-voice",
            Severity.WARNING,
            f"{at.model.name} takes {_count(at.mode.voices)} a render; {len(bound)} are bound in this scene.",
            field="cast",
        )


def _count(voices: int) -> str:
    return "one voice" if voices == 1 else f"{voices} voices"


def _sound(at: Context, label: str, *, on: bool) -> Fix:
    return Fix(label, partial(edits.set_scene, scene_id=at.scene.id, audio=on))
