"""fal.ai and WaveSpeed as small servers on loopback, with a script of faults."""

from tests.servers.account import Account
from tests.servers.fal_server import FalServer
from tests.servers.fault import Fault
from tests.servers.faults import Failure
from tests.servers.jobs import Pace

__all__ = ["Account", "Failure", "FalServer", "Fault", "Pace"]
