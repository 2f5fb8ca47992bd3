"""What is said of a sample: each remark at its limit, and not before."""

import pytest

from kling_studio.core.checks import Severity
from kling_studio.core.listening import remarks

GOOD = {"duration_s": 12.0, "speech_db": -20.0, "clipped": 0.0, "pauses": 0.2}


@pytest.mark.parametrize(
    ("measured", "words"),
    [
        ({}, []),
        ({"duration_s": 4.0}, ["is 4.0 s long"]),
        ({"speech_db": -55.1}, ["Nothing is heard"]),
        ({"speech_db": -55.0}, ["very quiet"]),
        ({"speech_db": -36.1}, ["very quiet"]),
        ({"speech_db": -36.0}, []),
        ({"clipped": 0.02}, []),
        ({"clipped": 0.021}, ["cut off"]),
        ({"pauses": 0.6}, []),
        ({"pauses": 0.61}, ["silence"]),
        ({"duration_s": 40.0, "clipped": 0.1, "pauses": 0.7}, ["is 40.0 s long", "cut off", "silence"]),
        ({"duration_s": 3.0, "speech_db": -90.0, "pauses": 1.0}, ["is 3.0 s long", "Nothing is heard"]),
    ],
)
def test_what_is_said(measured: dict[str, float], words: list[str]) -> None:
    said = remarks(**{**GOOD, **measured})
    assert len(said) == len(words)
    assert all(word in remark.sentence for word, remark in zip(words, said, strict=True))


def test_length_and_silence_keep_a_voice_from_being_made_and_the_rest_does_not() -> None:
    errors = remarks(3.0, -90.0, 0.0, 1.0)
    assert {remark.severity for remark in errors} == {Severity.ERROR}
    warnings = remarks(12.0, -40.0, 0.5, 0.9)
    assert {remark.severity for remark in warnings} == {Severity.WARNING}
