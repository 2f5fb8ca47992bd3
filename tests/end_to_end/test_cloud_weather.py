"""Bad weather between the program and the services: each kind has a sentence, loses nothing and pays nothing twice."""

import json
import threading
from collections.abc import Callable

import pytest

from kling_studio.app.opening import open_project
from tests.end_to_end.conftest import MODELS, Service, Studio, alternating, scene
from tests.end_to_end.pace import QUICK
from tests.servers import Failure, FalServer, Fault, WaveSpeedServer

LOST_REPLIES = {
    "closed": Fault.drop_after_accept(),
    "broken": Fault.drop_after_accept(reset=True),
    "cut": Fault.cut_reply(),
    "silent": Fault.hang(accept=True),
    "empty": Fault.empty(),
    "page": Fault.not_json(),
    "flood": Fault.huge(16 * 1024 * 1024),
    "without id": Fault.without_id(),
    "500": Fault.status(500, accept=True),
    "502": Fault.status(502, accept=True),
    "408": Fault.status(408, accept=True),
    "409": Fault.status(409, accept=True),
}


class TestTheReplyToASubmitIsLost:
    @pytest.mark.parametrize(**alternating(LOST_REPLIES))
    def test_it_is_found_in_the_list_and_taken_over(
        self, one: Studio, service: Service, fault: Fault
    ) -> None:
        service.faults.add("submit", fault)
        result = one("render", "--yes")
        assert result.code == 0, result.err
        assert one.states == ["done"]
        assert len(service.account.submits) == len(service.account.accepted) == 1
        assert one.charged == service.account.charged
        assert service.faults.unused == []

    def test_it_is_found_by_a_later_run(self, one: Studio, service: Service) -> None:
        service.faults.add("submit", Fault.drop_after_accept())
        service.hold("waiting")
        service.faults.add("list", Fault.empty_list(), times=None)
        result = one("render", "--yes")
        assert (result.code, result.out) == (4, "")
        assert "nobody knows" in result.err.lower()
        assert one.states == ["unclear"]
        service.faults.clear()
        service.release()
        assert one("resume").code == 0
        assert one.states == ["done"]
        assert len(service.account.submits) == 1

    def test_what_was_never_accepted_is_left_to_a_person(self, one: Studio, service: Service) -> None:
        service.faults.add("submit", Fault.drop_unaccepted())
        assert one("render", "--yes").code == 4
        assert one("resume").code == 4
        assert one("cancel", "--scene", 1).code == 4
        assert one.states == ["unclear"]
        assert len(service.account.submits) == 1
        settled = one("cancel", "--scene", 1, "--not-accepted")
        assert settled.code == 0
        assert one.states == ["cancelled"]
        assert one.charged == 0
        assert one("render", "--yes").code == 0
        assert one.states == ["cancelled", "done"]

    def test_of_two_that_could_be_meant_none_is_taken(self, one: Studio, service: Service) -> None:
        service.faults.add("submit", Fault.drop_after_accept())
        service.faults.add("list", Fault.doubled_list(), times=None)
        assert one("render", "--yes").code == 4
        assert one.states == ["unclear"]
        service.faults.clear()
        request_id = service.account.accepted[0].request_id
        assert one("resume", "--request-id", request_id).code == 0
        assert one.states == ["done"]
        assert len(service.account.submits) == 1

    def test_another_render_of_the_same_is_not_taken_for_it(self, one: Studio, service: Service) -> None:
        assert one("render", "--yes").code == 0
        service.faults.add("submit", Fault.drop_unaccepted())
        assert one("render", "--yes", "--again").code == 4
        assert one.states == ["done", "unclear"]
        service.faults.add("submit", Fault.drop_after_accept())
        # Now there are two unclear ones and one request that could be of either.
        assert one("render", "--yes", "--again").code == 0
        assert sorted(one.states) == ["done", "done", "unclear"]

    @pytest.mark.parametrize("skew_s", [-5400.0, 5400.0])
    def test_while_the_clocks_differ(self, one: Studio, service: Service, skew_s: float) -> None:
        service.clock_skew_s = skew_s
        service.faults.add("submit", Fault.drop_after_accept())
        assert one("render", "--yes").code == 0
        assert one.states == ["done"]
        assert len(service.account.submits) == 1

    def test_and_the_list_is_refused_to_the_key(self, one: Studio, service: Service) -> None:
        service.faults.add("submit", Fault.drop_after_accept())
        service.faults.add("list", Fault.status(403), times=None)
        assert one("render", "--yes").code == 4
        assert one.states == ["unclear"]


