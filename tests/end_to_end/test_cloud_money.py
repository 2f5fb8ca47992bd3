"""Caps, prices, cancels and keys: what is paid is agreed to, told, and in the ledger."""

import signal
import subprocess
import sys
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from kling_studio.storage import settings
from kling_studio.storage.settings import Settings
from tests.end_to_end.conftest import MODELS, Service, Studio, scene
from tests.servers import FalServer, WaveSpeedServer
from tests.servers.fal_service import ADMIN_KEY


def total(studio: Studio) -> Decimal:
    return Decimal(studio("ledger", "--json").json["total"])


def kinds(studio: Studio) -> list[str]:
    return [entry["kind"] for entry in studio("ledger", "--json").json["entries"]]


class TestWhatIsAgreed:
    def test_nothing_is_sent_without_a_yes(self, studio: Studio, service: Service, model: str) -> None:
        studio.write(scene(3, model=model))
        refused = studio("render")
        assert (refused.code, refused.out) == (3, "")
        assert "$0.252" in refused.err
        assert service.account.requests == []
        assert studio.takes == []

    def test_the_same_again_is_offered_for_nothing(
        self, studio: Studio, service: Service, model: str
    ) -> None:
        studio.write(scene(3, model=model))
        first = studio("render", "--yes")
        again = studio("render")
        assert (again.code, again.out) == (0, first.out)
        assert "identical to take 1: $0" in again.err
        assert len(service.account.accepted) == 1
        assert studio("render", "--again").code == 3
        assert studio("render", "--again", "--yes").code == 0
        assert [take["take"] for take in studio.takes] == [1, 2]

    def test_a_price_that_rose_is_asked_again(self, studio: Studio, wavespeed: WaveSpeedServer) -> None:
        studio.write(scene(3, model=MODELS["wavespeed"]))
        wavespeed.price_factor = Decimal("1.1")
        result = studio("render", "--yes")
        assert (result.code, result.out) == (3, "")
        assert "$0.2772" in result.err
        assert studio.states == ["cancelled"]
        assert wavespeed.account.submits == []
        assert total(studio) == 0

    def test_a_discount_is_what_is_charged(self, studio: Studio, wavespeed: WaveSpeedServer) -> None:
        studio.write(scene(3, model=MODELS["wavespeed"]))
        wavespeed.discount_rate = Decimal("0.5")
        assert studio("render", "--yes").code == 0
        assert total(studio) == wavespeed.account.charged == Decimal("0.126")
        assert kinds(studio) == ["derived"]


