"""Rendering by command: what it refuses, what it makes, and what it takes up again."""

import json
from pathlib import Path

import av
import pytest

from kling_studio.app.opening import open_project
from kling_studio.core.facts import Fact, FactKind, Json
from kling_studio.storage.folder import ProjectFolder
from tests.cli.conftest import Make, Run, close_folder, episode, scene
from tests.cli.test_quote import put_unpriced_model
from tests.render.test_journal import PLANNED

FREE, PAID = "animatic:preview", "fal:v3-pro"
NOON = "2026-11-21T12:00:00.000000Z"


def frames(path: str) -> int:
    with av.open(path) as film:
        return sum(1 for _ in film.decode(video=0))


def put_facts(root: Path, *kinds: FactKind, model: str = PAID, job: str = "j1") -> None:
    """A job as an earlier run left it."""
    scene_id = next(open_project(root, to_read=True).session.project.scenes()).id
    planned: dict[str, Json] = {**PLANNED, "scene_id": scene_id, "model": model}
    with ProjectFolder.open(root).folder as folder:
        for kind in (FactKind.PLANNED, *kinds):
            folder.append(Fact(NOON, kind, job, planned if kind is FactKind.PLANNED else {}))


def test_scenes_that_were_asked_for_are_rendered_in_order(run: Run, make: Make) -> None:
    root = make(episodes=[episode(scene(1), scene(1)), episode(scene(2, 1, aspect_ratio="9:16"))])
    rendered = run("render", root, "--scene", 3, "--scene", 1)
    assert (rendered.code, rendered.err) == (0, "")
    assert rendered.lines == [
        str(root / "takes" / "EP01_SC01_T01.mp4"),
        str(root / "takes" / "EP02_SC01_T01.mp4"),
    ]
    assert [frames(line) for line in rendered.lines] == [24, 72]
    again = run("render", root, "--scene", 1)
    assert again.lines == [str(root / "takes" / "EP01_SC01_T02.mp4")]

    takes = run("takes", root, "--json").json["takes"]
    assert [(take["scene"], take["take"], take["state"]) for take in takes] == [
        (1, 1, "done"),
        (3, 1, "done"),
        (1, 2, "done"),
    ]
    assert [take["video"] for take in takes] == [*rendered.lines, *again.lines]
    first = takes[0]
    assert (first["model"], first["request_id"], first["quoted"], first["charged"]) == (
        FREE,
        None,
        "0.00",
        "0.00",
    )
    assert first["sent"]["scene"]["shots"][0]["prompt"] == "Shot 1."
    assert isinstance(first["endpoint"], str)

    ledger = run("ledger", root, "--json").json
    assert ledger["total"] == "0.00"
    assert [(entry["scene"], entry["take"], entry["amount"]) for entry in ledger["entries"]] == [
        (1, 1, "0.00"),
        (3, 1, "0.00"),
        (1, 2, "0.00"),
    ]
    for entry in ledger["entries"]:
        assert (entry["kind"], entry["currency"], entry["model"]) == ("actual", "USD", FREE)
        assert entry["at"].endswith("Z")


def test_a_paid_scene_on_the_animatic_is_free(run: Run, make: Make) -> None:
    root = make(episodes=[episode(scene(1, model=PAID))])
    rendered = run("render", root, "--model", FREE, "--max-cost", 0)
    assert (rendered.code, rendered.err) == (0, "")
    assert frames(rendered.lines[0]) == 24
    assert run("takes", root, "--json").json["takes"][0]["model"] == FREE


def test_what_costs_money_wants_a_yes(run: Run, make: Make) -> None:
    root = make(episodes=[episode(scene(1), scene(5, model=PAID, title="Dock"))])
    refused = run("render", root)
    assert (refused.code, refused.out) == (3, "")
    assert "scene 2  Dock  fal:v3-pro  $0.56" in refused.err
    assert "--yes" in refused.err
    assert run("takes", root, "--json").json == {"takes": []}


@pytest.mark.parametrize(("cap", "code"), [("0.5599", 3), ("0.56", 2), ("1", 2)])
def test_the_cap_holds_for_the_run_and_equal_is_allowed(run: Run, make: Make, cap: str, code: int) -> None:
    """Within the cap it goes on, to where this version has nobody who renders at fal."""
    root = make(episodes=[episode(scene(5, model=PAID), scene(1))])
    result = run("render", root, "--yes", "--max-cost", cap)
    result.says(code, "above the cap of $0.5599" if code == 3 else "no key for fal")
    assert run("takes", root, "--json").json == {"takes": []}


def test_an_unknown_price_is_under_no_cap_and_wants_a_yes(run: Run, make: Make, home: Path) -> None:
    put_unpriced_model(home)
    root = make(episodes=[episode(scene(5, model="fal:mine"))])
    run("render", root, "--yes", "--max-cost", 100).says(3, "fal:mine is not known")
    assert run("render", root).code == 3


@pytest.mark.parametrize("cap", ["-1", "much", "NaN", "Infinity"])
def test_a_cap_that_is_no_amount(run: Run, make: Make, cap: str) -> None:
    root = make(episodes=[episode(scene(1))])
    run("render", root, f"--max-cost={cap}").says(2, "--max-cost", cap)


