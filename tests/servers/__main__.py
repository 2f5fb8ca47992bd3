"""One server as a program, for tests that kill its clients.

    python -m tests.servers fal --port 0 --state FILE [--fault submit:drop_after_accept] [--hold running]

Prints one line of JSON, the environment that leads the program there, and serves until it is ended. FILE gets every
fact as a line at once; ``Account.read(FILE)`` reads it.
"""

import argparse
import json
import signal
import sys
import threading
from pathlib import Path

from tests.servers import Failure, FalServer, Fault, Pace, WaveSpeedServer

SERVERS = {"fal": FalServer, "wavespeed": WaveSpeedServer}


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.servers")
    parser.add_argument("service", choices=sorted(SERVERS))
    parser.add_argument("--port", type=int, default=0, help="of the first part; 0 takes a free one")
    parser.add_argument("--state", type=Path, help="where the account is written")
    parser.add_argument("--queue-s", type=float, default=0.02)
    parser.add_argument("--render-s", type=float, default=0.03)
    parser.add_argument("--hold", action="append", default=[], choices=["waiting", "running"])
    parser.add_argument("--fault", action="append", default=[], metavar="KIND:NAME[:TIMES]")
    parser.add_argument("--for-s", type=float, default=600, help="ends by itself after so long")
    return parser.parse_args()


def fault_of(kind: str, name: str) -> Fault | Failure:
    """A fault (or for kind "render" a failure) by the name of its function, or by its HTTP status."""
    if name.isdecimal():
        return Fault.status(int(name))
    made = getattr(Failure if kind == "render" else Fault, name)()
    if not isinstance(made, Fault | Failure):
        raise TypeError(name)
    return made


def main() -> None:
    chosen = arguments()
    pace = Pace(chosen.queue_s, chosen.render_s, held=set(chosen.hold))
    server = SERVERS[chosen.service](pace=pace, state=chosen.state, port=chosen.port)
    ended = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: ended.set())
    for text in chosen.fault:
        kind, name, times = [*text.split(":"), "1"][:3]
        server.faults.add(kind, fault_of(kind, name), times=int(times))
    with server:
        sys.stdout.write(json.dumps(server.environment) + "\n")
        sys.stdout.flush()
        ended.wait(chosen.for_s)


if __name__ == "__main__":
    main()
