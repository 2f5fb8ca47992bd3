"""Digests of files, read again only where a file was touched."""

import os
from pathlib import Path

from PIL import Image

from kling_studio.app.hashing import Digests
from kling_studio.core.media_facts import MediaFact, MediaKind
from kling_studio.storage.media_files import sha256_of


def picture(path: Path, colour: str) -> Path:
    Image.new("RGB", (8, 8), colour).save(path)
    return path


def test_a_file_is_read_until_it_is_known_and_again_once_it_changes(tmp_path: Path) -> None:
    path = picture(tmp_path / "a.png", "red")
    digests = Digests()
    [fact] = digests.facts({}, ["a.png", "https://x.test/b.png"], tmp_path.joinpath).values()
    assert (fact.kind, fact.width_px, fact.sha256) == (MediaKind.PICTURE, 8, sha256_of(path))
    stamp = path.stat()
    path.write_bytes(b"x" * stamp.st_size)
    os.utime(path, ns=(stamp.st_atime_ns, stamp.st_mtime_ns))
    assert digests.facts({}, ["a.png"], tmp_path.joinpath)["a.png"] is fact
    picture(path, "blue")
    os.utime(path, ns=(stamp.st_atime_ns, stamp.st_mtime_ns + 1_000_000))
    assert digests.facts({}, ["a.png"], tmp_path.joinpath)["a.png"].sha256 == sha256_of(path) != fact.sha256


def test_what_was_measured_is_not_measured_again(tmp_path: Path) -> None:
    path = picture(tmp_path / "a.png", "red")
    known = MediaFact(MediaKind.PICTURE, 999, 999, size_bytes=path.stat().st_size)
    assert Digests().facts({"a.png": known}, ["a.png"], tmp_path.joinpath)["a.png"].width_px == 999


def test_what_is_missing_or_broken_has_no_digest(tmp_path: Path) -> None:
    (tmp_path / "bad.png").write_bytes(b"no picture")
    names = ["gone.png", "bad.png", "../out.png"]
    facts = Digests().facts({}, names, lambda name: None if ".." in name else tmp_path / name)
    assert [facts[name].kind for name in names] == [
        MediaKind.MISSING,
        MediaKind.UNREADABLE,
        MediaKind.MISSING,
    ]
    assert not any(fact.sha256 for fact in facts.values())
