"""Names that every system takes, and references that stay inside."""

from pathlib import Path, PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kling_studio.storage.media_names import (
    inner_path,
    is_own_name,
    is_within,
    looks_like_media,
    media_name,
    take_name,
    told_name,
)


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("Mira front.PNG", "Mira_front-1f2e3d4c.png"),
        ("角色 正面.png", "角色_正面-1f2e3d4c.png"),
        ("🎬🎬.mp4", "file-1f2e3d4c.mp4"),
        ("red🎬jacket.mp4", "red_jacket-1f2e3d4c.mp4"),
        ("CON.png", "CON-1f2e3d4c.png"),
        ("a:b*c?.png", "a_b_c-1f2e3d4c.png"),
        ("\u202egnp.exe\u202c.png", "gnp_exe-1f2e3d4c.png"),
        ("-rf.png", "rf-1f2e3d4c.png"),
        ("e\u0301.png", "é-1f2e3d4c.png"),
    ],
)
def test_a_name_keeps_the_words_that_every_system_takes(name: str, kept: str) -> None:
    assert media_name(name, "1f2e3d4c") == kept


@given(st.text(st.characters(codec="utf-8", exclude_characters="/"), min_size=1, max_size=300))
def test_no_name_is_too_long_or_leaves_its_folder(stem: str) -> None:
    name = media_name(f"{stem}.png", "1f2e3d4c")
    assert len(name.encode()) <= 100
    assert name.endswith("-1f2e3d4c.png")
    assert not set(name) & set('/\\:*?"<>|\0\n')
    assert inner_path(f"media/{name}") == PurePosixPath("media", name)


def test_takes_are_named_by_their_place() -> None:
    assert take_name(1, 2, 3) == "EP01_SC02_T03.mp4"
    assert take_name(12, 105, 1000, ".mov") == "EP12_SC105_T1000.mov"


@pytest.mark.parametrize(
    "reference",
    [
        "",
        ".",
        "https://example.test/a.png",
        "data:image/png;base64,AAAA",
        "../a.png",
        "media/../../a.png",
        "/etc/a.png",
        "//host/share/a.png",
        "C:/a.png",
        "c:a.png",
        "media\\a.png",
        "\\\\host\\share\\a.png",
        "a\0.png",
    ],
)
def test_what_leaves_the_folder_is_no_inner_path(reference: str) -> None:
    assert inner_path(reference) is None


@pytest.mark.parametrize("reference", ["a.png", "media/a b.png", "./a.png", "a..b/c.png", "角色/正面.png"])
def test_what_stays_inside_is(reference: str) -> None:
    assert inner_path(reference) == PurePosixPath(reference)


@pytest.mark.parametrize(
    "name",
    ["project.json", "Project.JSON/x.png", ".lock", "backups/a.png", "ledger.sqlite", "ledger.sqlite-wal"],
)
def test_the_folders_own_names_are_known_in_any_case(name: str) -> None:
    assert is_own_name(PurePosixPath(name))


def test_other_names_are_free() -> None:
    assert not any(is_own_name(PurePosixPath(name)) for name in ("media/a.png", "takes/a.mp4", "mira.png"))


def test_links_are_followed_before_saying_what_is_within(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "out.png").touch()
    (tmp_path / "in" / "link.png").symlink_to(tmp_path / "out.png")
    (tmp_path / "in" / "loop.png").symlink_to(tmp_path / "in" / "loop.png")
    assert is_within(tmp_path / "in" / "a.png", tmp_path / "in")
    assert not is_within(tmp_path / "in" / "link.png", tmp_path / "in")
    assert not is_within(tmp_path / "in" / ".." / "out.png", tmp_path / "in")


def test_media_are_known_by_their_endings() -> None:
    assert all(looks_like_media(Path(name)) for name in ("a.PNG", "b.mp4", "c.wav"))
    assert not any(looks_like_media(Path(name)) for name in ("passwd", "a.txt", ".png", "a.png.exe"))


def test_a_person_is_told_a_name_without_the_digest() -> None:
    assert told_name(f"media/{media_name('mira walks.MP4', '9d469595')}") == "mira_walks.mp4"
    assert told_name("media/2024-12345678-a.png") == "2024-12345678-a.png"
    assert told_name("mira_front.jpg") == "mira_front.jpg"
    assert told_name("") == ""
