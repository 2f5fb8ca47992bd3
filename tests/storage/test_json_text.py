"""Strict reading of JSON text."""

from pathlib import Path

import pytest

from kling_studio.core.errors import BadInput, KnownError
from kling_studio.storage import json_text
from kling_studio.storage.json_text import dumps, loads, read_json


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('{\n "a": 1,\n "b" 2}', "is not JSON: at line 3, column 6: expecting ':' delimiter"),
        ('{"a": [1, 2', "the file ends too early"),
        ("", "the file ends too early"),
        ('{"a": 1} x', "at line 1, column 10: extra data"),
        ('{"a": NaN}', "NaN is no JSON number"),
        ('{"a": -Infinity}', "-Infinity is no JSON number"),
        ('{"a": 1e999}', "the number 1e999 is too large"),
        ('{"a": {"b": 1, "b": 2}}', 'the key "b" stands twice in one object'),
        ("[" * 200_000, "nesting too deep"),
        ('{"a":' * 100_000, "nesting too deep"),
        ("9" * 10_000, "numbers too long"),
    ],
)
def test_what_is_wrong_with_a_text_is_said_in_one_line(text: str, words: str) -> None:
    with pytest.raises(BadInput) as caught:
        loads(text, source="x.json")
    assert words in str(caught.value)
    assert "x.json" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_text_survives_writing_and_reading() -> None:
    data = {"title": "Nachtschicht 夜勤 🎬", "numbers": [1, 0.5], "nothing": None}
    text = dumps(data)
    assert "夜勤 🎬" in text
    assert text.endswith("}\n")
    assert loads(text, source="x") == data


def test_a_byte_order_mark_is_no_part_of_the_text(tmp_path: Path) -> None:
    file = tmp_path / "x.json"
    file.write_bytes(b'\xef\xbb\xbf{"a": 1}')
    assert read_json(file) == {"a": 1}


@pytest.mark.parametrize("data", [b'{"a": "\xff"}', '{"a": 1}'.encode("utf-16")])
def test_other_encodings_are_refused(tmp_path: Path, data: bytes) -> None:
    file = tmp_path / "x.json"
    file.write_bytes(data)
    with pytest.raises(BadInput, match=r"x\.json is not UTF-8 text"):
        read_json(file)


def test_a_huge_file_is_refused_without_reading_it_all(tmp_path: Path) -> None:
    file = tmp_path / "x.json"
    with file.open("wb") as sparse:
        sparse.truncate(100 * 1024 * 1024)
    with pytest.raises(BadInput, match=r"x\.json is too large for a project: more than 64 MiB"):
        read_json(file)


def test_a_huge_text_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json_text, "MAX_BYTES", 10)
    with pytest.raises(BadInput, match="too large"):
        loads('"0123456789"', source="x.json")


def test_a_name_that_no_disk_takes_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(KnownError, match="its name is too long"):
        read_json(tmp_path / ("x" * 300))


def test_what_is_not_there_or_is_a_folder_is_told_so(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="There is no file"):
        read_json(tmp_path / "none.json")
    with pytest.raises(BadInput, match="is a folder; expected a JSON file"):
        read_json(tmp_path)
