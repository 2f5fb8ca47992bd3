"""Fields for words: what is typed is in the project at once, and undo is the project's."""

from kling_studio.ui.words.edit import WordsEdit
from kling_studio.ui.words.field_keys import FieldKeys, claims
from kling_studio.ui.words.growing import GrowingText
from kling_studio.ui.words.line import LineEdit
from kling_studio.ui.words.writing import Writing

__all__ = ["FieldKeys", "GrowingText", "LineEdit", "WordsEdit", "Writing", "claims"]