class TestTheSubmitIsRefused:
    def test_there_is_no_connection(self, one: Studio, service: Service) -> None:
        service.shut_part("queue" if isinstance(service, FalServer) else "api")
        result = one("render", "--yes")
        assert (result.code, result.out) == (1, "")
        assert "no connection" in result.err
        assert "nothing was paid" in result.err
        assert one.states == ["failed"]
        assert one.charged == 0

    @pytest.mark.parametrize(("status", "words"), [(401, "key"), (402, "balance"), (403, "balance")])
    def test_for_the_key_or_the_balance(self, one: Studio, service: Service, status: int, words: str) -> None:
        service.faults.add("submit", Fault.status(status))
        result = one("render", "--yes")
        assert result.code == 1
        assert words in result.err.lower()
        assert one.states == ["planned"]
        assert one.charged == 0
        resumed = one("resume")
        assert "never sent" in resumed.err
        assert one.states == ["cancelled"]
        assert service.account.accepted == []

    def test_the_others_do_not_ask_as_well(self, studio: Studio, service: Service, model: str) -> None:
        studio.write(*(scene(seconds, model=model) for seconds in (3, 4, 5, 6)))
        service.faults.add("submit", Fault.status(401), times=None)
        assert studio("render", "--yes").code == 1
        assert set(studio.states) == {"planned"}
        assert len(service.account.submits) <= 2

    def test_the_endpoint_is_gone(self, one: Studio, service: Service) -> None:
        service.faults.add("submit", Fault.status(404))
        result = one("render", "--yes")
        assert result.code == 1
        assert "not found" in result.err
        assert one.states == ["failed"]

    def test_a_field_is_wrong_there(self, one: Studio, service: Service, model: str) -> None:
        """The schema changed: what the service does not know any more is told with its place."""
        endpoint = one("request", "--scene", 1, "--json").json["endpoint"]
        schema = service.schemas.endpoints[endpoint]
        del schema["properties"]["aspect_ratio"]
        schema["additionalProperties"] = False
        result = one("render", "--yes")
        assert result.code == 1
        assert "aspect" in result.err
        [take] = one.takes
        assert (take["state"], take["refused_field"], take["refused_shot"]) == (
            "failed",
            "aspect_ratio",
            None,
        )
        assert one.charged == 0

    def test_the_words_of_one_shot_are_wrong_there(self, studio: Studio, fal: FalServer) -> None:
        studio.write(scene(3, 4))
        place: tuple[str | int, ...] = ("body", "multi_prompt", 1, "prompt")
        fal.faults.add("render", Failure("The prompt is too long", 422, "string_too_long", place))
        assert "the words, entry 2" in studio("render", "--yes").err
        [take] = studio.takes
        assert (take["refused_field"], take["refused_shot"]) == ("prompt", 2)

    @pytest.mark.parametrize("retry_after", [None, 7])
    def test_for_now(self, one: Studio, service: Service, retry_after: int | None) -> None:
        service.faults.add("submit", Fault.status(429, retry_after=retry_after), times=2)
        assert one("render", "--yes").code == 0
        assert one.states == ["done"]
        assert len(service.account.submits) == 3
        assert len(service.account.accepted) == 1

    def test_for_too_long(self, one: Studio, service: Service) -> None:
        service.faults.add("submit", Fault.status(429), times=None)
        result = one("render", "--yes")
        assert result.code == 1
        assert "later" in result.err
        assert one.states == ["planned"]
        assert len(service.account.submits) == 4

    def test_a_redirect_is_not_followed(self, one: Studio, fal: FalServer, service: Service) -> None:
        service.faults.add("submit", Fault.redirect())
        assert one("render", "--yes").code in {1, 4}
        assert one.states in (["failed"], ["unclear"])
        assert len(service.account.submits) == 1


class TestTheRenderFails:
    @pytest.mark.parametrize(
        ("failure", "words"),
        [
            (Failure.content_policy(), "Change the words"),
            (Failure.nothing_generated(), "may be rendered again"),
            (Failure.unavailable(), "may be rendered again"),
            (Failure(code=1407), "may be rendered again"),
            (Failure.timeout(), "may be rendered again"),
            (
                Failure("Image too small", 422, "image_too_small", ("body", "image_url"), code=1405),
                "again|limits",
            ),
            (Failure("Field required: prompt", 422, "missing", code=1400), "Report this"),
            (Failure("prompt is bad", 422, "value_error.missing", plain_detail=True), "Report this|again"),
        ],
        ids=lambda value: getattr(value, "type", None),
    )
    def test_it_says_why_and_costs_nothing(
        self, one: Studio, service: Service, failure: Failure, words: str
    ) -> None:
        service.faults.add("render", failure)
        result = one("render", "--yes")
        assert (result.code, result.out) == (1, "")
        assert any(word in result.err for word in words.split("|"))
        [take] = one.takes
        assert take["state"] == "failed"
        assert failure.message.rstrip(".") in take["error"]
        assert one.charged == service.account.charged == 0
        assert ("refund is expected" in take["error"]) is isinstance(service, WaveSpeedServer)

    def test_a_file_that_could_not_be_fetched_goes_up_anew(
        self, studio: Studio, service: Service, model: str, media: Callable[[], None]
    ) -> None:
        media()
        studio.write(scene(3, model=model, start_frame="start.png"))
        service.faults.add("render", Failure.media_unreadable())
        assert "anew" in studio("render", "--yes").err
        assert len(service.account.uploads) == 1
        assert studio("render", "--yes").code == 0
        assert len(service.account.uploads) == 2


