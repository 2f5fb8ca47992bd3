"""What a provider says stands as a sentence among ours."""

import pytest

from kling_studio.providers.cloud.fields import Place
from kling_studio.providers.cloud.sentences import sentence
from kling_studio.providers.fal.errors import Complaint, failure, not_accepted
from kling_studio.providers.reply import Reply


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("Field required", "Field required."),
        ("Field required.", "Field required."),
        (" What? ", "What?"),
        ("内容违规。", "内容违规。"),
        ("", ""),
    ],
)
def test_a_sentence_ends_once(words: str, said: str) -> None:
    assert sentence(words) == said


def test_a_refusal_of_fal_reads_as_sentences() -> None:
    body = b'{"detail": [{"loc": ["body", "elsewhere"], "msg": "Field required", "type": "missing"}]}'
    refused = str(not_accepted(Reply(422, {}, body)))
    assert refused.startswith("fal.ai does not take ")
    assert ": Field required. Nothing was paid. Report this" in refused


def test_the_place_stands_within_the_sentence() -> None:
    complaint = Complaint("The picture is too small.", "image_too_small", Place(words="the start frame"))
    assert failure(complaint).what_happened == "fal.ai: The picture is too small (the start frame)."
