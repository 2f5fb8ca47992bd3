"""Names of the cast in the words, without their sign."""

import pytest

from kling_studio.core.checks.bare_names import bare_names, tagged

NAMES = ("Mira", "Mira Vega", "Will", "Rose", "José", "O'Brien", "Ai", "crate", "B", "Ян", "(X)")
JOINED = ("米拉", "林", "ミラ", "미라", "さくら")
NOUNS = frozenset({"Will", "Rose"})


def found(text: str) -> list[str]:
    return [one.name for one in bare_names(text, (*NAMES, *JOINED), NOUNS)]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Mira runs.", ["Mira"]),
        ("Then (Mira) stops; Mira, again.", ["Mira", "Mira"]),
        ("Mira's hair, Mira’s coat", ["Mira", "Mira"]),
        ("MIRA enters.", ["Mira"]),
        ("Mira Vega meets Mira.", ["Mira Vega", "Mira"]),
        ("@Mira and Mira", ["Mira"]),
        ("José and Jose\u0301", ["José", "José"]),
        ("Ян бежит.", ["Ян"]),
        ("We follow O'Brien.", ["O'Brien"]),
        ("She meets Will, Will laughs, and Rose.", ["Will", "Will", "Rose"]),
        ("镜头跟随Mira走进来", ["Mira"]),
        ("镜头跟随米拉走进来", ["米拉"]),
        ("ミラは走る。", ["ミラ"]),
        ("미라가 달린다. 미라 앞에", ["미라", "미라"]),
    ],
)
def test_whole_names_are_found(text: str, names: list[str]) -> None:
    assert found(text) == names


@pytest.mark.parametrize(
    "text",
    [
        "A Miracle. Miranda, Amira, Mirabel.",
        "mira a la cámara",
        "She will come, a rose in her hand.",
        "Will she come? Rose petals fall.",
        "The WILL of the people.",
        "@Mira, @Mira's coat, @Mira Vega, @MIRA",
        "mira@studio.test, Mira@studio.test, www.Mira.test, Mira-like, anti-Mira, art/Mira",
        'He says "Mira, come" and “Mira!”, «Mira», „Mira“.',
        '[Mira, quiet]: "I am here."',
        "他说「米拉」。",
        "The AI answers. A crate. B roll.",
        "森林里",
        "ミラクル。カミラ",
        "미라클, 사미라",
        "さくらは走る。",
        "Éric and Miraé, Mira\u0301",
    ],
)
def test_what_is_no_name_or_no_bare_one_is_not(text: str) -> None:
    assert found(text) == []


def test_the_sign_comes_before_each_place_and_nowhere_else() -> None:
    text = 'Mira and Mira Vega. MIRA\'s "Mira". @Mira'
    assert tagged(text, "Mira", NAMES, NOUNS) == '@Mira and Mira Vega. @Mira\'s "Mira". @Mira'
    assert tagged("镜头跟随米拉走", "米拉", JOINED, NOUNS) == "镜头跟随@米拉走"


def test_capitals_are_the_name_of_one_who_is_spelled_so() -> None:
    assert [one.name for one in bare_names("MIRA and Mira", ("Mira", "MIRA"), NOUNS)] == ["MIRA", "Mira"]
