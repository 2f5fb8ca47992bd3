"""What a listener says of a voice sample, by what was measured of it."""

from dataclasses import dataclass

from kling_studio.core.samples import wrong_length
from kling_studio.core.severity import Severity

PAUSE_DB = -45.0
"""What is less loud than this is no speech."""
_NOTHING_DB, _QUIET_DB = -55.0, -36.0
_CLIPPED_PART, _MOSTLY_PAUSES = 0.02, 0.6


@dataclass(frozen=True, slots=True)
class Remark:
    """What a listener says of a sample. An error keeps a voice from being made of it."""

    severity: Severity
    sentence: str


def remarks(duration_s: float, speech_db: float, clipped: float, pauses: float) -> tuple[Remark, ...]:
    """What speaks against making a voice of a sample, the gravest first.

    ``speech_db`` is the loudness of the voice (0 dB is full scale); ``clipped`` and ``pauses`` are the parts, 0 to 1,
    of the sample that are cut off at the top and in which nothing is heard.
    """
    found = []
    if words := wrong_length(duration_s):
        found.append(Remark(Severity.ERROR, f"The sample {words}."))
    if speech_db < _NOTHING_DB:
        return (*found, Remark(Severity.ERROR, "Nothing is heard in the sample."))
    if speech_db < _QUIET_DB:
        found.append(Remark(Severity.WARNING, "The voice is very quiet: record it from nearer, or louder."))
    if clipped > _CLIPPED_PART:
        found.append(Remark(Severity.WARNING, "The sound is cut off where it is loud: record it less loud."))
    if pauses > _MOSTLY_PAUSES:
        found.append(
            Remark(Severity.WARNING, "Most of the sample is silence: trim it to where there is speech.")
        )
    return tuple(found)
