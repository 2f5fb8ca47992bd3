"""Sound, voices and languages."""

from collections.abc import Iterator

from kling_studio.core.catalog import Model, Sound
from kling_studio.core.checks.finding import Context, Finding, Fix, Goal, Part, Severity
from kling_studio.core.checks.splitting import split_fix
from kling_studio.core.checks.ways_out import in_its_mode, switch
from kling_studio.core.languages import base_code, language_name
from kling_studio.core.project import CastMember, ModeName, Shot
from kling_studio.core.prompt import speakers
from kling_studio.core.sending import bound_voices, makes_sound


def sound_with_video(at: Context) -> Iterator[Finding]:
    """Generated sound and a reference clip exclude each other."""
    if at.mode.name is ModeName.VIDEO_REFERENCE and at.scene.audio:
        yield at.finding(
            "sound-with-video",
            Severity.ERROR,
            "Beside a reference clip no sound is made; the clip's own can be kept.",
            field="audio",
            fix=at.scene_fix("Keep the clip's sound", audio=False, keep_sound=True),
        )


def sound_always_on(at: Context) -> Iterator[Finding]:
    """A model that cannot be silent."""
    if at.mode.sound is Sound.ALWAYS and not at.scene.audio:
        yield at.finding(
            "sound-always-on",
            Severity.WARNING,
            f"{at.model.name} always makes sound; this scene asks for none.",
            field="audio",
            fix=_sound_on(at),
        )


def dialogue_unheard(at: Context) -> Iterator[Finding]:
    """Lines that nobody will hear, because sound is off or the mode makes none."""
    if makes_sound(at.scene, at.mode):
        return
    speaking = _first_spoken(at)
    if speaking is not None:
        off = at.mode.sound is Sound.OPTIONAL
        why = "Sound is off" if off else f"{at.model.name} makes no sound in {at.mode.name} mode"
        yield at.finding(
            "dialogue-unheard",
            Severity.ADVICE,
            f"{why}, so the dialogue is not sent.",
            shot=speaking,
            field="audio",
            fix=_sound_on(at) if off else None,
        )


def language(at: Context) -> Iterator[Finding]:
    """Lines in a language that the model does not speak, or not surely."""
    spoken = base_code(at.scene.language)
    if (
        _first_spoken(at) is None
        or not makes_sound(at.scene, at.mode)
        or not at.model.languages
        or spoken in at.model.languages
    ):
        return
    sure = " and ".join(map(language_name, at.model.languages))
    named = language_name(at.scene.language)
    if spoken in at.model.fair_languages:
        message = f"{at.model.name} speaks {sure} surely; {named} may come with an accent, or in English."
    else:
        message = f"{at.model.name} does not speak {named}: it will most likely be spoken in English."
    first = at.model.languages[0]
    fix = at.scene_fix(f"Make it {language_name(first)}", language=first)
    yield at.finding("unsupported-language", Severity.WARNING, message, field="language", fix=fix)


def voices(at: Context) -> Iterator[Finding]:
    """Voices that cannot go along, or not all of them; nobody misses the voice of one who says nothing."""
    if not makes_sound(at.scene, at.mode) or not at.mode.voices:
        return
    bound = bound_voices(at.project, at.scene, at.model.provider)
    if at.mode.voice_needs_clip:
        speaking = speakers(at.scene)
        for member in bound:
            if member.name in speaking and member not in at.inputs.clip_elements:
                yield at.finding(
                    "voice-needs-clip",
                    Severity.WARNING,
                    f"{member.name}'s voice is not sent: {at.model.name} takes a voice only together with "
                    "the member's clip, and one clip a render.",
                    field="cast",
                    fix=switch(at, lambda model: _takes_voices_alone(at, model)),
                    goal=_clip_goal(at, member),
                )
    if len(bound) > at.mode.voices:
        yield at.finding(
            "one-voice",
            Severity.WARNING,
            f"{at.model.name} takes {_count(at.mode.voices)} a render; {len(bound)} are bound in this scene.",
            field="cast",
            fix=split_fix(
                at, lambda half: len(bound_voices(at.project, half, at.model.provider)) <= at.mode.voices
            ),
        )


def _first_spoken(at: Context) -> Shot | None:
    """The first shot in which something is said, by whomever."""
    return next((shot for shot in at.scene.shots if any(line.text.strip() for line in shot.dialogue)), None)


def _count(voices: int) -> str:
    return "one voice" if voices == 1 else f"{voices} voices"


def _takes_voices_alone(at: Context, model: Model) -> bool:
    mode = in_its_mode(at, model)
    return mode is not None and mode.voices > 0 and not mode.voice_needs_clip


def _clip_goal(at: Context, member: CastMember) -> Goal | None:
    """A clip of the member, where it would be the one that goes."""
    taken = len(at.inputs.clip_elements) >= at.mode.element_clips
    return None if member.clip or taken else at.goal(f"Add a clip of {member.name}…", member, Part.CLIP)


def _sound_on(at: Context) -> Fix:
    return at.scene_fix("Turn sound on", audio=True)
