"""`python -m kling_studio` is `kling-studio`."""

import sys

from kling_studio.cli.main import main

if __name__ == "__main__":
    sys.exit(main())
