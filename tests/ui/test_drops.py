"""What drops and pastes bring, and why they are refused."""

import base64
import io
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QMimeData, QUrl
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from kling_studio.ui.drops import (
    PASTED_NAME,
    Drop,
    FileKind,
    drop_of,
    drop_of_paths,
    listed,
    member_mime,
    refusal,
)


def mime_of(*urls: str) -> QMimeData:
    mime = QMimeData()
    mime.setUrls([QUrl(url) for url in urls])
    return mime


def test_files_come_in_their_order_with_their_kind(tmp_path: Path) -> None:
    names = ["b.PNG", "a.mov", "voice.wav", "notes.txt"]
    mime = mime_of(*(QUrl.fromLocalFile(str(tmp_path / name)).toString() for name in names))
    drop = drop_of(mime)
    assert [file.name for file in drop.files] == names
    assert [file.kind for file in drop.files] == [
        FileKind.PICTURE,
        FileKind.FILM,
        FileKind.SOUND,
        FileKind.UNKNOWN,
    ]
    assert drop.files[0].source == str(tmp_path / "b.PNG")
    assert [file.name for file in drop.of(FileKind.FILM)] == ["a.mov"]


def test_a_folder_is_told_from_a_file_whatever_its_name(tmp_path: Path) -> None:
    (tmp_path / "faces.png").mkdir()
    drop = drop_of_paths([str(tmp_path / "faces.png")])
    assert drop.files[0].kind is FileKind.FOLDER
    assert refusal(drop) == "faces.png is a folder. Drop the files in it instead."


def test_a_picture_out_of_a_browser_is_its_pixels(qapp: QApplication) -> None:
    mime = mime_of("https://example.com/face.webp")
    image = QImage(4, 4, QImage.Format.Format_RGB32)
    image.fill(0xFF336699)
    mime.setImageData(image)
    drop = drop_of(mime)
    assert drop.image == image
    assert drop.files == ()
    assert [thing.name for thing in drop.of(FileKind.PICTURE)] == [PASTED_NAME]
    assert refusal(drop) == ""
    assert refusal(drop, frozenset({FileKind.FILM})) == (
        "Pasted picture.png is a picture. Only films can be dropped here."
    )


def test_addresses_are_taken_where_they_name_a_picture() -> None:
    drop = drop_of(mime_of("https://example.com/a/face.jpg?size=2"))
    assert [(file.name, file.kind, file.is_address) for file in drop.files] == [
        ("face.jpg", FileKind.PICTURE, True)
    ]
    text = QMimeData()
    text.setText("https://example.com/face.png\n")
    assert [file.source for file in drop_of(text).files] == ["https://example.com/face.png"]


@pytest.mark.parametrize(
    "address", ["http://example.com/face.png", "https://example.com/clip.mp4", "https://example.com"]
)
def test_other_addresses_are_refused_in_words(address: str) -> None:
    why = refusal(drop_of(mime_of(address)))
    assert "is an address, but not one of a picture" in why


def test_words_are_no_drop() -> None:
    mime = QMimeData()
    mime.setText("Mira walks in.")
    assert drop_of(mime).is_empty
    assert refusal(drop_of(mime)) == "There is no picture, film or sound in it."
    assert drop_of(QMimeData()) == Drop()


def test_a_member_travels_by_name_and_as_a_mention() -> None:
    mime = member_mime("米拉 Weiß")
    assert drop_of(mime).member == "米拉 Weiß"
    assert mime.text() == "@米拉 Weiß"
    assert mime.hasFormat("application/x-kling-member")


def test_one_bad_file_refuses_all(tmp_path: Path) -> None:
    drop = drop_of_paths([str(tmp_path / "a.png"), str(tmp_path / "notes.txt")])
    assert refusal(drop) == "notes.txt is no picture, film or sound."
    only = frozenset({FileKind.PICTURE, FileKind.FILM})
    why = refusal(drop_of_paths([str(tmp_path / "a.wav")]), only)
    assert why == "a.wav is a sound. Only pictures and films can be dropped here."


def test_lists_read_as_sentences() -> None:
    assert listed([]) == ""
    assert listed(["front"]) == "front"
    assert listed(["front", "side", "back"]) == "front, side and back"


def data_address(kind: str = "png", size: int = 8) -> str:
    data = io.BytesIO()
    Image.new("RGB", (size, size), "teal").save(data, kind)
    return f"data:image/{kind};base64,{base64.b64encode(data.getvalue()).decode()}"


class TestWords:
    """Programs that have a picture may bring nothing but words for it."""

    @pytest.mark.parametrize("way", ["text", "url", "html"])
    def test_a_picture_that_is_written_out_in_its_address(self, way: str) -> None:
        mime, address = QMimeData(), data_address()
        if way == "text":
            mime.setText(f"{address}\n")
        elif way == "url":
            mime.setUrls([QUrl(address)])
        else:
            mime.setHtml(f'<meta charset="utf-8"><p><img alt="" src="{address}"></p>')
        drop = drop_of(mime)
        assert [(file.name, file.kind, file.source) for file in drop.files] == [
            (PASTED_NAME, FileKind.PICTURE, address)
        ]
        assert refusal(drop) == ""

    @pytest.mark.parametrize(
        ("page", "address"),
        [
            ("<img src='https://a.example/face?id=7&amp;size=2'>", "https://a.example/face?id=7&size=2"),
            ('<p><IMG data-src="x" class=a SRC=//a.example/face.png></p>', "https://a.example/face.png"),
            (
                '<img src="https://a.example/1.png"><img src="https://a.example/2.png">',
                "https://a.example/1.png",
            ),
        ],
    )
    def test_the_first_picture_of_a_page(self, page: str, address: str) -> None:
        mime = QMimeData()
        mime.setHtml(page)
        assert [file.source for file in drop_of(mime).files] == [address]
        # A picture that is a link comes with the address of where the link leads.
        mime.setUrls([QUrl("https://a.example/shop")])
        assert [file.source for file in drop_of(mime).files] == [address]

    @pytest.mark.parametrize(
        "page", ["<img src='face.png'>", "<img src='blob:x'>", "<p>img src=a</p>", "<img"]
    )
    def test_a_page_without_a_picture_that_can_be_fetched(self, page: str) -> None:
        mime = QMimeData()
        mime.setHtml(page)
        assert refusal(drop_of(mime)) == "There is no picture, film or sound in it."

    def test_paths_of_files(self, tmp_path: Path) -> None:
        face, notes = tmp_path / "a face.png", tmp_path / "notes"
        face.touch()
        notes.mkdir()
        mime = QMimeData()
        mime.setText(f'"{face}"\n{QUrl.fromLocalFile(str(face)).toString()}\n{notes}\n/nowhere/voice.wav\r\n')
        assert [(file.kind, file.source) for file in drop_of(mime).files] == [
            (FileKind.PICTURE, str(face)),
            (FileKind.PICTURE, str(face)),
            (FileKind.FOLDER, str(notes)),
            (FileKind.SOUND, "/nowhere/voice.wav"),
        ]

    @pytest.mark.parametrize(
        "text", ["/nowhere", "a.png", "/ and so on", "Mira\n/tmp", "data:text/plain,x", '"']
    )
    def test_words_stay_words(self, text: str) -> None:
        mime = QMimeData()
        mime.setText(text)
        assert drop_of(mime).is_empty
