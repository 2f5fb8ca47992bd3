"""Every request of a random project is what the service takes, or a check has said why not."""

from tests.fuzz_requests import Fuzz


def test_bodies_are_valid_and_prices_whole_or_a_check_says_why_not() -> None:
    fuzz = Fuzz(seed=20261121)
    outcome = fuzz.run(3000)
    assert outcome.bad == []
    assert outcome.valid > 150
    assert len({model for model, _ in outcome.covered}) == len(fuzz.models)
