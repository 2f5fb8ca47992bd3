"""A member's way from one project into the library and from there into another, and back."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PIL import Image

from kling_studio.app import library as shared
from kling_studio.app.library import Pick
from kling_studio.app.opening import create_sample
from kling_studio.app.session import Session
from kling_studio.core import edits
from kling_studio.core.errors import EditRejected, KnownError
from kling_studio.core.library import Standing
from kling_studio.core.project import CastMember, Framing, LibraryLink, Look, View, ViewKind
from kling_studio.storage.library import Library


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return Library(tmp_path / "library")


@pytest.fixture
def one(tmp_path: Path) -> Iterator[Session]:
    session = create_sample(tmp_path / "One").session
    yield session
    session.folder.close()


@pytest.fixture
def two(tmp_path: Path) -> Iterator[Session]:
    session = create_sample(tmp_path / "Two").session
    for member in session.project.cast:
        session.dispatch(edits.delete_member, member.id)
    yield session
    session.folder.close()


def member(session: Session, name: str = "Mira") -> CastMember:
    found = session.project.member(name)
    assert found is not None
    return found


def keep(library: Library, session: Session, name: str = "Mira") -> LibraryLink:
    kept = shared.keep(library, [member(session, name)], session.path_of, session.project.title, {})
    assert kept.refusals == ()
    session.apply(lambda project: shared.link_members(project, kept.links), "Keep in library")
    link = member(session, name).library
    assert link is not None
    return link


def take(library: Library, session: Session, *picks: Pick, update: bool = False) -> None:
    twins = shared.twins(session.project, library.shelf(), [pick.entry_id for pick in picks])
    into = twins if update else {}
    taken = shared.take(library, picks, session.path_of, session.folder.add_media, into)
    ids = [f"new{number}{len(session.project.cast)}" for number in range(len(taken))]
    session.apply(lambda project: shared.place_members(project, taken, ids), "Take from library")


def compare(library: Library, session: Session, name: str = "Mira") -> str:
    return shared.compare_member(library, member(session, name), session.path_of).sentence(name)


def add_picture(session: Session, tmp_path: Path, colour: str, name: str = "Mira") -> None:
    path = tmp_path / f"{colour}.png"
    Image.new("RGB", (400, 400), colour).save(path)
    view = View(session.folder.add_media(path), ViewKind.DETAIL)
    session.dispatch(edits.add_views, member(session, name).id, (view,))


def test_a_member_goes_from_one_project_to_another(library: Library, one: Session, two: Session) -> None:
    link = keep(library, one)
    take(library, two, Pick(link.id))
    taken, original = member(two), member(one)
    assert taken.library == link == LibraryLink(link.id, 1)
    assert (taken.description, taken.kind) == (original.description, original.kind)
    assert taken.voice is not None
    assert taken.voice.name == "warm mid"
    assert len(taken.images) == len(original.images)
    for view, other in zip(taken.images, original.images, strict=True):
        here, there = two.path_of(view.path), one.path_of(other.path)
        assert here is not None
        assert there is not None
        assert here.read_bytes() == there.read_bytes()
    assert compare(library, two) == "The same as the library's Mira."


def test_what_a_picture_was_cut_out_of_goes_along(
    library: Library, one: Session, two: Session, tmp_path: Path
) -> None:
    Image.new("RGB", (800, 800), "teal").save(tmp_path / "whole.png")
    Image.new("RGB", (400, 400), "teal").save(tmp_path / "cut.png")
    whole, cut = (one.folder.add_media(tmp_path / f"{name}.png") for name in ("whole", "cut"))
    view = View(cut, ViewKind.DETAIL, Framing(whole, turn=90, right=0.5, bottom=0.5))
    winter = Look("Winter", "a red coat", (View(cut),))
    one.dispatch(edits.add_views, member(one).id, (view,))
    linked = replace(member(one), looks=(winter,))
    entry_id = library.keep(linked, one.path_of).id
    take(library, two, Pick(entry_id))
    taken = member(two).images[-1]
    assert taken.framing is not None
    assert (taken.framing.turn, taken.framing.right) == (90, 0.5)
    for reference in (taken.path, taken.framing.original, member(two).looks[0].images[0].path):
        path = two.path_of(reference)
        assert path is not None
        assert path.is_file()


def test_names_of_files_do_not_grow_on_their_way(
    library: Library, one: Session, two: Session, tmp_path: Path
) -> None:
    add_picture(one, tmp_path, "teal")
    link = keep(library, one)
    take(library, two, Pick(link.id))
    assert member(two).images[-1].path == member(one).images[-1].path


def test_a_change_in_one_project_reaches_the_other(
    library: Library, one: Session, two: Session, tmp_path: Path
) -> None:
    link = keep(library, one)
    take(library, two, Pick(link.id))
    assert shared.newer_in_library(two.project, library.shelf()) == frozenset()
    add_picture(one, tmp_path, "teal")
    add_picture(one, tmp_path, "coral")
    one.dispatch(edits.set_member, member(one).id, description="night courier")
    assert compare(library, one) == (
        "Changed here since the library's Mira: the description differs, 2 pictures differ."
    )
    assert keep(library, one).version == 2
    assert shared.newer_in_library(two.project, library.shelf()) == {member(two).id}
    assert compare(library, two) == (
        "The library's Mira is newer: the description differs, 2 pictures differ."
    )
    before = two.project
    take(library, two, Pick(link.id), update=True)
    assert member(two).library == LibraryLink(link.id, 2)
    assert compare(library, two) == "The same as the library's Mira."
    two.undo()
    assert two.project is before


def test_an_update_keeps_what_only_this_project_changed(
    library: Library, one: Session, two: Session, tmp_path: Path
) -> None:
    link = keep(library, one)
    take(library, two, Pick(link.id))
    two.dispatch(edits.rename_member, member(two).id, "Ana")
    add_picture(two, tmp_path, "teal", "Ana")
    two.dispatch(edits.hide_frame, member(two, "Ana").id, "job 1", "shot 1")
    one.dispatch(edits.set_member, member(one).id, description="night courier")
    keep(library, one)
    assert shared.compare_member(library, member(two, "Ana"), two.path_of).standing is Standing.BOTH
    own = member(two, "Ana")
    take(library, two, Pick(link.id), update=True)
    updated = member(two, "Ana")
    assert (updated.id, updated.description) == (own.id, "night courier")
    assert updated.images == own.images
    assert updated.sheet == own.sheet != ()
    assert shared.compare_member(library, updated, two.path_of).standing is Standing.CHANGED


def test_any_version_can_be_taken_also_over_a_member(library: Library, one: Session, two: Session) -> None:
    link = keep(library, one)
    first = member(one).description
    one.dispatch(edits.set_member, member(one).id, description="night courier")
    keep(library, one)
    one.dispatch(edits.pick_frame, member(one).id, "job 1", "shot 1", 1.5)
    assert compare(library, one) == "The same as the library's Mira.", "what is chosen among takes stays here"
    chosen = member(one).sheet
    take(library, two, Pick(link.id, 1))
    assert (member(two).description, member(two).library) == (first, LibraryLink(link.id, 1))
    take(library, one, Pick(link.id, 1), update=True)
    assert (member(one).description, member(one).library) == (first, LibraryLink(link.id, 1))
    assert member(one).sheet == chosen != ()
    one.dispatch(edits.duplicate_member, member(one).id, "copy")
    assert member(one, "Mira2").sheet == ()


def test_twins_are_found_by_link_and_by_name(library: Library, one: Session, two: Session) -> None:
    mira, marco = keep(library, one), keep(library, one, "Marco")
    take(library, two, Pick(mira.id))
    two.dispatch(edits.rename_member, member(two).id, "Ana")
    two.dispatch(edits.add_member, CastMember("m", "Marco"))
    twins = shared.twins(two.project, library.shelf(), [mira.id, marco.id, "gone"])
    assert {entry_id: twin.name for entry_id, twin in twins.items()} == {mira.id: "Ana", marco.id: "Marco"}
    take(library, two, Pick(mira.id), Pick(marco.id))
    assert [each.name for each in two.project.cast] == ["Ana", "Marco", "Mira", "Marco2"]


def test_a_file_that_is_gone_takes_nothing(library: Library, one: Session, two: Session) -> None:
    link = keep(library, one)
    gone = library.path_of(library.shelf().entries[link.id].member.images[0].path)
    assert gone is not None
    gone.unlink()
    with pytest.raises(KnownError, match=r"Mira cannot be taken from the library: .* is missing"):
        take(library, two, Pick(link.id))
    with pytest.raises(KnownError, match="not in the library any more"):
        take(library, two, Pick("0" * 12))
    assert two.project.cast == ()


def test_a_damaged_file_takes_nothing_and_keeping_again_mends_it(
    library: Library, one: Session, two: Session
) -> None:
    link = keep(library, one)
    damaged = library.path_of(library.shelf().entries[link.id].member.images[0].path)
    assert damaged is not None
    damaged.write_bytes(damaged.read_bytes()[:-9])
    with pytest.raises(KnownError, match=r"Mira cannot be taken from the library: .* is damaged"):
        take(library, two, Pick(link.id))
    assert keep(library, one) == LibraryLink(link.id, 2)
    take(library, two, Pick(link.id))
    assert compare(library, two) == "The same as the library's Mira."


def test_keeping_several_says_which_were_refused(library: Library, one: Session) -> None:
    path = one.path_of(member(one, "Marco").images[0].path)
    assert path is not None
    path.unlink()
    kept = shared.keep(library, one.project.cast, one.path_of, "One", {})
    assert len(kept.links) == 3
    assert [str(refusal).split(" was not")[0] for refusal in kept.refusals] == ["Marco"]


def test_a_member_that_changed_while_files_were_copied_is_not_written_over(
    library: Library, one: Session
) -> None:
    link = keep(library, one)
    taken = shared.take(
        library, [Pick(link.id, 1)], one.path_of, one.folder.add_media, {link.id: member(one)}
    )
    one.dispatch(edits.set_member, member(one).id, description="meanwhile")
    with pytest.raises(EditRejected, match="Mira was changed meanwhile"):
        shared.place_members(one.project, taken, [""])


def test_what_is_in_the_bin_is_not_newer_and_not_there(library: Library, one: Session) -> None:
    link = keep(library, one)
    library.put_in_bin([link.id])
    stale = shared.link_members(one.project, {member(one).id: replace(link, version=0)})
    assert shared.newer_in_library(stale, library.shelf()) == frozenset()
    assert compare(library, one) == "Mira is not in the library any more."


def test_opening_the_library_empties_its_bin_but_for_what_the_project_is_linked_to(
    library: Library, one: Session
) -> None:
    mira, marco = one.project.cast[:2]
    kept = shared.keep(library, (mira, marco), one.path_of, "One", {})
    one.apply(lambda project: shared.link_members(project, {mira.id: kept.links[mira.id]}), "Keep in library")
    library.put_in_bin(link.id for link in kept.links.values())
    now = datetime.now(UTC)
    assert len(shared.opened(library, one.project, now + timedelta(days=29)).entries) == 2
    shelf = shared.opened(library, one.project, now + timedelta(days=31))
    assert list(shelf.entries) == [kept.links[mira.id].id]
    # The project has its own copies, of both.
    assert all((path := one.path_of(view.path)) and path.is_file() for view in (*mira.images, *marco.images))
    one.undo()
    assert shared.opened(library, one.project, now + timedelta(days=31)).entries == {}


def test_a_bin_that_cannot_be_emptied_keeps_nobody_from_the_library(library: Library, one: Session) -> None:
    links = shared.keep(library, one.project.cast[:1], one.path_of, "One", {}).links
    library.put_in_bin(link.id for link in links.values())
    lock = library.root / ".lock"
    lock.unlink()
    lock.mkdir()
    shelf = shared.opened(library, one.project, datetime.now(UTC) + timedelta(days=31))
    assert len(shelf.entries) == 1
