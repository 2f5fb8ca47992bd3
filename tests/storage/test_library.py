"""The shared library on the disk: versions, notes, the bin, damage, crashes and several writers."""

import json
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from kling_studio.core.errors import KnownError
from kling_studio.core.project import CastMember, LibraryLink, View, ViewKind, Voice
from kling_studio.storage.library import Library
from kling_studio.storage.places import data_folder
from tests.storage.conftest import close_folder

MIRA = CastMember(
    "mira",
    "Mira",
    description="courier",
    images=(View("media/front.png"), View("https://example.test/side.png", ViewKind.SIDE)),
    voice=Voice("warm", "media/voice.wav"),
    tags=("night",),
    library=LibraryLink("elsewhere", 9),
)
KEEPER = """
import sys
from pathlib import Path
from kling_studio.core.project import CastMember, View
from kling_studio.storage.library import Library
root, source, entry_id, who, count = sys.argv[1:]
library = Library(Path(root))
for number in range(int(count)):
    member = CastMember("m", "Mira", description=f"{who} {number}", images=(View("front.png"),))
    version = library.keep(member, lambda name: Path(source) / name, entry_id=entry_id or None)
    print(version.number, flush=True)
"""


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """The folder of a project."""
    folder = tmp_path / "project"
    (folder / "media").mkdir(parents=True)
    for name in ("front", "back"):
        (folder / "media" / f"{name}.png").write_bytes(name.encode() * 1000)
    (folder / "media" / "voice.wav").write_bytes(b"voice" * 1000)
    return folder


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return Library(tmp_path / "library")


def keep(library: Library, source: Path, member: CastMember = MIRA, entry_id: str | None = None) -> str:
    kept = library.keep(member, lambda name: source / name, project="Night Shift", entry_id=entry_id)
    return kept.id


def test_there_is_a_place_for_it_and_it_begins_empty(library: Library) -> None:
    assert Library().root == data_folder() / "library"
    assert library.shelf().entries == {}
    assert not library.root.exists()


def test_a_member_is_kept_with_its_media_and_without_its_project(library: Library, source: Path) -> None:
    entry_id = keep(library, source)
    entry = Library(library.root).shelf().entries[entry_id]
    assert (entry.member.name, entry.member.tags, entry.member.library) == ("Mira", ("night",), None)
    assert (entry.newest.project, entry.numbers) == ("Night Shift", (1,))
    first, second = (view.path for view in entry.member.images)
    path = library.path_of(first)
    assert path is not None
    assert path.read_bytes() == (source / "media/front.png").read_bytes()
    assert second == "https://example.test/side.png"


def test_only_another_content_is_another_version(library: Library, source: Path) -> None:
    entry_id = keep(library, source)
    renamed = replace(MIRA, id="other", name="Mira2", tags=(), images=MIRA.images)
    assert library.keep(renamed, lambda name: source / name, entry_id=entry_id).number == 1
    described = replace(renamed, description="night courier")
    version = library.keep(described, lambda name: source / name, entry_id=entry_id)
    assert (version.number, version.member.name, version.member.tags) == (2, "Mira", ("night",))
    assert library.version(entry_id, 1).member.description == "courier"
    assert library.shelf().entries[entry_id].numbers == (1, 2)
    assert len(list((library.root / "media").rglob("*.png"))) == 1


def test_a_file_that_is_missing_keeps_nothing(library: Library, source: Path) -> None:
    (source / "media/voice.wav").unlink()
    with pytest.raises(KnownError, match=r"Mira was not kept in the library: media/voice\.wav is missing"):
        keep(library, source)
    assert library.shelf().entries == {}


def test_name_and_tags_change_without_a_version(library: Library, source: Path) -> None:
    entry_id = keep(library, source)
    library.describe([entry_id], add_tags=["Harbour", "NIGHT"])
    library.describe([entry_id], name="Mira Lima", remove_tags=["night"])
    entry = Library(library.root).shelf().entries[entry_id]
    assert (entry.member.name, entry.member.tags, entry.numbers) == ("Mira Lima", ("Harbour",), (1,))
    described = replace(MIRA, description="older")
    assert library.keep(described, lambda name: source / name, entry_id=entry_id).member.name == "Mira Lima"
    assert library.version(entry_id, 1).member.name == "Mira Lima"


def test_the_bin_gives_back_what_was_put_in_it(library: Library, source: Path) -> None:
    entry_id = keep(library, source)
    library.put_in_bin([entry_id])
    assert library.shelf().entry(entry_id) is None
    assert library.shelf().entries[entry_id].is_binned
    library.put_in_bin([entry_id], binned=False)
    assert library.shelf().entry(entry_id) is not None
    library.put_in_bin([entry_id])
    keep(library, source, entry_id=entry_id)
    assert library.shelf().entry(entry_id) is not None


def test_a_damaged_version_goes_aside_and_its_number_is_not_given_again(
    library: Library, source: Path
) -> None:
    entry_id = keep(library, source)
    keep(library, source, replace(MIRA, description="second"), entry_id)
    damaged = library.members_folder / f"{entry_id}-0002.json"
    damaged.write_bytes(damaged.read_bytes()[:-40])
    shelf = library.shelf()
    assert shelf.entries[entry_id].newest.number == 1
    assert "was moved to" in shelf.troubles[0]
    assert (library.root / "aside" / damaged.name).exists()
    assert library.shelf().troubles == ()
    version = library.keep(replace(MIRA, description="third"), lambda name: source / name, entry_id=entry_id)
    assert version.number == 3
    with pytest.raises(KnownError, match="Version 2 is not in the library"):
        library.version(entry_id, 2)


