"""fal.ai and WaveSpeed as small servers on loopback, over real HTTP, with a script of faults.

    with FalServer() as fal:
        os.environ.update(fal.environment)                     # KLING_STUDIO_FAL_QUEUE_URL ... and FAL_KEY
        fal.faults.add("submit", Fault.drop_after_accept())    # the next submit is taken, its reply is lost
        fal.faults.add("download", Fault.cut_reply(), times=2)
        fal.faults.add("render", Failure.content_policy(), when=lambda job: "gun" in job.body["prompt"])
        fal.hold("running")                                    # renders stay unfinished until fal.release()
        ...
        fal.account.wait_for(lambda account: account.accepted)
        assert len(fal.account.submits) == 1 and not fal.account.leaks

Kinds of requests: submit status result cancel · ticket multipart put part complete form · download · list search
price estimate models events balance delete · stranger; "*" is any, "render" what becomes of a job. ``shut_part``
and ``open_part`` take queue, rest, api or files (fal), api or files (WaveSpeed). The services' switches are attributes,
described at ``FalService`` and ``WaveSpeedService``. ``python -m tests.servers fal --state FILE`` is all this as a
program.
"""

from tests.servers.account import Account
from tests.servers.fal_server import FalServer
from tests.servers.fault import Fault
from tests.servers.faults import Failure
from tests.servers.jobs import Pace
from tests.servers.wavespeed_server import WaveSpeedServer

__all__ = ["Account", "Failure", "FalServer", "Fault", "Pace", "WaveSpeedServer"]
