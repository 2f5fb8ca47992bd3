"""Media copied in, found again and sent out."""

from pathlib import Path

import pytest
from PIL import Image

from kling_studio.core.errors import BadInput, KnownError
from kling_studio.core.project import CastMember, Cut, Episode, Project, Scene, View, Voice
from kling_studio.storage.codec import decode, encode
from kling_studio.storage.json_text import read_json
from kling_studio.storage.media_files import add_media, export_json, import_media, path_of, same_content
from kling_studio.storage.recovery import new_id, read_project
from kling_studio.storage.references import references


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = tmp_path / "project"
    root.mkdir()
    return root


@pytest.fixture
def base(tmp_path: Path) -> Path:
    base = tmp_path / "from"
    base.mkdir()
    return base


def picture(path: Path, colour: str = "red") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.new("RGB", (8, 8), colour).save(path)
    return path


def project_of(
    *images: str, clip: str | None = None, sample: str | None = None, frame: str | None = None
) -> Project:
    member = CastMember(
        "m", "Mira", images=tuple(View(path) for path in images), clip=clip, voice=Voice("warm", sample)
    )
    return Project(
        "Night Shift", (member,), (Episode("e", scenes=(Scene("s", start_frame=frame, images=images),)),)
    )


def files_in(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def test_a_file_is_copied_under_its_words_and_content(root: Path, tmp_path: Path) -> None:
    source = picture(tmp_path / "Mira front 🎬.PNG")
    reference = add_media(root, source)
    assert reference.startswith("media/Mira_front-")
    assert reference.endswith(".png")
    file = path_of(root, reference)
    assert file is not None
    assert same_content(file, source)


def test_the_same_content_is_kept_once_whatever_its_name(root: Path, tmp_path: Path) -> None:
    first = add_media(root, picture(tmp_path / "a.png"))
    assert add_media(root, picture(tmp_path / "a.png")) == first
    assert add_media(root, picture(tmp_path / "other.png")) == first
    assert add_media(root, picture(tmp_path / "sub" / "a.png", "blue")) != first
    assert len(files_in(root)) == 2


def test_what_lies_in_the_project_is_not_copied_again(root: Path) -> None:
    take = root / "takes" / "EP01_SC01_T01.mp4"
    take.parent.mkdir()
    take.write_bytes(b"film")
    assert add_media(root, take) == "takes/EP01_SC01_T01.mp4"
    assert files_in(root) == {"takes/EP01_SC01_T01.mp4"}


def test_contents_that_share_the_short_digest_stay_apart(root: Path, tmp_path: Path) -> None:
    source = picture(tmp_path / "a.png")
    reference = add_media(root, source)
    (root / reference).write_bytes(b"something else under the same digest")
    other = add_media(root, source)
    assert other != reference
    assert same_content(root / other, source)


@pytest.mark.parametrize("name", ["notes.txt", "passwd", ".png"])
def test_what_is_no_media_is_refused(root: Path, tmp_path: Path, name: str) -> None:
    (tmp_path / name).touch()
    with pytest.raises(BadInput, match="no picture, film or sound"):
        add_media(root, tmp_path / name)


def test_a_missing_file_and_a_folder_are_sentences(root: Path, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="There is no file"):
        add_media(root, tmp_path / "none.png")
    (tmp_path / "folder.png").mkdir()
    with pytest.raises(KnownError, match="could not be read"):
        add_media(root, tmp_path / "folder.png")
    assert files_in(root) == set()


def test_a_full_disk_leaves_no_half_of_a_copy(small_disk: Path, tmp_path: Path) -> None:
    large = tmp_path / "large.mp4"
    large.write_bytes(b"x" * 1024 * 1024)
    with pytest.raises(KnownError, match="the disk is full"):
        add_media(small_disk, large)
    assert files_in(small_disk) == set()


def test_a_link_out_of_the_folder_is_no_path_of_the_project(root: Path, tmp_path: Path) -> None:
    picture(tmp_path / "secret.png")
    (root / "link.png").symlink_to(tmp_path / "secret.png")
    (root / "up").symlink_to(tmp_path)
    assert path_of(root, "link.png") is None
    assert path_of(root, "up/secret.png") is None
    assert path_of(root, "../secret.png") is None
    assert path_of(root, "none.png") == root / "none.png"


def test_what_lies_beside_the_file_keeps_its_path(root: Path, base: Path) -> None:
    for name in ("mira.png", "pics/mira back.png", "voice.wav", "turn.mp4"):
        picture(base / Path(name).with_suffix(".png")).rename(base / name)
    project = project_of(
        "mira.png", "pics/mira back.png", sample="voice.wav", clip="turn.mp4", frame="mira.png"
    )
    assert import_media(root, project, base) == project
    assert files_in(root) == {"mira.png", "pics/mira back.png", "voice.wav", "turn.mp4"}


def test_what_lies_elsewhere_goes_to_media(root: Path, base: Path) -> None:
    outside = picture(base.parent / "outside.png")
    absolute = picture(base.parent / "absolute.png", "blue")
    project = import_media(root, project_of("../outside.png", str(absolute)), base)
    one, two = (path_of(root, view.path) for view in project.cast[0].images)
    assert one is not None
    assert two is not None
    assert same_content(one, outside)
    assert same_content(two, absolute)
    assert all(name.startswith("media/") for name in files_in(root))


def test_what_is_missing_an_address_or_no_media_is_kept_as_written(root: Path, base: Path) -> None:
    (base / "secrets.txt").touch()
    (base / "folder.png").mkdir()
    written = (
        "none.png",
        "https://example.test/a.png",
        "data:image/png;base64,AA",
        "secrets.txt",
        "/etc/passwd",
        "folder.png",
        "x" * 5000 + ".png",
        "nul\0.png",
    )
    project = project_of(*written)
    assert import_media(root, project, base) == project
    assert files_in(root) == set()


def test_the_folders_own_names_are_never_taken(root: Path, base: Path) -> None:
    (root / "project.json").write_text("own")
    picture(base / "Project.json" / "a.png")
    picture(base / "backups" / "b.png", "blue")
    project = import_media(root, project_of("Project.json/a.png", "backups/b.png"), base)
    assert all(view.path.startswith("media/") for view in project.cast[0].images)
    assert (root / "project.json").read_text() == "own"


def test_nothing_that_is_there_is_covered(root: Path, base: Path) -> None:
    picture(base / "a.png")
    picture(base / "b" / "c.png", "blue")
    (root / "a.png").write_text("of the user")
    (root / "b").write_text("a file where a folder would go")
    project = import_media(root, project_of("a.png", "b/c.png"), base)
    assert (root / "a.png").read_text() == "of the user"
    assert [Path(view.path).parent.name for view in project.cast[0].images] == ["media", "media"]


def test_a_project_sent_out_and_read_back_is_the_same(root: Path, base: Path, tmp_path: Path) -> None:
    added = add_media(root, picture(tmp_path / "a.png"))
    (root / "takes").mkdir()
    (root / "takes" / "EP01_SC01_T01.mp4").write_bytes(b"film")
    project = project_of(
        added, "missing.png", clip="takes/EP01_SC01_T01.mp4", frame="https://example.test/a.png"
    )
    target = base / "out" / "x.json"
    export_json(root, project, target)
    assert files_in(base / "out") == {"x.json", added, "takes/EP01_SC01_T01.mp4"}
    read = read_project(target)
    assert encode(read, with_ids=False) == encode(project, with_ids=False)
    assert "id" not in read_json(target)["cast"][0]
    other = tmp_path / "other"
    other.mkdir()
    assert import_media(other, read, target.parent) == read
    assert files_in(other) == {added, "takes/EP01_SC01_T01.mp4"}


def test_sending_out_again_replaces_the_text_alone(root: Path, base: Path, tmp_path: Path) -> None:
    added = add_media(root, picture(tmp_path / "a.png"))
    export_json(root, project_of(added), base / "x.json")
    export_json(root, Project("Second"), base / "x.json")
    assert decode(read_json(base / "x.json"), source="x", new_id=new_id).title == "Second"


def test_sending_out_covers_no_other_file(root: Path, base: Path, tmp_path: Path) -> None:
    added = add_media(root, picture(tmp_path / "a.png"))
    (base / "media").mkdir()
    (base / added).write_text("of the user")
    with pytest.raises(BadInput, match="is in the way"):
        export_json(root, project_of(added), base / "x.json")
    assert files_in(base) == {added}
    assert (base / added).read_text() == "of the user"


def test_sending_out_does_not_cover_the_project_itself(root: Path) -> None:
    (root / "project.json").write_text("own")
    with pytest.raises(BadInput, match="the project's own file"):
        export_json(root, Project(), root / "project.json")
    assert (root / "project.json").read_text() == "own"


def test_references_are_found_once_each_in_order() -> None:
    project = project_of("a.png", "b.png", clip="c.mp4", sample="d.wav", frame="a.png")
    assert references(project) == ("a.png", "b.png", "c.mp4", "d.wav")


def test_what_a_clip_and_a_sample_were_cut_out_of_is_referred_to() -> None:
    voice = Voice(sample="said.wav", sample_cut=Cut("speech.wav", 1, 9))
    member = CastMember("m", "Mira", clip="part.mp4", clip_cut=Cut("film.mp4", 0, 8), voice=voice)
    assert references(Project(cast=(member,))) == ("part.mp4", "film.mp4", "said.wav", "speech.wav")
