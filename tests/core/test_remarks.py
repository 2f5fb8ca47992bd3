"""What is said of a take that came, and not quite as it was meant."""

from dataclasses import replace

import pytest

from kling_studio.core.facts import FactKind
from kling_studio.core.ledger import Take
from kling_studio.core.remarks import NO_SOUND, remarks
from tests.core.test_ledger import fact, folded, planned


def a_take() -> Take:
    return folded(planned("j1")).takes["j1"]


def test_of_most_takes_there_is_nothing_to_say() -> None:
    assert remarks(a_take()) == ()
    assert remarks(replace(a_take(), sound_on=True, has_sound=True)) == ()
    assert remarks(replace(a_take(), sound_on=False, has_sound=False)) == ()


def test_a_film_without_its_sound() -> None:
    assert remarks(replace(a_take(), sound_on=True, has_sound=False)) == (NO_SOUND,)


@pytest.mark.parametrize(
    ("unknown", "words"), [(("colour",), "a field that"), (("colour", "depth"), "fields that")]
)
def test_fields_that_nobody_knows_are_named(unknown: tuple[str, ...], words: str) -> None:
    (sentence,) = remarks(replace(a_take(), unknown_fields=unknown))
    assert words in sentence
    assert all(name in sentence for name in unknown)


def test_unknown_fields_are_gathered_and_a_refused_field_is_kept() -> None:
    steps = (
        fact(FactKind.SENDING),
        fact(FactKind.ACCEPTED, request_id="r", addresses={}, unknown_fields=["colour"]),
        fact(
            FactKind.FAILED,
            what_happened="No.",
            field="aspect_ratio",
            shot=2,
            unknown_fields=["depth", "colour"],
        ),
    )
    take = folded(planned("j1"), *steps).takes["j1"]
    assert take.unknown_fields == ("colour", "depth")
    assert (take.refused_field, take.refused_shot) == ("aspect_ratio", 2)