def test_an_error_keeps_everything_from_being_rendered(run: Run, make: Make) -> None:
    root = make(episodes=[episode(scene(1), scene(0))])
    refused = run("render", root)
    assert (refused.code, refused.out) == (1, "")
    assert "scene 2, shot 1: " in refused.err
    assert "(bad-seconds)" in refused.err
    assert run("takes", root, "--json").json == {"takes": []}
    assert run("render", root, "--scene", 1).code == 0


def test_what_is_not_there_is_named(run: Run, make: Make) -> None:
    root = make(episodes=[episode(scene(1))])
    run("render", root, "--scene", 9).says(2, root, "no scene 9")
    run("render", root, "--model", "fal:o9").says(2, "fal:o9")


def test_a_project_that_is_open_elsewhere_or_closed_to_writing(
    run: Run, make: Make, closed_folder: Path
) -> None:
    root = make(episodes=[episode(scene(1))])
    with open_project(root).session.folder:
        for command in ("render", "resume"):
            run(command, root).says(2, root, "another window")
        run("demo", root).says(2, root, "another window")
    (root / "project.json").rename(closed_folder / "project.json")
    close_folder(closed_folder)
    for command in ("render", "resume"):
        run(command, closed_folder).says(2, closed_folder, "can only be read")
    assert run("show", closed_folder).code == 0
    run("new", closed_folder / "inner").says(2, closed_folder / "inner", "could not be written")


def test_a_disk_that_fills_up_fails_the_render_and_leaves_nothing_half(
    run: Run, small_disk: Path, tmp_path: Path
) -> None:
    file = tmp_path / "story.json"
    file.write_text(
        json.dumps({"format": "kling-studio/project", "version": 1, "episodes": [episode(scene(1, 1, 1))]})
    )
    root = small_disk / "project"
    assert run("new", root, "--from", file).code == 0
    with (small_disk / "filler").open("wb") as filler:
        filler.write(bytes(60_000))
    rendered = run("render", root)
    assert (rendered.code, rendered.out) == (1, "")
    assert "Traceback" not in rendered.err
    assert len(rendered.err.splitlines()) == 1
    (small_disk / "filler").unlink()
    assert list((root / "takes").glob("*")) == []
    assert run("show", root, "--json").code == 0


class TestResume:
    def test_nothing_was_left(self, run: Run, make: Make) -> None:
        root = make(episodes=[episode(scene(1))])
        resumed = run("resume", root)
        assert (resumed.code, resumed.out, resumed.err) == (0, "", "")

    def test_what_nobody_knows_needs_a_person(self, run: Run, make: Make) -> None:
        root = make(episodes=[episode(scene(5, model=PAID))])
        put_facts(root, FactKind.SENDING, FactKind.UNCLEAR)
        resumed = run("resume", root)
        assert (resumed.code, resumed.out) == (4, "")
        assert "nobody knows" in resumed.err
        assert run("takes", root, "--json").json["takes"][0]["state"] == "unclear"

    def test_what_this_version_cannot_render_stays_as_it_is(self, run: Run, make: Make) -> None:
        root = make(episodes=[episode(scene(5, model=PAID))])
        put_facts(root, FactKind.SENDING, model="elsewhere:v9")
        assert run("resume", root).code == 4
        assert run("takes", root, "--json").json["takes"][0]["state"] == "sending"

    def test_a_scene_that_was_changed_says_so(self, run: Run, make: Make) -> None:
        root = make(episodes=[episode(scene(1))])
        put_facts(root, FactKind.RENDERING, model=FREE)
        resumed = run("resume", root)
        assert (resumed.code, resumed.out) == (1, "")
        assert "was changed" in resumed.err


class TestTakesAndLedger:
    def test_of_nothing(self, run: Run, make: Make) -> None:
        root = make(episodes=[episode(scene(1))])
        assert run("takes", root, "--json").json == {"takes": []}
        assert run("ledger", root, "--json").json == {"entries": [], "total": "0.00"}
        assert run("ledger", root, "--csv").out == "at,scene,take,model,kind,amount,currency\n"
        assert run("takes", root).lines == ["scene  take  model  state  price  film"]
        assert run("ledger", root).lines[-1] == "Total  0.00"

    def test_an_estimate_counts_until_the_charge_is_known(self, run: Run, make: Make) -> None:
        root = make(episodes=[episode(scene(5, model=PAID))])
        put_facts(root, FactKind.SENDING)
        (entry,) = run("ledger", root, "--json").json["entries"]
        assert (entry["kind"], entry["amount"], entry["at"]) == ("estimate", "0.00", NOON)
        lines = run("ledger", root, "--csv").lines
        assert lines[1] == f"{NOON},1,1,{PAID},estimate,0.00,USD"
        run("ledger", root, "--csv", "--json").says(2, "--json", "--csv")

    def test_a_failed_take_says_why(self, run: Run, make: Make) -> None:
        root = make(episodes=[episode(scene(1))])
        put_facts(root, FactKind.RENDERING, model=FREE)
        run("resume", root)
        (take,) = run("takes", root, "--json").json["takes"]
        assert (take["state"], take["video"]) == ("failed", None)
        assert "was changed" in take["error"]
        assert "failed" in run("takes", root).out
