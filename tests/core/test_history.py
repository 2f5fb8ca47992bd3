"""Undo is the value before; what was typed in one go is one step."""

from dataclasses import dataclass, field

from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from kling_studio.core.history import MERGE_WITHIN_S, STEPS, History


class Value:
    """A value that is only itself, so that the very object has to come back."""


def grown(*labels: str) -> tuple[History[str], list[str]]:
    history = History.of("start")
    for label in labels:
        history = history.commit(label, f"make {label}")
    return history, ["start", *labels]


def test_a_fresh_history_has_nothing_to_undo() -> None:
    history = History.of("start")
    assert (history.value, history.undo_label, history.redo_label, history.is_clean) == (
        "start",
        None,
        None,
        True,
    )
    assert history.undo() is history
    assert history.redo() is history


def test_labels_name_what_would_be_undone_and_redone() -> None:
    history, _ = grown("a", "b")
    assert (history.undo_label, history.redo_label) == ("make b", None)
    back = history.undo()
    assert (back.value, back.undo_label, back.redo_label) == ("a", "make a", "make b")
    assert back.redo() == history.undo().redo()
    assert back.redo().value == "b"


def test_a_commit_after_undo_forgets_the_future() -> None:
    history = grown("a", "b")[0].undo().commit("c", "make c")
    assert (history.redo_label, history.undo().value) == (None, "a")


def test_an_edit_that_changed_nothing_is_no_step() -> None:
    history, _ = grown("a")
    assert history.commit("a", "again") is history
    undone = history.undo()
    assert undone.commit("start", "again") is undone
    assert undone.redo_label == "make a"


def test_a_history_is_clean_where_it_was_saved() -> None:
    history, _ = grown("a")
    assert not history.is_clean
    saved = history.marked_clean(history.value)
    assert saved.is_clean
    assert not saved.undo().is_clean
    assert saved.undo().redo().is_clean
    assert history.undo().is_clean


def test_at_most_two_hundred_steps_are_kept() -> None:
    history, values = grown(*(str(number) for number in range(STEPS + 50)))
    steps = 0
    while history.undo() is not history:
        history = history.undo()
        steps += 1
    assert (steps, history.value) == (STEPS, values[-STEPS - 1]) == (200, "49")


def typed(*strokes: tuple[str, str | None, float]) -> list[str]:
    """The values that undo leads through after edits of (value, merge key, time)."""
    history = History.of("")
    for value, key, at_s in strokes:
        history = history.commit(value, "Type", merge_key=key, at_s=at_s)
    values = [history.value]
    while history.undo() is not history:
        history = history.undo()
        values.append(history.value)
    return values


def test_typing_in_one_go_is_one_step() -> None:
    assert typed(("a", "k", 10.0), ("ab", "k", 11.5), ("abc", "k", 13.0)) == ["abc", ""]


def test_a_pause_another_field_or_no_key_begins_a_new_step() -> None:
    assert typed(("a", "k", 10.0), ("ab", "k", 11.51)) == ["ab", "a", ""]
    assert typed(("a", "k", 10.0), ("ab", "l", 10.1)) == ["ab", "a", ""]
    assert typed(("a", None, 10.0), ("ab", None, 10.1)) == ["ab", "a", ""]


def test_nothing_merges_into_what_was_sealed_undone_or_there_at_first() -> None:
    one = History.of("").commit("a", "Type", merge_key="k", at_s=1.0)
    assert one.sealed().commit("ab", "Type", merge_key="k", at_s=1.1).undo().value == "a"
    again = one.undo().redo().commit("ab", "Type", merge_key="k", at_s=1.1)
    assert again.undo().value == "a"
    back = one.commit("b", "Other").undo().commit("ac", "Type", merge_key="k", at_s=1.1)
    assert back.undo().value == "a"


def test_a_merged_step_keeps_the_name_of_its_first_edit() -> None:
    history = History.of("").commit("a", "First", merge_key="k", at_s=1.0)
    assert history.commit("b", "Second", merge_key="k", at_s=1.1).undo_label == "First"


@dataclass
class Expected:
    """The same history as plain lists."""

    past: list[Value] = field(default_factory=list)
    present: Value = field(default_factory=Value)
    future: list[Value] = field(default_factory=list)
    key: str | None = None
    at_s: float = 0.0


class Laws(RuleBasedStateMachine):
    """Random commits, merges, undos and redos against plain lists."""

    def __init__(self) -> None:
        super().__init__()
        self.expected = Expected()
        self.history: History[Value] = History.of(self.expected.present)
        self.now_s = 0.0

    @rule(key=st.none() | st.sampled_from("kl"), later_s=st.sampled_from([0.0, 0.7, 1.5, 1.6, 4.0]))
    def commit(self, key: str | None, later_s: float) -> None:
        self.now_s += later_s
        value, expected = Value(), self.expected
        self.history = self.history.commit(value, "edit", merge_key=key, at_s=self.now_s)
        merges = key is not None and key == expected.key and self.now_s - expected.at_s <= MERGE_WITHIN_S
        if not merges or not expected.past:
            expected.past.append(expected.present)
        expected.present, expected.future = value, []
        expected.key, expected.at_s = key, self.now_s

    @precondition(lambda self: self.expected.past)
    @rule()
    def undo(self) -> None:
        self.history = self.history.undo()
        self.expected.future.append(self.expected.present)
        self.expected.present = self.expected.past.pop()
        self.expected.key = None

    @precondition(lambda self: self.expected.future)
    @rule()
    def redo(self) -> None:
        self.history = self.history.redo()
        self.expected.past.append(self.expected.present)
        self.expected.present = self.expected.future.pop()
        self.expected.key = None

    @rule()
    def seal(self) -> None:
        self.history = self.history.sealed()
        self.expected.key = None

    @invariant()
    def all_values_are_the_very_ones(self) -> None:
        assert self.history.value is self.expected.present
        assert [step.value for step in self.history.past] == self.expected.past
        assert [step.value for step in self.history.future] == self.expected.future
        assert (self.history.undo() is self.history) == (not self.expected.past)
        assert (self.history.redo() is self.history) == (not self.expected.future)


TestLaws = Laws.TestCase
TestLaws.settings = settings(max_examples=60, stateful_step_count=30)


@given(st.lists(st.integers(0, 3), max_size=20))
def test_as_many_undos_as_redos_lead_back(moves: list[int]) -> None:
    history, _ = grown("a", "b", "c", "d")
    for steps in moves:
        moved = history
        for _ in range(steps):
            moved = moved.undo()
        for _ in range(steps):
            moved = moved.redo()
        assert moved.value == history.value
        assert moved.undo_label == history.undo_label


def test_what_is_amended_holds_in_every_state_and_is_no_step() -> None:
    history, _ = grown("a", "b", "c")
    history = history.marked_clean("c").undo()
    amended = history.amended(lambda value: value if value == "a" else f"{value}!")
    assert (amended.value, amended.undo_label, amended.redo_label) == ("b!", "make b", "make c")
    assert not amended.is_clean
    assert amended.redo().value == "c!"
    assert amended.undo().value == "a"
    assert amended.undo().undo().value == "start!"
    assert history.amended(lambda value: value) is history


def test_typing_goes_on_in_the_same_step_when_something_is_amended() -> None:
    history = History.of("").commit("a", "type", merge_key="k", at_s=0.0)
    amended = history.amended(lambda value: f"{value}!").commit("a!b", "type", merge_key="k", at_s=0.5)
    assert len(amended.past) == 1
