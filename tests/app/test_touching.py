"""What a change makes stale, told before it is made."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from kling_studio.app.current import sent_today
from kling_studio.app.opening import create_sample
from kling_studio.app.session import Session
from kling_studio.app.touching import Known, Touched, touched
from kling_studio.core import edits
from kling_studio.core.catalog import ANIMATIC
from kling_studio.core.project import CastMember, Look, Project, View, ViewKind, Voice
from kling_studio.core.stale import Standing
from tests.app.test_current import add_done


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    opened = create_sample(tmp_path / "Night Shift").session
    yield opened
    opened.folder.close()


def known(session: Session) -> Known:
    return Known(session.ledger, session.catalog, session.lists, session.media)


def would_touch(session: Session, after: Project) -> Touched:
    return touched(session.project, after, known(session))


def mira(session: Session) -> CastMember:
    member = session.project.member("Mira")
    assert member is not None
    return member


def test_each_kind_of_change_says_what_it_costs(session: Session) -> None:
    scenes = [scene for scene in session.project.scenes() if "Mira" in scene.cast]
    for scene in scenes:
        add_done(session, scene, 1)
    member = mira(session)
    cost = Decimal(0)
    for scene in scenes:
        quote = session.quote(scene)
        assert quote is not None
        assert quote.total is not None
        cost += quote.total
    for change in (
        edits.remove_view(session.project, member.id, 0),
        edits.set_view(session.project, member.id, 0, ViewKind.BACK),
        edits.set_member(session.project, member.id, images=(View("media/new.png"), *member.images[1:])),
    ):
        found = would_touch(session, change)
        assert [one.scene.id for one in found.takes] == [scene.id for scene in scenes]
        assert found.cost == cost
        assert found.words.startswith(f"makes {len(scenes)} takes stale, renewing costs $")
    fourth = edits.add_views(session.project, member.id, (View("media/new.png", ViewKind.SIDE),))
    assert would_touch(session, fourth) == Touched(), (
        "no render sends it: the pictures before it fill the places"
    )
    same = edits.set_view(session.project, member.id, 0, member.images[0].view)
    assert would_touch(session, same) == Touched()
    assert would_touch(session, session.project).words == ""


def test_a_name_that_is_nowhere_in_what_is_sent_touches_nothing(session: Session) -> None:
    for scene in session.project.scenes():
        add_done(session, scene, 1)
    stranger = edits.add_member(session.project, CastMember("x", "Stranger"))
    assert would_touch(session, stranger) == Touched()
    assert touched(stranger, edits.rename_member(stranger, "x", "Somebody"), known(session)) == Touched()


def test_choices_for_the_consistency_sheet_touch_nothing(session: Session) -> None:
    scenes = [scene for scene in session.project.scenes() if "Mira" in scene.cast]
    jobs = [add_done(session, scene, 1) for scene in scenes]
    drawn = add_done(session, scenes[0], 2, ANIMATIC)
    before, member = session.project, mira(session)
    session.dispatch(edits.pick_frame, member.id, jobs[0], scenes[0].shots[0].id, 1.5)
    session.dispatch(edits.hide_frame, member.id, jobs[-1], scenes[-1].shots[0].id)
    assert touched(before, session.project, known(session)) == Touched()
    for job in (*jobs, drawn):
        assert session.take_status(session.ledger.takes[job]).standing is Standing.CURRENT
    model = session.catalog.models[ANIMATIC]
    requests = [sent_today(project, scenes[0], model, {}) for project in (before, session.project)]
    assert requests[0] == requests[1]


def test_a_look_touches_its_episode_alone(session: Session) -> None:
    first, *_ = session.project.episodes
    inside = next(scene for scene in first.scenes if "Mira" in scene.cast)
    for scene in session.project.scenes():
        add_done(session, scene, 1)
    coat = Look("coat", images=(View("media/coat.png"),))
    session.dispatch(edits.add_look, mira(session).id, coat)
    found = would_touch(session, edits.wear(session.project, first.id, mira(session).id, "coat"))
    wanted = {scene.id for scene in first.scenes if "Mira" in scene.cast}
    assert {one.scene.id for one in found.takes} == wanted
    assert inside.id in wanted


def test_animatics_are_renewed_for_nothing_and_older_takes_count(session: Session) -> None:
    scene = next(scene for scene in session.project.scenes() if "Mira" in scene.cast)
    add_done(session, scene, 1, ANIMATIC)
    after = edits.set_shot(session.project, scene.shots[1].id, prompt="@Mira runs.")
    assert would_touch(session, after).words == "makes 1 take stale, renewing is free"
    add_done(session, scene, 2)
    found = would_touch(session, after)
    assert found.words.startswith("makes 2 takes of 1 scene stale, renewing costs $")
    session.apply(lambda _project: after, "Prompt")
    assert would_touch(session, edits.set_shot(after, scene.shots[1].id, prompt="@Mira falls.")) == Touched()


def test_an_unknown_price_is_said(session: Session) -> None:
    scene = next(session.project.scenes())
    add_done(session, scene, 1)
    after = edits.set_scene(session.project, scene.id, prompt="At noon.", model="fal:gone")
    found = would_touch(session, after)
    assert found.cost is None
    assert found.words == "makes 1 take stale, and nobody knows what renewing costs"


def test_a_voice_made_once_for_two_scenes_is_paid_once(session: Session) -> None:
    member = mira(session)
    session.dispatch(edits.set_member, member.id, voice=Voice("Mira", sample=member.images[0].path))
    scenes = [scene for scene in session.project.scenes() if "Mira" in scene.cast][:2]
    for scene in scenes:
        session.dispatch(edits.set_scene, scene.id, model="wavespeed:o3-pro", audio=True)
        now = session.project.find_scene(scene.id)
        assert now is not None
        add_done(session, now, 1)
    after = edits.remove_view(session.project, member.id, 0)
    quotes = [
        session.quote_of(after, scene) for scene in after.scenes() if scene.id in {one.id for one in scenes}
    ]
    whole = sum((quote.total for quote in quotes if quote and quote.total is not None), Decimal(0))
    first = quotes[0]
    assert first is not None
    mine = [once.amount or Decimal(0) for once in first.once if once.name == "Mira"]
    assert mine
    found = would_touch(session, after)
    assert len(found.takes) == len(scenes)
    assert found.cost is not None
    assert found.cost <= whole - sum(mine, Decimal(0)) * (len(scenes) - 1)


def test_what_is_no_longer_wanted_ends_early(session: Session) -> None:
    scene = next(scene for scene in session.project.scenes() if "Mira" in scene.cast)
    add_done(session, scene, 1)
    after = edits.set_scene(session.project, scene.id, prompt="At noon.")
    assert touched(session.project, after, known(session), lambda: True) == Touched()
    gone = replace(session.project, episodes=())
    assert touched(gone, session.project, known(session)) == Touched()
