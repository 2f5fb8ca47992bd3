"""Renders whose program is killed in the middle, and what the next run makes of them.

    python -m tests.end_to_end.crashes [COUNT] [SEED]

kills COUNT renders (200) at random moments. Nothing may be sent twice, and what was accepted must be there in the end.
"""

import io
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest import mock

from kling_studio.cli import driving
from kling_studio.cli.main import main as cli
from tests.clips_for_tests import make_sound
from tests.end_to_end.pace import QUICK
from tests.servers import FalServer, Fault, WaveSpeedServer
from tests.small_projects import put_picture

Server = FalServer | WaveSpeedServer
MIRA = {"name": "Mira", "images": [{"path": "mira.png"}], "voice": {"name": "warm", "sample": "mira.wav"}}


@dataclass(frozen=True)
class Said:
    """How a command ended and what it said."""

    code: int
    out: str
    err: str


class Crash:
    """One project at one service, and a program that will be killed."""

    def __init__(self, server: Server, folder: Path) -> None:
        self.server = server
        self.root = folder / "project"
        self.environment = {
            **os.environ,
            **server.environment,
            "KLING_STUDIO_HOME": str(folder / "home"),
            "PYTHONDONTWRITEBYTECODE": "1",
        }
        self._process: subprocess.Popen[str] | None = None
        put_picture(folder, "mira.png")
        make_sound(folder / "mira.wav")
        model = "fal:o3-standard" if isinstance(server, FalServer) else "wavespeed:o3-pro"
        shots = [{"prompt": "@Mira waits.", "seconds": 3}]
        scene = {"title": "Rain", "model": model, "cast": ["Mira"], "shots": shots}
        text = {
            "format": "kling-studio/project",
            "version": 1,
            "cast": [MIRA],
            "episodes": [{"scenes": [scene]}],
        }
        (folder / "story.json").write_text(json.dumps(text))
        self.run("new", "--from", folder / "story.json")

    def run(self, command: str, *arguments: object) -> "Said":
        """A command to its end, in this process."""
        out, err = io.StringIO(), io.StringIO()
        words = [command, str(self.root), *(str(argument) for argument in arguments)]
        with (
            mock.patch.dict(os.environ, self.environment),
            mock.patch.object(driving, "patience", QUICK),
            redirect_stdout(out),
            redirect_stderr(err),
        ):
            code = cli(words)
        return Said(code, out.getvalue(), err.getvalue())

    def render_and_die(self, after_s: float | None = None) -> None:
        """A render that ends by a kill: after some time, or by whoever calls :meth:`kill`."""
        words = [sys.executable, "-m", "tests.end_to_end.client", "render", str(self.root), "--yes"]
        self._process = subprocess.Popen(
            words, env=self.environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, text=True
        )
        timer = threading.Timer(60.0 if after_s is None else after_s, self.kill)
        timer.start()
        self._process.wait()
        timer.cancel()

    def kill(self) -> None:
        """End the render as a power failure does."""
        if self._process is not None and self._process.poll() is None:
            os.kill(self._process.pid, signal.SIGKILL)

    def check(self) -> str:
        """Take up what is left and see that nothing was paid twice or lost; the state that the take ended in."""
        accepted_before = len(self.server.account.accepted)
        resumed = self.run("resume")
        assert len(self.server.account.accepted) == accepted_before, "a later run has sent something"
        takes = json.loads(self.run("takes", "--json").out)["takes"]
        films = [entry for entry in self.server.account.accepted if "reference-to-video" in entry.endpoint]
        assert len(films) <= 1, "a render was sent twice"
        state = takes[0]["state"] if takes else "nothing"
        if films:
            assert state == "done", (state, resumed.err)
            assert Path(takes[0]["video"]).is_file()
            assert takes[0]["request_id"] == films[0].request_id
        else:
            assert state in {"nothing", "cancelled", "unclear"}, state
        # What was made before the render is found again by the next one.
        again = self.run("render", "--yes", "--again")
        assert again.code == 0, again.err
        counts = Counter(entry.endpoint for entry in self.server.account.accepted)
        for endpoint, count in counts.items():
            most = 1 if "reference-to-video" not in endpoint else 1 + len(films)
            assert count <= most, (endpoint, count)
        spent = json.loads(self.run("ledger", "--json").out)["entries"]
        unclear = state == "unclear"
        assert len(spent) - unclear == len(self.server.account.accepted)
        return state


def crash_at(kind: str, make: Callable[[], Server], folder: Path, *, accept: bool) -> str:
    """Kill the program when it makes a request of this kind: before the service did its part, or after."""
    with make() as server:
        crash = Crash(server, folder)
        server.faults.add(kind, Fault.calling(crash.kill, accept=accept))
        crash.render_and_die()
        assert server.faults.unused == []
        return crash.check()


def crash_after(seconds: float, make: Callable[[], Server], folder: Path) -> str:
    """Kill the program so long after its start."""
    with make() as server:
        crash = Crash(server, folder)
        crash.render_and_die(seconds)
        return crash.check()


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else int(time.time())
    chance = random.Random(seed)
    states: Counter[str] = Counter()
    for number in range(count):
        make: Any = chance.choice([FalServer, WaveSpeedServer])
        with tempfile.TemporaryDirectory() as folder:
            seconds = chance.uniform(0.15, 2.0)
            states[crash_after(seconds, make, Path(folder))] += 1
        sys.stdout.write(f"\r{number + 1} of {count}, seed {seed}: {dict(states)}")
        sys.stdout.flush()
    sys.stdout.write("\n")


if __name__ == "__main__":
    main()
