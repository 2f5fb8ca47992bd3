"""The commands as a program of its own, whose time passes quickly, so that it can be killed at any moment.

python -m tests.end_to_end.client render PROJECT --yes
"""

import sys

from kling_studio.cli import driving
from kling_studio.cli.main import main
from tests.end_to_end.pace import QUICK

if __name__ == "__main__":
    driving.patience = QUICK
    sys.exit(main())
