import pytest

from kling_studio.core.languages import base_code, language_name


@pytest.mark.parametrize(
    ("code", "base", "name"),
    [
        ("es", "es", "Spanish"),
        ("es-MX", "es", "Spanish"),
        ("pt_BR", "pt", "Portuguese"),
        ("DE", "de", "German"),
        ("tlh", "tlh", "tlh"),
    ],
)
def test_a_language_is_named_by_its_code(code: str, base: str, name: str) -> None:
    assert (base_code(code), language_name(code)) == (base, name)
