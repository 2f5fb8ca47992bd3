"""What `packaging/dev.py` decides: whether to set up anew, what the machine lacks, where no screen is."""

import importlib.util
import re
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parent.parent
DEV = ROOT / "packaging" / "dev.py"


@pytest.fixture(scope="module")
def dev() -> ModuleType:
    spec = importlib.util.spec_from_file_location("dev", DEV)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize(
    ("version", "good"), [((3, 10), False), ((2, 7), False), ((3, 11), True), ((4, 0), True)]
)
def test_an_old_python_is_refused_in_one_sentence(
    dev: ModuleType, version: tuple[int, int], good: bool
) -> None:
    said = dev.refusal(*version)
    assert (said == "") is good
    if not good:
        assert said == f"Kling Studio needs Python 3.11 or newer, and this is {version[0]}.{version[1]}."


def test_the_stamp_changes_with_all_that_it_holds_for(dev: ModuleType) -> None:
    stamps = {
        dev.stamp_text(lock, project, place)
        for lock in (b"a", b"b")
        for project in (b"a", b"b")
        for place in ("here 3.11", "here 3.12")
    }
    assert len(stamps) == 8


def test_a_set_up_is_done_once(dev: ModuleType) -> None:
    stamp = dev.stamp_text(b"lock", b"project", "here 3.11")
    assert dev.next_step(stamp, stamp) == "nothing"


def test_new_requirements_are_installed_over_the_old(dev: ModuleType) -> None:
    found = dev.stamp_text(b"lock", b"project", "here 3.11")
    assert dev.next_step(found, dev.stamp_text(b"newer lock", b"project", "here 3.11")) == "install"
    assert dev.next_step(found, dev.stamp_text(b"lock", b"newer project", "here 3.11")) == "install"


def test_an_environment_made_by_hand_is_kept(dev: ModuleType) -> None:
    assert dev.next_step(None, dev.stamp_text(b"lock", b"project", "here 3.11")) == "install"


def test_another_python_or_folder_and_a_half_made_set_up_start_anew(dev: ModuleType) -> None:
    wanted = dev.stamp_text(b"lock", b"project", "here 3.11")
    assert dev.next_step(dev.stamp_text(b"lock", b"project", "here 3.12"), wanted) == "rebuild"
    assert dev.next_step(dev.stamp_text(b"lock", b"project", "there 3.11"), wanted) == "rebuild"
    assert dev.next_step(dev.UNFINISHED, wanted) == "rebuild"
    assert dev.next_step("", wanted) == "rebuild"


def test_clearing_keeps_the_stamp_alone(dev: ModuleType, tmp_path: Path) -> None:
    stamp = tmp_path / "set-up"
    stamp.write_text(dev.UNFINISHED, "utf-8")
    (tmp_path / "lib" / "python").mkdir(parents=True)
    (tmp_path / "lib" / "python" / "module.py").touch()
    (tmp_path / "lib64").symlink_to(tmp_path / "lib", target_is_directory=True)
    dev.clear(tmp_path, keep=stamp)
    assert list(tmp_path.iterdir()) == [stamp]


@pytest.mark.parametrize(
    ("platform", "environment", "headless"),
    [
        ("linux", {}, True),
        ("linux", {"DISPLAY": ""}, True),
        ("linux", {"DISPLAY": ":0"}, False),
        ("linux", {"WAYLAND_DISPLAY": "wayland-0"}, False),
        ("linux", {"QT_QPA_PLATFORM": "offscreen"}, False),
        ("darwin", {}, False),
        ("win32", {}, False),
    ],
)
def test_only_linux_without_a_display_is_headless(
    dev: ModuleType, platform: str, environment: dict[str, str], headless: bool
) -> None:
    assert dev.is_headless(platform, environment) is headless


def test_a_bare_machine_lacks_every_library(dev: ModuleType) -> None:
    assert dev.lacking("") == list(dev.LIBRARIES.values())


def test_a_library_that_the_linker_knows_is_not_lacking(dev: ModuleType) -> None:
    listed = (
        "412 libs found in cache `/etc/ld.so.cache'\n"
        "\tlibEGL.so.1 (libc6,x86-64) => /lib/x86_64-linux-gnu/libEGL.so.1\n"
        "\tlibGL.so (libc6,x86-64) => /lib/x86_64-linux-gnu/libGL.so\n"
    )
    lacking = dev.lacking(listed)
    assert "libegl1" not in lacking
    assert "libgl1" in lacking


def test_every_requirement_is_pinned_by_hash_and_none_names_an_address() -> None:
    text = (ROOT / "packaging" / "requirements.lock").read_text("utf-8")
    requirements = re.split(r"\n(?=[a-z0-9])", text.partition("\n")[2])[1:]
    assert len(requirements) > 30
    for requirement in requirements:
        assert re.match(r"[a-z0-9.-]+==[\w.]+ ", requirement)
        assert "--hash=sha256:" in requirement
    assert "://" not in text
    assert not re.search(r"^\s*(-|@|/|file:)(?!-hash)", text, flags=re.MULTILINE)


def test_the_lock_has_what_the_project_asks_for() -> None:
    text = (ROOT / "packaging" / "requirements.lock").read_text("utf-8")
    asked = re.findall(
        r'^    "([\w-]+)[><=]', (ROOT / "pyproject.toml").read_text("utf-8"), flags=re.MULTILINE
    )
    assert len(asked) > 15
    for name in asked:
        assert re.search(rf"^{name.lower()}==", text, flags=re.MULTILINE), name


@pytest.mark.parametrize("words", [[], ["bundle"]])
def test_an_unknown_command_shows_the_four_that_there_are(words: list[str]) -> None:
    done = subprocess.run([sys.executable, str(DEV), *words], capture_output=True, text=True, check=False)
    assert done.returncode == 2
    for command in ("run", "test", "bench", "lock"):
        assert f"dev.py {command}" in done.stderr
