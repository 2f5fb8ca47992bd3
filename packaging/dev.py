#!/usr/bin/env python3
"""Everything a developer does with the project, on a machine with nothing but Python.

    python3 packaging/dev.py run [ARGS]          opens the window; without a display, renders the sample
    python3 packaging/dev.py test [PYTEST ARGS]  format, lint, types, import contracts, tests
    python3 packaging/dev.py bench               prints the speed table
    python3 packaging/dev.py lock [UV ARGS]      writes requirements.lock anew; --upgrade takes newer versions

Each does its own set-up first: `.venv` beside the project from the locked requirements, and on Debian and
Ubuntu the system libraries that Qt needs.
"""

import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCK = ROOT / "packaging" / "requirements.lock"
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if sys.platform == "win32" else "bin")
STAMP = VENV / "set-up"
UNFINISHED = "unfinished"

# What Qt and its plugins for windows, pictures and film are linked with, and the Debian package that has it.
LIBRARIES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libX11.so.6": "libx11-6",
    "libXext.so.6": "libxext6",
    "libXrandr.so.2": "libxrandr2",
    "libbrotlidec.so.1": "libbrotli1",
    "libbz2.so.1.0": "libbz2-1.0",
    "libdbus-1.so.3": "libdbus-1-3",
    "libdrm.so.2": "libdrm2",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libglib-2.0.so.0": "libglib2.0-0",  # a name that libglib2.0-0t64 also answers to
    "libgssapi_krb5.so.2": "libgssapi-krb5-2",
    "libpulse.so.0": "libpulse0",
    "libwayland-client.so.0": "libwayland-client0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
    "libwayland-egl.so.1": "libwayland-egl1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-glx.so.0": "libxcb-glx0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}
FONT = "fonts-inter"
FONT_FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts", "~/.local/share/fonts", "~/.fonts")


class SetupError(Exception):
    """One sentence for the person at the keyboard."""


# Down to the check of the version nothing is newer than Python 3.6, so that an old Python gets the sentence.
def say(sentence: str) -> None:
    print(f"dev.py: {sentence}", file=sys.stderr, flush=True)


def refusal(major: int, minor: int) -> str:
    """Why this Python will not do; empty where it will."""
    if (major, minor) >= (3, 11):
        return ""
    return f"Kling Studio needs Python 3.11 or newer, and this is {major}.{minor}."


if __name__ == "__main__" and refusal(*sys.version_info[:2]):
    say(refusal(*sys.version_info[:2]))
    sys.exit(2)


def is_headless(platform: str, environment: dict[str, str]) -> bool:
    """Whether a window would have no screen to be on. Only Linux can tell."""
    told = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    return platform.startswith("linux") and not any(environment.get(name) for name in told)


def stamp_text(lock: bytes, project: bytes, place: str) -> str:
    """What a finished set-up leaves: the place and Python it holds for, and what it was made of."""
    return f"{place}\n{hashlib.sha256(lock + b'|' + project).hexdigest()}\n"


def next_step(found: str | None, wanted: str) -> str:
    """What the found stamp asks for: "nothing", "install" over what is there, or "rebuild".

    A half-made set-up cannot be mended by pip, which takes a package for whole once its description is there.
    One without a stamp was made by hand, and is kept.
    """
    if found == wanted:
        return "nothing"
    if found is None or found.partition("\n")[0] == wanted.partition("\n")[0]:
        return "install"
    return "rebuild"


def set_up() -> None:
    """The machine and `.venv` as the lock wants them. Costs a few file reads where they are so already."""
    install_packages(missing_packages())
    # The folder and the Python are part of it: scripts in a virtual environment hold both.
    place = f"{ROOT} {sys.base_prefix} {sys.version_info.major}.{sys.version_info.minor}"
    wanted = stamp_text(LOCK.read_bytes(), (ROOT / "pyproject.toml").read_bytes(), place)
    found = STAMP.read_text("utf-8") if STAMP.is_file() else None
    step = next_step(found, wanted)
    if step == "nothing":
        return
    started = time.monotonic()
    say("setting up .venv" + ("" if BIN.is_dir() else ", which the first time brings some 250 MB"))
    VENV.mkdir(exist_ok=True)
    STAMP.write_text(UNFINISHED, "utf-8")
    if step == "rebuild":
        clear(VENV, keep=STAMP)
    if not (BIN / python_name()).exists():
        make_environment()
    pip("install", "--require-hashes", "--no-deps", "--only-binary", ":all:", "-r", str(LOCK))
    pip("install", "--no-deps", "--no-build-isolation", "--no-index", "--editable", str(ROOT))
    # An editable package is not compiled by pip, and compiling at each start would take longer than the start.
    subprocess.run([BIN / python_name(), "-m", "compileall", "-q", ROOT / "kling_studio"], check=False)
    STAMP.write_text(wanted, "utf-8")
    say(f".venv is ready after {time.monotonic() - started:.0f} s")


def python_name() -> str:
    return "python.exe" if sys.platform == "win32" else "python"


def clear(folder: Path, keep: Path) -> None:
    for path in folder.iterdir():
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        elif path != keep:
            path.unlink()


def make_environment() -> None:
    if subprocess.run([sys.executable, "-m", "venv", str(VENV)], check=False).returncode:
        raise SetupError(f"{sys.executable} could not make {VENV}; what it said stands above.")


