"""Which copies are kept."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from kling_studio.storage.backups import Backup, backup_path, backups_in, backups_to_drop, is_due, thin_out

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
ages = st.timedeltas(timedelta(0), timedelta(days=800))


@given(st.lists(ages, max_size=120))
def test_no_tier_holds_more_than_twenty_and_the_newest_stays(aged: list[timedelta]) -> None:
    times = [NOW - age for age in aged]
    kept = set(times) - backups_to_drop(times, NOW)
    hour, day, week = timedelta(hours=1), timedelta(days=1), timedelta(days=7)
    assert sum(NOW - at <= hour for at in kept) <= 20
    assert sum(hour < NOW - at <= day for at in kept) <= 20
    assert sum(day < NOW - at <= week for at in kept) <= 20
    assert sum(week < NOW - at for at in kept) <= 20
    assert not times or max(times) in kept


@given(st.lists(ages, max_size=60))
def test_what_was_thinned_out_stays_as_it_is(aged: list[timedelta]) -> None:
    kept = {NOW - age for age in aged}
    kept -= backups_to_drop(kept, NOW)
    assert backups_to_drop(kept, NOW) == set()


def test_a_month_of_work_leaves_copies_of_every_age() -> None:
    kept: set[datetime] = set()
    now = NOW
    for _ in range(30 * 24 * 6):
        now += timedelta(minutes=10)
        kept.add(now)
        kept -= backups_to_drop(kept, now)
    ordered = sorted(kept)
    assert len(ordered) <= 80
    gaps_of_the_day = [b - a for a, b in pairwise(ordered) if now - a <= timedelta(hours=22)]
    gaps_of_the_week = [b - a for a, b in pairwise(ordered) if now - a <= timedelta(days=6)]
    assert max(gaps_of_the_day) <= timedelta(hours=2, minutes=24)
    assert max(gaps_of_the_week) <= timedelta(hours=17)
    assert now - ordered[0] > timedelta(days=7)


def test_copies_of_a_clock_that_was_ahead_are_kept_with_the_newest() -> None:
    times = [NOW + timedelta(days=1), NOW]
    assert backups_to_drop(times, NOW) == set()


def test_one_copy_a_minute_is_enough(tmp_path: Path) -> None:
    backups = [Backup(tmp_path, NOW - timedelta(seconds=59))]
    assert is_due([], NOW)
    assert not is_due(backups, NOW)
    assert is_due(backups, NOW + timedelta(seconds=1))
    assert is_due([Backup(tmp_path, NOW + timedelta(hours=1))], NOW)


def test_backups_are_found_by_name_and_thinned_out_on_the_disk(tmp_path: Path) -> None:
    for seconds in range(30):
        backup_path(tmp_path, NOW - timedelta(seconds=seconds)).touch()
    (tmp_path / "project-mine.json").touch()
    thin_out(tmp_path, NOW)
    backups = backups_in(tmp_path)
    assert [backup.at for backup in backups] == [NOW - timedelta(seconds=seconds) for seconds in range(20)]
    assert (tmp_path / "project-mine.json").exists()
    assert backups_in(tmp_path / "none") == []
