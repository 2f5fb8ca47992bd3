"""Bad weather on the way of files: uploads that break, films that come in pieces, late, spoiled or not at all."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.end_to_end.conftest import MODELS, Service, Studio, alternating, scene
from tests.servers import FalServer, Fault, WaveSpeedServer

SPOILED_FILMS = {
    "cut": Fault.cut_reply(),
    "dropped": Fault.drop_after_accept(),
    "no index": Fault.corrupt(),
    "no pictures": Fault.corrupt("pictures"),
    "short": Fault.short_length(),
    "500": Fault.status(500),
    "503": Fault.status(503, retry_after=1),
    "empty": Fault.empty(),
    "page": Fault.not_json(),
    "slow": Fault.slow(),
}


class TestTheDownload:
    @pytest.mark.parametrize(**alternating(SPOILED_FILMS))
    def test_it_is_tried_until_the_film_is_whole(self, one: Studio, service: Service, fault: Fault) -> None:
        service.faults.add("download", fault, times=2)
        result = one("render", "--yes")
        assert result.code == 0, result.err
        [film] = result.films
        [address] = {f"/{record.path.lstrip('/')}" for record in service.account.of_kind("download")}
        assert film.read_bytes() == service.files.by_path[address].content

    def test_it_goes_on_where_it_stopped(self, one: Studio, service: Service) -> None:
        service.faults.add("download", Fault.cut_reply(0.6))
        assert one("render", "--yes").code == 0
        ranges = [record.headers.get("range") for record in service.account.of_kind("download")]
        assert ranges[0] is None
        assert ranges[1] is not None

    def test_and_begins_anew_where_the_host_cannot(self, one: Studio, service: Service) -> None:
        service.faults.add("download", Fault.cut_reply(0.6))
        service.faults.add("download", Fault.ignore_range())
        assert one("render", "--yes").code == 0

    @pytest.mark.parametrize(
        **alternating(
            {
                "no index": Fault.corrupt(),
                "404": Fault.status(404),
                "500": Fault.status(500),
                "cut": Fault.cut_reply(),
            }
        )
    )
    def test_a_film_that_does_not_come_is_kept_in_reach(
        self, one: Studio, service: Service, fault: Fault
    ) -> None:
        service.faults.add("download", fault, times=None)
        result = one("render", "--yes")
        assert (result.code, result.out) == (1, "")
        assert "is rendered and paid, and could not be downloaded" in result.err
        assert "It is fetched when the render goes on." in result.err
        assert one.states == ["downloading"]
        assert one.charged == service.account.charged
        cancelled = one("cancel", "--scene", 1)
        assert cancelled.code == 1
        service.faults.clear()
        resumed = one("resume")
        assert resumed.code == 0
        assert all(film.is_file() for film in resumed.films)
        assert len(service.account.submits) == 1

    @pytest.mark.parametrize("to", ["stranger", "http", "file"])
    def test_an_address_that_is_not_allowed_is_not_asked(
        self, one: Studio, service: Service, to: str
    ) -> None:
        kind = "result" if isinstance(service, FalServer) else "status"
        service.faults.add(kind, Fault.foreign(to), times=None)
        result = one("render", "--yes")
        assert result.code == 1
        assert "not https" in result.err
        assert "asked for again when the render goes on." in result.err
        assert one.states == ["downloading"]
        service.faults.clear()
        resumed = one("resume")
        assert resumed.code == 0, resumed.err

    def test_a_redirect_leads_only_where_it_may(self, one: Studio, service: Service) -> None:
        service.faults.add("download", Fault.redirect("own"))
        assert one("render", "--yes").code == 0
        service.faults.add("download", Fault.redirect("stranger"), times=None)
        assert one("render", "--yes", "--again").code == 1
        service.faults.clear()
        assert one.states == ["done", "downloading"]
        assert one("resume").code == 0

    def test_the_disk_is_full(self, service: Service, model: str, studio: Studio, small_disk: Path) -> None:
        studio.root = small_disk / "project"
        studio.write(scene(3, model=model))
        filler = small_disk / "filler"
        service.faults.add(
            "download", Fault.calling(lambda: filler.write_bytes(bytes(_free(small_disk) - 12_000)))
        )
        result = studio("render", "--yes")
        assert result.code == 1
        assert "disk is full" in result.err
        assert "try again. It is fetched when the render goes on." in result.err
        filler.unlink()
        assert studio.states == ["downloading"]
        assert studio("resume").code == 0
        assert len(service.account.submits) == 1


class TestUploads:
    @pytest.mark.parametrize("kind", ["ticket", "put"])
    @pytest.mark.parametrize("fault", [Fault.status(500), Fault.drop_after_accept()], ids=str)
    def test_an_upload_is_tried_again(
        self, studio: Studio, service: Service, model: str, media: Callable[[], None], kind: str, fault: Fault
    ) -> None:
        media()
        studio.write(scene(3, model=model, start_frame="start.png"))
        service.faults.add(kind, fault, times=2)
        assert studio("render", "--yes").code == 0
        assert len(service.account.accepted) == 1

    def test_a_refused_file_costs_nothing(
        self, studio: Studio, service: Service, model: str, media: Callable[[], None]
    ) -> None:
        media()
        studio.write(scene(3, model=model, start_frame="start.png"))
        service.faults.add("ticket", Fault.status(400))
        result = studio("render", "--yes")
        assert result.code == 1
        assert "start.png" in result.err
        assert studio.states == ["failed"]
        assert service.account.submits == []

    @pytest.mark.parametrize("to", ["stranger", "http", "file"])
    def test_a_ticket_that_leads_elsewhere_is_not_used(
        self, studio: Studio, service: Service, model: str, media: Callable[[], None], to: str
    ) -> None:
        media()
        studio.write(scene(3, model=model, start_frame="start.png"))
        service.faults.add("ticket", Fault.foreign(to), times=None)
        assert studio("render", "--yes").code == 1
        assert studio.states == ["failed"]

    def test_a_revoked_key_keeps_the_take_planned(
        self, studio: Studio, service: Service, model: str, media: Callable[[], None]
    ) -> None:
        media()
        studio.write(scene(3, model=model, start_frame="start.png"))
        service.faults.add("ticket", Fault.revoke_key())
        assert studio("render", "--yes").code == 1
        assert studio.states == ["uploading"]
        assert service.account.submits == []

    def test_a_key_that_is_revoked_before_the_submit_does_too(
        self, studio: Studio, service: Service, model: str, media: Callable[[], None]
    ) -> None:
        media()
        studio.write(scene(3, model=model, start_frame="start.png"))
        service.faults.add("put", Fault.revoke_key())
        result = studio("render", "--yes")
        assert (result.code, result.out) == (1, "")
        assert "does not accept the key" in result.err
        assert studio.states in (["planned"], ["uploading"])
        assert studio.charged == 0
        assert service.account.accepted == []

    def test_the_older_way_where_there_are_no_tickets(
        self, studio: Studio, wavespeed: WaveSpeedServer, media: Callable[[], None]
    ) -> None:
        media()
        studio.write(scene(3, model=MODELS["wavespeed"], start_frame="start.png"))
        wavespeed.old_uploads_only = True
        assert studio("render", "--yes").code == 0
        assert [record.status for record in wavespeed.account.of_kind("form")] == [200]


def _free(disk: Path) -> int:
    return shutil.disk_usage(disk).free
