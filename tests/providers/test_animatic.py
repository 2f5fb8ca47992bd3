"""The animatic as a renderer: its request, its steps, its film, and its end."""

import asyncio
import contextlib
from dataclasses import replace
from pathlib import Path

import av
import pytest

from kling_studio.app.catalog_files import load_catalog
from kling_studio.core.catalog import ANIMATIC
from kling_studio.core.errors import KnownError
from kling_studio.core.facts import FactKind
from kling_studio.core.project import CastMember, DialogueLine, Project, Voice
from kling_studio.providers.animatic import AnimaticRenderer
from kling_studio.providers.renderer import Order, Progress, Step
from tests.small_projects import put_picture, short_project, short_scene


def order_of(project: Project, folder: Path) -> Order:
    model = load_catalog().models[ANIMATIC]
    scene = next(project.scenes())
    part = folder / ".job.part.mp4"
    return Order(
        "job", project, scene, "Pilot · Scene", model, model.modes[0], part, lambda name: folder / name
    )


def test_the_request_holds_what_decides_the_film_and_nothing_else(tmp_path: Path) -> None:
    project = short_project()
    bystander = CastMember("else", "Bystander")
    voiced = replace(project.cast[0], voice=Voice("warm", ids=(("fal", "v1"),)))
    request = AnimaticRenderer().request
    plain = request(order_of(project, tmp_path))
    assert plain == request(order_of(replace(project, title="Other", cast=(voiced, bystander)), tmp_path))
    scene = next(project.scenes())
    changed = replace(scene, shots=(replace(scene.shots[0], prompt="@Bystander waits."),))
    other = request(order_of(short_project(changed), tmp_path))
    assert other != plain
    assert plain["label"] == "Pilot · Scene"


def test_who_speaks_or_is_mentioned_belongs_to_the_request(tmp_path: Path) -> None:
    scene = replace(short_scene(), cast=())
    speaking = replace(scene.shots[0], prompt="@Jan waits.", dialogue=(DialogueLine("Ana", "", "Yes."),))
    project = short_project(replace(scene, shots=(speaking,)))
    cast = tuple(CastMember(name.lower(), name) for name in ("Ana", "Jan", "Zoe"))
    request = AnimaticRenderer().request(order_of(replace(project, cast=cast), tmp_path))
    members = request["cast"]
    assert isinstance(members, list)
    assert [member["name"] for member in members if isinstance(member, dict)] == ["Ana", "Jan"]


def test_it_tells_its_step_first_then_every_frame_and_leaves_the_film(tmp_path: Path) -> None:
    put_picture(tmp_path)
    order = order_of(short_project(), tmp_path)

    def files() -> list[Path]:
        return list(tmp_path.glob(".job*"))

    async def story() -> list[Step | Progress]:
        steps: list[Step | Progress] = []
        async for step in AnimaticRenderer().render(order):
            if not steps:
                assert files() == []  # nothing is done before the step is told
            steps.append(step)
        return steps

    steps = asyncio.run(story())
    assert steps[0] == Step(FactKind.RENDERING)
    assert steps[1:] == [Progress(done, 24) for done in range(1, 25)]
    with av.open(str(order.part)) as film:
        assert sum(1 for _ in film.decode(video=0)) == 24


def test_closing_it_ends_the_work_and_leaves_no_file(tmp_path: Path) -> None:
    order = order_of(short_project(short_scene(seconds=(15,))), tmp_path)

    async def story() -> int:
        told = 0
        async with contextlib.aclosing(AnimaticRenderer().render(order)) as steps:
            async for _ in steps:
                told += 1
                if told == 3:
                    break
        assert len(asyncio.all_tasks()) == 1
        return told

    assert asyncio.run(story()) == 3
    assert list(tmp_path.iterdir()) == []


def test_what_the_disk_refuses_comes_through_as_a_sentence(tmp_path: Path) -> None:
    order = replace(order_of(short_project(), tmp_path), part=tmp_path / "nowhere" / "film.mp4")

    async def story() -> None:
        async for _ in AnimaticRenderer().render(order):
            pass

    with pytest.raises(KnownError, match=r"nowhere.film\.mp4"):
        asyncio.run(story())