class TestWhatWasCharged:
    def test_units_that_are_plausible_are_derived(self, studio: Studio, fal: FalServer) -> None:
        studio.write(scene(3, audio=True))
        assert studio("render", "--yes").code == 0
        assert (kinds(studio), total(studio)) == (["derived"], fal.account.charged)

    @pytest.mark.parametrize("units", ["seconds", "none"])
    def test_others_leave_the_estimate(self, studio: Studio, fal: FalServer, units: str) -> None:
        fal.units = units  # type: ignore[assignment]
        studio.write(scene(3, audio=True))
        assert studio("render", "--yes").code == 0
        assert (kinds(studio), total(studio)) == (["estimate"], fal.account.charged)

    def test_a_key_that_may_read_bills_knows(
        self, studio: Studio, fal: FalServer, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("FAL_KEY", ADMIN_KEY)
        studio.write(scene(3))
        assert studio("render", "--yes").code == 0
        assert (kinds(studio), total(studio)) == (["actual"], fal.account.charged)


class TestCaps:
    def run(self, studio: Studio, **caps: str) -> int:
        settings.save(Settings(**{name: Decimal(amount) for name, amount in caps.items()}))  # type: ignore[arg-type]
        return studio("render", "--yes", "--again").code

    @pytest.mark.parametrize("cap", ["cap_per_render", "cap_per_day", "cap_per_episode", "cap_per_project"])
    def test_a_cap_holds_and_equal_is_allowed(self, studio: Studio, fal: FalServer, cap: str) -> None:
        studio.write(scene(3))
        assert self.run(studio, **{cap: "0.25"}) == 3
        assert fal.account.submits == []
        assert self.run(studio, **{cap: "0.252"}) == 0
        # A cap per render knows no yesterday.
        assert self.run(studio, **{cap: "0.252"}) == (0 if cap == "cap_per_render" else 3)
        assert self.run(studio, **{cap: "0.504"}) == 0

    def test_what_is_made_once_counts(
        self, studio: Studio, wavespeed: WaveSpeedServer, media: Callable[[], None]
    ) -> None:
        media()
        cast = [{"name": "Mira", "images": [{"path": "mira_front.png"}]}]
        content = {
            "shots": [{"prompt": "@Mira waits.", "seconds": 3}],
            "cast": ["Mira"],
            "model": "wavespeed:o3-pro",
        }
        studio.write(scene(**content), cast=cast)
        assert studio("render", "--yes", "--max-cost", "0.345").code == 3
        assert wavespeed.account.requests == []
        assert studio("render", "--yes", "--max-cost", "0.346").code == 0
        assert total(studio) == wavespeed.account.charged == Decimal("0.346")


class TestCancel:
    def begun(self, studio: Studio, service: Service, where: str) -> None:
        """A render that another program has begun, and that was closed meanwhile."""
        service.hold(where)
        words = [sys.executable, "-m", "tests.end_to_end.client", "render", str(studio.root), "--yes"]
        render = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        service.account.wait_for(lambda account: len(account.of_kind("status")) > 2, 20)
        render.send_signal(signal.SIGKILL)
        render.wait()

    def test_what_waits_at_fal_costs_nothing(self, studio: Studio, fal: FalServer) -> None:
        studio.write(scene(3))
        self.begun(studio, fal, "waiting")
        result = studio("cancel", "--scene", 1)
        assert result.code == 0
        assert "nothing was paid" in result.err.lower()
        assert studio.states == ["cancelled"]
        assert total(studio) == fal.account.charged == 0

    def test_what_runs_at_fal_and_can_be_stopped(self, studio: Studio, fal: FalServer) -> None:
        studio.write(scene(3))
        self.begun(studio, fal, "running")
        assert studio("cancel", "--scene", 1).code == 0
        assert studio.states == ["cancelled"]

    def test_what_finishes_all_the_same_is_kept(self, studio: Studio, fal: FalServer) -> None:
        studio.write(scene(3))
        fal.finishes_after_cancel = True
        self.begun(studio, fal, "running")
        fal.release()
        result = studio("cancel", "--scene", 1)
        assert result.code == 0
        assert "$0.252 is paid" in result.err
        assert result.films[0].is_file()
        assert studio.states == ["done"]
        assert total(studio) == fal.account.charged

    def test_what_wavespeed_has_goes_on_and_is_kept(self, studio: Studio, wavespeed: WaveSpeedServer) -> None:
        studio.write(scene(3, model=MODELS["wavespeed"]))
        self.begun(studio, wavespeed, "running")
        wavespeed.release()
        result = studio("cancel", "--scene", 1)
        assert result.code == 0
        assert "too late" in result.err
        assert studio.states == ["done"]
        assert wavespeed.account.of_kind("delete") == []

    def test_there_is_nothing_to_cancel(self, studio: Studio, fal: FalServer) -> None:
        studio.write(scene(3))
        result = studio("cancel", "--scene", 1)
        assert (result.code, result.out) == (0, "")
        assert "no open render" in result.err


class TestKeys:
    def test_there_is_none(
        self, studio: Studio, service: Service, model: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.delenv("FAL_KEY", raising=False)
        monkeypatch.delenv("WAVESPEED_API_KEY", raising=False)
        studio.write(scene(3, model=model))
        result = studio("render", "--yes")
        assert (result.code, result.out) == (2, "")
        assert "no key" in result.err
        assert studio.takes == []

    def test_a_marked_key_is_nowhere(
        self, studio: Studio, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, media: Callable[[], None]
    ) -> None:
        """A whole day's work: films, failures, lost replies; and the key in no file and no word."""
        from tests.servers import Failure, Fault

        marked = {"fal": "MARKED-KEY-OF-FAL-7391:SECRET-HALF", "wavespeed": "MARKED-KEY-OF-WS-4418"}
        media()
        with (
            FalServer(keys=(marked["fal"],), secrets=(marked["wavespeed"],)) as fal,
            WaveSpeedServer(keys=(marked["wavespeed"],), secrets=(marked["fal"],)) as wavespeed,
        ):
            for name, value in {**fal.environment, **wavespeed.environment}.items():
                monkeypatch.setenv(name, value)
            cast = [{"name": "Mira", "images": [{"path": "mira_front.png"}], "voice": {"sample": "mira.wav"}}]
            words = {"shots": [{"prompt": "@Mira waits.", "seconds": 3}], "cast": ["Mira"]}
            studio.write(
                scene(3),
                scene(3, model=MODELS["wavespeed"]),
                scene(**words, model="wavespeed:o3-pro"),
                scene(**words),
                cast=cast,
            )
            for server in (fal, wavespeed):
                server.faults.add("submit", Fault.drop_after_accept())
                server.faults.add("status", Fault.status(500))
                server.faults.add("status", Fault.redirect())
                server.faults.add("download", Fault.redirect("stranger"))
                server.faults.add("render", Failure.content_policy())
            studio("render", "--yes")
            studio("resume")
            for server in (fal, wavespeed):
                server.faults.add("submit", Fault.revoke_key())
            studio("render", "--yes", "--again")
            for command in ("takes", "ledger", "show"):
                studio(command, "--json")
            studio("request", "--scene", 3)
            studio("export", "--to", tmp_path / "out.json")
            for server in (fal, wavespeed):
                assert server.account.leaks == []
                assert server.account.of_kind("stranger") == []
                assert server.account.accepted
        for secret in marked.values():
            assert not any(secret in text for text in studio.said)
            assert _files_with(tmp_path, secret.encode()) == []
        assert not any("MARKED" in value for value in _processes())


def _files_with(folder: Path, secret: bytes) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file() and secret in path.read_bytes()]


def _processes() -> list[str]:
    """The command lines of this machine's programs, where they can be read."""
    lines = []
    for entry in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            lines.append(entry.read_bytes().decode("utf-8", "replace"))
        except OSError:
            continue
    return lines


def test_a_second_terminal_asks_to_cancel_what_the_first_renders(studio: Studio, fal: FalServer) -> None:
    studio.write(scene(3))
    fal.hold("running")
    words = [sys.executable, "-m", "tests.end_to_end.client", "render", str(studio.root), "--yes"]
    render = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    fal.account.wait_for(lambda account: len(account.of_kind("status")) > 2, 20)
    asked = studio("cancel", "--scene", 1)
    assert asked.code == 0
    assert "asked to cancel" in asked.err
    out, err = render.communicate(timeout=20)
    assert (render.returncode, out) == (1, "")
    assert "cancelled" in err
    assert studio.states == ["cancelled"]
