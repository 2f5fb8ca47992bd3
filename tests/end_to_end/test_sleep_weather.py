"""A laptop that sleeps for an hour, and clocks that jump: no deadline misleads, and nothing is sent twice."""

import threading
from decimal import Decimal

import pytest

from tests.end_to_end.conftest import MODELS, Service, Studio, scene
from tests.end_to_end.napping import Machine, Nap
from tests.servers import FalServer, Fault, WaveSpeedServer
from tests.small_projects import put_picture

HOUR_S, DAY_S = 3600.0, 86_400.0


@pytest.fixture(params=[False, True], ids=["wall", "both"])
def machine(request: pytest.FixtureRequest, quick: None, monkeypatch: pytest.MonkeyPatch) -> Machine:
    """A machine of which only the wall's clock goes on while it sleeps, or both."""
    return Machine(Nap(both=request.param), monkeypatch)


@pytest.fixture
def wall(quick: None, monkeypatch: pytest.MonkeyPatch) -> Machine:
    """A machine whose wall's clock somebody sets."""
    return Machine(Nap(both=False), monkeypatch)


@pytest.fixture
def one(studio: Studio, model: str) -> Studio:
    """A project of one scene with a picture."""
    put_picture(studio.root.parent, "start.png", (400, 400))
    studio.write(scene(3, model=model, start_frame="start.png"))
    return studio


class TestAnHourAsleep:
    @pytest.mark.parametrize("kind", ["ticket", "put", "submit", "status", "download"])
    def test_at_any_moment_the_take_is_there_and_was_sent_once(
        self, one: Studio, service: Service, machine: Machine, kind: str
    ) -> None:
        service.faults.add(kind, Fault.calling(lambda: machine.sleep(HOUR_S, service)))
        result = one("render", "--yes")
        assert result.code == 0, result.err
        assert one.states == ["done"]
        assert len(service.account.submits) == len(service.account.accepted) == 1
        assert Decimal(one("ledger", "--json").json["total"]) == service.account.charged
        assert service.faults.unused == []

    @pytest.mark.parametrize("kind", ["put", "submit", "status", "download"])
    def test_and_the_answer_was_lost_meanwhile(
        self, one: Studio, service: Service, machine: Machine, kind: str
    ) -> None:
        def sleep() -> None:
            machine.sleep(HOUR_S, service)

        # It had arrived: what was asked is done, and the connection has died while nobody was awake.
        service.faults.add(kind, Fault.drop_after_accept().after(sleep))
        result = one("render", "--yes")
        assert result.code == 0, result.err
        assert one.states == ["done"]
        assert len(service.account.submits) == len(service.account.accepted) == 1
        assert service.faults.unused == []

    def test_in_the_middle_of_the_film(self, one: Studio, service: Service, machine: Machine) -> None:
        service.faults.add("download", Fault.cut_reply(0.6).after(lambda: machine.sleep(HOUR_S, service)))
        assert one("render", "--yes").code == 0
        assert [bool(record.headers.get("range")) for record in service.account.of_kind("download")] == [
            False,
            True,
        ]

    def test_while_it_waits_as_long_as_it_was_asked_to(
        self, one: Studio, service: Service, machine: Machine
    ) -> None:
        soon = threading.Timer(0.1, lambda: machine.sleep(HOUR_S, service))
        service.faults.add("submit", Fault.status(429, retry_after=590).after(soon.start))
        assert one("render", "--yes").code == 0
        assert len(service.account.submits) == 2
        assert len(service.account.accepted) == 1

    def test_an_unclear_request_is_looked_for_where_it_was_sent(
        self, one: Studio, service: Service, machine: Machine
    ) -> None:
        service.faults.add("submit", Fault.drop_after_accept())
        service.faults.add("list", Fault.empty_list().after(lambda: machine.sleep(HOUR_S, service)))
        assert one("render", "--yes").code == 0
        assert one.states == ["done"]
        assert len(service.account.submits) == 1


class TestWhatExpiresMeanwhile:
    def test_an_upload_ticket(self, one: Studio, service: Service, machine: Machine) -> None:
        service.faults.add("ticket", Fault.calling(lambda: machine.sleep(HOUR_S, service)))
        service.faults.add("put", Fault.status(403))
        assert one("render", "--yes").code == 0
        assert len(service.account.of_kind("ticket")) == 2
        assert len(service.account.accepted) == 1

    def test_an_uploaded_file(self, studio: Studio, wavespeed: WaveSpeedServer, machine: Machine) -> None:
        """WaveSpeed keeps uploads for a week; the submit comes a week later."""
        put_picture(studio.root.parent, "start.png", (400, 400))
        studio.write(scene(3, model=MODELS["wavespeed"], start_frame="start.png"))
        busy = Fault.status(429, retry_after=1).after(lambda: machine.sleep(7 * DAY_S, wavespeed))
        wavespeed.faults.add("submit", busy)
        assert studio("render", "--yes").code == 0
        first, second = (upload.url for upload in wavespeed.account.uploads)
        [accepted] = wavespeed.account.accepted
        assert accepted.body["image"] == second != first

    def test_an_uploaded_file_that_is_kept_for_ever(
        self, studio: Studio, fal: FalServer, machine: Machine
    ) -> None:
        put_picture(studio.root.parent, "start.png", (400, 400))
        studio.write(scene(3, start_frame="start.png"))
        busy = Fault.status(429, retry_after=1).after(lambda: machine.sleep(7 * DAY_S, fal))
        fal.faults.add("submit", busy)
        assert studio("render", "--yes").code == 0
        assert len(fal.account.uploads) == 1

    def test_the_address_of_the_film(self, one: Studio, service: Service, machine: Machine) -> None:
        kind = "result" if isinstance(service, FalServer) else "status"
        service.faults.add(kind, Fault.calling(lambda: machine.sleep(HOUR_S, service)))
        service.faults.add("download", Fault.status(403))
        assert one("render", "--yes").code == 0
        assert one.states == ["done"]


class TestAClockIsSet:
    @pytest.mark.parametrize("jump_s", [-2 * HOUR_S, 2 * HOUR_S])
    def test_while_nobody_knows_whether_it_was_accepted(
        self, one: Studio, service: Service, wall: Machine, jump_s: float
    ) -> None:
        """Only ours: the service's stays as it was."""
        wall.sleep(-jump_s)
        lost = Fault.drop_after_accept().after(lambda: wall.sleep(jump_s))
        service.faults.add("submit", lost)
        result = one("render", "--yes")
        assert result.code == 0, result.err
        assert len(service.account.submits) == len(service.account.accepted) == 1

    @pytest.mark.parametrize("jump_s", [-2 * DAY_S, 2 * DAY_S])
    @pytest.mark.parametrize("kind", ["put", "submit", "status", "download"])
    def test_at_any_other_moment(
        self, one: Studio, service: Service, wall: Machine, kind: str, jump_s: float
    ) -> None:
        service.faults.add(kind, Fault.calling(lambda: wall.sleep(jump_s)))
        assert one("render", "--yes").code == 0
        assert one.states == ["done"]
        assert len(service.account.submits) == 1
