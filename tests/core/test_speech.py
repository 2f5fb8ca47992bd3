import pytest

from kling_studio.core.speech import shares, speaking_s


def test_words_and_signs_take_their_time() -> None:
    assert speaking_s(["Shipment came in early now."]) == 2.0
    assert speaking_s(["天亮了吧呀"]) == 1.0
    assert speaking_s([]) == 0.0


def test_lines_share_the_time_by_their_length_and_silence_gets_a_little() -> None:
    long, short = shares(["one two three four", "one"])
    assert long == 4 * short
    assert sum(shares(["a b", "…", "c"])) == 1.0
    assert min(shares(["a b", "…"])) > 0
    assert shares([]) == ()


@pytest.mark.parametrize(
    ("text", "language", "seconds"),
    [
        ("one two three four", "de", 2.0),
        ("one two three four", "de-AT", 2.0),
        ("one two three four", "xx", 1.6),
        ("好" * 9, "zh_CN", 2.0),
        ("あ" * 13, "ja", 2.0),
        ("안" * 10, "ko", 2.0),
    ],
)
def test_languages_have_their_own_pace(text: str, language: str, seconds: float) -> None:
    assert speaking_s([text], language) == pytest.approx(seconds)
