"""Speech: whose voice it is, how long it lasts, and how it is spelled."""

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache, partial
from math import ceil

from kling_studio.core import edits
from kling_studio.core.checks.finding import Context, Finding, Fix, Part, Severity
from kling_studio.core.checks.splitting import split_fix
from kling_studio.core.checks.vocabulary import ACRONYMS, EVERYDAY_NAMES
from kling_studio.core.project import CastMember, Project, Scene, Shot
from kling_studio.core.prompt import speakers
from kling_studio.core.sending import makes_sound
from kling_studio.core.speech import speaking_s

ACCENT_HOLDS_S = 12
"""So many seconds of dialogue in one render keep their accent."""
SPEAKS_OFTEN = 2
"""Who speaks in so many scenes must sound the same by more than luck."""


def no_voice(at: Context) -> Iterator[Finding]:
    """A member who speaks in several scenes, with nothing that makes the voice the same in all of them."""
    if at.model.forgiving or not makes_sound(at.scene, at.mode):
        return
    for name in speakers(at.scene):
        member, count = at.project.member(name), at.around.scenes_with_lines_of(name)
        if member is None or count < SPEAKS_OFTEN or _sounds_the_same(at, member):
            continue
        yield at.finding(
            "no-voice",
            Severity.ADVICE,
            f"{name} speaks in {count} scenes and has no voice: another one in every render. {_remedy(at, name)}",
            field="cast",
            goal=at.goal(f"Give {name} a voice…", member, Part.VOICE),
        )


def _sounds_the_same(at: Context, member: CastMember) -> bool:
    """A voice that the provider has or can make, or a clip that is sent: it gives its sound along."""
    voice = member.voice
    bound = voice is not None and (voice.sample or voice.id_at(at.model.provider))
    return bool(bound) or any(member.name == other.name for other in at.inputs.clip_elements)


def _remedy(at: Context, name: str) -> str:
    takes = [mode for mode in at.model.modes if mode.voices]
    if not takes:
        return f"{at.model.name} takes no voices: choose another model, and give {name} one."
    if all(mode.voice_needs_clip for mode in takes):
        return f"{at.model.name} takes one with a clip of {name}: give both."
    return f"Give {name} a voice."


def accent_drift(at: Context) -> Iterator[Finding]:
    """More dialogue in one render than keeps its accent."""
    if at.model.forgiving or not makes_sound(at.scene, at.mode):
        return
    times = _speaking_times(at.scene)
    if sum(times.values()) <= ACCENT_HOLDS_S:
        return
    who = [f"{name or 'the narrator'} {times[name]:.0f} s" for name in sorted(times, key=lambda n: -times[n])]
    yield at.finding(
        "accent-drift",
        Severity.WARNING,
        f"About {sum(times.values()):.0f} s of dialogue in one render ({', '.join(who)}): "
        f"beyond {ACCENT_HOLDS_S} s accents drift. Move lines into another scene.",
        field="shots",
        fix=split_fix(at, lambda half: sum(_speaking_times(half).values()) <= ACCENT_HOLDS_S),
    )


def _speaking_times(scene: Scene) -> dict[str, float]:
    """For how many seconds each of those who have lines speaks."""
    lines = [line for shot in scene.shots for line in shot.dialogue]
    return {
        name: speaking_s((line.text for line in lines if line.character == name), scene.language)
        for name in dict.fromkeys(line.character for line in lines)
    }


def too_many_words(at: Context) -> Iterator[Finding]:
    """More lines than can be said while their shot lasts."""
    if at.mode.seconds_from_source:
        return
    for shot in at.scene.shots:
        said_s = speaking_s((line.text for line in shot.dialogue), at.scene.language)
        if said_s > shot.seconds > 0:
            yield at.finding(
                "too-many-words",
                Severity.WARNING,
                f"The lines take about {said_s:.1f} s to say, and the shot lasts {shot.seconds} s. "
                "Cut words, or give it time.",
                shot=shot,
                field="dialogue",
                fix=_longer(at, shot, ceil(said_s)),
            )


def _longer(at: Context, shot: Shot, seconds: int) -> Fix | None:
    total = at.scene.seconds - shot.seconds + seconds
    return at.trim_fix(f"Lengthen to {seconds} s", shot, seconds) if at.mode.renders(total) else None


def not_upper_case(at: Context) -> Iterator[Finding]:
    """English lines with acronyms or names of the cast that are not in capitals, which models go by."""
    if at.model.forgiving or re.split("[-_]", at.scene.language.lower())[0] != "en":
        return
    for shot in at.scene.shots:
        small = [word for line in shot.dialogue for word in _in_small(line.text, at.names)]
        if small:
            wanted = dict.fromkeys(_raised(word) for word in small)
            yield at.finding(
                "not-upper-case",
                Severity.ADVICE,
                f"Acronyms and names are said right in capitals: {', '.join(wanted)}.",
                shot=shot,
                field="dialogue",
                fix=Fix("Write them in capitals", partial(in_capitals, shot_id=shot.id)),
            )


def in_capitals(project: Project, shot_id: str) -> Project:
    """The project with the acronyms and names that a shot's lines have in small letters in capitals."""
    names = tuple(member.name for member in project.cast)
    shot = next(shot for scene in project.scenes() for shot in scene.shots if shot.id == shot_id)
    dialogue = tuple(
        replace(line, text=_to_raise(names).sub(lambda match: _raised(match[0]), line.text))
        for line in shot.dialogue
    )
    return edits.set_shot(project, shot_id, dialogue=dialogue)


@lru_cache(maxsize=4096)
def _in_small(text: str, names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(match[0] for match in _to_raise(names).finditer(text))


@lru_cache(maxsize=32)
def _to_raise(names: tuple[str, ...]) -> re.Pattern[str]:
    """What is to be raised: acronyms that are not yet, in any case, and names as they are written in the cast.

    A name that is a word as well counts only inside a sentence. What stands behind ``@`` is left alone.
    """
    acronyms = "|".join(f"(?!{word}s?(?!\\w))(?i:{word}s?)" for word in sorted(ACRONYMS))
    small = sorted((name for name in names if _raised(name) != name), key=len, reverse=True)
    within = r"(?<=[\w,'’] )"
    forms = [f"{within if name in EVERYDAY_NAMES else ''}{re.escape(name)}" for name in small]
    return re.compile(rf"(?<![\w@])(?:{'|'.join([acronyms, *forms])})(?!\w)")


def _raised(word: str) -> str:
    """In capitals; the s of a plural stays small."""
    plural = word[:-1].upper() in ACRONYMS and word[-1:] in ("s", "S")
    return f"{word[:-1].upper()}s" if plural else word.upper()
