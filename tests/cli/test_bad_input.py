"""What hands and disks get wrong: one line that names the file, the place in it and what is expected."""

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Make, Run, episode, scene

HEAD = '{"format": "kling-studio/project", "version": 1, '


def shots(text: str) -> str:
    return f'{HEAD}"episodes": [{{"scenes": [{{"shots": [{text}]}}]}}]}}'


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Dear diary", ["not JSON", "line 1"]),
        (HEAD + '"title": "a"', ["not JSON", "ends too early"]),
        ("", ["not JSON"]),
        ("[]", ["expected a project"]),
        ("{}", ["format", "kling-studio/project"]),
        ('{"title": "x"}', ["format"]),
        (HEAD + '"title": 3}', ["title", "expected text", "3"]),
        (HEAD + '"cast": {}}', ["cast", "expected a list"]),
        (
            HEAD + '"episodes": [{"scenes": [{"audio": "yes"}]}]}',
            ["episodes[0].scenes[0].audio", "true or false"],
        ),
        (shots('{"seconds": 2.5}'), ["episodes[0].scenes[0].shots[0].seconds", "whole seconds", "2.5"]),
        (shots('{}, {"seconds": "5"}'), ["episodes[0].scenes[0].shots[1].seconds", "whole seconds"]),
        (shots('{"promt": "x"}'), ["shots[0]", "promt", "prompt"]),
        (HEAD + '"mood": "dark"}', ["mood", "not a known key"]),
        (HEAD + '"cast": [{"name": "A"}, {"name": "A"}]}', ["cast[1].name", "A"]),
        (
            HEAD + '"cast": [{"name": "A", "images": [{"path": "a.png", "view": "top"}]}]}',
            ["view", "front", "top"],
        ),
        (HEAD + '"title": "a", "title": "b"}', ["title", "twice"]),
        ('{"prompt": "Rain.", "duration": 2.5}', ["duration", "whole seconds", "2.5"]),
        ('{"prompt": 3}', ["prompt", "expected text"]),
        ('{"format": "kling-studio/project", "version": 99}', ["newer version"]),
        ("[" * 100_000, ["too deep"]),
    ],
)
def test_a_file_to_make_a_project_of(run: Run, tmp_path: Path, text: str, words: list[str]) -> None:
    file = tmp_path / "story.json"
    file.write_text(text, encoding="utf-8")
    run("new", tmp_path / "made", "--from", file).says(2, file, *words)
    assert not (tmp_path / "made").exists()


def test_a_file_that_is_no_text(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "story.json"
    file.write_bytes(b"\xff\xfe\x00")
    run("new", tmp_path / "made", "--from", file).says(2, file, "UTF-8")
    run("new", tmp_path / "made", "--from", tmp_path).says(2, tmp_path, "folder")


def test_seconds_that_no_model_takes_are_no_error_of_the_import(run: Run, make: Make) -> None:
    root = make(episodes=[episode(scene(0, model="fal:o3-pro"), scene(*[2] * 7, 2, model="fal:o3-pro"))])
    rules = {finding["rule"] for finding in run("check", root, "--json").json["findings"]}
    assert rules >= {"bad-seconds", "too-many-shots", "too-long"}
    assert run("quote", root).code == 0


def test_a_torn_project_without_a_copy(run: Run, make: Make) -> None:
    root = make(title="Mine")
    text = (root / "project.json").read_text(encoding="utf-8")
    (root / "project.json").write_text(text[: len(text) // 2], encoding="utf-8")
    for command in ("show", "quote", "check", "takes", "ledger", "render", "resume"):
        run(command, root).says(2, root / "project.json", "not JSON", "no earlier copy")
    assert (root / "project.json").read_text(encoding="utf-8") == text[: len(text) // 2]


def test_a_torn_project_with_a_copy_is_read_from_it_and_left_to_writers(run: Run, make: Make) -> None:
    root = make(title="Mine", episodes=[episode(scene(1))])
    text = (root / "project.json").read_text(encoding="utf-8")
    (root / "backups").mkdir(exist_ok=True)
    (root / "backups" / "project-20261121T120000.000000Z.json").write_text(text, encoding="utf-8")
    (root / "project.json").write_text(text[: len(text) // 2], encoding="utf-8")
    shown = run("show", root, "--json")
    assert (shown.code, shown.json["title"]) == (0, "Mine")
    assert "copy of" in shown.err
    assert (root / "project.json").read_text(encoding="utf-8") != text
    resumed = run("resume", root)
    assert resumed.code == 0
    assert "moved aside" in resumed.err
    assert (root / "project.json").read_text(encoding="utf-8") == text
    assert len(list(root.glob("project.unreadable-*.json"))) == 1


def test_a_project_of_a_newer_version_is_shown_and_not_touched(run: Run, make: Make) -> None:
    root = make(title="Mine", episodes=[episode(scene(1))])
    file = root / "project.json"
    file.write_text(json.dumps({**json.loads(file.read_text()), "version": 9, "mood": "dark"}))
    before = file.read_bytes()
    assert run("show", root, "--json").json["title"] == "Mine"
    for command in ("render", "resume", "demo"):
        run(command, root).says(2, root, "newer version")
    assert file.read_bytes() == before


def test_a_damaged_ledger_is_told_and_looking_does_not_touch_it(run: Run, make: Make) -> None:
    root = make(title="Mine")
    (root / "ledger.sqlite").write_bytes(b"no database" * 1000)
    for name in ("ledger.sqlite-wal", "ledger.sqlite-shm"):
        (root / name).unlink(missing_ok=True)
    shown = run("takes", root, "--json")
    assert (shown.code, shown.json) == (0, {"takes": []})
    assert "ledger.sqlite" in shown.err
    assert (root / "ledger.sqlite").read_bytes() == b"no database" * 1000


def test_a_broken_catalog_of_the_users(run: Run, make: Make, home: Path, tmp_path: Path) -> None:
    root = make(title="Mine")
    (home / "catalog").mkdir(parents=True)
    (home / "catalog" / "mine.toml").write_text("[[model]\n")
    for command in (("show", root), ("quote", root), ("render", root), ("new", tmp_path / "x")):
        run(*command).says(2, "mine.toml", "line 1")


@pytest.mark.parametrize(
    "words",
    [("--scene",), ("-x",), ("--",), ("show",), ("show", "a", "b"), ("shwo", "project"), ("new",), ("key",)],
)
def test_words_that_make_no_sense(run: Run, words: tuple[str, ...]) -> None:
    run(*words).says(2)


def test_help_is_no_error(run: Run, capfd: pytest.CaptureFixture[str]) -> None:
    for words in (("--help",), ("render", "--help")):
        with pytest.raises(SystemExit) as ended:
            run(*words)
        assert ended.value.code == 0
        assert "usage: kling-studio" in capfd.readouterr().out
