"""Answers that are not as they were: films without their sound, fields that nobody knows."""

from typing import Any

import pytest

from tests.end_to_end.conftest import Service, Studio, scene
from tests.servers import Failure, FalServer, Fault

NO_SOUND = "The film has no sound, although sound was on."


@pytest.fixture
def one(studio: Studio, model: str) -> Studio:
    """A project of one scene."""
    studio.write(scene(3, model=model, audio=True))
    return studio


def take(studio: Studio) -> Any:
    [only] = studio.takes
    return only


class TestAFilmWithoutItsSound:
    def test_it_is_a_take_that_says_so(self, one: Studio, service: Service) -> None:
        service.films_are_silent = True
        result = one("render", "--yes")
        assert result.code == 0
        assert NO_SOUND in result.err
        assert (take(one)["state"], take(one)["lacks_sound"]) == ("done", True)
        assert NO_SOUND in one("takes").out
        assert result.films[0].is_file()

    def test_one_with_sound_says_nothing(self, one: Studio, service: Service) -> None:
        assert one("render", "--yes").err == ""
        assert (take(one)["lacks_sound"], take(one)["remarks"]) == (False, [])

    def test_one_that_was_to_be_silent_lacks_nothing(
        self, studio: Studio, service: Service, model: str
    ) -> None:
        studio.write(scene(3, model=model, audio=False))
        service.films_are_silent = True
        assert studio("render", "--yes").err == ""
        assert take(studio)["lacks_sound"] is False

    def test_a_model_that_is_never_silent(self, studio: Studio, fal: FalServer) -> None:
        studio.write(scene(3, model="fal:v3-turbo-standard"))
        fal.films_are_silent = True
        studio("render", "--yes")
        assert take(studio)["lacks_sound"] is True


class TestFieldsThatNobodyKnows:
    @pytest.mark.parametrize("kind", ["submit", "status"])
    def test_they_are_told_and_the_film_comes_all_the_same(
        self, one: Studio, service: Service, kind: str
    ) -> None:
        service.faults.add(kind, Fault.extra_fields())
        result = one("render", "--yes")
        assert result.code == 0
        assert "does not know: x_new_field" in result.err
        assert take(one)["unknown_fields"] == ["x_new_field"]

    def test_in_a_result(self, studio: Studio, fal: FalServer) -> None:
        studio.write(scene(3))
        fal.faults.add("result", Fault.extra_fields())
        result = studio("render", "--yes")
        assert result.code == 0
        assert take(studio)["unknown_fields"] == ["x_new_field", "video.x_new_field"]
        assert "x_new_field, video.x_new_field" in result.err

    def test_all_that_is_documented_is_known(self, one: Studio, service: Service) -> None:
        assert one("render", "--yes").err == ""
        assert take(one)["unknown_fields"] == []

    def test_a_render_that_fails_tells_them_too(self, one: Studio, service: Service) -> None:
        service.faults.add("render", Failure.nothing_generated())
        service.faults.add("status", Fault.extra_fields(), times=None)
        assert one("render", "--yes").code == 1
        assert "x_new_field" in take(one)["unknown_fields"]