POLL_FAULTS = {
    "500": Fault.status(500),
    "502": Fault.status(502),
    "429": Fault.status(429, retry_after=3),
    "404": Fault.status(404),
    "dropped": Fault.drop_after_accept(),
    "reset": Fault.drop_after_accept(reset=True),
    "cut": Fault.cut_reply(),
    "empty": Fault.empty(),
    "page": Fault.not_json(),
    "flood": Fault.huge(16 * 1024 * 1024),
    "hang": Fault.hang(),
    "unknown word": Fault.unknown_status(),
    "more fields": Fault.extra_fields(),
    "without a word": Fault.without("status"),
    "list": Fault.body("[1, 2]"),
    "deep": Fault.body("[" * 100_000),
    "redirected there": Fault.redirect(),
    "redirected here": Fault.redirect("own"),
}


class TestALookFails:
    @pytest.mark.parametrize(**alternating(POLL_FAULTS))
    def test_the_render_does_not(self, one: Studio, service: Service, fault: Fault) -> None:
        service.faults.add("status", fault, times=2)
        assert one("render", "--yes").code == 0
        assert one.states == ["done"]
        assert len(service.account.accepted) == 1

    @pytest.mark.parametrize("name", ["500", "502", "dropped", "empty", "page", "cut"])
    def test_nor_does_the_look_at_the_result(self, studio: Studio, fal: FalServer, name: str) -> None:
        studio.write(scene(3))
        fal.faults.add("result", POLL_FAULTS[name], times=2)
        assert studio("render", "--yes").code == 0
        assert studio.states == ["done"]

    def test_addresses_that_lead_elsewhere_are_built_anew(self, one: Studio, service: Service) -> None:
        service.faults.add("submit", Fault.foreign())
        assert one("render", "--yes").code == 0

    def test_there_is_no_contact_for_a_while(self, one: Studio, service: Service) -> None:
        part = "queue" if isinstance(service, FalServer) else "api"
        service.faults.add("status", Fault.close_port_after(part))
        threading.Timer(1.0, lambda: service.open_part(part)).start()
        assert one("render", "--yes").code == 0
        assert one.states == ["done"]

    def test_as_long_a_pause_as_it_asks_for_is_made(self, one: Studio, service: Service) -> None:
        service.faults.add("status", Fault.status(429, retry_after=500))
        assert one("render", "--yes").code == 0
        first, second, *_ = (record.at for record in service.account.of_kind("status"))
        assert second - first >= 500 / QUICK.clock.speed

    @pytest.mark.parametrize("looks", [0, 1, 2])
    def test_the_key_is_revoked_midway(self, one: Studio, service: Service, looks: int) -> None:
        service.hold("running")
        if looks:
            service.faults.add("status", Fault.calling(lambda: None), times=looks)
        service.faults.add("status", Fault.revoke_key())
        result = one("render", "--yes")
        assert result.code == 1
        assert "does not accept the key" in result.err
        assert "Check the key" in result.err
        assert one.states in (["queued"], ["rendering"])
        service.restore_keys()
        service.release()
        assert one("resume").code == 0
        assert one.states == ["done"]
        assert len(service.account.submits) == 1

    def test_the_key_is_revoked_before_the_result_is_read(self, studio: Studio, fal: FalServer) -> None:
        studio.write(scene(3))
        fal.faults.add("result", Fault.revoke_key())
        assert "does not accept the key" in studio("render", "--yes").err
        fal.restore_keys()
        assert studio("resume").code == 0
        assert len(fal.account.submits) == 1

    def test_an_answer_comes_before_its_film(self, studio: Studio, wavespeed: WaveSpeedServer) -> None:
        studio.write(scene(3, model=MODELS["wavespeed"]))
        wavespeed.hidden_polls = 2
        wavespeed.faults.add("status", Fault.empty_list(), times=3)
        assert studio("render", "--yes").code == 0

    def test_the_id_is_forgotten_there(self, one: Studio, service: Service) -> None:
        service.faults.add("status", Fault.status(404), times=None)
        service.faults.add("list", Fault.empty_list(), times=None)
        result = one("render", "--yes")
        assert result.code == 1
        assert "does not know the request" in result.err
        assert one.states == ["queued"]


class TestTwoWindows:
    def test_only_one_can_render(self, one: Studio, service: Service) -> None:
        with open_project(one.root).session.folder:
            for command in (["render", "--yes"], ["resume"], ["cancel", "--scene", 1]):
                assert one(*command).code == 2
        assert service.account.submits == []


def test_the_body_of_a_submit_is_what_request_prints(one: Studio, service: Service) -> None:
    printed = one("request", "--scene", 1, "--json").json
    assert one("render", "--yes").code == 0
    [submit] = service.account.submits
    assert (submit.endpoint, submit.body) == (printed["endpoint"], printed["body"])
    assert json.dumps(printed["body"])
