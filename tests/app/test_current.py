"""How the takes of an open project stand to its scenes."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from kling_studio.app.current import newest_paid, sent_today, stale_scenes
from kling_studio.app.opening import create_sample
from kling_studio.app.session import Session
from kling_studio.core import edits
from kling_studio.core.catalog import ANIMATIC
from kling_studio.core.facts import FactKind, Json
from kling_studio.core.project import Scene
from kling_studio.core.stale import Standing


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    opened = create_sample(tmp_path / "Night Shift").session
    yield opened
    opened.folder.close()


def add_done(session: Session, scene: Scene, number: int, model: str = "") -> str:
    """A take that is there, made from the scene as it stands."""
    job, model = f"{scene.id}-{number}", model or scene.model
    planned: dict[str, Json] = {
        "scene_id": scene.id,
        "scene": 1,
        "title": scene.title,
        "take": number,
        "model": model,
        "mode": "",
        "endpoint": "somewhere",
        "seconds": scene.seconds,
        "quoted": "1.40",
        "price_list": None,
        "fingerprint": str(number),
        "sent": dict(sent_today(session.project, scene, session.catalog.models[model], session.media) or {}),
    }
    film: dict[str, Json] = {"video": "takes/one.mp4", "bytes": 1, "sha256": ""}
    for kind, data in ((FactKind.PLANNED, planned), (FactKind.RENDERING, {}), (FactKind.STORED, film)):
        asyncio.run(session.journal.add(job, kind, data))
    return job


def test_a_take_follows_edit_undo_and_another_cast(session: Session) -> None:
    scene = next(session.project.scenes())
    job = add_done(session, scene, 1)
    take = session.ledger.takes[job]
    assert session.take_status(take).standing is Standing.CURRENT
    assert session.take_status(take) is session.take_status(take)
    session.dispatch(edits.set_shot, scene.shots[1].id, prompt="@Mira runs.")
    assert session.take_status(take).sentence == "Shot 2's words changed since."
    session.undo()
    assert session.take_status(take).standing is Standing.CURRENT
    mira = session.project.member("Mira")
    assert mira is not None
    session.dispatch(edits.remove_view, mira.id, 0)
    assert session.take_status(take).badge == "picture changed"


def test_a_take_of_a_scene_that_is_gone_is_unknown(session: Session) -> None:
    scene = next(session.project.scenes())
    job = add_done(session, scene, 1)
    take = session.ledger.takes[job]
    session.dispatch(edits.delete_scene, scene.id)
    assert session.take_status(take).standing is Standing.UNKNOWN


def test_a_model_without_a_mode_for_the_scene_gives_no_request(session: Session) -> None:
    scene = next(session.project.scenes())
    other = edits.set_scene(
        session.project, scene.id, mode=None, source_video="clip.mp4", model="fal:v2.6-pro"
    )
    asked = edits.set_scene(other, scene.id, mode=session.catalog.models["fal:o3-pro"].modes[-1].name)
    model = session.catalog.models["fal:v2.6-pro"]
    assert sent_today(other, next(other.scenes()), model, {}) is not None
    assert sent_today(asked, next(asked.scenes()), model, {}) is None


def test_only_the_newest_paid_take_counts(session: Session) -> None:
    first, second, *_ = session.project.scenes()
    old = add_done(session, first, 1)
    add_done(session, second, 1)
    session.dispatch(edits.set_scene, first.id, prompt="At noon.")
    now = session.project.find_scene(first.id)
    assert now is not None
    [found] = stale_scenes(session)
    assert (found.scene, found.take.job, found.quote) == (now, old, session.quote(now))
    add_done(session, now, 2, ANIMATIC)
    assert newest_paid(session.ledger, first.id) == session.ledger.takes[old]
    newest = add_done(session, now, 3)
    assert newest_paid(session.ledger, first.id) == session.ledger.takes[newest]
    assert not list(stale_scenes(session))
    session.dispatch(edits.set_scene, second.id, model="fal:o3-4k")
    assert [(found.status.badge, found.scene.id) for found in stale_scenes(session)] == [
        ("model changed", second.id)
    ]
