"""The table of legal steps."""

import pytest

from kling_studio.core.job import FINAL_STATES, LEGAL_STEPS, OPEN_STATES, JobState, can_step


def test_a_job_begins_planned_and_nowhere_else() -> None:
    assert [state for state in JobState if can_step(None, state)] == [JobState.PLANNED]


def test_every_state_has_its_row_and_is_reached() -> None:
    reached = {JobState.PLANNED} | {after for row in LEGAL_STEPS.values() for after in row}
    assert set(LEGAL_STEPS) == reached == set(JobState)


def test_what_is_final_and_what_is_open() -> None:
    assert {JobState.DONE, JobState.FAILED, JobState.CANCELLED} == FINAL_STATES
    assert set(JobState) - FINAL_STATES == OPEN_STATES


@pytest.mark.parametrize("state", sorted(set(JobState) - {JobState.PLANNED, JobState.UPLOADING}))
def test_nothing_is_sent_twice(state: JobState) -> None:
    assert not can_step(state, JobState.SENDING)


def test_a_paid_result_cannot_be_cancelled_away() -> None:
    assert not can_step(JobState.DOWNLOADING, JobState.CANCELLING)
    assert not can_step(JobState.DOWNLOADING, JobState.CANCELLED)


def test_a_refused_cancel_lets_the_render_go_on() -> None:
    assert can_step(JobState.CANCELLING, JobState.RENDERING)
    assert can_step(JobState.CANCELLING, JobState.DOWNLOADING)


@pytest.mark.parametrize("state", sorted(OPEN_STATES))
def test_every_open_job_can_end(state: JobState) -> None:
    seen = {state}
    while True:
        further = seen | {after for before in seen for after in LEGAL_STEPS[before]}
        if further == seen:
            break
        seen = further
    assert JobState.DONE in seen
