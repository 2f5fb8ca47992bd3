"""Files outside what a provider takes: the limits are data of the catalog."""

from collections.abc import Iterator
from dataclasses import dataclass

from kling_studio.core.catalog import FileLimits
from kling_studio.core.checks.finding import Severity
from kling_studio.core.media_facts import MediaFact, MediaKind
from kling_studio.core.picture_limits import wrong_size
from kling_studio.core.pricing import CONTAINER_EXCESS_S

_MB = 1024 * 1024
_FPS_EXCESS = 0.1
"""By how much 23.976 and its like miss the rate that they stand for, and a little more."""


@dataclass(frozen=True, slots=True)
class Outside:
    """What is wrong with a file, to follow its name. Anything but an error is taken, and may come out worse."""

    rule: str
    reason: str
    severity: Severity = Severity.ERROR


def outside(fact: MediaFact, limits: FileLimits, name: str) -> Iterator[Outside]:
    """Every limit that the file called ``name`` is beyond."""
    rule = "bad-image" if fact.kind is MediaKind.PICTURE else "bad-clip"
    if fact.width_px and fact.height_px and (why := wrong_size(fact.width_px, fact.height_px, limits)):
        yield Outside(rule, why)
    if limits.most_mb and fact.size_bytes > limits.most_mb * _MB:
        yield _too_many_bytes(rule, fact, limits.most_mb)
    _, dot, ending = name.rpartition(".")
    if dot and limits.endings and ending.lower() not in limits.endings:
        yield Outside(rule, f"is none of {', '.join(limits.endings)}")
    if fact.frame_rate and not limits.least_fps - _FPS_EXCESS <= fact.frame_rate:
        yield Outside(
            rule, f"has {fact.frame_rate:.3g} pictures a second; at least {limits.least_fps} are needed"
        )
    elif limits.most_fps and fact.frame_rate > limits.most_fps + _FPS_EXCESS:
        yield Outside(
            rule, f"has {fact.frame_rate:.3g} pictures a second; at most {limits.most_fps} are taken"
        )
    yield from _length(fact.duration_s, limits)


def _too_many_bytes(rule: str, fact: MediaFact, most_mb: int) -> Outside:
    has = f"has {fact.size_bytes / _MB:.1f} MB"
    if fact.kind is MediaKind.PICTURE:
        # A copy is sent; the picture itself stays as it is.
        return Outside(rule, f"{has} and is sent smaller; {most_mb} MB are taken", Severity.ADVICE)
    return Outside(rule, f"{has}; {most_mb} MB are taken")


def _length(lasts_s: float, limits: FileLimits) -> Iterator[Outside]:
    least, most, sure = limits.least_seconds, limits.most_seconds, limits.sure_seconds
    if not lasts_s:
        return
    if lasts_s + CONTAINER_EXCESS_S < least:
        yield Outside("too-short", f"lasts {lasts_s:.1f} s; at least {least:g} s are needed")
    elif most and lasts_s - CONTAINER_EXCESS_S > most:
        yield Outside("too-long", f"lasts {lasts_s:.1f} s; at most {most:g} s are taken")
    elif sure and lasts_s - CONTAINER_EXCESS_S > sure:
        reason = f"lasts {lasts_s:.1f} s; above {sure:g} s the service may refuse it or do worse"
        yield Outside("too-long", reason, Severity.WARNING)