def pip(*words: str) -> None:
    command = [str(BIN / python_name()), "-m", "pip", "-qq", "--disable-pip-version-check", *words]
    if subprocess.run(command, cwd=ROOT, check=False).returncode:
        raise SetupError("pip could not install what the project needs; what it said stands above.")


def missing_packages() -> list[str]:
    """The Debian packages this machine lacks; none on other systems."""
    if not sys.platform.startswith("linux") or not shutil.which("apt-get"):
        return []
    listed = subprocess.run(["/sbin/ldconfig", "-p"], capture_output=True, text=True, check=False).stdout
    packages = lacking(listed)
    if not any(next(Path(folder).expanduser().rglob("*.[ot]tf"), None) for folder in FONT_FOLDERS):
        packages.append(FONT)
    if importlib.util.find_spec("ensurepip") is None:
        packages.append(f"python3.{sys.version_info.minor}-venv")
    return packages


def lacking(listed: str) -> list[str]:
    """The packages of LIBRARIES that are not in `listed`, the output of `ldconfig -p`."""
    known = {line.split()[0] for line in listed.splitlines() if "=>" in line}
    return [package for library, package in LIBRARIES.items() if library not in known]


def install_packages(packages: list[str]) -> None:
    """Installs them where that is allowed; else prints the line that does, and goes on."""
    if not packages:
        return
    install = ["apt-get", "install", "--yes", "--no-install-recommends", *packages]
    rights = root_rights()
    if rights is None:
        say(f"this machine lacks libraries; please run: sudo {' '.join(install)}")
        return
    say(f"installing {' '.join(packages)}")
    before = [*rights, "env", "DEBIAN_FRONTEND=noninteractive"]
    if succeeds([*before, *install]):
        return
    # A fresh machine has no list of packages, an old one an outdated list.
    succeeds([*before, "apt-get", "update"])
    if not succeeds([*before, *install]):
        say(f"apt-get could not install them; to try by hand: sudo {' '.join(install)}")


def succeeds(command: list[str]) -> bool:
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def root_rights() -> list[str] | None:
    """The words to put before a command to run it as root; None where nobody may."""
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo") and succeeds(["sudo", "-n", "true"]):
        return ["sudo", "-n"]
    return None


def run(words: list[str]) -> int:
    set_up()
    if not words and is_headless(sys.platform, dict(os.environ)):
        say("there is no display, so instead of the window: kling-studio demo")
        words = ["demo"]
    return subprocess.run([str(BIN / "kling-studio"), *words], check=False).returncode


def test(words: list[str]) -> int:
    """All checks, pytest last. With pytest's own words only the tests they name, and no coverage."""
    set_up()
    pytest = ["pytest", "-n", "auto", "--maxprocesses", "4"]
    cover = ["--cov=kling_studio.core", "--cov-branch", "--cov-fail-under=100"]
    steps = [
        ("format", ["ruff", "format", "--check", "--quiet", "."]),
        ("lint", ["ruff", "check", "--quiet", "."]),
        ("types", ["mypy"]),
        ("import contracts", ["lint-imports"]),
    ]
    if words:
        steps.append(("tests", [*pytest, *words]))
    else:
        steps.append(("tests of the core, every branch", [*pytest, "tests/core", *cover]))
        steps.append(("tests", [*pytest, "--ignore=tests/core"]))
    failed = [name for name, command in steps if step_fails(name, command)]
    if failed:
        print(f"\nNot in order: {', '.join(failed)}.", flush=True)
    return 1 if failed else 0


def step_fails(name: str, command: list[str]) -> bool:
    print(f"\n== {name}", flush=True)
    return in_environment(command) != 0


def in_environment(command: list[str]) -> int:
    """Runs a program of `.venv`, never on the screen."""
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    return subprocess.run(
        [str(BIN / command[0]), *command[1:]], cwd=ROOT, env=environment, check=False
    ).returncode


def bench(words: list[str]) -> int:
    set_up()
    return in_environment(["python", "-m", "tests.benchmarks", *words])


def lock(words: list[str]) -> int:
    set_up()
    if not shutil.which("uv", path=str(BIN)):
        pip("install", "uv")
    options = "--quiet --universal --python-version 3.11 --extra test --group build --generate-hashes"
    clean = "--no-emit-index-url --no-emit-find-links --no-annotate"
    said = ["--custom-compile-command", "python3 packaging/dev.py lock"]
    place = ["--output-file", str(LOCK.relative_to(ROOT))]
    compile_ = [
        "uv",
        "pip",
        "compile",
        "pyproject.toml",
        *options.split(),
        *clean.split(),
        *said,
        *place,
        *words,
    ]
    return in_environment(compile_)


COMMANDS = {"run": run, "test": test, "bench": bench, "lock": lock}


def main(words: list[str]) -> int:
    if not words or words[0] not in COMMANDS:
        print(__doc__, file=sys.stdout if words in (["-h"], ["--help"]) else sys.stderr)
        return 0 if words in (["-h"], ["--help"]) else 2
    try:
        return COMMANDS[words[0]](words[1:])
    except KeyboardInterrupt:
        return 130
    except (SetupError, OSError) as error:
        say(str(error))
        return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
