"""``@Name`` in texts of every script."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kling_studio.core.mentions import mentions

COMPOSED, MARKED = "José", unicodedata.normalize("NFD", "José")


def found(text: str, *names: str) -> list[tuple[str, str, bool]]:
    return [(text[m.start : m.end], m.name, m.known) for m in mentions(text, names)]


@pytest.mark.parametrize(
    "text",
    [
        "@Mira",
        "@Mira.",
        "(@Mira)",
        "a @Mira b",
        "“@Mira”",
        "@Mira's",
        "Rain.@Mira waits",
        "\n@Mira\n",
        "—@Mira",
    ],
)
def test_a_name_stands_between_whatever_is_no_letter(text: str) -> None:
    assert found(text, "Mira", "Marco") == [("@Mira", "Mira", True)]


@pytest.mark.parametrize(
    "text",
    ["", "Mira", "studio@Mira.example", "@", "@ Mira", "a@", "@@Mira", "x_@Mira", "1@Mira", "é@Mira", "@-"],
)
def test_what_is_no_mention(text: str) -> None:
    assert found(text, "Mira") == []


def test_a_name_is_found_whole_and_the_longest_wins() -> None:
    assert found("@Mirabel @Mira2 @Mira_x @Mira", "Mira") == [
        ("@Mirabel", "Mirabel", False),
        ("@Mira2", "Mira2", False),
        ("@Mira_x", "Mira_x", False),
        ("@Mira", "Mira", True),
    ]
    assert found("@Ana Maria and @Ana", "Ana", "Ana Maria") == [
        ("@Ana Maria", "Ana Maria", True),
        ("@Ana", "Ana", True),
    ]
    assert found("@mira", "Mira") == [("@mira", "mira", False)]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("镜头跟随@米拉走进来", "米拉"),
        ("@Mira走进来", "Mira"),
        ("看@Mira走", "Mira"),
        ("@미라가 걷는다", "미라"),
        ("@ミラが歩く", "ミラ"),
        ("@มีราเดิน", "มีรา"),
    ],
)
def test_scripts_without_spaces_may_go_on_behind_a_name(text: str, name: str) -> None:
    assert found(text, name) == [(f"@{name}", name, True)]


@pytest.mark.parametrize(
    ("text", "name", "word"),
    [
        ("@ミラーが", "ミラ", "ミラーが"),
        ("@मीरा", "मीर", "मीरा"),
        ("@มี", "ม", "มี"),
        (f"@{MARKED}", "Jose", MARKED),
    ],
)
def test_half_a_letter_is_no_end_of_a_name(text: str, name: str, word: str) -> None:
    assert found(text, name) == [(f"@{word}", word, False)]


def test_an_unknown_name_ends_where_another_script_begins() -> None:
    assert found("@Nina走进来") == [("@Nina", "Nina", False)]
    assert found("@莉莉abc") == [("@莉莉abc", "莉莉abc", False)]


def test_accents_may_be_typed_either_way() -> None:
    for written in (COMPOSED, MARKED):
        for kept in (COMPOSED, MARKED):
            assert found(f"@{written} waits", kept) == [(f"@{written}", kept, True)]


@given(st.text("@ab 走.", max_size=20), st.sets(st.sampled_from(["a", "ab", "a b", "走", ""])))
def test_mentions_come_in_order_and_are_cut_from_the_text(text: str, names: set[str]) -> None:
    end = 0
    for mention in mentions(text, names):
        assert end <= mention.start < mention.end <= len(text)
        end = mention.end
        assert text[mention.start : mention.end] == f"@{mention.name}"
        assert mention.known == (mention.name in names)
