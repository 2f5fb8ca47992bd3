"""Rows that become other rows, step by step."""

from hypothesis import given
from hypothesis import strategies as st

from kling_studio.ui.rows import Step, StepKind, steps

ids = st.lists(st.sampled_from([f"m{number}" for number in range(9)]), unique=True)


def replayed(old: list[str], new: list[str], moved: set[str]) -> tuple[list[str], list[Step]]:
    """What a view that follows each step ends with."""
    rows, done = list(old), list(steps(old, new, moved))
    for step in done:
        if step.kind is StepKind.REMOVE:
            assert rows.pop(step.row) == step.id
        elif step.kind is StepKind.INSERT:
            rows.insert(step.row, step.id)
        else:
            assert rows[step.row] == step.id
            rows.insert(step.to_row, rows.pop(step.row))
    return rows, done


@given(ids, ids, st.sets(st.sampled_from([f"m{number}" for number in range(9)])))
def test_the_steps_lead_to_the_new_rows(old: list[str], new: list[str], moved: set[str]) -> None:
    assert replayed(old, new, moved)[0] == new


def test_one_moved_row_is_one_step() -> None:
    old = [str(number) for number in range(100)]
    new = [*old[1:], old[0]]
    rows, done = replayed(old, new, {"0"})
    assert rows == new
    assert [(step.kind, step.row, step.to_row) for step in done] == [(StepKind.MOVE, 0, 99)]


def test_nothing_changed_is_no_step() -> None:
    assert list(steps(["a", "b"], ["a", "b"])) == []
