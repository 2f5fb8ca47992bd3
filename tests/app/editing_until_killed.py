"""Opens a project and edits it as fast as it can, telling each finished edit, until somebody kills it."""

import asyncio
import sys
from pathlib import Path

from kling_studio.app import autosave
from kling_studio.app.opening import open_project
from kling_studio.app.tasks import Tasks
from kling_studio.core import edits


def tell(line: str) -> None:
    """At once: what stands in the pipe outlives the process."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


async def edit_for_ever(path: Path, quiet_s: float) -> None:
    autosave.QUIET_S = quiet_s  # so that saves fall between edits often enough
    opened = open_project(path)
    session = opened.session
    saving = autosave.Autosave(session, opened.base, Tasks(lambda error: sys.exit(repr(error))))
    saving.start()
    shot = next(session.project.scenes()).shots[0]
    tell("open")
    number = 0
    while True:
        number += 1
        session.dispatch(edits.set_title, f"Title {number}")
        tell(session.project.title)
        session.dispatch(edits.set_shot, shot.id, prompt=f"Words {number}")
        if number % 5 == 0:
            session.undo()
            session.redo()
        tell(f"{session.project.title}/Words {number}")
        await asyncio.sleep(0.003 * (number % 4))


if __name__ == "__main__":
    asyncio.run(edit_for_ever(Path(sys.argv[1]), float(sys.argv[2])))
