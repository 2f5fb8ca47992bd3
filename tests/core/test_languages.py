from kling_studio.core.languages import language_name


def test_a_language_has_a_name_or_stands_by_its_code() -> None:
    assert language_name("es") == "Spanish"
    assert language_name("fi") == "fi"
