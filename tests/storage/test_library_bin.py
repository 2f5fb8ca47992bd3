"""The bin of the library: what has been in it for 30 days goes with its media, and nothing else does."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from kling_studio.core.project import CastMember, View
from kling_studio.storage.library import Library
from kling_studio.storage.lock import FolderLock

MIRA = CastMember("mira", "Mira", images=(View("front.png"), View("mira.png")))
MARCO = CastMember("marco", "Marco", images=(View("front.png"), View("marco.png")))
NOW = datetime.now(UTC)
SOON, LATE = NOW + timedelta(days=29), NOW + timedelta(days=31)


@pytest.fixture
def source(tmp_path: Path) -> Path:
    folder = tmp_path / "project"
    folder.mkdir()
    for name in ("front", "mira", "marco", "coat"):
        (folder / f"{name}.png").write_bytes(name.encode() * 1000)
    return folder


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    library = Library(tmp_path / "library")
    yield library
    assert list(library.root.rglob("*.kling-part")) == []


def keep(library: Library, source: Path, member: CastMember, entry_id: str | None = None) -> str:
    return library.keep(member, lambda name: source / name, entry_id=entry_id).id


def media(library: Library) -> list[str]:
    return sorted(path.name.rpartition("-")[0] for path in (library.root / "media").rglob("*.png"))


def members(library: Library) -> list[str]:
    return sorted(path.name for path in library.members_folder.glob("*.json"))


def test_after_thirty_days_it_goes_with_what_nobody_else_has(library: Library, source: Path) -> None:
    mira, marco = keep(library, source, MIRA), keep(library, source, MARCO)
    keep(library, source, replace(MIRA, images=(View("coat.png"),)), mira)
    library.put_in_bin([mira])
    library.empty_bin(SOON)
    assert library.shelf().entries[mira].is_binned
    assert media(library) == ["coat", "front", "marco", "mira"]
    Library(library.root).empty_bin(LATE)
    assert list(library.shelf().entries) == [marco]
    assert members(library) == [f"{marco}-0001.json"]
    assert media(library) == ["front", "marco"]
    # What is left is whole, and what went can be kept anew.
    version = library.version(marco, 1)
    assert all((path := library.path_of(view.path)) and path.is_file() for view in version.member.images)
    assert library.keep(MIRA, lambda name: source / name).number == 1
    assert media(library) == ["front", "marco", "mira"]


def test_what_came_out_of_the_bin_stays_and_counts_anew(library: Library, source: Path) -> None:
    mira = keep(library, source, MIRA)
    library.put_in_bin([mira])
    library.put_in_bin([mira], binned=False)
    library.empty_bin(LATE)
    assert library.shelf().entry(mira) is not None
    library.put_in_bin([mira])
    keep(library, source, MIRA, mira)
    library.empty_bin(LATE)
    assert library.shelf().entry(mira) is not None
    assert media(library) == ["front", "mira"]


def test_what_a_project_is_linked_to_is_spared(library: Library, source: Path) -> None:
    mira, marco = keep(library, source, MIRA), keep(library, source, MARCO)
    library.put_in_bin([mira, marco])
    library.empty_bin(LATE, {mira})
    assert list(library.shelf().entries) == [mira]
    assert media(library) == ["front", "mira"]


@pytest.mark.parametrize("since", [None, "long ago", "2026-11-21T12:00:00"])
def test_where_nobody_knows_since_when_the_days_begin_now(
    library: Library, source: Path, since: str | None
) -> None:
    mira = keep(library, source, MIRA)
    library.put_in_bin([mira])
    notes = library.members_folder / f"{mira}.json"
    body = {key: value for key, value in json.loads(notes.read_text()).items() if key != "in_bin_since"}
    notes.write_text(json.dumps(body if since is None else {**body, "in_bin_since": since}))
    library.empty_bin(LATE)
    assert library.shelf().entries[mira].is_binned
    library.empty_bin(LATE + timedelta(days=29))
    assert library.shelf().entries[mira].is_binned
    library.empty_bin(LATE + timedelta(days=30))
    assert library.shelf().entries == {}
    assert members(library) == media(library) == []


@pytest.mark.parametrize("damage", ["newer", "aside"])
def test_media_of_what_cannot_be_read_stay(library: Library, source: Path, damage: str) -> None:
    mira, marco = keep(library, source, MIRA), keep(library, source, MARCO)
    library.put_in_bin([mira])
    file = library.members_folder / f"{marco}-0001.json"
    text = file.read_text()
    file.write_text(text.replace('"version": 1', '"version": 99') if damage == "newer" else text[:-9])
    library.empty_bin(LATE)
    assert library.shelf().entries == {}
    assert media(library) == ["front", "marco"]


def test_a_crash_in_the_middle_is_made_good_the_next_time(library: Library, source: Path) -> None:
    mira = keep(library, source, MIRA)
    keep(library, source, replace(MIRA, images=(View("coat.png"),)), mira)
    library.put_in_bin([mira])
    for path in [*(library.root / "media").rglob("mira-*"), library.members_folder / f"{mira}-0002.json"]:
        path.unlink()
    library.empty_bin(LATE)
    assert library.shelf().entries == {}
    assert members(library) == []


def test_while_another_window_writes_it_waits_for_another_time(library: Library, source: Path) -> None:
    mira = keep(library, source, MIRA)
    library.put_in_bin([mira])
    lock = FolderLock(library.root / ".lock")
    assert lock.acquire()
    library.empty_bin(LATE)
    assert library.shelf().entries[mira].is_binned
    lock.release()
    library.empty_bin(LATE)
    assert library.shelf().entries == {}


def test_an_empty_library_is_not_made_for_it(library: Library) -> None:
    library.empty_bin(LATE)
    assert not library.root.exists()