@pytest.mark.parametrize(
    "damage",
    [
        {"digests": []},
        {"id": "../../etc"},
        {"number": "two"},
        {"storyboard": {"format": "kling-studio/project", "version": 1, "cast": []}},
        {"version": "1"},
        {"kept_at": 4},
    ],
)
def test_what_is_no_version_goes_aside(library: Library, source: Path, damage: dict[str, object]) -> None:
    entry_id = keep(library, source)
    file = library.members_folder / f"{entry_id}-0001.json"
    file.write_text(json.dumps({**json.loads(file.read_text()), **damage}))
    assert library.shelf().entries == {}
    assert (library.root / "aside" / file.name).exists()


def test_damaged_notes_go_aside_and_the_member_stays(library: Library, source: Path) -> None:
    entry_id = keep(library, source)
    library.describe([entry_id], add_tags=["harbour"])
    (library.members_folder / f"{entry_id}.json").write_text('{"format": "kling-studio/library-notes"')
    shelf = library.shelf()
    assert shelf.entries[entry_id].member.tags == ("night",)
    assert len(shelf.troubles) == 1


@pytest.mark.parametrize("place", ["version", "storyboard"])
def test_what_a_newer_program_wrote_is_told_and_stays(library: Library, source: Path, place: str) -> None:
    entry_id = keep(library, source)
    file = library.members_folder / f"{entry_id}-0001.json"
    body = json.loads(file.read_text())
    (body if place == "version" else body["storyboard"])["version"] = 99
    file.write_text(json.dumps(body))
    shelf = library.shelf()
    assert shelf.entries == {}
    assert shelf.troubles[0].endswith(
        "was written by a newer version of Kling Studio. Update Kling Studio to change it."
    )
    assert file.exists()


def test_notes_of_a_newer_program_are_not_written_over(library: Library, source: Path) -> None:
    entry_id = keep(library, source)
    notes = library.members_folder / f"{entry_id}.json"
    notes.write_text('{"format": "kling-studio/library-notes", "version": 2}')
    with pytest.raises(KnownError, match="newer version"):
        library.describe([entry_id], add_tags=["x"])
    assert json.loads(notes.read_text())["version"] == 2


def test_a_link_from_a_file_written_by_hand_leads_nowhere(library: Library, source: Path) -> None:
    keep(library, source)
    with pytest.raises(KnownError, match="not in the library"):
        library.version("../../project", 1)
    assert library.keep(MIRA, lambda name: source / name, entry_id="../../x").number == 1
    assert len(library.shelf().entries) == 2


def test_other_files_in_the_folder_are_left_alone(library: Library, source: Path) -> None:
    entry_id = keep(library, source)
    copy = library.members_folder / f"{entry_id}-0001 (conflicted copy).json"
    copy.write_text("{")
    assert list(library.shelf().entries) == [entry_id]
    assert copy.exists()


def test_a_library_that_takes_nothing_says_so(closed_folder: Path, source: Path) -> None:
    library = Library(closed_folder / "library")
    close_folder(closed_folder)
    with pytest.raises(KnownError, match="could not be written"):
        keep(library, source)
    assert library.shelf().entries == {}


def test_a_full_disk_keeps_nothing_and_the_rest_stays(small_disk: Path, source: Path) -> None:
    library = Library(small_disk / "library")
    entry_id = keep(library, source)
    (source / "media/front.png").write_bytes(b"large" * 100_000)
    with pytest.raises(KnownError, match="the disk is full"):
        keep(library, source, entry_id=entry_id)
    assert library.shelf().entries[entry_id].numbers == (1,)
    assert list(library.root.rglob("*.kling-part")) == []


def test_a_library_that_is_a_file_says_so(tmp_path: Path, source: Path) -> None:
    (tmp_path / "library").write_text("")
    with pytest.raises(KnownError, match="could not be read"):
        Library(tmp_path / "library").shelf()
    with pytest.raises(KnownError, match="could not be written"):
        keep(Library(tmp_path / "library"), source)


def start(library: Library, source: Path, entry_id: str, who: str, count: int) -> "subprocess.Popen[str]":
    words = [str(library.root), str(source / "media"), entry_id, who, str(count)]
    return subprocess.Popen([sys.executable, "-c", KEEPER, *words], stdout=subprocess.PIPE, text=True)


def test_two_processes_at_once_lose_nothing(library: Library, source: Path) -> None:
    entry_id = keep(library, source)
    writers = [start(library, source, entry_id, who, 20) for who in ("one", "two")]
    numbers = [int(line) for writer in writers for line in writer.communicate()[0].split()]
    assert sorted(numbers) == list(range(2, 42))
    shelf = library.shelf()
    assert (shelf.troubles, shelf.entries[entry_id].numbers) == ((), tuple(range(1, 42)))
    kept = {library.version(entry_id, number).member.description for number in range(2, 42)}
    assert kept == {f"{who} {number}" for who in ("one", "two") for number in range(20)}


def test_a_writer_that_is_killed_leaves_whole_versions(library: Library, source: Path) -> None:
    entry_id = keep(library, source)
    for round_number in range(4):
        writer = start(library, source, entry_id, f"round {round_number}", 1000)
        assert writer.stdout is not None
        for _ in range(1 + round_number):
            writer.stdout.readline()
        writer.send_signal(signal.SIGKILL)
        writer.communicate()
        shelf = Library(library.root).shelf()
        assert shelf.troubles == ()
        numbers = shelf.entries[entry_id].numbers
        assert numbers == tuple(range(1, len(numbers) + 1))
    after = keep(library, source, replace(MIRA, description="after"), entry_id)
    assert library.version(after, library.shelf().entries[after].newest.number).member.description == "after"
    assert list(library.members_folder.glob(".*")) == []
